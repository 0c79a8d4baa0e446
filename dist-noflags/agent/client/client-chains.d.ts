/**
 * Blocks: those of the own ledger, with whom they are shared, and the chains of others that are kept here:
 * `client.audit.chains`. PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { BlockView, ChainSummary } from '../api/block-api.ts';
import type { ChainShareView, ChainSyncProgress, ChainSyncView, KeptChainView } from '../api/chain-api.ts';
import { type ClientContext } from './client-context.ts';
/** Whose chain. */
export interface ChainOfOptions {
    /** A DID or an alias; the own chain where absent. */
    readonly author?: string;
}
/** Which blocks. */
export interface BlockRange extends ChainOfOptions {
    /** Height of the first; the lowest that is here where absent. */
    readonly from?: number;
    /** Height of the last; the newest where absent. */
    readonly to?: number;
}
/** How a chain is brought up to date. */
export interface SyncChainOptions extends SignalOptions {
    /** Who is asked for it, at most 16; the author where absent. */
    readonly from?: readonly string[];
    readonly onProgress?: (progress: ChainSyncProgress) => void;
}
/** See the module comment. */
export declare class ClientChains {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** What a chain comes to. @throws {TalosError} `E_NOT_FOUND` where no chain of that author is kept. */
    summary(options?: ChainOfOptions): Promise<ChainSummary>;
    /**
     * The blocks of a chain as bytes (PROTOCOL.md §9.5), in order: what `ValidationEngine.validateChain` takes.
     *
     * @throws {TalosError} `E_NOT_FOUND` where their entries were archived, or no chain of that author is kept.
     */
    blocks(options?: BlockRange): AsyncGenerator<Bytes, void, void>;
    /**
     * One block of the own chain.
     *
     * @param at - Its height in decimal, its hash, or the id of an entry in it.
     * @throws {TalosError} `E_NOT_FOUND` if there is none, or its entries were archived.
     */
    block(at: string): Promise<BlockView>;
    /** Lets a peer read the own chain and those kept here; durable when it resolves. @param peer - In full: DID or peer id. */
    share(peer: string, share: 'headers' | 'blocks'): Promise<ChainShareView>;
    /** With whom chains are shared. */
    shares(): Promise<readonly ChainShareView[]>;
    /** A peer may read nothing any more, on links that are open too. @throws {TalosError} `E_NOT_FOUND` if it might not. */
    unshare(peer: string): Promise<{
        readonly peer: string;
    }>;
    /**
     * Brings the kept chain of an author up to what others have of it, each block validated in full; goes on where it was
     * interrupted.
     *
     * @throws {TalosError} `E_EQUIVOCATION` or `E_REORG_DEPTH` where the author signed two histories, which
     *   `details.evidence` proves; `E_LIMIT`; the most telling reason of those who were asked: `E_REFUSED`, `E_UNREACHABLE`,
     *   `E_TIMEOUT`, `E_NOT_FOUND`, or what did not verify; {RangeError} for the own chain.
     */
    sync(author: string, options?: SyncChainOptions): Promise<ChainSyncView>;
    /** The chains of others that are kept here. */
    list(): Promise<readonly KeptChainView[]>;
    /** Forgets a kept chain and the evidence against its author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(author: string): Promise<{
        readonly author: string;
    }>;
}

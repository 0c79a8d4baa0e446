import type { Clock } from '../../base/clock.ts';
import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { ForeignChain, ForeignReader } from './foreign-chain.ts';
import { type ForeignRecord } from './foreign-chain-record.ts';
/** Authors whose chains are kept at a time. PROTOCOL.md §11. */
export declare const MAX_FOREIGN_CHAINS = 64;
/** Bytes of all kept chains. PROTOCOL.md §11. */
export declare const MAX_FOREIGN_BYTES: number;
/** A kept chain. */
export interface KeptAuthor extends ForeignRecord {
    readonly author: Did;
}
/** What the book of chains needs. */
export interface ForeignChainsParts {
    readonly store: Store;
    /** Whose own chain is never kept here. */
    readonly self: Did;
    readonly clock: Clock;
    /** {@link MAX_FOREIGN_BYTES} unless given. */
    readonly maxBytes?: number;
}
/** See the module comment. */
export declare class ForeignChains {
    #private;
    constructor(parts: ForeignChainsParts);
    /** All of them, in the order of their keys. */
    all(): Promise<readonly KeptAuthor[]>;
    /** The kept chain of `author`, for reading. */
    get(author: Did): Promise<ForeignReader | undefined>;
    /**
     * The chain of `author`, to be extended by one at a time.
     *
     * @throws {TalosError} `E_USAGE` for the own chain; as `ForeignChain.open`.
     */
    open(author: Did, network: string, difficulty: number): Promise<ForeignChain>;
    /** Forgets a chain, and what was evidence against its author; durable when it resolves. @returns Whether it was kept. */
    remove(author: Did): Promise<boolean>;
    /** Keeps evidence that `author` signed two histories, where there is none yet; durable when it resolves. */
    keepEvidence(author: Did, evidence: string): Promise<void>;
    /** The evidence that is kept against `author`. */
    evidence(author: Did): Promise<string | undefined>;
}

/**
 * One chain of another author, kept here: read by others, and extended by what was validated. PROTOCOL.md §9.11.
 *
 * A range of blocks is one batch with the tiles of its log and the record of the chain, so that whatever ends the process
 * leaves a whole chain. Reading trusts the store; opening compares the newest block with the log.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { type ReadTile } from '../log/tiles.ts';
import { type SignedHeader } from './chain-header.ts';
import { type ForeignRecord } from './foreign-chain-record.ts';
import type { ChainHead, ServedChain } from './served-chain.ts';
import type { KeptChain, KeptTip, ValidBlock } from './sync-types.ts';
/** Lets a batch be applied where there is room for `bytes` more; given by the book of chains. */
export type Admit = (author: Did, bytes: number, apply: () => Promise<void>) => Promise<void>;
/** What a chain is opened with. */
export interface ForeignTerms {
    readonly store: Store;
    readonly author: Did;
    readonly network: string;
    readonly difficulty: number;
    readonly admit: Admit;
    /** Milliseconds since 1970. */
    readonly now: () => number;
}
/** A kept chain, for reading. */
export declare class ForeignReader implements ServedChain {
    #private;
    protected readonly store: Store;
    readonly author: Did;
    constructor(store: Store, author: Did);
    /** The record as it is now. @throws {TalosError} `E_NOT_FOUND` where the chain was removed. */
    record(): Promise<ForeignRecord>;
    head(): Promise<ChainHead>;
    /** The header of a height that is kept. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks. */
    header(height: number): Promise<SignedHeader>;
    headers(from: number, count: number): Promise<readonly Bytes[]>;
    blocks(from: number, count: number): Promise<readonly Bytes[]>;
    consistency(from: number, to: number): Promise<readonly Bytes[]>;
    /** Root of the log when it had `size` entries, as many as are kept or fewer. */
    rootAt(size: number): Promise<Bytes>;
    /** The header whose log has exactly `size` entries, where there is one: logs grow with every block. */
    headerOfSize(size: number): Promise<SignedHeader | undefined>;
    /** Hashes of a tile of its log. An arrow, so that it can be passed on. */
    readonly tile: ReadTile;
}
/** A kept chain, for one writer at a time. */
export declare class ForeignChain extends ForeignReader implements KeptChain {
    #private;
    private constructor();
    /**
     * Opens the chain of `terms.author`, or begins one, of which nothing is kept before its first block.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept does not verify; `CONSENSUS_VIOLATION` where it is of another
     *   network.
     */
    static open(terms: ForeignTerms): Promise<ForeignChain>;
    get tip(): KeptTip | undefined;
    append(blocks: readonly ValidBlock[]): Promise<void>;
    /** Keeps a checkpoint that the chain agrees with, unless the one that it has is newer: a source may be behind. */
    keepNote(shown: string): Promise<void>;
    /** The newest checkpoint that the chain agrees with, `""` before the first. */
    get note(): string;
}

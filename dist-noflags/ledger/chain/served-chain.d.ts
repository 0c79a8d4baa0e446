/**
 * A chain as it is read by others, and the own one as that: headers and signatures from the store.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Store } from '../../storage/store.ts';
import type { Ledger } from '../journal/ledger.ts';
/** The newest block of a chain, and what there is of it. */
export interface ChainHead {
    /** Name of its network. */
    readonly network: string;
    readonly height: number;
    /** 32 bytes. */
    readonly hash: Bytes;
    /** Sum of the work of its blocks. */
    readonly work: bigint;
    /** Entries in its log. */
    readonly logSize: number;
    /** The newest checkpoint, `""` before the first. */
    readonly note: string;
    /** Lowest height whose entries are there. */
    readonly first: number;
}
/** See the module comment. */
export interface ServedChain {
    head(): Promise<ChainHead>;
    /** Signed headers from height `from` on: at most `count`, fewer where the chain ends. */
    headers(from: number, count: number): Promise<readonly Bytes[]>;
    /**
     * Encoded blocks from height `from` on: at most `count`, fewer where the chain ends, and none after they have
     * {@link MAX_ANSWER_BLOCK_BYTES} together.
     *
     * @throws {TalosError} `E_NOT_FOUND` for entries that are archived.
     */
    blocks(from: number, count: number): Promise<readonly Bytes[]>;
    /** The consistency path between two sizes of the log. @throws {RangeError} for sizes that it does not have. */
    consistency(from: number, to: number): Promise<readonly Bytes[]>;
}
/** What the own chain reads of its ledger. */
export type OwnLedger = Pick<Ledger, 'block' | 'first' | 'network'>;
/** The chain of a ledger, which lies in `store`. */
export declare class OwnChain implements ServedChain {
    #private;
    constructor(store: Store, ledger: OwnLedger);
    head(): Promise<ChainHead>;
    headers(from: number, count: number): Promise<readonly Bytes[]>;
    blocks(from: number, count: number): Promise<readonly Bytes[]>;
    /** Root of the log when it had `size` entries, as many as are sealed or fewer. */
    rootAt(size: number): Promise<Bytes>;
    consistency(from: number, to: number): Promise<readonly Bytes[]>;
}

/**
 * What the store keeps of a block: everything but the entries, which lie in the journal, and where they lie.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type BlockHeader } from '../block.ts';
import type { EntryHead } from '../entry/entry-head.ts';
/** See the module comment. */
export interface BlockRecord {
    readonly header: BlockHeader;
    /** 64 bytes. */
    readonly signature: Bytes;
    /** Where its first entry's record starts in the journal. */
    readonly offset: number;
    /** Largest time of all entries and blocks up to this one. */
    readonly highestTimeMs: number;
    /** Smallest and largest time of its own entries; both 0 where there is none. */
    readonly minTimeMs: number;
    readonly maxTimeMs: number;
    /** The checkpoint at its log size; `""` at height 0. */
    readonly note: string;
    /** Length of each entry in bytes. */
    readonly lengths: readonly number[];
}
/** The times of a record, in milliseconds. */
export type BlockTimes = Pick<BlockRecord, 'highestTimeMs' | 'minTimeMs' | 'maxTimeMs'>;
/**
 * The times of a block's record.
 *
 * @param highestTimeMs - Of the block before.
 */
export declare function timesOf(blockTimeMs: number, entries: readonly Pick<EntryHead, 'timeMs'>[], highestTimeMs: number): BlockTimes;
/** A record as bytes. */
export declare function encodeBlockRecord(record: BlockRecord): Bytes;
/** Reads a record. @throws {TalosError} `E_MALFORMED` or `MALFORMED_BLOCK`. */
export declare function decodeBlockRecord(bytes: Uint8Array): BlockRecord;
/** Index in the log of the first entry of the block. */
export declare function firstSeqOf(record: BlockRecord): number;
/** Where each entry's record starts in the journal, and, last, where the block's part of it ends. */
export declare function offsetsOf(record: BlockRecord): number[];
/** Where the journal goes on after the block. */
export declare function endOffsetOf(record: BlockRecord): number;

/**
 * The rows of the space `index`: what entries and blocks are found by. All of them follow from the blocks, so that they can
 * be checked and made anew.
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ entry id (32) | u64 seq ‖ u64 height |
 * | 0x02 ‖ peer key (32) ‖ u64 height | u16 places in the block |
 * | 0x03 ‖ type ‖ 0x00 ‖ u64 height | u16 places |
 * | 0x04 ‖ block hash (32) | u64 height |
 * | 0x05 ‖ message id (16) ‖ u64 height | u16 places |
 * | 0x06 ‖ u64 hour since 1970 ‖ u64 height | empty |
 * | 0x07 ‖ subject (32) ‖ u64 height | u16 places |
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { EntryType } from '../entry/entry.ts';
import type { EntryHead } from '../entry/entry-head.ts';
/** Which rows there are. A store that says another number, or none, has its index made anew at the next start. */
export declare const INDEX_VERSION = 2;
/** A row of the index. */
export interface IndexRow {
    readonly key: Bytes;
    readonly value: Bytes;
}
/** An index to search by, of those that name entries of blocks. */
export type IndexName = {
    readonly peer: Did;
} | {
    readonly type: EntryType;
}
/** A UUID in lower case. */
 | {
    readonly message: string;
}
/** 64 hex digits, see `subjectOf`. */
 | {
    readonly subject: string;
};
/** Entries of one block that an index names, by their places in it. */
export interface BlockPlaces {
    readonly height: number;
    readonly places: readonly number[];
}
/** What every key of an index starts with, up to the height. */
export declare function prefixOf(index: IndexName): Bytes;
/** The key that an entry is found by. */
export declare function keyOfEntry(leaf: Uint8Array): Bytes;
/** The key that a block is found by. */
export declare function keyOfHash(hash: Uint8Array): Bytes;
/** Where the rows of the hours from `fromMs` to before `toMs` begin and end. */
export declare function rangeOfHours(fromMs: number, toMs: number): {
    readonly start: Bytes;
    readonly end: Bytes;
};
/** The height at the end of a key. */
export declare function heightOfKey(key: Uint8Array): number;
/** The places that a row names. */
export declare function placesOf({ key, value }: IndexRow): BlockPlaces;
/** Whether a row is about a block from height `from` to height `to`. */
export declare function isAbout(row: IndexRow, from: number, to: number): boolean;
/** The rows of a block that follow from its header and the hashes of its entries: what is known of an archived one. */
export declare function rowsOfHashes(height: number, hash: Bytes, firstSeq: number, leaves: readonly Uint8Array[]): IndexRow[];
/** Whether a row is one of those of {@link rowsOfHashes}. */
export declare function isOfHashes({ key }: IndexRow): boolean;
/** All rows of a block. */
export declare function rowsOfBlock(height: number, hash: Bytes, entries: readonly EntryHead[]): IndexRow[];

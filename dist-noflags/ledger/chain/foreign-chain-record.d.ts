/**
 * What is kept of a foreign chain besides its blocks, and where all of it lies in the space `chain`.
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ … | shares: `agent/record/chain-shares.ts` |
 * | 0x02 ‖ author key (32) | canonical JSON, see {@link ForeignRecord} |
 * | 0x03 ‖ author key ‖ u64 height | header ‖ signature |
 * | 0x04 ‖ author key ‖ u64 height | the block without these: u32 count ‖ entries |
 * | 0x05 ‖ author key ‖ u8 level ‖ u64 number | hashes of a tile of the log |
 * | 0x06 ‖ author key | evidence file: the author signed two histories |
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
/** The parts of the space. */
export declare const FOREIGN_PARTS: {
    readonly record: 2;
    readonly header: 3;
    readonly body: 4;
    readonly tile: 5;
    readonly evidence: 6;
};
/** One of {@link FOREIGN_PARTS}. */
export type ForeignPart = keyof typeof FOREIGN_PARTS;
/** A kept chain of another author. */
export interface ForeignRecord {
    /** Name of its network, and the difficulty that this demands. */
    readonly network: string;
    readonly difficulty: number;
    /** Of the newest block. */
    readonly height: number;
    /** Entries in its log. */
    readonly size: number;
    /** Sum of the work of its blocks. */
    readonly work: bigint;
    /** Bytes that it takes here. */
    readonly bytes: number;
    /** When it was last synchronised, milliseconds since 1970. */
    readonly syncedAtMs: number;
    /** The newest checkpoint of its author that it agrees with, `""` where there is none. */
    readonly note: string;
    /** Whether it is being removed: what is left of it counts, and is nobody's. */
    readonly isRemoved: boolean;
}
/** The key of a part of the chain of `author`; of a tile: `level` before `number`. */
export declare function foreignKey(part: ForeignPart, author: Did, number?: number, level?: number): Bytes;
/** A record as bytes. */
export declare function encodeForeignRecord(record: ForeignRecord): Bytes;
/** Reads a record. @throws {TalosError} `E_STORAGE_CORRUPT` for another form. */
export declare function decodeForeignRecord(value: Uint8Array): ForeignRecord;

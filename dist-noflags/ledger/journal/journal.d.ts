/**
 * The journal: the port that keeps it, and the form of its records. PROTOCOL.md §9.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Entry } from '../entry/entry.ts';
/**
 * An append-only file, or what serves for one. Once a write or a sync failed, every later one fails too: what the
 * medium holds is not known then.
 */
export interface Journal extends AsyncDisposable {
    /** Offset of the first byte that is here: 0, or where what was dropped ends. Offsets never change. */
    readonly start: number;
    /** Offset behind the last byte written. */
    readonly size: number;
    /** Bytes known to survive the machine. */
    readonly durableSize: number;
    /**
     * Writes `records` at the end, with one write. Synchronous: they survive the process when this returns.
     *
     * @throws {TalosError} `E_STORAGE_FULL` or `E_STORAGE`: they are not to be counted on, and nothing after them.
     */
    append(records: Uint8Array): void;
    /**
     * Resolves when everything that was written before the call is durable. Calls that wait together share a sync.
     *
     * @throws {TalosError} `E_STORAGE` if it failed, now or ever before.
     */
    sync(): Promise<void>;
    /** The bytes from `offset` to the end as of the first step, in pieces. */
    read(offset: number): AsyncIterable<Uint8Array>;
    /** Exactly `length` bytes. @throws {TalosError} `E_STORAGE_CORRUPT` if there are fewer, or they were dropped. */
    readAt(offset: number, length: number): Promise<Bytes>;
    /**
     * Writes `bytes` over those at `offset`, durably: at start-up alone, where a part of a record was lost that is known.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    mend(offset: number, bytes: Uint8Array): Promise<void>;
    /** Cuts everything from `size` on, durably: at start-up alone. */
    cut(size: number): Promise<void>;
    /**
     * Drops everything before `offset`, durably: all of it is gone when this resolves, or none of it whenever it fails or
     * the process ends before.
     *
     * @throws {TalosError} `E_STORAGE…`; the journal goes on as it was, unless it is no longer known what the medium holds.
     */
    dropBefore(offset: number): Promise<void>;
}
/** An entry as its record: u32 length ‖ first 8 bytes of the leaf hash ‖ entry. */
export declare function encodeRecord(entry: Entry): Bytes;
/** Entries as their records, one after the other. */
export declare function encodeRecords(entries: readonly Entry[]): Bytes;
/** An entry's bytes out of a record, and the leaf hash that was recomputed from them. */
export interface RecordContent {
    readonly bytes: Bytes;
    readonly leaf: Bytes;
}
/** What stands at an offset of the journal. */
export type JournalItem = (RecordContent & {
    readonly kind: 'record';
    /** Where it starts, and where the next one does. */
    readonly offset: number;
    readonly end: number;
}) | {
    readonly kind: 'damage';
    readonly offset: number;
    /** Whether an interrupted write left it: then nothing from there on was ever durable. */
    readonly isInterrupted: boolean;
    /** The head that the record had, where that alone is lost; see `lostHead`. */
    readonly head?: Bytes;
};
/** The record that starts at `at` of `held`; `undefined` where it is cut short or damaged. */
export declare function recordAt(held: Uint8Array, at: number): RecordContent | undefined;
/**
 * The records from `offset` on. Ends at the end of the journal, or with the first damage.
 *
 * @param offset - Where a record starts.
 */
export declare function readRecords(journal: Journal, offset: number): AsyncIterable<JournalItem>;

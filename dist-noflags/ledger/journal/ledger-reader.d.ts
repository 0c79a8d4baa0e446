/**
 * Reading sealed entries: by id, by query, and their proofs. Blocks say where in the journal an entry lies.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Entry } from '../entry/entry.ts';
import { type EntryHead } from '../entry/entry-head.ts';
import { type BlockRecord } from './block-record.ts';
import { type Journal } from './journal.ts';
import type { EntryMatter, LedgerQuery, StoredEntry } from './ledger.ts';
import type { EntryPlace, LedgerStore } from './ledger-store.ts';
import { type WaitingEntry } from './recovery.ts';
/** Most entries of one answer. */
export declare const MAX_QUERY_ENTRIES = 10000;
/** Whether `entry` meets every condition of `query` but `last` and `tool`. */
export declare function fits(query: LedgerQuery, entry: Omit<EntryHead, 'length' | 'leaf'>): boolean;
/** Finds an entry by its id. */
type FindEntry = (id: string) => Promise<StoredEntry | undefined>;
/** See the module comment. */
export declare class LedgerReader {
    #private;
    constructor(journal: Journal, store: LedgerStore);
    /** An entry that no block holds. */
    waiting({ offset, length, seq, leaf }: WaitingEntry): Promise<Entry>;
    /** Where the sealed entry with this id is. */
    place(id: string): Promise<EntryPlace | undefined>;
    /**
     * The sealed entry with this id.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if the index names another; `E_NOT_FOUND` if it was archived.
     */
    get(id: string): Promise<StoredEntry | undefined>;
    /** Entries of a block. @throws {TalosError} `E_NOT_FOUND` if they were archived. */
    entriesOf(record: BlockRecord): Promise<readonly Entry[]>;
    /** At most `count` entries up to height `head` that fit: the newest, or the oldest after `after`, in the order found. */
    find(query: LedgerQuery, count: number, head: number): Promise<StoredEntry[]>;
    /**
     * Whether an entry meets every condition of `query` but `last`.
     *
     * @param find - Finds the entry that it answers.
     */
    matches(query: LedgerQuery, entry: Entry, find?: FindEntry): Promise<boolean>;
    /** See `Ledger.positions`; sealed entries up to height `head` alone. */
    positions({ type, peer, subject, message }: EntryMatter, head: number): Promise<number[]>;
    /** The id of the sealed entry `seq`, archived or not. */
    idAt(seq: number): Promise<string>;
    /** The path of entry `seq` in the log of the first `size` entries, all of them sealed. */
    inclusionPath(seq: number, size: number): Promise<Bytes[]>;
}
/** Checks the `last` of a query. @throws {RangeError} unless it is 1 to {@link MAX_QUERY_ENTRIES}. */
export declare function countOf(query: LedgerQuery): number;
export {};

import type { Journal } from '../../ledger/journal/journal.ts';
/** Bytes of room that are made at once, when there is none: zeros on the disk. */
export declare const ROOM_BYTES: number;
/**
 * Milliseconds up to which a sync is made by the thread that asks for it, which saves the way to another thread and
 * back: half of the time on a fast disk.
 */
export declare const QUICK_SYNC_MS = 2;
/** So many syncs are made by another thread after one that was not quick; twice as many after each further one. */
export declare const SLOW_SYNCS = 32;
/** What the file system does for a journal; tests put another in its place. */
export interface JournalFile {
    /** As `writeSync` at the byte `at`: may write less than all. */
    write(bytes: Uint8Array, at: number): number;
    /** As `ftruncateSync`. */
    truncate(size: number): void;
    /** As `fdatasync`. */
    sync(): Promise<void>;
    /** As `fdatasyncSync`. */
    syncNow(): void;
}
/** The steps of dropping the beginning of a journal, in order. */
export type DropStep = 'opened' | 'copied' | 'written' | 'renamed' | 'dropped';
/**
 * Opens the journal at `path`, or creates it, mode 0600. One process at a time, which the owner lock sees to.
 *
 * @param wrap - Puts something between the journal and the file, to make writes fail in tests.
 * @param afterStep - Called after each step of dropping the beginning.
 * @throws {TalosError} `E_STORAGE…` if it cannot be opened or is no regular file; `E_STORAGE_CORRUPT` for a damaged head.
 */
export declare function openFileJournal(path: string, wrap?: (file: JournalFile) => JournalFile, afterStep?: (step: DropStep) => void): Promise<Journal>;

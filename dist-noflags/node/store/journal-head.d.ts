/**
 * What stands before the records in the file of a journal whose beginning was dropped. PROTOCOL.md §9.13.
 *
 *     ff ff ff ff ‖ u64 start ‖ first 8 bytes of SHA-256(all before) ‖ ff … up to the byte 4,096 + start mod 4,096
 *
 * No record has that length. What follows lies in the pages of the file where it lay before, as offsets of the journal go:
 * what an interrupted write leaves is told by pages.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
/** Bytes that {@link readJournalHead} looks at. */
export declare const JOURNAL_HEAD_BYTES: number;
/** Bytes of the file before the record at the offset `start`. */
export declare function headBytes(start: number): number;
/** The head of a journal that starts at `start`, above 0. */
export declare function journalHead(start: number): Bytes;
/**
 * The offset that a journal starts at.
 *
 * @param bytes - What its file starts with: {@link JOURNAL_HEAD_BYTES}, or all of it.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a head that is damaged.
 */
export declare function readJournalHead(bytes: Uint8Array): number;

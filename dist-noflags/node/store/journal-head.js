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
import { concat, equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { u32, u64 } from "../../codec/writer.js";
import { sha256 } from "../../crypto/hash.js";
import { PAGE_BYTES } from "../../ledger/journal/interrupted-write.js";
const NO_LENGTH = 0xffffffff;
const FIELD_BYTES = 12;
const CHECK_BYTES = 8;
/** Bytes that {@link readJournalHead} looks at. */
export const JOURNAL_HEAD_BYTES = FIELD_BYTES + CHECK_BYTES;
/** Bytes of the file before the record at the offset `start`. */
export function headBytes(start) {
    return start === 0 ? 0 : PAGE_BYTES + (start % PAGE_BYTES);
}
/** The head of a journal that starts at `start`, above 0. */
export function journalHead(start) {
    const fields = concat(u32(NO_LENGTH), u64(start));
    const head = new Uint8Array(headBytes(start)).fill(0xff);
    head.set(concat(fields, sha256(fields).slice(0, CHECK_BYTES)));
    return head;
}
/**
 * The offset that a journal starts at.
 *
 * @param bytes - What its file starts with: {@link JOURNAL_HEAD_BYTES}, or all of it.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a head that is damaged.
 */
export function readJournalHead(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (bytes.length < 4 || view.getUint32(0) !== NO_LENGTH)
        return 0;
    const fields = bytes.slice(0, FIELD_BYTES);
    const check = sha256(fields).slice(0, CHECK_BYTES);
    if (bytes.length < JOURNAL_HEAD_BYTES || !equalBytes(bytes.slice(FIELD_BYTES, JOURNAL_HEAD_BYTES), check))
        throw new TalosError('E_STORAGE_CORRUPT', 'the head of the journal is damaged');
    return Number(view.getBigUint64(4));
}

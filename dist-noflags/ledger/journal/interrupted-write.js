/**
 * What a write that was interrupted leaves in the journal, told apart from damage. PROTOCOL.md §9.6.
 *
 * A process that ends leaves a record cut short by the end of the file. A power cut may also leave pages that were
 * never written, which read as zeros, with later pages written behind them. An entry is canonical JSON, so it has no
 * zero byte and ends where its first brace closes: a whole record, however damaged, does not look like the start of
 * one. What cannot be told apart is called damage, because an entry that was acknowledged must not be dropped.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import { u32 } from "../../codec/writer.js";
import { MAX_ENTRY_BYTES } from "../entry/entry.js";
import { leafHash } from "../log/merkle.js";
/** Bytes of a record before its entry: u32 length ‖ first 8 bytes of the leaf hash. */
export const RECORD_HEAD_BYTES = 12;
/** Pages of every system are a multiple of this, in bytes, and are written as a whole. */
export const PAGE_BYTES = 4096;
/**
 * So many zero bytes at the start of a record, up to the end of its page, say that the page was lost. No bit flip leaves
 * as many: a length has at most three zero bytes, and the next four are of a hash.
 */
export const MIN_LOST_BYTES = 8;
/** Bytes that {@link isInterruptedWrite} looks at: the largest record, and the whole page in which it may end. */
export const JUDGED_BYTES = RECORD_HEAD_BYTES + MAX_ENTRY_BYTES + 2 * PAGE_BYTES;
const LENGTH_BYTES = 4;
/**
 * Whether an interrupted write left the record that is not whole. Everything behind it was then never durable.
 *
 * @param held - The bytes from the record on: {@link JUDGED_BYTES}, or all that there are.
 * @param offset - Where the record starts in the journal.
 * @param isEnd - Whether nothing but zeros follows `held`.
 */
export function isInterruptedWrite(held, offset, isEnd) {
    if (isEnd && isStartOfRecord(held))
        return true;
    if (isPartBehindLostHead(held, offset, isEnd))
        return true;
    const left = PAGE_BYTES - (offset % PAGE_BYTES);
    // The page was there before, with older records; what the write added to it is lost.
    if (left >= MIN_LOST_BYTES && held.length >= left && isZero(held.subarray(0, left)))
        return true;
    const end = RECORD_HEAD_BYTES + (lengthOf(held) ?? 0);
    for (let page = left; page < end && page + PAGE_BYTES <= held.length; page += PAGE_BYTES)
        if (isZero(held.subarray(page, page + PAGE_BYTES)))
            return isStartOfRecord(held.subarray(0, page));
    return false;
}
/**
 * The head of a record that starts in the last few bytes of a page that was lost, where all of the rest is there: what it
 * was follows from the entry, and the bytes of it in the next page must agree. A damaged head is no other case: nothing is
 * dropped for it, as the entry is known.
 *
 * @param held - The bytes from the record on, as of {@link isInterruptedWrite}.
 * @param offset - Where the record starts in the journal.
 */
export function lostHead(held, offset) {
    const left = lostBytesAt(held, offset);
    const text = held.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + MAX_ENTRY_BYTES);
    const end = left === undefined ? undefined : endOfObject(text);
    if (left === undefined || typeof end !== 'number')
        return undefined;
    const head = concat(u32(end), leafHash(text.subarray(0, end)).subarray(0, RECORD_HEAD_BYTES - LENGTH_BYTES));
    return equalBytes(head.subarray(left), held.subarray(left, RECORD_HEAD_BYTES)) ? head : undefined;
}
/** How many bytes of a record lie before the end of a page, where they read as zeros and are too few to say why. */
function lostBytesAt(held, offset) {
    const left = PAGE_BYTES - (offset % PAGE_BYTES);
    // The first two bytes of a length are always zero: fewer show nothing.
    const isFew = left > 2 && left < MIN_LOST_BYTES && held.length >= left;
    return isFew && isZero(held.subarray(0, left)) ? left : undefined;
}
/** Whether `held` begins with zeros up to the end of a page, and what is behind them is a part of an entry, cut short. */
function isPartBehindLostHead(held, offset, isEnd) {
    const left = lostBytesAt(held, offset);
    if (left === undefined)
        return false;
    for (let page = left; page + PAGE_BYTES <= held.length; page += PAGE_BYTES)
        if (isZero(held.subarray(page, page + PAGE_BYTES)))
            return isPartOfEntry(held.subarray(0, page));
    return isEnd && isPartOfEntry(held);
}
/** Whether what is behind the head, without the zeros at its end, is the start of an entry and not all of it. */
function isPartOfEntry(bytes) {
    const text = bytes.subarray(RECORD_HEAD_BYTES, bytes.findLastIndex((byte) => byte !== 0) + 1);
    return text.length === 0 || (text.length < MAX_ENTRY_BYTES && isOpenObject(text));
}
/** The length in a record's head, where it can be one. A length that is cut short is filled up with zeros. */
function lengthOf(record) {
    const filled = new Uint8Array(LENGTH_BYTES);
    filled.set(record.subarray(0, LENGTH_BYTES));
    const length = new DataView(filled.buffer).getUint32(0);
    return length <= MAX_ENTRY_BYTES ? length : undefined;
}
/** Whether `bytes`, without the zeros at their end, are the start of a record and not all of it. */
function isStartOfRecord(bytes) {
    const kept = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
    const length = lengthOf(kept);
    if (length === undefined || (kept.length > LENGTH_BYTES && length === 0))
        return false;
    if (kept.length <= RECORD_HEAD_BYTES)
        return true;
    return kept.length < RECORD_HEAD_BYTES + length && isOpenObject(kept.subarray(RECORD_HEAD_BYTES));
}
const [QUOTE, BACKSLASH, SPACE] = [0x22, 0x5c, 0x20];
const [OPENING, CLOSING] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];
/** Whether `text`, not empty, may be the start of a canonical JSON object that goes on. */
function isOpenObject(text) {
    return endOfObject(text) === 'open';
}
/** Behind which byte the canonical JSON object closes that `text` starts with. */
function endOfObject(text) {
    if (text[0] !== 0x7b)
        return 'none';
    let depth = 0;
    let isString = false;
    let isEscaped = false;
    for (const [at, byte] of text.entries()) {
        if (byte < SPACE)
            return 'none';
        if (isString) {
            if (byte === QUOTE && !isEscaped)
                isString = false;
            isEscaped = byte === BACKSLASH && !isEscaped;
        }
        else if (byte === QUOTE)
            isString = true;
        else if (OPENING.has(byte))
            depth++;
        else if (CLOSING.has(byte) && --depth === 0)
            return at + 1;
    }
    return 'open';
}
/** Whether all of `bytes` are zero. */
export function isZero(bytes) {
    return bytes.every((byte) => byte === 0);
}

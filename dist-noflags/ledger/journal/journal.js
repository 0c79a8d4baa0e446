/**
 * The journal: the port that keeps it, and the form of its records. PROTOCOL.md §9.6.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import { u32 } from "../../codec/writer.js";
import { MAX_ENTRY_BYTES } from "../entry/entry.js";
import { leafHash } from "../log/merkle.js";
import { isInterruptedWrite, isZero, JUDGED_BYTES, lostHead, RECORD_HEAD_BYTES } from "./interrupted-write.js";
const CHECK_BYTES = 8;
const MAX_RECORD_BYTES = RECORD_HEAD_BYTES + MAX_ENTRY_BYTES;
/** An entry as its record: u32 length ‖ first 8 bytes of the leaf hash ‖ entry. */
export function encodeRecord(entry) {
    return encodeRecords([entry]);
}
/** Entries as their records, one after the other. */
export function encodeRecords(entries) {
    const parts = entries.flatMap(({ bytes, leaf }) => [u32(bytes.length), leaf.subarray(0, CHECK_BYTES), bytes]);
    return concat(...parts);
}
/** The record that starts at `at` of `held`; `undefined` where it is cut short or damaged. */
export function recordAt(held, at) {
    if (held.length - at < RECORD_HEAD_BYTES)
        return undefined;
    const length = new DataView(held.buffer, held.byteOffset + at, 4).getUint32(0);
    const start = at + RECORD_HEAD_BYTES;
    if (length < 1 || length > MAX_ENTRY_BYTES || start + length > held.length)
        return undefined;
    const bytes = new Uint8Array(held.subarray(start, start + length));
    const leaf = leafHash(bytes);
    return equalBytes(leaf.subarray(0, CHECK_BYTES), held.subarray(at + 4, start)) ? { bytes, leaf } : undefined;
}
/**
 * The records from `offset` on. Ends at the end of the journal, or with the first damage.
 *
 * @param offset - Where a record starts.
 */
export async function* readRecords(journal, offset) {
    const window = new Window(journal.read(offset)[Symbol.asyncIterator](), offset);
    try {
        for (;;) {
            await window.fill(MAX_RECORD_BYTES);
            if (window.held === 0)
                return;
            const record = window.record(0);
            const start = window.offset;
            if (record === undefined) {
                yield { kind: 'damage', offset: start, ...(await judged(window)) };
                return;
            }
            window.skip(RECORD_HEAD_BYTES + record.bytes.length);
            yield { kind: 'record', offset: start, end: window.offset, ...record };
        }
    }
    finally {
        await window.close();
    }
}
/** Whether the record that `window` starts with, which is not whole, is what an interrupted write left. */
async function judged(window) {
    await window.fill(JUDGED_BYTES);
    const { offset } = window;
    const held = window.take();
    const head = lostHead(held, offset);
    if (head !== undefined)
        return { isInterrupted: true, head };
    return { isInterrupted: isInterruptedWrite(held, offset, await isZeroToTheEnd(window)) };
}
async function isZeroToTheEnd(window) {
    for (;;) {
        await window.fill(1);
        const held = window.take();
        if (held.length === 0)
            return true;
        if (!isZero(held))
            return false;
    }
}
/** A sliding view of bytes that arrive in pieces. */
class Window {
    #pieces;
    #bytes = new Uint8Array(0);
    #at = 0;
    #isAtEnd = false;
    /** Offset in the journal of the first byte held. */
    offset;
    constructor(pieces, offset) {
        this.#pieces = pieces;
        this.offset = offset;
    }
    get held() {
        return this.#bytes.length - this.#at;
    }
    /** Holds at least `count` bytes, or all that are left. */
    async fill(count) {
        while (this.held < count && !this.#isAtEnd) {
            const next = await this.#pieces.next();
            if (next.done === true)
                this.#isAtEnd = true;
            else {
                this.#bytes = concat(this.#bytes.subarray(this.#at), next.value);
                this.#at = 0;
            }
        }
    }
    record(at) {
        return recordAt(this.#bytes, this.#at + at);
    }
    /** All that is held, which is skipped. */
    take() {
        const held = this.#bytes.subarray(this.#at);
        this.skip(held.length);
        return held;
    }
    skip(count) {
        const skipped = Math.min(count, this.held);
        this.#at += skipped;
        this.offset += skipped;
    }
    async close() {
        await this.#pieces.return?.();
    }
}

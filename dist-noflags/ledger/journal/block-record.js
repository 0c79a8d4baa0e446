/**
 * What the store keeps of a block: everything but the entries, which lie in the journal, and where they lie.
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../../base/bytes.js";
import { decode } from "../../codec/reader.js";
import { blob16, u32, u64 } from "../../codec/writer.js";
import { SIGNATURE_BYTES } from "../../crypto/sign.js";
import { decodeHeader, encodeHeader, HEADER_BYTES, MAX_BLOCK_ENTRIES } from "../block.js";
import { MAX_ENTRY_BYTES } from "../entry/entry.js";
import { RECORD_HEAD_BYTES } from "./interrupted-write.js";
/**
 * The times of a block's record.
 *
 * @param highestTimeMs - Of the block before.
 */
export function timesOf(blockTimeMs, entries, highestTimeMs) {
    const times = entries.map(({ timeMs }) => timeMs);
    return {
        highestTimeMs: Math.max(highestTimeMs, blockTimeMs, ...times),
        minTimeMs: times.length === 0 ? 0 : Math.min(...times),
        maxTimeMs: times.length === 0 ? 0 : Math.max(...times),
    };
}
const MAX_NOTE_BYTES = 1024;
/** A record as bytes. */
export function encodeBlockRecord(record) {
    return concat(encodeHeader(record.header), record.signature, u64(record.offset), u64(record.highestTimeMs), u64(record.minTimeMs), u64(record.maxTimeMs), blob16(utf8(record.note)), u32(record.lengths.length), ...record.lengths.map(u32));
}
/** Reads a record. @throws {TalosError} `E_MALFORMED` or `MALFORMED_BLOCK`. */
export function decodeBlockRecord(bytes) {
    return decode(bytes, (reader) => {
        const header = decodeHeader(reader.bytes(HEADER_BYTES, 'header'));
        const signature = reader.bytes(SIGNATURE_BYTES, 'signature');
        const [offset, highestTimeMs] = [reader.u64('offset'), reader.u64('highest time')];
        const [minTimeMs, maxTimeMs] = [reader.u64('first time'), reader.u64('last time')];
        const note = fromUtf8(reader.blob16(MAX_NOTE_BYTES, 'note'));
        const count = Math.min(reader.u32('count'), MAX_BLOCK_ENTRIES);
        const lengths = Array.from({ length: count }, () => Math.min(reader.u32('length'), MAX_ENTRY_BYTES));
        return { header, signature, offset, highestTimeMs, minTimeMs, maxTimeMs, note, lengths };
    });
}
/** Index in the log of the first entry of the block. */
export function firstSeqOf(record) {
    return record.header.logSize - record.lengths.length;
}
/** Where each entry's record starts in the journal, and, last, where the block's part of it ends. */
export function offsetsOf(record) {
    let at = record.offset;
    const offsets = record.lengths.map((length) => {
        const start = at;
        at += RECORD_HEAD_BYTES + length;
        return start;
    });
    return [...offsets, at];
}
/** Where the journal goes on after the block. */
export function endOffsetOf(record) {
    return record.lengths.reduce((at, length) => at + RECORD_HEAD_BYTES + length, record.offset);
}

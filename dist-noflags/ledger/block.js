/**
 * Blocks: header, signature, entries, and their one byte form. PROTOCOL.md §9.5.
 *
 * What makes a block valid is `validate.ts`.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { blob16, blob32, u8, u32, u64 } from "../codec/writer.js";
import { HASH_BYTES, labelledHash } from "../crypto/hash.js";
import { SIGNATURE_BYTES } from "../crypto/sign.js";
import { MAX_ENTRY_BYTES } from "./entry/entry.js";
import { malformedBlock } from "./validation/validation-codes.js";
/** Length of an encoded header in bytes. */
export const HEADER_BYTES = 162;
/** Where the difficulty stands in a header. */
export const DIFFICULTY_OFFSET = HEADER_BYTES - 9;
/** Where the nonce stands in a header. */
export const NONCE_OFFSET = HEADER_BYTES - 8;
/** Largest block in bytes, header and signature included. */
export const MAX_BLOCK_BYTES = 1_000_000;
/** Most entries of one block. */
export const MAX_BLOCK_ENTRIES = 4096;
/** Bytes of a block besides its entries and their lengths. */
export const BLOCK_FRAME_BYTES = HEADER_BYTES + SIGNATURE_BYTES + 4;
/** Bytes of the length before an entry. */
const ENTRY_LENGTH_BYTES = 4;
/** The difficulty of the network `talos`, in leading zero bits. */
export const DIFFICULTY = 8;
/** Name of the network that a ledger begins in unless another is configured: part of every chain id. */
export const NETWORK = 'talos';
/** The chain of an author in a network: SHA-256(label chainId, blob16(network) ‖ author key). 32 new bytes. */
export function chainIdOf(authorKey, network = NETWORK) {
    return labelledHash('chainId', blob16(utf8(network)), authorKey);
}
/** A header as its 162 bytes. */
export function encodeHeader(header) {
    return concat(u8(1), header.chainId, u64(header.height), header.previousHash, header.entryRoot, u64(header.logSize), header.logRoot, u64(header.timeMs), u8(header.difficulty), u64(header.nonce));
}
/** Hash of an encoded header, which is the block's: SHA-256(label block, header). 32 new bytes. */
export function hashHeader(header) {
    return labelledHash('block', header);
}
/**
 * Reads a header.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another length or version, or a number above 2^53 − 1.
 */
export function decodeHeader(bytes) {
    if (bytes.length !== HEADER_BYTES)
        throw malformedBlock(bytes.length < HEADER_BYTES ? 'too-short' : 'left-over', `header has ${bytes.length} bytes`);
    return headerAt(bytes, new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES));
}
/** The header that `bytes` begin with; there are enough of them. */
function headerAt(bytes, view) {
    if (bytes[0] !== 1)
        throw malformedBlock('version', `block version ${bytes[0]}`);
    return {
        chainId: hashAt(bytes, 1),
        height: countAt(view, 33, 'height'),
        previousHash: hashAt(bytes, 41),
        entryRoot: hashAt(bytes, 73),
        logSize: countAt(view, 105, 'log size'),
        logRoot: hashAt(bytes, 113),
        timeMs: countAt(view, 145, 'time'),
        difficulty: bytes[DIFFICULTY_OFFSET],
        nonce: countAt(view, NONCE_OFFSET, 'nonce'),
    };
}
const hashAt = (bytes, at) => new Uint8Array(bytes.subarray(at, at + HASH_BYTES));
/** An unsigned 64-bit integer that a number holds exactly. */
function countAt(view, at, field) {
    const high = view.getUint32(at);
    if (high > 0x1fffff)
        throw malformedBlock('large-number', `${field} is above 2^53 - 1`);
    return high * 0x1_0000_0000 + view.getUint32(at + 4);
}
/** A block as bytes: header ‖ signature ‖ u32 count ‖ count × blob32(entry). */
export function encodeBlock(block) {
    const { header, signature, entries } = block;
    return concat(encodeHeader(header), signature, u32(entries.length), ...entries.map(blob32));
}
/**
 * Reads a block. Its entries lie in one copy of `bytes`.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another form: too large, too many entries or none, entries at height 0;
 *   the `number` in its details says which (PROTOCOL.md §9.8).
 */
export function decodeBlock(bytes) {
    if (bytes.length > MAX_BLOCK_BYTES)
        throw malformedBlock('too-large', `block has ${bytes.length} bytes, limit ${MAX_BLOCK_BYTES}`);
    if (bytes.length < BLOCK_FRAME_BYTES)
        throw malformedBlock('too-short', `block has ${bytes.length} bytes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const header = headerAt(bytes, view);
    const ends = entryEnds(view, header.height);
    // Nothing is copied before all lengths are known to be right.
    const own = new Uint8Array(bytes);
    let at = BLOCK_FRAME_BYTES;
    const entries = ends.map((end) => {
        const entry = own.subarray(at + ENTRY_LENGTH_BYTES, end);
        at = end;
        return entry;
    });
    return { header, signature: own.slice(HEADER_BYTES, HEADER_BYTES + SIGNATURE_BYTES), entries };
}
/** Fewest and most entries of a block of this height. */
export function entryBounds(height) {
    return height === 0 ? [0, 0] : [1, MAX_BLOCK_ENTRIES];
}
/** Where each entry of a block ends. */
function entryEnds(view, height) {
    const count = view.getUint32(HEADER_BYTES + SIGNATURE_BYTES);
    const [min, max] = entryBounds(height);
    if (count < min || count > max)
        throw malformedBlock('entry-count', `block at height ${height} has ${count} entries, must be ${min} to ${max}`);
    const ends = [];
    let at = BLOCK_FRAME_BYTES;
    for (let i = 0; i < count; i++) {
        if (at + ENTRY_LENGTH_BYTES > view.byteLength)
            throw malformedBlock('too-short', `block ends before entry ${i}`);
        const length = view.getUint32(at);
        if (length === 0)
            throw malformedBlock('empty-entry', `entry ${i} is empty`);
        if (length > MAX_ENTRY_BYTES)
            throw malformedBlock('large-entry', `entry ${i} has ${length} bytes, limit ${MAX_ENTRY_BYTES}`);
        at += ENTRY_LENGTH_BYTES + length;
        if (at > view.byteLength)
            throw malformedBlock('too-short', `block ends within entry ${i}`);
        ends.push(at);
    }
    if (at !== view.byteLength)
        throw malformedBlock('left-over', `${view.byteLength - at} bytes after the block`);
    return ends;
}

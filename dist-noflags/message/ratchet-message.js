import { TalosError } from "../base/errors.js";
import { NONCE_BYTES, TAG_BYTES } from "../crypto/aead.js";
import { X25519_BYTES } from "../crypto/agree.js";
/** The only version so far. */
export const RATCHET_VERSION = 1;
/** Length of the header in bytes. */
export const RATCHET_HEADER_BYTES = 41;
/** What a ratchet message is longer than its plaintext, in bytes: header, nonce and tag. */
export const RATCHET_OVERHEAD_BYTES = RATCHET_HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
/** Highest index of a message in its chain. */
export const MAX_RATCHET_INDEX = 0xffffffff;
const PREVIOUS_AT = 1 + X25519_BYTES;
const INDEX_AT = PREVIOUS_AT + 4;
const SEALED_AT = RATCHET_HEADER_BYTES + NONCE_BYTES;
/**
 * {@link RATCHET_HEADER_BYTES} new bytes.
 *
 * @throws {RangeError} for a key of another length, or a number over {@link MAX_RATCHET_INDEX}.
 */
export function encodeRatchetHeader(header) {
    const { ratchetKey, previous, index } = header;
    if (ratchetKey.length !== X25519_BYTES)
        throw new RangeError(`ratchetKey must be ${X25519_BYTES} bytes`);
    for (const count of [previous, index])
        if (!Number.isInteger(count) || count < 0 || count > MAX_RATCHET_INDEX)
            throw new RangeError(`previous and index must be integers from 0 to ${MAX_RATCHET_INDEX}, got ${count}`);
    const bytes = new Uint8Array(RATCHET_HEADER_BYTES);
    bytes[0] = RATCHET_VERSION;
    bytes.set(ratchetKey, 1);
    setCount(bytes, PREVIOUS_AT, previous);
    setCount(bytes, INDEX_AT, index);
    return bytes;
}
/** A u32, without a view, which would move so few bytes out of V8's heap. */
function setCount(bytes, at, count) {
    bytes[at] = count >>> 24;
    bytes[at + 1] = count >>> 16;
    bytes[at + 2] = count >>> 8;
    bytes[at + 3] = count;
}
/**
 * Takes a message apart without a copy, but for the ratchet key, which outlives it.
 *
 * @throws {TalosError} `E_DECRYPT` if it is shorter than an empty message; `E_MALFORMED` if of another version.
 */
export function splitRatchetMessage(bytes) {
    if (bytes.length < RATCHET_OVERHEAD_BYTES)
        throw new TalosError('E_DECRYPT', `ratchet message of ${bytes.length} bytes, at least ${RATCHET_OVERHEAD_BYTES}`);
    if (bytes[0] !== RATCHET_VERSION)
        throw new TalosError('E_MALFORMED', 'ratchet message of another version');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return {
        ratchetKey: new Uint8Array(bytes.subarray(1, PREVIOUS_AT)),
        previous: view.getUint32(PREVIOUS_AT),
        index: view.getUint32(INDEX_AT),
        header: bytes.subarray(0, RATCHET_HEADER_BYTES),
        nonce: bytes.subarray(RATCHET_HEADER_BYTES, SEALED_AT),
        sealed: bytes.subarray(SEALED_AT),
    };
}

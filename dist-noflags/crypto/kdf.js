/**
 * Key derivation: HMAC-SHA256 (RFC 2104), HKDF-SHA256 (RFC 5869), and PBKDF2 (RFC 8018) as BIP-39 has it.
 *
 * @module
 */
import * as primitives from '#primitives';
import { concat, utf8 } from "../base/bytes.js";
import { KDF_LABELS } from "./labels.js";
/** Most bytes one derivation gives: 255 hashes. RFC 5869 §2.3. */
export const MAX_DERIVED_BYTES = 255 * 32;
/** RFC 2104. 32 new bytes. */
export function hmacSha256(key, message) {
    return primitives.hmacSha256(key, message);
}
/** RFC 8018 §5.2 with HMAC-SHA512: one block. 64 new bytes. */
export function pbkdf2Sha512(secret, salt, rounds) {
    return primitives.pbkdf2Sha512(secret, salt, rounds);
}
/**
 * RFC 5869, extract and expand.
 *
 * @param length - 1 to {@link MAX_DERIVED_BYTES} bytes.
 * @throws {RangeError} for another `length`.
 */
export function hkdfSha256(secret, salt, info, length) {
    if (!Number.isInteger(length) || length < 1 || length > MAX_DERIVED_BYTES)
        throw new RangeError(`length must be 1 to ${MAX_DERIVED_BYTES} bytes, got ${length}`);
    // RFC 5869 §2.2: an absent salt is a block of zeros, which HMAC makes of an empty key as well.
    const pseudorandomKey = primitives.hmacSha256(salt, secret);
    const output = new Uint8Array(length);
    let block = new Uint8Array(0);
    for (let at = 0, counter = 1; at < length; at += 32, counter++) {
        block = primitives.hmacSha256(pseudorandomKey, concat(block, info, Uint8Array.of(counter)));
        output.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return output;
}
const labels = Object.fromEntries(Object.entries(KDF_LABELS).map(([name, label]) => [name, utf8(label)]));
/**
 * HKDF-SHA256 with `info` = label ‖ context. PROTOCOL.md §2.2. No label is the beginning of another.
 *
 * @param length - 1 to {@link MAX_DERIVED_BYTES} bytes.
 * @throws {RangeError} for another `length`.
 */
export function derive(label, secret, salt, length, context = new Uint8Array(0)) {
    return hkdfSha256(secret, salt, concat(labels[label], context), length);
}

/**
 * Values as they lie in LMDB: `first 8 bytes of SHA-256(space ‖ 0x00 ‖ u16 key length ‖ key ‖ value) ‖ value`.
 *
 * The checksum finds rot, not malice: what must not be changed by others is sealed or signed above.
 *
 * @module
 */
import { concat, equalBytes, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { sha256Joined } from "../../crypto/hash.js";
import { RESTORE_HINT } from "../../storage/store.js";
/** Length of the checksum in bytes: one damaged value in 2^64 would pass. */
export const CHECKSUM_BYTES = 8;
function checksum(space, key, value) {
    const head = Uint8Array.of(0, key.length >> 8, key.length & 0xff);
    return sha256Joined(utf8(space), head, key, value).slice(0, CHECKSUM_BYTES);
}
/** `value` behind its checksum. New bytes. */
export function frameRecord(space, key, value) {
    return concat(checksum(space, key, value), value);
}
/**
 * The value of a record that was read. New bytes.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if it is not what was written under that key.
 */
export function unframeRecord(space, key, framed) {
    const value = new Uint8Array(framed.subarray(CHECKSUM_BYTES));
    if (framed.length < CHECKSUM_BYTES || !equalBytes(checksum(space, key, value), framed.subarray(0, CHECKSUM_BYTES)))
        throw new TalosError('E_STORAGE_CORRUPT', `a record of the space ${space} is damaged`, {
            details: { space },
            hint: RESTORE_HINT,
        });
    return value;
}

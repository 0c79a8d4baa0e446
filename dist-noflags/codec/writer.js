/**
 * Big-endian fields as bytes; the counterpart of `reader.ts`. Join them with `concat`.
 *
 * @module
 */
import { concat } from "../base/bytes.js";
function assertUnsigned(value, limit) {
    if (!Number.isInteger(value) || value < 0 || value > limit)
        throw new RangeError(`must be an integer from 0 to ${limit}, got ${value}`);
}
/** One byte. */
export function u8(value) {
    assertUnsigned(value, 0xff);
    return Uint8Array.of(value);
}
/** Two bytes. */
export function u16(value) {
    assertUnsigned(value, 0xffff);
    return Uint8Array.of(value >> 8, value & 0xff);
}
/** Four bytes. */
export function u32(value) {
    assertUnsigned(value, 0xffffffff);
    // Without a view, which would move so few bytes out of V8's heap.
    return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
/** Eight bytes, of a number up to 2^53 − 1. */
export function u64(value) {
    assertUnsigned(value, Number.MAX_SAFE_INTEGER);
    // Two halves take a third of the time of a BigInt.
    const high = Math.floor(value / 0x1_0000_0000);
    const low = value >>> 0;
    return Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low);
}
/** A u16 length, then the bytes. */
export function blob16(bytes) {
    return concat(u16(bytes.length), bytes);
}
/** A u32 length, then the bytes. */
export function blob32(bytes) {
    return concat(u32(bytes.length), bytes);
}

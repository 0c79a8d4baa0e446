/**
 * Big-endian fields as bytes; the counterpart of `reader.ts`. Join them with `concat`.
 *
 * @module
 */
import { type Bytes, concat } from '../base/bytes.ts';

function assertUnsigned(value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value > limit)
    throw new RangeError(`must be an integer from 0 to ${limit}, got ${value}`);
}

/** One byte. */
export function u8(value: number): Bytes {
  assertUnsigned(value, 0xff);
  return Uint8Array.of(value);
}

/** Two bytes. */
export function u16(value: number): Bytes {
  assertUnsigned(value, 0xffff);
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Four bytes. */
export function u32(value: number): Bytes {
  assertUnsigned(value, 0xffffffff);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Eight bytes, of a number up to 2^53 − 1. */
export function u64(value: number): Bytes {
  assertUnsigned(value, Number.MAX_SAFE_INTEGER);
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  // Two halves take a third of the time of a BigInt.
  view.setUint32(0, Math.floor(value / 0x1_0000_0000));
  view.setUint32(4, value >>> 0);
  return bytes;
}

/** A u16 length, then the bytes. */
export function blob16(bytes: Uint8Array): Bytes {
  return concat(u16(bytes.length), bytes);
}

/** A u32 length, then the bytes. */
export function blob32(bytes: Uint8Array): Bytes {
  return concat(u32(bytes.length), bytes);
}

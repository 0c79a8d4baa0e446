import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  concat
} from "./chunk-BYUQUT5F.js";

// src/codec/writer.ts
function assertUnsigned(value, limit) {
  if (!Number.isInteger(value) || value < 0 || value > limit)
    throw new RangeError(`must be an integer from 0 to ${limit}, got ${value}`);
}
function u8(value) {
  assertUnsigned(value, 255);
  return Uint8Array.of(value);
}
function u16(value) {
  assertUnsigned(value, 65535);
  return Uint8Array.of(value >> 8, value & 255);
}
function u32(value) {
  assertUnsigned(value, 4294967295);
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
function u64(value) {
  assertUnsigned(value, Number.MAX_SAFE_INTEGER);
  const high = Math.floor(value / 4294967296);
  const low = value >>> 0;
  return Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low);
}
function blob16(bytes) {
  return concat(u16(bytes.length), bytes);
}
function blob32(bytes) {
  return concat(u32(bytes.length), bytes);
}

export {
  u8,
  u16,
  u32,
  u64,
  blob16,
  blob32
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/codec/reader.ts
var Reader = class {
  #bytes;
  #view;
  #at = 0;
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  /** Bytes read so far. */
  get position() {
    return this.#at;
  }
  /** Bytes not yet read. */
  get remaining() {
    return this.#bytes.length - this.#at;
  }
  #take(count, field) {
    if (count > this.remaining)
      throw new TalosError("E_MALFORMED", `${field}: needs ${count} bytes, ${this.remaining} left`);
    const start = this.#at;
    this.#at += count;
    return start;
  }
  /** Unsigned 8-bit integer. */
  u8(field) {
    return this.#view.getUint8(this.#take(1, field));
  }
  /** Unsigned 16-bit integer. */
  u16(field) {
    return this.#view.getUint16(this.#take(2, field));
  }
  /** Unsigned 32-bit integer. */
  u32(field) {
    return this.#view.getUint32(this.#take(4, field));
  }
  /** Unsigned 64-bit integer that a number holds exactly; one above 2^53 − 1 is refused. */
  u64(field) {
    const at = this.#take(8, field);
    const value = this.#view.getUint32(at) * 2 ** 32 + this.#view.getUint32(at + 4);
    if (value > Number.MAX_SAFE_INTEGER) throw new TalosError("E_MALFORMED", `${field}: above 2^53 - 1`);
    return value;
  }
  /** Exactly `count` bytes, as a copy. */
  bytes(count, field) {
    const start = this.#take(count, field);
    return new Uint8Array(this.#bytes.subarray(start, start + count));
  }
  /** A u16 length, then that many bytes. The limit is checked before the copy. */
  blob16(limit, field) {
    return this.bytes(within(this.u16(`${field} length`), limit, field), field);
  }
  /** A u32 length, then that many bytes. The limit is checked before the copy. */
  blob32(limit, field) {
    return this.bytes(within(this.u32(`${field} length`), limit, field), field);
  }
  /** All that is left, as a copy. */
  rest() {
    return this.bytes(this.remaining, "rest");
  }
};
function within(length, limit, field) {
  if (length > limit) throw new TalosError("E_MALFORMED", `${field}: ${length} bytes, limit ${limit}`);
  return length;
}
function decode(bytes, read) {
  const reader = new Reader(bytes);
  const value = read(reader);
  if (reader.remaining !== 0) throw new TalosError("E_MALFORMED", `${reader.remaining} bytes after a complete value`);
  return value;
}

export {
  decode
};

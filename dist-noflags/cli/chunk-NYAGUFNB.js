import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/net/frame.ts
var FRAME_MAGIC = [66, 77, 80, 1];
var FRAME_HEADER_BYTES = 9;
var MAX_FRAME_BYTES = 16 * 1024 * 1024;
var PING_BYTES = 8;
var MAX_ERROR_WORD_BYTES = 16;
var FRAME_TYPES = {
  data: 1,
  handshake: 2,
  handshakeAck: 3,
  ping: 4,
  pong: 5,
  error: 6,
  close: 7
};
var LENGTHS = {
  [FRAME_TYPES.data]: [1, MAX_FRAME_BYTES],
  [FRAME_TYPES.handshake]: [1, MAX_FRAME_BYTES],
  [FRAME_TYPES.handshakeAck]: [1, MAX_FRAME_BYTES],
  [FRAME_TYPES.ping]: [PING_BYTES, PING_BYTES],
  [FRAME_TYPES.pong]: [PING_BYTES, PING_BYTES],
  [FRAME_TYPES.error]: [1, MAX_ERROR_WORD_BYTES],
  [FRAME_TYPES.close]: [0, 0]
};
function isFrameType(code) {
  return code in LENGTHS;
}
function frameHeader(type, length) {
  const [least, most] = LENGTHS[type];
  if (!Number.isInteger(length) || length < least || length > most)
    throw new RangeError(`a frame of type ${type} has ${least} to ${most} payload bytes, got ${length}`);
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  header.set(FRAME_MAGIC);
  const view = new DataView(header.buffer);
  view.setUint8(4, type);
  view.setUint32(5, length);
  return header;
}
var FIRST_BODY_BYTES = 4096;
var FrameDecoder = class {
  /** Largest payload of the data types, in bytes; may be changed between two frames. */
  maxPayloadBytes;
  #chunks = [];
  #chunkAt = 0;
  #pendingBytes = 0;
  #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  #body = new Uint8Array(0);
  #bodyBytes = 0;
  #refusal;
  /** @param options - `maxPayloadBytes`, at most (and by default) {@link MAX_FRAME_BYTES}. */
  constructor(options = {}) {
    this.maxPayloadBytes = options.maxPayloadBytes ?? MAX_FRAME_BYTES;
  }
  /** Bytes received and not yet given back as a frame. */
  get bufferedBytes() {
    return this.#pendingBytes + this.#headerBytes + this.#bodyBytes;
  }
  /** Adds received bytes; `chunk` must not change until it is decoded. */
  push(chunk) {
    if (chunk.length === 0 || this.#refusal !== void 0) return;
    this.#chunks.push(chunk);
    this.#pendingBytes += chunk.length;
  }
  /**
   * The next frame, or `undefined` if it has not come whole.
   *
   * @throws {TalosError} `E_PROTOCOL` for a wrong magic, type or length; `E_LIMIT` for a payload over the limit.
   */
  next() {
    if (this.#refusal !== void 0) throw this.#refusal;
    if (!this.#readHeader()) return void 0;
    const view = new DataView(this.#header.buffer);
    const type = view.getUint8(4);
    const length = view.getUint32(5);
    if (!this.#readBody(length)) return void 0;
    const payload = this.#body.length === length ? this.#body : this.#body.slice(0, length);
    this.#headerBytes = 0;
    this.#bodyBytes = 0;
    this.#body = new Uint8Array(0);
    return { type, payload };
  }
  #readHeader() {
    while (this.#headerBytes < FRAME_HEADER_BYTES) {
      const part = this.#take(FRAME_HEADER_BYTES - this.#headerBytes);
      if (part === void 0) return false;
      this.#header.set(part, this.#headerBytes);
      this.#headerBytes += part.length;
      this.#checkHeader();
    }
    return true;
  }
  #checkHeader() {
    const have = this.#headerBytes;
    for (const [at, byte] of FRAME_MAGIC.entries())
      if (at < have && this.#header[at] !== byte) this.#refuse("E_PROTOCOL", "not a frame: wrong magic or version");
    if (have < 5) return;
    const type = this.#header[4];
    if (!isFrameType(type)) this.#refuse("E_PROTOCOL", `unknown frame type ${type}`);
    if (have < FRAME_HEADER_BYTES) return;
    const length = new DataView(this.#header.buffer).getUint32(5);
    const [least, most] = LENGTHS[type];
    if (most === MAX_FRAME_BYTES && length > Math.min(most, this.maxPayloadBytes))
      this.#refuse("E_LIMIT", `frame of ${length} bytes, limit ${Math.min(most, this.maxPayloadBytes)}`);
    if (length < least || length > most)
      this.#refuse("E_PROTOCOL", `frame of type ${type} with ${length} bytes, not ${least} to ${most}`);
  }
  #readBody(length) {
    while (this.#bodyBytes < length) {
      const part = this.#take(length - this.#bodyBytes);
      if (part === void 0) return false;
      this.#grow(this.#bodyBytes + part.length, length);
      this.#body.set(part, this.#bodyBytes);
      this.#bodyBytes += part.length;
    }
    return true;
  }
  /** Makes room for `needed` bytes: twice what came, never more than the frame has. */
  #grow(needed, length) {
    if (needed <= this.#body.length) return;
    const room = needed === length ? length : Math.min(length, Math.max(FIRST_BODY_BYTES, 2 * needed));
    const body = new Uint8Array(room);
    body.set(this.#body.subarray(0, this.#bodyBytes));
    this.#body = body;
  }
  /** Up to `most` of the bytes that wait, as a view. */
  #take(most) {
    const chunk = this.#chunks[0];
    if (chunk === void 0) return void 0;
    const part = chunk.subarray(this.#chunkAt, this.#chunkAt + most);
    this.#chunkAt += part.length;
    this.#pendingBytes -= part.length;
    if (this.#chunkAt === chunk.length) {
      this.#chunks.shift();
      this.#chunkAt = 0;
    }
    return part;
  }
  #refuse(code, message) {
    this.#refusal = new TalosError(code, message);
    this.#chunks.length = 0;
    this.#pendingBytes = 0;
    this.#body = new Uint8Array(0);
    this.#bodyBytes = 0;
    throw this.#refusal;
  }
};

export {
  MAX_FRAME_BYTES,
  PING_BYTES,
  FRAME_TYPES,
  frameHeader,
  FrameDecoder
};

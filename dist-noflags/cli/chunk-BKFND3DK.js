import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/codec/protobuf.ts
var MAX_PROTOBUF_FIELDS = 64;
var MAX_VARINT = 2147483647;
var VARINT = 0;
var FIXED_64 = 1;
var BYTES = 2;
var FIXED_32 = 5;
function varint(value) {
  if (!Number.isInteger(value) || value < 0 || value > MAX_VARINT)
    throw new RangeError(`must be an integer from 0 to ${MAX_VARINT}, got ${value}`);
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push(rest & 127 | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
function numberField(number, value) {
  return concat(varint(number * 8 + VARINT), varint(value));
}
function bytesField(number, value) {
  return concat(varint(number * 8 + BYTES), varint(value.length), value);
}
function readVarint(bytes, at) {
  let value = 0;
  for (let index = 0; at + index < bytes.length; index++) {
    const byte = bytes[at + index] ?? 0;
    value += (byte & 127) * 2 ** (7 * index);
    if (value > MAX_VARINT || index > 4) throw new TalosError("E_MALFORMED", "a number that is too large");
    if (byte < 128) return { value, next: at + index + 1 };
  }
  return void 0;
}
function readProtobuf(bytes) {
  const fields = [];
  let at = 0;
  const number = () => {
    const read = readVarint(bytes, at);
    if (read === void 0) throw cut();
    at = read.next;
    return read.value;
  };
  const skip = (count) => {
    const start = at;
    if (count > bytes.length - at) throw cut();
    at += count;
    return start;
  };
  for (let count = 0; at < bytes.length; count++) {
    if (count === MAX_PROTOBUF_FIELDS)
      throw new TalosError("E_LIMIT", `more than ${MAX_PROTOBUF_FIELDS} fields in a message`);
    const tag = number();
    const [field, type] = [tag >>> 3, tag & 7];
    if (field === 0) throw new TalosError("E_MALFORMED", "a field without a number");
    if (type === VARINT) fields.push({ number: field, value: number() });
    else if (type === BYTES) {
      const length = number();
      const start = skip(length);
      fields.push({ number: field, value: new Uint8Array(bytes.subarray(start, start + length)) });
    } else if (type === FIXED_64) skip(8);
    else if (type === FIXED_32) skip(4);
    else throw new TalosError("E_MALFORMED", "a field of an unknown kind");
  }
  return fields;
}
function cut() {
  return new TalosError("E_MALFORMED", "the message is cut off");
}

// src/node/network/message-stream.ts
var MessageStream = class {
  #stream;
  #maxBytes;
  #received = new Uint8Array(0);
  #isTooLong = false;
  #end;
  #wake = () => {
  };
  /** @param maxBytes - Of one message; more is `E_LIMIT`, and what follows is not read. */
  constructor(stream, maxBytes) {
    this.#stream = stream;
    this.#maxBytes = maxBytes;
    stream.addEventListener("message", ({ data }) => {
      if (this.#isTooLong) return;
      this.#received = concat(this.#received, data.subarray());
      this.#isTooLong = this.#received.length > 2 * (maxBytes + 5);
      if (this.#isTooLong) this.#stop(tooLong(maxBytes));
      this.#wake();
    });
    const end = () => this.#stop(new TalosError("E_UNREACHABLE", "the peer closed the stream"));
    stream.addEventListener("end", end);
    stream.addEventListener("close", end);
    if (stream.readableEnded || stream.status !== "open") end();
  }
  /** Sends one message. */
  write(message) {
    this.#stream.send(concat(varint(message.length), message));
  }
  /**
   * The next message.
   *
   * @throws {TalosError} `E_UNREACHABLE` where the stream ends before; `E_LIMIT`; `E_MALFORMED` for a length that is none.
   * @throws The reason of `signal`, where that aborts.
   */
  async read(signal) {
    for (; ; ) {
      signal.throwIfAborted();
      const message = this.#next();
      if (message !== void 0) return message;
      if (this.#end !== void 0) throw this.#end;
      await new Promise((wake) => {
        this.#wake = wake;
        signal.addEventListener("abort", () => wake(), { once: true });
      });
    }
  }
  /** Sends what waits, and ends the stream; by force where that takes longer than `signal` lets it. */
  async close(signal) {
    try {
      await this.#stream.close({ signal });
    } catch (error) {
      this.abort(error);
    }
  }
  /** Ends the stream at once. */
  abort(reason) {
    this.#stream.abort(reason instanceof Error ? reason : new Error("given up"));
  }
  #next() {
    const length = readVarint(this.#received, 0);
    if (length === void 0) return void 0;
    if (length.value > this.#maxBytes) throw tooLong(this.#maxBytes);
    const end = length.next + length.value;
    if (this.#received.length < end) return void 0;
    const message = this.#received.slice(length.next, end);
    this.#received = this.#received.slice(end);
    return message;
  }
  #stop(reason) {
    this.#end ??= reason;
    this.#wake();
  }
};
function tooLong(maxBytes) {
  return new TalosError("E_LIMIT", `a message of more than ${maxBytes} bytes`);
}

export {
  numberField,
  bytesField,
  readProtobuf,
  MessageStream
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/base/bytes.ts
function assertBytes(value, name, length) {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array`);
  if (length !== void 0 && value.length !== length)
    throw new RangeError(`${name} must be ${length} bytes, got ${value.length}`);
}
function concat(...parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
function equalBytes(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}
function compareBytes(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = a[i] - b[i];
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
var HEX_PAIRS = new Uint16Array(256);
var HEX_PAIR_BYTES = new Uint8Array(HEX_PAIRS.buffer);
for (let i = 0; i < HEX_PAIR_BYTES.length; i++)
  HEX_PAIR_BYTES[i] = "0123456789abcdef".charCodeAt(i % 2 === 0 ? i >> 5 : i >> 1 & 15);
function toHex(bytes) {
  const pairs = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) pairs[i] = HEX_PAIRS[bytes[i]];
  return decoder.decode(pairs);
}
function fromHex(text) {
  const bytes = new Uint8Array(text.length >> 1);
  let faults = -(text.length & 1);
  for (let i = 0; i < bytes.length; i++) {
    const pair = digitOf(text.charCodeAt(2 * i)) << 4 | digitOf(text.charCodeAt(2 * i + 1));
    faults |= pair;
    bytes[i] = pair;
  }
  if (faults < 0) throw new TalosError("E_MALFORMED", "not lowercase hexadecimal of an even length");
  return bytes;
}
function digitOf(code) {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}
var encoder = new TextEncoder();
var decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function utf8(text) {
  return shortAscii(text) ?? encoded(text);
}
function encoded(text) {
  if (!text.isWellFormed()) throw new TalosError("E_MALFORMED", "text holds a lone surrogate");
  return encoder.encode(text);
}
function asciiInto(text, room) {
  const { read, written } = encoder.encodeInto(text, room);
  if (read !== text.length || written !== text.length)
    throw new TalosError("E_MALFORMED", "text is not ASCII, or too long");
  return room.subarray(0, written);
}
var SHORT_TEXT = 64;
function shortAscii(text) {
  if (text.length > SHORT_TEXT) return void 0;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return void 0;
    bytes[i] = code;
  }
  return bytes;
}
function fromUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new TalosError("E_MALFORMED", "not UTF-8", { cause });
  }
}

export {
  assertBytes,
  concat,
  equalBytes,
  compareBytes,
  toHex,
  fromHex,
  utf8,
  asciiInto,
  fromUtf8
};

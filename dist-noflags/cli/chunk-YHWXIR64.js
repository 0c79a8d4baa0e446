import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/base/encoding.ts
var BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
var BASE58BTC = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
var MAX_BASE58_CHARACTERS = 128;
function valuesOf(alphabet) {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}
function placesOf(alphabet) {
  const placeAt = (shift) => {
    const values = new Int32Array(256).fill(-1);
    for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i << shift;
    return values;
  };
  return [placeAt(18), placeAt(12), placeAt(6), placeAt(0)];
}
var BASE64URL_CODES = utf8(BASE64URL);
var BASE64_CODES = utf8(BASE64);
var BASE64URL_PLACES = placesOf(BASE64URL);
var BASE64_PLACES = placesOf(BASE64);
var BASE58BTC_VALUES = valuesOf(BASE58BTC);
function encode64(bytes, codes) {
  const text = new Uint8Array(Math.ceil(bytes.length * 4 / 3));
  const whole = bytes.length - bytes.length % 3;
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const group = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
    text[at++] = codes[group >> 18];
    text[at++] = codes[group >> 12 & 63];
    text[at++] = codes[group >> 6 & 63];
    text[at++] = codes[group & 63];
  }
  if (whole < bytes.length) {
    const group = bytes[whole] << 16 | (bytes[whole + 1] ?? 0) << 8;
    text[at++] = codes[group >> 18];
    text[at++] = codes[group >> 12 & 63];
    text[at] = codes[group >> 6 & 63];
  }
  return fromUtf8(text);
}
function lengthOf(text) {
  return Math.floor(text.length * 3 / 4);
}
function roomFor(text) {
  return new Uint8Array(lengthOf(text));
}
function decode64(text, [first, second, third, fourth], name, bytes) {
  const left = text.length % 4;
  if (left === 1) throw new TalosError("E_MALFORMED", `not ${name}: impossible length`);
  const whole = text.length - left;
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const group2 = first[text[i]] | second[text[i + 1]] | third[text[i + 2]] | fourth[text[i + 3]];
    if (group2 < 0) throw new TalosError("E_MALFORMED", `not ${name}: character from ${i} on`);
    bytes[at++] = group2 >> 16;
    bytes[at++] = group2 >> 8;
    bytes[at++] = group2;
  }
  if (left === 0) return bytes;
  const thirdValue = left === 3 ? third[text[whole + 2]] : 0;
  const group = first[text[whole]] | second[text[whole + 1]] | thirdValue;
  if (group < 0) throw new TalosError("E_MALFORMED", `not ${name}: character from ${whole} on`);
  bytes[at++] = group >> 16;
  if (left === 3) bytes[at] = group >> 8;
  if ((group & (left === 3 ? 255 : 65535)) !== 0) throw new TalosError("E_MALFORMED", `not ${name}: trailing bits`);
  return bytes;
}
function toBase64url(bytes) {
  return encode64(bytes, BASE64URL_CODES);
}
function fromBase64url(text) {
  const bytes = utf8(text);
  return decode64(bytes, BASE64URL_PLACES, "base64url", roomFor(bytes));
}
function fromBase64urlBytes(text, room = roomFor(text)) {
  return decode64(text, BASE64URL_PLACES, "base64url", room.subarray(0, lengthOf(text)));
}
function toBase64(bytes) {
  const text = encode64(bytes, BASE64_CODES);
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
function fromBase64(text) {
  if (text.length % 4 !== 0) throw new TalosError("E_MALFORMED", "not base64: length is no multiple of four");
  const end = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  const bytes = utf8(text.slice(0, end));
  return decode64(bytes, BASE64_PLACES, "base64", roomFor(bytes));
}
function toBase58btc(bytes) {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  const limbs = [];
  for (let at = zeros; at < bytes.length; ) {
    let carry = 0;
    let scale = 1;
    for (const end = Math.min(at + 3, bytes.length); at < end; at++) {
      carry = carry * 256 + bytes[at];
      scale *= 256;
    }
    for (let i = 0; i < limbs.length; i++) {
      carry += limbs[i] * scale;
      const over = Math.floor(carry / DIGITS);
      limbs[i] = carry - over * DIGITS;
      carry = over;
    }
    for (; carry > 0; carry = Math.floor(carry / DIGITS)) limbs.push(carry % DIGITS);
  }
  let text = "";
  for (const limb of limbs) text = digitsOf(limb) + text;
  return "1".repeat(zeros) + text.replace(/^1+/, "");
}
var DIGITS = 11316496;
function digitsOf(limb) {
  let text = "";
  for (let rest = limb, n = 0; n < 4; n++) {
    const over = Math.floor(rest / 58);
    text = BASE58BTC.charAt(rest - over * 58) + text;
    rest = over;
  }
  return text;
}
function fromBase58btc(text) {
  if (text.length > MAX_BASE58_CHARACTERS)
    throw new TalosError("E_MALFORMED", `not base58btc: ${text.length} characters, limit ${MAX_BASE58_CHARACTERS}`);
  let zeros = 0;
  while (zeros < text.length && text.charAt(zeros) === "1") zeros++;
  const limbs = [];
  for (let at = zeros; at < text.length; ) {
    let carry = 0;
    let scale = 1;
    for (const end = Math.min(at + 4, text.length); at < end; at++) {
      const value = BASE58BTC_VALUES[text.charCodeAt(at)] ?? -1;
      if (value < 0) throw new TalosError("E_MALFORMED", `not base58btc: character at ${at}`);
      carry = carry * 58 + value;
      scale *= 58;
    }
    for (let i = 0; i < limbs.length; i++) {
      carry += limbs[i] * scale;
      const over = Math.floor(carry / LIMB);
      limbs[i] = carry - over * LIMB;
      carry = over;
    }
    if (carry > 0) limbs.push(carry);
  }
  return joinLimbs(zeros, limbs);
}
var LIMB = 16777216;
function joinLimbs(zeros, limbs) {
  const top = limbs.at(-1) ?? 0;
  const topBytes = top > 65535 ? 3 : top > 255 ? 2 : 1;
  const bytes = new Uint8Array(zeros + (limbs.length === 0 ? 0 : limbs.length * 3 - 3 + topBytes));
  let at = bytes.length;
  for (const limb of limbs) for (let shift = 0; shift < 24 && at > zeros; shift += 8) bytes[--at] = limb >> shift;
  return bytes;
}

export {
  toBase64url,
  fromBase64url,
  fromBase64urlBytes,
  toBase64,
  fromBase64,
  toBase58btc,
  fromBase58btc
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  KDF_LABELS
} from "./chunk-EFNEG736.js";
import {
  hmacSha256,
  pbkdf2Sha512
} from "./chunk-QRYLKG2A.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";

// src/crypto/kdf.ts
var MAX_DERIVED_BYTES = 255 * 32;
function hmacSha2562(key, message) {
  return hmacSha256(key, message);
}
function pbkdf2Sha5122(secret, salt, rounds) {
  return pbkdf2Sha512(secret, salt, rounds);
}
function hkdfSha256(secret, salt, info, length) {
  if (!Number.isInteger(length) || length < 1 || length > MAX_DERIVED_BYTES)
    throw new RangeError(`length must be 1 to ${MAX_DERIVED_BYTES} bytes, got ${length}`);
  const pseudorandomKey = hmacSha256(salt, secret);
  const output = new Uint8Array(length);
  let block = new Uint8Array(0);
  for (let at = 0, counter = 1; at < length; at += 32, counter++) {
    block = hmacSha256(pseudorandomKey, concat(block, info, Uint8Array.of(counter)));
    output.set(block.subarray(0, Math.min(32, length - at)), at);
  }
  return output;
}
var labels = Object.fromEntries(Object.entries(KDF_LABELS).map(([name, label]) => [name, utf8(label)]));
function derive(label, secret, salt, length, context = new Uint8Array(0)) {
  return hkdfSha256(secret, salt, concat(labels[label], context), length);
}

export {
  hmacSha2562 as hmacSha256,
  pbkdf2Sha5122 as pbkdf2Sha512,
  derive
};

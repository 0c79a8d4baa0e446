import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  HASH_LABELS
} from "./chunk-EFNEG736.js";
import {
  sha256,
  sha256Hex,
  sha256Into,
  sha256Start
} from "./chunk-QRYLKG2A.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";

// src/crypto/hash.ts
var HASH_BYTES = 32;
function sha2562(message) {
  return sha256(message);
}
function sha256Into2(message, into, at) {
  sha256Into(message, into, at);
}
function sha256Hex2(message) {
  return sha256Hex(message);
}
var SCRATCH_BYTES = 4096;
var scratch = new Uint8Array(SCRATCH_BYTES);
function sha256Joined(...parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  if (length > SCRATCH_BYTES) return sha256(concat(...parts));
  let at = 0;
  for (const part of parts) {
    scratch.set(part, at);
    at += part.length;
  }
  const hash = sha256(scratch.subarray(0, length));
  scratch.fill(0, 0, length);
  return hash;
}
var Sha256 = class {
  #state = sha256Start();
  /** Takes the next part. */
  update(part) {
    this.#state.update(part);
  }
  /** The hash of all parts, 32 new bytes; the last call. */
  digest() {
    return this.#state.digest();
  }
};
var prefixes = Object.fromEntries(
  Object.entries(HASH_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))])
);
function labelledHash(label, ...parts) {
  return sha256Joined(prefixes[label], ...parts);
}
function labelledHashOfLong(label, ...parts) {
  const hash = new Sha256();
  hash.update(prefixes[label]);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export {
  HASH_BYTES,
  sha2562 as sha256,
  sha256Into2 as sha256Into,
  sha256Hex2 as sha256Hex,
  sha256Joined,
  Sha256,
  labelledHash,
  labelledHashOfLong
};

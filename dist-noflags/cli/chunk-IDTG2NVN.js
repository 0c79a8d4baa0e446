import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  aeadOpen,
  aeadSeal
} from "./chunk-QRYLKG2A.js";
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/crypto/aead.ts
var KEY_BYTES = 32;
var NONCE_BYTES = 12;
var TAG_BYTES = 16;
function seal(key, nonce, plaintext, associated) {
  assertBytes(key, "key", KEY_BYTES);
  assertBytes(nonce, "nonce", NONCE_BYTES);
  return aeadSeal(key, nonce, plaintext, associated);
}
function open(key, nonce, sealed, associated) {
  assertBytes(key, "key", KEY_BYTES);
  assertBytes(nonce, "nonce", NONCE_BYTES);
  const plaintext = aeadOpen(key, nonce, sealed, associated);
  if (plaintext === void 0) throw new TalosError("E_DECRYPT", "the ciphertext does not authenticate");
  return plaintext;
}

export {
  KEY_BYTES,
  NONCE_BYTES,
  TAG_BYTES,
  seal,
  open
};

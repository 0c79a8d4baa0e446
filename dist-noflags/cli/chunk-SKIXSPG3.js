import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  SIGNING_LABELS
} from "./chunk-EFNEG736.js";
import {
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify
} from "./chunk-QRYLKG2A.js";
import {
  assertBytes,
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";

// src/crypto/sign.ts
var ED25519_KEY_BYTES = 32;
var SIGNATURE_BYTES = 64;
var SigningKey = class {
  /** 32 bytes. */
  publicKey;
  #expanded;
  /** @param seed - 32 bytes; copied. */
  constructor(seed) {
    assertBytes(seed, "seed", ED25519_KEY_BYTES);
    this.publicKey = ed25519PublicKey(seed);
    this.#expanded = concat(seed, this.publicKey);
  }
  /** Signs the bare `message`: for foreign formats whose bytes cannot be those of a label. 64 new bytes. */
  signRaw(message) {
    return ed25519Sign(this.#expanded, message);
  }
  /** Signs label ‖ 0x00 ‖ body. 64 new bytes. */
  sign(label, body) {
    return this.signRaw(labelled(label, body));
  }
};
function signingKey(seed) {
  return new SigningKey(seed);
}
function generateSigningKey() {
  return new SigningKey(randomBytes(ED25519_KEY_BYTES));
}
function verifyRaw(publicKey, message, signature) {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519Verify(publicKey, message, signature);
}
function verify(label, publicKey, body, signature) {
  return verifyRaw(publicKey, labelled(label, body), signature);
}
var prefixes = Object.fromEntries(
  Object.entries(SIGNING_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))])
);
var SCRATCH_BYTES = 1024;
var scratch = new Uint8Array(SCRATCH_BYTES);
function labelled(label, body) {
  const prefix = prefixes[label];
  const length = prefix.length + body.length;
  if (length > SCRATCH_BYTES) return concat(prefix, body);
  scratch.set(prefix);
  scratch.set(body, prefix.length);
  return scratch.subarray(0, length);
}

export {
  ED25519_KEY_BYTES,
  SIGNATURE_BYTES,
  SigningKey,
  signingKey,
  generateSigningKey,
  verifyRaw,
  verify
};

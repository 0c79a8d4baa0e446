import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  x25519,
  x25519PublicKey
} from "./chunk-QRYLKG2A.js";
import {
  assertBytes,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/crypto/agree.ts
var X25519_BYTES = 32;
var HidingKeyPair = class {
  publicKey;
  #secretKey;
  constructor(secretKey) {
    this.#secretKey = new Uint8Array(secretKey);
    this.publicKey = x25519PublicKey(secretKey);
  }
  get secretKey() {
    return this.#secretKey;
  }
};
function agreementKeyPair(secretKey) {
  assertBytes(secretKey, "secretKey", X25519_BYTES);
  return new HidingKeyPair(secretKey);
}
function generateAgreementKeyPair() {
  return agreementKeyPair(randomBytes(X25519_BYTES));
}
var SMALL_ORDER = /* @__PURE__ */ new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
]);
function isCanonical(key) {
  const top = key[31];
  if (top > 127) return false;
  if (top < 127 || key[0] < 237) return true;
  for (let i = 1; i < 31; i++) if (key[i] !== 255) return true;
  return false;
}
function checkAgreementKey(key) {
  if (key.length !== X25519_BYTES) throw new TalosError("E_BAD_KEY", `x25519 key of ${key.length} bytes`);
  if (!isCanonical(key)) throw new TalosError("E_BAD_KEY", "x25519 key is not canonical");
  if (SMALL_ORDER.has(toHex(key))) throw new TalosError("E_BAD_KEY", "x25519 key is of small order");
  return new Uint8Array(key);
}
function agree(secretKey, publicKey) {
  assertBytes(secretKey, "secretKey", X25519_BYTES);
  assertBytes(publicKey, "publicKey", X25519_BYTES);
  const shared = x25519(secretKey, publicKey);
  if (shared === void 0) throw new TalosError("E_BAD_KEY", "x25519 result is all zero");
  return shared;
}

export {
  X25519_BYTES,
  agreementKeyPair,
  generateAgreementKeyPair,
  checkAgreementKey,
  agree
};

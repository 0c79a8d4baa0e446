import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ED25519_KEY_BYTES
} from "./chunk-SKIXSPG3.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  fromBase58btc,
  toBase58btc
} from "./chunk-YHWXIR64.js";
import {
  assertBytes,
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/identity/did.ts
var DID_CHARACTERS = 56;
var METHOD = "did:key:z";
var ED25519_MULTICODEC = Uint8Array.of(237, 1);
function parseDid(text) {
  if (keyOfText(text) === void 0) throw new TalosError("E_BAD_DID", "not the did:key of an Ed25519 key");
  return text;
}
function isDid(value) {
  return typeof value === "string" && keyOfText(value) !== void 0;
}
function didOfKey(publicKey) {
  assertBytes(publicKey, "publicKey", ED25519_KEY_BYTES);
  return `${METHOD}${toBase58btc(concat(ED25519_MULTICODEC, publicKey))}`;
}
function keyOfDid(did) {
  const key = keyOfText(did);
  if (key === void 0) throw new TalosError("E_BAD_DID", "not the did:key of an Ed25519 key");
  return key;
}
function sharedKeyOfDid(did) {
  const key = sharedKeyOfText(did);
  if (key === void 0) throw new TalosError("E_BAD_DID", "not the did:key of an Ed25519 key");
  return key;
}
var REMEMBERED_DIDS = 64;
var remembered = new BoundedMap(REMEMBERED_DIDS);
function keyOfText(text) {
  return sharedKeyOfText(text)?.slice();
}
function sharedKeyOfText(text) {
  if (text.length !== DID_CHARACTERS || !text.startsWith(METHOD)) return void 0;
  const known = remembered.get(text);
  if (known !== void 0) return known;
  const key = decodeKey(text);
  if (key !== void 0) remembered.set(didOfKey(key), key);
  return key;
}
function decodeKey(text) {
  const decoded = decodeBase58(text.slice(METHOD.length));
  if (decoded?.length !== ED25519_MULTICODEC.length + ED25519_KEY_BYTES) return void 0;
  if (decoded[0] !== ED25519_MULTICODEC[0] || decoded[1] !== ED25519_MULTICODEC[1]) return void 0;
  return decoded.slice(ED25519_MULTICODEC.length);
}
function decodeBase58(text) {
  try {
    return fromBase58btc(text);
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) return void 0;
    throw error;
  }
}

export {
  DID_CHARACTERS,
  parseDid,
  isDid,
  didOfKey,
  keyOfDid,
  sharedKeyOfDid
};

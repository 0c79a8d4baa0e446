import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  DIFFICULTY_OFFSET,
  HEADER_BYTES,
  NONCE_OFFSET,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";

// src/ledger/work.ts
function leadingZeroBits(hash) {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
function mineSlice(header, from, count) {
  assertBytes(header, "header", HEADER_BYTES);
  const tried = new Uint8Array(header);
  const view = new DataView(tried.buffer);
  const difficulty = tried[DIFFICULTY_OFFSET];
  const end = Math.min(from + count, Number.MAX_SAFE_INTEGER);
  for (let nonce = from; nonce < end; nonce++) {
    view.setBigUint64(NONCE_OFFSET, BigInt(nonce));
    if (leadingZeroBits(hashHeader(tried)) >= difficulty) return nonce;
  }
  return void 0;
}
var SLICE_NONCES = 1024;

export {
  leadingZeroBits,
  mineSlice,
  SLICE_NONCES
};

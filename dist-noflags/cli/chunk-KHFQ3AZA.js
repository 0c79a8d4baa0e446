import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  fromBase58btc,
  toBase58btc
} from "./chunk-YHWXIR64.js";
import {
  assertBytes,
  concat,
  equalBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/net/peer-id.ts
var PREFIX = Uint8Array.of(0, 36, 8, 1, 18, 32);
function formatPeerId(publicKey) {
  assertBytes(publicKey, "publicKey", 32);
  return toBase58btc(concat(PREFIX, publicKey));
}
function parsePeerId(text) {
  const bytes = fromBase58btc(text);
  if (bytes.length !== PREFIX.length + 32 || !equalBytes(bytes.subarray(0, PREFIX.length), PREFIX))
    throw new TalosError("E_MALFORMED", "not the peer id of an Ed25519 key");
  return bytes.slice(PREFIX.length);
}

export {
  formatPeerId,
  parsePeerId
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ENTRY_BYTES
} from "./chunk-IP5NY5SG.js";
import {
  HASH_BYTES,
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  blob16,
  blob32,
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  SIGNATURE_BYTES
} from "./chunk-SKIXSPG3.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/validation/validation-codes.ts
var LAYER_CODES = {
  structural: "MALFORMED_BLOCK",
  cryptographic: "CRYPTO_INVALID",
  consensus: "CONSENSUS_VIOLATION",
  semantic: "SEMANTIC_ERROR",
  "cross-chain": "ANCHOR_MISMATCH"
};
var VALIDATION_LAYERS = Object.keys(LAYER_CODES);
var VALIDATION_NUMBERS = {
  "too-large": 101,
  "too-short": 102,
  "left-over": 103,
  version: 104,
  "large-number": 105,
  "entry-count": 106,
  "large-entry": 107,
  "empty-entry": 108,
  "no-block": 109,
  "entry-root": 201,
  signature: 202,
  "log-root": 203,
  "no-author": 204,
  chain: 301,
  height: 302,
  "previous-hash": 303,
  difficulty: 304,
  work: 305,
  "time-before": 306,
  "time-ahead": 307,
  "no-time": 308,
  "log-size": 401,
  "entry-form": 402,
  "entry-fields": 403,
  "entry-version": 404,
  "entry-sequence": 405,
  "message-repeated": 406,
  "call-repeated": 407,
  "answer-repeated": 408,
  identity: 409,
  "statement-fit": 410,
  "statement-signature": 411,
  "statement-checkpoint": 412,
  "statement-younger": 413,
  anchor: 501
};
function faultOf(rule, reason, position) {
  return position === void 0 ? { rule, reason } : { rule, reason, position };
}
function layerOf(rule) {
  return VALIDATION_LAYERS[Math.floor(VALIDATION_NUMBERS[rule] / 100) - 1];
}
function malformedBlock(rule, reason) {
  return new TalosError("MALFORMED_BLOCK", reason, { details: { number: VALIDATION_NUMBERS[rule], rule } });
}

// src/ledger/block.ts
var HEADER_BYTES = 162;
var DIFFICULTY_OFFSET = HEADER_BYTES - 9;
var NONCE_OFFSET = HEADER_BYTES - 8;
var MAX_BLOCK_BYTES = 1e6;
var MAX_BLOCK_ENTRIES = 4096;
var BLOCK_FRAME_BYTES = HEADER_BYTES + SIGNATURE_BYTES + 4;
var ENTRY_LENGTH_BYTES = 4;
var DIFFICULTY = 8;
var NETWORK = "talos";
function chainIdOf(authorKey, network = NETWORK) {
  return labelledHash("chainId", blob16(utf8(network)), authorKey);
}
function encodeHeader(header) {
  return concat(
    u8(1),
    header.chainId,
    u64(header.height),
    header.previousHash,
    header.entryRoot,
    u64(header.logSize),
    header.logRoot,
    u64(header.timeMs),
    u8(header.difficulty),
    u64(header.nonce)
  );
}
function hashHeader(header) {
  return labelledHash("block", header);
}
function decodeHeader(bytes) {
  if (bytes.length !== HEADER_BYTES)
    throw malformedBlock(bytes.length < HEADER_BYTES ? "too-short" : "left-over", `header has ${bytes.length} bytes`);
  return headerAt(bytes, new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES));
}
function headerAt(bytes, view) {
  if (bytes[0] !== 1) throw malformedBlock("version", `block version ${bytes[0]}`);
  return {
    chainId: hashAt(bytes, 1),
    height: countAt(view, 33, "height"),
    previousHash: hashAt(bytes, 41),
    entryRoot: hashAt(bytes, 73),
    logSize: countAt(view, 105, "log size"),
    logRoot: hashAt(bytes, 113),
    timeMs: countAt(view, 145, "time"),
    difficulty: bytes[DIFFICULTY_OFFSET],
    nonce: countAt(view, NONCE_OFFSET, "nonce")
  };
}
var hashAt = (bytes, at) => new Uint8Array(bytes.subarray(at, at + HASH_BYTES));
function countAt(view, at, field) {
  const high = view.getUint32(at);
  if (high > 2097151) throw malformedBlock("large-number", `${field} is above 2^53 - 1`);
  return high * 4294967296 + view.getUint32(at + 4);
}
function encodeBlock(block) {
  const { header, signature, entries } = block;
  return concat(encodeHeader(header), signature, u32(entries.length), ...entries.map(blob32));
}
function decodeBlock(bytes) {
  if (bytes.length > MAX_BLOCK_BYTES)
    throw malformedBlock("too-large", `block has ${bytes.length} bytes, limit ${MAX_BLOCK_BYTES}`);
  if (bytes.length < BLOCK_FRAME_BYTES) throw malformedBlock("too-short", `block has ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = headerAt(bytes, view);
  const ends = entryEnds(view, header.height);
  const own = new Uint8Array(bytes);
  let at = BLOCK_FRAME_BYTES;
  const entries = ends.map((end) => {
    const entry = own.subarray(at + ENTRY_LENGTH_BYTES, end);
    at = end;
    return entry;
  });
  return { header, signature: own.slice(HEADER_BYTES, HEADER_BYTES + SIGNATURE_BYTES), entries };
}
function entryBounds(height) {
  return height === 0 ? [0, 0] : [1, MAX_BLOCK_ENTRIES];
}
function entryEnds(view, height) {
  const count = view.getUint32(HEADER_BYTES + SIGNATURE_BYTES);
  const [min, max] = entryBounds(height);
  if (count < min || count > max)
    throw malformedBlock("entry-count", `block at height ${height} has ${count} entries, must be ${min} to ${max}`);
  const ends = [];
  let at = BLOCK_FRAME_BYTES;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH_BYTES > view.byteLength) throw malformedBlock("too-short", `block ends before entry ${i}`);
    const length = view.getUint32(at);
    if (length === 0) throw malformedBlock("empty-entry", `entry ${i} is empty`);
    if (length > MAX_ENTRY_BYTES)
      throw malformedBlock("large-entry", `entry ${i} has ${length} bytes, limit ${MAX_ENTRY_BYTES}`);
    at += ENTRY_LENGTH_BYTES + length;
    if (at > view.byteLength) throw malformedBlock("too-short", `block ends within entry ${i}`);
    ends.push(at);
  }
  if (at !== view.byteLength) throw malformedBlock("left-over", `${view.byteLength - at} bytes after the block`);
  return ends;
}

export {
  LAYER_CODES,
  VALIDATION_LAYERS,
  VALIDATION_NUMBERS,
  faultOf,
  layerOf,
  HEADER_BYTES,
  DIFFICULTY_OFFSET,
  NONCE_OFFSET,
  MAX_BLOCK_BYTES,
  MAX_BLOCK_ENTRIES,
  BLOCK_FRAME_BYTES,
  DIFFICULTY,
  NETWORK,
  chainIdOf,
  encodeHeader,
  hashHeader,
  decodeHeader,
  encodeBlock,
  decodeBlock,
  entryBounds
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  HEADER_BYTES,
  decodeBlock,
  encodeBlock,
  faultOf,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  leafHash,
  rootHash
} from "./chunk-5ZXZSGQE.js";
import {
  verify
} from "./chunk-SKIXSPG3.js";
import {
  equalBytes,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/validation/validation-block.ts
function readBlockForm(bytes) {
  try {
    return decodeBlock(bytes);
  } catch (error) {
    if (!isTalosError(error, "MALFORMED_BLOCK")) throw error;
    return faultOf(error.details["rule"], error.message);
  }
}
function hashBlock(block, bytes) {
  const encoded = new Uint8Array(bytes.subarray(0, HEADER_BYTES));
  return { block, encoded, hash: hashHeader(encoded), leaves: block.entries.map(leafHash) };
}
var nameOfHeader = ({ hash, block }) => toHex(hash) + toHex(block.signature);
function selfFault(read, terms) {
  const { block, encoded, leaves } = read;
  if (!equalBytes(rootHash(leaves), block.header.entryRoot))
    return faultOf("entry-root", "the entry root is not that of the entries");
  const { authorKey, verified } = terms;
  if (authorKey === void 0) return faultOf("no-author", "nothing says whose block it is, so no signature verifies");
  const name = verified === void 0 ? "" : nameOfHeader(read);
  if (verified?.has(name) === true) return void 0;
  terms.onSignature?.();
  const fault = signatureFault(encoded, block.signature, authorKey);
  if (fault === void 0) verified?.set(name, true);
  return fault;
}
function signatureFault(encoded, signature, authorKey) {
  if (verify("block", authorKey, encoded, signature)) return void 0;
  return faultOf("signature", "the signature is not of the author");
}
var HEADER_FIELDS = {
  chainId: 32,
  height: "count",
  previousHash: 32,
  entryRoot: 32,
  logSize: "count",
  logRoot: 32,
  timeMs: "count",
  difficulty: "byte",
  nonce: "count"
};
var NO_BLOCK = faultOf("no-block", "a field of the block is missing, unknown or of another type");
function bytesOfBlock(block) {
  if (!hasFields(block, ["header", "signature", "entries"])) return NO_BLOCK;
  const { header, signature, entries } = block;
  const isBlock = isBytes(signature, 64) && Array.isArray(entries) && entries.every((entry) => isBytes(entry)) && hasFields(header, Object.keys(HEADER_FIELDS)) && Object.entries(HEADER_FIELDS).every(([name, kind]) => isField(header[name], kind));
  return isBlock ? encodeBlock(block) : NO_BLOCK;
}
function hasFields(value, names) {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}
var isBytes = (value, length) => value instanceof Uint8Array && (length === void 0 || value.length === length);
function isField(value, kind) {
  if (kind === 32) return isBytes(value, kind);
  return Number.isSafeInteger(value) && value >= 0 && (kind === "count" || value <= 255);
}

export {
  readBlockForm,
  hashBlock,
  selfFault,
  signatureFault,
  bytesOfBlock
};

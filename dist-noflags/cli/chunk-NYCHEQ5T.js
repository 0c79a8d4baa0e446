import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  consensusFault,
  emptinessFault,
  sizeFault
} from "./chunk-QWERRDFN.js";
import {
  signatureFault
} from "./chunk-O5SJSCRQ.js";
import {
  HEADER_BYTES,
  LAYER_CODES,
  VALIDATION_NUMBERS,
  chainIdOf,
  decodeHeader,
  encodeHeader,
  hashHeader,
  layerOf
} from "./chunk-KEZCLDZJ.js";
import {
  SIGNATURE_BYTES
} from "./chunk-SKIXSPG3.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/chain/chain-header.ts
var SIGNED_HEADER_BYTES = HEADER_BYTES + SIGNATURE_BYTES;
function workOf(difficulty) {
  return 1n << BigInt(difficulty);
}
function encodeSignedHeader({ header, signature }) {
  return concat(encodeHeader(header), signature);
}
function decodeSignedHeader(bytes) {
  if (bytes.length !== SIGNED_HEADER_BYTES)
    throw new TalosError("MALFORMED_BLOCK", `a signed header has ${SIGNED_HEADER_BYTES} bytes, not ${bytes.length}`);
  const encoded = bytes.slice(0, HEADER_BYTES);
  return { header: decodeHeader(encoded), signature: bytes.slice(HEADER_BYTES), hash: hashHeader(encoded) };
}
function decodeSignedHeaders(bytes) {
  if (bytes.length % SIGNED_HEADER_BYTES !== 0)
    throw new TalosError("MALFORMED_BLOCK", `signed headers of ${bytes.length} bytes are not whole`);
  return Array.from(
    { length: bytes.length / SIGNED_HEADER_BYTES },
    (_, i) => decodeSignedHeader(bytes.subarray(i * SIGNED_HEADER_BYTES, (i + 1) * SIGNED_HEADER_BYTES))
  );
}
function verifyLoneHeader(signed, rules) {
  verifyAt(signed, rules, "unknown");
}
function verifyHeader(signed, view) {
  const { header, hash } = signed;
  const { tip } = view;
  verifyAt(signed, view, tip === void 0 ? "start" : { ...tip, size: tip.logSize });
  const { height, timeMs, logSize } = header;
  return { height, hash, timeMs, logSize, work: (tip?.work ?? 0n) + workOf(header.difficulty) };
}
function verifyAt({ header, signature, hash }, rules, position) {
  const { authorKey, network, difficulty, nowMs } = rules;
  const fault = emptinessFault(header) ?? consensusFault(header, hash, { chainId: chainIdOf(authorKey, network), difficulty, nowMs }, position) ?? sizeFault(header, void 0, position) ?? signatureFault(encodeHeader(header), signature, authorKey);
  if (fault !== void 0) throw refusal(fault, header);
}
function refusal({ rule, reason }, { height }) {
  const details = { height, number: VALIDATION_NUMBERS[rule], rule };
  return new TalosError(LAYER_CODES[layerOf(rule)], `header ${height}: ${reason}`, { details });
}

export {
  SIGNED_HEADER_BYTES,
  workOf,
  encodeSignedHeader,
  decodeSignedHeader,
  decodeSignedHeaders,
  verifyLoneHeader,
  verifyHeader
};

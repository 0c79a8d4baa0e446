import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  formatVerifierKey,
  isOfKey,
  noteVerifier,
  parseVerifierKey,
  readSignatureLines,
  splitNote
} from "./chunk-UJMLH56T.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verifyRaw
} from "./chunk-SKIXSPG3.js";
import {
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";

// src/ledger/log/cosignature.ts
var MAX_WITNESSES = 15;
var COSIGNATURE_TYPE = 4;
var TIME_BYTES = 8;
function witnessOf(name, publicKey) {
  return { ...noteVerifier(name, publicKey, COSIGNATURE_TYPE), kind: "cosignature/v1" };
}
function formatWitnessKey(witness) {
  return formatVerifierKey(witness, COSIGNATURE_TYPE);
}
function parseWitnessKey(text) {
  return { ...parseVerifierKey(text, COSIGNATURE_TYPE), kind: "cosignature/v1" };
}
function cosignedMessage(text, timeS) {
  return utf8(`cosignature/v1
time ${timeS}
${text}`);
}
function cosign(signer, name, text, timeS) {
  if (!Number.isSafeInteger(timeS) || timeS < 1) throw new RangeError(`timeS must be a positive integer, got ${timeS}`);
  const { keyId } = witnessOf(name, signer.publicKey);
  const signature = signer.signRaw(cosignedMessage(text, timeS));
  return `\u2014 ${name} ${toBase64(concat(keyId, u64(timeS), signature))}
`;
}
function readCosignature(text, witness, { signature, line }) {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return void 0;
  const timeS = timeOf(signature.subarray(0, TIME_BYTES));
  if (timeS === void 0 || timeS === 0) return void 0;
  const isValid = verifyRaw(witness.publicKey, cosignedMessage(text, timeS), signature.subarray(TIME_BYTES));
  return isValid ? { witness, timeS, line: `${line}
` } : void 0;
}
function timeOf(bytes) {
  if ((bytes[0] ?? 0) !== 0 || (bytes[1] ?? 0) >= 32) return void 0;
  return decode(new Uint8Array(bytes), (reader) => reader.u64("time"));
}
function readCosignatures(text, signatures, witnesses) {
  const found = /* @__PURE__ */ new Map();
  for (const signature of signatures) {
    const witness = witnesses.find((each) => isOfKey(each, signature));
    if (witness === void 0) continue;
    const read = readCosignature(text, witness, signature);
    if (read === void 0) return void 0;
    if (read.timeS >= (found.get(witness)?.timeS ?? 0)) found.set(witness, read);
  }
  return [...found.values()];
}
function readCosignatureLines(note, lines, witnesses) {
  const signatures = readSignatureLines(lines);
  const text = splitNote(note)?.text;
  return signatures === void 0 || text === void 0 ? void 0 : readCosignatures(text, signatures, witnesses);
}
function cosignedNote(note, cosignatures) {
  return note + cosignatures.map(({ line }) => line).join("");
}
function readCosigned(note, author, witnesses) {
  const parts = splitNote(note);
  if (parts === void 0) return void 0;
  const own = noteVerifier(author, keyOfDid(author));
  const [first, second] = parts.signatures.filter((each) => isOfKey(own, each));
  if (first === void 0 || second !== void 0) return void 0;
  const checkpoint = readCheckpoint(`${parts.text}
${first.line}
`, author);
  const cosignatures = readCosignatures(parts.text, parts.signatures, witnesses);
  return checkpoint === void 0 || cosignatures === void 0 ? void 0 : { checkpoint, cosignatures };
}

export {
  MAX_WITNESSES,
  witnessOf,
  formatWitnessKey,
  parseWitnessKey,
  cosign,
  readCosignatureLines,
  cosignedNote,
  readCosigned
};

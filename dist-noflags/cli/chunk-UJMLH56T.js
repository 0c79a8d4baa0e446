import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  sha256Joined
} from "./chunk-IOG4ONSQ.js";
import {
  ED25519_KEY_BYTES,
  verifyRaw
} from "./chunk-SKIXSPG3.js";
import {
  fromBase64,
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  concat,
  equalBytes,
  fromHex,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/log/note.ts
var MAX_NOTE_CHARACTERS = 65536;
var MAX_NOTE_SIGNATURES = 100;
var ED25519_TYPE = 1;
var KEY_ID_BYTES = 4;
var MAX_SIGNATURE_BYTES = 5120;
var NAME = /^[^\s+]+$/u;
var CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
var SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
function noteVerifier(name, publicKey, type = ED25519_TYPE) {
  if (!NAME.test(name) || !name.isWellFormed()) throw new RangeError("name must not be empty, nor have spaces or +");
  if (publicKey.length !== ED25519_KEY_BYTES) throw new RangeError(`publicKey must be ${ED25519_KEY_BYTES} bytes`);
  const keyId = sha256Joined(utf8(name), Uint8Array.of(10, type), publicKey).slice(0, KEY_ID_BYTES);
  return { name, publicKey: new Uint8Array(publicKey), keyId };
}
function formatVerifierKey(verifier, type = ED25519_TYPE) {
  const key = toBase64(concat(Uint8Array.of(type), verifier.publicKey));
  return `${verifier.name}+${toHex(verifier.keyId)}+${key}`;
}
function parseVerifierKey(text, type = ED25519_TYPE) {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text);
  if (parts === null) throw new TalosError("E_MALFORMED", "not a verifier key");
  const [, name = "", hash = "", key = ""] = parts;
  const typed = fromBase64(key);
  if (typed.length !== 1 + ED25519_KEY_BYTES || typed[0] !== type)
    throw new TalosError("E_MALFORMED", "not the verifier key of an Ed25519 key of this kind");
  const verifier = noteVerifier(name, typed.subarray(1), type);
  if (!equalBytes(verifier.keyId, fromHex(hash))) throw new TalosError("E_MALFORMED", "verifier key with a wrong hash");
  return verifier;
}
function signNote(signer, name, text) {
  if (!text.endsWith("\n") || CONTROL.test(text)) throw new RangeError("text must end with a line feed");
  const { keyId } = noteVerifier(name, signer.publicKey);
  return `${text}
\u2014 ${name} ${toBase64(concat(keyId, signer.signRaw(utf8(text))))}
`;
}
function splitNote(note) {
  if (note.length > MAX_NOTE_CHARACTERS || !note.isWellFormed() || CONTROL.test(note)) return void 0;
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) return void 0;
  const signatures = readSignatureLines(note.slice(end + 2));
  return signatures === void 0 ? void 0 : { text: note.slice(0, end + 1), signatures };
}
function readSignatureLines(text) {
  if (text.length > MAX_NOTE_CHARACTERS || !text.endsWith("\n")) return void 0;
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > MAX_NOTE_SIGNATURES) return void 0;
  const signatures = lines.map(readSignature);
  return signatures.every((each) => each !== void 0) ? signatures : void 0;
}
function isOfKey({ name, keyId }, signature) {
  return name === signature.name && equalBytes(keyId, signature.keyId);
}
function openNote(note, verifiers) {
  const parts = splitNote(note);
  if (parts === void 0) return void 0;
  const { text, signatures } = parts;
  const signers = [];
  for (const each of signatures) {
    const signer = verifiers.find((verifier) => isOfKey(verifier, each));
    if (signer === void 0 || signers.includes(signer)) continue;
    if (!verifyRaw(signer.publicKey, utf8(text), each.signature)) return void 0;
    signers.push(signer);
  }
  return signers.length === 0 ? void 0 : { text, signers, signatures: signatures.length };
}
function readSignature(line) {
  const parts = SIGNATURE_LINE.exec(line);
  if (parts === null) return void 0;
  const [, name = "", base64 = ""] = parts;
  try {
    const bytes = fromBase64(base64);
    if (bytes.length <= KEY_ID_BYTES || bytes.length > MAX_SIGNATURE_BYTES) return void 0;
    return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES), line };
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) return void 0;
    throw error;
  }
}

export {
  MAX_NOTE_CHARACTERS,
  noteVerifier,
  formatVerifierKey,
  parseVerifierKey,
  signNote,
  splitNote,
  readSignatureLines,
  isOfKey,
  openNote
};

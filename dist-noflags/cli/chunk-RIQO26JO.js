import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  noteVerifier,
  openNote,
  signNote
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  isDid,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  fromBase64,
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/log/checkpoint.ts
function signCheckpoint(signer, author, size, root) {
  assertBytes(root, "root", HASH_BYTES);
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`size must be a natural number, got ${size}`);
  return signNote(signer, author, `${author}
${size}
${toBase64(root)}
`);
}
function authorOfNote(note) {
  const [author] = note.slice(0, 128).split("\n", 1);
  return isDid(author) ? author : void 0;
}
function readCheckpoint(note, author) {
  const opened = openNote(note, [noteVerifier(author, keyOfDid(author))]);
  if (opened?.signatures !== 1) return void 0;
  const head = readTreeHead(opened.text);
  if (head === void 0 || head.origin !== author || head.extensions.length > 0) return void 0;
  return { author, size: head.size, root: head.root, note };
}
function readTreeHead(text) {
  const lines = text.split("\n");
  const [origin = "", sizeText = "", rootText = "", ...extensions] = lines.slice(0, -1);
  if (lines.length < 4 || lines.at(-1) !== "" || lines.slice(0, -1).includes("")) return void 0;
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(sizeText)) return void 0;
  const size = Number(sizeText);
  const root = rootOf(rootText);
  return root === void 0 || !Number.isSafeInteger(size) ? void 0 : { origin, size, root, extensions };
}
function rootOf(text) {
  try {
    const root = fromBase64(text);
    return root.length === HASH_BYTES ? root : void 0;
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) return void 0;
    throw error;
  }
}

export {
  signCheckpoint,
  authorOfNote,
  readCheckpoint,
  readTreeHead
};

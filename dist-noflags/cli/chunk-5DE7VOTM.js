import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_NOTE_CHARACTERS
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  fromBase64,
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/witness/add-checkpoint.ts
var MAX_ADD_CHECKPOINT_BYTES = 72 * 1024;
var MAX_PATH_HASHES = 63;
function formatAddCheckpoint({ oldSize, path, note }) {
  return [`old ${oldSize}
`, ...path.map((hash) => `${toBase64(hash)}
`), `
${note}`].join("");
}
function readAddCheckpoint(text) {
  const end = text.indexOf("\n\n");
  const note = text.slice(end + 2);
  if (end < 0 || note.length > MAX_NOTE_CHARACTERS) throw malformed("has no checkpoint");
  const [first = "", ...lines] = text.slice(0, end).split("\n");
  const oldText = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  if (oldText === void 0 || !Number.isSafeInteger(Number(oldText))) throw malformed("has no old size");
  if (lines.length > MAX_PATH_HASHES) throw malformed("has too many hashes");
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== HASH_BYTES)) throw malformed("has a hash of another length");
  return { oldSize: Number(oldText), path, note };
}
var malformed = (what) => new TalosError("E_MALFORMED", `the request ${what}`);

export {
  MAX_ADD_CHECKPOINT_BYTES,
  formatAddCheckpoint,
  readAddCheckpoint
};

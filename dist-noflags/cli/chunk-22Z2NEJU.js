import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  SIGNED_HEADER_BYTES,
  decodeSignedHeader,
  encodeSignedHeader
} from "./chunk-NYCHEQ5T.js";
import {
  readDid
} from "./chunk-5PLSURYL.js";
import {
  MAX_NOTE_CHARACTERS
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  canonicalJson,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  readChoice,
  readInteger,
  readObject
} from "./chunk-LHINULLD.js";
import {
  fromBase64,
  toBase64
} from "./chunk-YHWXIR64.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/light/light-types.ts
var MAX_LIGHT_HEADERS = 131072;

// src/ledger/light/light-files.ts
var HEADER_CHARACTERS = 4 * Math.ceil(SIGNED_HEADER_BYTES / 3);
var MAX_HEAD_CHARACTERS = 256;
var MAX_PATH_HASHES = 63;
var MAX_HEADERS_FILE_BYTES = MAX_HEAD_CHARACTERS + MAX_LIGHT_HEADERS * (HEADER_CHARACTERS + 1);
var MAX_CHECKPOINT_FILE_BYTES = MAX_NOTE_CHARACTERS + 4096;
function formatHeadersHead(author) {
  return `${canonicalJson({ v: 1, kind: "talos-headers", author })}
`;
}
function formatHeaderLine(header) {
  return `${toBase64(encodeSignedHeader(header))}
`;
}
function isHeadersFile(text) {
  return text.slice(0, MAX_HEAD_CHARACTERS).includes('"kind":"talos-headers"');
}
function readHeadersHead(text) {
  const end = text.slice(0, MAX_HEAD_CHARACTERS).indexOf("\n");
  if (end < 0) throw new TalosError("E_MALFORMED", "the headers file has no first line");
  const required = ["v", "kind", "author"];
  const fields = readObject(
    parseCanonicalJson(utf8(text.slice(0, end))),
    { required },
    "headers"
  );
  const version = readInteger(fields.v, "headers.v");
  if (version !== 1) throw new TalosError("E_VERSION", `headers file of version ${version}`);
  readChoice(fields.kind, ["talos-headers"], "headers.kind");
  return { author: readDid(fields.author, "headers.author"), length: end + 1 };
}
function headerOfText(line) {
  return decodeSignedHeader(bytesOf(line, "MALFORMED_BLOCK", "a header"));
}
function bytesOf(text, code, what) {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw new TalosError(code, `${what} is not base64`, { cause });
  }
}
function formatCheckpointFile({ note, from, path }) {
  if (path.length === 0) return note;
  return `old ${from}
${path.map((hash) => `${toBase64(hash)}
`).join("")}
${note}`;
}
function readCheckpointFile(text) {
  if (text.length > MAX_CHECKPOINT_FILE_BYTES)
    throw new TalosError("E_LIMIT", `a checkpoint file has at most ${MAX_CHECKPOINT_FILE_BYTES} bytes`);
  const [, oldText] = /^old (0|[1-9][0-9]{0,15})\n/.exec(text) ?? [];
  if (oldText === void 0) return { note: text, from: 0, path: [] };
  const end = text.indexOf("\n\n");
  if (end < 0) throw new TalosError("E_MALFORMED", "no note follows the consistency proof");
  const [, ...lines] = text.slice(0, end).split("\n");
  if (lines.length > MAX_PATH_HASHES) throw new TalosError("E_MALFORMED", "the consistency proof is too long");
  return { note: text.slice(end + 2), from: Number(oldText), path: lines.map(hashOf) };
}
function hashOf(line) {
  const hash = bytesOf(line, "E_MALFORMED", "a hash of the consistency proof");
  if (hash.length !== HASH_BYTES) throw new TalosError("E_MALFORMED", "a hash of the consistency proof has 32 bytes");
  return hash;
}

export {
  MAX_LIGHT_HEADERS,
  MAX_HEADERS_FILE_BYTES,
  MAX_CHECKPOINT_FILE_BYTES,
  formatHeadersHead,
  formatHeaderLine,
  isHeadersFile,
  readHeadersHead,
  headerOfText,
  formatCheckpointFile,
  readCheckpointFile
};

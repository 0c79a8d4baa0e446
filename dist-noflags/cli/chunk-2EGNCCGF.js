import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  SIGNED_HEADER_BYTES,
  decodeSignedHeader,
  encodeSignedHeader
} from "./chunk-NYCHEQ5T.js";
import {
  MAX_PROOF_BYTES,
  verifyProofFile
} from "./chunk-PXRMS2MY.js";
import {
  cosignedNote,
  readCosigned
} from "./chunk-LGGE3MIO.js";
import {
  signatureFault
} from "./chunk-O5SJSCRQ.js";
import {
  statementFlaw
} from "./chunk-KCG6GPTE.js";
import {
  encodeHeader
} from "./chunk-KEZCLDZJ.js";
import {
  readEntry
} from "./chunk-IP5NY5SG.js";
import {
  VerifiedBatches,
  readDid
} from "./chunk-5PLSURYL.js";
import {
  verifyInclusion
} from "./chunk-5ZXZSGQE.js";
import {
  authorOfNote,
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  MAX_NOTE_CHARACTERS
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  canonicalBytes,
  canonicalJson,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  readArray,
  readBase64url,
  readChoice,
  readHex,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  fromBase64,
  toBase64,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  equalBytes,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/log/evidence.ts
var MAX_EVIDENCE_BYTES = 4096;
var MAX_CHARACTERS = 512;
var Flaw = class extends Error {
};
function forkEvidence(author, pair) {
  const { notes = [], headers = [] } = pair;
  const file = lineOf({
    v: 1,
    kind: "talos-evidence",
    what: "fork",
    author,
    ...notes.length === 0 ? {} : { notes },
    ...headers.length === 0 ? {} : { headers: headers.map((header) => toHex(encodeSignedHeader(header))) }
  });
  return verifyEvidenceFile(file).valid ? file : void 0;
}
function rollbackEvidence(author, kept, shown, witness) {
  const said = {
    v: 1,
    kind: "talos-evidence",
    what: "rollback",
    author,
    notes: [kept, shown],
    by: witness.did,
    time: witness.timeMs
  };
  const sig = toBase64url(witness.signing.sign("evidence", canonicalBytes(said)));
  const file = lineOf({ ...said, sig });
  return verifyEvidenceFile(file).valid ? file : void 0;
}
var lineOf = (json) => `${canonicalJson(json)}
`;
function isEvidenceFile(file) {
  return file.slice(0, MAX_EVIDENCE_BYTES).includes('"kind":"talos-evidence"');
}
function verifyEvidenceFile(file) {
  try {
    return verified(file);
  } catch (error) {
    if (error instanceof Flaw || error instanceof TalosError)
      return { valid: false, code: "E_PROOF_INVALID", reason: error.message };
    throw error;
  }
}
function verified(file) {
  const json = parseCanonicalJson(utf8(textOf(file)));
  const required = ["v", "kind", "what", "author"];
  const optional = ["notes", "headers", "by", "time", "sig"];
  const fields = readObject(
    json,
    { required, optional },
    "evidence"
  );
  demand(fields.v === 1, "the version of the evidence is not 1");
  readChoice(fields.kind, ["talos-evidence"], "kind");
  const what = readChoice(fields.what, ["fork", "rollback"], "what");
  const author = readDid(fields.author, "author");
  const notes = fields.notes === void 0 ? [] : readPair(fields.notes, "notes", (item) => noteOf(item, author));
  const headers = fields.headers === void 0 ? [] : readPair(fields.headers, "headers", (it) => headerOf(it, author));
  demand(notes.length + headers.length === 2, "the evidence does not hold two signed things");
  if (what === "rollback") {
    const { by, timeMs } = readWitness(json);
    return { valid: true, what, author, notes, headers, reason: rolledBack(notes), by, timeMs };
  }
  demand(fields.by === void 0 && fields.time === void 0 && fields.sig === void 0, "a fork has no witness");
  return { valid: true, what, author, notes, headers, reason: forked(notes, headers) };
}
function textOf(file) {
  const bytes = typeof file === "string" && file.length <= MAX_EVIDENCE_BYTES ? utf8(file) : file;
  if (typeof bytes === "string" || bytes.length > MAX_EVIDENCE_BYTES)
    throw new Flaw(`the evidence exceeds ${MAX_EVIDENCE_BYTES} bytes`);
  const text = fromUtf8(bytes);
  demand(text.endsWith("\n"), "the evidence does not end with a line feed");
  return text.slice(0, -1);
}
function demand(holds, reason) {
  if (!holds) throw new Flaw(reason);
}
var readPair = (value, name, read) => readArray(value, name, { min: 1, max: 2 }, read);
function noteOf(item, author) {
  const checkpoint = readCheckpoint(readString(item, "note", { max: MAX_CHARACTERS }), author);
  if (checkpoint === void 0) throw new Flaw("a note is not signed by the author");
  return checkpoint;
}
function headerOf(item, author) {
  const signed = decodeSignedHeader(readHex(item, "header", SIGNED_HEADER_BYTES));
  const { header, signature } = signed;
  const fault = signatureFault(encodeHeader(header), signature, keyOfDid(author));
  demand(fault === void 0, "a header is not signed by the author");
  return signed;
}
function readWitness({ sig, ...said }) {
  const by = readDid(said["by"], "by");
  const timeMs = readInteger(said["time"], "time");
  const signature = readBase64url(sig, "sig", SIGNATURE_BYTES);
  demand(verify("evidence", keyOfDid(by), canonicalBytes(said), signature), "the witness did not sign the evidence");
  return { by, timeMs };
}
function rolledBack([kept, shown]) {
  if (kept === void 0 || shown === void 0) throw new Flaw("a rollback is shown by two notes");
  demand(shown.size < kept.size, "the note that was shown is not older than the one that was kept");
  return `a log of ${shown.size} entries was shown after one of ${kept.size}`;
}
function forked(notes, headers) {
  const [first, second] = headers;
  if (first !== void 0 && second !== void 0) {
    demand(equalBytes(first.header.chainId, second.header.chainId), "the headers are of different chains");
    const { height } = first.header;
    if (height === second.header.height && !equalBytes(first.hash, second.hash))
      return `two blocks of height ${height}`;
  }
  const logs = [
    ...notes.map(({ size, root }) => ({ size, root })),
    ...headers.map(({ header }) => ({ size: header.logSize, root: header.logRoot }))
  ];
  const [one, other] = logs;
  demand(one.size === other.size && !equalBytes(one.root, other.root), "both can be of one log");
  return `two logs of ${one.size} entries`;
}

// src/ledger/log/tlog-proof.ts
var FIRST_LINE = "c2sp.org/tlog-proof@v1";
var MAX_TLOG_PROOF_BYTES = 256 * 1024;
var MAX_PATH_HASHES = 63;
function formatTlogProof({ index, path, note, extra }) {
  const lines = [
    FIRST_LINE,
    ...extra === void 0 ? [] : [`extra ${toBase64(extra)}`],
    `index ${index}`,
    ...path.map(toBase64)
  ];
  return `${lines.join("\n")}

${note}`;
}
function isTlogProof(file) {
  return file.startsWith(`${FIRST_LINE}
`);
}
function readTlogProof(text) {
  if (text.length > MAX_TLOG_PROOF_BYTES)
    throw new TalosError("E_LIMIT", `the proof exceeds ${MAX_TLOG_PROOF_BYTES} bytes`);
  const end = text.indexOf("\n\n");
  const note = text.slice(end + 2);
  if (end < 0 || note.length > MAX_NOTE_CHARACTERS) throw malformed("has no checkpoint");
  const [first, ...lines] = text.slice(0, end).split("\n");
  if (first !== FIRST_LINE) throw malformed("starts with another line");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift()?.slice("extra ".length) ?? "") : void 0;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "")?.[1];
  if (index === void 0 || !Number.isSafeInteger(Number(index))) throw malformed("has no index");
  if (lines.length > MAX_PATH_HASHES) throw malformed("has too many hashes");
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== HASH_BYTES)) throw malformed("has a hash of another length");
  return { index: Number(index), path, note, extra };
}
var malformed = (what) => new TalosError("E_MALFORMED", `the proof ${what}`);
function tlogProofOf(file, cosignatures = []) {
  const verdict = verifyProofFile(file);
  if (!verdict.valid) throw new TalosError(verdict.code, verdict.reason);
  const { entry, path, checkpoint } = verdict;
  return formatTlogProof({
    index: entry.seq,
    path,
    note: cosignedNote(checkpoint.note, cosignatures),
    extra: entry.bytes
  });
}
function verifyTlogProof(file, expected = {}) {
  try {
    return verified2(file, expected);
  } catch (error) {
    if (error instanceof TalosError) return { valid: false, code: "E_PROOF_INVALID", reason: error.message };
    throw error;
  }
}
function verified2(file, { entry: given, witnesses = [] }) {
  const flaw = (reason) => ({ valid: false, code: "E_PROOF_INVALID", reason });
  if (file.length > MAX_TLOG_PROOF_BYTES) return flaw(`the proof exceeds ${MAX_TLOG_PROOF_BYTES} bytes`);
  const { index, path, note, extra } = readTlogProof(typeof file === "string" ? file : fromUtf8(file));
  const author = authorOfNote(note);
  if (author === void 0) return flaw("the checkpoint is not that of an agent");
  const cosigned = readCosigned(note, author, witnesses);
  if (cosigned === void 0)
    return flaw("the checkpoint is not signed by the author, or a cosignature does not verify");
  const bytes = given ?? extra;
  if (bytes === void 0) return flaw("the proof does not hold its entry");
  const entry = readEntry(bytes);
  const { checkpoint, cosignatures } = cosigned;
  if (entry.seq !== index) return flaw("the entry has another index");
  if (!verifyInclusion(entry.leaf, index, checkpoint.size, path, checkpoint.root))
    return flaw(`entry ${index} is not in the log of the checkpoint`);
  const statement = statementFlaw(entry, author, new VerifiedBatches());
  if (statement !== void 0) return flaw(statement.reason);
  return { valid: true, author, checkpoint, entry, path, answered: void 0, intent: void 0, cosignatures };
}
var MAX_PROOF_FILE_BYTES = Math.max(MAX_PROOF_BYTES, MAX_TLOG_PROOF_BYTES);
function entryBytesOf(text) {
  return utf8(text.endsWith("\n") ? text.slice(0, -1) : text);
}

export {
  MAX_EVIDENCE_BYTES,
  forkEvidence,
  rollbackEvidence,
  isEvidenceFile,
  verifyEvidenceFile,
  MAX_TLOG_PROOF_BYTES,
  isTlogProof,
  readTlogProof,
  tlogProofOf,
  verifyTlogProof,
  MAX_PROOF_FILE_BYTES,
  entryBytesOf
};

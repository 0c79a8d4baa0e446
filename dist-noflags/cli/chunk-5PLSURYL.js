import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  inclusionPaths,
  leafHash,
  nodeHash,
  rootHash
} from "./chunk-5ZXZSGQE.js";
import {
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  HASH_BYTES,
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  u32
} from "./chunk-LQJYXGFI.js";
import {
  isDid,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  canonicalJson,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  isFields,
  readArray,
  readBase64url,
  readChoice,
  readHex,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  fromBase64url,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  concat,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/entry/statement.ts
var MAX_STATEMENTS_TOGETHER = 256;
var MAX_ACKNOWLEDGED_TOGETHER = 256;
var MAX_SIGNED_STATEMENT_BYTES = 64511;
var KINDS = ["call", "intent", "result", "acknowledgement", "file"];
var OUTCOMES = ["result", "error", "none"];
var HASH_TEXT = /^[0-9a-f]{64}$/;
var CODE_TEXT = /^(?:allowed|[A-Z][A-Z0-9_]{0,63})$/;
var MAX_NOTE_CHARACTERS = 512;
var MAX_SERVICE_CHARACTERS = 64;
var MAX_JUSTIFICATION_CHARACTERS = 1024;
var MAX_METHOD_CHARACTERS = 128;
function readHashText(value, name) {
  return readString(value, name, { pattern: HASH_TEXT });
}
function readDid(value, name) {
  if (!isDid(value)) throw new TalosError("E_MALFORMED", `${name}: must be a DID`);
  return value;
}
function readDecision(value, name) {
  return readString(value, name, { pattern: CODE_TEXT });
}
function readApprovalId(value, name) {
  return readString(value, name, { pattern: /^[0-9a-f]{32}$/ });
}
function readDistinct(value, name, max) {
  const hashes = readArray(value, name, { min: 1, max }, readHashText);
  if (new Set(hashes).size < hashes.length) throw new TalosError("E_MALFORMED", `${name}: names one twice`);
  return hashes;
}
var readNote = (value, name) => readString(value, name, { max: MAX_NOTE_CHARACTERS });
var ACTION = {
  time: readInteger,
  from: readDid,
  to: readDid,
  service: (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS }),
  token: readHashText,
  session: readHashText,
  method: (value, name) => readString(value, name, { min: 1, max: MAX_METHOD_CHARACTERS }),
  target: readString,
  arguments: readHashText,
  checkpoint: readNote
};
var FIELDS = {
  call: { ...ACTION, number: readInteger },
  intent: {
    ...ACTION,
    justification: (value, name) => readString(value, name, { max: MAX_JUSTIFICATION_CHARACTERS })
  },
  result: {
    time: readInteger,
    call: readHashText,
    decision: readDecision,
    outcome: (value, name) => readChoice(value, OUTCOMES, name),
    result: (value, name) => value === "" ? "" : readHashText(value, name),
    checkpoint: readNote,
    intent: readHashText,
    approval: readApprovalId
  },
  acknowledgement: {
    time: readInteger,
    results: (value, name) => readDistinct(value, name, MAX_ACKNOWLEDGED_TOGETHER)
  },
  file: {
    time: readInteger,
    from: readDid,
    to: readDid,
    transfer: readApprovalId,
    size: readInteger,
    commitment: readHashText
  }
};
var OPTIONAL = { result: ["intent", "approval"] };
function readStatement(json) {
  if (json === void 0 || !isFields(json)) throw new TalosError("E_MALFORMED", "statement: must be an object");
  const kind = readChoice(json["kind"], KINDS, "statement.kind");
  const readers = FIELDS[kind];
  const optional = OPTIONAL[kind] ?? [];
  const required = Object.keys(readers).filter((name) => !optional.includes(name));
  const fields = readObject(
    json,
    { required: ["v", "kind", ...required], optional },
    "statement"
  );
  if (fields["v"] !== 1) throw new TalosError("E_VERSION", "statement: version must be 1");
  const statement = { kind };
  for (const [name, read] of Object.entries(readers)) {
    const value = fields[name];
    if (value !== void 0) statement[name] = read(value, `statement.${name}`);
  }
  if (kind === "result" && statement["outcome"] === "none" !== (statement["result"] === ""))
    throw new TalosError("E_MALFORMED", "statement.result: must be there for an outcome, and only then");
  return statement;
}
function hashOfBody(body) {
  return toHex(labelledHash("statement", body));
}
function signStatements(signer, by, statements) {
  const size = statements.length;
  if (size < 1 || size > MAX_STATEMENTS_TOGETHER)
    throw new RangeError(`statements must be 1 to ${MAX_STATEMENTS_TOGETHER}, got ${size}`);
  const texts = statements.map((statement) => {
    const json = { v: 1, ...statement };
    readStatement(json);
    return canonicalJson(json);
  });
  const bodies = texts.map(utf8);
  const leaves = bodies.map(leafHash);
  const paths = inclusionPaths(leaves);
  const signature = toBase64url(signer.sign("statement", signedBytes(size, rootHash(leaves))));
  return statements.map((statement, index) => {
    const path = (paths[index] ?? []).map(toHex);
    const json = { body: { v: 1, ...statement }, by, path, index, size, sig: signature };
    const text = `${HEAD}${texts[index]}${tailOf(by, index, path, signature, size)}`;
    const bytes = utf8(text);
    assertSize(bytes);
    const body = bodies[index];
    return { statement, by, hash: hashOfBody(body), body, bytes, text, json };
  });
}
var HEAD = '{"body":';
function tailOf(by, index, path, signature, size) {
  return `,"by":"${by}","index":${index},"path":${JSON.stringify(path)},"sig":"${signature}","size":${size}}`;
}
function assertSize(bytes) {
  if (bytes.length > MAX_SIGNED_STATEMENT_BYTES)
    throw new TalosError("E_LIMIT", `statement has ${bytes.length} bytes, limit ${MAX_SIGNED_STATEMENT_BYTES}`);
}
var signedBytes = (size, root) => concat(u32(size), root);
function readSignedStatement(bytes, expected = {}) {
  if (bytes.length > MAX_SIGNED_STATEMENT_BYTES) assertSize(bytes);
  const signed = parse(parseCanonicalJson(bytes), fromUtf8(bytes), new Uint8Array(bytes));
  if (expected.kind !== void 0 && signed.statement.kind !== expected.kind)
    throw new TalosError("E_MALFORMED", `statement: must be of kind ${expected.kind}`);
  if (expected.by !== void 0 && signed.by !== expected.by || !verifySignedStatement(signed, expected.verified))
    throw new TalosError("SIGNATURE_INVALID", "statement: not signed by the agent it must be of");
  if (checkpointSizeOf(signed, expected.verified) === void 0)
    throw new TalosError("SIGNATURE_INVALID", "statement: its checkpoint is no note of its signer");
  return signed;
}
function parseSignedStatement(json) {
  if (json === void 0) throw new TalosError("E_MALFORMED", "signed statement: must be an object");
  const text = canonicalJson(json);
  const bytes = utf8(text);
  assertSize(bytes);
  return parse(json, text, bytes);
}
function parse(json, text, bytes) {
  const required = ["body", "by", "path", "index", "size", "sig"];
  const fields = readObject(json, { required }, "signed statement");
  const statement = readStatement(fields.body);
  const by = readDid(fields.by, "by");
  const size = readInteger(fields.size, "size", { min: 1, max: MAX_STATEMENTS_TOGETHER });
  const index = readInteger(fields.index, "index", { max: size - 1 });
  const path = readArray(fields.path, "path", { max: 8 }, readHashText);
  readBase64url(fields.sig, "sig", SIGNATURE_BYTES);
  const tail = tailOf(by, index, path, fields.sig, size);
  const body = utf8(text.slice(HEAD.length, text.length - tail.length));
  return { statement, by, hash: hashOfBody(body), body, bytes, text, json };
}
function verifySignedStatement(signed, verified) {
  const { statement, by, json } = signed;
  if ((statement.kind === "call" || statement.kind === "intent") && statement.from !== by) return false;
  if (statement.kind === "file" && statement.to !== by) return false;
  const [index, size] = [json["index"], json["size"]];
  const path = json["path"].map((hash) => readHex(hash, "path", HASH_BYTES));
  const root = rootOfPath(leafHash(signed.body), index, size, path);
  if (root === void 0) return false;
  const name = `${by} ${size} ${toHex(root)} ${json["sig"]}`;
  if (verified?.has(name) === true) return true;
  verified?.count();
  const isValid = verify("statement", keyOfDid(by), signedBytes(size, root), fromBase64url(json["sig"]));
  if (isValid) verified?.add(name);
  return isValid;
}
function rootOfPath(leaf, index, size, path) {
  let [node, last, hash] = [index, size - 1, leaf];
  const left = path.values();
  for (; last > 0; [node, last] = [node >> 1, last >> 1]) {
    if (node === last && node % 2 === 0) continue;
    const { value: sibling } = left.next();
    if (sibling === void 0) return void 0;
    hash = node % 2 === 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return left.next().done === true ? hash : void 0;
}
function checkpointSizeOf({ statement, by }, verified = new VerifiedBatches()) {
  return !("checkpoint" in statement) || statement.checkpoint === "" ? 0 : verified.sizeOfNote(statement.checkpoint, by);
}
var VerifiedBatches = class _VerifiedBatches {
  /** Batches remembered, and notes: more than any peer keeps in flight. */
  static CAPACITY = 64;
  #names = new BoundedMap(_VerifiedBatches.CAPACITY);
  /** By their whole text, which names the author. */
  #notes = new BoundedMap(_VerifiedBatches.CAPACITY);
  #onSignature;
  /** @param onSignature - Called before a signature is checked. */
  constructor(onSignature) {
    this.#onSignature = onSignature;
  }
  /** Tells that a signature is checked. */
  count() {
    this.#onSignature?.();
  }
  /** Whether the batch was verified. */
  has(name) {
    return this.#names.has(name);
  }
  /** Remembers the batch. */
  add(name) {
    this.#names.set(name, true);
  }
  /** Entries in the log that `note` is about; `undefined` unless `author` signed it. Checked once for the same text. */
  sizeOfNote(note, author) {
    const known = this.#notes.get(note);
    if (known !== void 0) return known.author === author ? known.size : void 0;
    this.count();
    const read = readCheckpoint(note, author);
    if (read !== void 0) this.#notes.set(note, read);
    return read?.size;
  }
};

export {
  MAX_STATEMENTS_TOGETHER,
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_SERVICE_CHARACTERS,
  MAX_JUSTIFICATION_CHARACTERS,
  readHashText,
  readDid,
  readDecision,
  readApprovalId,
  readDistinct,
  signStatements,
  readSignedStatement,
  parseSignedStatement,
  verifySignedStatement,
  checkpointSizeOf,
  VerifiedBatches
};

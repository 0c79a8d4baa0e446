import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_SERVICE_CHARACTERS,
  parseSignedStatement,
  readApprovalId,
  readDecision,
  readDid,
  readDistinct,
  readHashText
} from "./chunk-5PLSURYL.js";
import {
  leafHash
} from "./chunk-5ZXZSGQE.js";
import {
  ANCHOR_KINDS
} from "./chunk-MNGPKMNL.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  MAX_CERTIFICATE_SKEW_MS
} from "./chunk-HROBTZ6Q.js";
import {
  didOfKey,
  isDid,
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
  isFields,
  readArray,
  readBase64url,
  readBoolean,
  readChoice,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/identity/succession.ts
var MAX_SUCCESSION_BYTES = 1024;
var MAX_SUCCESSION_STEPS = 16;
var VERSION = 1;
var KIND = "talos-succession";
function createSuccession(from, to, fields) {
  const { sequence, timeMs } = fields;
  const body = {
    v: VERSION,
    kind: KIND,
    from: didOfKey(from.publicKey),
    to: didOfKey(to.publicKey),
    sequence,
    time: timeMs
  };
  try {
    const signed = canonicalBytes(body);
    const [old, next] = [from, to].map((key) => toBase64url(key.sign("succession", signed)));
    return verifySuccession(canonicalBytes({ body, from: old ?? "", to: next ?? "" }), { nowMs: timeMs });
  } catch (cause) {
    if (isTalosError(cause)) throw new RangeError(`succession: ${cause.message}`, { cause });
    throw cause;
  }
}
function verifySuccession(bytes, at) {
  try {
    return readSuccession(new Uint8Array(bytes), at.nowMs);
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED"))
      throw new TalosError("E_BAD_SUCCESSION", `the succession is none: ${error.message}`, { cause: error });
    throw error;
  }
}
function readSuccession(bytes, nowMs) {
  const json = parseCanonicalJson(bytes, { maxBytes: MAX_SUCCESSION_BYTES, maxDepth: 2 });
  const outer = readObject(json, { required: ["body", "from", "to"] }, "succession");
  const [old, next] = [
    readBase64url(outer.from, "succession.from", SIGNATURE_BYTES),
    readBase64url(outer.to, "succession.to", SIGNATURE_BYTES)
  ];
  const fields = readBody(outer.body);
  const signed = canonicalBytes(outer.body);
  if (!verify("succession", keyOfDid(fields.from), signed, old))
    throw new TalosError("E_BAD_SUCCESSION", "the succession is not signed by the identity that ends");
  if (!verify("succession", keyOfDid(fields.to), signed, next))
    throw new TalosError("E_BAD_SUCCESSION", "the succession is not signed by the identity that goes on");
  if (fields.timeMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
    throw new TalosError("E_STALE", "the succession is from the future", {
      hint: "compare the clocks of both machines"
    });
  return { ...fields, bytes, text: fromUtf8(bytes), digest: sha256(bytes) };
}
function readBody(value) {
  const version = value?.v;
  if (typeof version === "number" && version !== VERSION)
    throw new TalosError("E_VERSION", `succession of version ${version}`);
  const fields = readObject(value, { required: ["v", "kind", "from", "to", "sequence", "time"] }, "succession.body");
  readInteger(fields.v, "succession.v", { min: VERSION, max: VERSION });
  readChoice(fields.kind, [KIND], "succession.kind");
  const { from, to } = fields;
  if (!isDid(from) || !isDid(to)) throw new TalosError("E_MALFORMED", "succession: not two DIDs");
  if (from === to) throw new TalosError("E_MALFORMED", "succession: of an identity by itself");
  return {
    from,
    to,
    sequence: readInteger(fields.sequence, "succession.sequence", { min: 1, max: MAX_SUCCESSION_STEPS }),
    timeMs: readInteger(fields.time, "succession.time")
  };
}

// src/ledger/entry/entry-consent.ts
var APPROVAL_EVENTS = ["asked", "allowed", "denied", "expired"];
var APPROVERS = ["terminal", "command", "approvals"];

// src/ledger/entry/entry-denial.ts
var DENIAL_SUBJECTS = [
  "tunnel",
  "method",
  "invitation",
  "statement",
  "call",
  "chain",
  "revocation",
  "renewal",
  "message",
  "file",
  "succession"
];

// src/ledger/entry/entry-grant.ts
var MAX_HOLDERS = 8;
var GRANT_READERS = {
  token: readHashText,
  subject: readDid,
  audience: readDid,
  service: (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS }),
  expires: readInteger,
  scope: readHashText,
  parent: readHashText
};
function readChainHolders(value, name) {
  const holders = readArray(value, name, { min: 2, max: MAX_HOLDERS }, (item, at) => {
    const { token, subject } = readObject(item, { required: ["token", "subject"] }, at);
    return { token: readHashText(token, `${at}.token`), subject: readDid(subject, `${at}.subject`) };
  });
  if (new Set(holders.map(({ token }) => token)).size < holders.length)
    throw new TalosError("E_MALFORMED", `${name}: names a token twice`);
  return holders;
}

// src/ledger/entry/entry-revocation.ts
var REVOCATION = {
  token: readHashText,
  chain: readHashText,
  subject: readDid,
  under: readHashText,
  signer: readDid,
  before: readInteger,
  issuer: readDid,
  reason: readHashText
};
var OPTIONAL_IN_REVOCATION = ["token", "chain", "subject", "under", "signer", "before"];
function assertOneMatter({ token, chain, subject, under, signer, before }) {
  const named = [token, chain, subject, signer].filter((each) => each !== void 0).length;
  if (named !== 1 || under !== void 0 && subject === void 0 || before !== void 0 && signer === void 0)
    throw new TalosError("E_MALFORMED", "entry: must name one matter that was revoked");
}
var REVOCATION_LIST = {
  issuer: readDid,
  size: readInteger,
  hash: readHashText,
  event: (value, name) => readChoice(value, ["taken", "forked"], name)
};
var revocationReaders = { revocation: REVOCATION, "revocation-list": REVOCATION_LIST };

// src/ledger/entry/entry-succession.ts
function readSuccessionText(value, name) {
  return readString(value, name, { min: 2, max: MAX_SUCCESSION_BYTES, pattern: /^\{[ -~]*\}$/ });
}
function assertWhole({ event, peer, succession }) {
  const isSuccession = event !== "created";
  if (peer !== void 0 !== isSuccession || succession !== void 0 !== isSuccession)
    throw new TalosError("E_MALFORMED", "entry: peer and succession are there together, for a succession");
}

// src/ledger/entry/entry.ts
var MAX_ENTRY_BYTES = 65535;
var MAX_TOOL_CHARACTERS = 128;
var choice = (...choices) => (value, name) => readChoice(value, choices, name);
var readService = (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS });
var readCode = (value, name) => readString(value, name, { pattern: /^[A-Z][A-Z0-9_]{0,63}$/ });
var readIds = (value, name) => readDistinct(value, name, MAX_ACKNOWLEDGED_TOGETHER);
var readUuid = (value, name) => readString(value, name, { pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ });
var statementOf = (kind) => (value, name) => {
  const signed = parseSignedStatement(value);
  if (signed.statement.kind !== kind) throw new TalosError("E_MALFORMED", `${name}: must be of kind ${kind}`);
  return signed;
};
var FIELDS = {
  identity: {
    did: readDid,
    event: choice("created", "succeeded", "succeeds"),
    peer: readDid,
    succession: readSuccessionText
  },
  succession: { peer: readDid, event: choice("followed", "disputed"), succession: readSuccessionText },
  grant: GRANT_READERS,
  "grant-received": { ...GRANT_READERS, issuer: readDid },
  invitation: {
    invitation: readHashText,
    service: readService,
    event: choice("created", "redeemed"),
    peer: readDid
  },
  ...revocationReaders,
  session: {
    peer: readDid,
    session: readHashText,
    role: choice("initiator", "responder"),
    kind: choice("live", "durable"),
    oneTime: readBoolean
  },
  intent: { peer: readDid, statement: statementOf("intent") },
  call: { peer: readDid, statement: statementOf("call") },
  approval: {
    peer: readDid,
    approval: readApprovalId,
    call: readHashText,
    digest: readHashText,
    event: choice(...APPROVAL_EVENTS),
    by: choice(...APPROVERS)
  },
  decision: {
    peer: readDid,
    statement: statementOf("call"),
    decision: readDecision,
    bytes: readInteger,
    chain: readChainHolders
  },
  result: { peer: readDid, statement: statementOf("result"), answers: readHashText, bytes: readInteger },
  receipt: { peer: readDid, statement: statementOf("result"), answers: readHashText },
  acknowledgement: { peer: readDid, statement: statementOf("acknowledgement"), answers: readIds },
  denial: {
    peer: readDid,
    subject: choice(...DENIAL_SUBJECTS),
    code: readCode,
    count: (value, name) => readInteger(value, name, { min: 1 })
  },
  message: {
    peer: readDid,
    message: readUuid,
    direction: choice("sent", "received"),
    commitment: readHashText
  },
  file: { peer: readDid, direction: choice("sent", "received"), statement: statementOf("file") },
  "session-repair": {
    peer: readDid,
    session: readHashText,
    message: readUuid,
    by: choice("self", "peer"),
    cause: choice("copied", "unopened", "gone", "told")
  },
  rotation: { what: choice("prekeys"), prekey: (value, name) => readInteger(value, name, { max: 4294967295 }) },
  forget: { entry: readHashText },
  archive: {
    from: readInteger,
    to: (value, name) => readInteger(value, name, { min: 1 }),
    size: (value, name) => readInteger(value, name, { min: 1 }),
    block: readHashText
  },
  anchor: {
    kind: (value, name) => readChoice(value, ANCHOR_KINDS, name),
    size: readInteger,
    root: readHashText,
    digest: readHashText,
    at: readInteger
  },
  equivocation: { peer: readDid, what: choice("fork", "rollback"), evidence: readHashText },
  tool: {
    service: readService,
    tool: (value, name) => readString(value, name, { min: 1, max: MAX_TOOL_CHARACTERS }),
    event: choice("pinned", "changed", "approved", "removed"),
    definition: readHashText
  },
  acl: { digest: readHashText, event: choice("loaded", "refused", "missing") }
};
var ENTRY_TYPES = Object.keys(FIELDS);
var OPTIONAL = {
  identity: ["peer", "succession"],
  grant: ["parent"],
  "grant-received": ["parent"],
  invitation: ["peer"],
  message: ["commitment"],
  approval: ["by"],
  revocation: OPTIONAL_IN_REVOCATION,
  decision: ["bytes", "chain"],
  result: ["bytes"],
  tool: ["tool"]
};
function makeEntry(body, seq, timeMs) {
  const readers = FIELDS[body.type];
  const json = { v: 1, seq: readInteger(seq, "seq"), time: readInteger(timeMs, "time") };
  const given = Object.entries(body);
  for (const [name, value] of given) {
    if (value === void 0) continue;
    json[name] = name === "type" ? value : plainField(readers[name], value, name);
  }
  const optional = OPTIONAL[body.type] ?? [];
  for (const name of Object.keys(readers)) {
    if (!Object.hasOwn(json, name) && !optional.includes(name))
      throw new TalosError("E_MALFORMED", `entry: lacks ${name}`);
  }
  if (body.type === "revocation") assertOneMatter(body);
  if (body.type === "identity") assertWhole(body);
  const bytes = utf8(canonicalEntry(json, "statement" in body ? body.statement.text : void 0));
  assertSize(bytes);
  const leaf = leafHash(bytes);
  return { seq, timeMs, body, bytes, leaf, id: toHex(leaf) };
}
function canonicalEntry(json, statement) {
  if (statement === void 0) return canonicalJson(json);
  const members = Object.keys(json).sort();
  const texts = members.map(
    (name) => `"${name}":${name === "statement" ? statement : canonicalJson(json[name] ?? null)}`
  );
  return `{${texts.join(",")}}`;
}
function plainField(read, value, name) {
  if (read === void 0) throw new TalosError("E_MALFORMED", "entry: has an unknown field");
  if (name === "statement") return value.json;
  if (read !== readDid) read(value, name);
  return value;
}
function assertSize(bytes) {
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new TalosError("E_LIMIT", `entry has ${bytes.length} bytes, limit ${MAX_ENTRY_BYTES}`);
}
function readEntry(bytes) {
  assertSize(bytes);
  return entryOf(parseCanonicalJson(bytes), new Uint8Array(bytes));
}
function readHashedEntry(bytes, leaf) {
  assertSize(bytes);
  return entryOf(parseCanonicalJson(bytes), bytes, leaf);
}
function readEntryJson(json) {
  const bytes = utf8(canonicalJson(json));
  assertSize(bytes);
  return entryOf(json, bytes);
}
function entryOf(json, bytes, leaf = leafHash(bytes)) {
  if (!isFields(json)) throw new TalosError("E_MALFORMED", "entry: must be an object");
  const { v, type: typeText } = json;
  if (v !== 1) throw new TalosError("E_VERSION", "entry: version must be 1");
  const type = readChoice(typeText, ENTRY_TYPES, "entry.type");
  const readers = FIELDS[type];
  const optional = OPTIONAL[type] ?? [];
  const required = ["v", "seq", "time", "type", ...Object.keys(readers).filter((name) => !optional.includes(name))];
  const fields = readObject(json, { required, optional }, "entry");
  const body = { type };
  for (const [name, read] of Object.entries(readers)) {
    const value = fields[name];
    if (value !== void 0) body[name] = read(value, `entry.${name}`);
  }
  const made = body;
  if (made.type === "revocation") assertOneMatter(made);
  if (made.type === "identity") assertWhole(made);
  if (made.type === "acknowledgement" && made.answers.length > made.statement.statement.results.length)
    throw new TalosError("E_MALFORMED", "entry.answers: more than the statement acknowledges");
  if (made.type === "approval" && made.by !== void 0 !== (made.event === "allowed" || made.event === "denied"))
    throw new TalosError("E_MALFORMED", "entry.by: must be there for an answer, and only then");
  const seq = readInteger(fields["seq"], "entry.seq");
  const timeMs = readInteger(fields["time"], "entry.time");
  return { seq, timeMs, body: made, bytes, leaf, id: toHex(leaf) };
}
function peerOf(body) {
  if (body.type === "grant") return body.subject;
  if (body.type === "grant-received" || body.type === "revocation-list") return body.issuer;
  return "peer" in body ? body.peer : void 0;
}

export {
  MAX_SUCCESSION_BYTES,
  MAX_SUCCESSION_STEPS,
  createSuccession,
  verifySuccession,
  MAX_ENTRY_BYTES,
  ENTRY_TYPES,
  makeEntry,
  readEntry,
  readHashedEntry,
  readEntryJson,
  peerOf
};

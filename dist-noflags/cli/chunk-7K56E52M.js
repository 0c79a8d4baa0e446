import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  MAX_CERTIFICATE_BYTES,
  MAX_CERTIFICATE_SKEW_MS,
  verifyCertificate
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
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  readArray,
  readBase64url,
  readChoice,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  assertBytes,
  equalBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/identity/agent-record.ts
var MAX_AGENT_RECORD_BYTES = 8 * 1024;
var MAX_AGENT_RECORD_LIFETIME_MS = 30 * 864e5;
var MAX_RECORD_ADDRESSES = 16;
var MAX_RECORD_MAILBOXES = 4;
var MAX_RECORD_SERVICES = 64;
var MAX_ADDRESS_CHARACTERS = 512;
var MAX_SERVICE_CHARACTERS = 64;
var VERSION = 1;
var KIND = "talos-agent-record";
var ADDRESS = /^\/[!-~]+$/;
var MAILBOX = /^\/[!-~]+\/p2p\/[1-9A-HJ-NP-Za-km-z]+$/;
var SERVICE = /^[!-~]+$/;
function nextRecordSequence(last, nowMs) {
  return last === void 0 ? nowMs : Math.max(last + 1, nowMs);
}
function createAgentRecord(signer, fields) {
  const { certificate, sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services } = fields;
  assertBytes(certificate, "certificate");
  if (!(sequence >= issuedAtMs)) throw new RangeError("the sequence of a record must not be below its time of issue");
  const did = didOfKey(signer.publicKey);
  const body = {
    v: VERSION,
    kind: KIND,
    did,
    certificate: toBase64url(certificate),
    sequence,
    issued: issuedAtMs,
    expires: expiresAtMs,
    addresses,
    mailboxes,
    services
  };
  try {
    const bytes = canonicalBytes({ body, sig: toBase64url(signer.sign("agentRecord", canonicalBytes(body))) });
    verifyAgentRecord(bytes, { did, nowMs: issuedAtMs });
    return bytes;
  } catch (cause) {
    if (isTalosError(cause)) throw new RangeError(`agent record: ${cause.message}`, { cause });
    throw cause;
  }
}
function verifyAgentRecord(bytes, expected) {
  try {
    return readRecord(new Uint8Array(bytes), expected);
  } catch (error) {
    if (isTalosError(error) && FORM.includes(error.code))
      throw new TalosError("E_BAD_RECORD", `the agent record is none: ${error.message}`, { cause: error });
    throw error;
  }
}
var FORM = ["E_MALFORMED", "E_BAD_DID", "E_BAD_KEY", "E_BAD_BUNDLE"];
function readRecord(bytes, expected) {
  const json = parseCanonicalJson(bytes, { maxBytes: MAX_AGENT_RECORD_BYTES, maxDepth: 3 });
  const outer = readObject(json, { required: ["body", "sig"] }, "record");
  const signature = readBase64url(outer.sig, "record.sig", SIGNATURE_BYTES);
  const fields = readBody(outer.body);
  if (fields.did !== expected.did)
    throw new TalosError("E_IDENTITY_MISMATCH", "the agent record is of another agent than the one asked for");
  if (!verify("agentRecord", keyOfDid(expected.did), canonicalBytes(outer.body), signature))
    throw new TalosError("E_BAD_RECORD", "the agent record is not signed by the agent that it is of");
  const digest = sha256(bytes);
  assertFresh({ ...fields, digest }, expected);
  const { certificate, ...rest } = fields;
  return { ...rest, bytes, digest, certificate: readCertificate(certificate, expected) };
}
var BODY = {
  required: ["v", "kind", "did", "certificate", "sequence", "issued", "expires", "addresses", "mailboxes", "services"]
};
function readBody(value) {
  assertVersion(value);
  const fields = readObject(value, BODY, "record.body");
  readChoice(fields.kind, [KIND], "record.kind");
  if (!isDid(fields.did)) throw new TalosError("E_BAD_DID", "record.did: not a DID");
  const issuedAtMs = readInteger(fields.issued, "record.issued");
  const sequence = readInteger(fields.sequence, "record.sequence", { min: issuedAtMs });
  const expiresAtMs = readInteger(fields.expires, "record.expires");
  if (!(expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_AGENT_RECORD_LIFETIME_MS))
    throw new TalosError("E_MALFORMED", "record.expires: must be within 30 days after its issue");
  return {
    did: fields.did,
    certificate: readBase64url(fields.certificate, "record.certificate"),
    sequence,
    issuedAtMs,
    expiresAtMs,
    addresses: readTexts(fields.addresses, "record.addresses", MAX_RECORD_ADDRESSES, ADDRESS, MAX_ADDRESS_CHARACTERS),
    mailboxes: readTexts(fields.mailboxes, "record.mailboxes", MAX_RECORD_MAILBOXES, MAILBOX, MAX_ADDRESS_CHARACTERS),
    services: readTexts(fields.services, "record.services", MAX_RECORD_SERVICES, SERVICE, MAX_SERVICE_CHARACTERS)
  };
}
function assertVersion(value) {
  const version = value?.v;
  if (typeof version === "number" && version !== VERSION)
    throw new TalosError("E_VERSION", `agent record of version ${version}`);
  readInteger(version, "record.v");
}
function readTexts(value, name, max, pattern, maxCharacters) {
  const texts = readArray(
    value,
    name,
    { max },
    (item, each) => readString(item, each, { min: 1, max: maxCharacters, pattern })
  );
  if (new Set(texts).size !== texts.length) throw new TalosError("E_MALFORMED", `${name}: one is there twice`);
  return texts;
}
function readCertificate(bytes, { did, nowMs, lowestCertificateSequence }) {
  if (bytes.length > MAX_CERTIFICATE_BYTES) throw new TalosError("E_MALFORMED", "record.certificate: too long");
  return verifyCertificate(bytes, { did, nowMs, lowestSequence: lowestCertificateSequence ?? 0 });
}
function assertFresh(record, { nowMs, newest }) {
  if (nowMs >= record.expiresAtMs) throw new TalosError("E_STALE", "the agent record has expired");
  if (record.issuedAtMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
    throw new TalosError("E_STALE", "the agent record is from the future", {
      hint: "compare the clocks of both machines"
    });
  if (newest === void 0) return;
  if (record.sequence < newest.sequence)
    throw new TalosError("E_STALE", `the agent record has sequence ${record.sequence}, ${newest.sequence} was seen`);
  if (record.sequence === newest.sequence && newest.digest !== void 0 && !equalBytes(record.digest, newest.digest))
    throw new TalosError("E_STALE", `there is another agent record of sequence ${record.sequence}`);
}

export {
  MAX_AGENT_RECORD_BYTES,
  MAX_AGENT_RECORD_LIFETIME_MS,
  MAX_RECORD_ADDRESSES,
  MAX_RECORD_MAILBOXES,
  nextRecordSequence,
  createAgentRecord,
  verifyAgentRecord
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_REASON
} from "./chunk-MFVG7EVF.js";
import {
  asMalformed,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  didOfKey,
  keyOfDid,
  parseDid
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
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/capability/revocation-list.ts
var MAX_ITEM_BYTES = 4096;
var MAX_HEAD_BYTES = 1024;
var MAX_LIST_ITEMS = 131072;
var MAX_HEAD_LIFE_MS = 7 * 864e5;
var HEAD_LIFE_MS = 864e5;
var VERSION = 1;
var ID = /^[0-9a-f]{64}$/;
var REVOCATION_KINDS = ["token", "chain", "subject", "issuer"];
var EMPTY_LIST_HASH = new Uint8Array(32);
function formatItem({ n, timeMs, revoked, reason }) {
  if (reason.length > MAX_REASON || !reason.isWellFormed())
    throw new RangeError(`reason must be well-formed text of at most ${MAX_REASON} characters`);
  const text = canonicalJson({ n, t: timeMs, reason, ...revoked });
  try {
    readItem(text);
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : "not an item", { cause });
  }
  return text;
}
function readItem(text) {
  if (text.length > MAX_ITEM_BYTES) throw malformed(`item exceeds ${MAX_ITEM_BYTES} bytes`);
  return asMalformed(() => {
    const json = parseCanonicalJson(utf8(text), { maxBytes: MAX_ITEM_BYTES });
    const shape = { required: ["n", "t", "kind", "id", "reason"], optional: ["under", "before"] };
    const fields = readObject(json, shape, "item");
    return {
      n: readInteger(fields.n, "n", { min: 1, max: MAX_LIST_ITEMS }),
      timeMs: readInteger(fields.t, "t"),
      revoked: readRevoked(fields),
      reason: readString(fields.reason, "reason", { max: MAX_REASON })
    };
  });
}
function readRevoked({ kind: named, id, under, before }) {
  const kind = readChoice(named, REVOCATION_KINDS, "kind");
  if (under !== void 0 && kind !== "subject" || before !== void 0 && kind !== "issuer")
    throw malformed(`an item of kind ${kind} has a field of another kind`);
  if (kind === "token" || kind === "chain") return { kind, id: readString(id, "id", { pattern: ID }) };
  const did = parseDid(readString(id, "id"));
  if (kind === "subject")
    return under === void 0 ? { kind, id: did } : { kind, id: did, under: readString(under, "under", { pattern: ID }) };
  return before === void 0 ? { kind, id: did } : { kind, id: did, before: readInteger(before, "before") };
}
function itemHash(before, item) {
  return labelledHash("revocationItem", before, utf8(item));
}
function signHead(signer, head) {
  if (head.issuer !== didOfKey(signer.publicKey)) throw new RangeError("issuer must be the DID of the signing key");
  const { issuer, seq, hash, issuedAtMs, nextMs } = head;
  const body = { v: VERSION, iss: issuer, seq, hash, iat: issuedAtMs, next: nextMs };
  const text = canonicalJson({ body, sig: toBase64url(signer.sign("revocationList", canonicalBytes(body))) });
  try {
    readHead(text);
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : "not a head", { cause });
  }
  return text;
}
function readHead(text) {
  if (text.length > MAX_HEAD_BYTES) throw malformed(`head exceeds ${MAX_HEAD_BYTES} bytes`);
  const { head, body, signature } = asMalformed(() => {
    const outer = readObject(
      parseCanonicalJson(utf8(text), { maxBytes: MAX_HEAD_BYTES }),
      { required: ["body", "sig"] },
      "head"
    );
    return {
      head: readHeadBody(outer.body),
      body: canonicalBytes(outer.body),
      signature: readBase64url(outer.sig, "sig", SIGNATURE_BYTES)
    };
  });
  if (!verify("revocationList", keyOfDid(head.issuer), body, signature))
    throw new TalosError("SIGNATURE_INVALID", "the head of a revocation list is not signed by its issuer");
  return head;
}
function readHeadBody(json) {
  const fields = readObject(json, { required: ["v", "iss", "seq", "hash", "iat", "next"] }, "head");
  readInteger(fields.v, "v", { min: VERSION, max: VERSION });
  const seq = readInteger(fields.seq, "seq", { max: MAX_LIST_ITEMS });
  const hash = readString(fields.hash, "hash", { pattern: ID });
  const issuedAtMs = readInteger(fields.iat, "iat");
  const nextMs = readInteger(fields.next, "next", { min: issuedAtMs, max: issuedAtMs + MAX_HEAD_LIFE_MS });
  if (seq === 0 !== (hash === toHex(EMPTY_LIST_HASH))) throw malformed("head: the hash is not that of so many items");
  return { issuer: parseDid(readString(fields.iss, "iss")), seq, hash, issuedAtMs, nextMs };
}

export {
  MAX_ITEM_BYTES,
  MAX_HEAD_BYTES,
  MAX_LIST_ITEMS,
  HEAD_LIFE_MS,
  EMPTY_LIST_HASH,
  formatItem,
  readItem,
  itemHash,
  signHead,
  readHead
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  asMalformed,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  keyOfDid,
  parseDid
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
  readBase64url,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/capability/revocation.ts
var MAX_REVOCATION_BYTES = 4096;
var MAX_REASON = 512;
var VERSION = 1;
var ID = /^[0-9a-f]{64}$/;
function readRevocation(text) {
  if (text.length > MAX_REVOCATION_BYTES) throw malformed(`revocation exceeds ${MAX_REVOCATION_BYTES} bytes`);
  const { revocation, body, signature } = asMalformed(() => {
    const json = parseCanonicalJson(utf8(text), { maxBytes: MAX_REVOCATION_BYTES });
    const outer = readObject(json, { required: ["body", "sig"] }, "revocation");
    return {
      revocation: readBody(outer.body),
      body: canonicalBytes(outer.body),
      signature: readBase64url(outer.sig, "sig", SIGNATURE_BYTES)
    };
  });
  if (!verify("revocation", keyOfDid(revocation.issuer), body, signature))
    throw new TalosError("SIGNATURE_INVALID", "revocation is not signed by its issuer");
  return revocation;
}
function readBody(json) {
  const fields = readObject(json, { required: ["v", "iss", "id", "iat", "reason"] }, "revocation");
  readInteger(fields.v, "v", { min: VERSION, max: VERSION });
  return {
    issuer: parseDid(readString(fields.iss, "iss")),
    id: readString(fields.id, "id", { pattern: ID }),
    issuedAtMs: readInteger(fields.iat, "iat"),
    reason: readString(fields.reason, "reason", { max: MAX_REASON })
  };
}

export {
  MAX_REASON,
  readRevocation
};

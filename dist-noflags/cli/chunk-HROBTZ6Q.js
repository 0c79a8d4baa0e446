import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  X25519_BYTES,
  checkAgreementKey
} from "./chunk-SDVHVV53.js";
import {
  didOfKey,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  readBytes,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  assertBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/identity/certificate.ts
var MAX_CERTIFICATE_BYTES = 512;
var MAX_CERTIFICATE_LIFETIME_MS = 400 * 864e5;
var MAX_CERTIFICATE_SKEW_MS = 6e5;
var VERSION = 1;
function issueCertificate(signer, fields) {
  const { agreementKey, sequence, issuedAtMs, expiresAtMs } = fields;
  assertBytes(agreementKey, "agreementKey", X25519_BYTES);
  checkAgreementKey(agreementKey);
  for (const [name, value] of Object.entries({ sequence, issuedAtMs, expiresAtMs }))
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a natural number`);
  if (!isLifetime(issuedAtMs, expiresAtMs))
    throw new RangeError(`expiresAtMs must be 1 to ${MAX_CERTIFICATE_LIFETIME_MS} ms after issuedAtMs`);
  const did = didOfKey(signer.publicKey);
  const body = encodeCbor({ v: VERSION, did, x25519: agreementKey, seq: sequence, iat: issuedAtMs, exp: expiresAtMs });
  return encodeCbor({ body, sig: signer.sign("certificate", body) });
}
function verifyCertificate(bytes, expected) {
  const outer = readObject(
    decodeCbor(bytes, { maxBytes: MAX_CERTIFICATE_BYTES }),
    { required: ["body", "sig"] },
    "certificate"
  );
  const body = readBytes(outer.body, "certificate.body");
  const signature = readBytes(outer.sig, "certificate.sig", SIGNATURE_BYTES);
  if (!verify("certificate", keyOfDid(expected.did), body, signature))
    throw new TalosError("E_BAD_BUNDLE", "the certificate is not signed by the DID it is expected of");
  const certificate = readBody(body, new Uint8Array(bytes));
  if (certificate.did !== expected.did) throw new TalosError("E_BAD_BUNDLE", "the certificate names another DID");
  assertFresh(certificate, expected);
  return certificate;
}
function readBody(body, bytes) {
  const shape = { required: ["v", "did", "x25519", "seq", "iat", "exp"] };
  const fields = readObject(decodeCbor(body), shape, "certificate.body");
  if (readInteger(fields.v, "certificate.body.v") !== VERSION)
    throw new TalosError("E_VERSION", "the certificate is of another version");
  const issuedAtMs = readInteger(fields.iat, "certificate.body.iat");
  const expiresAtMs = readInteger(fields.exp, "certificate.body.exp");
  if (!isLifetime(issuedAtMs, expiresAtMs))
    throw new TalosError("E_MALFORMED", "certificate.body.exp: must be within 400 days after iat");
  return {
    bytes,
    // Compared with the DID that is expected before anyone sees it, so it is a Did then.
    did: readString(fields.did, "certificate.body.did"),
    agreementKey: checkAgreementKey(readBytes(fields.x25519, "certificate.body.x25519")),
    sequence: readInteger(fields.seq, "certificate.body.seq"),
    issuedAtMs,
    expiresAtMs
  };
}
function isLifetime(issuedAtMs, expiresAtMs) {
  return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_CERTIFICATE_LIFETIME_MS;
}
function assertFresh(certificate, expected) {
  const { nowMs, lowestSequence = 0 } = expected;
  if (nowMs >= certificate.expiresAtMs)
    throw new TalosError("E_STALE", "the certificate has expired", {
      details: { expiresAtMs: certificate.expiresAtMs }
    });
  if (certificate.issuedAtMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
    throw new TalosError("E_STALE", "the certificate is from the future", {
      details: { issuedAtMs: certificate.issuedAtMs },
      hint: "compare the clocks of both machines"
    });
  if (certificate.sequence < lowestSequence)
    throw new TalosError("E_STALE", `the certificate has sequence ${certificate.sequence}, ${lowestSequence} was seen`);
}

export {
  MAX_CERTIFICATE_BYTES,
  MAX_CERTIFICATE_LIFETIME_MS,
  MAX_CERTIFICATE_SKEW_MS,
  issueCertificate,
  verifyCertificate
};

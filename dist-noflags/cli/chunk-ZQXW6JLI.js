import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_PREKEY_ID,
  MAX_SKEW_MS,
  SESSION_VERSION,
  SUITE,
  readVersioned
} from "./chunk-MLWQ53TO.js";
import {
  checkKemKey
} from "./chunk-SVWQ5RWK.js";
import {
  MAX_CERTIFICATE_BYTES,
  verifyCertificate
} from "./chunk-HROBTZ6Q.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  checkAgreementKey
} from "./chunk-SDVHVV53.js";
import {
  blob16,
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  readArray,
  readBytes,
  readInteger,
  readObject
} from "./chunk-LHINULLD.js";
import {
  concat,
  equalBytes,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/session/prekeys.ts
var MAX_BUNDLE_BYTES = 8192;
var MAX_BUNDLE_LIFETIME_MS = 30 * 864e5;
var MAX_BUNDLE_ONE_TIME_PREKEYS = 100;
var MAX_BUNDLE_ONE_TIME_KEMS = 4;
var KEY_TYPES = { signedPrekey: 1, kemPrekey: 2 };
function createBundle(party, fields) {
  assertBounds(fields);
  const { sequence, issuedAtMs, expiresAtMs, prekeysExpireAtMs, signedPrekey, kemPrekey } = fields;
  const signed = (kind, { id, pair }) => {
    const body2 = prekeyBody(kind, party.did, { id, publicKey: pair.publicKey }, prekeysExpireAtMs);
    return { id, key: pair.publicKey, exp: prekeysExpireAtMs, sig: party.signing.sign(kind, body2) };
  };
  const body = encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    did: party.did,
    cert: fields.certificate ?? party.certificate,
    seq: sequence,
    iat: issuedAtMs,
    exp: expiresAtMs,
    spk: signed("signedPrekey", signedPrekey),
    kem: signed("kemPrekey", kemPrekey),
    opks: fields.oneTimePrekeys.map(offered),
    okems: fields.oneTimeKems.map(offered)
  });
  const bundle = signBundle(party.signing, body);
  if (bundle.length > MAX_BUNDLE_BYTES) throw new RangeError(`a bundle of ${bundle.length} bytes`);
  return bundle;
}
var offered = ({ id, pair }) => ({ id, key: pair.publicKey });
function assertBounds(fields) {
  const { issuedAtMs, expiresAtMs, prekeysExpireAtMs, oneTimePrekeys, oneTimeKems, kemPrekey } = fields;
  for (const until of [expiresAtMs, prekeysExpireAtMs])
    if (!isLifetime(issuedAtMs, until))
      throw new RangeError(`bundle and prekeys must expire 1 to ${MAX_BUNDLE_LIFETIME_MS} ms after issuedAtMs`);
  if (oneTimePrekeys.length > MAX_BUNDLE_ONE_TIME_PREKEYS || oneTimeKems.length > MAX_BUNDLE_ONE_TIME_KEMS)
    throw new RangeError(
      `a bundle holds at most ${MAX_BUNDLE_ONE_TIME_PREKEYS} and ${MAX_BUNDLE_ONE_TIME_KEMS} one-time prekeys`
    );
  if (hasTwoOfOneId(kemPrekey, oneTimePrekeys, oneTimeKems)) throw new RangeError("two prekeys of one id");
}
function hasTwoOfOneId(lastResort, ...oneTime) {
  const ids = [lastResort, ...oneTime.flat()].map(({ id }) => id);
  return new Set(ids).size !== ids.length;
}
function signBundle(signer, body) {
  return encodeCbor({ body, sig: signer.sign("bundle", body) });
}
function prekeyBody(kind, owner, { id, publicKey }, expiresAtMs) {
  return concat(u8(KEY_TYPES[kind]), blob16(utf8(owner)), u32(id), u64(expiresAtMs), publicKey);
}
function verifyBundle(bytes, expected) {
  const outer = readObject(decodeCbor(bytes, { maxBytes: MAX_BUNDLE_BYTES }), { required: ["body", "sig"] }, "bundle");
  const body = readBytes(outer.body, "bundle.body");
  const fields = readVersioned(decodeCbor(body), BODY, "bundle");
  if (fields.kem === void 0) throw new TalosError("E_DOWNGRADE", "the bundle has no KEM prekey");
  if (!verify("bundle", keyOfDid(expected.did), body, readBytes(outer.sig, "bundle.sig", SIGNATURE_BYTES)))
    throw new TalosError("E_BAD_BUNDLE", "the bundle is not signed by the DID it was asked of");
  if (fields.did !== expected.did) throw new TalosError("E_BAD_BUNDLE", "the bundle names another DID");
  const issuedAtMs = readInteger(fields.iat, "bundle.iat");
  const expiresAtMs = readInteger(fields.exp, "bundle.exp");
  const sequence = readInteger(fields.seq, "bundle.seq");
  assertFresh({ issuedAtMs, expiresAtMs }, expected.nowMs);
  const signed = { owner: expected.did, issuedAtMs, nowMs: expected.nowMs };
  const bundle = {
    did: expected.did,
    certificate: readCertificate(fields.cert, expected),
    sequence,
    expiresAtMs,
    signedPrekey: readSignedPrekey("signedPrekey", fields.spk, signed, checkAgreementKey),
    kemPrekey: readSignedPrekey("kemPrekey", fields.kem, signed, checkKemKey),
    oneTimePrekeys: readOneTime(fields.opks, "opks", MAX_BUNDLE_ONE_TIME_PREKEYS, checkAgreementKey),
    oneTimeKems: readOneTime(fields.okems, "okems", MAX_BUNDLE_ONE_TIME_KEMS, checkKemKey)
  };
  if (hasTwoOfOneId(bundle.kemPrekey, bundle.oneTimePrekeys, bundle.oneTimeKems))
    throw new TalosError("E_MALFORMED", "the bundle has two prekeys of one id");
  assertNotOlder(bundle, expected);
  if (expected.requireOneTime === true && (bundle.oneTimePrekeys.length === 0 || bundle.oneTimeKems.length === 0))
    throw new TalosError("E_DOWNGRADE", "the bundle has not a one-time prekey of each kind");
  return bundle;
}
var BODY = {
  required: ["did", "cert", "seq", "iat", "exp", "spk", "opks", "okems"],
  optional: ["kem"]
};
function isLifetime(issuedAtMs, expiresAtMs) {
  return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_BUNDLE_LIFETIME_MS;
}
function assertFresh(bundle, nowMs) {
  if (!isLifetime(bundle.issuedAtMs, bundle.expiresAtMs))
    throw new TalosError("E_STALE", "the bundle does not expire within 30 days of its issue");
  if (nowMs >= bundle.expiresAtMs) throw new TalosError("E_STALE", "the bundle has expired");
  if (bundle.issuedAtMs > nowMs + MAX_SKEW_MS)
    throw new TalosError("E_STALE", "the bundle is from the future", { hint: "compare the clocks of both machines" });
}
function assertNotOlder({ sequence, signedPrekey }, expected) {
  const { lowestSequence = 0, newestPrekey } = expected;
  if (sequence >= lowestSequence) return;
  if (newestPrekey?.id === signedPrekey.id && equalBytes(newestPrekey.publicKey, signedPrekey.publicKey)) return;
  throw new TalosError("E_STALE", `the bundle has sequence ${sequence}, ${lowestSequence} was seen`);
}
function readCertificate(value, expected) {
  const bytes = readBytes(value, "bundle.cert");
  if (bytes.length > MAX_CERTIFICATE_BYTES) throw new TalosError("E_MALFORMED", "bundle.cert: too long");
  return verifyCertificate(bytes, {
    did: expected.did,
    nowMs: expected.nowMs,
    lowestSequence: expected.lowestCertificateSequence ?? 0
  });
}
var readPrekeyId = (value, name) => readInteger(value, name, { max: MAX_PREKEY_ID });
function readSignedPrekey(kind, value, bundle, check) {
  const fields = readObject(value, { required: ["id", "key", "exp", "sig"] }, kind);
  const prekey = { id: readPrekeyId(fields.id, `${kind}.id`), publicKey: readBytes(fields.key, `${kind}.key`) };
  const expiresAtMs = readInteger(fields.exp, `${kind}.exp`);
  const signature = readBytes(fields.sig, `${kind}.sig`);
  if (!verify(kind, keyOfDid(bundle.owner), prekeyBody(kind, bundle.owner, prekey, expiresAtMs), signature))
    throw new TalosError("E_BAD_BUNDLE", `the ${kind} is not signed by the owner of the bundle`);
  if (bundle.nowMs >= expiresAtMs) throw new TalosError("E_STALE", `the ${kind} has expired`);
  if (!isLifetime(bundle.issuedAtMs, expiresAtMs))
    throw new TalosError("E_STALE", `the ${kind} does not expire within 30 days of the bundle's issue`);
  return { id: prekey.id, publicKey: check(prekey.publicKey) };
}
function readOneTime(value, list, max, check) {
  return readArray(value, list, { max }, (item, name) => {
    const fields = readObject(item, { required: ["id", "key"] }, name);
    return { id: readPrekeyId(fields.id, `${name}.id`), publicKey: check(readBytes(fields.key, `${name}.key`)) };
  });
}
function offerOf(bundle) {
  const { certificate, signedPrekey, oneTimePrekeys, oneTimeKems } = bundle;
  const [oneTimeKem] = oneTimeKems;
  return {
    kind: "durable",
    certificate,
    signedPrekey,
    kemPrekey: oneTimeKem ?? bundle.kemPrekey,
    isOneTimeKem: oneTimeKem !== void 0,
    oneTimePrekey: oneTimePrekeys[0],
    nonce: new Uint8Array(0)
  };
}

export {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_LIFETIME_MS,
  createBundle,
  verifyBundle,
  offerOf
};

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  parseScope,
  readScopeJson,
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import {
  asMalformed,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  sha256Hex
} from "./chunk-IOG4ONSQ.js";
import {
  didOfKey,
  isDid,
  keyOfDid,
  parseDid,
  sharedKeyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verifyRaw
} from "./chunk-SKIXSPG3.js";
import {
  canonicalJson,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  readBase64url,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  fromBase64urlBytes,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  asciiInto,
  assertBytes,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/token.ts
var MAX_TOKEN_BYTES = 16 * 1024;
var MAX_TOKEN_LIFETIME_S = 400 * 86400;
var MAX_DELEGATION_DEPTH = 7;
var TOKEN_NONCE_BYTES = 16;
var VERSION = 1;
var HEADER = '{"alg":"EdDSA","typ":"talos-cap+jwt"}';
var HEADER_SEGMENT = toBase64url(utf8(HEADER));
var SIGNATURE_CHARACTERS = 86;
var ID = /^[0-9a-f]{64}$/;
var TEXT_ROOM = new Uint8Array(MAX_TOKEN_BYTES);
var PAYLOAD_ROOM = new Uint8Array(MAX_TOKEN_BYTES);
var SIGNATURE_ROOM = new Uint8Array(new ArrayBuffer(SIGNATURE_BYTES));
var inRoom = "";
function inTextRoom(text) {
  if (text === inRoom) return TEXT_ROOM.subarray(0, text.length);
  inRoom = "";
  const bytes = asciiInto(text, TEXT_ROOM);
  inRoom = text;
  return bytes;
}
function issueToken(signer, fields) {
  const payload = canonicalJson(payloadOf(signer, fields));
  const signingInput = `${HEADER_SEGMENT}.${toBase64url(utf8(payload))}`;
  if (signingInput.length + 1 + SIGNATURE_CHARACTERS > MAX_TOKEN_BYTES)
    throw new RangeError(`token exceeds ${MAX_TOKEN_BYTES} bytes: its scope is too large`);
  const text = `${signingInput}.${toBase64url(signer.signRaw(utf8(signingInput)))}`;
  const { id, claims } = readToken(text);
  return { text, id, claims };
}
function payloadOf(signer, fields) {
  const { issuer, subject, audience, issuedAtS, expiresAtS, notBeforeS = issuedAtS, nonce } = fields;
  for (const [name, did] of Object.entries({ issuer, subject, audience }))
    if (!isDid(did)) throw new TypeError(`${name} must be a DID`);
  if (issuer !== didOfKey(signer.publicKey)) throw new RangeError("issuer must be the DID of the signing key");
  assertBytes(nonce, "nonce", TOKEN_NONCE_BYTES);
  for (const [name, time] of Object.entries({ issuedAtS, notBeforeS, expiresAtS }))
    if (!Number.isSafeInteger(time) || time < 0) throw new RangeError(`${name} must be whole seconds since 1970`);
  if (!areOrdered(issuedAtS, notBeforeS, expiresAtS))
    throw new RangeError(`times must be in order and at most ${MAX_TOKEN_LIFETIME_S} s apart`);
  const depth = fields.parent === void 0 ? 0 : fields.parent.claims.depth + 1;
  const maxDepth = depth + (fields.depth ?? 0);
  if (!(Number.isSafeInteger(maxDepth) && maxDepth >= depth && maxDepth <= MAX_DELEGATION_DEPTH))
    throw new RangeError(`depth must be whole, and a chain goes at most ${MAX_DELEGATION_DEPTH} deep`);
  return {
    v: VERSION,
    iss: issuer,
    sub: subject,
    aud: audience,
    cnf: { jwk: { crv: "Ed25519", kty: "OKP", x: toBase64url(keyOfDid(subject)) } },
    iat: issuedAtS,
    nbf: notBeforeS,
    exp: expiresAtS,
    del_depth: depth,
    del_max_depth: maxDepth,
    ...fields.parent === void 0 ? {} : { par_hash: fields.parent.id },
    nonce: toBase64url(nonce),
    authorization_details: [scopeJson(checkedScope(fields.scope))]
  };
}
function checkedScope(scope) {
  try {
    return parseScope(scope);
  } catch (cause) {
    if (isTalosError(cause, "MALFORMED")) throw new RangeError(`scope: ${cause.message}`, { cause });
    throw cause;
  }
}
function areOrdered(issuedAtS, notBeforeS, expiresAtS) {
  return issuedAtS <= notBeforeS && notBeforeS < expiresAtS && expiresAtS - issuedAtS <= MAX_TOKEN_LIFETIME_S;
}
function readToken(text) {
  if (text.length > MAX_TOKEN_BYTES) throw malformed(`token exceeds ${MAX_TOKEN_BYTES} bytes`);
  const signatureAt = text.length - SIGNATURE_CHARACTERS;
  const isFramed = text.startsWith(HEADER_SEGMENT) && text[HEADER_SEGMENT.length] === "." && text[signatureAt - 1] === ".";
  if (!isFramed || signatureAt - 1 <= HEADER_SEGMENT.length) throw malformed("token is not a JWS with our header");
  return asMalformed(() => {
    const bytes = inTextRoom(text);
    const payload = fromBase64urlBytes(bytes.subarray(HEADER_SEGMENT.length + 1, signatureAt - 1), PAYLOAD_ROOM);
    const signature = fromBase64urlBytes(bytes.subarray(signatureAt));
    const id = sha256Hex(bytes.subarray(0, signatureAt - 1));
    return { text, id, ...readClaims(parseCanonicalJson(payload, { maxBytes: MAX_TOKEN_BYTES })), signature };
  });
}
function verifyTokenSignature({ text, issuerKey, signature }) {
  const bytes = inTextRoom(text);
  SIGNATURE_ROOM.set(signature);
  return verifyRaw(issuerKey, bytes.subarray(0, text.length - SIGNATURE_CHARACTERS - 1), SIGNATURE_ROOM);
}
var CLAIMS = {
  required: [
    "v",
    "iss",
    "sub",
    "aud",
    "cnf",
    "iat",
    "nbf",
    "exp",
    "del_depth",
    "del_max_depth",
    "nonce",
    "authorization_details"
  ],
  optional: ["par_hash"]
};
function readClaims(json) {
  const fields = readObject(json, CLAIMS, "token");
  readInteger(fields.v, "v", { min: VERSION, max: VERSION });
  const issuer = readString(fields.iss, "iss");
  const subject = readString(fields.sub, "sub");
  const issuerKey = sharedKeyOfDid(issuer);
  readHolderKey(fields.cnf, sharedKeyOfDid(subject));
  const [issuedAtS, notBeforeS, expiresAtS] = readTimes(fields.iat, fields.nbf, fields.exp);
  const maxDepth = readInteger(fields.del_max_depth, "del_max_depth", { max: MAX_DELEGATION_DEPTH });
  const depth = readInteger(fields.del_depth, "del_depth", { max: maxDepth });
  if (fields.par_hash === void 0 !== (depth === 0)) throw malformed("par_hash: there for a child, and only then");
  const claims = {
    issuer,
    subject,
    audience: fields.aud === issuer ? issuer : parseDid(readString(fields.aud, "aud")),
    scope: readScope(fields.authorization_details),
    issuedAtS,
    notBeforeS,
    expiresAtS,
    depth,
    maxDepth,
    nonce: readBase64url(fields.nonce, "nonce", TOKEN_NONCE_BYTES)
  };
  if (fields.par_hash === void 0) return { claims, issuerKey };
  return { claims: { ...claims, parent: readString(fields.par_hash, "par_hash", { pattern: ID }) }, issuerKey };
}
var CNF = { required: ["jwk"] };
var JWK = { required: ["crv", "kty", "x"] };
function readHolderKey(json, subjectKey) {
  const { jwk } = readObject(json, CNF, "cnf");
  const { crv, kty, x } = readObject(jwk, JWK, "cnf.jwk");
  if (crv !== "Ed25519" || kty !== "OKP" || x !== toBase64url(subjectKey))
    throw malformed("cnf: not the key of the subject");
}
function readTimes(iat, nbf, exp) {
  const times = [readInteger(iat, "iat"), readInteger(nbf, "nbf"), readInteger(exp, "exp")];
  if (!areOrdered(...times)) throw malformed("times are out of order or too far apart");
  return times;
}
function readScope(json) {
  const name = "authorization_details";
  if (!Array.isArray(json) || json.length !== 1) throw malformed(`${name} must have one entry`);
  return readScopeJson(json[0]);
}

export {
  MAX_TOKEN_BYTES,
  MAX_TOKEN_LIFETIME_S,
  MAX_DELEGATION_DEPTH,
  TOKEN_NONCE_BYTES,
  issueToken,
  readToken,
  verifyTokenSignature
};

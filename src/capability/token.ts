/**
 * Capability tokens: the one module that knows their format. PROTOCOL.md §8.1.
 *
 *     base64url(header) . base64url(canonical JSON of the claims) . base64url(64-byte signature)
 *
 * A compact JWS (RFC 7515) with one header, compared byte by byte: no other algorithm, no `crit`, `jku`, `jwk` or
 * `x5u` can be said. The id is SHA-256 of the signing input; it is computed, never claimed, and does not depend on
 * the signature.
 *
 * @module
 */
import { asciiInto, assertBytes, type Bytes, utf8 } from '../base/bytes.ts';
import { fromBase64urlBytes, toBase64url } from '../base/encoding.ts';
import { isTalosError } from '../base/errors.ts';
import { readBase64url, readInteger, readObject, readString } from '../codec/fields.ts';
import { canonicalJson, type Json, type JsonObject, parseCanonicalJson } from '../codec/json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { SIGNATURE_BYTES, type SigningKey, verifyRaw } from '../crypto/sign.ts';
import { type Did, didOfKey, isDid, keyOfDid, parseDid, sharedKeyOfDid } from '../identity/did.ts';
import { parseScope, readScopeJson, type Scope, scopeJson } from './scope.ts';
import { asMalformed, malformed } from './verdict.ts';

/** Longest token, in characters, which are bytes. PROTOCOL.md §11. */
export const MAX_TOKEN_BYTES: number = 16 * 1024;
/** Longest time from issue to expiry, in seconds: 400 days. PROTOCOL.md §11. */
export const MAX_TOKEN_LIFETIME_S: number = 400 * 86_400;
/** Greatest `del_max_depth`: a chain is at most 8 tokens. PROTOCOL.md §8.1. */
export const MAX_DELEGATION_DEPTH = 7;
/** Length of the nonce in bytes. */
export const TOKEN_NONCE_BYTES = 16;

const VERSION = 1;
const HEADER = '{"alg":"EdDSA","typ":"talos-cap+jwt"}';
const HEADER_SEGMENT = toBase64url(utf8(HEADER));
const SIGNATURE_CHARACTERS = 86;
const ID = /^[0-9a-f]{64}$/;
/**
 * Where the bytes of a text, its payload and a signature stand while they are looked at, which is never longer than one
 * call: memory of their own costs as much as decoding does, and native code takes memory that it knows at no cost.
 */
const TEXT_ROOM = new Uint8Array(MAX_TOKEN_BYTES);
const PAYLOAD_ROOM = new Uint8Array(MAX_TOKEN_BYTES);
const SIGNATURE_ROOM = new Uint8Array(new ArrayBuffer(SIGNATURE_BYTES));

/** The text that stands in {@link TEXT_ROOM}, or nothing: a signature is checked right after its token was read. */
let inRoom = '';

function inTextRoom(text: string): Bytes {
  if (text === inRoom) return TEXT_ROOM.subarray(0, text.length);
  inRoom = '';
  const bytes = asciiInto(text, TEXT_ROOM);
  inRoom = text;
  return bytes;
}

/** What a token says. Times are in seconds since 1970. */
export interface TokenClaims {
  /** Whose key signs. */
  readonly issuer: Did;
  /** The holder; the key of this DID is the one that a session must have proved. */
  readonly subject: Did;
  /** The serving agent. */
  readonly audience: Did;
  readonly scope: Scope;
  readonly issuedAtS: number;
  readonly notBeforeS: number;
  readonly expiresAtS: number;
  /** 0 in a root token. */
  readonly depth: number;
  readonly maxDepth: number;
  /** Id of the parent token; absent in a root token. */
  readonly parent?: string;
  /** {@link TOKEN_NONCE_BYTES} bytes. */
  readonly nonce: Bytes;
}

/** A token that is in the one form. Its signature is checked by {@link verifyTokenSignature} alone. */
export interface ParsedToken {
  readonly text: string;
  /** SHA-256 of the signing input: 64 lowercase hexadecimal characters. */
  readonly id: string;
  readonly claims: TokenClaims;
  /** The key in `claims.issuer`, 32 bytes, shared: not to be changed. Decoding a DID costs as much as hashing the token. */
  readonly issuerKey: Bytes;
  /** 64 bytes. */
  readonly signature: Bytes;
}

/** What the issuer of a token chooses. */
export interface TokenFields {
  /** The DID of the signing key. */
  readonly issuer: Did;
  readonly subject: Did;
  readonly audience: Did;
  /** Checked and copied, as `parseScope` does. */
  readonly scope: Scope;
  readonly issuedAtS: number;
  /** `issuedAtS` by default, and not before it. */
  readonly notBeforeS?: number;
  /** After `notBeforeS`, at most {@link MAX_TOKEN_LIFETIME_S} after `issuedAtS`. */
  readonly expiresAtS: number;
  /** How often it may be passed on from here: 0 unless given; {@link MAX_DELEGATION_DEPTH} at most from the root. */
  readonly depth?: number;
  /** The token that this one is delegated from; absent: it is a root. Whether it lies within that is not checked. */
  readonly parent?: Pick<ParsedToken, 'id' | 'claims'>;
  /** {@link TOKEN_NONCE_BYTES} fresh random bytes; copied. */
  readonly nonce: Uint8Array;
}

/** A token just made. */
export type IssuedToken = Pick<ParsedToken, 'text' | 'id' | 'claims'>;

/**
 * Makes and signs a token: a root, or with `parent` one of a chain, which `delegateToken` makes within its parent.
 *
 * @throws {TypeError} if an identity is no DID or the nonce no bytes.
 * @throws {RangeError} if `issuer` is not the signer's DID, a time or the depth is out of order or range, the scope is
 *   not one, or the token would exceed {@link MAX_TOKEN_BYTES}.
 */
export function issueToken(signer: SigningKey, fields: TokenFields): IssuedToken {
  const payload = canonicalJson(payloadOf(signer, fields));
  const signingInput = `${HEADER_SEGMENT}.${toBase64url(utf8(payload))}`;
  if (signingInput.length + 1 + SIGNATURE_CHARACTERS > MAX_TOKEN_BYTES)
    throw new RangeError(`token exceeds ${MAX_TOKEN_BYTES} bytes: its scope is too large`);
  const text = `${signingInput}.${toBase64url(signer.signRaw(utf8(signingInput)))}`;
  // Reading it back checks the claims once more, by the rules of those who will receive it.
  const { id, claims } = readToken(text);
  return { text, id, claims };
}

function payloadOf(signer: SigningKey, fields: TokenFields): JsonObject {
  const { issuer, subject, audience, issuedAtS, expiresAtS, notBeforeS = issuedAtS, nonce } = fields;
  for (const [name, did] of Object.entries({ issuer, subject, audience }))
    if (!isDid(did)) throw new TypeError(`${name} must be a DID`);
  if (issuer !== didOfKey(signer.publicKey)) throw new RangeError('issuer must be the DID of the signing key');
  assertBytes(nonce, 'nonce', TOKEN_NONCE_BYTES);
  for (const [name, time] of Object.entries({ issuedAtS, notBeforeS, expiresAtS }))
    if (!Number.isSafeInteger(time) || time < 0) throw new RangeError(`${name} must be whole seconds since 1970`);
  if (!areOrdered(issuedAtS, notBeforeS, expiresAtS))
    throw new RangeError(`times must be in order and at most ${MAX_TOKEN_LIFETIME_S} s apart`);
  const depth = fields.parent === undefined ? 0 : fields.parent.claims.depth + 1;
  const maxDepth = depth + (fields.depth ?? 0);
  if (!(Number.isSafeInteger(maxDepth) && maxDepth >= depth && maxDepth <= MAX_DELEGATION_DEPTH))
    throw new RangeError(`depth must be whole, and a chain goes at most ${MAX_DELEGATION_DEPTH} deep`);
  return {
    v: VERSION,
    iss: issuer,
    sub: subject,
    aud: audience,
    cnf: { jwk: { crv: 'Ed25519', kty: 'OKP', x: toBase64url(keyOfDid(subject)) } },
    iat: issuedAtS,
    nbf: notBeforeS,
    exp: expiresAtS,
    del_depth: depth,
    del_max_depth: maxDepth,
    ...(fields.parent === undefined ? {} : { par_hash: fields.parent.id }),
    nonce: toBase64url(nonce),
    authorization_details: [scopeJson(checkedScope(fields.scope))],
  };
}

function checkedScope(scope: Scope): Scope {
  try {
    return parseScope(scope as unknown as Json);
  } catch (cause) {
    if (isTalosError(cause, 'MALFORMED')) throw new RangeError(`scope: ${cause.message}`, { cause });
    throw cause;
  }
}

function areOrdered(issuedAtS: number, notBeforeS: number, expiresAtS: number): boolean {
  return issuedAtS <= notBeforeS && notBeforeS < expiresAtS && expiresAtS - issuedAtS <= MAX_TOKEN_LIFETIME_S;
}

/**
 * Reads a token that someone else wrote: form, sizes and types, not the signature.
 *
 * @param text - Checked against {@link MAX_TOKEN_BYTES} before anything is decoded.
 * @throws {TalosError} `MALFORMED` for everything but the one form.
 */
export function readToken(text: string): ParsedToken {
  if (text.length > MAX_TOKEN_BYTES) throw malformed(`token exceeds ${MAX_TOKEN_BYTES} bytes`);
  const signatureAt = text.length - SIGNATURE_CHARACTERS;
  const isFramed =
    text.startsWith(HEADER_SEGMENT) && text[HEADER_SEGMENT.length] === '.' && text[signatureAt - 1] === '.';
  // The second test keeps the two dots apart.
  if (!isFramed || signatureAt - 1 <= HEADER_SEGMENT.length) throw malformed('token is not a JWS with our header');
  return asMalformed(() => {
    const bytes = inTextRoom(text);
    const payload = fromBase64urlBytes(bytes.subarray(HEADER_SEGMENT.length + 1, signatureAt - 1), PAYLOAD_ROOM);
    const signature = fromBase64urlBytes(bytes.subarray(signatureAt));
    const id = sha256Hex(bytes.subarray(0, signatureAt - 1));
    return { text, id, ...readClaims(parseCanonicalJson(payload, { maxBytes: MAX_TOKEN_BYTES })), signature };
  });
}

/** Whether the issuer's key signed the token, under the strict rule of PROTOCOL.md §3.1. */
export function verifyTokenSignature({ text, issuerKey, signature }: ParsedToken): boolean {
  const bytes = inTextRoom(text);
  SIGNATURE_ROOM.set(signature);
  return verifyRaw(issuerKey, bytes.subarray(0, text.length - SIGNATURE_CHARACTERS - 1), SIGNATURE_ROOM);
}

const CLAIMS = {
  required: [
    'v',
    'iss',
    'sub',
    'aud',
    'cnf',
    'iat',
    'nbf',
    'exp',
    'del_depth',
    'del_max_depth',
    'nonce',
    'authorization_details',
  ],
  optional: ['par_hash'],
} as const;

function readClaims(json: Json): Pick<ParsedToken, 'claims' | 'issuerKey'> {
  const fields = readObject(json, CLAIMS, 'token');
  readInteger(fields.v, 'v', { min: VERSION, max: VERSION });
  const issuer = readString(fields.iss, 'iss') as Did;
  const subject = readString(fields.sub, 'sub') as Did;
  // Taking the key out is what checks a DID.
  const issuerKey = sharedKeyOfDid(issuer);
  readHolderKey(fields.cnf, sharedKeyOfDid(subject));
  const [issuedAtS, notBeforeS, expiresAtS] = readTimes(fields.iat, fields.nbf, fields.exp);
  const maxDepth = readInteger(fields.del_max_depth, 'del_max_depth', { max: MAX_DELEGATION_DEPTH });
  const depth = readInteger(fields.del_depth, 'del_depth', { max: maxDepth });
  if ((fields.par_hash === undefined) !== (depth === 0)) throw malformed('par_hash: there for a child, and only then');
  const claims = {
    issuer,
    subject,
    audience: fields.aud === issuer ? issuer : parseDid(readString(fields.aud, 'aud')),
    scope: readScope(fields.authorization_details),
    issuedAtS,
    notBeforeS,
    expiresAtS,
    depth,
    maxDepth,
    nonce: readBase64url(fields.nonce, 'nonce', TOKEN_NONCE_BYTES),
  };
  if (fields.par_hash === undefined) return { claims, issuerKey };
  return { claims: { ...claims, parent: readString(fields.par_hash, 'par_hash', { pattern: ID }) }, issuerKey };
}

const CNF = { required: ['jwk'] } as const;
const JWK = { required: ['crv', 'kty', 'x'] } as const;

/** Keys as the claim says them: those of the DIDs that are remembered, for as long as they are. */
const KEY_TEXTS = new WeakMap<Bytes, string>();

function keyTextOf(key: Bytes): string {
  const known = KEY_TEXTS.get(key);
  if (known !== undefined) return known;
  const text = toBase64url(key);
  KEY_TEXTS.set(key, text);
  return text;
}

/** RFC 7800 §3.2: the holder's key. It says again what `sub` says, for readers that know no DIDs, and must agree. */
function readHolderKey(json: Json, subjectKey: Bytes): void {
  const { jwk } = readObject(json, CNF, 'cnf');
  const { crv, kty, x } = readObject(jwk, JWK, 'cnf.jwk');
  if (crv !== 'Ed25519' || kty !== 'OKP' || x !== keyTextOf(subjectKey))
    throw malformed('cnf: not the key of the subject');
}

function readTimes(iat: Json, nbf: Json, exp: Json): [number, number, number] {
  const times: [number, number, number] = [readInteger(iat, 'iat'), readInteger(nbf, 'nbf'), readInteger(exp, 'exp')];
  if (!areOrdered(...times)) throw malformed('times are out of order or too far apart');
  return times;
}

function readScope(json: Json): Scope {
  const name = 'authorization_details';
  if (!Array.isArray(json) || json.length !== 1) throw malformed(`${name} must have one entry`);
  return readScopeJson(json[0] as Json);
}

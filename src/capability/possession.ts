/**
 * Proof that whoever sends a request holds the key of the capability that it presents. PROTOCOL.md §8.7.
 *
 *     {"body":{"aud":DID,"by":DID,"chain":hex,"challenge":b64u,"method":text,"nonce":b64u,"params":hex,"v":1},"sig":b64u}
 *
 * For servers that have no authenticated session with their callers: a token alone proves nothing, as whoever saw it once
 * could send it again. A proof is about one request, and counts once: the server's challenge and the nonce see to it.
 *
 * @module
 */
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { toBase64url } from '../base/encoding.ts';
import { TalosError } from '../base/errors.ts';
import { readBase64url, readInteger, readObject, readString } from '../codec/fields.ts';
import { canonicalBytes, canonicalJson, type Json, type JsonObject, parseCanonicalJson } from '../codec/json.ts';
import { sha256 } from '../crypto/hash.ts';
import { randomBytes } from '../crypto/random.ts';
import { SIGNATURE_BYTES, type SigningKey, verify } from '../crypto/sign.ts';
import { type Did, didOfKey, keyOfDid, parseDid } from '../identity/did.ts';
import { asMalformed, malformed } from './verdict.ts';

/** Longest proof, in characters. */
export const MAX_PROOF_TEXT = 2048;
/** Length of a challenge and of a nonce, in bytes. */
export const CHALLENGE_BYTES = 16;
/** Longest name of a method in a proof, in characters. */
const MAX_METHOD = 128;
/** Nonces remembered under one challenge. The next one begins a new challenge: none that was used is ever forgotten. */
export const MAX_NONCES = 65_536;

const VERSION = 1;
const HASH = /^[0-9a-f]{64}$/;

/** What a proof is about. */
export interface ProvenRequest {
  /** The server. */
  readonly audience: Did;
  /** As the server said it. */
  readonly challenge: string;
  /** The text of the chain that is presented. */
  readonly chain: string;
  readonly method: string;
  /** Parameters of the request; their `_meta` is left out. */
  readonly params: Json;
}

function bodyOf(by: Did, nonce: string, { audience, challenge, chain, method, params }: ProvenRequest): JsonObject {
  const digest = toHex(sha256(canonicalBytes(withoutMeta(params), { keepTokens: true })));
  return { v: VERSION, by, aud: audience, challenge, nonce, chain: toHex(sha256(utf8(chain))), method, params: digest };
}

function withoutMeta(params: Json): Json {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== '_meta'));
}

/** Proves that the holder of `signing` sends `request`. Good for one use. */
export function provePossession(signing: SigningKey, request: ProvenRequest): string {
  const body = bodyOf(didOfKey(signing.publicKey), toBase64url(randomBytes(CHALLENGE_BYTES)), request);
  return canonicalJson({ body, sig: toBase64url(signing.sign('possession', canonicalBytes(body))) });
}

/** A proof that verified. */
export interface ReadPossession {
  readonly by: Did;
  readonly challenge: string;
  readonly nonce: string;
}

const BODY = { required: ['v', 'by', 'aud', 'challenge', 'nonce', 'chain', 'method', 'params'] } as const;

/**
 * Reads a proof that someone else made, and checks that it is about `request` but for the challenge, which is for whoever
 * made that to judge.
 *
 * @throws {TalosError} `MALFORMED`; `AUDIENCE_MISMATCH` for another server; `SIGNATURE_INVALID` where it is not signed by
 *   whom it names, or about another request.
 */
export function readPossession(text: string, request: Omit<ProvenRequest, 'challenge'>): ReadPossession {
  const { signature, by, challenge, nonce, audience } = readProof(text);
  if (audience !== request.audience) throw new TalosError('AUDIENCE_MISMATCH', 'the proof is for another server');
  // What is verified is what it must say: a proof that says anything else does not verify.
  const expected = bodyOf(by, nonce, { ...request, challenge });
  if (!verify('possession', keyOfDid(by), canonicalBytes(expected), signature))
    throw new TalosError('SIGNATURE_INVALID', 'the proof is not about this request, or not by whom it names');
  return { by, challenge, nonce };
}

function readProof(text: string): {
  readonly signature: Bytes;
  readonly by: Did;
  readonly audience: Did;
  readonly challenge: string;
  readonly nonce: string;
} {
  if (text.length > MAX_PROOF_TEXT) throw malformed(`proof exceeds ${MAX_PROOF_TEXT} characters`);
  return asMalformed(() => {
    const outer = readObject(parseCanonicalJson(utf8(text)), { required: ['body', 'sig'] }, 'proof');
    const body = readObject(outer.body, BODY, 'proof');
    readInteger(body.v, 'v', { min: VERSION, max: VERSION });
    for (const name of ['challenge', 'nonce'] as const) readBase64url(body[name], name, CHALLENGE_BYTES);
    for (const name of ['chain', 'params'] as const) readString(body[name], name, { pattern: HASH });
    readString(body.method, 'method', { min: 1, max: MAX_METHOD });
    return {
      signature: readBase64url(outer.sig, 'sig', SIGNATURE_BYTES),
      by: parseDid(readString(body.by, 'by')),
      audience: parseDid(readString(body.aud, 'aud')),
      challenge: readString(body.challenge, 'challenge'),
      nonce: readString(body.nonce, 'nonce'),
    };
  });
}

/**
 * The challenge of a server, and the nonces that were used under it. Where there is no room for another, a new challenge
 * begins and every proof under the old one is refused: filling it makes no used proof good again.
 */
export class PossessionChallenge {
  readonly #limit: number;
  readonly #used = new Set<string>();
  #current = newChallenge();

  /** @param limit - Most nonces remembered, at least 1. */
  constructor(limit: number = MAX_NONCES) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be 1 or more, got ${limit}`);
    this.#limit = limit;
  }

  /** What proofs must name now. */
  get current(): string {
    return this.#current;
  }

  /** Uses up a proof. @returns Whether it is the first use, under the current challenge. */
  take({ challenge, nonce }: Pick<ReadPossession, 'challenge' | 'nonce'>): boolean {
    if (challenge !== this.#current || this.#used.has(nonce)) return false;
    this.#used.add(nonce);
    if (this.#used.size >= this.#limit) {
      this.#used.clear();
      this.#current = newChallenge();
    }
    return true;
  }
}

function newChallenge(): string {
  return toBase64url(randomBytes(CHALLENGE_BYTES));
}

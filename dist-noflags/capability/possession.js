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
import { toHex, utf8 } from "../base/bytes.js";
import { toBase64url } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
import { readBase64url, readInteger, readObject, readString } from "../codec/fields.js";
import { canonicalBytes, canonicalJson, parseCanonicalJson } from "../codec/json.js";
import { sha256 } from "../crypto/hash.js";
import { randomBytes } from "../crypto/random.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { didOfKey, keyOfDid, parseDid } from "../identity/did.js";
import { asMalformed, malformed } from "./verdict.js";
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
function bodyOf(by, nonce, { audience, challenge, chain, method, params }) {
    const digest = toHex(sha256(canonicalBytes(withoutMeta(params), { keepTokens: true })));
    return { v: VERSION, by, aud: audience, challenge, nonce, chain: toHex(sha256(utf8(chain))), method, params: digest };
}
function withoutMeta(params) {
    if (typeof params !== 'object' || params === null || Array.isArray(params))
        return params;
    return Object.fromEntries(Object.entries(params).filter(([name]) => name !== '_meta'));
}
/** Proves that the holder of `signing` sends `request`. Good for one use. */
export function provePossession(signing, request) {
    const body = bodyOf(didOfKey(signing.publicKey), toBase64url(randomBytes(CHALLENGE_BYTES)), request);
    return canonicalJson({ body, sig: toBase64url(signing.sign('possession', canonicalBytes(body))) });
}
const BODY = { required: ['v', 'by', 'aud', 'challenge', 'nonce', 'chain', 'method', 'params'] };
/**
 * Reads a proof that someone else made, and checks that it is about `request` but for the challenge, which is for whoever
 * made that to judge.
 *
 * @throws {TalosError} `MALFORMED`; `AUDIENCE_MISMATCH` for another server; `SIGNATURE_INVALID` where it is not signed by
 *   whom it names, or about another request.
 */
export function readPossession(text, request) {
    const { signature, by, challenge, nonce, audience } = readProof(text);
    if (audience !== request.audience)
        throw new TalosError('AUDIENCE_MISMATCH', 'the proof is for another server');
    // What is verified is what it must say: a proof that says anything else does not verify.
    const expected = bodyOf(by, nonce, { ...request, challenge });
    if (!verify('possession', keyOfDid(by), canonicalBytes(expected), signature))
        throw new TalosError('SIGNATURE_INVALID', 'the proof is not about this request, or not by whom it names');
    return { by, challenge, nonce };
}
function readProof(text) {
    if (text.length > MAX_PROOF_TEXT)
        throw malformed(`proof exceeds ${MAX_PROOF_TEXT} characters`);
    return asMalformed(() => {
        const outer = readObject(parseCanonicalJson(utf8(text)), { required: ['body', 'sig'] }, 'proof');
        const body = readObject(outer.body, BODY, 'proof');
        readInteger(body.v, 'v', { min: VERSION, max: VERSION });
        for (const name of ['challenge', 'nonce'])
            readBase64url(body[name], name, CHALLENGE_BYTES);
        for (const name of ['chain', 'params'])
            readString(body[name], name, { pattern: HASH });
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
    #limit;
    #used = new Set();
    #current = newChallenge();
    /** @param limit - Most nonces remembered, at least 1. */
    constructor(limit = MAX_NONCES) {
        if (!Number.isSafeInteger(limit) || limit < 1)
            throw new RangeError(`limit must be 1 or more, got ${limit}`);
        this.#limit = limit;
    }
    /** What proofs must name now. */
    get current() {
        return this.#current;
    }
    /** Uses up a proof. @returns Whether it is the first use, under the current challenge. */
    take({ challenge, nonce }) {
        if (challenge !== this.#current || this.#used.has(nonce))
            return false;
        this.#used.add(nonce);
        if (this.#used.size >= this.#limit) {
            this.#used.clear();
            this.#current = newChallenge();
        }
        return true;
    }
}
function newChallenge() {
    return toBase64url(randomBytes(CHALLENGE_BYTES));
}

/**
 * The revocation list of one issuer: what it took back, one item after the other, each bound to all before it, and one
 * signed head. Whatever was added is checked with one signature. PROTOCOL.md §8.5.
 *
 *     h_0 = 32 zero bytes      h_n = SHA-256(label ‖ 0x00 ‖ h_(n−1) ‖ item n)
 *     head: {"body":{"hash","iat","iss","next","seq","v"},"sig"}, canonical JSON, with hash = h_seq
 *
 * @module
 */
import { toHex, utf8 } from "../base/bytes.js";
import { toBase64url } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
import { readBase64url, readChoice, readInteger, readObject, readString } from "../codec/fields.js";
import { canonicalBytes, canonicalJson, parseCanonicalJson } from "../codec/json.js";
import { labelledHash } from "../crypto/hash.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { didOfKey, keyOfDid, parseDid } from "../identity/did.js";
import { MAX_REASON } from "./revocation.js";
import { asMalformed, malformed } from "./verdict.js";
/** Longest item, in bytes: a reason of which every character is escaped, two identities, and the rest. */
export const MAX_ITEM_BYTES = 4096;
/** Longest head, in bytes. */
export const MAX_HEAD_BYTES = 1024;
/** Most items of one list: above the 100,000 that an issuer may need to take back, and within a few megabytes. */
export const MAX_LIST_ITEMS = 131_072;
/** Milliseconds from a head to its next update, at most: past that nobody knows what was added. */
export const MAX_HEAD_LIFE_MS = 7 * 86_400_000;
/** Milliseconds from a head to its next update unless chosen otherwise. */
export const HEAD_LIFE_MS = 86_400_000;
const VERSION = 1;
const ID = /^[0-9a-f]{64}$/;
/** What an item is about: one token, all that was delegated from one, all of a holder, all that a key signed. */
export const REVOCATION_KINDS = ['token', 'chain', 'subject', 'issuer'];
/** The hash of a list without items. */
export const EMPTY_LIST_HASH = new Uint8Array(32);
/**
 * The text of an item, canonical JSON.
 *
 * @throws {RangeError} for a field out of range.
 */
export function formatItem({ n, timeMs, revoked, reason }) {
    if (reason.length > MAX_REASON || !reason.isWellFormed())
        throw new RangeError(`reason must be well-formed text of at most ${MAX_REASON} characters`);
    const text = canonicalJson({ n, t: timeMs, reason, ...revoked });
    try {
        readItem(text);
    }
    catch (cause) {
        throw new RangeError(cause instanceof Error ? cause.message : 'not an item', { cause });
    }
    return text;
}
/** Reads an item in its one form. @throws {TalosError} `MALFORMED`. */
export function readItem(text) {
    if (text.length > MAX_ITEM_BYTES)
        throw malformed(`item exceeds ${MAX_ITEM_BYTES} bytes`);
    return asMalformed(() => {
        const json = parseCanonicalJson(utf8(text), { maxBytes: MAX_ITEM_BYTES });
        const shape = { required: ['n', 't', 'kind', 'id', 'reason'], optional: ['under', 'before'] };
        const fields = readObject(json, shape, 'item');
        return {
            n: readInteger(fields.n, 'n', { min: 1, max: MAX_LIST_ITEMS }),
            timeMs: readInteger(fields.t, 't'),
            revoked: readRevoked(fields),
            reason: readString(fields.reason, 'reason', { max: MAX_REASON }),
        };
    });
}
function readRevoked({ kind: named, id, under, before }) {
    const kind = readChoice(named, REVOCATION_KINDS, 'kind');
    if ((under !== undefined && kind !== 'subject') || (before !== undefined && kind !== 'issuer'))
        throw malformed(`an item of kind ${kind} has a field of another kind`);
    if (kind === 'token' || kind === 'chain')
        return { kind, id: readString(id, 'id', { pattern: ID }) };
    const did = parseDid(readString(id, 'id'));
    if (kind === 'subject')
        return under === undefined
            ? { kind, id: did }
            : { kind, id: did, under: readString(under, 'under', { pattern: ID }) };
    return before === undefined ? { kind, id: did } : { kind, id: did, before: readInteger(before, 'before') };
}
/** h_n, from h_(n−1) and the text of item n. */
export function itemHash(before, item) {
    return labelledHash('revocationItem', before, utf8(item));
}
/**
 * Signs a head.
 *
 * @returns Its text, canonical JSON.
 * @throws {RangeError} if `issuer` is not the signer's DID, or a field is out of range.
 */
export function signHead(signer, head) {
    if (head.issuer !== didOfKey(signer.publicKey))
        throw new RangeError('issuer must be the DID of the signing key');
    const { issuer, seq, hash, issuedAtMs, nextMs } = head;
    const body = { v: VERSION, iss: issuer, seq, hash, iat: issuedAtMs, next: nextMs };
    const text = canonicalJson({ body, sig: toBase64url(signer.sign('revocationList', canonicalBytes(body))) });
    try {
        readHead(text);
    }
    catch (cause) {
        throw new RangeError(cause instanceof Error ? cause.message : 'not a head', { cause });
    }
    return text;
}
/**
 * Reads a head that someone else wrote and checks that its issuer signed it.
 *
 * @throws {TalosError} `MALFORMED`, or `SIGNATURE_INVALID`.
 */
export function readHead(text) {
    if (text.length > MAX_HEAD_BYTES)
        throw malformed(`head exceeds ${MAX_HEAD_BYTES} bytes`);
    const { head, body, signature } = asMalformed(() => {
        const outer = readObject(parseCanonicalJson(utf8(text), { maxBytes: MAX_HEAD_BYTES }), { required: ['body', 'sig'] }, 'head');
        return {
            head: readHeadBody(outer.body),
            body: canonicalBytes(outer.body),
            signature: readBase64url(outer.sig, 'sig', SIGNATURE_BYTES),
        };
    });
    if (!verify('revocationList', keyOfDid(head.issuer), body, signature))
        throw new TalosError('SIGNATURE_INVALID', 'the head of a revocation list is not signed by its issuer');
    return head;
}
function readHeadBody(json) {
    const fields = readObject(json, { required: ['v', 'iss', 'seq', 'hash', 'iat', 'next'] }, 'head');
    readInteger(fields.v, 'v', { min: VERSION, max: VERSION });
    const seq = readInteger(fields.seq, 'seq', { max: MAX_LIST_ITEMS });
    const hash = readString(fields.hash, 'hash', { pattern: ID });
    const issuedAtMs = readInteger(fields.iat, 'iat');
    const nextMs = readInteger(fields.next, 'next', { min: issuedAtMs, max: issuedAtMs + MAX_HEAD_LIFE_MS });
    if ((seq === 0) !== (hash === toHex(EMPTY_LIST_HASH)))
        throw malformed('head: the hash is not that of so many items');
    return { issuer: parseDid(readString(fields.iss, 'iss')), seq, hash, issuedAtMs, nextMs };
}

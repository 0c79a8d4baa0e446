/**
 * Successions: an identity hands over to another one, in the signed words of both. PROTOCOL.md §4.9.
 *
 *     {"body":{…},"from":"…","to":"…"}      canonical JSON (RFC 8785), ≤ 1 KiB
 *
 * One statement is a step; steps make a line. That a step is the only one from an identity is for who keeps them to see.
 *
 * @module
 */
import { fromUtf8 } from "../base/bytes.js";
import { toBase64url } from "../base/encoding.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { readBase64url, readChoice, readInteger, readObject } from "../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../codec/json.js";
import { sha256 } from "../crypto/hash.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { MAX_CERTIFICATE_SKEW_MS } from "./certificate.js";
import { didOfKey, isDid, keyOfDid } from "./did.js";
/** Most bytes of a succession. PROTOCOL.md §11. */
export const MAX_SUCCESSION_BYTES = 1024;
/** Most steps of a line. PROTOCOL.md §11. */
export const MAX_SUCCESSION_STEPS = 16;
const VERSION = 1;
const KIND = 'talos-succession';
/**
 * Makes the statement that `to` goes on in the place of `from`.
 *
 * @throws {RangeError} where both are one identity, or for a sequence or time that cannot be.
 */
export function createSuccession(from, to, fields) {
    const { sequence, timeMs } = fields;
    const body = {
        v: VERSION,
        kind: KIND,
        from: didOfKey(from.publicKey),
        to: didOfKey(to.publicKey),
        sequence,
        time: timeMs,
    };
    try {
        const signed = canonicalBytes(body);
        const [old, next] = [from, to].map((key) => toBase64url(key.sign('succession', signed)));
        return verifySuccession(canonicalBytes({ body, from: old ?? '', to: next ?? '' }), { nowMs: timeMs });
    }
    catch (cause) {
        if (isTalosError(cause))
            throw new RangeError(`succession: ${cause.message}`, { cause });
        throw cause;
    }
}
/**
 * Verifies a statement that anybody may have made or changed: one form, two identities, both of their signatures.
 *
 * @param bytes - Copied.
 * @param at - Milliseconds since 1970.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_SUCCESSION_BYTES}; `E_VERSION`; `E_BAD_SUCCESSION` for another form, or a
 *   signature that does not verify; `E_STALE` where it is more than 10 minutes from the future.
 */
export function verifySuccession(bytes, at) {
    try {
        return readSuccession(new Uint8Array(bytes), at.nowMs);
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            throw new TalosError('E_BAD_SUCCESSION', `the succession is none: ${error.message}`, { cause: error });
        throw error;
    }
}
function readSuccession(bytes, nowMs) {
    const json = parseCanonicalJson(bytes, { maxBytes: MAX_SUCCESSION_BYTES, maxDepth: 2 });
    const outer = readObject(json, { required: ['body', 'from', 'to'] }, 'succession');
    const [old, next] = [
        readBase64url(outer.from, 'succession.from', SIGNATURE_BYTES),
        readBase64url(outer.to, 'succession.to', SIGNATURE_BYTES),
    ];
    const fields = readBody(outer.body);
    const signed = canonicalBytes(outer.body);
    if (!verify('succession', keyOfDid(fields.from), signed, old))
        throw new TalosError('E_BAD_SUCCESSION', 'the succession is not signed by the identity that ends');
    if (!verify('succession', keyOfDid(fields.to), signed, next))
        throw new TalosError('E_BAD_SUCCESSION', 'the succession is not signed by the identity that goes on');
    if (fields.timeMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
        throw new TalosError('E_STALE', 'the succession is from the future', {
            hint: 'compare the clocks of both machines',
        });
    return { ...fields, bytes, text: fromUtf8(bytes), digest: sha256(bytes) };
}
function readBody(value) {
    const version = value?.v;
    if (typeof version === 'number' && version !== VERSION)
        throw new TalosError('E_VERSION', `succession of version ${version}`);
    const fields = readObject(value, { required: ['v', 'kind', 'from', 'to', 'sequence', 'time'] }, 'succession.body');
    readInteger(fields.v, 'succession.v', { min: VERSION, max: VERSION });
    readChoice(fields.kind, [KIND], 'succession.kind');
    const { from, to } = fields;
    if (!isDid(from) || !isDid(to))
        throw new TalosError('E_MALFORMED', 'succession: not two DIDs');
    if (from === to)
        throw new TalosError('E_MALFORMED', 'succession: of an identity by itself');
    return {
        from,
        to,
        sequence: readInteger(fields.sequence, 'succession.sequence', { min: 1, max: MAX_SUCCESSION_STEPS }),
        timeMs: readInteger(fields.time, 'succession.time'),
    };
}

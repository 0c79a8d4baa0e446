/**
 * Single revocations, as development versions before the lists kept them: they become items of the list when a
 * directory is opened. PROTOCOL.md §8.5.
 *
 *     {"body":{"iat":ms,"id":hex,"iss":DID,"reason":text,"v":1},"sig":base64url}      canonical JSON, ≤ 4 KiB
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { readBase64url, readInteger, readObject, readString } from "../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../codec/json.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { keyOfDid, parseDid } from "../identity/did.js";
import { asMalformed, malformed } from "./verdict.js";
/** Longest signed revocation, in bytes: a reason of which every character is escaped, and the rest. */
export const MAX_REVOCATION_BYTES = 4096;
/** Longest reason, in UTF-16 units. */
export const MAX_REASON = 512;
const VERSION = 1;
const ID = /^[0-9a-f]{64}$/;
/**
 * Reads a revocation that someone else wrote and checks that its issuer signed it.
 *
 * That this issuer made the token is the caller's to check: nobody else's revocation counts.
 *
 * @throws {TalosError} `MALFORMED`, or `SIGNATURE_INVALID`.
 */
export function readRevocation(text) {
    if (text.length > MAX_REVOCATION_BYTES)
        throw malformed(`revocation exceeds ${MAX_REVOCATION_BYTES} bytes`);
    const { revocation, body, signature } = asMalformed(() => {
        const json = parseCanonicalJson(utf8(text), { maxBytes: MAX_REVOCATION_BYTES });
        const outer = readObject(json, { required: ['body', 'sig'] }, 'revocation');
        return {
            revocation: readBody(outer.body),
            body: canonicalBytes(outer.body),
            signature: readBase64url(outer.sig, 'sig', SIGNATURE_BYTES),
        };
    });
    if (!verify('revocation', keyOfDid(revocation.issuer), body, signature))
        throw new TalosError('SIGNATURE_INVALID', 'revocation is not signed by its issuer');
    return revocation;
}
function readBody(json) {
    const fields = readObject(json, { required: ['v', 'iss', 'id', 'iat', 'reason'] }, 'revocation');
    readInteger(fields.v, 'v', { min: VERSION, max: VERSION });
    return {
        issuer: parseDid(readString(fields.iss, 'iss')),
        id: readString(fields.id, 'id', { pattern: ID }),
        issuedAtMs: readInteger(fields.iat, 'iat'),
        reason: readString(fields.reason, 'reason', { max: MAX_REASON }),
    };
}

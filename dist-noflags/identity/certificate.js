/**
 * Certificates: the identity's Ed25519 key vouches for the X25519 key that its sessions use. PROTOCOL.md §4.2.
 *
 *     { "body": { did, exp, iat, seq, v, x25519 } as bytes, "sig": 64 bytes }      deterministic CBOR, ≤ 512 bytes
 *
 * Neither key is ever converted into the other.
 *
 * @module
 */
import { assertBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { checkAgreementKey, X25519_BYTES } from "../crypto/agree.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { didOfKey, keyOfDid } from "./did.js";
/** Most bytes of a certificate. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_BYTES = 512;
/** Longest time from issue to expiry, in milliseconds: 400 days. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_LIFETIME_MS = 400 * 86_400_000;
/** How far the clock of an issuer may be ahead of ours, in milliseconds: 10 minutes. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_SKEW_MS = 600_000;
const VERSION = 1;
/**
 * Makes the certificate of `signer` for an X25519 key.
 *
 * @returns At most {@link MAX_CERTIFICATE_BYTES} new bytes.
 * @throws {RangeError} for a sequence or time that is no safe natural number, or a lifetime out of bounds.
 * @throws {TalosError} `E_BAD_KEY` for a key against PROTOCOL.md §3.2.
 */
export function issueCertificate(signer, fields) {
    const { agreementKey, sequence, issuedAtMs, expiresAtMs } = fields;
    assertBytes(agreementKey, 'agreementKey', X25519_BYTES);
    checkAgreementKey(agreementKey);
    for (const [name, value] of Object.entries({ sequence, issuedAtMs, expiresAtMs }))
        if (!Number.isSafeInteger(value) || value < 0)
            throw new RangeError(`${name} must be a natural number`);
    if (!isLifetime(issuedAtMs, expiresAtMs))
        throw new RangeError(`expiresAtMs must be 1 to ${MAX_CERTIFICATE_LIFETIME_MS} ms after issuedAtMs`);
    const did = didOfKey(signer.publicKey);
    const body = encodeCbor({ v: VERSION, did, x25519: agreementKey, seq: sequence, iat: issuedAtMs, exp: expiresAtMs });
    return encodeCbor({ body, sig: signer.sign('certificate', body) });
}
/**
 * Verifies a certificate that a stranger sent. The signature is checked before the body is read.
 *
 * @param bytes - Copied.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_CERTIFICATE_BYTES}; `E_MALFORMED` for another form; `E_BAD_BUNDLE`
 *   for a signature by another key or another DID in the body; `E_VERSION` for another version; `E_BAD_KEY` for a key
 *   against PROTOCOL.md §3.2; `E_STALE` if expired, more than {@link MAX_CERTIFICATE_SKEW_MS} in the future, or of a
 *   lower sequence than `lowestSequence`.
 */
export function verifyCertificate(bytes, expected) {
    const outer = readObject(decodeCbor(bytes, { maxBytes: MAX_CERTIFICATE_BYTES }), { required: ['body', 'sig'] }, 'certificate');
    const body = readBytes(outer.body, 'certificate.body');
    const signature = readBytes(outer.sig, 'certificate.sig', SIGNATURE_BYTES);
    if (!verify('certificate', keyOfDid(expected.did), body, signature))
        throw new TalosError('E_BAD_BUNDLE', 'the certificate is not signed by the DID it is expected of');
    const certificate = readBody(body, new Uint8Array(bytes));
    if (certificate.did !== expected.did)
        throw new TalosError('E_BAD_BUNDLE', 'the certificate names another DID');
    assertFresh(certificate, expected);
    return certificate;
}
function readBody(body, bytes) {
    const shape = { required: ['v', 'did', 'x25519', 'seq', 'iat', 'exp'] };
    const fields = readObject(decodeCbor(body), shape, 'certificate.body');
    if (readInteger(fields.v, 'certificate.body.v') !== VERSION)
        throw new TalosError('E_VERSION', 'the certificate is of another version');
    const issuedAtMs = readInteger(fields.iat, 'certificate.body.iat');
    const expiresAtMs = readInteger(fields.exp, 'certificate.body.exp');
    if (!isLifetime(issuedAtMs, expiresAtMs))
        throw new TalosError('E_MALFORMED', 'certificate.body.exp: must be within 400 days after iat');
    return {
        bytes,
        // Compared with the DID that is expected before anyone sees it, so it is a Did then.
        did: readString(fields.did, 'certificate.body.did'),
        agreementKey: checkAgreementKey(readBytes(fields.x25519, 'certificate.body.x25519')),
        sequence: readInteger(fields.seq, 'certificate.body.seq'),
        issuedAtMs,
        expiresAtMs,
    };
}
function isLifetime(issuedAtMs, expiresAtMs) {
    return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_CERTIFICATE_LIFETIME_MS;
}
function assertFresh(certificate, expected) {
    const { nowMs, lowestSequence = 0 } = expected;
    if (nowMs >= certificate.expiresAtMs)
        throw new TalosError('E_STALE', 'the certificate has expired', {
            details: { expiresAtMs: certificate.expiresAtMs },
        });
    if (certificate.issuedAtMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
        throw new TalosError('E_STALE', 'the certificate is from the future', {
            details: { issuedAtMs: certificate.issuedAtMs },
            hint: 'compare the clocks of both machines',
        });
    if (certificate.sequence < lowestSequence)
        throw new TalosError('E_STALE', `the certificate has sequence ${certificate.sequence}, ${lowestSequence} was seen`);
}

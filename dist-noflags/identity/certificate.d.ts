/**
 * Certificates: the identity's Ed25519 key vouches for the X25519 key that its sessions use. PROTOCOL.md §4.2.
 *
 *     { "body": { did, exp, iat, seq, v, x25519 } as bytes, "sig": 64 bytes }      deterministic CBOR, ≤ 512 bytes
 *
 * Neither key is ever converted into the other.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from './did.ts';
/** Most bytes of a certificate. PROTOCOL.md §4.2. */
export declare const MAX_CERTIFICATE_BYTES = 512;
/** Longest time from issue to expiry, in milliseconds: 400 days. PROTOCOL.md §4.2. */
export declare const MAX_CERTIFICATE_LIFETIME_MS: number;
/** How far the clock of an issuer may be ahead of ours, in milliseconds: 10 minutes. PROTOCOL.md §4.2. */
export declare const MAX_CERTIFICATE_SKEW_MS = 600000;
/** What the owner chooses. Times are in milliseconds since 1970. */
export interface CertificateFields {
    /** X25519 public key, 32 bytes; checked by PROTOCOL.md §3.2. */
    readonly agreementKey: Uint8Array;
    /** Grows with each certificate of one identity. */
    readonly sequence: number;
    readonly issuedAtMs: number;
    /** After `issuedAtMs`, by at most {@link MAX_CERTIFICATE_LIFETIME_MS}. */
    readonly expiresAtMs: number;
}
/** A certificate that was verified. */
export interface Certificate {
    /** The certificate itself, as it travels. */
    readonly bytes: Bytes;
    readonly did: Did;
    /** X25519 public key, 32 bytes. */
    readonly agreementKey: Bytes;
    readonly sequence: number;
    readonly issuedAtMs: number;
    readonly expiresAtMs: number;
}
/**
 * Makes the certificate of `signer` for an X25519 key.
 *
 * @returns At most {@link MAX_CERTIFICATE_BYTES} new bytes.
 * @throws {RangeError} for a sequence or time that is no safe natural number, or a lifetime out of bounds.
 * @throws {TalosError} `E_BAD_KEY` for a key against PROTOCOL.md §3.2.
 */
export declare function issueCertificate(signer: SigningKey, fields: CertificateFields): Bytes;
/** What a certificate is checked against. */
export interface CertificateExpectation {
    /** Whose certificate it must be. */
    readonly did: Did;
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    /** The highest sequence seen for the DID, where one was seen. */
    readonly lowestSequence?: number;
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
export declare function verifyCertificate(bytes: Uint8Array, expected: CertificateExpectation): Certificate;

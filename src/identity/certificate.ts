/**
 * Certificates: the identity's Ed25519 key vouches for the X25519 key that its sessions use. PROTOCOL.md §4.2.
 *
 *     { "body": { did, exp, iat, seq, v, x25519 } as bytes, "sig": 64 bytes }      deterministic CBOR, ≤ 512 bytes
 *
 * Neither key is ever converted into the other.
 *
 * @module
 */
import { assertBytes, type Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { checkAgreementKey, X25519_BYTES } from '../crypto/agree.ts';
import { SIGNATURE_BYTES, type SigningKey, verify } from '../crypto/sign.ts';
import { type Did, didOfKey, keyOfDid } from './did.ts';

/** Most bytes of a certificate. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_BYTES = 512;
/** Longest time from issue to expiry, in milliseconds: 400 days. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_LIFETIME_MS: number = 400 * 86_400_000;
/** How far the clock of an issuer may be ahead of ours, in milliseconds: 10 minutes. PROTOCOL.md §4.2. */
export const MAX_CERTIFICATE_SKEW_MS = 600_000;

const VERSION = 1;

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
export function issueCertificate(signer: SigningKey, fields: CertificateFields): Bytes {
  const { agreementKey, sequence, issuedAtMs, expiresAtMs } = fields;
  assertBytes(agreementKey, 'agreementKey', X25519_BYTES);
  checkAgreementKey(agreementKey);
  for (const [name, value] of Object.entries({ sequence, issuedAtMs, expiresAtMs }))
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a natural number`);
  if (!isLifetime(issuedAtMs, expiresAtMs))
    throw new RangeError(`expiresAtMs must be 1 to ${MAX_CERTIFICATE_LIFETIME_MS} ms after issuedAtMs`);
  const did = didOfKey(signer.publicKey);
  const body = encodeCbor({ v: VERSION, did, x25519: agreementKey, seq: sequence, iat: issuedAtMs, exp: expiresAtMs });
  return encodeCbor({ body, sig: signer.sign('certificate', body) });
}

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
export function verifyCertificate(bytes: Uint8Array, expected: CertificateExpectation): Certificate {
  const outer = readObject(
    decodeCbor(bytes, { maxBytes: MAX_CERTIFICATE_BYTES }),
    { required: ['body', 'sig'] },
    'certificate',
  );
  const body = readBytes(outer.body, 'certificate.body');
  const signature = readBytes(outer.sig, 'certificate.sig', SIGNATURE_BYTES);
  if (!verify('certificate', keyOfDid(expected.did), body, signature))
    throw new TalosError('E_BAD_BUNDLE', 'the certificate is not signed by the DID it is expected of');
  const certificate = readBody(body, new Uint8Array(bytes));
  if (certificate.did !== expected.did) throw new TalosError('E_BAD_BUNDLE', 'the certificate names another DID');
  assertFresh(certificate, expected);
  return certificate;
}

function readBody(body: Bytes, bytes: Bytes): Certificate {
  const shape = { required: ['v', 'did', 'x25519', 'seq', 'iat', 'exp'] } as const;
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
    did: readString(fields.did, 'certificate.body.did') as Did,
    agreementKey: checkAgreementKey(readBytes(fields.x25519, 'certificate.body.x25519')),
    sequence: readInteger(fields.seq, 'certificate.body.seq'),
    issuedAtMs,
    expiresAtMs,
  };
}

function isLifetime(issuedAtMs: number, expiresAtMs: number): boolean {
  return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_CERTIFICATE_LIFETIME_MS;
}

function assertFresh(certificate: Certificate, expected: CertificateExpectation): void {
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

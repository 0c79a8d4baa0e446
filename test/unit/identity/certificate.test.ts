import { createPrivateKey, createPublicKey, verify as verifyWithOpenssl } from 'node:crypto';
import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { describe, expect, it } from 'vitest';
import { isTalosError } from '../../../src/base/errors.ts';
import { agreementKeyPair } from '../../../src/crypto/agree.ts';
import { SIGNING_LABELS, type SigningLabel } from '../../../src/crypto/labels.ts';
import { signingKey } from '../../../src/crypto/sign.ts';
import {
  issueCertificate,
  MAX_CERTIFICATE_BYTES,
  MAX_CERTIFICATE_LIFETIME_MS,
  MAX_CERTIFICATE_SKEW_MS,
  verifyCertificate,
} from '../../../src/identity/certificate.ts';
import { didOfKey, keyOfDid } from '../../../src/identity/did.ts';

const NOW = 1_800_000_000_000;
const owner = signingKey(new Uint8Array(32).fill(1));
const mallory = signingKey(new Uint8Array(32).fill(2));
const did = didOfKey(owner.publicKey);
const agreementKey = agreementKeyPair(new Uint8Array(32).fill(3)).publicKey;
const fields = { agreementKey, sequence: 5, issuedAtMs: NOW, expiresAtMs: NOW + MAX_CERTIFICATE_LIFETIME_MS };
const good = issueCertificate(owner, fields);
const expected = { did, nowMs: NOW };
const code = (name: string) => expect.objectContaining({ code: name });

/** A certificate whose body is `change` of the good one, signed as it should be unless said otherwise. */
function certified(
  change: (body: Record<string, unknown>) => void,
  signer = owner,
  label: SigningLabel = 'certificate',
): Uint8Array {
  const body = { v: 1, did, x25519: agreementKey, seq: 5, iat: NOW, exp: NOW + MAX_CERTIFICATE_LIFETIME_MS };
  change(body);
  const bytes = encode(body, rfc8949EncodeOptions);
  return encode({ body: bytes, sig: signer.sign(label, bytes) }, rfc8949EncodeOptions);
}

describe('a certificate', () => {
  it('verifies, and gives what was certified', () => {
    expect(verifyCertificate(good, expected)).toEqual({ bytes: good, did, ...fields });
    expect(good.length).toBeLessThanOrEqual(MAX_CERTIFICATE_BYTES);
  });

  it('K24: is signed as PROTOCOL.md says, by the word of OpenSSL and another CBOR reader', () => {
    const { body, sig } = decode(good) as { body: Uint8Array; sig: Uint8Array };
    expect(decode(body)).toEqual({ v: 1, did, x25519: agreementKey, seq: 5, iat: NOW, exp: fields.expiresAtMs });
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), keyOfDid(did)]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    expect(verifyWithOpenssl(null, Buffer.concat([Buffer.from('talos/v1/certificate\0'), body]), key, sig)).toBe(true);
  });

  it('K24: certifies a key that does not follow from the signing key', () => {
    // RFC 7748 and RFC 8032 keys of one seed: a conversion would make them the same point.
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), new Uint8Array(32).fill(1)]);
    const { x } = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })).export({
      format: 'jwk',
    });
    expect(Buffer.from(verifyCertificate(good, expected).agreementKey).toString('base64url')).not.toBe(x);
  });

  it('K24: with any bit of any byte flipped is refused with a code', () => {
    for (let at = 0; at < good.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const edited = new Uint8Array(good);
        edited[at] = (edited[at] as number) ^ (1 << bit);
        try {
          verifyCertificate(edited, expected);
          expect.unreachable(`byte ${at}, bit ${bit}`);
        } catch (error) {
          expect(isTalosError(error) && error.code, `byte ${at}, bit ${bit}`).toMatch(/^E_(MALFORMED|BAD_BUNDLE)$/);
        }
      }
  });

  it('is refused at every length but its own', () => {
    for (let length = 0; length < good.length; length++)
      expect(() => verifyCertificate(good.subarray(0, length), expected)).toThrow(code('E_MALFORMED'));
    expect(() => verifyCertificate(Uint8Array.of(...good, 0), expected)).toThrow(code('E_MALFORMED'));
  });

  it('K24: of another identity is refused: swapped, re-signed, or naming another DID', () => {
    const foreign = issueCertificate(mallory, fields);
    expect(() => verifyCertificate(foreign, expected)).toThrow(code('E_BAD_BUNDLE'));
    expect(() =>
      verifyCertificate(
        certified(() => undefined, mallory),
        expected,
      ),
    ).toThrow(code('E_BAD_BUNDLE'));
    const other = didOfKey(mallory.publicKey);
    expect(() => verifyCertificate(good, { ...expected, did: other })).toThrow(code('E_BAD_BUNDLE'));
    const naming = certified((body) => (body['did'] = other));
    expect(() => verifyCertificate(naming, expected)).toThrow(code('E_BAD_BUNDLE'));
    expect(() => verifyCertificate(naming, { ...expected, did: other })).toThrow(code('E_BAD_BUNDLE'));
  });

  it('K24: signed under any other label is refused', () => {
    for (const label of Object.keys(SIGNING_LABELS) as SigningLabel[])
      if (label !== 'certificate')
        expect(() =>
          verifyCertificate(
            certified(() => undefined, owner, label),
            expected,
          ),
        ).toThrow(code('E_BAD_BUNDLE'));
  });

  it.each([
    ['version 0', 'E_VERSION', { v: 0 }],
    ['version 2', 'E_VERSION', { v: 2 }],
    ['a version that is text', 'E_MALFORMED', { v: '1' }],
    ['an unknown field', 'E_MALFORMED', { x: 1 }],
    ['no key', 'E_MALFORMED', { x25519: undefined }],
    ['a key that is text', 'E_MALFORMED', { x25519: 'key' }],
    ['a key of 31 bytes', 'E_BAD_KEY', { x25519: new Uint8Array(31).fill(9) }],
    ['a key of 33 bytes', 'E_BAD_KEY', { x25519: new Uint8Array(33).fill(9) }],
    ['a key of small order', 'E_BAD_KEY', { x25519: new Uint8Array(32) }],
    ['a key that is not canonical', 'E_BAD_KEY', { x25519: new Uint8Array(32).fill(255) }],
    ['a DID that is bytes', 'E_MALFORMED', { did: new Uint8Array(32) }],
    ['a negative sequence', 'E_MALFORMED', { seq: -1 }],
    ['a sequence that is text', 'E_MALFORMED', { seq: '5' }],
    ['a time that is text', 'E_MALFORMED', { iat: String(NOW) }],
    ['an expiry at its issue', 'E_MALFORMED', { exp: NOW }],
    ['an expiry before its issue', 'E_MALFORMED', { exp: NOW - 1 }],
    ['a life of a millisecond over 400 days', 'E_MALFORMED', { exp: NOW + MAX_CERTIFICATE_LIFETIME_MS + 1 }],
  ])('with %s is refused with %s though its owner signed it', (_what, refusal, change) => {
    const edited = certified((body) => {
      Object.assign(body, change);
      for (const [key, value] of Object.entries(body)) if (value === undefined) delete body[key];
    });
    expect(() => verifyCertificate(edited, expected)).toThrow(code(refusal));
  });

  it('is fresh until the millisecond before it expires', () => {
    const at = (nowMs: number) => () => verifyCertificate(good, { did, nowMs });
    expect(at(fields.expiresAtMs - 1)().sequence).toBe(5);
    expect(at(fields.expiresAtMs)).toThrow(code('E_STALE'));
    expect(at(fields.issuedAtMs - MAX_CERTIFICATE_SKEW_MS)().sequence).toBe(5);
    expect(at(fields.issuedAtMs - MAX_CERTIFICATE_SKEW_MS - 1)).toThrow(code('E_STALE'));
  });

  it('K24: of a lower sequence than one seen is refused, of the same accepted', () => {
    expect(verifyCertificate(good, { ...expected, lowestSequence: 5 }).sequence).toBe(5);
    expect(() => verifyCertificate(good, { ...expected, lowestSequence: 6 })).toThrow(code('E_STALE'));
  });

  it('longer than the limit is refused before it is read', () => {
    const long = encode({ body: new Uint8Array(MAX_CERTIFICATE_BYTES), sig: new Uint8Array(64) }, rfc8949EncodeOptions);
    expect(() => verifyCertificate(long, expected)).toThrow(code('E_LIMIT'));
  });

  it('is not issued for nonsense', () => {
    const issue = (change: Partial<typeof fields>) => () => issueCertificate(owner, { ...fields, ...change });
    expect(issue({ expiresAtMs: NOW + MAX_CERTIFICATE_LIFETIME_MS + 1 })).toThrow(RangeError);
    expect(issue({ expiresAtMs: NOW })).toThrow(RangeError);
    expect(issue({ sequence: -1 })).toThrow(RangeError);
    expect(issue({ sequence: 1.5 })).toThrow(RangeError);
    expect(issue({ agreementKey: new Uint8Array(31) })).toThrow(RangeError);
    expect(issue({ agreementKey: new Uint8Array(32) })).toThrow(code('E_BAD_KEY'));
  });
});

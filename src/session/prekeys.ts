/**
 * Prekeys and the signed bundle that offers them. PROTOCOL.md §5.1.
 *
 * @module
 */
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readArray, readBytes, readInteger, readObject } from '../codec/fields.ts';
import { blob16, u8, u32, u64 } from '../codec/writer.ts';
import { type AgreementKeyPair, checkAgreementKey } from '../crypto/agree.ts';
import { checkKemKey, type KemKeyPair } from '../crypto/kem.ts';
import { SIGNATURE_BYTES, type SigningKey, verify } from '../crypto/sign.ts';
import { type Certificate, MAX_CERTIFICATE_BYTES, verifyCertificate } from '../identity/certificate.ts';
import { type Did, keyOfDid } from '../identity/did.ts';
import type { Offer } from './handshake.ts';
import type { Party, PublicPrekey } from './key-schedule.ts';
import { MAX_PREKEY_ID, MAX_SKEW_MS, readVersioned, SESSION_VERSION, SUITE } from './suite.ts';

/** Most bytes of a bundle. PROTOCOL.md §5.1. */
export const MAX_BUNDLE_BYTES = 8192;
/** Longest life of a bundle, and of a prekey from the bundle's issue on, in milliseconds: 30 days. PROTOCOL.md §5.1. */
export const MAX_BUNDLE_LIFETIME_MS: number = 30 * 86_400_000;
/** Most one-time prekeys in one bundle. */
export const MAX_BUNDLE_ONE_TIME_PREKEYS = 100;

/** What a signature over a prekey says it is, so that no signature over one kind passes for the other. */
const KEY_TYPES = { signedPrekey: 1, kemPrekey: 2 } as const;
type SignedKind = keyof typeof KEY_TYPES;

/** An X25519 or ML-KEM-768 prekey with its secret half. Ids are 0 to 2^32 − 1. */
export interface OwnPrekey<Pair> {
  readonly id: number;
  readonly pair: Pair;
}

/** What a bundle offers. Times are in milliseconds since 1970. */
export interface BundleFields {
  /** Grows with each bundle of one identity. */
  readonly sequence: number;
  readonly issuedAtMs: number;
  /** After `issuedAtMs`, by at most {@link MAX_BUNDLE_LIFETIME_MS}. */
  readonly expiresAtMs: number;
  /** The certificate to offer, where it is not the party's current one. */
  readonly certificate?: Bytes;
  readonly signedPrekey: OwnPrekey<AgreementKeyPair>;
  readonly kemPrekey: OwnPrekey<KemKeyPair>;
  /** When both of them stop being accepted, as far from `issuedAtMs` as `expiresAtMs` may be. */
  readonly prekeysExpireAtMs: number;
  readonly oneTimePrekeys: readonly OwnPrekey<AgreementKeyPair>[];
}

/**
 * Makes a signed bundle.
 *
 * @returns At most {@link MAX_BUNDLE_BYTES} new bytes.
 * @throws {RangeError} for ids, times or a number of one-time prekeys out of bounds.
 */
export function createBundle(party: Party, fields: BundleFields): Bytes {
  const { sequence, issuedAtMs, expiresAtMs, prekeysExpireAtMs, signedPrekey, kemPrekey, oneTimePrekeys } = fields;
  for (const until of [expiresAtMs, prekeysExpireAtMs])
    if (!isLifetime(issuedAtMs, until))
      throw new RangeError(`bundle and prekeys must expire 1 to ${MAX_BUNDLE_LIFETIME_MS} ms after issuedAtMs`);
  if (oneTimePrekeys.length > MAX_BUNDLE_ONE_TIME_PREKEYS)
    throw new RangeError(`a bundle holds at most ${MAX_BUNDLE_ONE_TIME_PREKEYS} one-time prekeys`);
  const signed = (kind: SignedKind, { id, pair }: OwnPrekey<{ readonly publicKey: Bytes }>): Cbor => {
    const body = prekeyBody(kind, party.did, { id, publicKey: pair.publicKey }, prekeysExpireAtMs);
    return { id, key: pair.publicKey, exp: prekeysExpireAtMs, sig: party.signing.sign(kind, body) };
  };
  const body = encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    did: party.did,
    cert: fields.certificate ?? party.certificate,
    seq: sequence,
    iat: issuedAtMs,
    exp: expiresAtMs,
    spk: signed('signedPrekey', signedPrekey),
    kem: signed('kemPrekey', kemPrekey),
    opks: oneTimePrekeys.map(({ id, pair }) => ({ id, key: pair.publicKey })),
  });
  return signBundle(party.signing, body);
}

/** The bundle of a body. For the owner's key alone: it vouches for all that the body says. */
export function signBundle(signer: SigningKey, body: Bytes): Bytes {
  return encodeCbor({ body, sig: signer.sign('bundle', body) });
}

/** What the signature over a prekey covers: `u8 key type ‖ blob16(owner DID) ‖ u32 id ‖ u64 expires ‖ public key`. */
function prekeyBody(kind: SignedKind, owner: Did, { id, publicKey }: PublicPrekey, expiresAtMs: number): Bytes {
  return concat(u8(KEY_TYPES[kind]), blob16(utf8(owner)), u32(id), u64(expiresAtMs), publicKey);
}

/** A bundle that was verified. */
export interface Bundle {
  readonly did: Did;
  readonly certificate: Certificate;
  readonly sequence: number;
  readonly expiresAtMs: number;
  readonly signedPrekey: PublicPrekey;
  readonly kemPrekey: PublicPrekey;
  readonly oneTimePrekeys: readonly PublicPrekey[];
}

/** What a bundle is checked against. */
export interface BundleExpectation {
  /** Whose bundle was asked for. */
  readonly did: Did;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The highest bundle sequence seen of the owner. */
  readonly lowestSequence?: number;
  /** The highest certificate sequence seen of the owner. */
  readonly lowestCertificateSequence?: number;
  /** Whether a bundle without a one-time prekey is refused. */
  readonly requireOneTime?: boolean;
}

/**
 * Verifies a bundle that a stranger may have made or changed.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_BUNDLE_BYTES}; `E_MALFORMED` for another form; `E_VERSION`;
 *   `E_DOWNGRADE` without a KEM prekey, or without the one-time prekey that is required; `E_BAD_BUNDLE` for another
 *   owner or a signature that does not verify; `E_STALE` if it, a prekey or the certificate is expired, made to last
 *   too long, from the future, or of a lower sequence than seen; `E_BAD_KEY` for a key that is none.
 */
export function verifyBundle(bytes: Uint8Array, expected: BundleExpectation): Bundle {
  const outer = readObject(decodeCbor(bytes, { maxBytes: MAX_BUNDLE_BYTES }), { required: ['body', 'sig'] }, 'bundle');
  const body = readBytes(outer.body, 'bundle.body');
  // Version and missing KEM prekey are said whoever made the bundle: stripping it must never look like a lesser fault.
  const fields = readVersioned(decodeCbor(body), BODY, 'bundle');
  if (fields.kem === undefined) throw new TalosError('E_DOWNGRADE', 'the bundle has no KEM prekey');
  if (!verify('bundle', keyOfDid(expected.did), body, readBytes(outer.sig, 'bundle.sig', SIGNATURE_BYTES)))
    throw new TalosError('E_BAD_BUNDLE', 'the bundle is not signed by the DID it was asked of');
  if (fields.did !== expected.did) throw new TalosError('E_BAD_BUNDLE', 'the bundle names another DID');
  const issuedAtMs = readInteger(fields.iat, 'bundle.iat');
  const expiresAtMs = readInteger(fields.exp, 'bundle.exp');
  const sequence = readInteger(fields.seq, 'bundle.seq');
  assertFresh({ issuedAtMs, expiresAtMs, sequence }, expected);
  const signed = { owner: expected.did, issuedAtMs, nowMs: expected.nowMs };
  const bundle: Bundle = {
    did: expected.did,
    certificate: readCertificate(fields.cert, expected),
    sequence,
    expiresAtMs,
    signedPrekey: readSignedPrekey('signedPrekey', fields.spk, signed, checkAgreementKey),
    kemPrekey: readSignedPrekey('kemPrekey', fields.kem, signed, checkKemKey),
    oneTimePrekeys: readOneTimePrekeys(fields.opks),
  };
  if (expected.requireOneTime === true && bundle.oneTimePrekeys.length === 0)
    throw new TalosError('E_DOWNGRADE', 'the bundle has no one-time prekey');
  return bundle;
}

const BODY = {
  required: ['did', 'cert', 'seq', 'iat', 'exp', 'spk', 'opks'],
  optional: ['kem'],
} as const;

function isLifetime(issuedAtMs: number, expiresAtMs: number): boolean {
  return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_BUNDLE_LIFETIME_MS;
}

function assertFresh(
  bundle: Pick<Bundle, 'sequence' | 'expiresAtMs'> & { readonly issuedAtMs: number },
  expected: BundleExpectation,
): void {
  const { nowMs, lowestSequence = 0 } = expected;
  if (!isLifetime(bundle.issuedAtMs, bundle.expiresAtMs))
    throw new TalosError('E_STALE', 'the bundle does not expire within 30 days of its issue');
  if (nowMs >= bundle.expiresAtMs) throw new TalosError('E_STALE', 'the bundle has expired');
  if (bundle.issuedAtMs > nowMs + MAX_SKEW_MS)
    throw new TalosError('E_STALE', 'the bundle is from the future', { hint: 'compare the clocks of both machines' });
  if (bundle.sequence < lowestSequence)
    throw new TalosError('E_STALE', `the bundle has sequence ${bundle.sequence}, ${lowestSequence} was seen`);
}

function readCertificate(value: Cbor, expected: BundleExpectation): Certificate {
  const bytes = readBytes(value, 'bundle.cert');
  if (bytes.length > MAX_CERTIFICATE_BYTES) throw new TalosError('E_MALFORMED', 'bundle.cert: too long');
  return verifyCertificate(bytes, {
    did: expected.did,
    nowMs: expected.nowMs,
    lowestSequence: expected.lowestCertificateSequence ?? 0,
  });
}

const readPrekeyId = (value: Cbor, name: string): number => readInteger(value, name, { max: MAX_PREKEY_ID });

function readSignedPrekey(
  kind: SignedKind,
  value: Cbor,
  bundle: { readonly owner: Did; readonly issuedAtMs: number; readonly nowMs: number },
  check: (key: Uint8Array) => Bytes,
): PublicPrekey {
  const fields = readObject(value, { required: ['id', 'key', 'exp', 'sig'] }, kind);
  const prekey = { id: readPrekeyId(fields.id, `${kind}.id`), publicKey: readBytes(fields.key, `${kind}.key`) };
  const expiresAtMs = readInteger(fields.exp, `${kind}.exp`);
  const signature = readBytes(fields.sig, `${kind}.sig`);
  // A signature of any other length verifies under no key: the same answer.
  if (!verify(kind, keyOfDid(bundle.owner), prekeyBody(kind, bundle.owner, prekey, expiresAtMs), signature))
    throw new TalosError('E_BAD_BUNDLE', `the ${kind} is not signed by the owner of the bundle`);
  if (bundle.nowMs >= expiresAtMs) throw new TalosError('E_STALE', `the ${kind} has expired`);
  if (!isLifetime(bundle.issuedAtMs, expiresAtMs))
    throw new TalosError('E_STALE', `the ${kind} does not expire within 30 days of the bundle's issue`);
  return { id: prekey.id, publicKey: check(prekey.publicKey) };
}

function readOneTimePrekeys(value: Cbor): readonly PublicPrekey[] {
  const prekeys = readArray(value, 'opks', { max: MAX_BUNDLE_ONE_TIME_PREKEYS }, (item: Cbor, name) => {
    const fields = readObject(item, { required: ['id', 'key'] }, name);
    return {
      id: readPrekeyId(fields.id, `${name}.id`),
      publicKey: checkAgreementKey(readBytes(fields.key, `${name}.key`)),
    };
  });
  if (new Set(prekeys.map(({ id }) => id)).size !== prekeys.length)
    throw new TalosError('E_MALFORMED', 'opks: two of one id');
  return prekeys;
}

/** The offer of a bundle for one handshake: with its first one-time prekey, where it has one. */
export function offerOf(bundle: Bundle): Offer {
  const { certificate, signedPrekey, kemPrekey, oneTimePrekeys } = bundle;
  return {
    kind: 'durable',
    certificate,
    signedPrekey,
    kemPrekey,
    oneTimePrekey: oneTimePrekeys[0],
    nonce: new Uint8Array(0),
  };
}

/**
 * Prekeys and the signed bundle that offers them. PROTOCOL.md §5.1.
 *
 * @module
 */
import { type Bytes, concat, equalBytes, utf8 } from '../base/bytes.ts';
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
/** Most X25519 one-time prekeys in one bundle. */
export const MAX_BUNDLE_ONE_TIME_PREKEYS = 100;
/** Most one-time KEM prekeys in one bundle: each has 1,184 bytes. */
export const MAX_BUNDLE_ONE_TIME_KEMS = 4;

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
  /** The last-resort one. */
  readonly kemPrekey: OwnPrekey<KemKeyPair>;
  /** When both of them stop being accepted, as far from `issuedAtMs` as `expiresAtMs` may be. */
  readonly prekeysExpireAtMs: number;
  /** No two one-time prekeys, of whichever kind, have one id, and none that of `kemPrekey`. */
  readonly oneTimePrekeys: readonly OwnPrekey<AgreementKeyPair>[];
  readonly oneTimeKems: readonly OwnPrekey<KemKeyPair>[];
}

/**
 * Makes a signed bundle.
 *
 * @returns At most {@link MAX_BUNDLE_BYTES} new bytes.
 * @throws {RangeError} for ids, times or a number of one-time prekeys out of bounds, and for a bundle that would be longer.
 */
export function createBundle(party: Party, fields: BundleFields): Bytes {
  assertBounds(fields);
  const { sequence, issuedAtMs, expiresAtMs, prekeysExpireAtMs, signedPrekey, kemPrekey } = fields;
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
    opks: fields.oneTimePrekeys.map(offered),
    okems: fields.oneTimeKems.map(offered),
  });
  const bundle = signBundle(party.signing, body);
  if (bundle.length > MAX_BUNDLE_BYTES) throw new RangeError(`a bundle of ${bundle.length} bytes`);
  return bundle;
}

const offered = ({ id, pair }: OwnPrekey<{ readonly publicKey: Bytes }>): Cbor => ({ id, key: pair.publicKey });

function assertBounds(fields: BundleFields): void {
  const { issuedAtMs, expiresAtMs, prekeysExpireAtMs, oneTimePrekeys, oneTimeKems, kemPrekey } = fields;
  for (const until of [expiresAtMs, prekeysExpireAtMs])
    if (!isLifetime(issuedAtMs, until))
      throw new RangeError(`bundle and prekeys must expire 1 to ${MAX_BUNDLE_LIFETIME_MS} ms after issuedAtMs`);
  if (oneTimePrekeys.length > MAX_BUNDLE_ONE_TIME_PREKEYS || oneTimeKems.length > MAX_BUNDLE_ONE_TIME_KEMS)
    throw new RangeError(
      `a bundle holds at most ${MAX_BUNDLE_ONE_TIME_PREKEYS} and ${MAX_BUNDLE_ONE_TIME_KEMS} one-time prekeys`,
    );
  if (hasTwoOfOneId(kemPrekey, oneTimePrekeys, oneTimeKems)) throw new RangeError('two prekeys of one id');
}

/** The initial message names a KEM prekey by its id alone, so one-time ones share none with the last-resort one. */
function hasTwoOfOneId(
  lastResort: { readonly id: number },
  ...oneTime: readonly (readonly { readonly id: number }[])[]
): boolean {
  const ids = [lastResort, ...oneTime.flat()].map(({ id }) => id);
  return new Set(ids).size !== ids.length;
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
  /** The last-resort one. */
  readonly kemPrekey: PublicPrekey;
  readonly oneTimePrekeys: readonly PublicPrekey[];
  readonly oneTimeKems: readonly PublicPrekey[];
}

/** What a bundle is checked against. */
export interface BundleExpectation {
  /** Whose bundle was asked for. */
  readonly did: Did;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The highest bundle sequence seen of the owner. */
  readonly lowestSequence?: number;
  /** The signed prekey of that bundle: one of a lower sequence that offers it too is of its time, and no older. */
  readonly newestPrekey?: PublicPrekey | undefined;
  /** The highest certificate sequence seen of the owner. */
  readonly lowestCertificateSequence?: number;
  /** Whether a bundle without one-time prekeys of both kinds is refused. */
  readonly requireOneTime?: boolean;
}

/**
 * Verifies a bundle that a stranger may have made or changed.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_BUNDLE_BYTES}; `E_MALFORMED` for another form; `E_VERSION`;
 *   `E_DOWNGRADE` without a KEM prekey, or without one-time prekeys that are required; `E_BAD_BUNDLE` for another
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
  assertFresh({ issuedAtMs, expiresAtMs }, expected.nowMs);
  const signed = { owner: expected.did, issuedAtMs, nowMs: expected.nowMs };
  const bundle: Bundle = {
    did: expected.did,
    certificate: readCertificate(fields.cert, expected),
    sequence,
    expiresAtMs,
    signedPrekey: readSignedPrekey('signedPrekey', fields.spk, signed, checkAgreementKey),
    kemPrekey: readSignedPrekey('kemPrekey', fields.kem, signed, checkKemKey),
    oneTimePrekeys: readOneTime(fields.opks, 'opks', MAX_BUNDLE_ONE_TIME_PREKEYS, checkAgreementKey),
    oneTimeKems: readOneTime(fields.okems, 'okems', MAX_BUNDLE_ONE_TIME_KEMS, checkKemKey),
  };
  if (hasTwoOfOneId(bundle.kemPrekey, bundle.oneTimePrekeys, bundle.oneTimeKems))
    throw new TalosError('E_MALFORMED', 'the bundle has two prekeys of one id');
  assertNotOlder(bundle, expected);
  if (expected.requireOneTime === true && (bundle.oneTimePrekeys.length === 0 || bundle.oneTimeKems.length === 0))
    throw new TalosError('E_DOWNGRADE', 'the bundle has not a one-time prekey of each kind');
  return bundle;
}

const BODY = {
  required: ['did', 'cert', 'seq', 'iat', 'exp', 'spk', 'opks', 'okems'],
  optional: ['kem'],
} as const;

function isLifetime(issuedAtMs: number, expiresAtMs: number): boolean {
  return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_BUNDLE_LIFETIME_MS;
}

function assertFresh(bundle: { readonly issuedAtMs: number; readonly expiresAtMs: number }, nowMs: number): void {
  if (!isLifetime(bundle.issuedAtMs, bundle.expiresAtMs))
    throw new TalosError('E_STALE', 'the bundle does not expire within 30 days of its issue');
  if (nowMs >= bundle.expiresAtMs) throw new TalosError('E_STALE', 'the bundle has expired');
  if (bundle.issuedAtMs > nowMs + MAX_SKEW_MS)
    throw new TalosError('E_STALE', 'the bundle is from the future', { hint: 'compare the clocks of both machines' });
}

/** Servers hold bundles in stock: of those made with one signed prekey, any may come first. */
function assertNotOlder({ sequence, signedPrekey }: Bundle, expected: BundleExpectation): void {
  const { lowestSequence = 0, newestPrekey } = expected;
  if (sequence >= lowestSequence) return;
  if (newestPrekey?.id === signedPrekey.id && equalBytes(newestPrekey.publicKey, signedPrekey.publicKey)) return;
  throw new TalosError('E_STALE', `the bundle has sequence ${sequence}, ${lowestSequence} was seen`);
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

function readOneTime(
  value: Cbor,
  list: string,
  max: number,
  check: (key: Uint8Array) => Bytes,
): readonly PublicPrekey[] {
  return readArray(value, list, { max }, (item: Cbor, name) => {
    const fields = readObject(item, { required: ['id', 'key'] }, name);
    return { id: readPrekeyId(fields.id, `${name}.id`), publicKey: check(readBytes(fields.key, `${name}.key`)) };
  });
}

/** The offer of a bundle for one handshake: with its first one-time prekey of each kind, where it has one. */
export function offerOf(bundle: Bundle): Offer {
  const { certificate, signedPrekey, oneTimePrekeys, oneTimeKems } = bundle;
  const [oneTimeKem] = oneTimeKems;
  return {
    kind: 'durable',
    certificate,
    signedPrekey,
    kemPrekey: oneTimeKem ?? bundle.kemPrekey,
    isOneTimeKem: oneTimeKem !== undefined,
    oneTimePrekey: oneTimePrekeys[0],
    nonce: new Uint8Array(0),
  };
}

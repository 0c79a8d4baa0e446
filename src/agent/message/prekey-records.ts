/**
 * Prekeys as records of the space `prekey`: keys of the store, and what lies under them. PROTOCOL.md §5.1.
 *
 * ```text
 *   0x00                                    counters                                              sealed
 *   0x01 | u32 id                           signed and last-resort KEM prekey of one id           sealed
 *   0x03 | u32 signed id | EKa (32)         initial messages that came under it                   0x01
 *   0x04 | u32 signed id | u8 kind | u32 id one-time prekey that somebody was given               sealed
 *   0x05 | u32 signed id | u8 kind | u32 id one-time prekey of the stock that servers hand out    sealed
 * ```
 *
 * A one-time prekey lies under the signed prekey that it was offered with, and goes with it at the latest.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../../codec/cbor.ts';
import { readBytes, readInteger, readObject } from '../../codec/fields.ts';
import { u8, u32 } from '../../codec/writer.ts';
import { type AgreementKeyPair, agreementKeyPair, X25519_BYTES } from '../../crypto/agree.ts';
import { KEM_SEED_BYTES, type KemKeyPair, kemKeyPair } from '../../crypto/kem.ts';
import { MAX_PREKEY_ID } from '../../session/suite.ts';
import type { Range } from '../../storage/store.ts';

export const COUNTERS: Bytes = Uint8Array.of(0x00);
const SIGNED = 0x01;
/** One-time prekeys of an earlier layout, under their ids alone: nothing is found there, and the next pruning erases them. */
const EARLIER = 0x02;
const SEEN = 0x03;

/** Who was given a bundle: somebody who asked for it, or a server that holds it in stock. */
export const POOLS = { given: 0x04, stock: 0x05 } as const;
export type Pool = keyof typeof POOLS;

export type OneTimeKind = 'x25519' | 'kem';
/** The code of each kind, as of prekeys that are signed (PROTOCOL.md §5.1), and the length of its secret in bytes. */
const KINDS: Readonly<Record<OneTimeKind, { readonly code: number; readonly bytes: number }>> = {
  x25519: { code: 1, bytes: X25519_BYTES },
  kem: { code: 2, bytes: KEM_SEED_BYTES },
};

/** Where a one-time prekey lies. */
export interface OneTimePlace {
  readonly pool: Pool;
  readonly signedId: number;
  readonly kind: OneTimeKind;
  readonly id: number;
}

export const signedKey = (id: number): Bytes => concat(u8(SIGNED), u32(id));
export const seenKey = (signedId: number, ephemeralKey: Bytes): Bytes => concat(u8(SEEN), u32(signedId), ephemeralKey);
export const oneTimeKey = ({ pool, signedId, kind, id }: OneTimePlace): Bytes =>
  concat(u8(POOLS[pool]), u32(signedId), u8(KINDS[kind].code), u32(id));

const allOf = (first: number): Range => ({ start: u8(first), end: u8(first + 1) });

export const SIGNED_RANGE: Range = allOf(SIGNED);
export const EARLIER_RANGE: Range = allOf(EARLIER);
export const poolRange = (pool: Pool): Range => allOf(POOLS[pool]);

/** One-time prekeys of a pool and kind that were offered with one signed prekey. */
export function offeredWith(signedId: number, pool: Pool, kind: OneTimeKind): Range {
  const prefix = concat(u8(POOLS[pool]), u32(signedId));
  const { code } = KINDS[kind];
  return { start: concat(prefix, u8(code)), end: concat(prefix, u8(code + 1)) };
}

/** All that goes with a signed prekey: what came under it, and the one-time prekeys that were offered with it. */
export function belongingTo(signedId: number): readonly Range[] {
  return [SEEN, ...Object.values(POOLS)].map((first) => ({
    start: concat(u8(first), u32(signedId)),
    // Of the highest id nothing follows but the end of its part of the space.
    end: signedId === MAX_PREKEY_ID ? u8(first + 1) : concat(u8(first), u32(signedId + 1)),
  }));
}

/** The signed prekey that is offered now, and how far bundles have come. */
export interface Counters {
  readonly bundleSequence: number;
  readonly currentId: number;
}

export function encodeCounters({ bundleSequence, currentId }: Counters): Bytes {
  return encodeCbor({ seq: bundleSequence, current: currentId });
}

export function readCounters(bytes: Bytes): Counters {
  // `next` is of the earlier layout, in which ids were counted.
  const shape = { required: ['seq', 'current'], optional: ['next'] } as const;
  const fields = readObject(decodeCbor(bytes), shape, 'prekey counters');
  return { bundleSequence: readInteger(fields.seq, 'seq'), currentId: readInteger(fields.current, 'current') };
}

/** A signed prekey, and the last-resort KEM prekey of the same id. Secret. */
export interface SignedPrekeyRecord {
  readonly id: number;
  /** The certificate that they are offered with. */
  readonly certificate: Bytes;
  readonly pair: AgreementKeyPair;
  readonly kem: KemKeyPair;
  /** Milliseconds since 1970, as `expiresAtMs`. */
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
}

export function encodeSigned({ certificate, pair, kem, madeAtMs, expiresAtMs }: SignedPrekeyRecord): Bytes {
  return encodeCbor({ cert: certificate, x25519: pair.secretKey, kem: kem.seed, iat: madeAtMs, exp: expiresAtMs });
}

const SIGNED_SHAPE = { required: ['cert', 'x25519', 'kem', 'iat', 'exp'] } as const;

export function readSigned(id: number, bytes: Bytes): SignedPrekeyRecord {
  const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, 'prekey');
  return {
    id,
    certificate: readBytes(fields.cert, 'prekey.cert'),
    pair: agreementKeyPair(readBytes(fields.x25519, 'prekey.x25519', X25519_BYTES)),
    kem: kemKeyPair(readBytes(fields.kem, 'prekey.kem', KEM_SEED_BYTES)),
    madeAtMs: readInteger(fields.iat, 'prekey.iat'),
    expiresAtMs: readInteger(fields.exp, 'prekey.exp'),
  };
}

/** Id and expiry of a signed prekey, without its keys: they cost a millisecond's tenth. */
export function readExpiry(key: Bytes, bytes: Bytes): { readonly id: number; readonly expiresAtMs: number } {
  const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, 'prekey');
  const id = new DataView(key.buffer, key.byteOffset).getUint32(1);
  return { id, expiresAtMs: readInteger(fields.exp, 'prekey.exp') };
}

/** The secret of a one-time prekey: an X25519 secret key, or a 64-byte ML-KEM seed. */
export const encodeOneTime = (secret: Bytes): Bytes => encodeCbor({ key: secret } satisfies Cbor);

export function readOneTime(kind: OneTimeKind, bytes: Bytes): Bytes {
  const fields = readObject(decodeCbor(bytes), { required: ['key'] }, 'prekey');
  return readBytes(fields.key, 'prekey.key', KINDS[kind].bytes);
}

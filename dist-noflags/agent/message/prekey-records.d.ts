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
import { type Bytes } from '../../base/bytes.ts';
import { type AgreementKeyPair } from '../../crypto/agree.ts';
import { type KemKeyPair } from '../../crypto/kem.ts';
import type { Range } from '../../storage/store.ts';
export declare const COUNTERS: Bytes;
/** Who was given a bundle: somebody who asked for it, or a server that holds it in stock. */
export declare const POOLS: {
    readonly given: 4;
    readonly stock: 5;
};
export type Pool = keyof typeof POOLS;
export type OneTimeKind = 'x25519' | 'kem';
/** Where a one-time prekey lies. */
export interface OneTimePlace {
    readonly pool: Pool;
    readonly signedId: number;
    readonly kind: OneTimeKind;
    readonly id: number;
}
export declare const signedKey: (id: number) => Bytes;
export declare const seenKey: (signedId: number, ephemeralKey: Bytes) => Bytes;
export declare const oneTimeKey: ({ pool, signedId, kind, id }: OneTimePlace) => Bytes;
export declare const SIGNED_RANGE: Range;
export declare const EARLIER_RANGE: Range;
export declare const poolRange: (pool: Pool) => Range;
/** One-time prekeys of a pool and kind that were offered with one signed prekey. */
export declare function offeredWith(signedId: number, pool: Pool, kind: OneTimeKind): Range;
/** All that goes with a signed prekey: what came under it, and the one-time prekeys that were offered with it. */
export declare function belongingTo(signedId: number): readonly Range[];
/** The signed prekey that is offered now, and how far bundles have come. */
export interface Counters {
    readonly bundleSequence: number;
    readonly currentId: number;
}
export declare function encodeCounters({ bundleSequence, currentId }: Counters): Bytes;
export declare function readCounters(bytes: Bytes): Counters;
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
export declare function encodeSigned({ certificate, pair, kem, madeAtMs, expiresAtMs }: SignedPrekeyRecord): Bytes;
export declare function readSigned(id: number, bytes: Bytes): SignedPrekeyRecord;
/** Id and expiry of a signed prekey, without its keys: they cost a millisecond's tenth. */
export declare function readExpiry(key: Bytes, bytes: Bytes): {
    readonly id: number;
    readonly expiresAtMs: number;
};
/** The secret of a one-time prekey: an X25519 secret key, or a 64-byte ML-KEM seed. */
export declare const encodeOneTime: (secret: Bytes) => Bytes;
export declare function readOneTime(kind: OneTimeKind, bytes: Bytes): Bytes;

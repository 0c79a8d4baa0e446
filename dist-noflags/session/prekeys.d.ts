/**
 * Prekeys and the signed bundle that offers them. PROTOCOL.md §5.1.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type AgreementKeyPair } from '../crypto/agree.ts';
import { type KemKeyPair } from '../crypto/kem.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Certificate } from '../identity/certificate.ts';
import { type Did } from '../identity/did.ts';
import type { Offer } from './handshake.ts';
import type { Party, PublicPrekey } from './key-schedule.ts';
/** Most bytes of a bundle. PROTOCOL.md §5.1. */
export declare const MAX_BUNDLE_BYTES = 8192;
/** Longest life of a bundle, and of a prekey from the bundle's issue on, in milliseconds: 30 days. PROTOCOL.md §5.1. */
export declare const MAX_BUNDLE_LIFETIME_MS: number;
/** Most X25519 one-time prekeys in one bundle. */
export declare const MAX_BUNDLE_ONE_TIME_PREKEYS = 100;
/** Most one-time KEM prekeys in one bundle: each has 1,184 bytes. */
export declare const MAX_BUNDLE_ONE_TIME_KEMS = 4;
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
export declare function createBundle(party: Party, fields: BundleFields): Bytes;
/** The bundle of a body. For the owner's key alone: it vouches for all that the body says. */
export declare function signBundle(signer: SigningKey, body: Bytes): Bytes;
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
export declare function verifyBundle(bytes: Uint8Array, expected: BundleExpectation): Bundle;
/** The offer of a bundle for one handshake: with its first one-time prekey of each kind, where it has one. */
export declare function offerOf(bundle: Bundle): Offer;

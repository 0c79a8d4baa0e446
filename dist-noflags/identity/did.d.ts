import type { Brand } from '../base/brand.ts';
import { type Bytes } from '../base/bytes.ts';
/** The DID of an agent: exactly {@link DID_CHARACTERS} characters, equal as text where the keys are equal. */
export type Did = Brand<string, 'Did'>;
/** Length of every {@link Did}: `did:key:z`, then 34 bytes in base58btc, which are 47 characters for this prefix. */
export declare const DID_CHARACTERS = 56;
/**
 * Reads a DID that someone else wrote. The text is compared byte by byte; nothing is trimmed or normalised.
 *
 * That the key is a point that can verify anything is left to `crypto/sign.ts`: no signature verifies under one that
 * is not canonical or of small order.
 *
 * @throws {TalosError} `E_BAD_DID` for anything but the `did:key` of an Ed25519 key in its one form.
 */
export declare function parseDid(text: string): Did;
/** Whether `value` is a text that {@link parseDid} accepts. Nothing makes this throw. */
export declare function isDid(value: unknown): value is Did;
/**
 * The DID of an Ed25519 public key.
 *
 * @param publicKey - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export declare function didOfKey(publicKey: Uint8Array): Did;
/**
 * The Ed25519 public key that `did` holds: 32 new bytes.
 *
 * @throws {TalosError} `E_BAD_DID` if `did` was not made by {@link parseDid} or {@link didOfKey} after all.
 */
export declare function keyOfDid(did: Did): Bytes;
/**
 * As {@link keyOfDid}, without a copy: the same bytes each time as long as they are remembered, not to be changed. Bytes
 * that native code has seen before cost it nothing; new ones cost as much as hashing a token.
 *
 * @throws {TalosError} `E_BAD_DID` as {@link keyOfDid}.
 */
export declare function sharedKeyOfDid(did: Did): Bytes;

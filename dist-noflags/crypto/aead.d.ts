import { type Bytes } from '../base/bytes.ts';
/** Key length in bytes. RFC 8439 §2.8. */
export declare const KEY_BYTES = 32;
/** Nonce length in bytes. RFC 8439 §2.8. */
export declare const NONCE_BYTES = 12;
/** Tag length in bytes. RFC 8439 §2.8. */
export declare const TAG_BYTES = 16;
/**
 * Seals `plaintext`, binding `associated` to it.
 *
 * One (key, nonce) must seal one plaintext, ever: a repeat shows the difference of both texts and lets anyone forge.
 *
 * @param key - 32 bytes.
 * @param nonce - 12 bytes, new for this key.
 * @returns `plaintext.length + 16` new bytes: ciphertext, then tag.
 * @throws {RangeError} if the key or the nonce has another length.
 */
export declare function seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Bytes;
/**
 * Opens what {@link seal} made with the same key, nonce and associated data.
 *
 * @returns The plaintext, `sealed.length − 16` new bytes.
 * @throws {RangeError} if the key or the nonce has another length.
 * @throws {TalosError} `E_DECRYPT` if `sealed` is too short or does not authenticate; the two are not told apart.
 */
export declare function open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Bytes;

/**
 * Authenticated encryption: ChaCha20-Poly1305, RFC 8439. The only caller of the cipher.
 *
 * @module
 */
import * as primitives from '#primitives';
import { assertBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
/** Key length in bytes. RFC 8439 §2.8. */
export const KEY_BYTES = 32;
/** Nonce length in bytes. RFC 8439 §2.8. */
export const NONCE_BYTES = 12;
/** Tag length in bytes. RFC 8439 §2.8. */
export const TAG_BYTES = 16;
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
export function seal(key, nonce, plaintext, associated) {
    assertBytes(key, 'key', KEY_BYTES);
    assertBytes(nonce, 'nonce', NONCE_BYTES);
    return primitives.aeadSeal(key, nonce, plaintext, associated);
}
/**
 * Opens what {@link seal} made with the same key, nonce and associated data.
 *
 * @returns The plaintext, `sealed.length − 16` new bytes.
 * @throws {RangeError} if the key or the nonce has another length.
 * @throws {TalosError} `E_DECRYPT` if `sealed` is too short or does not authenticate; the two are not told apart.
 */
export function open(key, nonce, sealed, associated) {
    assertBytes(key, 'key', KEY_BYTES);
    assertBytes(nonce, 'nonce', NONCE_BYTES);
    const plaintext = primitives.aeadOpen(key, nonce, sealed, associated);
    if (plaintext === undefined)
        throw new TalosError('E_DECRYPT', 'the ciphertext does not authenticate');
    return plaintext;
}

import { type Bytes } from '../base/bytes.ts';
/** Length of the entropy behind the words, in bytes: 256 bits. */
export declare const ENTROPY_BYTES = 32;
/** Number of words of {@link ENTROPY_BYTES}: 256 bits and 8 of checksum, 11 a word. */
export declare const WORDS = 24;
/**
 * The 24 words of `entropy`, lower case, one space between two.
 *
 * @param entropy - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export declare function wordsOfEntropy(entropy: Uint8Array): string;
/**
 * Reads the words that a person wrote down. Upper case and any white space around and between words are allowed.
 *
 * @returns 32 new bytes.
 * @throws {TalosError} `E_MALFORMED` for another number of words, a word that is not in the list (its place is told,
 *   the word is not), or a wrong checksum.
 */
export declare function entropyOfWords(text: string): Bytes;
/** What an identity is derived from. All secret. */
export interface Seeds {
    /** Seed of the Ed25519 key, 32 bytes. */
    readonly ed25519Seed: Bytes;
    /** The X25519 secret key, 32 bytes. */
    readonly x25519Secret: Bytes;
    /** Seed of the Ed25519 recovery key, 32 bytes. */
    readonly recoverySeed: Bytes;
}
/**
 * The seeds of `entropy`: HKDF (§2.2) over the BIP-39 seed with an empty passphrase. Costs about as much as a slow
 * password hash (2,048 rounds of HMAC-SHA512), so an identity is derived once.
 *
 * @param entropy - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export declare function seedsOfEntropy(entropy: Uint8Array): Seeds;

/**
 * Key encapsulation: ML-KEM-768, FIPS 203, by libsodium's WebAssembly on every platform. PROTOCOL.md §3.3.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Length of a seed (d ‖ z) in bytes: the stored form of a secret key. FIPS 203 §7.1. */
export declare const KEM_SEED_BYTES = 64;
/** Length of an encapsulation key in bytes. FIPS 203, table 3. */
export declare const KEM_PUBLIC_KEY_BYTES = 1184;
/** Length of a ciphertext in bytes. FIPS 203, table 3. */
export declare const KEM_CIPHERTEXT_BYTES = 1088;
/** Resolves when the functions of this module may be called; cheap when called again. */
export declare function kemReady(): Promise<void>;
/** An ML-KEM-768 key pair; the secret is kept as its seed. One made here hides it from inspection and JSON. */
export interface KemKeyPair {
    /** 64 bytes, secret. */
    readonly seed: Bytes;
    /** 1,184 bytes. */
    readonly publicKey: Bytes;
}
/**
 * The key pair of a 64-byte seed, which is copied. FIPS 203 §6.1.
 *
 * @throws {RangeError} for another length.
 */
export declare function kemKeyPair(seed: Uint8Array): KemKeyPair;
/** A new key pair. */
export declare function generateKemKeyPair(): KemKeyPair;
/**
 * Checks an encapsulation key that was received: its length, and that every coefficient is below q. FIPS 203 §7.2.
 *
 * @throws {TalosError} `E_BAD_KEY` otherwise.
 */
export declare function checkKemKey(key: Uint8Array): Bytes;
/** Length of the randomness of one encapsulation in bytes (m). FIPS 203 §6.2. */
export declare const KEM_RANDOMNESS_BYTES = 32;
/**
 * A fresh shared secret for the holder of a checked `publicKey`.
 *
 * @param randomness - 32 bytes, secret and never used before. Tests pass their own; nobody else does.
 * @throws {TalosError} `E_BAD_KEY` as {@link checkKemKey}.
 */
export declare function encapsulate(publicKey: Uint8Array, randomness?: Uint8Array): {
    readonly ciphertext: Bytes;
    readonly sharedSecret: Bytes;
};
/**
 * The shared secret of `ciphertext`, 32 bytes. A forged ciphertext gives another secret, not an error (FIPS 203 §6.3).
 *
 * @param secret - A key pair, or its 64-byte seed, which is expanded for this one use.
 * @throws {TalosError} `E_BAD_KEY` if the ciphertext has another length.
 */
export declare function decapsulate(secret: Uint8Array | KemKeyPair, ciphertext: Uint8Array): Bytes;

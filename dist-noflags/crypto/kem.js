/**
 * Key encapsulation: ML-KEM-768, FIPS 203, by libsodium's WebAssembly on every platform. PROTOCOL.md §3.3.
 *
 * @module
 */
import { assertBytes } from "../base/bytes.js";
import { invariant, TalosError } from "../base/errors.js";
import { randomBytes } from "./random.js";
/** Length of a seed (d ‖ z) in bytes: the stored form of a secret key. FIPS 203 §7.1. */
export const KEM_SEED_BYTES = 64;
/** Length of an encapsulation key in bytes. FIPS 203, table 3. */
export const KEM_PUBLIC_KEY_BYTES = 1184;
/** Length of a ciphertext in bytes. FIPS 203, table 3. */
export const KEM_CIPHERTEXT_BYTES = 1088;
/** q of FIPS 203 §2.4. */
const MODULUS = 3329;
// Loaded when first asked for: its WebAssembly costs a command that needs no session a quarter of its start.
let loaded;
/** Resolves when the functions of this module may be called; cheap when called again. */
export async function kemReady() {
    if (loaded !== undefined)
        return;
    const { default: sodium } = await import('libsodium-wrappers');
    await sodium.ready;
    loaded = sodium;
}
function library() {
    invariant(loaded !== undefined, 'kemReady() was not awaited');
    return loaded;
}
class HidingKeyPair {
    publicKey;
    #seed;
    /** The expanded decapsulation key, kept as long as the pair: making it costs as much as decapsulating. */
    #expanded;
    constructor(seed) {
        const { publicKey, privateKey } = library().crypto_kem_mlkem768_seed_keypair(seed);
        this.#seed = new Uint8Array(seed);
        this.publicKey = new Uint8Array(publicKey);
        this.#expanded = privateKey;
    }
    get seed() {
        return this.#seed;
    }
    decapsulate(ciphertext) {
        return new Uint8Array(library().crypto_kem_mlkem768_dec(ciphertext, this.#expanded));
    }
}
/**
 * The key pair of a 64-byte seed, which is copied. FIPS 203 §6.1.
 *
 * @throws {RangeError} for another length.
 */
export function kemKeyPair(seed) {
    assertBytes(seed, 'seed', KEM_SEED_BYTES);
    return new HidingKeyPair(seed);
}
/** A new key pair. */
export function generateKemKeyPair() {
    return kemKeyPair(randomBytes(KEM_SEED_BYTES));
}
/**
 * Checks an encapsulation key that was received: its length, and that every coefficient is below q. FIPS 203 §7.2.
 *
 * @throws {TalosError} `E_BAD_KEY` otherwise.
 */
export function checkKemKey(key) {
    if (key.length !== KEM_PUBLIC_KEY_BYTES)
        throw new TalosError('E_BAD_KEY', `ml-kem-768 key of ${key.length} bytes`);
    for (let at = 0; at < KEM_PUBLIC_KEY_BYTES - 32; at += 3) {
        const [a, b, c] = [key[at], key[at + 1], key[at + 2]];
        if ((a | ((b & 15) << 8)) >= MODULUS || ((b >> 4) | (c << 4)) >= MODULUS)
            throw new TalosError('E_BAD_KEY', 'ml-kem-768 key has a coefficient of q or more');
    }
    return new Uint8Array(key);
}
/** Length of the randomness of one encapsulation in bytes (m). FIPS 203 §6.2. */
export const KEM_RANDOMNESS_BYTES = 32;
/**
 * A fresh shared secret for the holder of a checked `publicKey`.
 *
 * @param randomness - 32 bytes, secret and never used before. Tests pass their own; nobody else does.
 * @throws {TalosError} `E_BAD_KEY` as {@link checkKemKey}.
 */
export function encapsulate(publicKey, randomness = randomBytes(KEM_RANDOMNESS_BYTES)) {
    assertBytes(randomness, 'randomness', KEM_RANDOMNESS_BYTES);
    const { ciphertext, sharedSecret } = library().crypto_kem_mlkem768_enc_deterministic(checkKemKey(publicKey), randomness);
    return { ciphertext: new Uint8Array(ciphertext), sharedSecret: new Uint8Array(sharedSecret) };
}
/**
 * The shared secret of `ciphertext`, 32 bytes. A forged ciphertext gives another secret, not an error (FIPS 203 §6.3).
 *
 * @param secret - A key pair, or its 64-byte seed, which is expanded for this one use.
 * @throws {TalosError} `E_BAD_KEY` if the ciphertext has another length.
 */
export function decapsulate(secret, ciphertext) {
    const seed = secret instanceof Uint8Array ? secret : secret.seed;
    assertBytes(seed, 'seed', KEM_SEED_BYTES);
    if (ciphertext.length !== KEM_CIPHERTEXT_BYTES)
        throw new TalosError('E_BAD_KEY', `ml-kem-768 ciphertext of ${ciphertext.length} bytes`);
    if (secret instanceof HidingKeyPair)
        return secret.decapsulate(ciphertext);
    const { privateKey } = library().crypto_kem_mlkem768_seed_keypair(seed);
    const sharedSecret = new Uint8Array(library().crypto_kem_mlkem768_dec(ciphertext, privateKey));
    privateKey.fill(0);
    return sharedSecret;
}

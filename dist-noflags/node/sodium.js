/**
 * The primitives by libsodium natively, and by node:crypto where that is faster.
 *
 * @module
 */
import { createRequire } from 'node:module';
import * as openssl from "./openssl.js";
/**
 * Loads the binding.
 *
 * @throws where there is none for this platform.
 */
export function loadSodium() {
    return createRequire(import.meta.url)('sodium-native');
}
/** From this many bytes on OpenSSL's ChaCha20-Poly1305 wins, by 1.2 at first and 1.6 at 1 MiB; at 256 it loses by 5. */
export const BULK_BYTES = 64 * 1024;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SIGNATURE_BYTES = 64;
/** The port over the binding. Its hashes, and its AEAD from {@link BULK_BYTES} on, are node:crypto's. */
export function sodiumPrimitives(sodium) {
    return {
        primitivesName: 'libsodium-native',
        // The binding is ready once loaded.
        primitivesReady: () => Promise.resolve(),
        randomBytes: pooledRandom((bytes) => sodium.randombytes_buf(bytes)),
        sha256: openssl.sha256,
        sha256Into: openssl.sha256Into,
        sha256Hex: openssl.sha256Hex,
        sha256Start: openssl.sha256Start,
        hmacSha256: openssl.hmacSha256,
        pbkdf2Sha512: openssl.pbkdf2Sha512,
        ...aead(sodium),
        ...agreement(sodium),
        ...signatures(sodium),
        argon2id: (secret, salt, passes, memoryBytes) => filled(32, (key) => sodium.crypto_pwhash(key, secret, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13)),
    };
}
function filled(length, fill) {
    const bytes = new Uint8Array(length);
    fill(bytes);
    return bytes;
}
/**
 * Memory that native code has seen, for short inputs: bytes that are new to it have to be moved out of V8's heap first,
 * which costs as much as sealing them. No call can interrupt another one.
 */
function native(length) {
    // Longer than what V8 keeps in its heap.
    return new Uint8Array(new ArrayBuffer(Math.max(length, 128)), 0, length);
}
function aead(sodium) {
    const [ownKey, ownNonce] = [native(KEY_BYTES), native(NONCE_BYTES)];
    return {
        aeadSeal: (key, nonce, plaintext, associated) => {
            if (plaintext.length >= BULK_BYTES)
                return openssl.aeadSeal(key, nonce, plaintext, associated);
            const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
            ownKey.set(key);
            ownNonce.set(nonce);
            sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, plaintext, associated, null, ownNonce, ownKey);
            ownKey.fill(0);
            return sealed;
        },
        aeadOpen: (key, nonce, sealed, associated) => {
            if (sealed.length < TAG_BYTES)
                return undefined;
            if (sealed.length >= BULK_BYTES)
                return openssl.aeadOpen(key, nonce, sealed, associated);
            const plaintext = new Uint8Array(sealed.length - TAG_BYTES);
            ownKey.set(key);
            ownNonce.set(nonce);
            try {
                sodium.crypto_aead_chacha20poly1305_ietf_decrypt(plaintext, null, sealed, associated, ownNonce, ownKey);
            }
            catch {
                // The binding throws for a wrong tag; the port says `undefined`.
                return undefined;
            }
            finally {
                ownKey.fill(0);
            }
            return plaintext;
        },
    };
}
function agreement(sodium) {
    const [ownSecret, ownPublic, product] = [native(KEY_BYTES), native(KEY_BYTES), native(KEY_BYTES)];
    const productOf = (secretKey, multiply) => {
        ownSecret.set(secretKey);
        try {
            multiply();
            return product.slice();
        }
        finally {
            ownSecret.fill(0);
            product.fill(0);
        }
    };
    return {
        x25519PublicKey: (secretKey) => productOf(secretKey, () => sodium.crypto_scalarmult_base(product, ownSecret)),
        x25519: (secretKey, publicKey) => {
            ownPublic.set(publicKey);
            try {
                return productOf(secretKey, () => sodium.crypto_scalarmult(product, ownSecret, ownPublic));
            }
            catch {
                // libsodium refuses points whose product is all zero.
                return undefined;
            }
        },
    };
}
function signatures(sodium) {
    const [ownPublic, ownSignature] = [native(KEY_BYTES), native(SIGNATURE_BYTES)];
    return {
        ed25519PublicKey: (seed) => filled(32, (publicKey) => {
            const expandedKey = new Uint8Array(64);
            sodium.crypto_sign_seed_keypair(publicKey, expandedKey, seed);
            expandedKey.fill(0);
        }),
        ed25519Sign: (expandedKey, message) => {
            sodium.crypto_sign_detached(ownSignature, message, expandedKey);
            return ownSignature.slice();
        },
        ed25519Verify: (publicKey, message, signature) => {
            ownPublic.set(publicKey);
            ownSignature.set(signature);
            return sodium.crypto_sign_verify_detached(ownSignature, message, ownPublic);
        },
    };
}
/** Bytes that are drawn from the system at once. */
const POOL_BYTES = 4096;
/** Longest draw that is served from the pool: keys, nonces and salts. */
const MAX_POOLED_BYTES = 32;
/**
 * Random bytes with one call of the system for many draws: a call costs as much as sealing a message. Each byte is
 * given out once and wiped from the pool then.
 */
function pooledRandom(fill) {
    const pool = new Uint8Array(POOL_BYTES);
    let used = POOL_BYTES;
    return (count) => {
        if (count > MAX_POOLED_BYTES)
            return filled(count, fill);
        if (used + count > POOL_BYTES) {
            fill(pool);
            used = 0;
        }
        const bytes = pool.slice(used, used + count);
        pool.fill(0, used, used + count);
        used += count;
        return bytes;
    };
}

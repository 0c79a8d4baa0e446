/**
 * The primitives anywhere: libsodium's WebAssembly, and noble for the hashes that its standard build leaves out.
 *
 * @module
 */
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import sodium from 'libsodium-wrappers';
import { toHex } from "../base/bytes.js";
export const primitivesName = 'libsodium-wasm';
export async function primitivesReady() {
    await sodium.ready;
}
export function randomBytes(count) {
    return own(sodium.randombytes_buf(count));
}
export function sha256(message) {
    return own(nobleSha256(message));
}
export function sha256Into(message, into, at) {
    into.set(nobleSha256(message), at);
}
export function sha256Hex(message) {
    return toHex(nobleSha256(message));
}
export function sha256Start() {
    const hash = nobleSha256.create();
    return { update: (part) => void hash.update(part), digest: () => own(hash.digest()) };
}
export function hmacSha256(key, message) {
    return own(hmac(nobleSha256, key, message));
}
export function pbkdf2Sha512(secret, salt, rounds) {
    return own(pbkdf2(sha512, secret, salt, { c: rounds, dkLen: 64 }));
}
export function aeadSeal(key, nonce, plaintext, associated) {
    return own(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, associated, null, nonce, key));
}
export function aeadOpen(key, nonce, sealed, associated) {
    try {
        return own(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, associated, nonce, key));
    }
    catch {
        // The library throws for every reason alike; the port says `undefined`.
        return undefined;
    }
}
export function x25519PublicKey(secretKey) {
    return own(sodium.crypto_scalarmult_base(secretKey));
}
export function x25519(secretKey, publicKey) {
    try {
        return own(sodium.crypto_scalarmult(secretKey, publicKey));
    }
    catch {
        // libsodium refuses points whose product is all zero.
        return undefined;
    }
}
export function ed25519PublicKey(seed) {
    return own(sodium.crypto_sign_seed_keypair(seed).publicKey);
}
export function ed25519Sign(expandedKey, message) {
    return own(sodium.crypto_sign_detached(message, expandedKey));
}
export function ed25519Verify(publicKey, message, signature) {
    return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
export function argon2id(secret, salt, passes, memoryBytes) {
    return own(nobleArgon2id(secret, salt, { t: passes, m: memoryBytes / 1024, p: 1, dkLen: 32 }));
}
/** Says what the types of both libraries do not: that each result is over new memory. The conformance suite checks it. */
function own(bytes) {
    return bytes;
}

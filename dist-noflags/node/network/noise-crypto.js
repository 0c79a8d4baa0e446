import { nodeCrypto } from '@chainsafe/libp2p-noise/crypto';
import { aeadOpen, aeadSeal, hmacSha256, randomBytes, sha256, x25519, x25519PublicKey } from "../primitives.js";
/** From this many bytes on, OpenSSL's cipher wins over libsodium's in spite of its set-up, as it need not join them. */
const OPENSSL_FROM_BYTES = 8 * 1024;
/** For `noise({ crypto })`. */
export const noiseCrypto = {
    hashSHA256: (message) => sha256(message.subarray()),
    getHKDF: hkdf3,
    generateX25519KeyPair: () => keyPair(randomBytes(32)),
    generateX25519KeyPairFromSeed: keyPair,
    generateX25519SharedKey(privateKey, publicKey) {
        const shared = x25519(privateKey.subarray(), publicKey.subarray());
        if (shared === undefined)
            throw new Error('the peer sent a public key of small order');
        return shared;
    },
    chaCha20Poly1305Encrypt(plaintext, nonce, ad, key) {
        if (plaintext.byteLength >= OPENSSL_FROM_BYTES)
            return nodeCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, ad, key);
        return aeadSeal(key, nonce, plaintext.subarray(), ad);
    },
    chaCha20Poly1305Decrypt(sealed, nonce, ad, key) {
        if (sealed.byteLength >= OPENSSL_FROM_BYTES)
            return nodeCrypto.chaCha20Poly1305Decrypt(sealed, nonce, ad, key);
        const plaintext = aeadOpen(key, nonce, sealed.subarray(), ad);
        if (plaintext === undefined)
            throw new Error('the ciphertext does not authenticate');
        return plaintext;
    },
};
/** Noise §4.3: three outputs of HKDF with the chaining key as salt. */
function hkdf3(chainingKey, material) {
    const key = hmacSha256(chainingKey, material);
    const first = hmacSha256(key, Uint8Array.of(1));
    const second = hmacSha256(key, append(first, 2));
    return [first, second, hmacSha256(key, append(second, 3))];
}
function append(bytes, byte) {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    longer[bytes.length] = byte;
    return longer;
}
function keyPair(secretKey) {
    return { publicKey: x25519PublicKey(secretKey), privateKey: secretKey };
}

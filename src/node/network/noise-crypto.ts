/**
 * The primitives of libp2p's Noise handshake and cipher, from libsodium: a tenth of the time for a handshake, a third
 * for a small message. Large ones stay with node:crypto, through what libp2p comes with.
 *
 * @module
 */
import type { ICryptoInterface } from '@chainsafe/libp2p-noise';
import { nodeCrypto } from '@chainsafe/libp2p-noise/crypto';
import type { Bytes } from '../../base/bytes.ts';
import { aeadOpen, aeadSeal, hmacSha256, randomBytes, sha256, x25519, x25519PublicKey } from '../primitives.ts';

/** From this many bytes on, OpenSSL's cipher wins over libsodium's in spite of its set-up, as it need not join them. */
const OPENSSL_FROM_BYTES = 8 * 1024;

/** What libp2p passes: bytes, or a list of them that joins itself. */
type Joinable = { subarray(): Uint8Array };

/** For `noise({ crypto })`. */
export const noiseCrypto: ICryptoInterface = {
  hashSHA256: (message: Joinable): Uint8Array => sha256(message.subarray()),
  getHKDF: hkdf3,
  generateX25519KeyPair: () => keyPair(randomBytes(32)),
  generateX25519KeyPairFromSeed: keyPair,
  generateX25519SharedKey(privateKey: Joinable, publicKey: Joinable): Uint8Array {
    const shared = x25519(privateKey.subarray(), publicKey.subarray());
    if (shared === undefined) throw new Error('the peer sent a public key of small order');
    return shared;
  },
  chaCha20Poly1305Encrypt(plaintext, nonce, ad, key) {
    if (plaintext.byteLength >= OPENSSL_FROM_BYTES)
      return nodeCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, ad, key);
    return aeadSeal(key, nonce, plaintext.subarray(), ad);
  },
  chaCha20Poly1305Decrypt(sealed, nonce, ad, key) {
    if (sealed.byteLength >= OPENSSL_FROM_BYTES) return nodeCrypto.chaCha20Poly1305Decrypt(sealed, nonce, ad, key);
    const plaintext = aeadOpen(key, nonce, sealed.subarray(), ad);
    if (plaintext === undefined) throw new Error('the ciphertext does not authenticate');
    return plaintext;
  },
};

/** Noise §4.3: three outputs of HKDF with the chaining key as salt. */
function hkdf3(chainingKey: Uint8Array, material: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  const key = hmacSha256(chainingKey, material);
  const first = hmacSha256(key, Uint8Array.of(1));
  const second = hmacSha256(key, append(first, 2));
  return [first, second, hmacSha256(key, append(second, 3))];
}

function append(bytes: Uint8Array, byte: number): Bytes {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  longer[bytes.length] = byte;
  return longer;
}

function keyPair(secretKey: Uint8Array): { publicKey: Uint8Array; privateKey: Uint8Array } {
  return { publicKey: x25519PublicKey(secretKey), privateKey: secretKey };
}

/**
 * The primitives of libp2p's Noise handshake and cipher, from libsodium and node:crypto instead of the JavaScript
 * ones it comes with, whose curve alone costs milliseconds a handshake.
 *
 * @module
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { ICryptoInterface } from '@chainsafe/libp2p-noise';
import type { Bytes } from '../base/bytes.ts';
import { aeadOpen, aeadSeal, hmacSha256, randomBytes, sha256, x25519, x25519PublicKey } from './primitives.ts';

/** From this many bytes on, OpenSSL's cipher wins over libsodium's in spite of its set-up. */
const OPENSSL_FROM_BYTES = 16 * 1024;
const TAG_BYTES = 16;
const CIPHER = 'chacha20-poly1305';

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
  chaCha20Poly1305Encrypt: (plaintext: Joinable, nonce, ad, key) => seal(plaintext.subarray(), nonce, ad, key),
  chaCha20Poly1305Decrypt: (sealed: Joinable, nonce, ad, key) => open(sealed.subarray(), nonce, ad, key),
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

function seal(plaintext: Uint8Array, nonce: Uint8Array, associated: Uint8Array, key: Uint8Array): Uint8Array {
  if (plaintext.length < OPENSSL_FROM_BYTES) return aeadSeal(key, nonce, plaintext, associated);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  if (associated.length > 0) cipher.setAAD(associated, { plaintextLength: plaintext.length });
  const body = cipher.update(plaintext);
  cipher.final();
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
  sealed.set(body);
  sealed.set(cipher.getAuthTag(), body.length);
  return sealed;
}

function open(sealed: Uint8Array, nonce: Uint8Array, associated: Uint8Array, key: Uint8Array): Uint8Array {
  const bodyBytes = sealed.length - TAG_BYTES;
  if (bodyBytes < OPENSSL_FROM_BYTES) {
    const plaintext = aeadOpen(key, nonce, sealed, associated);
    if (plaintext === undefined) throw new Error('the ciphertext does not authenticate');
    return plaintext;
  }
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  if (associated.length > 0) decipher.setAAD(associated, { plaintextLength: bodyBytes });
  decipher.setAuthTag(sealed.subarray(bodyBytes));
  const plaintext = decipher.update(sealed.subarray(0, bodyBytes));
  // Throws where the tag is wrong; nothing was handed out before.
  decipher.final();
  return plaintext;
}

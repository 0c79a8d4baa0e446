/**
 * The primitives on Node: libsodium natively, node:crypto where it is faster.
 *
 * @module
 */
import { createHash, createHmac } from 'node:crypto';
import sodium from 'sodium-native';
import type { Bytes } from '../base/bytes.ts';

/** From this many bytes on, OpenSSL's SHA-256 (SHA extensions) wins over libsodium's in spite of its set-up. */
const OPENSSL_HASH_FROM_BYTES = 1024;

export const primitivesName: string = 'libsodium-native';

export async function primitivesReady(): Promise<void> {
  // The native binding is ready once imported.
}

export function randomBytes(count: number): Bytes {
  const bytes = new Uint8Array(count);
  sodium.randombytes_buf(bytes);
  return bytes;
}

export function sha256(message: Uint8Array): Bytes {
  if (message.length >= OPENSSL_HASH_FROM_BYTES) return new Uint8Array(createHash('sha256').update(message).digest());
  const hash = new Uint8Array(32);
  sodium.crypto_hash_sha256(hash, message);
  return hash;
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return new Uint8Array(createHmac('sha256', key).update(message).digest());
}

export function aeadSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Bytes {
  const sealed = new Uint8Array(plaintext.length + 16);
  sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, plaintext, associated, null, nonce, key);
  return sealed;
}

export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  associated: Uint8Array,
): Bytes | undefined {
  if (sealed.length < 16) return undefined;
  const plaintext = new Uint8Array(sealed.length - 16);
  try {
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(plaintext, null, sealed, associated, nonce, key);
  } catch {
    // The binding throws for a bad tag; the port says `undefined`.
    return undefined;
  }
  return plaintext;
}

export function x25519PublicKey(secretKey: Uint8Array): Bytes {
  const publicKey = new Uint8Array(32);
  sodium.crypto_scalarmult_base(publicKey, secretKey);
  return publicKey;
}

export function x25519(secretKey: Uint8Array, publicKey: Uint8Array): Bytes | undefined {
  const shared = new Uint8Array(32);
  try {
    sodium.crypto_scalarmult(shared, secretKey, publicKey);
  } catch {
    // libsodium refuses points whose product is all zero.
    return undefined;
  }
  return shared;
}

export function ed25519PublicKey(seed: Uint8Array): Bytes {
  const publicKey = new Uint8Array(32);
  sodium.crypto_sign_seed_keypair(publicKey, new Uint8Array(64), seed);
  return publicKey;
}

export function ed25519Sign(expandedKey: Uint8Array, message: Uint8Array): Bytes {
  const signature = new Uint8Array(64);
  sodium.crypto_sign_detached(signature, message, expandedKey);
  return signature;
}

export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

export function argon2id(secret: Uint8Array, salt: Uint8Array, passes: number, memoryBytes: number): Bytes {
  const key = new Uint8Array(32);
  sodium.crypto_pwhash(key, secret, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13);
  return key;
}

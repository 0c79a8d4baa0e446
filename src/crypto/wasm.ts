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
import { type Bytes, toHex } from '../base/bytes.ts';
import type { Sha256State } from './primitives.ts';

export const primitivesName: string = 'libsodium-wasm';

export async function primitivesReady(): Promise<void> {
  await sodium.ready;
}

export function randomBytes(count: number): Bytes {
  return own(sodium.randombytes_buf(count));
}

export function sha256(message: Uint8Array): Bytes {
  return own(nobleSha256(message));
}

export function sha256Into(message: Uint8Array, into: Uint8Array, at: number): void {
  into.set(nobleSha256(message), at);
}

export function sha256Hex(message: Uint8Array): string {
  return toHex(nobleSha256(message));
}

export function sha256Start(): Sha256State {
  const hash = nobleSha256.create();
  return { update: (part) => void hash.update(part), digest: () => own(hash.digest()) };
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return own(hmac(nobleSha256, key, message));
}

export function pbkdf2Sha512(secret: Uint8Array, salt: Uint8Array, rounds: number): Bytes {
  return own(pbkdf2(sha512, secret, salt, { c: rounds, dkLen: 64 }));
}

export function aeadSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Bytes {
  return own(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, associated, null, nonce, key));
}

export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  associated: Uint8Array,
): Bytes | undefined {
  try {
    return own(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, associated, nonce, key));
  } catch {
    // The library throws for every reason alike; the port says `undefined`.
    return undefined;
  }
}

export function x25519PublicKey(secretKey: Uint8Array): Bytes {
  return own(sodium.crypto_scalarmult_base(secretKey));
}

export function x25519(secretKey: Uint8Array, publicKey: Uint8Array): Bytes | undefined {
  try {
    return own(sodium.crypto_scalarmult(secretKey, publicKey));
  } catch {
    // libsodium refuses points whose product is all zero.
    return undefined;
  }
}

export function ed25519PublicKey(seed: Uint8Array): Bytes {
  return own(sodium.crypto_sign_seed_keypair(seed).publicKey);
}

export function ed25519Sign(expandedKey: Uint8Array, message: Uint8Array): Bytes {
  return own(sodium.crypto_sign_detached(message, expandedKey));
}

export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

export function argon2id(secret: Uint8Array, salt: Uint8Array, passes: number, memoryBytes: number): Bytes {
  return own(nobleArgon2id(secret, salt, { t: passes, m: memoryBytes / 1024, p: 1, dkLen: 32 }));
}

/** Says what the types of both libraries do not: that each result is over new memory. The conformance suite checks it. */
function own(bytes: Uint8Array): Bytes {
  return bytes as Bytes;
}

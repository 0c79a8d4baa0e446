import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 as curve25519, ed25519 } from '@noble/curves/ed25519.js';
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import { randomBytes as nobleRandomBytes } from '@noble/hashes/utils.js';
import { type Bytes, concat, equalBytes } from '../../src/base/bytes.ts';
import type { Primitives } from '../../src/crypto/primitives.ts';

/** The primitives by another hand: `@noble/*` in plain JavaScript, the tests' second implementation. */
export const noblePrimitives: Primitives = {
  primitivesName: 'noble',
  primitivesReady: () => Promise.resolve(),
  randomBytes: (count) => own(nobleRandomBytes(count)),
  sha256: (message) => own(nobleSha256(message)),
  sha256Into: (message, into, at) => into.set(nobleSha256(message), at),
  sha256Hex: (message) => Buffer.from(nobleSha256(message)).toString('hex'),
  sha256Start: () => {
    const state = nobleSha256.create();
    return { update: (part) => void state.update(part), digest: () => new Uint8Array(state.digest()) };
  },
  hmacSha256: (key, message) => own(hmac(nobleSha256, key, message)),
  pbkdf2Sha512: (secret, salt, rounds) => own(pbkdf2(sha512, secret, salt, { c: rounds, dkLen: 64 })),
  aeadSeal: (key, nonce, plaintext, associated) => own(chacha20poly1305(key, nonce, associated).encrypt(plaintext)),
  aeadOpen: (key, nonce, sealed, associated) => attempt(() => chacha20poly1305(key, nonce, associated).decrypt(sealed)),
  x25519PublicKey: (secretKey) => own(curve25519.getPublicKey(secretKey)),
  x25519: (secretKey, publicKey) => attempt(() => curve25519.getSharedSecret(secretKey, publicKey)),
  ed25519PublicKey: (seed) => own(ed25519.getPublicKey(seed)),
  ed25519Sign: (expandedKey, message) => own(ed25519.sign(message, expandedKey.subarray(0, 32))),
  ed25519Verify: verifyStrictly,
  argon2id: (secret, salt, passes, memoryBytes) =>
    own(nobleArgon2id(secret, salt, { t: passes, m: memoryBytes / 1024, p: 1, dkLen: 32 })),
};

/**
 * libsodium's rule, written out over noble's points: A and R are canonical and not of small order, S is below L, and
 * R = S·B − k·A holds without a cofactor, compared as bytes. noble's own strict mode multiplies by the cofactor.
 */
function verifyStrictly(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  const order = ed25519.Point.Fn.ORDER;
  if (s >= order) return false;
  const [a, commitment] = [point(publicKey), point(r)];
  if (a === undefined || commitment === undefined || a.isSmallOrder() || commitment.isSmallOrder()) return false;
  const k = littleEndian(sha512(concat(r, publicKey, message))) % order;
  const expected = ed25519.Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

function point(bytes: Uint8Array): InstanceType<typeof ed25519.Point> | undefined {
  try {
    return ed25519.Point.fromBytes(bytes, false);
  } catch {
    // Not a point, or not its one encoding.
    return undefined;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function attempt(produce: () => Uint8Array): Bytes | undefined {
  try {
    return own(produce());
  } catch {
    // noble throws where the port says `undefined`.
    return undefined;
  }
}

function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

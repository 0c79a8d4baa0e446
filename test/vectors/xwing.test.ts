import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import sodium from 'libsodium-wrappers';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { loadVectors } from './files.ts';

interface Vector {
  readonly seed: string;
  readonly eseed: string;
  readonly ss: string;
  readonly pk: string;
  readonly ct: string;
}

// No format here uses X-Wing. It joins both halves that the handshake uses, so it checks them joined.
it('X-Wing: X25519 and ML-KEM-768 joined, by libsodium and by the second implementation', () => {
  const vectors = loadVectors<readonly Vector[]>('xwing/xwing.json');
  expect(vectors).toHaveLength(3);
  for (const { seed, eseed, ss, pk, ct } of vectors) {
    const ours = sodium.crypto_kem_xwing_seed_keypair(fromHex(seed));
    expect(toHex(ours.publicKey)).toBe(pk);
    expect(toHex(sodium.crypto_kem_xwing_dec(fromHex(ct), ours.privateKey))).toBe(ss);
    const sealed = sodium.crypto_kem_xwing_enc_deterministic(fromHex(pk), fromHex(eseed));
    expect([sealed.ciphertext, sealed.sharedSecret].map(toHex)).toEqual([ct, ss]);

    const theirs = ml_kem768_x25519.keygen(fromHex(seed));
    expect(toHex(theirs.publicKey)).toBe(pk);
    expect(toHex(ml_kem768_x25519.decapsulate(fromHex(ct), theirs.secretKey))).toBe(ss);
    const reference = ml_kem768_x25519.encapsulate(fromHex(pk), fromHex(eseed));
    expect([reference.cipherText, reference.sharedSecret].map(toHex)).toEqual([ct, ss]);
  }
});

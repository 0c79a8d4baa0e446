import { ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import sodium from 'libsodium-wrappers';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../src/base/bytes.ts';
import { checkKemKey, decapsulate, KEM_SEED_BYTES, kemKeyPair } from '../../src/crypto/kem.ts';
import { loadVectors, loadWycheproof } from './files.ts';

const badKey = expect.objectContaining({ code: 'E_BAD_KEY' });

/** What a computation gives, in hex, or `refused` where it throws: the two implementations throw in their own ways. */
function outcome(compute: () => Uint8Array): string {
  try {
    return toHex(compute());
  } catch {
    return 'refused';
  }
}

describe('ML-KEM-768, FIPS 203: one verdict here and in the second implementation', () => {
  it('Project Wycheproof: key generation', () => {
    const tests = loadWycheproof<object, { seed: string; ek: string; dk: string }>(
      'mlkem/wycheproof_mlkem_768_keygen_seed.json',
    );
    expect(tests).toHaveLength(100);
    for (const { tcId, seed, ek, dk, result } of tests) {
      expect(result).toBe('valid');
      expect(toHex(kemKeyPair(fromHex(seed)).publicKey), `case ${tcId}`).toBe(ek);
      expect(toHex(sodium.crypto_kem_mlkem768_seed_keypair(fromHex(seed)).privateKey), `case ${tcId}`).toBe(dk);
      const reference = ml_kem768.keygen(fromHex(seed));
      expect([reference.publicKey, reference.secretKey].map(toHex), `case ${tcId}`).toEqual([ek, dk]);
    }
  });

  it('K06: Project Wycheproof: encapsulation, keys with a coefficient of q or more and of other lengths refused', () => {
    const tests = loadWycheproof<object, { m: string; ek: string; c: string; K: string }>(
      'mlkem/wycheproof_mlkem_768_encaps.json',
    );
    expect(tests).toHaveLength(265);
    for (const { tcId, m, ek, c, K, result } of tests) {
      const ours = outcome(() => {
        const key = checkKemKey(fromHex(ek));
        const { ciphertext, sharedSecret } = sodium.crypto_kem_mlkem768_enc_deterministic(key, fromHex(m));
        return concat(ciphertext, sharedSecret);
      });
      const theirs = outcome(() => {
        const { cipherText, sharedSecret } = ml_kem768.encapsulate(fromHex(ek), fromHex(m));
        return concat(cipherText, sharedSecret);
      });
      expect([ours, theirs], `case ${tcId}`).toEqual(Array(2).fill(result === 'valid' ? c + K : 'refused'));
      if (result === 'invalid') expect(() => checkKemKey(fromHex(ek)), `case ${tcId}`).toThrow(badKey);
    }
  });

  it('K06: Project Wycheproof: decapsulation, ciphertexts and seeds of other lengths refused', () => {
    const tests = loadWycheproof<object, { seed: string; ek?: string; c: string; K: string }>(
      'mlkem/wycheproof_mlkem_768.json',
    );
    expect(tests).toHaveLength(193);
    for (const { tcId, seed, ek, c, K, result } of tests) {
      const theirs = outcome(() => ml_kem768.decapsulate(fromHex(c), ml_kem768.keygen(fromHex(seed)).secretKey));
      const expected = result === 'valid' ? K : 'refused';
      expect([outcome(() => decapsulate(fromHex(seed), fromHex(c))), theirs], `case ${tcId}`).toEqual([
        expected,
        expected,
      ]);
      if (result === 'valid') expect(toHex(kemKeyPair(fromHex(seed)).publicKey), `case ${tcId}`).toBe(ek);
      else {
        const isSeedAtFault = seed.length !== 2 * KEM_SEED_BYTES;
        expect(() => decapsulate(fromHex(seed), fromHex(c)), `case ${tcId}`).toThrow(
          isSeedAtFault ? expect.any(RangeError) : badKey,
        );
      }
    }
  });

  interface Unlucky {
    readonly d: string;
    readonly z: string;
    readonly ek: string;
    readonly dk: string;
    readonly m: string;
    readonly c: string;
    readonly K: string;
  }

  it('C2SP CCTV: a key whose matrix takes unusually long to sample', () => {
    const { ek, dk, m, c, K } = loadVectors<Unlucky>('mlkem/cctv_mlkem_768_unluckysample.json');
    const ours = sodium.crypto_kem_mlkem768_enc_deterministic(checkKemKey(fromHex(ek)), fromHex(m));
    expect([ours.ciphertext, ours.sharedSecret].map(toHex)).toEqual([c, K]);
    expect(toHex(sodium.crypto_kem_mlkem768_dec(fromHex(c), fromHex(dk)))).toBe(K);
    const theirs = ml_kem768.encapsulate(fromHex(ek), fromHex(m));
    expect([theirs.cipherText, theirs.sharedSecret].map(toHex)).toEqual([c, K]);
    expect(toHex(ml_kem768.decapsulate(fromHex(c), fromHex(dk)))).toBe(K);
  });

  it('C2SP CCTV: ciphertexts that a comparison as strings takes for equal', () => {
    const { dk, c, K } = loadVectors<{ dk: string; c: string; K: string }>('mlkem/cctv_mlkem_768_strcmp.json');
    expect(toHex(sodium.crypto_kem_mlkem768_dec(fromHex(c), fromHex(dk)))).toBe(K);
    expect(toHex(ml_kem768.decapsulate(fromHex(c), fromHex(dk)))).toBe(K);
  });
});

// What no format here uses: shows that the second implementation, which judges the first, is sound itself.
describe('ML-KEM-1024 and expanded keys, in the second implementation alone', () => {
  it('Project Wycheproof: decapsulation of ML-KEM-1024', () => {
    const tests = loadWycheproof<object, { seed: string; c: string; K: string }>('mlkem/wycheproof_mlkem_1024.json');
    expect(tests).toHaveLength(193);
    for (const { tcId, seed, c, K, result } of tests) {
      const theirs = outcome(() => ml_kem1024.decapsulate(fromHex(c), ml_kem1024.keygen(fromHex(seed)).secretKey));
      expect(theirs, `case ${tcId}`).toBe(result === 'valid' ? K : 'refused');
    }
  });

  for (const [kem, size] of [
    [ml_kem768, 768],
    [ml_kem1024, 1024],
  ] as const) {
    it(`Project Wycheproof: expanded keys of ML-KEM-${size}`, () => {
      const tests = loadWycheproof<object, { dk: string; c: string; K?: string }>(
        `mlkem/wycheproof_mlkem_${size}_semi_expanded_decaps.json`,
      );
      expect(tests).toHaveLength(9);
      for (const { tcId, dk, c, K, result } of tests)
        expect(
          outcome(() => kem.decapsulate(fromHex(c), fromHex(dk))),
          `case ${tcId}`,
        ).toBe(result === 'valid' ? K : 'refused');
    });
  }

  it('C2SP CCTV: ML-KEM-1024', () => {
    const unlucky = loadVectors<{ ek: string; dk: string; m: string; c: string; K: string }>(
      'mlkem/cctv_mlkem_1024_unluckysample.json',
    );
    const theirs = ml_kem1024.encapsulate(fromHex(unlucky.ek), fromHex(unlucky.m));
    expect([theirs.cipherText, theirs.sharedSecret].map(toHex)).toEqual([unlucky.c, unlucky.K]);
    expect(toHex(ml_kem1024.decapsulate(fromHex(unlucky.c), fromHex(unlucky.dk)))).toBe(unlucky.K);
    const strcmp = loadVectors<{ dk: string; c: string; K: string }>('mlkem/cctv_mlkem_1024_strcmp.json');
    expect(toHex(ml_kem1024.decapsulate(fromHex(strcmp.c), fromHex(strcmp.dk)))).toBe(strcmp.K);
  });
});

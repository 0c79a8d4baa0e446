import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../../src/base/bytes.ts';
import { toBase64 } from '../../../src/base/encoding.ts';
import { agree, agreementKeyPair, checkAgreementKey, generateAgreementKeyPair } from '../../../src/crypto/agree.ts';
import {
  checkKemKey,
  decapsulate,
  encapsulate,
  generateKemKeyPair,
  KEM_CIPHERTEXT_BYTES,
  KEM_PUBLIC_KEY_BYTES,
  kemKeyPair,
} from '../../../src/crypto/kem.ts';
import { generateSigningKey, SigningKey, signingKey, verify, verifyRaw } from '../../../src/crypto/sign.ts';
import { shows } from '../../shown.ts';

const badKey = expect.objectContaining({ code: 'E_BAD_KEY' });
const filled = (length: number, byte = 7) => new Uint8Array(length).fill(byte);

describe('signing keys', () => {
  const key = signingKey(filled(32));
  const body = utf8('body');
  const signature = key.sign('envelope', body);

  it('sign under a label what verifies under that label alone', () => {
    expect(verify('envelope', key.publicKey, body, signature)).toBe(true);
    expect(verify('block', key.publicKey, body, signature)).toBe(false);
    expect(verifyRaw(key.publicKey, body, signature)).toBe(false);
    expect(verifyRaw(key.publicKey, concat(utf8('talos/v1/envelope\0'), body), signature)).toBe(true);
    expect(verify('envelope', generateSigningKey().publicKey, body, signature)).toBe(false);
  });

  it('E02: a signature or key of another length is false and never an exception', () => {
    for (const length of [0, 1, 32, 63, 65, 128]) expect(verifyRaw(key.publicKey, body, filled(length))).toBe(false);
    for (const length of [0, 31, 33, 64]) expect(verifyRaw(filled(length), body, signature)).toBe(false);
    expect(verify('envelope', key.publicKey, body, concat(signature, Uint8Array.of(0)))).toBe(false);
    expect(verify('envelope', key.publicKey, body, signature.subarray(0, 63))).toBe(false);
  });

  it('E02: S + L and S >= L are refused', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = signature.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    for (const other of [s + order, s + 2n * order, order, order + 1n, 2n ** 256n - 1n]) {
      const encoded = Uint8Array.from({ length: 32 }, (_, i) => Number((other >> BigInt(8 * i)) & 0xffn));
      expect(verify('envelope', key.publicKey, body, concat(signature.subarray(0, 32), encoded))).toBe(false);
    }
  });

  it('E02: no argument of any length makes verification throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 70 }), (publicKey, some) => {
        expect(verifyRaw(publicKey, some, some)).toBe(false);
      }),
    );
  });

  it('are made of 32 bytes, copied', () => {
    for (const length of [0, 31, 33, 64]) expect(() => new SigningKey(filled(length))).toThrow(RangeError);
    const seed = filled(32);
    const made = signingKey(seed);
    seed.fill(0);
    expect(made.sign('envelope', body)).toEqual(signature);
  });
});

describe('agreement keys', () => {
  it('agree both ways', () => {
    const [a, b] = [generateAgreementKeyPair(), generateAgreementKeyPair()];
    expect(agree(a.secretKey, checkAgreementKey(b.publicKey))).toEqual(agree(b.secretKey, a.publicKey));
    expect(agreementKeyPair(a.secretKey).publicKey).toEqual(a.publicKey);
  });

  it('K05: a key of p - 2 is read, p - 1, p and above are refused', () => {
    const near = (last: string) => fromHex(`${last}${'ff'.repeat(30)}7f`);
    expect(checkAgreementKey(near('eb'))).toEqual(near('eb'));
    for (const last of ['ec', 'ed', 'ee', 'ff']) expect(() => checkAgreementKey(near(last)), last).toThrow(badKey);
    expect(checkAgreementKey(fromHex(`edff${'00'.repeat(29)}7f`))).toHaveLength(32);
    expect(checkAgreementKey(fromHex(`ff${'ff'.repeat(29)}fe7f`))).toHaveLength(32);
  });

  it('K05: an honest key with its high bit set is refused', () => {
    const { publicKey } = generateAgreementKeyPair();
    const high = publicKey.map((byte, i) => (i === 31 ? byte | 0x80 : byte));
    expect(() => checkAgreementKey(high)).toThrow(badKey);
  });

  it('K06: a key of another length is refused', () => {
    for (const length of [0, 1, 31, 33, 64]) expect(() => checkAgreementKey(filled(length))).toThrow(badKey);
    for (const length of [0, 31, 33]) {
      expect(() => agreementKeyPair(filled(length))).toThrow(RangeError);
      expect(() => agree(filled(length), filled(32))).toThrow(RangeError);
      expect(() => agree(filled(32), filled(length))).toThrow(RangeError);
    }
  });

  it('a checked key is a copy', () => {
    const { publicKey } = generateAgreementKeyPair();
    expect(checkAgreementKey(publicKey)).toEqual(publicKey);
    expect(checkAgreementKey(publicKey)).not.toBe(publicKey);
  });
});

describe('encapsulation keys', () => {
  it('give both ends one secret, another at each encapsulation', () => {
    const pair = generateKemKeyPair();
    const [first, second] = [encapsulate(pair.publicKey), encapsulate(pair.publicKey)];
    expect(first.ciphertext).toHaveLength(KEM_CIPHERTEXT_BYTES);
    // From the seed, from the pair that has expanded it, and from one that another made.
    for (const secret of [pair.seed, pair, { seed: pair.seed, publicKey: pair.publicKey }])
      for (let i = 0; i < 2; i++) expect(decapsulate(secret, first.ciphertext)).toEqual(first.sharedSecret);
    expect(first.sharedSecret).not.toEqual(second.sharedSecret);
    expect(kemKeyPair(pair.seed).publicKey).toEqual(pair.publicKey);
  });

  it('a forged ciphertext gives another secret, the same each time', () => {
    const pair = generateKemKeyPair();
    const { ciphertext, sharedSecret } = encapsulate(pair.publicKey);
    const forged = ciphertext.map((byte, i) => (i === 500 ? byte ^ 1 : byte));
    expect(decapsulate(pair.seed, forged)).not.toEqual(sharedSecret);
    expect(decapsulate(pair.seed, forged)).toEqual(decapsulate(pair.seed, forged));
  });

  it('K06: a coefficient of 3,329 or more is refused wherever it is, one of 3,328 is not', () => {
    const { publicKey } = generateKemKeyPair();
    const withCoefficient = (index: number, value: number) => {
      const key = publicKey.slice();
      const at = 3 * (index >> 1);
      const [low, high] = index % 2 === 0 ? [at, at + 1] : [at + 1, at + 2];
      if (index % 2 === 0) {
        key[low] = value & 0xff;
        key[high] = ((key[high] as number) & 0xf0) | (value >> 8);
      } else {
        key[low] = ((key[low] as number) & 0x0f) | ((value & 0xf) << 4);
        key[high] = value >> 4;
      }
      return key;
    };
    for (const index of [0, 1, 2, 383, 384, 766, 767]) {
      expect(checkKemKey(withCoefficient(index, 3328))).toHaveLength(KEM_PUBLIC_KEY_BYTES);
      for (const value of [3329, 3330, 4095]) {
        expect(() => checkKemKey(withCoefficient(index, value))).toThrow(badKey);
        expect(() => encapsulate(withCoefficient(index, value))).toThrow(badKey);
      }
    }
  });

  it('K06: keys, ciphertexts and seeds of another length are refused', () => {
    for (const length of [0, 32, KEM_PUBLIC_KEY_BYTES - 1, KEM_PUBLIC_KEY_BYTES + 1])
      expect(() => encapsulate(filled(length, 0))).toThrow(badKey);
    const pair = generateKemKeyPair();
    for (const secret of [pair, pair.seed])
      for (const length of [0, 32, KEM_CIPHERTEXT_BYTES - 1, KEM_CIPHERTEXT_BYTES + 1])
        expect(() => decapsulate(secret, filled(length))).toThrow(badKey);
    for (const length of [0, 32, 63, 65]) {
      expect(() => kemKeyPair(filled(length))).toThrow(RangeError);
      expect(() => decapsulate(filled(length), filled(KEM_CIPHERTEXT_BYTES))).toThrow(RangeError);
    }
  });
});

describe('E12: secrets do not show', () => {
  const seed = fromHex('8d0e9a4c7b1f3e5d6c2a9b8f7e4d3c1b0a9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d');
  const kemSeed = concat(seed, seed);
  const holders = {
    'a signing key': () => signingKey(seed),
    'an agreement key': () => agreementKeyPair(seed),
    'a KEM key': () => kemKeyPair(kemSeed),
    'an object that holds them': () => ({ keys: [signingKey(seed), agreementKeyPair(seed), kemKeyPair(kemSeed)] }),
  };
  for (const [name, make] of Object.entries(holders))
    it(`E12: ${name}, inspected, cloned or written as JSON, holds no spelling of its secret`, () => {
      expect(shows(make(), [seed])).toBe(false);
    });

  it('the check sees a secret that shows', () => {
    for (const leak of [{ secretKey: seed }, { deep: [{ key: toHex(seed) }] }, { text: toBase64(seed) }])
      expect(shows(leak, [seed])).toBe(true);
  });
});

import { pureJsCrypto } from '@chainsafe/libp2p-noise';
import { describe, expect, it } from 'vitest';
import { noiseCrypto } from '../../../src/node/network/noise-crypto.ts';

const bytes = (length: number, start: number): Uint8Array => new Uint8Array(length).map((_, i) => start + i * 7);
const key = bytes(32, 1);
const nonce = bytes(12, 2);

describe("Noise's primitives agree with the JavaScript ones that libp2p comes with", () => {
  it.each([0, 1, 64, 8_191, 8_192, 65_519])('in the cipher, over %i bytes', (length) => {
    const plaintext = bytes(length, 3);
    for (const ad of [new Uint8Array(0), bytes(32, 4)]) {
      const sealed = noiseCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, ad, key).subarray();
      expect(Buffer.compare(sealed, pureJsCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, ad, key).subarray())).toBe(
        0,
      );
      const opened = noiseCrypto.chaCha20Poly1305Decrypt(sealed, nonce, ad, key).subarray();
      expect(Buffer.compare(opened, plaintext)).toBe(0);
      for (const at of [0, sealed.length - 1]) {
        const forged = Uint8Array.from(sealed);
        forged[at] = (forged[at] as number) ^ 1;
        expect(() => noiseCrypto.chaCha20Poly1305Decrypt(forged, nonce, ad, key)).toThrow(/authenticate/);
      }
    }
  });

  it('in hash, key derivation and agreement', () => {
    const other = pureJsCrypto.generateX25519KeyPairFromSeed(bytes(32, 9));
    expect(noiseCrypto.hashSHA256(key)).toEqual(pureJsCrypto.hashSHA256(key));
    for (const material of [new Uint8Array(0), bytes(32, 5)])
      expect(noiseCrypto.getHKDF(key, material)).toEqual(pureJsCrypto.getHKDF(key, material));
    expect(noiseCrypto.generateX25519KeyPairFromSeed(key).publicKey).toEqual(
      pureJsCrypto.generateX25519KeyPairFromSeed(key).publicKey,
    );
    expect(noiseCrypto.generateX25519SharedKey(key, other.publicKey)).toEqual(
      pureJsCrypto.generateX25519SharedKey(key, other.publicKey),
    );
    const { publicKey, privateKey } = noiseCrypto.generateX25519KeyPair();
    expect(pureJsCrypto.generateX25519KeyPairFromSeed(privateKey).publicKey).toEqual(publicKey);
  });

  it('refuses a public key of small order', () => {
    expect(() => noiseCrypto.generateX25519SharedKey(key, new Uint8Array(32))).toThrow(/small order/);
  });
});

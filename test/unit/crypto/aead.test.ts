import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEY_BYTES, NONCE_BYTES, open, seal, TAG_BYTES } from '../../../src/crypto/aead.ts';
import { randomBytes } from '../../../src/crypto/random.ts';

const decrypt = expect.objectContaining({ code: 'E_DECRYPT' });

describe('sealing', () => {
  const [key, nonce] = [randomBytes(KEY_BYTES), randomBytes(NONCE_BYTES)];

  it('opens what it sealed, with what was bound to it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (plaintext, associated) => {
        const sealed = seal(key, nonce, plaintext, associated);
        expect(sealed).toHaveLength(plaintext.length + TAG_BYTES);
        expect(open(key, nonce, sealed, associated)).toEqual(plaintext);
      }),
    );
  });

  it('E_DECRYPT for whatever does not authenticate, with one message for every reason', () => {
    const associated = Uint8Array.of(1);
    const sealed = seal(key, nonce, Uint8Array.of(1, 2, 3), associated);
    const attempts = [
      () => open(randomBytes(KEY_BYTES), nonce, sealed, associated),
      () => open(key, randomBytes(NONCE_BYTES), sealed, associated),
      () => open(key, nonce, sealed, new Uint8Array()),
      () =>
        open(
          key,
          nonce,
          sealed.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
          associated,
        ),
      () => open(key, nonce, sealed.subarray(1), associated),
      () => open(key, nonce, sealed.subarray(0, TAG_BYTES - 1), associated),
      () => open(key, nonce, new Uint8Array(), associated),
    ];
    const messages = attempts.map((attempt) => {
      try {
        attempt();
      } catch (error) {
        expect(error).toEqual(decrypt);
        return (error as Error).message;
      }
      return 'opened';
    });
    expect(new Set(messages)).toEqual(new Set(['the ciphertext does not authenticate']));
  });

  it("a key or nonce of another length is the caller's mistake", () => {
    const none = new Uint8Array();
    for (const length of [0, KEY_BYTES - 1, KEY_BYTES + 1]) {
      expect(() => seal(new Uint8Array(length), nonce, none, none)).toThrow(RangeError);
      expect(() => open(new Uint8Array(length), nonce, new Uint8Array(TAG_BYTES), none)).toThrow(RangeError);
    }
    for (const length of [0, NONCE_BYTES - 1, NONCE_BYTES + 1, 24]) {
      expect(() => seal(key, new Uint8Array(length), none, none)).toThrow(RangeError);
      expect(() => open(key, new Uint8Array(length), new Uint8Array(TAG_BYTES), none)).toThrow(RangeError);
    }
  });
});

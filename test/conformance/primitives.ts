import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { equalBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import type { Primitives } from '../../src/crypto/primitives.ts';
import { noblePrimitives as reference } from '../reference/noble.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const patterned = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => i * 31 + (i >> 8));

/** Lengths around which an implementation may change its way: blocks, scratch buffers, bulk. */
const EDGES = [
  0, 1, 15, 16, 17, 55, 56, 63, 64, 65, 511, 512, 513, 1023, 1024, 4096, 65_519, 65_520, 65_521, 65_535, 65_536, 65_537,
  100_000,
];

/** The contract of `#primitives`: published values, equality with a second implementation, ownership. */
export function primitivesConformance(p: Primitives): void {
  describe(`${p.primitivesName} keeps the primitives contract`, () => {
    beforeAll(() => p.primitivesReady());
    hashes(p);
    authenticatedEncryption(p);
    agreement(p);
    signatures(p);
    ownership(p);
  });
}

function hashes(p: Primitives): void {
  it('hashes as FIPS 180-4', () => {
    expect(toHex(p.sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(toHex(p.sha256(new Uint8Array()))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('hashes and authenticates every length as the second implementation', () => {
    const key = patterned(32);
    for (const length of EDGES) {
      const message = patterned(length);
      expect(toHex(p.sha256(message)), `${length} bytes`).toBe(toHex(reference.sha256(message)));
      const into = new Uint8Array(40).fill(7);
      p.sha256Into(message, into, 5);
      expect(toHex(into)).toBe(`${'07'.repeat(5)}${toHex(p.sha256(message))}070707`);
      expect(p.sha256Hex(message)).toBe(toHex(reference.sha256(message)));
      expect(toHex(p.hmacSha256(key, message)), `${length} bytes`).toBe(toHex(reference.hmacSha256(key, message)));
    }
    for (const length of [0, 1, 31, 32, 33, 63, 64, 65, 128]) {
      const other = patterned(length);
      for (const message of [patterned(1), patterned(600)])
        expect(toHex(p.hmacSha256(other, message)), `key of ${length}`).toBe(
          toHex(reference.hmacSha256(other, message)),
        );
    }
  });

  it('one HMAC leaves nothing behind for the next', () => {
    const long = p.hmacSha256(patterned(64), patterned(512));
    expect(p.hmacSha256(new Uint8Array(), new Uint8Array())).toEqual(
      reference.hmacSha256(new Uint8Array(), new Uint8Array()),
    );
    expect(p.hmacSha256(patterned(64), patterned(512))).toEqual(long);
  });

  it('stretches words to the published seed of BIP-39', () => {
    // The fourth English vector of BIP-39 (Trezor): its words, and its passphrase after the salt.
    const seed = p.pbkdf2Sha512(utf8(`${'zoo '.repeat(11)}wrong`), utf8('mnemonicTREZOR'), 2048);
    expect(toHex(seed)).toBe(
      'ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a133' +
        '32572917f0f8e5a589620c6f15b11c61dee327651a14c34e18231052e48c069',
    );
  });

  it('stretches with any secret, salt and rounds as the second implementation', () => {
    for (const length of [0, 1, 63, 64, 127, 128, 129, 300])
      for (const rounds of [1, 2, 3]) {
        const [secret, salt] = [patterned(length), patterned(300 - length)];
        expect(toHex(p.pbkdf2Sha512(secret, salt, rounds)), `${length} bytes`).toBe(
          toHex(reference.pbkdf2Sha512(secret, salt, rounds)),
        );
      }
  });

  it('stretches passphrases as the second implementation', () => {
    const salt = patterned(16);
    for (const [passes, memory] of [
      [1, 8 * 1024],
      [3, 64 * 1024],
    ] as const)
      expect(toHex(p.argon2id(utf8('correct horse'), salt, passes, memory))).toBe(
        toHex(reference.argon2id(utf8('correct horse'), salt, passes, memory)),
      );
  });
}

function authenticatedEncryption(p: Primitives): void {
  it('seals every length to the bytes of the second implementation, and opens them', () => {
    const [key, nonce] = [patterned(32), patterned(12)];
    for (const length of EDGES)
      for (const associated of [new Uint8Array(), patterned(100)]) {
        const plaintext = patterned(length);
        const sealed = p.aeadSeal(key, nonce, plaintext, associated);
        const expected = reference.aeadSeal(key, nonce, plaintext, associated);
        // Not toEqual: it takes a millisecond a kilobyte.
        expect(equalBytes(sealed, expected), `${length} bytes`).toBe(true);
        const opened = p.aeadOpen(key, nonce, sealed, associated);
        expect(opened !== undefined && equalBytes(opened, plaintext), `${length} bytes`).toBe(true);
      }
  });

  it('opens nothing of which one bit differs: key, nonce, text, tag or associated data', () => {
    const flip = (value: Uint8Array, n: number) =>
      value.map((byte, i) => (i === (n >> 3) % value.length ? byte ^ (1 << (n & 7)) : byte));
    fc.assert(
      fc.property(
        exactly(32),
        exactly(12),
        bytes(200),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        (key, nonce, plaintext, associated, n) => {
          const sealed = p.aeadSeal(key, nonce, plaintext, associated);
          expect(p.aeadOpen(flip(key, n), nonce, sealed, associated)).toBeUndefined();
          expect(p.aeadOpen(key, flip(nonce, n), sealed, associated)).toBeUndefined();
          expect(p.aeadOpen(key, nonce, flip(sealed, n), associated)).toBeUndefined();
          expect(p.aeadOpen(key, nonce, sealed, flip(associated, n))).toBeUndefined();
          expect(p.aeadOpen(key, nonce, sealed, associated)).toEqual(plaintext);
        },
      ),
    );
  });

  it('opens no forgery in bulk, and nothing cut short', () => {
    const [key, nonce, none] = [patterned(32), patterned(12), new Uint8Array()];
    const sealed = p.aeadSeal(key, nonce, patterned(70_000), none);
    for (const at of [0, 35_000, 69_999, 70_000, 70_015]) {
      const forged = sealed.slice();
      forged[at] = (forged[at] as number) ^ 1;
      expect(p.aeadOpen(key, nonce, forged, none), `byte ${at}`).toBeUndefined();
    }
    expect(p.aeadOpen(key, nonce, sealed.subarray(0, 70_015), none)).toBeUndefined();
    for (let n = 0; n < 16; n++) expect(p.aeadOpen(key, nonce, sealed.subarray(0, n), none)).toBeUndefined();
  });
}

function agreement(p: Primitives): void {
  it('agrees as RFC 7748 §6.1', () => {
    const [alice, bob] = [
      '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
      '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    ].map(fromHex) as [Uint8Array, Uint8Array];
    expect(toHex(p.x25519PublicKey(alice))).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(toHex(p.x25519PublicKey(bob))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const shared = p.x25519(alice, p.x25519PublicKey(bob));
    expect(shared && toHex(shared)).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
    expect(p.x25519(bob, p.x25519PublicKey(alice))).toEqual(shared);
  });

  it('K04: agrees with nobody on a key of small order', () => {
    for (const key of ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`])
      expect(p.x25519(patterned(32), fromHex(key)), key).toBeUndefined();
  });
}

function signatures(p: Primitives): void {
  it('signs to the bytes of the second implementation, and verifies them', () => {
    fc.assert(
      fc.property(exactly(32), bytes(300), (seed, message) => {
        const publicKey = p.ed25519PublicKey(seed);
        expect(publicKey).toEqual(reference.ed25519PublicKey(seed));
        const signature = p.ed25519Sign(Uint8Array.from([...seed, ...publicKey]), message);
        expect(signature).toEqual(reference.ed25519Sign(Uint8Array.from([...seed, ...publicKey]), message));
        expect(p.ed25519Verify(publicKey, message, signature)).toBe(true);
      }),
    );
  });

  it('E02: verifies nothing of which one bit differs', () => {
    fc.assert(
      fc.property(exactly(32), fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (seed, message, n) => {
        const flip = (value: Uint8Array) =>
          value.map((byte, i) => (i === (n >> 3) % value.length ? byte ^ (1 << (n & 7)) : byte));
        const publicKey = p.ed25519PublicKey(seed);
        const signature = p.ed25519Sign(Uint8Array.from([...seed, ...publicKey]), message);
        expect(p.ed25519Verify(flip(publicKey), message, signature)).toBe(false);
        expect(p.ed25519Verify(publicKey, flip(message), signature)).toBe(false);
        expect(p.ed25519Verify(publicKey, message, flip(signature))).toBe(false);
      }),
    );
  });
}

function ownership(p: Primitives): void {
  it('gives bytes over memory of their own, and leaves its arguments alone', () => {
    const [key, nonce, message] = [patterned(32), patterned(12), patterned(50)];
    const sealed = p.aeadSeal(key, nonce, message, message);
    const results = {
      randomBytes: p.randomBytes(7),
      sha256: p.sha256(message),
      hmacSha256: p.hmacSha256(key, message),
      hmacSha256Long: p.hmacSha256(key, patterned(5000)),
      pbkdf2Sha512: p.pbkdf2Sha512(key, message, 2),
      aeadSeal: sealed,
      aeadOpen: p.aeadOpen(key, nonce, sealed, message),
      aeadSealBulk: p.aeadSeal(key, nonce, patterned(70_000), message),
      x25519PublicKey: p.x25519PublicKey(key),
      x25519: p.x25519(key, p.x25519PublicKey(patterned(32))),
      ed25519PublicKey: p.ed25519PublicKey(key),
      ed25519Sign: p.ed25519Sign(Uint8Array.from([...key, ...p.ed25519PublicKey(key)]), message),
      argon2id: p.argon2id(key, patterned(16), 1, 8192),
    };
    for (const [name, result] of Object.entries(results)) {
      expect(Object.getPrototypeOf(result), name).toBe(Uint8Array.prototype);
      expect(result?.buffer.byteLength, name).toBe(result?.length);
    }
    expect([key, nonce, message]).toEqual([patterned(32), patterned(12), patterned(50)]);
  });

  it('E10: gives ten thousand different secrets of 32 bytes, every bit of which is used', () => {
    const seen = new Set<string>();
    const ones = Array.from({ length: 256 }, () => 0);
    for (let n = 0; n < 10_000; n++) {
      const secret = p.randomBytes(32);
      seen.add(toHex(secret));
      for (let bit = 0; bit < 256; bit++)
        ones[bit] = (ones[bit] as number) + (((secret[bit >> 3] as number) >> (bit & 7)) & 1);
    }
    expect(seen.size).toBe(10_000);
    // Ten standard deviations (50 each) from the middle: never by chance, at once for a bit that is fixed.
    for (const count of ones) expect(Math.abs(count - 5000)).toBeLessThan(500);
  });
}

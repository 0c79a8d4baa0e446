import { createPrivateKey, createPublicKey } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../../src/base/bytes.ts';
import { fromBase64url, toBase64url } from '../../../src/base/encoding.ts';
import { verify } from '../../../src/crypto/sign.ts';
import { verifyCertificate } from '../../../src/identity/certificate.ts';
import { keyOfDid } from '../../../src/identity/did.ts';
import { Identity, isIdentityName, MAX_NAME_BYTES } from '../../../src/identity/identity.ts';
import { seedsOfEntropy, wordsOfEntropy } from '../../../src/identity/mnemonic.ts';

const NOW = 1_800_000_000_000;
const entropy = Uint8Array.from({ length: 32 }, (_, i) => 200 - i);
const options = { name: 'alice', nowMs: NOW, sequence: 3 };
const alice = Identity.fromEntropy(entropy, options);
const seeds = seedsOfEntropy(entropy);

/** The public key that OpenSSL derives; the prefix is that of PKCS #8 for the algorithm. */
function publicKeyOf(prefix: string, secret: Uint8Array): Uint8Array {
  const key = Buffer.concat([Buffer.from(prefix, 'hex'), secret]);
  return fromBase64url(
    String(createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' }).x),
  );
}

describe('an identity', () => {
  it('E10: is made of 32 bytes of the source, of which every one counts, and not made where the source fails', () => {
    const asked: number[] = [];
    const draw = (byte: number) => (count: number) => {
      asked.push(count);
      return entropy.with(byte, (entropy[byte] as number) ^ 1);
    };
    const dids = Array.from({ length: 32 }, (_, byte) => Identity.generate('alice', NOW, draw(byte)).did);
    expect(asked).toEqual(Array.from({ length: 32 }, () => 32));
    expect(new Set([alice.did, ...dids]).size).toBe(33);
    const failing = (): never => {
      throw new Error('no random bytes');
    };
    expect(() => Identity.generate('alice', NOW, failing)).toThrow('no random bytes');
  });

  it('E10: differs from every other', () => {
    const count = process.env['TALOS_SLOW'] === '1' ? 20_000 : 200;
    const dids = new Set<string>();
    for (let i = 0; i < count; i++) dids.add(Identity.generate('one of many', NOW).did);
    expect(dids.size).toBe(count);
  }, 600_000);

  it('has the keys that OpenSSL derives from its seeds', () => {
    expect(alice.signing.publicKey).toEqual(publicKeyOf('302e020100300506032b657004220420', seeds.ed25519Seed));
    expect(alice.agreement.publicKey).toEqual(publicKeyOf('302e020100300506032b656e04220420', seeds.x25519Secret));
    expect(keyOfDid(alice.did)).toEqual(alice.signing.publicKey);
  });

  it('is the same whenever it is made of the same words, certificate included', () => {
    const again = Identity.fromEntropy(entropy, options);
    expect(again.did).toBe(alice.did);
    expect(again.certificate).toEqual(alice.certificate);
    expect(alice.words()).toBe(wordsOfEntropy(entropy));
    expect(alice.entropy()).toEqual(entropy);
  });

  it('carries a certificate of its own', () => {
    const { agreementKey, sequence } = verifyCertificate(alice.certificate, { did: alice.did, nowMs: NOW });
    expect(agreementKey).toEqual(alice.agreement.publicKey);
    expect(sequence).toBe(3);
  });

  it('is new each time it is generated', () => {
    const made = Array.from({ length: 3 }, () => Identity.generate('bob', NOW));
    expect(new Set(made.map(({ did }) => did)).size).toBe(3);
    expect(made.every(({ sequence }) => sequence === 0)).toBe(true);
  });

  it('signs so that its DID verifies', () => {
    const body = Uint8Array.of(1, 2, 3);
    expect(verify('bundle', keyOfDid(alice.did), body, alice.signing.sign('bundle', body))).toBe(true);
  });

  it('gives copies of its secrets', () => {
    expect(alice.hostSeed()).toEqual(seeds.ed25519Seed);
    expect(alice.atRestSecret()).toEqual(concat(seeds.ed25519Seed, seeds.x25519Secret));
    alice.entropy().fill(0);
    alice.hostSeed().fill(0);
    alice.atRestSecret().fill(0);
    expect(alice.entropy()).toEqual(entropy);
    expect(alice.hostSeed()).toEqual(seeds.ed25519Seed);
  });

  it('keeps what it was made of when the caller changes it', () => {
    const mine = new Uint8Array(entropy);
    const identity = Identity.fromEntropy(mine, options);
    mine.fill(0);
    expect(identity.entropy()).toEqual(entropy);
  });

  it('shows no secret to inspection, JSON or a listing of its fields', () => {
    const shown = [
      inspect(alice, { depth: 10, showHidden: true, getters: false, maxArrayLength: null }),
      JSON.stringify(alice),
      JSON.stringify(Object.entries(alice)),
    ].join('\n');
    const secrets = [entropy, seeds.ed25519Seed, seeds.x25519Secret, seeds.recoverySeed];
    for (const secret of secrets)
      for (const form of [
        toHex(secret),
        toBase64url(secret),
        secret.slice(0, 6).join(', '),
        secret.slice(0, 6).join(','),
      ])
        expect(shown).not.toContain(form);
    expect(JSON.parse(JSON.stringify(alice))).toEqual({ did: alice.did, name: 'alice' });
  });

  it.each(['', 'a\nb', 'a\0', 'a\u202eb', 'a\u2028', '\ud800', 'x'.repeat(MAX_NAME_BYTES + 1), 'é'.repeat(65)])(
    'I08: is not named %j',
    (name) => {
      expect(isIdentityName(name)).toBe(false);
      expect(() => Identity.fromEntropy(entropy, { ...options, name })).toThrow(RangeError);
    },
  );

  it.each(['a', 'Zoë', '爱丽丝', 'my agent 1', 'x'.repeat(MAX_NAME_BYTES), 'é'.repeat(64)])('is named %j', (name) => {
    expect(isIdentityName(name)).toBe(true);
  });

  it('is not made of another number of bytes', () => {
    for (const length of [0, 16, 31, 33])
      expect(() => Identity.fromEntropy(new Uint8Array(length), options)).toThrow(RangeError);
  });
});

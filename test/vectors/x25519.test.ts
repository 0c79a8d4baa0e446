import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { agree, checkAgreementKey } from '../../src/crypto/agree.ts';
import { SETS } from '../reference/sets.ts';
import { loadVectors, loadWycheproof } from './files.ts';

const badKey = expect.objectContaining({ code: 'E_BAD_KEY' });

describe('X25519, RFC 7748: one verdict of every set', () => {
  it('Project Wycheproof, in the bare function', () => {
    const tests = loadWycheproof<object, { public: string; private: string; shared: string }>(
      'x25519/wycheproof_x25519.json',
    );
    expect(tests).toHaveLength(518);
    let lowOrder = 0;
    for (const { tcId, flags, result, ...test } of tests) {
      const [secretKey, publicKey] = [fromHex(test.private), fromHex(test.public)];
      const isLowOrder = flags.includes('LowOrderPublic');
      if (isLowOrder) lowOrder++;
      expect(['valid', 'acceptable']).toContain(result);
      for (const set of SETS) {
        const shared = set.x25519(secretKey, publicKey);
        expect(shared && toHex(shared), `${set.primitivesName}, case ${tcId}`).toBe(
          isLowOrder ? undefined : test.shared,
        );
      }
    }
    expect(lowOrder).toBe(31);
  });

  interface Hostile {
    readonly low_order: readonly { key: string }[];
    readonly non_canonical: readonly { key: string }[];
    readonly wrong_length: readonly string[];
  }
  const { low_order, non_canonical, wrong_length } = loadVectors<Hostile>('x25519/hostile_public_keys.json');
  const ours = new Uint8Array(32).fill(0x42);

  it('K04: every key of small order is refused, and agrees with nobody where it is not checked', () => {
    expect(low_order).toHaveLength(14);
    for (const { key } of low_order) {
      expect(() => checkAgreementKey(fromHex(key)), key).toThrow(badKey);
      expect(() => agree(ours, fromHex(key)), key).toThrow(badKey);
      for (const set of SETS) expect(set.x25519(ours, fromHex(key)), `${set.primitivesName} ${key}`).toBeUndefined();
    }
  });

  it('K05: every key that is not canonical is refused', () => {
    expect(non_canonical).toHaveLength(20);
    for (const { key } of non_canonical) expect(() => checkAgreementKey(fromHex(key)), key).toThrow(badKey);
  });

  it('K06: every key of another length is refused, 0 to 33 bytes', () => {
    expect(wrong_length).toHaveLength(6);
    for (const key of wrong_length) expect(() => checkAgreementKey(fromHex(key)), key).toThrow(badKey);
  });
});

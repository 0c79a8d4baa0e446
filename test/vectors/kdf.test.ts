import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { hkdfSha256, hmacSha256, MAX_DERIVED_BYTES } from '../../src/crypto/kdf.ts';
import { SETS } from '../reference/sets.ts';
import { loadWycheproof } from './files.ts';

// Runs in both projects: `hkdfSha256` is built upon whichever set `#primitives` gives.
describe('HKDF-SHA256, RFC 5869', () => {
  it('Project Wycheproof, here and in the second implementation', () => {
    interface Test {
      readonly ikm: string;
      readonly salt: string;
      readonly info: string;
      readonly size: number;
      readonly okm: string;
    }
    const tests = loadWycheproof<object, Test>('kdf/wycheproof_hkdf_sha256.json');
    expect(tests).toHaveLength(86);
    for (const { tcId, result, ikm, salt, info, size, okm } of tests) {
      const derive = () => hkdfSha256(fromHex(ikm), fromHex(salt), fromHex(info), size);
      const reference = () => hkdf(sha256, fromHex(ikm), fromHex(salt), fromHex(info), size);
      if (result === 'valid') {
        expect(toHex(derive()), `case ${tcId}`).toBe(okm);
        expect(toHex(reference()), `case ${tcId}`).toBe(okm);
      } else {
        expect(size).toBeGreaterThan(MAX_DERIVED_BYTES);
        expect(derive, `case ${tcId}`).toThrow(RangeError);
        expect(reference, `case ${tcId}`).toThrow(/length/i);
      }
    }
  });
});

describe('HMAC-SHA256, RFC 2104: one verdict of every set', () => {
  it('Project Wycheproof', () => {
    const tests = loadWycheproof<{ tagSize: number }, { key: string; msg: string; tag: string }>(
      'kdf/wycheproof_hmac_sha256.json',
    );
    expect(tests).toHaveLength(174);
    for (const { tcId, result, tagSize, key, msg, tag } of tests)
      for (const compute of [...SETS.map((set) => set.hmacSha256), hmacSha256]) {
        const computed = toHex(compute(fromHex(key), fromHex(msg))).slice(0, tagSize / 4);
        expect(computed === tag, `case ${tcId}`).toBe(result === 'valid');
      }
  });
});

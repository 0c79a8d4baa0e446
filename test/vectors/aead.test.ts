import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../src/base/bytes.ts';
import { open, seal } from '../../src/crypto/aead.ts';
import { SETS } from '../reference/sets.ts';
import { loadWycheproof } from './files.ts';

interface Group {
  readonly ivSize: number;
}
interface Test {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
}

describe('ChaCha20-Poly1305, RFC 8439: one verdict of every set', () => {
  it('Project Wycheproof', () => {
    const tests = loadWycheproof<Group, Test>('aead/wycheproof_chacha20_poly1305.json');
    expect(tests).toHaveLength(325);
    for (const { tcId, ivSize, result, ...test } of tests) {
      const [key, nonce, associated, plaintext] = [test.key, test.iv, test.aad, test.msg].map(fromHex) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      const sealed = fromHex(test.ct + test.tag);
      if (ivSize !== 96) {
        // The port is promised 12 bytes; the functions above it check.
        expect(result).toBe('invalid');
        expect(() => open(key, nonce, sealed, associated), `case ${tcId}`).toThrow(RangeError);
        expect(() => seal(key, nonce, plaintext, associated), `case ${tcId}`).toThrow(RangeError);
        continue;
      }
      for (const set of SETS) {
        const name = `${set.primitivesName}, case ${tcId}`;
        const opened = set.aeadOpen(key, nonce, sealed, associated);
        expect(opened && toHex(opened), name).toBe(result === 'valid' ? test.msg : undefined);
        const resealed = toHex(set.aeadSeal(key, nonce, plaintext, associated));
        expect(resealed === toHex(sealed), name).toBe(result === 'valid');
      }
    }
  });
});

describe('XChaCha20-Poly1305, which no format here uses', () => {
  it('Project Wycheproof, under the second implementation', () => {
    const tests = loadWycheproof<Group, Test>('aead/wycheproof_xchacha20_poly1305.json');
    expect(tests).toHaveLength(315);
    for (const { tcId, result, ...test } of tests) {
      let opened: string | undefined;
      try {
        const cipher = xchacha20poly1305(fromHex(test.key), fromHex(test.iv), fromHex(test.aad));
        opened = toHex(cipher.decrypt(concat(fromHex(test.ct), fromHex(test.tag))));
      } catch {
        // noble throws for a wrong tag and for a nonce of another length.
        opened = undefined;
      }
      expect(opened, `case ${tcId}`).toBe(result === 'valid' ? test.msg : undefined);
    }
  });
});

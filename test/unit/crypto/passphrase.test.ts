import { argon2id } from '@noble/hashes/argon2.js';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import {
  MAX_PASSPHRASE_MEMORY_BYTES,
  MAX_PASSPHRASE_PASSES,
  MIN_PASSPHRASE_MEMORY_BYTES,
  PASSPHRASE_COST,
  passphraseKey,
} from '../../../src/crypto/passphrase.ts';

const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
const least = { passes: 1, memory: MIN_PASSPHRASE_MEMORY_BYTES };

describe('a key of a passphrase', () => {
  it.each([
    ['correct horse', least],
    ['påss wörd 🐎', { passes: 3, memory: 64 * 1024 }],
    [' ', { passes: MAX_PASSPHRASE_PASSES, memory: 9000 }],
  ])('is the Argon2id of another implementation: %j', (passphrase, cost) => {
    const other = argon2id(utf8(passphrase), salt, {
      t: cost.passes,
      m: Math.floor(cost.memory / 1024),
      p: 1,
      dkLen: 32,
    });
    expect(passphraseKey(passphrase, salt, cost)).toEqual(new Uint8Array(other));
  });

  it('costs three passes over 64 MiB by default', () => {
    expect(PASSPHRASE_COST).toEqual({ passes: 3, memory: 67_108_864 });
  });

  it.each([0, MAX_PASSPHRASE_PASSES + 1, 1.5, -1, Number.NaN])('is not made with %d passes', (passes) => {
    expect(() => passphraseKey('x', salt, { ...least, passes })).toThrow(RangeError);
  });

  it.each([MIN_PASSPHRASE_MEMORY_BYTES - 1, MAX_PASSPHRASE_MEMORY_BYTES + 1, 8192.5, Number.NaN])(
    'is not made over %d bytes',
    (memory) => {
      expect(() => passphraseKey('x', salt, { ...least, memory })).toThrow(RangeError);
    },
  );

  it.each([0, 15, 17])('is not made with a salt of %i bytes', (length) => {
    expect(() => passphraseKey('x', new Uint8Array(length), least)).toThrow(RangeError);
  });

  it('is not made of nothing', () => {
    expect(() => passphraseKey('', salt, least)).toThrow(expect.objectContaining({ code: 'E_PASSPHRASE' }));
  });
});

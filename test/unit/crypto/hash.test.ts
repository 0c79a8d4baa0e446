import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../../src/base/bytes.ts';
import { sha256Joined } from '../../../src/crypto/hash.ts';

const bytes = (length: number, seed: number): Uint8Array => new Uint8Array(length).map((_, i) => i * seed + seed);

describe('the hash of parts', () => {
  it.each([
    [[]],
    [[0]],
    [[0, 1, 0]],
    [[1, 63, 64]],
    [[1, 4095]],
    [[1, 4096]],
    [[4096]],
    [[4097]],
    [[1, 70_000]],
    [[1, 32, 32]],
  ])('is that of all of them joined, for parts of %j bytes', (lengths) => {
    const parts = lengths.map((length, i) => bytes(length, i + 3));
    const expected = createHash('sha256')
      .update(concat(...parts))
      .digest('hex');
    expect(toHex(sha256Joined(...parts))).toBe(expected);
  });

  it('holds nothing of what was hashed before', () => {
    const before = toHex(sha256Joined(bytes(100, 9)));
    sha256Joined(bytes(4096, 5));
    expect(toHex(sha256Joined(bytes(100, 9)))).toBe(before);
    expect(toHex(sha256Joined())).toBe(createHash('sha256').digest('hex'));
  });
});

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { fromBase58btc, fromBase64url, toBase58btc, toBase64url } from '../../src/base/encoding.ts';
import { loadVectors } from './files.ts';

interface Multibase {
  readonly sets: readonly {
    readonly file: string;
    readonly value_hex: string;
    readonly encodings: readonly { readonly encoding: string; readonly text: string }[];
  }[];
}

describe('multibase: the encodings that DIDs and other texts use', () => {
  const { sets } = loadVectors<Multibase>('multibase/multibase.json');
  const rows = sets.flatMap(({ file, value_hex, encodings }) =>
    encodings.map(({ encoding, text }) => ({
      file,
      value_hex,
      encoding,
      prefix: text.slice(0, 1),
      text: text.slice(1),
    })),
  );
  const of = (encoding: string) => rows.filter((row) => row.encoding === encoding && row.file !== 'case_insensitivity');

  it('base58btc, written and read', () => {
    expect(of('base58btc').length).toBeGreaterThanOrEqual(3);
    for (const { value_hex, prefix, text } of of('base58btc')) {
      expect([prefix, toBase58btc(fromHex(value_hex))]).toEqual(['z', text]);
      expect(toHex(fromBase58btc(text))).toBe(value_hex);
    }
  });

  it('base64url without padding, written and read', () => {
    expect(of('base64url').length).toBeGreaterThanOrEqual(3);
    for (const { value_hex, prefix, text } of of('base64url')) {
      expect([prefix, toBase64url(fromHex(value_hex))]).toEqual(['u', text]);
      expect(toHex(fromBase64url(text))).toBe(value_hex);
    }
  });

  it('E03: base58 in the order of another alphabet does not mean the same, and padding is refused', () => {
    for (const { value_hex, text } of of('base58flickr')) {
      const read = toHex(fromBase58btc(text));
      expect(read).not.toBe(value_hex);
    }
    const padded = of('base64urlpad').filter(({ text }) => text.endsWith('='));
    expect(padded.length).toBeGreaterThan(0);
    for (const { text } of padded)
      expect(() => fromBase64url(text)).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });
});

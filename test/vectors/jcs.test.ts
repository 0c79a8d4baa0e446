import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { canonicalBytes, canonicalJson, type Json, parseCanonicalJson, parseJson } from '../../src/codec/json.ts';
import { loadVectors } from './files.ts';

interface Documents {
  readonly cases: readonly { readonly name: string; readonly input: string; readonly expected_utf8_hex: string }[];
}
interface Numbers {
  readonly tests: readonly { readonly ieee754_hex: string; readonly expected: string }[];
  readonly must_fail: readonly string[];
}

const double = (hex: string): number => new DataView(fromHex(hex).buffer).getFloat64(0);

describe('JSON canonicalisation, RFC 8785', () => {
  const { cases } = loadVectors<Documents>('jcs/rfc8785_documents.json');
  // RFC 8785 is about doubles, so the input passes through JSON.parse: one document rounds 333333333.33333329.
  it.each(cases)('writes the document $name', ({ input, expected_utf8_hex }) => {
    const bytes = canonicalBytes(JSON.parse(input) as Json);
    expect(toHex(bytes)).toBe(expected_utf8_hex);
    expect(canonicalBytes(parseCanonicalJson(bytes))).toEqual(bytes);
  });

  it.each(cases)('reads the document $name, and rounds nothing unseen', ({ name, input, expected_utf8_hex }) => {
    const value = parseJson(input);
    if (name === 'values')
      expect(() => canonicalBytes(value)).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    else expect(toHex(canonicalBytes(value))).toBe(expected_utf8_hex);
  });

  const { tests, must_fail } = loadVectors<Numbers>('jcs/rfc8785_numbers.json');
  it(`writes all ${tests.length} numbers, and reads them back`, () => {
    for (const { ieee754_hex, expected } of tests) {
      const value = double(ieee754_hex);
      expect(canonicalJson(value)).toBe(expected);
      const read = parseJson(expected);
      expect(read).toBe(value === 0 ? 0 : value);
    }
    expect(tests).toHaveLength(468);
  });

  it('refuses what has no JSON form, E_MALFORMED', () => {
    for (const hex of must_fail)
      expect(() => canonicalJson(double(hex))).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    expect(must_fail).toHaveLength(3);
  });
});

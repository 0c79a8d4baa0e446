/** The canonical form is noticed while reading; writing the value again is the independent definition of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { canonicalJson, type Json, parseCanonicalJson, parseJson } from '../../../src/codec/json.ts';

const value = fc.jsonValue({ maxDepth: 4 }).map((json) => parseJson(JSON.stringify(json)));
/** Small changes that keep most texts JSON: spaces, escapes, other spellings of numbers, exchanged keys. */
const change = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => ` ${text}`,
  (text) => `${text}\n`,
  (text) => text.replace(/[,:[]/, '$& '),
  (text) => text.replace(/"([^"\\])/, (_, c: string) => `"\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => text.replace(/\\u([0-9a-f]{4})/, (_, hex: string) => `\\u${hex.toUpperCase()}`),
  (text) => text.replace('/', '\\/'),
  (text) => text.replace(/\d(?=[,\]}])/, '$&.0'),
  (text) => text.replace(/\d(?=[,\]}])/, '$&e0'),
  (text) => text.replace(/([[:,])0/, '$1-0'),
  (text) => text.replace(/"([^"\\]*)":([^,{}[\]]*),"([^"\\]*)":([^,{}[\]]*)/, '"$3":$4,"$1":$2'),
);

function isCanonical(text: string): boolean {
  try {
    parseCanonicalJson(utf8(text));
    return true;
  } catch {
    // Any refusal counts; which code is the business of the other tests.
    return false;
  }
}

function isItsOwnForm(text: string): boolean {
  try {
    return canonicalJson(parseJson(text)) === text;
  } catch {
    return false;
  }
}

describe('parseCanonicalJson', () => {
  it('accepts exactly the texts that canonicalJson writes', () => {
    fc.assert(
      fc.property(value, change, change, (json, first, second) => {
        const text = second(first(canonicalJson(json)));
        expect([text, isCanonical(text)]).toEqual([text, isItsOwnForm(text)]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '{"b":1,"a":2}',
    '{"a":1, "b":2}',
    '{"aa":1,"a":2}',
    '{"\\u0061":1}',
    '"\\u000a"',
    '"\\u001F"',
    '"\\/"',
    '[1.0]',
    '[-0]',
    '[1e2]',
    '[1E21]',
    '[9007199254740993]',
    ' 1',
    '1 ',
  ])('refuses %s, which canonicalJson would write in another way', (text) => {
    expect(() => parseCanonicalJson(utf8(text))).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });

  it.each([
    '{"":1,"a":2}',
    '{"1":1,"10":2,"9":3}',
    '"\\n\\u001f\\"\\\\/\u2028\u007f"',
    '[1e+21,0.1,-5]',
    '{"__proto__":1}',
  ])('reads %s, which is its own form', (text) => {
    expect(canonicalJson(parseCanonicalJson(utf8(text)) as Json)).toBe(text);
  });
});

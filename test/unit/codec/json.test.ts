import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import {
  canonicalBytes,
  canonicalJson,
  isExact,
  type Json,
  JsonNumber,
  MAX_JSON_BYTES,
  MAX_JSON_DEPTH,
  numberValue,
  parseCanonicalJson,
  parseJson,
  writeJson,
} from '../../../src/codec/json.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });
const limit = expect.objectContaining({ code: 'E_LIMIT' });

/** Ordinary values: what JSON.parse and this reader must agree on. */
const ordinary = fc
  .jsonValue({ maxDepth: 6, stringUnit: 'grapheme' })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('parseJson', () => {
  it('gives what JSON.parse gives, for ordinary values', () => {
    fc.assert(
      fc.property(ordinary, fc.constantFrom(0, 1, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(plain(parseJson(text))).toEqual(value);
        expect(plain(parseJson(utf8(text)))).toEqual(value);
      }),
    );
  });

  it('accepts of mutated texts nothing that JSON.parse refuses', () => {
    const mutation = fc.record({
      at: fc.nat(),
      cut: fc.nat(3),
      put: fc.string({ maxLength: 3, unit: fc.constantFrom(...'{}[]",:\\u01-eE.tfn/* \n'.split(''), '\ud800') }),
    });
    fc.assert(
      fc.property(ordinary, mutation, (value, { at, cut, put }) => {
        const text = JSON.stringify(value);
        const start = at % (text.length + 1);
        const mutated = text.slice(0, start) + put + text.slice(start + cut);
        let read: Json;
        try {
          read = parseJson(mutated);
        } catch (error) {
          expect(error).toEqual(malformed);
          return;
        }
        expect(JSON.parse(writeJson(read))).toEqual(JSON.parse(mutated));
      }),
    );
  });

  it('refuses every proper prefix of an array or object', () => {
    fc.assert(
      fc.property(fc.array(ordinary, { minLength: 1, maxLength: 4 }), (value) => {
        const text = JSON.stringify(value);
        for (let n = 0; n < text.length; n++) expect(() => parseJson(text.slice(0, n))).toThrow(malformed);
      }),
    );
  });

  it('throws nothing but TalosError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          parseJson(bytes);
        } catch (error) {
          expect(error).toEqual(malformed);
        }
      }),
    );
  });

  it('reads texts of maxBytes and refuses one byte more, E_LIMIT, counted in UTF-8', () => {
    expect(parseJson('"é"', { maxBytes: 4 })).toBe('é');
    expect(() => parseJson('"é"', { maxBytes: 3 })).toThrow(limit);
    expect(parseJson(utf8('"é"'), { maxBytes: 4 })).toBe('é');
    expect(() => parseJson(utf8('"é"'), { maxBytes: 3 })).toThrow(limit);
    expect(parseJson('"😀"', { maxBytes: 6 })).toBe('😀');
    expect(() => parseJson('"😀"', { maxBytes: 5 })).toThrow(limit);
  });

  it('has a limit of its own', () => {
    const text = `"${'a'.repeat(MAX_JSON_BYTES - 2)}"`;
    expect(parseJson(text)).toHaveLength(MAX_JSON_BYTES - 2);
    expect(() => parseJson(`${text} `)).toThrow(limit);
  });

  it('checks the size before the form', () => {
    expect(() => parseJson(new Uint8Array(10).fill(0xff), { maxBytes: 9 })).toThrow(limit);
  });

  it('takes a lower depth, and refuses to go deeper than its own', () => {
    expect(parseJson('[[]]', { maxDepth: 2 })).toEqual([[]]);
    expect(() => parseJson('[[[]]]', { maxDepth: 2 })).toThrow(malformed);
    expect(parseJson('1', { maxDepth: 0 })).toBe(1);
    expect(() => parseJson('[]', { maxDepth: 0 })).toThrow(malformed);
    expect(() => parseJson('1', { maxDepth: MAX_JSON_DEPTH + 1 })).toThrow(RangeError);
    expect(() => parseJson('1', { maxDepth: Number.NaN })).toThrow(RangeError);
  });
});

describe('numbers', () => {
  it('are plain where JavaScript writes them in the same way', () => {
    for (const token of [
      '0',
      '1',
      '-1',
      '9007199254740991',
      '-9007199254740991',
      '0.5',
      '1e+21',
      '1.5e-7',
      '123456789012345680000',
    ])
      expect(parseJson(token)).toBe(Number(token));
  });

  it('keep their token where JavaScript would write them in another', () => {
    for (const token of [
      '1.0',
      '-0',
      '0e0',
      '1e2',
      '1E+21',
      '1e21',
      '10.50',
      '9007199254740993',
      '1e400',
      '-1e400',
      '1e-400',
      '0.1000000000000000055511',
      '1e-7000',
    ])
      expect(parseJson(token)).toEqual(new JsonNumber(token));
  });

  it('are written as they were read, whatever the token', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: 1,
      maxLength: 25,
    });
    const token = fc
      .tuple(
        fc.boolean(),
        digits,
        fc.option(digits),
        fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), digits)),
      )
      .map(([minus, whole, fraction, exponent]) => {
        const integer = whole.replace(/^0+(?=.)/, '');
        return `${minus ? '-' : ''}${integer}${fraction === null ? '' : `.${fraction}`}${exponent?.join('') ?? ''}`;
      });
    fc.assert(
      fc.property(token, (text) => {
        const value = parseJson(text) as number | JsonNumber;
        expect(writeJson(value)).toBe(text);
        expect(Object.is(numberValue(value), Number(text))).toBe(true);
      }),
    );
  });

  it('are exact where the shortest text of the double has the same value', () => {
    for (const token of [
      '1.0',
      '1e2',
      '-0',
      '-0.0',
      '0e99999999999999999999',
      '1e23',
      '100000000000000000000000',
      '9007199254740992',
      '0.1',
      '0.10',
      '1e-7',
      '5e-324',
      '1.7976931348623157e308',
      `0.${'0'.repeat(400)}1e401`,
      `1${'0'.repeat(100)}e-100`,
    ])
      expect(isExact(new JsonNumber(token)), token).toBe(true);
  });

  it('are not exact where it has another', () => {
    for (const token of [
      '9007199254740993',
      '-9007199254740993',
      '1e400',
      '-1e400',
      '1e-400',
      '0.1000000000000000055511',
      '1e999999999999999999999',
      '4e-324',
      '1.7976931348623158e308',
      '0.30000000000000004440892098500626',
      '100000000000000000000001',
    ])
      expect(isExact(new JsonNumber(token)), token).toBe(false);
  });

  it('that are no numbers cannot be made', () => {
    for (const token of ['', '01', '+1', '1.', '.5', 'NaN', '1e', '0x1', '1 ', '"1"'])
      expect(() => new JsonNumber(token)).toThrow(RangeError);
  });

  it('of programs are exact where finite', () => {
    expect(isExact(0.1)).toBe(true);
    expect(isExact(Number.POSITIVE_INFINITY)).toBe(false);
    expect(isExact(Number.NaN)).toBe(false);
  });
});

describe('writeJson', () => {
  it('writes what JSON.stringify writes, for ordinary values', () => {
    fc.assert(
      fc.property(ordinary, (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  const NOT_JSON: Readonly<Record<string, unknown>> = {
    undefined: undefined,
    'a function': () => 1,
    'a symbol': Symbol('s'),
    'a bigint': 1n,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
    'a lone surrogate': 'a\ud800',
    'a lone surrogate in a key': { '\udc00': 1 },
    'an undefined field': { a: undefined },
    'an undefined entry': [undefined],
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
    'a hole': [1, , 2],
    'a date': new Date(0),
    'a map': new Map(),
    bytes: new Uint8Array(1),
    'a class': new (class Thing {})(),
    'a boxed string': Object('x'),
  };
  for (const [name, value] of Object.entries(NOT_JSON))
    it(`refuses ${name}, E_MALFORMED, in every style`, () => {
      expect(() => writeJson(value as Json)).toThrow(malformed);
      expect(() => canonicalJson(value as Json)).toThrow(malformed);
      expect(() => canonicalJson([value as Json], { keepTokens: true })).toThrow(malformed);
    });

  it('writes nesting of 64 and refuses 65, and a value that holds itself', () => {
    let value: Json = [];
    for (let depth = 1; depth < MAX_JSON_DEPTH; depth++) value = depth % 2 === 0 ? [value] : { a: value };
    expect(writeJson(value)).toContain('[]');
    expect(() => writeJson([value])).toThrow(malformed);
    const endless: Json[] = [];
    endless.push(endless);
    expect(() => canonicalJson(endless)).toThrow(malformed);
  });
});

describe('canonicalJson', () => {
  it('orders keys by UTF-16 code units, not by code points', () => {
    expect(canonicalJson({ '\u{1f600}': 1, '\ufb33': 2, b: 3, a: 4, '': 5, '10': 6, '9': 7 })).toBe(
      '{"":5,"10":6,"9":7,"a":4,"b":3,"\u{1f600}":1,"\ufb33":2}',
    );
  });

  it('writes exact tokens by RFC 8785', () => {
    expect(canonicalJson(parseJson('[1.0,1e2,-0,1E30,0.10]'))).toBe('[1,100,0,1e+30,0.1]');
  });

  it('refuses numbers that no double carries, or keeps them when told to', () => {
    const value = parseJson('[9007199254740993,1e400,1.0]');
    expect(() => canonicalJson(value)).toThrow(malformed);
    expect(canonicalJson(value, { keepTokens: true })).toBe('[9007199254740993,1e400,1]');
  });

  it('is the same for every order of keys and every spelling', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), (fields) => {
        const shuffled = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(parseJson(JSON.stringify(shuffled, undefined, 2)))).toBe(
          canonicalJson(JSON.parse(JSON.stringify(fields)) as Json),
        );
      }),
    );
  });

  it('is a fixed point, read and written', () => {
    fc.assert(
      fc.property(ordinary, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseCanonicalJson(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('parseCanonicalJson', () => {
  it('reads the canonical form', () => {
    expect(parseCanonicalJson(utf8('{"a":[1,true,null,"é"],"b":{}}'))).toEqual({ a: [1, true, null, 'é'], b: {} });
  });

  for (const [reason, text] of Object.entries({
    'white space': '{"a": 1}',
    'a newline at the end': '{"a":1}\n',
    'unsorted keys': '{"b":1,"a":2}',
    'an escape that is not needed': '{"a":"\\u0041"}',
    'an escaped slash': '"\\/"',
    'an upper-case escape': '"\\u001F"',
    'a long escape': '"\\u000a"',
    'a fraction of zero': '1.0',
    'an exponent': '1e2',
    'a negative zero': '-0',
    'a number that no double carries': '9007199254740993',
    'a duplicate key': '{"a":1,"a":1}',
  }))
    it(`refuses ${reason}, E_MALFORMED`, () => {
      expect(() => parseCanonicalJson(utf8(text))).toThrow(malformed);
    });

  it('refuses more than maxBytes, E_LIMIT, and bytes that are no UTF-8, E_MALFORMED', () => {
    expect(() => parseCanonicalJson(utf8('[1]'), { maxBytes: 2 })).toThrow(limit);
    expect(fromUtf8(canonicalBytes(parseCanonicalJson(utf8('[1]'), { maxBytes: 3 })))).toBe('[1]');
    expect(() => parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(malformed);
  });
});

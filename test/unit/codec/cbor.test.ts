import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor, MAX_CBOR_BYTES, MAX_CBOR_DEPTH } from '../../../src/codec/cbor.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\ufeff', `\ufeff${'a'.repeat(40)}`, '__proto__'),
);
const { value: values } = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    text,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(text, tie('value'), { noNullPrototype: true, maxKeys: 30 }),
  ),
}));

/** RFC 8949 appendix A, the rows that the profile has. */
const APPENDIX_A: ReadonlyArray<readonly [string, Cbor]> = [
  ['00', 0],
  ['01', 1],
  ['0a', 10],
  ['17', 23],
  ['1818', 24],
  ['1819', 25],
  ['1864', 100],
  ['1903e8', 1000],
  ['1a000f4240', 1000000],
  ['1b000000e8d4a51000', 1000000000000],
  ['20', -1],
  ['29', -10],
  ['3863', -100],
  ['3903e7', -1000],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['40', new Uint8Array()],
  ['4401020304', Uint8Array.of(1, 2, 3, 4)],
  ['60', ''],
  ['6161', 'a'],
  ['6449455446', 'IETF'],
  ['62225c', '"\\'],
  ['62c3bc', 'ü'],
  ['63e6b0b4', '水'],
  ['64f0908591', '\u{10151}'],
  ['80', []],
  ['83010203', [1, 2, 3]],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  ['98190102030405060708090a0b0c0d0e0f101112131415161718181819', Array.from({ length: 25 }, (_, i) => i + 1)],
  ['a0', {}],
  ['a26161016162820203', { a: 1, b: [2, 3] }],
  ['826161a161626163', ['a', { b: 'c' }]],
  ['a56161614161626142616361436164614461656145', { a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }],
  ['1b001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['3b001ffffffffffffe', Number.MIN_SAFE_INTEGER],
  // Bytewise order of encoded keys: the shorter key first.
  ['a2617a01626161 02'.replaceAll(' ', ''), { aa: 2, z: 1 }],
];

/** Encodings that must be refused, by what is wrong with them. */
const REFUSED: Readonly<Record<string, string>> = {
  nothing: '',
  'a byte after the value': '0000',
  'a long zero': '1800',
  'a long 23': '1817',
  'a long 24': '190018',
  'a longer 255': '1900ff',
  'a longer 65535': '1a0000ffff',
  'a longest 2^32 - 1': '1b00000000ffffffff',
  'a long negative': '3800',
  'a long length of bytes': '580101',
  'a long length of text': '780161',
  'a longer length of text': '79000161',
  'a long length of an array': '980100',
  'a long length of a map': 'b801616100',
  'an integer of 2^53': '1b0020000000000000',
  'an integer of 2^64 - 1': '1bffffffffffffffff',
  'a negative beyond 2^53': '3b001fffffffffffff',
  'a negative of -2^64': '3bffffffffffffffff',
  'indefinite bytes': '5f42010243030405ff',
  'indefinite text': '7f657374726561646d696e67ff',
  'an indefinite array': '9fff',
  'an indefinite map': 'bfff',
  'an indefinite array in an array': '819f01ff',
  'a break alone': 'ff',
  'a break in an array': '81ff',
  'a half float of 0.0': 'f90000',
  'a half float of -0.0': 'f98000',
  'a half float of 1.5': 'f93e00',
  'a float of 1.0': 'fa3f800000',
  'a double of 1.1': 'fb3ff199999999999a',
  'a double of 1.0': 'fb3ff0000000000000',
  NaN: 'f97e00',
  Infinity: 'f97c00',
  '-Infinity': 'f9fc00',
  undefined: 'f7',
  'undefined in an array': '81f7',
  'simple value 16': 'f0',
  'simple value 24 in two bytes': 'f818',
  'simple value false in two bytes': 'f814',
  'simple value 255': 'f8ff',
  'a tag (date)': 'c11a514b67b0',
  'a tag (bignum)': 'c249010000000000000000',
  'a tag (self-described)': 'd9d9f700',
  'a tag in an array': '81c100',
  'reserved length 28': '1c',
  'reserved length 30 of an array': '9e',
  'unsorted keys': 'a2616201616101',
  'keys sorted as text and not as encoded': 'a262616102617a01',
  'duplicate keys': 'a2616101616102',
  'duplicate __proto__': `a2${'695f5f70726f746f5f5f01'.repeat(2)}`,
  'an integer key': 'a10102',
  'a bytes key': 'a1416101',
  'a null key': 'a1f601',
  'an array key': 'a1800 1'.replaceAll(' ', ''),
  'text that is no UTF-8': '61ff',
  'long text that is no UTF-8': `7828${'61'.repeat(39)}ff`,
  'text with a surrogate': '63eda080',
  'text with an overlong character': '62c0af',
  'a key that is no UTF-8': 'a161ff00',
  'truncated bytes': '4401',
  'truncated text': '6261',
  'a truncated integer': '19ff',
  'a truncated array': '8201',
  'a truncated map': 'a16161',
  'a map with no value': 'a1',
  'bytes of 2^32 - 1': '5affffffff00',
  'bytes of 2^53': '5b002000000000000000',
  'an array of 2^32 - 1': '9affffffff00',
  'an array of 2^53 - 1': '9b001fffffffffffff00',
  'a map of 2^32 - 1': 'baffffffff616100',
};

describe('CBOR, RFC 8949 §4.2.1', () => {
  it.each(APPENDIX_A)('%s is one encoding', (hex, value) => {
    expect(toHex(encodeCbor(value))).toBe(hex);
    expect(decodeCbor(fromHex(hex))).toEqual(value);
  });

  for (const [reason, hex] of Object.entries(REFUSED))
    it(`E04: refuses ${reason}, E_MALFORMED`, () => {
      expect(() => decodeCbor(fromHex(hex))).toThrow(malformed);
    });

  it('decodes what it encodes, to the same bytes', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encodeCbor(value);
        expect(decodeCbor(bytes)).toEqual(value);
        expect(encodeCbor(decodeCbor(bytes))).toEqual(bytes);
      }),
    );
  });

  it('refuses every proper prefix, and any byte after the end, E_MALFORMED', () => {
    fc.assert(
      fc.property(values, fc.nat(255), (value, tail) => {
        const bytes = encodeCbor(value);
        for (let n = 0; n < bytes.length; n += 1 + (n >> 4))
          expect(() => decodeCbor(bytes.subarray(0, n))).toThrow(malformed);
        expect(() => decodeCbor(concat(bytes, Uint8Array.of(tail)))).toThrow(malformed);
      }),
    );
  });

  it('has one encoding a value: a flipped bit is refused or means something else', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, n) => {
        const bytes = encodeCbor(value);
        const bit = n % (bytes.length * 8);
        const flipped = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        let read: Cbor;
        try {
          read = decodeCbor(flipped);
        } catch (error) {
          expect(error).toEqual(malformed);
          return;
        }
        expect(encodeCbor(read)).toEqual(flipped);
      }),
    );
  });

  it('throws nothing but TalosError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeCbor(bytes);
        } catch (error) {
          expect(error).toEqual(malformed);
        }
      }),
    );
  });

  it('keeps nothing of the buffer that it read', () => {
    const bytes = encodeCbor({ a: Uint8Array.of(1, 2, 3) });
    const value = decodeCbor(bytes);
    bytes.fill(0xff);
    expect(value).toEqual({ a: Uint8Array.of(1, 2, 3) });
  });

  it('E04: __proto__ is a key like any other and maps inherit nothing', () => {
    const value = decodeCbor(fromHex('a1695f5f70726f746f5f5fa1616101')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(null);
    expect(toHex(encodeCbor(value as Cbor))).toBe('a1695f5f70726f746f5f5fa1616101');
  });

  it('E04: reads and writes nesting of 32, refuses 33 and a hundred thousand', () => {
    const arrays = (depth: number) =>
      new Uint8Array(depth).fill(0x81).map((byte, i) => (i === depth - 1 ? 0x80 : byte));
    expect(encodeCbor(decodeCbor(arrays(MAX_CBOR_DEPTH)))).toEqual(arrays(MAX_CBOR_DEPTH));
    expect(() => decodeCbor(arrays(MAX_CBOR_DEPTH + 1))).toThrow(malformed);
    expect(() => decodeCbor(arrays(100_000))).toThrow(malformed);
    expect(() => decodeCbor(fromHex('a16161'.repeat(100_000)))).toThrow(malformed);
    expect(() => decodeCbor(fromHex(`${'a16161'.repeat(MAX_CBOR_DEPTH + 1)}00`))).toThrow(malformed);
    expect(decodeCbor(fromHex(`${'a16161'.repeat(MAX_CBOR_DEPTH)}00`))).toHaveProperty('a.a.a.a');
    let value: Cbor = [];
    for (let depth = 1; depth < MAX_CBOR_DEPTH; depth++) value = [value];
    expect(encodeCbor(value)).toHaveLength(MAX_CBOR_DEPTH);
    expect(() => encodeCbor([value])).toThrow(malformed);
  });

  it('many siblings are not nesting', () => {
    const value = Array.from({ length: 1000 }, () => [[], { a: [] }, 1]);
    expect(decodeCbor(encodeCbor(value))).toEqual(value);
  });

  it('reads maxBytes and refuses one byte more, E_LIMIT', () => {
    const limit = expect.objectContaining({ code: 'E_LIMIT' });
    expect(decodeCbor(fromHex('4101'), { maxBytes: 2 })).toEqual(Uint8Array.of(1));
    expect(() => decodeCbor(fromHex('4101'), { maxBytes: 1 })).toThrow(limit);
    expect(() => decodeCbor(new Uint8Array(MAX_CBOR_BYTES + 1))).toThrow(limit);
    expect(decodeCbor(encodeCbor(new Uint8Array(MAX_CBOR_BYTES - 5)))).toHaveLength(MAX_CBOR_BYTES - 5);
  });

  const NOT_OF_THE_PROFILE: Readonly<Record<string, unknown>> = {
    undefined: undefined,
    'a fraction': 0.5,
    'negative zero': -0,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '2^53': 2 ** 53,
    '-2^53': -(2 ** 53),
    'a bigint': 1n,
    'a symbol': Symbol('s'),
    'a lone surrogate': '\ud800',
    'a lone surrogate in a key': { '\ud800': 1 },
    'an undefined field': { a: undefined },
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
    'a hole': [1, , 2],
    'a map object': new Map(),
    'a date': new Date(0),
    'other binary': new Uint16Array(1),
  };
  for (const [reason, value] of Object.entries(NOT_OF_THE_PROFILE))
    it(`writes no ${reason}, E_MALFORMED`, () => {
      expect(() => encodeCbor(value as Cbor)).toThrow(malformed);
      expect(() => encodeCbor([value as Cbor])).toThrow(malformed);
    });
});

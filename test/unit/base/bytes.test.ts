import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertBytes,
  compareBytes,
  concat,
  equalBytes,
  fromHex,
  fromUtf8,
  toHex,
  utf8,
} from '../../../src/base/bytes.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('hexadecimal', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });

  for (const text of [
    '0',
    '000',
    'A0',
    '0G',
    'g0',
    ' 00',
    '00 ',
    '0 0',
    '0x00',
    '00\n',
    '\n00',
    '٠٠',
    '0\u0000',
    '-1',
    '+1',
    '00-11',
    '００',
  ])
    it(`E03: refuses ${JSON.stringify(text)}, E_MALFORMED`, () => {
      expect(() => fromHex(text)).toThrow(malformed);
    });
});

describe('UTF-8', () => {
  it('reads back what it writes, a byte-order mark too', () => {
    for (const text of ['', 'é', '😀', '\ufeff', '\ufeffa', '\u0000']) expect(fromUtf8(utf8(text))).toBe(text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text);
      }),
    );
  });

  it('has the same bytes as another encoder where one way of encoding gives way to another', () => {
    for (let length = 62; length <= 67; length++)
      for (const last of ['a', '\u007f', '\u0080', 'é', '\uffff', '😀']) {
        const text = `${'x'.repeat(length - last.length)}${last}`;
        expect(utf8(text)).toEqual(new Uint8Array(Buffer.from(text)));
        expect(() => utf8(`${text.slice(last.length)}\ud800`)).toThrow(malformed);
      }
  });

  it('E06: does not normalise: two spellings stay two', () => {
    expect(toHex(utf8('\u00e9'))).toBe('c3a9');
    expect(toHex(utf8('e\u0301'))).toBe('65cc81');
  });

  it('E04: refuses lone surrogates and bytes that are no UTF-8, E_MALFORMED', () => {
    for (const text of ['\ud800', 'a\udc00', '\ud83d\ud83d']) expect(() => utf8(text)).toThrow(malformed);
    for (const hex of ['80', 'c3', 'c080', 'eda080', 'f4908080', 'ff', 'fe', 'e28228'])
      expect(() => fromUtf8(fromHex(hex)), hex).toThrow(malformed);
  });
});

describe('equalBytes', () => {
  it('E11: is true for the same bytes alone, wherever they differ', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (bytes, n) => {
        const copy = bytes.slice();
        expect(equalBytes(bytes, copy)).toBe(true);
        copy[n % copy.length] = (copy[n % copy.length] as number) ^ (1 << (n & 7));
        expect(equalBytes(bytes, copy)).toBe(false);
      }),
    );
  });

  it('E11: is false for other lengths, a prefix too', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(Uint8Array.of(), Uint8Array.of(0))).toBe(false);
    expect(equalBytes(Uint8Array.of(), Uint8Array.of())).toBe(true);
  });

  it('E11: looks at every byte, where the first differs too', () => {
    let reads = 0;
    const counting = new Proxy(new Uint8Array(16), {
      get: (target, name) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
        return Reflect.get(target, name, target) as unknown;
      },
    });
    expect(equalBytes(counting, new Uint8Array(16).fill(1))).toBe(false);
    expect(reads).toBe(16);
  });
});

describe('compareBytes and concat', () => {
  it('order bytes as unsigned numbers, a prefix first', () => {
    const sign = (a: number[], b: number[]) => Math.sign(compareBytes(Uint8Array.from(a), Uint8Array.from(b)));
    expect([
      sign([1], [2]),
      sign([255], [1]),
      sign([1], [1, 0]),
      sign([], [0]),
      sign([], []),
      sign([2, 0], [1, 9]),
    ]).toEqual([-1, 1, -1, -1, 0, 1]);
  });

  it('joins into new bytes', () => {
    const part = Uint8Array.of(1);
    const joined = concat(part, new Uint8Array(), Uint8Array.of(2, 3));
    part[0] = 9;
    expect(joined).toEqual(Uint8Array.of(1, 2, 3));
    expect(concat()).toEqual(new Uint8Array());
  });

  it("a caller's mistake is a TypeError or RangeError", () => {
    expect(() => assertBytes('ab', 'key')).toThrow(TypeError);
    expect(() => assertBytes([1, 2], 'key', 2)).toThrow(TypeError);
    expect(() => assertBytes(new Uint8Array(3), 'key', 2)).toThrow(new RangeError('key must be 2 bytes, got 3'));
    expect(() => assertBytes(new Uint8Array(2), 'key', 2)).not.toThrow();
  });
});

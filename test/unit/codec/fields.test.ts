import { describe, expect, it } from 'vitest';
import {
  readArray,
  readBase64url,
  readBoolean,
  readBytes,
  readChoice,
  readHex,
  readInteger,
  readObject,
  readString,
} from '../../../src/codec/fields.ts';
import { parseJson } from '../../../src/codec/json.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('readObject', () => {
  const read = (text: string) => readObject(parseJson(text), { required: ['a', 'b'], optional: ['c'] }, 'thing');

  it('gives the fields of the shape', () => {
    expect(read('{"a":1,"b":"x"}')).toEqual({ a: 1, b: 'x' });
    expect(read('{"c":null,"b":1,"a":2}').c).toBe(null);
  });

  for (const text of [
    '{}',
    '{"a":1}',
    '{"a":1,"b":2,"d":3}',
    '{"a":1,"b":2,"c":3,"d":4}',
    '{"a":1,"c":2}',
    '{"a":1,"b":2,"__proto__":3}',
    '{"a":1,"b":2,"toString":3}',
    '{"a":1,"b":2,"":3}',
    '[]',
    '[1,2]',
    'null',
    '"ab"',
    '1',
    '1.0',
    'true',
  ])
    it(`refuses ${text}, E_MALFORMED`, () => {
      expect(() => read(text)).toThrow(malformed);
    });

  it('refuses what is not there and what is no plain object', () => {
    expect(() => readObject(undefined, { required: [] }, 'thing')).toThrow(malformed);
    expect(() => readObject(new Uint8Array(1), { required: [] }, 'thing')).toThrow(malformed);
    expect(() => readObject(new Map(), { required: [] }, 'thing')).toThrow(malformed);
  });

  it('does not take inherited fields for its own', () => {
    expect(() => readObject({ constructor: 1 }, { required: ['toString'] }, 'thing')).toThrow(malformed);
  });

  it("names the thing and the lacking field, never a stranger's field", () => {
    expect(() => read('{"a":1}')).toThrow('thing: lacks b');
    expect(() => read('{"a":1,"b":2,"evil":3}')).toThrow(/^thing: has an unknown field$/);
  });
});

describe('scalars', () => {
  it('readString keeps to its bounds', () => {
    expect(readString('abc', 's', { min: 3, max: 3, pattern: /^[a-c]+$/ })).toBe('abc');
    expect(() => readString('abc', 's', { min: 4 })).toThrow(malformed);
    expect(() => readString('abc', 's', { max: 2 })).toThrow(malformed);
    expect(() => readString('abd', 's', { pattern: /^[a-c]+$/ })).toThrow(malformed);
    for (const value of [undefined, null, 1, ['a'], { a: 1 }, Object('a')])
      expect(() => readString(value, 's')).toThrow(malformed);
  });

  it('E08: readInteger keeps to its bounds, and to integers written as such', () => {
    expect(readInteger(parseJson('7'), 'i', { min: 7, max: 7 })).toBe(7);
    expect(readInteger(parseJson('9007199254740991'), 'i')).toBe(Number.MAX_SAFE_INTEGER);
    expect(readInteger(parseJson('-1'), 'i', { min: -1 })).toBe(-1);
    for (const text of [
      '-1',
      '1.0',
      '1e2',
      '1.5',
      '-0',
      '9007199254740992',
      '9007199254740993',
      '1e400',
      '"1"',
      'null',
      '[1]',
      'true',
    ])
      expect(() => readInteger(parseJson(text), 'i'), text).toThrow(malformed);
    expect(() => readInteger(7, 'i', { max: 6 })).toThrow(malformed);
    expect(() => readInteger(7, 'i', { min: 8 })).toThrow(malformed);
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, -0])
      expect(() => readInteger(value, 'i')).toThrow(malformed);
  });

  it('readChoice and readBoolean take nothing near', () => {
    expect(readChoice('b', ['a', 'b'], 'c')).toBe('b');
    for (const value of ['B', 'ab', '', 0, null, undefined])
      expect(() => readChoice(value, ['a', 'b'], 'c')).toThrow(malformed);
    expect(readBoolean(false, 'b')).toBe(false);
    for (const value of [0, 1, 'true', null, undefined]) expect(() => readBoolean(value, 'b')).toThrow(malformed);
  });

  it('bytes have their length, in every form', () => {
    const two = Uint8Array.of(1, 255);
    expect(readBytes(two, 'b', 2)).toEqual(two);
    expect(readBytes(two, 'b', 2)).not.toBe(two);
    expect(readHex('01ff', 'h', 2)).toEqual(two);
    expect(readBase64url('Af8', 'u', 2)).toEqual(two);
    expect(() => readBytes(two, 'b', 3)).toThrow(malformed);
    expect(() => readBytes([1, 255], 'b')).toThrow(malformed);
    for (const text of ['01ff00', '01', '01FF', '1ff', '']) expect(() => readHex(text, 'h', 2)).toThrow(malformed);
    for (const text of ['Af8=', 'Af9', 'Af8A', '', 'Af+']) expect(() => readBase64url(text, 'u', 2)).toThrow(malformed);
    expect(() => readHex(1, 'h')).toThrow(malformed);
  });
});

describe('readArray', () => {
  const read = (text: string) =>
    readArray(parseJson(text), 'list', { min: 1, max: 2 }, (item, name) => readInteger(item, name));

  it('reads each entry, from min to max of them', () => {
    expect(read('[1]')).toEqual([1]);
    expect(read('[1,2]')).toEqual([1, 2]);
    for (const text of ['[]', '[1,2,3]', '{"0":1}', '"1"', 'null']) expect(() => read(text)).toThrow(malformed);
  });

  it('names the entry at fault', () => {
    expect(() => read('[1,"2"]')).toThrow('list[1]: must be an integer');
  });
});

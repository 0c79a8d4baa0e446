import { describe, expect, it } from 'vitest';
import {
  holds,
  holdsForUri,
  MAX_COMBINED,
  MAX_COMBINED_DEPTH,
  MAX_CONSTRAINT_TEXT,
  MAX_ONE_OF,
  parseConstraint,
} from '../../../src/capability/constraint.ts';
import { type Json, JsonNumber, parseJson } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const meets = (constraint: Json, value: Json): boolean => holds(parseConstraint(constraint), value);

/** `anyOf` in `allOf` in `anyOf` …, so deep. */
const nested = (depth: number): Json =>
  depth === 0 ? { exact: 1 } : { [depth % 2 === 0 ? 'anyOf' : 'allOf']: [nested(depth - 1)] };

describe('kinds of constraints', () => {
  it.each<[string, Json]>([
    ['noneOf without values', { noneOf: [] }],
    ['noneOf of a value that is no list', { noneOf: 'a' }],
    ['noneOf of a value that no double carries', parseJson('{"noneOf":[1e400]}')],
    ['none_of', { none_of: ['a'] }],
    ['an empty suffix', { suffix: '' }],
    ['a suffix of a number', { suffix: 1 }],
    ['a suffix with half a surrogate pair', { suffix: '\udc00' }],
    ['contains of a value that no double carries', parseJson('{"contains":9007199254740993}')],
    ['subset without values', { subset: [] }],
    ['subset of a text', { subset: 'abc' }],
    ['size without bounds', { size: {} }],
    ['size in a number', { size: 3 }],
    ['size with another bound', { size: { max: 3, unit: 'kb' } }],
    ['half a byte', { size: { max: 0.5 } }],
    ['bytes written as 1.0', parseJson('{"size":{"max":1.0}}')],
    ['minus one byte', { size: { min: -1 } }],
    ['an empty size', { size: { min: 2, max: 1 } }],
    ['count without bounds', { count: {} }],
    ['half an item', { count: { min: 0.5 } }],
    ['an empty count', { count: { min: 1, max: 0 } }],
    ['anyOf of nothing', { anyOf: [] }],
    ['allOf of nothing', { allOf: [] }],
    ['anyOf of one that is no list', { anyOf: { any: true } }],
    ['anyOf with an unknown kind', { anyOf: [{ any: true }, { not: { any: true } }] }],
    ['anyOf with two kinds in one', { anyOf: [{ exact: 1, any: true }] }],
    ['anyOf with a text', { anyOf: ['a'] }],
    ['anyOf beside allOf', { anyOf: [{ any: true }], allOf: [{ any: true }] }],
    ['not', { not: { exact: 1 } }],
  ])('refuses %s', (_, json) => {
    expect(() => parseConstraint(json)).toThrow(MALFORMED);
  });

  it.each<[string, number, (size: number) => Json]>([
    ['values of noneOf', MAX_ONE_OF, (size) => ({ noneOf: Array.from({ length: size }, (_, i) => i) })],
    ['values of subset', MAX_ONE_OF, (size) => ({ subset: Array.from({ length: size }, (_, i) => i) })],
    ['characters of a suffix', MAX_CONSTRAINT_TEXT, (size) => ({ suffix: 'x'.repeat(size) })],
    ['characters of what is contained', MAX_CONSTRAINT_TEXT, (size) => ({ contains: 'x'.repeat(size) })],
    ['levels', MAX_COMBINED_DEPTH, nested],
    ['constraints in one', MAX_COMBINED - 1, (size) => ({ anyOf: Array(size).fill({ any: true }) })],
    [
      'constraints in several of one',
      MAX_COMBINED - 11,
      (size) => ({ allOf: [{ anyOf: Array(9).fill({ any: true }) }, { anyOf: Array(size - 1).fill({ any: true }) }] }),
    ],
  ])('take as many %s as the limit, and not one more', (_, limit, make) => {
    expect(Object.keys(parseConstraint(make(limit)))).toHaveLength(1);
    expect(() => parseConstraint(make(limit + 1))).toThrow(MALFORMED);
  });

  it.each<[Json, Json, boolean]>([
    [{ noneOf: ['a', 1, null, [1]] }, 'b', true],
    [{ noneOf: ['a', 1, null, [1]] }, '1', true],
    [{ noneOf: ['a', 1, null, [1]] }, 2, true],
    [{ noneOf: ['a', 1, null, [1]] }, [], true],
    [{ noneOf: ['a', 1, null, [1]] }, 'a', false],
    [{ noneOf: ['a', 1, null, [1]] }, 1, false],
    [{ noneOf: ['a', 1, null, [1]] }, new JsonNumber('1.0'), false],
    [{ noneOf: ['a', 1, null, [1]] }, null, false],
    [{ noneOf: ['a', 1, null, [1]] }, parseJson('[1.0]'), false],
    [{ noneOf: [0] }, new JsonNumber('-0'), false],
    [{ noneOf: ['a'] }, new JsonNumber('9007199254740993'), false],
    [{ noneOf: ['a'] }, [new JsonNumber('1e400')], false],
    [{ noneOf: [{ a: 1, b: 2 }] }, { b: 2, a: 1 }, false],
    [{ suffix: '.txt' }, 'a.txt', true],
    [{ suffix: '.txt' }, '.txt', true],
    [{ suffix: '.txt' }, 'a.TXT', false],
    [{ suffix: '.txt' }, 'a.txt ', false],
    [{ suffix: '.txt' }, 'a.txt\0', false],
    [{ suffix: '.txt' }, ['a.txt'], false],
    [{ suffix: 'e\u0301' }, 'caf\u00e9', false],
    [{ contains: 'a' }, ['b', 'a'], true],
    [{ contains: { x: 1 } }, [{ x: new JsonNumber('1.0') }], true],
    [{ contains: 'a' }, 'a', false],
    [{ contains: 'a' }, 'bab', false],
    [{ contains: 'a' }, [['a']], false],
    [{ contains: 'a' }, [], false],
    [{ contains: 'a' }, { 0: 'a', length: 1 }, false],
    [{ contains: 'a' }, { a: true }, false],
    [{ contains: 1 }, ['1', true], false],
    [{ subset: ['a', 'b', 1] }, ['a', 1, 'a'], true],
    [{ subset: ['a'] }, [], true],
    [{ subset: ['a', 'b'] }, ['a', 'c'], false],
    [{ subset: ['a', 'b'] }, 'a', false],
    [{ subset: ['a', 'b'] }, { 0: 'a' }, false],
    [{ subset: ['a', 'b'] }, [['a']], false],
    [{ subset: ['1'] }, [1], false],
    [{ subset: [[1]] }, parseJson('[[1.0]]'), true],
    [{ subset: [1] }, [new JsonNumber('1.00000000000000000001')], false],
    [{ size: { min: 1, max: 3 } }, 'abc', true],
    [{ size: { min: 1, max: 3 } }, '', false],
    [{ size: { min: 1, max: 3 } }, 'abcd', false],
    [{ size: { max: 3 } }, '\u20ac', true],
    [{ size: { max: 2 } }, '\u20ac', false],
    [{ size: { min: 4, max: 4 } }, '\u{1f600}', true],
    [{ size: { min: 2, max: 2 } }, '\u00e9', true],
    [{ size: { max: 3 } }, ['a'], false],
    [{ size: { max: 3 } }, 3, false],
    [{ size: { min: 0 } }, null, false],
    [{ count: { min: 1, max: 2 } }, [1, 2], true],
    [{ count: { max: 0 } }, {}, true],
    [{ count: { min: 1, max: 2 } }, { a: 1 }, true],
    [{ count: { min: 1, max: 2 } }, [], false],
    [{ count: { min: 1, max: 2 } }, { a: 1, b: 2, c: 3 }, false],
    [{ count: { min: 0 } }, 'ab', false],
    [{ count: { min: 0 } }, new JsonNumber('1.0'), false],
    [{ count: { min: 0 } }, null, false],
    [{ anyOf: [{ prefix: 'a' }, { exact: 1 }] }, 1, true],
    [{ anyOf: [{ prefix: 'a' }, { exact: 1 }] }, 2, false],
    [{ allOf: [{ prefix: 'a' }, { suffix: 'z' }] }, 'az', true],
    [{ allOf: [{ prefix: 'a' }, { suffix: 'z' }] }, 'a', false],
    [{ allOf: [{ under: '/data' }, { noneOf: ['/data/secret'] }] }, '/data/a', true],
    [{ allOf: [{ under: '/data' }, { noneOf: ['/data/secret'] }] }, '/data/secret', false],
    [{ allOf: [{ under: '/data' }, { noneOf: ['/data/secret'] }] }, '/data/./secret', false],
    [nested(4), 1, true],
    [nested(4), 2, false],
  ])('C04: %j on %o: %s', (constraint, value, expected) => {
    expect(meets(constraint, value)).toBe(expected);
  });

  it('make a value of up to a megabyte no work that grows with the number of values', () => {
    const subset = Array.from({ length: MAX_ONE_OF }, (_, i) => [i, 'x'.repeat(30)] as Json);
    const constraint = parseConstraint({ subset });
    const value: Json = Array.from({ length: 20_000 }, () => [MAX_ONE_OF - 1, 'x'.repeat(30)] as Json);
    const before = cpuMs();
    expect(holds(constraint, value)).toBe(true);
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

describe('kinds of constraints on URIs', () => {
  it.each<[Json, string, boolean]>([
    [{ suffix: '.txt' }, 'file:///data/a.txt', true],
    [{ suffix: '.txt' }, 'file:///data/../a.txt', false],
    [{ suffix: '.txt' }, 'file:///data/%2e%2e/a.txt', false],
    [{ noneOf: ['file:///data/secret'] }, 'file:///data/a', true],
    [{ noneOf: ['file:///data/secret'] }, 'file:///data/x/../secret', false],
    [{ noneOf: ['file:///data/secret'] }, 'file:///data/%2Fsecret', false],
    [{ size: { max: 30 } }, 'file:///a/../b', false],
    [{ oneOf: ['file:///data/../a'] }, 'file:///data/../a', true],
    [{ anyOf: [{ exact: 'file:///../a' }, { prefix: 'file:///b/' }] }, 'file:///../a', true],
    [{ anyOf: [{ exact: 'file:///../a' }, { prefix: 'file:///b/' }] }, 'file:///b/../a', false],
    [{ allOf: [{ any: true }, { prefix: 'file:///b/' }] }, 'file:///b/..\\a', false],
    [{ allOf: [{ any: true }, { prefix: 'file:///b/' }] }, 'file:///b/a', true],
    [{ under: '/data' }, 'file:///data/a', false],
  ])('M28: %j on %s: %s', (constraint, uri, expected) => {
    expect(holdsForUri(parseConstraint(constraint), uri)).toBe(expected);
  });
});

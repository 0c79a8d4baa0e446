import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTalosError } from '../../../src/base/errors.ts';
import {
  type Constraint,
  holds,
  holdsForUri,
  MAX_CONSTRAINT_TEXT,
  MAX_ONE_OF,
  parseConstraint,
} from '../../../src/capability/constraint.ts';
import { equalJson } from '../../../src/capability/constraint-check.ts';
import { MAX_GLOB_PATTERN, MAX_GLOB_SUBJECT, matchesGlob, parseGlob } from '../../../src/capability/glob.ts';
import { isPlainUri, isUnder } from '../../../src/capability/path.ts';
import { canonicalJson, type Json, JsonNumber, parseJson } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const meets = (constraint: Json, value: Json): boolean => holds(parseConstraint(constraint), value);

describe('parseConstraint', () => {
  it.each<[string, Json]>([
    ['null', null],
    ['a text', 'any'],
    ['a list', [{ any: true }]],
    ['no kind', {}],
    ['two kinds', { exact: 1, any: true }],
    ['two kinds of which one is unknown', { prefix: '/data', deny: true }],
    ['an unknown kind', { regex: '.*' }],
    ['a kind in upper case', { Exact: 1 }],
    ['a name that objects inherit', { toString: 1 }],
    ['the name of a prototype', parseJson('{"__proto__":{"any":true}}')],
    ['any that is false', { any: false }],
    ['any that is 1', { any: 1 }],
    ['oneOf without values', { oneOf: [] }],
    ['oneOf of one value that is no list', { oneOf: 'a' }],
    ['a prefix of a number', { prefix: 1 }],
    ['an empty prefix', { prefix: '' }],
    ['a prefix with half a surrogate pair', { prefix: '\ud800' }],
    ['an empty glob', { glob: '' }],
    ['a glob of a list', { glob: ['*'] }],
    ['a glob with ** inside a segment', { glob: '/data/a**' }],
    ['a glob with ***', { glob: '/data/***' }],
    ['a glob that climbs', { glob: '/data/../*' }],
    ['a glob with a dot segment', { glob: './*' }],
    ['a glob with an escape', { glob: '/data/\\*' }],
    ['a glob with a NUL', { glob: '/data/\0*' }],
    ['a relative path', { under: 'data' }],
    ['a path that ends in a slash', { under: '/data/' }],
    ['a path with an empty segment', { under: '/data//x' }],
    ['a path that climbs', { under: '/data/..' }],
    ['a path with a dot segment', { under: '/./data' }],
    ['a path with a backslash', { under: '/data\\x' }],
    ['a path with a NUL', { under: '/data\0' }],
    ['an empty path', { under: '' }],
    ['a range without bounds', { range: {} }],
    ['a range with another bound', { range: { min: 0, step: 2 } }],
    ['an empty range', { range: { min: 2, max: 1 } }],
    ['a bound in text', { range: { min: '1' } }],
    ['a bound that no double carries', parseJson('{"range":{"max":9007199254740993}}')],
    ['an infinite bound', parseJson('{"range":{"max":1e400}}')],
    ['a value that no double carries', parseJson('{"exact":[9007199254740993]}')],
    ['a value among others that no double carries', parseJson('{"oneOf":[1,1e400]}')],
  ])('refuses %s', (_, json) => {
    expect(() => parseConstraint(json)).toThrow(MALFORMED);
  });

  it.each<[string, number, (size: number) => Json]>([
    ['values of oneOf', MAX_ONE_OF, (size) => ({ oneOf: Array.from({ length: size }, (_, i) => i) })],
    ['characters of a prefix', MAX_CONSTRAINT_TEXT, (size) => ({ prefix: 'x'.repeat(size) })],
    ['characters of a path', MAX_CONSTRAINT_TEXT, (size) => ({ under: `/${'x'.repeat(size - 1)}` })],
    ['characters of an exact text', MAX_CONSTRAINT_TEXT, (size) => ({ exact: 'x'.repeat(size) })],
    ['characters of a pattern', MAX_GLOB_PATTERN, (size) => ({ glob: '*'.padEnd(size, 'x') })],
  ])('takes as many %s as the limit, and not one more', (_, limit, make) => {
    expect(Object.keys(parseConstraint(make(limit)))).toHaveLength(1);
    expect(() => parseConstraint(make(limit + 1))).toThrow(MALFORMED);
  });

  it('copies values and brings their numbers to one form', () => {
    const value = { list: [1] };
    const constraint = parseConstraint({ exact: value });
    value.list.push(2);
    expect(holds(constraint, { list: [1] })).toBe(true);
    expect(canonicalJson(parseConstraint(parseJson('{"exact":[1.0,-0,1e2]}')) as Json)).toBe('{"exact":[1,0,100]}');
    expect(parseConstraint(parseJson('{"range":{"min":-0,"max":1.50}}'))).toEqual({ range: { min: 0, max: 1.5 } });
  });
});

describe('exact and oneOf', () => {
  it.each<[Json, Json]>([
    ['a', 'a'],
    [1, new JsonNumber('1.0')],
    [100, new JsonNumber('1e2')],
    [0, new JsonNumber('-0')],
    [null, null],
    [{ a: 1, b: [true, null] }, parseJson('{"b":[true,null],"a":1}')],
    [[], []],
    ['', ''],
  ])('%j holds for an equal value', (exact, value) => {
    expect(meets({ exact }, value)).toBe(true);
    expect(meets({ oneOf: ['other', exact] }, value)).toBe(true);
  });

  it.each<[Json, Json]>([
    ['a', 'A'],
    ['caf\u00e9', 'cafe\u0301'],
    ['a', 'a '],
    ['a', ['a']],
    ['1', 1],
    [1, '1'],
    [1, true],
    [0, false],
    [0, null],
    [null, 'null'],
    ['', null],
    [[], {}],
    [{}, []],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 1]],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1, b: 1 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [9007199254740992, new JsonNumber('9007199254740993')],
    [0, new JsonNumber('1e-400')],
    [1, new JsonNumber('1.00000000000000000001')],
    [parseJson('{"__proto__":1}'), {}],
    [{}, parseJson('{"__proto__":{}}')],
  ])('%j does not hold for %j', (exact, value) => {
    expect(meets({ exact }, value)).toBe(false);
    expect(meets({ oneOf: ['other', exact] }, value)).toBe(false);
  });

  it('compares as the canonical texts do', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((json) => parseJson(JSON.stringify(json)));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(equalJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(equalJson(a, parseJson(canonicalJson(a)))).toBe(true);
      }),
    );
  });
});

describe('prefix', () => {
  it.each<[string, Json, boolean]>([
    ['ab', 'ab', true],
    ['ab', 'abc', true],
    ['ab', 'a', false],
    ['ab', 'ABC', false],
    ['ab', ' ab', false],
    ['ab', ['ab'], false],
    ['ab', null, false],
    ['caf\u00e9', 'cafe\u0301s', false],
    ['\u{1f600}', '\u{1f601}', false],
  ])('%j on %j: %s', (prefix, value, expected) => {
    expect(meets({ prefix }, value)).toBe(expected);
  });
});

describe('range', () => {
  it.each<[Json, Json, boolean]>([
    [{ min: 1, max: 5 }, 1, true],
    [{ min: 1, max: 5 }, 5, true],
    [{ min: 1, max: 5 }, 0.999, false],
    [{ min: 1, max: 5 }, 5.000001, false],
    [{ min: 1 }, 1e300, true],
    [{ max: 5 }, -1e300, true],
    [{ min: 1, max: 5 }, '3', false],
    [{ min: 0, max: 5 }, null, false],
    [{ min: 0, max: 5 }, true, false],
    [{ min: 0, max: 5 }, [3], false],
    [{ min: 1, max: 5 }, new JsonNumber('3.0'), true],
    [{ min: 0, max: 5 }, new JsonNumber('-0'), true],
    [{ min: 0 }, new JsonNumber('9007199254740993'), false],
    [{ min: 0 }, new JsonNumber('1e400'), false],
    [{ min: 0 }, Number.POSITIVE_INFINITY, false],
    [{ min: 0 }, Number.NaN, false],
    [{ max: 5 }, Number.NEGATIVE_INFINITY, false],
  ])('%j on %o: %s', (range, value, expected) => {
    expect(meets({ range }, value)).toBe(expected);
  });
});

describe('under', () => {
  it.each([
    ['/data', '/data'],
    ['/data', '/data/a'],
    ['/data', '/data/a/b.txt'],
    ['/data', '/data/...'],
    ['/data', '/data/.hidden'],
    ['/data', '/data/a b'],
    ['/', '/'],
    ['/', '/etc/passwd'],
  ])('%s holds for %s', (under, path) => {
    expect(meets({ under }, path)).toBe(true);
  });

  it.each<[string, Json]>([
    ['/data', '/data2'],
    ['/data', '/data-x/a'],
    ['/data', '/dat'],
    ['/data', '/'],
    ['/data', ''],
    ['/data', 'data/a'],
    ['/data', '/DATA/a'],
    ['/data', '/data/'],
    ['/data', '/data//a'],
    ['/data', '//data/a'],
    ['/data', '/data/../etc/passwd'],
    ['/data', '/data/..'],
    ['/data', '/data/.'],
    ['/data', '/data/a/..'],
    ['/data', '/data/./a'],
    ['/data', '/x/../data/a'],
    ['/data', '/data/a\0.txt'],
    ['/data', '/data/..\\..\\etc'],
    ['/data', '\\data\\a'],
    ['/data', 'file:///data/a'],
    ['/data', ['/data/a']],
    ['/data', { path: '/data/a' }],
    ['/data', 7],
    ['/data', null],
    ['/data', '/da\u200bta/a'],
    ['/data', '\uff0fdata/a'],
    ['/caf\u00e9', '/cafe\u0301/a'],
    ['/', '//'],
    ['/', '/..'],
  ])('%s does not hold for %j', (under, path) => {
    expect(meets({ under }, path)).toBe(false);
  });

  it('agrees with a model that splits, on near misses', () => {
    const segment = fc.constantFrom('data', 'a', 'data2', '', '.', '..', '...', 'x\\y', 'x\0', 'D');
    const path = fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);
    const plain = fc
      .array(fc.constantFrom('data', 'a', '...'), { maxLength: 3 })
      .map((segments) => `/${segments.join('/')}`);
    const model = (text: string, base: string): boolean => {
      const segments = text === '/' ? [] : text.split('/').slice(1);
      const bases = base === '/' ? [] : base.split('/').slice(1);
      const isBad = (s: string) => s === '' || s === '.' || s === '..' || /[\0\\]/.test(s);
      return text.startsWith('/') && !segments.some(isBad) && bases.every((s, i) => s === segments[i]);
    };
    fc.assert(
      fc.property(path, plain, (text, base) => {
        expect([text, base, isUnder(text, base)]).toEqual([text, base, model(text, base)]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('glob', () => {
  it.each([
    ['/data/*', '/data/a.txt'],
    ['/data/*', '/data/...'],
    ['/data/*.txt', '/data/.txt'],
    ['/data/?', '/data/\u{1f600}'],
    ['/data/*?', '/data/\u{1f600}'],
    ['/data/**', '/data'],
    ['/data/**', '/data/a/b/c'],
    ['/data/**/x', '/data/x'],
    ['/data/**/x', '/data/a/b/x'],
    ['**', 'a/b'],
    ['**/x/**', 'x'],
    ['file:///data/**', 'file:///data/a/b'],
    ['read_*', 'read_file'],
    ['a*b*c', 'a-b-b-c'],
    ['a', 'a'],
    ['//', '//'],
  ])('%s matches %j', (glob, text) => {
    expect(meets({ glob }, text)).toBe(true);
  });

  it.each<[string, Json]>([
    ['/data/*', '/data'],
    ['/data/*', '/data/'],
    ['/data/*', '/data/a/b'],
    ['/data/*', '/data/..'],
    ['/data/*', '/data/.'],
    ['/data/.?', '/data/..'],
    ['/data/?', '/data/.'],
    ['/data/*', '/data/../etc/passwd'],
    ['/data/*/x', '/data/../x'],
    ['/data/**', '/data/../etc/passwd'],
    ['/data/**', '/data/a//b'],
    ['/data/**', '/data/a/./b'],
    ['/data/**', '/data2/a'],
    ['/data/**', '/data/'],
    ['/data/*.txt', '/data/secret\0.txt'],
    ['/data/*', '/data/..\\..\\etc'],
    ['/data/*', '/DATA/a'],
    ['/data/*', '/data/a\n/b'],
    ['/data/??', '/data/\u{1f600}'],
    ['/data/*', ['/data/a']],
    ['/data/*', null],
    ['caf\u00e9*', 'cafe\u0301s'],
    ['*', ''],
    ['*', 'a/b'],
    ['**', ''],
    ['**', '/a'],
    ['a', 'b'],
    ['a', 'a/a'],
    ['a/a', 'a'],
  ])('%s does not match %j', (glob, text) => {
    expect(meets({ glob }, text)).toBe(false);
  });

  /** The definition, by trying everything. */
  const model = (pattern: string, text: string): boolean => {
    const isPlain = (s: string) => s !== '' && s !== '.' && s !== '..' && !/[\0\\]/.test(s);
    const inSegment = (p: readonly string[], t: readonly string[]): boolean => {
      const [first, ...rest] = p;
      if (first === undefined) return t.length === 0;
      if (first === '*') return inSegment(rest, t) || (t.length > 0 && inSegment(p, t.slice(1)));
      return t.length > 0 && (first === '?' || first === t[0]) && inSegment(rest, t.slice(1));
    };
    const across = (p: readonly string[], t: readonly string[]): boolean => {
      const [first, ...rest] = p;
      if (first === undefined) return t.length === 0;
      const [segment, ...others] = t;
      if (first === '**') return across(rest, t) || (segment !== undefined && isPlain(segment) && across(p, others));
      if (segment === undefined || !inSegment(Array.from(first), Array.from(segment))) return false;
      return (!/[*?]/.test(first) || isPlain(segment)) && across(rest, others);
    };
    return across(pattern.split('/'), text.split('/'));
  };

  it('agrees with a model that tries everything', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '.', '\u{1f600}'), { maxLength: 4 })
      .map((c) => c.join(''));
    const segment = fc.oneof(letters, fc.constant('**'), fc.constant('a'), fc.constant('*'));
    const pattern = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
    const piece = fc.oneof(
      fc.array(fc.constantFrom('a', 'b', '.', '\u{1f600}', '\\'), { maxLength: 4 }).map((c) => c.join('')),
      fc.constantFrom('', '.', '..', 'a', 'b'),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((segments) => segments.join('/'));
    let compared = 0;
    fc.assert(
      fc.property(pattern, text, (glob, subject) => {
        try {
          parseGlob(glob);
        } catch (error) {
          if (isTalosError(error, 'MALFORMED')) return;
          throw error;
        }
        compared++;
        expect([glob, subject, matchesGlob(glob, subject)]).toEqual([glob, subject, model(glob, subject)]);
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(5_000);
  });

  it('matches texts up to the limit, and none beyond', () => {
    expect(matchesGlob('*', 'x'.repeat(MAX_GLOB_SUBJECT))).toBe(true);
    expect(matchesGlob('*', 'x'.repeat(MAX_GLOB_SUBJECT + 1))).toBe(false);
  });

  it.each([
    ['stars in a segment', `${'*a'.repeat(MAX_GLOB_PATTERN / 2 - 1)}*b`, 'a'.repeat(MAX_GLOB_SUBJECT)],
    ['many double stars', `${'**/a/'.repeat(200)}b`, 'a/'.repeat(MAX_GLOB_SUBJECT / 2)],
    ['both', `${'**/*a/'.repeat(150)}b`, 'aa/'.repeat(MAX_GLOB_SUBJECT / 3)],
    ['a long run that almost fits', `**/${'a/'.repeat(400)}b`, 'a/'.repeat(MAX_GLOB_SUBJECT / 2)],
    ['question marks', `*${'?'.repeat(1000)}b`, 'a'.repeat(MAX_GLOB_SUBJECT)],
  ])('C23: decides the hostile pattern of %s in no time', (_, pattern, text) => {
    parseGlob(pattern);
    const before = cpuMs();
    expect(matchesGlob(pattern, text)).toBe(false);
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

describe('any', () => {
  it.each<[Json]>([[null], [''], [[]], [{}], [1]])('holds for %j', (value) => {
    expect(meets({ any: true }, value)).toBe(true);
  });
});

describe('constraints on URIs', () => {
  const under: Constraint = parseConstraint({ glob: 'file:///data/**' });
  const prefix: Constraint = parseConstraint({ prefix: 'file:///data/' });

  it.each(['file:///data/a', 'file:///data/a/b.txt?x=1#y', 'file:///data/caf%C3%A9', 'file:///data/a%20b'])(
    'a pattern and a prefix hold for %s',
    (uri) => {
      expect([holdsForUri(under, uri), holdsForUri(prefix, uri)]).toEqual([true, true]);
    },
  );

  it.each([
    'file:///data/../etc/passwd',
    'file:///data/..',
    'file:///data/.',
    'file:///data/a/./b',
    'file:///data/..?x',
    'file:///data/..#x',
    'file:///data/%2e%2e/etc/passwd',
    'file:///data/%2E./etc/passwd',
    'file:///data/..%2fetc%2fpasswd',
    'file:///data/..%5Cetc',
    'file:///data/..\\etc',
    'file:///data/%252e%252e/etc',
    'file:///data/a%00.txt',
    'file:///data/a%0d',
    'file:///data/a%7f',
    'file:///data/.\t./etc',
    'file:///data/.\n./etc',
    'file:///data/.. ',
    'file:///data/a\0',
  ])('M28: neither holds for %j', (uri) => {
    expect([holdsForUri(under, uri), holdsForUri(prefix, uri)]).toEqual([false, false]);
    expect(isPlainUri(uri)).toBe(false);
  });

  it('M28: a URI named in full is compared as it is', () => {
    const uri = 'file:///data/%2e%2e/x';
    expect(holdsForUri(parseConstraint({ exact: uri }), uri)).toBe(true);
    expect(holdsForUri(parseConstraint({ exact: uri }), 'file:///x')).toBe(false);
  });

  it.each([
    ['dots', `file:///${'../'.repeat(1_000_000)}`],
    ['percent signs', `file:///data/${'%'.repeat(3_000_000)}`],
    ['slashes', `file:///data/${'/'.repeat(3_000_000)}`],
    ['braces', `file:///data/${'{a'.repeat(1_000_000)}`],
  ])('M28: decides 3 MB of %s in no time', (_, uri) => {
    const before = cpuMs();
    expect(holdsForUri(under, uri)).toBe(false);
    expect(cpuMs() - before).toBeLessThan(500);
  });

  it('M28: what a URL parser would move elsewhere is never plain', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      'a',
      '/',
      '\\',
      '%2f',
      '?',
      '#',
      '\t',
      ' ',
      '%25',
      'data',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const uri = `file:///data/${pieces.join('')}`;
        if (!isPlainUri(uri)) return;
        const { pathname } = new URL(uri);
        // The WHATWG parser, an independent reader, leaves the path of a plain URI as it stands.
        expect(uri.slice('file://'.length).split(/[?#]/)[0]).toBe(pathname);
      }),
      { numRuns: 5000 },
    );
  });
});

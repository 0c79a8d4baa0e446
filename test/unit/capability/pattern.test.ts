import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { holds, holdsForUri, parseConstraint } from '../../../src/capability/constraint.ts';
import {
  MAX_PATTERN,
  MAX_PATTERN_SUBJECT,
  MAX_PATTERN_WEIGHT,
  MAX_SCOPE_PATTERN_WEIGHT,
  matchesPattern,
  parsePattern,
  patternRoom,
  weightOf,
} from '../../../src/capability/pattern.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { readToken } from '../../../src/capability/token.ts';
import type { Json } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';
import { files, forge, grantText, payloadOf, server } from './world.ts';

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const meets = (pattern: string, value: Json): boolean => holds(parseConstraint({ pattern }), value);

describe('pattern', () => {
  it.each<[string, Json]>([
    ['[a-z]+', 'abc'],
    ['a|b', 'b'],
    ['^abc$', 'abc'],
    ['(?i)abc', 'ABC'],
    ['.', '\u{1f600}'],
    ['\\p{Greek}+', '\u03b1\u03b2'],
    ['[[:alpha:]]{3}', 'abc'],
    ['[]a]+', ']a]'],
    ['\\x{1F600}', '\u{1f600}'],
    ['a{0}', ''],
    ['(?s).*', 'a\nb'],
    ['[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '01234567-89ab-cdef-0123-456789abcdef'],
    ['a{,2}', 'a{,2}'],
    ['(a*)*', 'aaa'],
  ])('%s holds for %j', (pattern, value) => {
    expect(meets(pattern, value)).toBe(true);
  });

  it.each<[string, Json]>([
    ['[a-z]+', ''],
    ['[a-z]+', 'abc1'],
    ['[a-z]+', ' abc'],
    ['[a-z]+', 'abc\n'],
    ['^abc$', 'abc\n'],
    ['(?m)^abc$', 'abc\nx'],
    ['a|b', 'ab'],
    ['a|bc', 'abc'],
    ['abc', 'ABC'],
    ['.', '\n'],
    ['.*', 'a\nb'],
    ['..', '\u{1f600}'],
    ['caf\u00e9', 'cafe\u0301'],
    ['[a-z]+', '\uff41\uff42'],
    ['[a-z]+', '\u0430bc'],
    ['[a-z/]+', 'a%2fb'],
    ['[a-z]+', ['abc']],
    ['[0-9]+', 12],
    ['null', null],
    ['true', true],
    ['.*', { a: 'b' }],
    ['.*', 'x'.repeat(MAX_PATTERN_SUBJECT + 1)],
    ['.*', '\ud800'],
    ['/data/[^/]*', '/data/a/b'],
    ['/data/[a-z.]*', '/data/../etc'],
  ])('C02, C05: %s does not hold for %j', (pattern, value) => {
    expect(meets(pattern, value)).toBe(false);
  });

  it.each<[string, Json]>([
    ['an empty one', ''],
    ['a number', 1],
    ['a list', ['a']],
    ['an open parenthesis', '(a'],
    ['a closing parenthesis', 'a)'],
    ['an open class', '[a'],
    ['a class in wrong order', '[z-a]'],
    ['nothing repeated', '*a'],
    ['a repetition of a repetition', 'a**'],
    ['more than 1,000 times', 'a{1001}'],
    ['more than 1,000 times, nested', '(a{100}){100}'],
    ['fewer than it begins with', 'a{2,1}'],
    ['a backreference', '(a)\\1'],
    ['a look ahead', '(?=a)a'],
    ['a negative look ahead', '(?!a)b'],
    ['a look behind', '(?<=a)b'],
    ['an atomic group', '(?>a)'],
    ['a possessive repetition', 'a++'],
    ['a recursion', '(?R)'],
    ['a conditional', '(a)?(?(1)b|c)'],
    ['any byte', '\\C'],
    ['an unknown escape', '\\y'],
    ['an unknown class of characters', '\\p{Klingon}'],
    ['a backslash at the end', 'a\\'],
    ['text in quotes', '\\Qa{500}{500}\\E'],
    ['an unknown flag', '(?x)a'],
    ['half a surrogate pair', '\ud800'],
    ['a pattern over its length', 'a'.repeat(MAX_PATTERN + 1)],
  ])('refuses %s', (_, pattern) => {
    expect(() => parseConstraint({ pattern })).toThrow(MALFORMED);
  });

  it.each([
    [5, 'a[b]\\d.\\x{41}'],
    [6, '[]x][^]x][[:alpha:]]][\\]]\\pL'],
    [10, '[(-[:alpha:]{9}'],
    [3, '[]-a[:alpha:]\\d-x-]ab'],
    [6, '(ab)+?'],
    [6, 'a{5}'],
    [7, '(a){0}xyz'],
    [14, '(ab){3}a'],
    [9, 'a{3,5}b'],
    [4, 'a{3,}'],
    [2, 'a{0,}'],
    [6, 'a|b{,5'],
    [3, '((('],
  ])('weighs %i: %s', (weight, pattern) => {
    expect(weightOf(pattern)).toBe(weight);
  });

  it('C23: takes patterns up to their weight, alone and together, and not one more', () => {
    const heavy = (weight: number): Json => ({ pattern: `a{${weight - 1}}` });
    expect(() => parseConstraint(heavy(MAX_PATTERN_WEIGHT))).not.toThrow();
    expect(() => parseConstraint(heavy(MAX_PATTERN_WEIGHT + 1))).toThrow(MALFORMED);
    const scope = (first: number, second: number): Json => ({
      service: 's',
      tools: { t: { a: heavy(first) } },
      resources: [{ anyOf: [{ allOf: [heavy(second)] }] }],
      prompts: [{ pattern: 'x' }],
    });
    const half = MAX_SCOPE_PATTERN_WEIGHT / 2;
    expect(() => parseScope(scope(half, half - 1))).not.toThrow();
    expect(() => parseScope(scope(half, half))).toThrow(MALFORMED);
    const files = { service: 's', tools: {}, files: { names: [heavy(half), heavy(half), { pattern: 'x' }] } };
    expect(() => parseScope(files)).toThrow(MALFORMED);
    const environment = { a: heavy(half), b: heavy(half), c: { pattern: 'x' } };
    expect(() => parseScope({ service: 's', tools: {}, environment })).toThrow(MALFORMED);
  });
});

/** What patterns are made of, and what their readers stumble over. */
const SIGNS: readonly string[] =
  '( ? | ) * + { } [ ] ^ $ \\ . a p x d - , 1 2 3 7 : [: :] \\x{ [^] -[ \\] {9} {2,5} [:alpha:] (?i) \\p{L}'.split(' ');

/** A pattern as a tree, its text, and all places where a match from a place can end: the definition, by trying all. */
interface Tree {
  readonly text: string;
  ends(subject: string, from: number): Set<number>;
}

const union = (sets: readonly Set<number>[]): Set<number> => new Set(sets.flatMap((set) => [...set]));
const one = (text: string, fits: (unit: string) => boolean): Tree => ({
  text,
  ends: (subject, from) => new Set(from < subject.length && fits(subject.charAt(from)) ? [from + 1] : []),
});
const then = (a: Tree, b: Tree): Tree => ({
  text: a.text + b.text,
  ends: (subject, from) => union([...a.ends(subject, from)].map((at) => b.ends(subject, at))),
});
const either = (a: Tree, b: Tree): Tree => ({
  text: `(?:${a.text}|${b.text})`,
  ends: (subject, from) => union([a.ends(subject, from), b.ends(subject, from)]),
});
function repeat(tree: Tree, sign: string, least: number, most: number): Tree {
  return {
    text: `(${tree.text})${sign}`,
    ends(subject, from) {
      const found = new Set<number>(least === 0 ? [from] : []);
      let reached = new Set([from]);
      for (let times = 1; times <= Math.min(most, least + subject.length + 1) && reached.size > 0; times++) {
        reached = union([...reached].map((at) => tree.ends(subject, at)));
        if (times >= least) for (const at of reached) found.add(at);
      }
      return found;
    },
  };
}

const leaf = fc.constantFrom(
  one('a', (unit) => unit === 'a'),
  one('b', (unit) => unit === 'b'),
  one('.', (unit) => unit !== '\n'),
  one('[^a]', (unit) => unit !== 'a'),
  one('[ab]', (unit) => unit === 'a' || unit === 'b'),
  one('\\.', (unit) => unit === '.'),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => then(a, b)),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => either(a, b)),
    fc
      .tuple(
        tie('tree'),
        fc.constantFrom<[string, number, number]>(
          ['*', 0, Number.POSITIVE_INFINITY],
          ['+?', 1, Number.POSITIVE_INFINITY],
          ['?', 0, 1],
          ['{2}', 2, 2],
          ['{1,3}', 1, 3],
          ['{2,}', 2, Number.POSITIVE_INFINITY],
        ),
      )
      .map(([each, [sign, least, most]]) => repeat(each, sign, least, most)),
  ),
}));

describe('matching', () => {
  const runs = process.env['TALOS_SLOW'] === '1' ? 20_000 : 1500;

  it('finds what trying everything finds, and compiles to no more than the weight says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(tree, fc.array(text, { minLength: 1, maxLength: 4 }), (pattern, subjects) => {
        if (pattern.text.length > MAX_PATTERN || weightOf(pattern.text) > MAX_PATTERN_WEIGHT) return;
        parsePattern(pattern.text, patternRoom());
        for (const subject of subjects) {
          const expected = pattern.ends(subject, 0).has(subject.length);
          expect([pattern.text, subject, matchesPattern(pattern.text, subject)]).toEqual([
            pattern.text,
            subject,
            expected,
          ]);
        }
        expect(RE2JS.compile(pattern.text).programSize()).toBeLessThanOrEqual(2 * weightOf(pattern.text) + 4);
      }),
      { numRuns: runs },
    );
  });

  it('reads the weight of any text in no time, and never too low', () => {
    const sign = fc.constantFrom(...SIGNS);
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 30 }), (text) => {
        try {
          parsePattern(text, patternRoom());
        } catch (error) {
          expect(error).toEqual(MALFORMED);
          return;
        }
        expect(RE2JS.compile(text).programSize()).toBeLessThanOrEqual(2 * weightOf(text) + 4);
      }),
      { numRuns: runs * 4 },
    );
  });
});

const LONG = 'a'.repeat(MAX_PATTERN_SUBJECT - 1);
const MIXED = Array.from({ length: MAX_PATTERN_SUBJECT }, (_, i) => ((i * i) % 7 < 3 ? 'a' : 'b')).join('');

describe('patterns that catch others out', () => {
  const CATASTROPHIC = [
    '(a+)+',
    '(a*)*b',
    '(a|a)*b',
    '(a|aa)+b',
    '(.*a){20}',
    '([a-z]+)*!',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a?){60}a{60}',
    '(?:a|b)*a[ab]{480}x',
    '(\\pL*\\pN*)*\\pZ',
    '(?i)(a|A|b)*c',
    '(([^/]+)/?)*;',
  ];

  it.each(CATASTROPHIC)('C23, M28: %s', (pattern) => {
    const constraint = parseConstraint({ pattern });
    for (const text of [`${LONG}!`, MIXED]) {
      holds(constraint, text); // the first time compiles
      const before = cpuMs();
      holds(constraint, text);
      holdsForUri(constraint, `file:///${text.slice(9)}`);
      expect(cpuMs() - before).toBeLessThan(300);
    }
  });

  it.each([
    '((((((a{10}){10}){10}){10}){10}){10})',
    '(((a{1,31}){1,31}){1,31})',
    `(?:${'a'.repeat(480)}){1000}`,
    `(?i:${'\\pL'.repeat(120)}){100}`,
    `${'('.repeat(256)}${')'.repeat(256)}{2}`,
    'a{999}',
    '[a-z]{1,499}',
  ])('C23: refuses %s in no time, in a token too', (pattern) => {
    const before = cpuMs();
    expect(() => parseConstraint({ pattern })).toThrow(MALFORMED);
    const payload = payloadOf(grantText(files({ read: { path: { any: true } } })));
    payload['authorization_details'] = [
      { type: 'talos-mcp', service: 'files', tools: { read: { path: { pattern } } } },
    ];
    expect(() => readToken(forge(server().signing, payload))).toThrow(MALFORMED);
    expect(cpuMs() - before).toBeLessThan(100);
  });
});

import { describe, expect, it } from 'vitest';
import { describeScope } from '../../../src/capability/describe.ts';
import { MAX_PHRASE_CHARACTERS, parseRule, parseToolPhrase } from '../../../src/capability/phrase.ts';
import { MAX_NAME, parseScope } from '../../../src/capability/scope.ts';
import { canonicalJson, type Json } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';

const USAGE = expect.objectContaining({ code: 'E_USAGE', hint: expect.stringContaining('read_file') });
const rulesOf = (text: string): string => canonicalJson(parseToolPhrase(text).arguments as unknown as Json);

describe('parseToolPhrase', () => {
  it.each<[string, string, Json]>([
    ['read_file', 'read_file', { '*': { any: true } }],
    [' read_file ', 'read_file', { '*': { any: true } }],
    ['f()', 'f', {}],
    ['f( )', 'f', {}],
    ['f(*)', 'f', { '*': { any: true } }],
    ['read_file(path under /data)', 'read_file', { path: { under: '/data' } }],
    ['read_file(path under "/my data")', 'read_file', { path: { under: '/my data' } }],
    [
      'f(a exact "x", b in [1,2], c prefix "ab", d glob "/data/*", e from 1 to 5, *)',
      'f',
      {
        a: { exact: 'x' },
        b: { oneOf: [1, 2] },
        c: { prefix: 'ab' },
        d: { glob: '/data/*' },
        e: { range: { min: 1, max: 5 } },
        '*': { any: true },
      },
    ],
    ['f(a from 1,b to 2.5)', 'f', { a: { range: { min: 1 } }, b: { range: { max: 2.5 } } }],
    ['f(a from -1e2 to 1.0)', 'f', { a: { range: { min: -100, max: 1 } } }],
    ['f(a any)', 'f', { a: { any: true } }],
    ['f(a exact null, b exact true, c exact -3)', 'f', { a: { exact: null }, b: { exact: true }, c: { exact: -3 } }],
    ['f(a exact {"x":[1,"),("],"y":{}})', 'f', { a: { exact: { x: [1, '),('], y: {} } } }],
    ['f(a in ["a, b", "c)"] , b exact [])', 'f', { a: { oneOf: ['a, b', 'c)'] }, b: { exact: [] } }],
    ['f(a exact "\\"\\u00e9")', 'f', { a: { exact: '"\u00e9' } }],
    ['f(d glob /data/**/*.[ch])', 'f', { d: { glob: '/data/**/*.[ch]' } }],
    ['f(p prefix refs/heads/)', 'f', { p: { prefix: 'refs/heads/' } }],
    ['tools/fs.read-1(a any)', 'tools/fs.read-1', { a: { any: true } }],
    ['f(__proto__ exact 1)', 'f', JSON.parse('{"__proto__":{"exact":1}}') as Json],
    [
      'f(a not in ["x", 1], b suffix .txt, c matches [a-z]+)',
      'f',
      { a: { noneOf: ['x', 1] }, b: { suffix: '.txt' }, c: { pattern: '[a-z]+' } },
    ],
    ['f(a matches "a{1,3}(b|\\\\d)")', 'f', { a: { pattern: 'a{1,3}(b|\\d)' } }],
    [
      'f(a contains "x", b contains {"y":1}, c subset of ["x","y"])',
      'f',
      { a: { contains: 'x' }, b: { contains: { y: 1 } }, c: { subset: ['x', 'y'] } },
    ],
    [
      'f(a size to 10, b size from 1 to 3, c count from 2)',
      'f',
      { a: { size: { max: 10 } }, b: { size: { min: 1, max: 3 } }, c: { count: { min: 2 } } },
    ],
    [
      'f(a any of (under /data, exact null), b all of(prefix a, any of (suffix b, suffix c)), c any)',
      'f',
      {
        a: { anyOf: [{ under: '/data' }, { exact: null }] },
        b: { allOf: [{ prefix: 'a' }, { anyOf: [{ suffix: 'b' }, { suffix: 'c' }] }] },
        c: { any: true },
      },
    ],
    [
      'f(any any, of any of (any), all all of (any))',
      'f',
      { any: { any: true }, of: { anyOf: [{ any: true }] }, all: { allOf: [{ any: true }] } },
    ],
    ['f(from from 1 to 2, to to 3)', 'f', { from: { range: { min: 1, max: 2 } }, to: { range: { max: 3 } } }],
  ])('reads %s', (text, tool, rules) => {
    expect(parseToolPhrase(text).tool).toBe(tool);
    expect(rulesOf(text)).toBe(canonicalJson(rules));
  });

  it.each([
    '',
    ' ',
    '()',
    'read*',
    '*',
    'read file',
    'caf\u00e9',
    'f(',
    'f)',
    'f(a',
    'f(a)',
    'f(a any',
    'f(a any,)',
    'f(,a any)',
    'f(a any b any)',
    'f(a any) x',
    'f(a any))',
    'f(a any, a any)',
    'f(*, *)',
    'f(a is "x")',
    'f(a exact)',
    'f(a exact x)',
    'f(a exact "x)',
    'f(a exact [1)',
    'f(a exact ])',
    'f(a exact {"a":1,"a":2})',
    'f(a exact 01)',
    "f(a exact 'x')",
    'f(a exact 9007199254740993)',
    'f(a in 1)',
    'f(a in [])',
    'f(a under data)',
    'f(a under /data/..)',
    'f(a under)',
    'f(a under 5x)',
    'f(a glob "")',
    'f(a glob /data/../*)',
    'f(a prefix 1 2)',
    'f(a from x)',
    'f(a from 5 to 1)',
    'f(a from "1")',
    'f(a from 1 to)',
    'f(a to)',
    'f(a under "\ud800")',
    'f(caf\u00e9 any)',
    'f(a not ["x"])',
    'f(a not under /data)',
    'f(a notin ["x"])',
    'f(a suffix)',
    'f(a matches (x))',
    'f(a matches "(")',
    'f(a matches "(?=x)")',
    'f(a matches "a{1000}")',
    'f(a contains)',
    'f(a subset ["x"])',
    'f(a subset of "x")',
    'f(a size 5)',
    'f(a size)',
    'f(a size to 1.5)',
    'f(a size from 3 to 1)',
    'f(a count to -1)',
    'f(a count to "1")',
    'f(a any of)',
    'f(a any of ())',
    'f(a any of (x))',
    'f(a any of (any)',
    'f(a any of (any,))',
    'f(a all)',
    'f(a all (any))',
    'f(a all of (b any))',
    'f(a of (any))',
    'f(a any of (any of (any of (any of (any of (any))))))',
  ])('refuses %j', (text) => {
    expect(() => parseToolPhrase(text)).toThrow(USAGE);
  });

  it('takes names and phrases up to their limits, and not one character more', () => {
    expect(parseToolPhrase('x'.repeat(MAX_NAME)).tool).toHaveLength(MAX_NAME);
    expect(() => parseToolPhrase('x'.repeat(MAX_NAME + 1))).toThrow(USAGE);
    expect(parseToolPhrase('f'.padEnd(MAX_PHRASE_CHARACTERS)).tool).toBe('f');
    expect(() => parseToolPhrase('f'.padEnd(MAX_PHRASE_CHARACTERS + 1))).toThrow(USAGE);
  });

  it.each(['f(a exact ', 'f(a exact "', 'f(', 'f(a in [', 'f(a exact {"', 'f(a any of (', 'any of (', 'all of('])(
    'C23: answers %j repeated in no time',
    (text) => {
      const hostile = text.repeat(MAX_PHRASE_CHARACTERS / 16).slice(0, MAX_PHRASE_CHARACTERS);
      const before = cpuMs();
      expect(() => parseToolPhrase(hostile)).toThrow(USAGE);
      expect(cpuMs() - before).toBeLessThan(500);
    },
  );
});

describe('parseRule', () => {
  it.each<[string, Json]>([
    ['glob file:///data/**', { glob: 'file:///data/**' }],
    [' any ', { any: true }],
    ['any of (exact "a", suffix .txt)', { anyOf: [{ exact: 'a' }, { suffix: '.txt' }] }],
    ['not in ["production"]', { noneOf: ['production'] }],
  ])('reads %s', (text, rule) => {
    expect(canonicalJson(parseRule(text) as Json)).toBe(canonicalJson(rule));
  });

  it.each([
    '',
    ' ',
    'file:///data',
    'glob',
    'glob a b',
    'path under /data',
    'any, any',
    '(any)',
    '*',
    'under data',
    'any)',
  ])('refuses %j', (text) => {
    const hint = expect.stringContaining('write it like exact') as unknown;
    expect(() => parseRule(text)).toThrow(expect.objectContaining({ code: 'E_USAGE', hint }));
  });
});

describe('describeScope', () => {
  it('says of every member what it allows, and on which terms', () => {
    const pin = 'A'.repeat(43);
    const scope = parseScope({
      service: 's',
      tools: {
        r: {
          a: { noneOf: ['x', 1] },
          b: { suffix: '.txt' },
          c: { pattern: '[a-z]+' },
          d: { contains: null },
          e: { subset: [1, 2] },
          f: { size: { min: 1, max: 3 } },
          g: { count: { min: 2, max: 2 } },
          h: { anyOf: [{ under: '/data' }, { allOf: [{ prefix: 'a' }, { suffix: 'b' }] }] },
        },
        w: {},
      },
      messages: {},
      files: { max_bytes: 1, names: [{ suffix: '.txt' }, { exact: 'x' }] },
      services: ['web'],
      read_only: true,
      limits: { calls: 1, bytes: 2, rate: { count: 10, seconds: 60 } },
      tool_limits: { r: { calls: 5 } },
      windows: [
        { zone: 'Europe/Berlin', days: [1, 7], from: '09:00', to: '17:00' },
        { zone: 'UTC', from: '00:00', to: '24:00' },
      ],
      environment: { stage: { oneOf: ['a', 'b'] } },
      fresh: 60,
      pins: { server: pin, tools: { r: pin } },
      read_only_tools: ['r'],
      renewable_until: 1_800_000_000,
    });
    expect(describeScope(scope)).toEqual([
      'tool r: a is none of "x", 1; b ends with ".txt"; c matches the pattern "[a-z]+"; d is a list that contains null; ' +
        'e is a list of none but 1, 2; f is text of from 1 to 3 bytes; g has exactly 2 items; ' +
        'h (is "/data" or below it or (starts with "a" and ends with "b")); nothing else',
      'tool w: without arguments (not while read-only)',
      'messages',
      'files of at most 1 byte each, whose name ends with ".txt", or is "x"',
      'service web',
      'read-only: only tools that say so in a definition that is pinned',
      'limit: 1 call in all; 2 bytes in all; 10 calls in any 60 seconds',
      'limit of tool r: 5 calls in all',
      'only Mon, Sun from 09:00 to 17:00 (Europe/Berlin), or every day from 00:00 to 24:00 (UTC)',
      'only where stage is one of "a", "b"',
      'only while revocations are known that are at most 60 seconds old',
      'only of the server that was seen, and 1 tool as defined then',
      'renewable until 2027-01-15T08:00:00.000Z',
    ]);
  });

  it('says in plain words what is granted', () => {
    const scope = parseScope({
      service: 'files',
      tools: {
        all: { '*': { any: true } },
        none: {},
        some: {
          a: { exact: 'x' },
          b: { oneOf: [1, null] },
          c: { prefix: 'ab' },
          d: { glob: '/data/*' },
          e: { range: { min: 1, max: 5 } },
          f: { range: { min: 1 } },
          g: { range: { max: 5 } },
          h: { under: '/data' },
          i: { any: true },
        },
        open: { a: { exact: true }, '*': { any: true } },
      },
      resources: [{ glob: 'file:///data/**' }],
      prompts: [{ any: true }],
    });
    expect(describeScope(scope)).toEqual([
      'tool all: any arguments',
      'tool none: without arguments',
      'tool some: a is "x"; b is one of 1, null; c starts with "ab"; d matches "/data/*"; e is from 1 to 5; ' +
        'f is at least 1; g is at most 5; h is "/data" or below it; i is anything; nothing else',
      'tool open: a is true; other arguments free',
      'resources: URI matches "file:///data/**"',
      'prompts: name is anything',
    ]);
  });

  it('escapes what a terminal would act on or hide', () => {
    const hidden = '\u001b[2J\u009b\u202e\u200b\u2066\ufeff\u007f\n';
    const [line] = describeScope(parseScope({ service: 's', tools: { t: { a: { exact: hidden } } } }));
    expect(line).toBe('tool t: a is "\\u001b[2J\\u009b\\u202e\\u200b\\u2066\\ufeff\\u007f\\n"; nothing else');
  });
});

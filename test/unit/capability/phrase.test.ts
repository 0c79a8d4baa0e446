import { describe, expect, it } from 'vitest';
import { describeScope } from '../../../src/capability/describe.ts';
import { MAX_PHRASE_CHARACTERS, parseToolPhrase } from '../../../src/capability/phrase.ts';
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
  ])('refuses %j', (text) => {
    expect(() => parseToolPhrase(text)).toThrow(USAGE);
  });

  it('takes names and phrases up to their limits, and not one character more', () => {
    expect(parseToolPhrase('x'.repeat(MAX_NAME)).tool).toHaveLength(MAX_NAME);
    expect(() => parseToolPhrase('x'.repeat(MAX_NAME + 1))).toThrow(USAGE);
    expect(parseToolPhrase('f'.padEnd(MAX_PHRASE_CHARACTERS)).tool).toBe('f');
    expect(() => parseToolPhrase('f'.padEnd(MAX_PHRASE_CHARACTERS + 1))).toThrow(USAGE);
  });

  it.each(['f(a exact ', 'f(a exact "', 'f(', 'f(a in [', 'f(a exact {"'])(
    'C23: answers %j repeated in no time',
    (text) => {
      const hostile = text.repeat(MAX_PHRASE_CHARACTERS / 16).slice(0, MAX_PHRASE_CHARACTERS);
      const before = cpuMs();
      expect(() => parseToolPhrase(hostile)).toThrow(USAGE);
      expect(cpuMs() - before).toBeLessThan(500);
    },
  );
});

describe('describeScope', () => {
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

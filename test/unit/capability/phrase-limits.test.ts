import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePhrase, parseToolPhrase, parseToolPhrases } from '../../../src/capability/phrase.ts';
import { toolPhraseOf } from '../../../src/capability/phrase-text.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { MAX_SCOPE_SECONDS } from '../../../src/capability/scope-members.ts';
import { canonicalJson, type Json } from '../../../src/codec/json.ts';
import { Draw, someScope } from './scope-draws.ts';

const plain = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
const USAGE = expect.objectContaining({ code: 'E_USAGE' });

describe('limits in a phrase', () => {
  it.each([
    ['f calls 10', { calls: 10 }],
    ['f() calls 1', { calls: 1 }],
    [
      'f(path under /data) calls 10 bytes 64KiB rate 5/30s',
      { calls: 10, bytes: 65_536, rate: { count: 5, seconds: 30 } },
    ],
    ['f rate 10/min calls 2', { calls: 2, rate: { count: 10, seconds: 60 } }],
    ['f (a any)bytes 1', { bytes: 1 }],
    [`f rate 1/${MAX_SCOPE_SECONDS}s`, { rate: { count: 1, seconds: MAX_SCOPE_SECONDS } }],
  ])('reads %s', (text, limits) => {
    expect(parseToolPhrase(text)).toMatchObject({ tool: 'f', limits });
  });

  it.each([
    'f calls',
    'f calls 0',
    'f calls -1',
    'f calls 1.5',
    'f calls 1e3',
    'f calls 1000000000000000',
    'f calls 1 calls 2',
    'f calls 1, calls 2',
    'f bytes 0',
    'f bytes 1XB',
    'f rate 10',
    'f rate 10/year',
    `f rate 1/${MAX_SCOPE_SECONDS + 1}s`,
    'f rate 10/min rate 10/min',
    'f limits 5',
    'f calls 5 (a any)',
    'f(calls 5',
    'f() calls "5"',
  ])('refuses %j', (text) => {
    expect(() => parseToolPhrase(text)).toThrow(USAGE);
  });

  it('are none of a list that is expanded over tools', () => {
    expect(() => parsePhrase('f_* calls 5')).toThrow(USAGE);
  });

  it('make tool_limits, and a tool stands once', () => {
    expect(parseToolPhrases(['a calls 2', 'b(x any)'])).toEqual({
      tools: { a: { '*': { any: true } }, b: { x: { any: true } } },
      tool_limits: { a: { calls: 2 } },
    });
    expect(parseToolPhrases(['a'])).not.toHaveProperty('tool_limits');
    expect(() => parseToolPhrases(['a calls 2', 'a calls 3'])).toThrow(USAGE);
  });
});

describe('toolPhraseOf', () => {
  it.each([
    'read_file(path under "/data") calls 10',
    'f',
    'f()',
    'f(*)',
    'f(a exact {"b":[1,null,"),("]}, b in ["x",2], c not in [true], d prefix "a b", e suffix ")", f glob "*.txt")',
    'f(a matches "^x+$", b from 1 to 5, c from 2, d to 3, e size from 1 to 2, f count to 3, g contains "x", h subset of ["x"])',
    'f(a any of (under "/d", all of (prefix "x", suffix "y")), *) calls 3 bytes 5 rate 10/60s',
  ])('gives what was read: %s', (text) => {
    const again = toolPhraseOf(parseToolPhrase(text));
    expect(again).toBeDefined();
    expect(parseToolPhrase(again ?? '')).toEqual(parseToolPhrase(text));
  });

  it.each(['a b', 'a(', 'a,b', 'x"y'])('gives nothing for an argument that has no words: %j', (name) => {
    expect(toolPhraseOf({ tool: 'f', arguments: { [name]: { any: true } } })).toBeUndefined();
  });

  it('is read as just what it was made of, whatever a scope grants', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { tools, tool_limits = {} } = parseScope(someScope(new Draw(seed)));
        for (const [tool, rules] of Object.entries(tools)) {
          const limits = tool_limits[tool];
          const granted = { tool, arguments: rules, ...(limits === undefined ? {} : { limits }) };
          const text = toolPhraseOf(granted);
          expect(text, `seed ${seed}`).toBeDefined();
          expect(plain(parseToolPhrase(text ?? ''))).toBe(plain(granted));
        }
      }),
    );
  });
});

/** When a scope lies within another: the useful cases, and those that must not. */

import { describe, expect, it } from 'vitest';
import { authorizeCall } from '../../../src/capability/authorize.ts';
import { covers } from '../../../src/capability/covers.ts';
import { underConditionsOf } from '../../../src/capability/inherited.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { type Json, parseJson } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';
import { codeOf, files, grant, NOW_S } from './world.ts';

/** Whether a tool whose argument `a` is under `parent` covers one where it is under `child`. */
const within = (parent: Json, child: Json): boolean => coversOf({ t: { a: parent } }, { t: { a: child } });
const coversOf = (parent: Json, child: Json): boolean => covers(parseScope(files(parent)), parseScope(files(child)));
const inResources = (parent: Json, child: Json): boolean => {
  const scope = (resources: Json): Json => ({ service: 'files', tools: {}, resources: [resources] });
  return covers(parseScope(scope(parent)), parseScope(scope(child)));
};
const of = (text: string): Json => parseJson(text);

describe('covers: one argument', () => {
  it.each<[string, string]>([
    ['{"any":true}', '{"any":true}'],
    ['{"any":true}', '{"under":"/data"}'],
    ['{"any":true}', '{"exact":{"a":[1]}}'],
    ['{"under":"/data"}', '{"under":"/data"}'],
    ['{"under":"/data"}', '{"under":"/data/reports"}'],
    ['{"under":"/"}', '{"under":"/data"}'],
    ['{"under":"/data"}', '{"exact":"/data/a.txt"}'],
    ['{"under":"/data"}', '{"oneOf":["/data","/data/a/b"]}'],
    ['{"under":"/data"}', '{"glob":"/data/*.txt"}'],
    ['{"under":"/data"}', '{"glob":"/data/**"}'],
    ['{"under":"/data"}', '{"glob":"/data/**/x?"}'],
    ['{"under":"/"}', '{"glob":"/*"}'],
    ['{"under":"/"}', '{"glob":"/a/**"}'],
    ['{"oneOf":[1,"a",null]}', '{"exact":"a"}'],
    ['{"oneOf":[1,"a",null]}', '{"oneOf":[null,1.0]}'],
    ['{"exact":{"a":1,"b":2}}', '{"oneOf":[{"b":2,"a":1}]}'],
    ['{"range":{"min":1,"max":9}}', '{"range":{"min":2,"max":9}}'],
    ['{"range":{"min":1}}', '{"range":{"min":1,"max":9}}'],
    ['{"range":{"max":9}}', '{"exact":9}'],
    ['{"prefix":"rep"}', '{"prefix":"report-"}'],
    ['{"prefix":"/da"}', '{"under":"/data"}'],
    ['{"prefix":"/data/"}', '{"glob":"/data/a*"}'],
    ['{"prefix":"/data"}', '{"glob":"/data/**"}'],
    ['{"prefix":"a"}', '{"exact":"ab"}'],
    ['{"glob":"/data/*"}', '{"glob":"/data/*"}'],
    ['{"glob":"/data/*"}', '{"glob":"/data/*.txt"}'],
    ['{"glob":"/data/*.txt"}', '{"glob":"/data/a*.txt"}'],
    ['{"glob":"/data/a*c*"}', '{"glob":"/data/ab?c*d"}'],
    ['{"glob":"/data/?"}', '{"glob":"/data/x"}'],
    ['{"glob":"/data/**"}', '{"glob":"/data/a/*"}'],
    ['{"glob":"/data/**"}', '{"glob":"/data/**/b"}'],
    ['{"glob":"/data/**/*.txt"}', '{"glob":"/data/a/**/b.txt"}'],
    ['{"glob":"**"}', '{"glob":"a/**"}'],
    ['{"glob":"/data/*"}', '{"oneOf":["/data/a","/data/b"]}'],
    ['{"glob":"/\u{1f600}?"}', '{"glob":"/\u{1f600}\u{1f600}"}'],
    ['{"noneOf":["a",1]}', '{"noneOf":[1,"a","b"]}'],
    ['{"noneOf":["/data/secret"]}', '{"under":"/data/open"}'],
    ['{"noneOf":["a",1]}', '{"exact":"b"}'],
    ['{"suffix":".txt"}', '{"suffix":"a.txt"}'],
    ['{"suffix":".txt"}', '{"glob":"/data/**/*.txt"}'],
    ['{"contains":"a"}', '{"contains":"a"}'],
    ['{"pattern":"[a-z]+"}', '{"pattern":"[a-z]+"}'],
    ['{"pattern":"[a-z]+"}', '{"oneOf":["abc","x"]}'],
    ['{"contains":"a"}', '{"exact":["b","a"]}'],
    ['{"subset":["a","b"]}', '{"subset":["b"]}'],
    ['{"subset":["a","b"]}', '{"exact":[]}'],
    ['{"size":{"min":0,"max":9}}', '{"size":{"max":9}}'],
    ['{"size":{"max":9}}', '{"size":{"min":2,"max":8}}'],
    ['{"count":{"min":1}}', '{"count":{"min":1,"max":2}}'],
    ['{"anyOf":[{"under":"/a"},{"under":"/b"}]}', '{"under":"/b/c"}'],
    ['{"anyOf":[{"under":"/a"},{"under":"/b"}]}', '{"anyOf":[{"exact":"/a"},{"under":"/b"}]}'],
    ['{"allOf":[{"under":"/a"},{"suffix":".txt"}]}', '{"glob":"/a/*.txt"}'],
    ['{"allOf":[{"under":"/a"},{"noneOf":["/a/x"]}]}', '{"allOf":[{"under":"/a/b"},{"suffix":"x"}]}'],
    ['{"under":"/a"}', '{"allOf":[{"under":"/a/b"},{"suffix":".txt"}]}'],
    ['{"under":"/a"}', '{"allOf":[{"oneOf":["/a/x","/b"]},{"prefix":"/a"}]}'],
    ['{"exact":"x"}', '{"allOf":[{"exact":"y"},{"exact":"x"}]}'],
  ])('%s covers %s', (parent, child) => {
    expect(within(of(parent), of(child))).toBe(true);
  });

  it.each<[string, string]>([
    ['{"under":"/data"}', '{"any":true}'],
    ['{"under":"/data"}', '{"under":"/"}'],
    ['{"under":"/data"}', '{"under":"/data2"}'],
    ['{"under":"/data"}', '{"prefix":"/data/"}'],
    ['{"under":"/data"}', '{"exact":"/data/../etc"}'],
    ['{"under":"/data"}', '{"exact":"/data/"}'],
    ['{"under":"/data"}', '{"exact":["/data"]}'],
    ['{"under":"/data"}', '{"oneOf":["/data/a","/etc"]}'],
    ['{"under":"/data"}', '{"glob":"/data2/*"}'],
    ['{"under":"/data"}', '{"glob":"/*/a"}'],
    ['{"under":"/data"}', '{"glob":"/**/a"}'],
    ['{"under":"/data"}', '{"glob":"/data//a"}'],
    ['{"under":"/data"}', '{"glob":"/data/*/"}'],
    ['{"under":"/data"}', '{"glob":"data/*"}'],
    ['{"under":"/"}', '{"glob":"/**"}'],
    ['{"under":"/"}', '{"glob":"**"}'],
    ['{"oneOf":[1,"a"]}', '{"exact":"b"}'],
    ['{"oneOf":[1,"a"]}', '{"oneOf":[1,"1"]}'],
    ['{"oneOf":[1,2]}', '{"range":{"min":1,"max":2}}'],
    ['{"exact":1}', '{"any":true}'],
    ['{"exact":""}', '{"prefix":"a"}'],
    ['{"range":{"min":1,"max":9}}', '{"range":{"min":0,"max":9}}'],
    ['{"range":{"min":1,"max":9}}', '{"range":{"min":1}}'],
    ['{"range":{"min":1,"max":9}}', '{"range":{"max":9}}'],
    ['{"range":{"min":1,"max":9}}', '{"exact":"5"}'],
    ['{"prefix":"report-"}', '{"prefix":"rep"}'],
    ['{"prefix":"/data/"}', '{"under":"/data"}'],
    ['{"prefix":"/data/"}', '{"glob":"/data/**"}'],
    ['{"prefix":"/data/"}', '{"glob":"/dat*"}'],
    ['{"glob":"/data/*"}', '{"glob":"/data/**"}'],
    ['{"glob":"/data/*"}', '{"glob":"/data/a/b"}'],
    ['{"glob":"/data/*.txt"}', '{"glob":"/data/*"}'],
    ['{"glob":"/data/?"}', '{"glob":"/data/*"}'],
    ['{"glob":"/data/??"}', '{"glob":"/data/\u{1f600}"}'],
    ['{"glob":"/data/*"}', '{"glob":"/data/"}'],
    ['{"glob":"/data/**"}', '{"glob":"/data//a"}'],
    ['{"glob":"/data/*"}', '{"prefix":"/data/"}'],
    ['{"glob":"/data/**"}', '{"under":"/data"}'],
    ['{"glob":"a/**/b"}', '{"glob":"a/**"}'],
    ['{"noneOf":["a",1]}', '{"noneOf":["a"]}'],
    ['{"noneOf":["/data/secret"]}', '{"under":"/data"}'],
    ['{"noneOf":["a"]}', '{"any":true}'],
    ['{"noneOf":["a"]}', '{"oneOf":["b","a"]}'],
    ['{"suffix":"a.txt"}', '{"suffix":".txt"}'],
    ['{"suffix":"txt"}', '{"glob":"/data/txt/**"}'],
    ['{"suffix":"b"}', '{"glob":"a?"}'],
    ['{"contains":"a"}', '{"contains":"b"}'],
    ['{"pattern":"[a-z]+"}', '{"pattern":"[a-y]+"}'],
    ['{"pattern":"[a-z]+"}', '{"exact":"A"}'],
    ['{"contains":"a"}', '{"exact":"a"}'],
    ['{"contains":"a"}', '{"subset":["a"]}'],
    ['{"subset":["a"]}', '{"subset":["a","b"]}'],
    ['{"subset":["a"]}', '{"contains":"a"}'],
    ['{"size":{"max":9}}', '{"size":{"min":1}}'],
    ['{"size":{"min":1}}', '{"size":{"max":9}}'],
    ['{"size":{"max":9}}', '{"count":{"max":9}}'],
    ['{"count":{"max":2}}', '{"count":{"max":3}}'],
    ['{"anyOf":[{"under":"/a"},{"under":"/b"}]}', '{"under":"/"}'],
    ['{"anyOf":[{"under":"/a"},{"under":"/b"}]}', '{"anyOf":[{"under":"/a"},{"under":"/c"}]}'],
    ['{"allOf":[{"under":"/a"},{"suffix":".txt"}]}', '{"under":"/a"}'],
    ['{"under":"/a"}', '{"anyOf":[{"under":"/a"},{"any":true}]}'],
    ['{"under":"/a"}', '{"allOf":[{"oneOf":["/a/x","/b"]},{"prefix":"/"}]}'],
  ])('%s does not cover %s', (parent, child) => {
    expect(within(of(parent), of(child))).toBe(false);
  });

  it('a pattern has a longest text, a folder has none: that is why the one does not cover the other', () => {
    const held = grant(files({ t: { a: { under: '/data' } } }));
    const request = { kind: 'tool', name: 't', arguments: { a: `/data${'/x'.repeat(3000)}` } } as const;
    const standing = { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS };
    expect(codeOf(authorizeCall(held, request, standing))).toBe('allowed');
    const glob = grant(files({ t: { a: { glob: '/data/**' } } }));
    expect(codeOf(authorizeCall(glob, request, standing))).toBe('CONSTRAINT');
  });
});

describe('covers: the arguments of a tool', () => {
  const any = { any: true };

  it.each<[string, Json, Json]>([
    ['the same names', { a: any, b: any }, { a: any, b: { exact: 1 } }],
    ['no argument and none', {}, {}],
    ['free ones by named ones', { '*': any }, { a: { exact: 1 } }],
    ['free ones by free ones', { a: any, '*': any }, { a: any, '*': any }],
    ['free ones by none', { a: any, '*': any }, { a: any }],
    ['a name in another case where both are named', { path: any, Path: any }, { path: any, Path: any }],
  ])('%s', (_, parent, child) => {
    expect(coversOf({ t: parent }, { t: child })).toBe(true);
  });

  it.each<[string, Json, Json]>([
    ['one more', { a: any }, { a: any, b: any }],
    ['one less, whose absence the parent refuses', { a: any, b: any }, { a: any }],
    ['one less, though others are free', { a: any, '*': any }, { '*': any }],
    ['free ones in place of named ones', { a: any }, { '*': any }],
    ['free ones beside the named one', { a: any }, { a: any, '*': any }],
    ['a second spelling of a named one', { path: { under: '/d' }, '*': any }, { path: { under: '/d' }, Path: any }],
  ])('C06: not %s', (_, parent, child) => {
    expect(coversOf({ t: parent }, { t: child })).toBe(false);
  });
});

describe('covers: the scope', () => {
  const scope = (changes: Record<string, Json>) =>
    parseScope({ service: 'files', tools: { a: {}, b: {} }, ...changes } as Json);

  it('C06: another service, one more tool, resource or prompt is not covered; fewer are', () => {
    const parent = scope({ resources: [{ exact: 'x' }, { prefix: 'a' }], prompts: [{ prefix: 're' }] });
    expect(covers(parent, scope({ tools: { b: {} } }))).toBe(true);
    expect(covers(parent, scope({ resources: [], prompts: [] }))).toBe(true);
    expect(covers(parent, scope({ resources: [{ prefix: 'ab' }], prompts: [{ exact: 'review' }] }))).toBe(true);
    expect(covers(parent, scope({ service: 'Files' }))).toBe(false);
    expect(covers(parent, scope({ tools: { c: {} } }))).toBe(false);
    expect(covers(parent, scope({ resources: [{ exact: 'y' }] }))).toBe(false);
    expect(covers(parent, scope({ prompts: [{ any: true }] }))).toBe(false);
    expect(covers(scope({}), scope({ resources: [{ exact: 'x' }] }))).toBe(false);
  });

  it('C06: a member that is not known here is never covered', () => {
    const parent = { ...scope({}), more: { a: 1 } } as ReturnType<typeof scope>;
    expect([covers(parent, scope({})), covers(scope({}), parent), covers(parent, parent)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each<[Json, Json, boolean]>([
    [{ prefix: 'file:///d' }, { glob: 'file:///d/*' }, true],
    [{ prefix: 'file:///d' }, { exact: 'file:///d/a' }, true],
    [{ prefix: 'file:///d' }, { exact: 'file:///d/../e' }, false],
    [{ prefix: 'file:///d' }, { exact: 'file:///d/%2e' }, false],
    [{ prefix: '/d' }, { under: '/d' }, true],
    [{ noneOf: ['x'] }, { prefix: 'y' }, true],
    [{ noneOf: ['x'] }, { exact: 'y/..' }, false],
    [{ noneOf: ['x'] }, { anyOf: [{ prefix: 'y' }, { exact: 'y/..' }] }, false],
    [{ noneOf: ['x'] }, { allOf: [{ anyOf: [{ prefix: 'y' }, { exact: 'y/..' }] }, { any: true }] }, false],
    [{ suffix: 'a' }, { any: true }, false],
    [{ any: true }, { prefix: 'x' }, true],
    [{ exact: 'a/..' }, { exact: 'a/..' }, true],
  ])('on URIs %j covers %j: %s', (parent, child, expected) => {
    expect(inResources(parent, child)).toBe(expected);
  });

  it('C23: two scopes of the worst kind take a bounded time, and are not covered', () => {
    const globs = (last: string): Json =>
      Array.from({ length: 64 }, (_, i) => ({ glob: `${'*a'.repeat(90)}${i}${last}` }));
    const scopeOf = (last: string) => parseScope({ service: 'files', tools: {}, resources: globs(last) } as Json);
    const [parent, child] = [scopeOf('x'), scopeOf('y')];
    const before = cpuMs();
    expect(covers(parent, child)).toBe(false);
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

describe('covers: the other members', () => {
  const tools = { a: {}, b: {} };
  const scope = (members: Json) => parseScope({ service: 'files', tools, ...(members as object) } as Json);
  const hash = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
  const pins = (a: number, server = 9): Json => ({ pins: { server: hash(server), tools: { a: hash(a) } } });
  const window = (from: string, to: string, more: object = {}): Json => ({
    windows: [{ zone: 'UTC', from, to, ...more }],
  });
  const week = [1, 2, 3, 4, 5];

  it.each<[Json, Json]>([
    [{ messages: {} }, {}],
    [{ messages: {} }, { messages: { max_bytes: 9 } }],
    [{ messages: { max_bytes: 9 } }, { messages: { max_bytes: 9 } }],
    [{ files: {} }, { files: { max_bytes: 1, names: [{ suffix: '.txt' }] } }],
    [{ files: { names: [{ suffix: '.txt' }] } }, { files: { names: [{ exact: 'a.txt' }] } }],
    [{ services: ['x', 'y'] }, { services: ['y'] }],
    [{}, { read_only: true }],
    [{ limits: { calls: 5 } }, { limits: { calls: 5, bytes: 1 } }],
    [{ limits: { rate: { count: 10, seconds: 60 } } }, { limits: { rate: { count: 5, seconds: 120 } } }],
    [{ tool_limits: { a: { calls: 1 } } }, { tool_limits: { a: { calls: 1 }, b: { calls: 1 } } }],
    [{}, window('08:00', '09:00')],
    [window('08:00', '24:00'), window('09:30', '24:00', { days: week })],
    [window('08:00', '17:00', { days: [1, 2, 3, 4, 5, 6, 7] }), window('08:00', '17:00')],
    [
      { environment: { stage: { oneOf: ['dev', 'test'] } } },
      { environment: { stage: { exact: 'dev' }, more: { any: true } } },
    ],
    [{ fresh: 60 }, { fresh: 30 }],
    [{}, pins(1)],
    [pins(1), pins(1)],
    [{ renewable_until: 9 }, { renewable_until: 9 }],
    [{ renewable_until: 9 }, {}],
  ])('%j covers %j', (parent, child) => {
    expect(covers(scope(parent), scope(child))).toBe(true);
  });

  it.each<[Json, Json]>([
    [{}, { messages: { max_bytes: 1 } }],
    [{ messages: { max_bytes: 9 } }, { messages: {} }],
    [{ messages: { max_bytes: 9 } }, { messages: { max_bytes: 10 } }],
    [{}, { files: {} }],
    [{ files: { max_bytes: 9 } }, { files: {} }],
    [{ files: { names: [{ suffix: '.txt' }] } }, { files: {} }],
    [{ files: { names: [{ suffix: '.txt' }] } }, { files: { names: [{ suffix: 'txt' }] } }],
    [{ services: ['x'] }, { services: ['x', 'y'] }],
    [{}, { services: ['files'] }],
    [{ read_only: true }, {}],
    [{ limits: { calls: 5 } }, {}],
    [{ limits: { calls: 5 } }, { limits: { calls: 6 } }],
    [{ limits: { calls: 5 } }, { limits: { bytes: 5 } }],
    [{ limits: { calls: 5 } }, { tool_limits: { a: { calls: 1 }, b: { calls: 1 } } }],
    [{ limits: { rate: { count: 10, seconds: 60 } } }, { limits: { rate: { count: 10, seconds: 59 } } }],
    [{ limits: { rate: { count: 10, seconds: 60 } } }, { limits: { rate: { count: 11, seconds: 120 } } }],
    [{ tool_limits: { a: { calls: 1 } } }, { limits: { calls: 1 } }],
    [{ tool_limits: { a: { calls: 1 } } }, { tool_limits: { b: { calls: 1 } } }],
    [window('08:00', '17:00'), {}],
    [window('08:00', '17:00'), window('07:59', '17:00')],
    [window('08:00', '17:00'), window('08:00', '17:01')],
    [window('08:00', '17:00', { days: week }), window('08:00', '17:00')],
    [window('08:00', '17:00'), window('08:00', '17:00', { zone: 'Europe/Berlin' })],
    [{ environment: { stage: { exact: 'dev' } } }, {}],
    [{ environment: { stage: { exact: 'dev' } } }, { environment: { stage: { any: true } } }],
    [{ environment: { stage: { exact: 'dev' } } }, { environment: { Stage: { exact: 'dev' } } }],
    [{ fresh: 60 }, {}],
    [{ fresh: 60 }, { fresh: 61 }],
    [pins(1), {}],
    [pins(1), pins(2)],
    [pins(1), pins(1, 8)],
    [pins(1), { pins: { server: hash(9), tools: {} } }],
    [pins(1), { pins: { server: hash(9), tools: { a: hash(1), b: hash(1) } } }],
    [{ renewable_until: 9 }, { renewable_until: 10 }],
    [{}, { renewable_until: 9 }],
  ])('C06: %j does not cover %j', (parent, child) => {
    expect(covers(scope(parent), scope(child))).toBe(false);
  });

  it('C06: of what may only read the child may call no more', () => {
    const readOnly = (names: readonly string[]): Json => ({
      read_only: true,
      read_only_tools: names,
      pins: { server: hash(9), tools: { a: hash(1), b: hash(2) } },
    });
    expect(covers(scope(readOnly(['a', 'b'])), scope(readOnly(['a'])))).toBe(true);
    expect(covers(scope(readOnly(['a'])), scope(readOnly(['a', 'b'])))).toBe(false);
    const { read_only: _, ...without } = readOnly(['a', 'b']) as Record<string, Json>;
    expect(covers(scope(without), scope(readOnly(['a', 'b'])))).toBe(true);
    expect(covers(scope(readOnly(['a'])), scope(without))).toBe(false);
  });
});

describe('underConditionsOf', () => {
  const hash = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
  const parent = parseScope({
    service: 'files',
    tools: { a: {}, b: {} },
    resources: [{ any: true }],
    messages: {},
    services: ['x'],
    read_only: true,
    limits: { calls: 9, bytes: 9 },
    tool_limits: { a: { calls: 2 }, b: { calls: 3 } },
    windows: [{ zone: 'UTC', from: '08:00', to: '17:00' }],
    environment: { stage: { exact: 'dev' } },
    fresh: 60,
    pins: { server: hash(9), tools: { a: hash(1), b: hash(2) } },
    read_only_tools: ['a', 'b'],
    renewable_until: 9,
  } as Json);

  it('keeps every condition, of the tools that are passed on, and adds no permission', () => {
    const given = parseScope(files({ a: {} }));
    expect(covers(parent, given)).toBe(false);
    const kept = underConditionsOf(parent, given);
    expect(covers(parent, kept)).toBe(true);
    expect(parseScope(kept as unknown as Json)).toEqual(kept);
    expect(Object.keys(kept).sort()).toEqual(
      [
        'environment',
        'fresh',
        'limits',
        'pins',
        'read_only',
        'read_only_tools',
        'service',
        'tool_limits',
        'tools',
        'windows',
      ].sort(),
    );
    expect([kept.tool_limits, kept.pins?.tools, kept.read_only_tools]).toEqual([
      { a: { calls: 2 } },
      { a: hash(1) },
      ['a'],
    ]);
  });

  it('lets what is said stand, where it is narrower and where it is not', () => {
    const said = { limits: { calls: 1 }, fresh: 30, tool_limits: { a: { bytes: 1 } } };
    const narrower = underConditionsOf(parent, parseScope({ ...(files({ a: {} }) as object), ...said } as Json));
    expect(narrower).toMatchObject({
      limits: { calls: 1, bytes: 9 },
      fresh: 30,
      tool_limits: { a: { calls: 2, bytes: 1 } },
    });
    expect(covers(parent, narrower)).toBe(true);
    const wider = underConditionsOf(parent, parseScope({ ...(files({ a: {} }) as object), fresh: 61 } as Json));
    expect(covers(parent, wider)).toBe(false);
  });

  it('changes nothing where there are none', () => {
    const given = parseScope(files({ a: {} }));
    expect(underConditionsOf(parseScope(files({ a: {}, b: {} })), given)).toEqual(given);
  });
});

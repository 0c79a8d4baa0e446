/** When a scope lies within another: the useful cases, and those that must not. */

import { describe, expect, it } from 'vitest';
import { authorizeCall } from '../../../src/capability/authorize.ts';
import { covers } from '../../../src/capability/covers.ts';
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
    [{ prefix: '/d' }, { under: '/d' }, false],
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

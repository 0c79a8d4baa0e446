import { describe, expect, it } from 'vitest';
import { expandAllow } from '../../../src/capability/allow-list.ts';
import { MAX_PATTERNS, MAX_TOOLS } from '../../../src/capability/scope.ts';
import { cpuMs } from '../../cpu.ts';

const TOOLS = ['read_file', 'read_text_file', 'write_file', 'list_directory', 'list', 'a.b'];
const USAGE = expect.objectContaining({ code: 'E_USAGE' });
const ANY = { '*': { any: true } };
const named = (allow: string, deny?: string): string[] =>
  Object.keys(expandAllow({ allow, tools: TOOLS, ...(deny === undefined ? {} : { deny }) }).tools).sort();

describe('expandAllow', () => {
  it.each<[string, string | undefined, string[]]>([
    ['read_*', undefined, ['read_file', 'read_text_file']],
    ['read_*,list_*', undefined, ['list_directory', 'read_file', 'read_text_file']],
    [' read_file , list ', undefined, ['list', 'read_file']],
    ['*', undefined, [...TOOLS].sort()],
    ['*', '', [...TOOLS].sort()],
    ['*', 'write_*', TOOLS.filter((tool) => tool !== 'write_file').sort()],
    ['write_file', 'write_file', []],
    ['*', '*', []],
    ['*_file', '*text*', ['read_file', 'write_file']],
    ['r*_*_file', undefined, ['read_text_file']],
    ['list', undefined, ['list']],
    ['list*', undefined, ['list', 'list_directory']],
    ['List', undefined, []],
    ['a.b', undefined, ['a.b']],
    ['a?b', undefined, []],
    ['read_fil', undefined, []],
    ['read_file*read_file', undefined, []],
    ['ad_file', undefined, []],
  ])('--allow %j --deny %j grants %j', (allow, deny, expected) => {
    expect(named(allow, deny)).toEqual(expected);
  });

  it('grants any arguments, or those of a phrase', () => {
    const { tools } = expandAllow({ allow: 'read_*(path under /data),*', deny: 'a.b,write_*', tools: TOOLS });
    expect({ ...tools }).toEqual({
      read_file: { path: { under: '/data' } },
      read_text_file: { path: { under: '/data' } },
      list_directory: ANY,
      list: ANY,
    });
    expect(expandAllow({ allow: '*,list()', tools: ['list'] }).tools['list']).toEqual({});
  });

  it('keeps commas inside of phrases', () => {
    const { tools } = expandAllow({ allow: 'list(a in ["x),(", "y"], b any),read_file', tools: TOOLS });
    expect({ ...tools }).toEqual({ list: { a: { oneOf: ['x),(', 'y'] }, b: { any: true } }, read_file: ANY });
  });

  it('makes constraints of resources and prompts', () => {
    const allow = 'resource:file:///data/**,prompt:review_*,resource:*,prompt:*,list';
    expect(expandAllow({ allow, tools: TOOLS })).toMatchObject({
      tools: { list: ANY },
      resources: [{ glob: 'file:///data/**' }, { any: true }],
      prompts: [{ glob: 'review_*' }, { any: true }],
      unmatched: [],
    });
  });

  it('names the entries that fit no tool', () => {
    const { unmatched } = expandAllow({ allow: 'raed_*,list,x(a any)', deny: 'wirte', tools: TOOLS });
    expect([...unmatched].sort()).toEqual(['raed_*', 'wirte', 'x(a any)']);
  });

  it('makes objects that inherit nothing', () => {
    expect(expandAllow({ allow: 'list', tools: TOOLS }).tools['constructor']).toBe(undefined);
    expect(Object.keys(expandAllow({ allow: '*', tools: ['__proto__', 'toString'] }).tools)).toEqual([
      '__proto__',
      'toString',
    ]);
  });

  it.each<[string, string | undefined]>([
    ['', undefined],
    [' ', undefined],
    ['read_*,', undefined],
    [',read_*', undefined],
    ['a,,b', undefined],
    ['read file', undefined],
    ['list(', undefined],
    ['list(a is 1)', undefined],
    ['list(a any),l*(b any)', undefined],
    ['resource:', undefined],
    ['resource:/a/../b', undefined],
    ['prompt:a**', undefined],
    ['*', 'resource:file:///x'],
    ['*', 'prompt:x'],
    ['*', 'read_file(path under /data)'],
    ['*', 'a,'],
  ])('refuses --allow %j --deny %j', (allow, deny) => {
    expect(() => named(allow, deny)).toThrow(USAGE);
  });

  it('takes as many tools and patterns as a scope holds, and not one more', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `t${i}`);
    const granted = (count: number) => expandAllow({ allow: '*', tools: names(count) }).tools;
    expect(Object.keys(granted(MAX_TOOLS))).toHaveLength(MAX_TOOLS);
    expect(() => granted(MAX_TOOLS + 1)).toThrow(USAGE);
    const prompts = (count: number) =>
      expandAllow({
        allow: names(count)
          .map((name) => `prompt:${name}`)
          .join(','),
        tools: [],
      }).prompts;
    expect(prompts(MAX_PATTERNS)).toHaveLength(MAX_PATTERNS);
    expect(() => prompts(MAX_PATTERNS + 1)).toThrow(USAGE);
  });

  it('decides a hostile pattern over long names in no time', () => {
    const before = cpuMs();
    expandAllow({ allow: `${'*a'.repeat(60)}b`, tools: names64k() });
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

const names64k = (): string[] => Array.from({ length: 16 }, () => 'a'.repeat(4096));

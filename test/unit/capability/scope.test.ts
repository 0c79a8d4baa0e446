import { describe, expect, it } from 'vitest';
import {
  isServiceName,
  MAX_ARGUMENTS,
  MAX_NAME,
  MAX_PATTERNS,
  MAX_SERVICE_NAME,
  MAX_TOOLS,
  parseScope,
  scopeJson,
} from '../../../src/capability/scope.ts';
import { canonicalJson, type Json, parseJson } from '../../../src/codec/json.ts';

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const many = (count: number, value: Json): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, value]));

describe('parseScope', () => {
  it('gives back what scopeJson wrote', () => {
    const json = {
      service: 'files',
      tools: { read_file: { path: { under: '/data' }, '*': { any: true } }, list: {} },
      resources: [{ glob: 'file:///data/**' }],
      prompts: [{ exact: 'review' }],
    };
    const scope = parseScope(json);
    expect(canonicalJson(scopeJson(scope))).toBe(canonicalJson({ type: 'talos-mcp', ...json }));
  });

  it('makes objects that inherit nothing, so that no inherited name is a tool or an argument', () => {
    const { tools } = parseScope({ service: 's', tools: { t: {} } });
    expect([tools['constructor'], tools['toString'], tools['t']?.['constructor']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const odd = parseScope(parseJson('{"service":"s","tools":{"__proto__":{"__proto__":{"any":true}}}}'));
    expect(Object.keys(odd.tools)).toEqual(['__proto__']);
    expect(odd.tools['t']).toBe(undefined);
  });

  it.each<[string, Json]>([
    ['null', null],
    ['no service', { tools: {} }],
    ['no tools', { service: 's' }],
    ['tools as a list', { service: 's', tools: ['read'] }],
    ['tools as null', { service: 's', tools: null }],
    ['a tool that is true', { service: 's', tools: { read: true } }],
    ['rules as a list', { service: 's', tools: { read: [] } }],
    ['an unknown field', { service: 's', tools: {}, methods: [] }],
    ['an empty service', { service: '', tools: {} }],
    ['a service with a space', { service: 'a b', tools: {} }],
    ['a service of other letters', { service: 'f\u0456les', tools: {} }],
    ['a service in a list', { service: ['s'], tools: {} }],
    ['* with a constraint', { service: 's', tools: { t: { '*': { prefix: 'a' } } } }],
    ['resources as an object', { service: 's', tools: {}, resources: { any: true } }],
    ['an unknown constraint on resources', { service: 's', tools: {}, resources: [{ template: '{x}' }] }],
    ['a text among the prompts', { service: 's', tools: {}, prompts: ['review'] }],
    ['resources that are null', { service: 's', tools: {}, resources: null }],
  ])('refuses %s', (_, json) => {
    expect(() => parseScope(json)).toThrow(MALFORMED);
  });

  it.each<[string, number, (size: number) => Json]>([
    ['tools', MAX_TOOLS, (size) => ({ service: 's', tools: many(size, {}) })],
    ['arguments', MAX_ARGUMENTS, (size) => ({ service: 's', tools: { t: many(size, { any: true }) } })],
    ['resources', MAX_PATTERNS, (size) => ({ service: 's', tools: {}, resources: Array(size).fill({ any: true }) })],
    ['prompts', MAX_PATTERNS, (size) => ({ service: 's', tools: {}, prompts: Array(size).fill({ any: true }) })],
    ['characters of a service', MAX_SERVICE_NAME, (size) => ({ service: 's'.repeat(size), tools: {} })],
    ['characters of a tool', MAX_NAME, (size) => ({ service: 's', tools: { ['t'.repeat(size)]: {} } })],
    [
      'characters of an argument',
      MAX_NAME,
      (size) => ({ service: 's', tools: { t: { ['a'.repeat(size)]: { any: true } } } }),
    ],
  ])('takes as many %s as the limit, and not one more', (_, limit, make) => {
    expect(parseScope(make(limit)).service).toMatch(/^s+$/);
    expect(() => parseScope(make(limit + 1))).toThrow(MALFORMED);
  });
});

describe('isServiceName', () => {
  it.each([
    ['files', true],
    ['x'.repeat(MAX_SERVICE_NAME), true],
    ['x'.repeat(MAX_SERVICE_NAME + 1), false],
    ['', false],
    ['a b', false],
    ['caf\u00e9', false],
    ['a\n', false],
  ])('%j: %s', (name, expected) => {
    expect(isServiceName(name)).toBe(expected);
  });
});

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
import {
  MAX_ENVIRONMENT,
  MAX_FILE_NAMES,
  MAX_SCOPE_SECONDS,
  MAX_SERVICES,
} from '../../../src/capability/scope-members.ts';
import { MAX_WINDOWS } from '../../../src/capability/window.ts';
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

const HASH = 'A'.repeat(43);
const FULL: Record<string, Json> = {
  service: 's',
  tools: { t: { '*': { any: true } }, u: {} },
  messages: { max_bytes: 1024 },
  files: { max_bytes: 1, names: [{ suffix: '.txt' }] },
  services: ['other', 's'],
  read_only: true,
  limits: { calls: 100, bytes: 1_000_000, rate: { count: 10, seconds: 60 } },
  tool_limits: { t: { calls: 1 } },
  windows: [
    { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' },
    { zone: 'UTC', from: '00:00', to: '24:00' },
  ],
  environment: { stage: { oneOf: ['test', 'dev'] } },
  fresh: 60,
  pins: { server: HASH, tools: { t: HASH } },
  read_only_tools: ['t'],
  renewable_until: 1_800_000_000,
};

describe('the other members of a scope', () => {
  it('are read back as scopeJson writes them, and each may be absent', () => {
    expect(canonicalJson(scopeJson(parseScope(FULL)))).toBe(canonicalJson({ type: 'talos-mcp', ...FULL }));
    for (const name of Object.keys(FULL)) {
      if (['service', 'tools', 'pins'].includes(name)) continue;
      const { [name]: _, ...others } = FULL;
      expect(canonicalJson(scopeJson(parseScope(others)))).toBe(canonicalJson({ type: 'talos-mcp', ...others }));
    }
  });

  it.each<[string, Record<string, Json>]>([
    ['a member in camel case', { readOnly: true }],
    ['an unknown member', { network: true }],
    ['messages that are true', { messages: true }],
    ['messages of no byte', { messages: { max_bytes: 0 } }],
    ['messages with an unknown rule', { messages: { to: 'x' } }],
    ['files without a name that would do', { files: { names: [] } }],
    ['files with a name that is a text', { files: { names: ['a'] } }],
    ['files of minus one byte', { files: { max_bytes: -1 } }],
    ['no further service', { services: [] }],
    ['a service twice', { services: ['a', 'a'] }],
    ['a service with a space', { services: ['a b'] }],
    ['read_only that is false', { read_only: false }],
    ['read_only that is 1', { read_only: 1 }],
    ['limits without one', { limits: {} }],
    ['no call', { limits: { calls: 0 } }],
    ['half a call', { limits: { calls: 0.5 } }],
    ['calls in text', { limits: { calls: '1' } }],
    ['calls that no double carries', parseJson('{"limits":{"calls":9007199254740993}}') as Record<string, Json>],
    ['an unknown limit', { limits: { seconds: 1 } }],
    ['a rate without a time', { limits: { rate: { count: 1 } } }],
    ['a rate of no time', { limits: { rate: { count: 1, seconds: 0 } } }],
    ['a rate in 400 days and a second', { limits: { rate: { count: 1, seconds: 400 * 86_400 + 1 } } }],
    ['a limit of a tool that is not granted', { tool_limits: { v: { calls: 1 } } }],
    ['a limit of a tool that objects inherit', { tool_limits: { toString: { calls: 1 } } }],
    ['limits of a tool without one', { tool_limits: { t: {} } }],
    ['no window', { windows: [] }],
    ['a window without a zone', { windows: [{ from: '09:00', to: '17:00' }] }],
    ['a zone that is nowhere', { windows: [{ zone: 'Europe/Atlantis', from: '09:00', to: '17:00' }] }],
    ['a zone that is a difference', { windows: [{ zone: '+01:00', from: '09:00', to: '17:00' }] }],
    ['an empty zone', { windows: [{ zone: '', from: '09:00', to: '17:00' }] }],
    ['a window that ends before it begins', { windows: [{ zone: 'UTC', from: '17:00', to: '09:00' }] }],
    ['a window without a minute', { windows: [{ zone: 'UTC', from: '09:00', to: '09:00' }] }],
    ['a window from 24:00', { windows: [{ zone: 'UTC', from: '24:00', to: '24:00' }] }],
    ['an hour of one digit', { windows: [{ zone: 'UTC', from: '9:00', to: '17:00' }] }],
    ['an hour that no day has', { windows: [{ zone: 'UTC', from: '09:00', to: '24:01' }] }],
    ['minute 60', { windows: [{ zone: 'UTC', from: '09:60', to: '17:00' }] }],
    ['a time with a line end', { windows: [{ zone: 'UTC', from: '09:00\n', to: '17:00' }] }],
    ['no day', { windows: [{ zone: 'UTC', days: [], from: '09:00', to: '17:00' }] }],
    ['day 0', { windows: [{ zone: 'UTC', days: [0], from: '09:00', to: '17:00' }] }],
    ['day 8', { windows: [{ zone: 'UTC', days: [8], from: '09:00', to: '17:00' }] }],
    ['a day twice', { windows: [{ zone: 'UTC', days: [1, 1], from: '09:00', to: '17:00' }] }],
    ['days out of order', { windows: [{ zone: 'UTC', days: [2, 1], from: '09:00', to: '17:00' }] }],
    ['the name of a day', { windows: [{ zone: 'UTC', days: ['mon'], from: '09:00', to: '17:00' }] }],
    ['an environment of texts', { environment: { stage: 'test' } }],
    ['an environment with a space', { environment: { 'a b': { any: true } } }],
    ['fresh at 0 s', { fresh: 0 }],
    ['fresh in text', { fresh: '60s' }],
    ['pins without a server', { pins: { tools: { t: HASH } } }],
    ['a pin of 31 bytes', { pins: { server: 'A'.repeat(42), tools: { t: HASH } } }],
    ['a pin in hexadecimal', { pins: { server: HASH, tools: { t: '00'.repeat(32) } } }],
    ['a pin of a tool that is not granted', { pins: { server: HASH, tools: { t: HASH, v: HASH } } }],
    ['a read-only tool that is not pinned', { read_only_tools: ['t', 'u'] }],
    ['a read-only tool that is not granted', { read_only_tools: ['v'] }],
    ['a read-only tool twice', { read_only_tools: ['t', 't'] }],
    ['no read-only tool', { read_only_tools: [] }],
    ['renewable for ever', { renewable_until: null }],
  ])('refuses %s', (_, change) => {
    expect(() => parseScope({ ...FULL, ...change })).toThrow(MALFORMED);
  });

  it.each<[string, number, (size: number) => Record<string, Json>]>([
    ['services', MAX_SERVICES, (size) => ({ services: Array.from({ length: size }, (_, i) => `s${i}`) })],
    ['names of files', MAX_FILE_NAMES, (size) => ({ files: { names: Array(size).fill({ any: true }) } })],
    ['windows', MAX_WINDOWS, (size) => ({ windows: Array(size).fill({ zone: 'UTC', from: '00:00', to: '24:00' }) })],
    ['declared names', MAX_ENVIRONMENT, (size) => ({ environment: many(size, { any: true }) })],
    ['seconds of freshness', MAX_SCOPE_SECONDS, (size) => ({ fresh: size })],
    ['calls', Number.MAX_SAFE_INTEGER, (size) => ({ limits: { calls: size } })],
  ])('take as many %s as the limit, and not one more', (_, limit, make) => {
    expect(parseScope({ ...FULL, ...make(limit) }).service).toBe('s');
    expect(() => parseScope({ ...FULL, ...make(limit + 1) })).toThrow(MALFORMED);
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

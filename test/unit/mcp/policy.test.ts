import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, parseJson, writeJson } from '../../../src/codec/json.ts';
import {
  type Coverage,
  classify,
  classifyNotification,
  filterList,
  MAX_URI_LENGTH,
  uriFault,
} from '../../../src/mcp/policy.ts';

const params = (text: string): JsonObject => parseJson(text) as JsonObject;
const kindOf = (method: string, text = '{}'): string => classify(method, params(text)).kind;

describe('classify', () => {
  it.each(['initialize', 'server/discover', 'ping', 'logging/setLevel'])('lets %s pass', (method) => {
    expect(classify(method, undefined)).toEqual({ kind: 'free' });
  });

  it.each(['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'])('filters %s', (method) => {
    expect(classify(method, undefined)).toEqual({ kind: 'list' });
  });

  it('asks for a capability for tools, resources and prompts', () => {
    expect(classify('tools/call', params('{"name":"t","arguments":{"a":1.0}}'))).toEqual({
      kind: 'recorded',
      request: { kind: 'tool', name: 't', arguments: params('{"a":1.0}') },
    });
    expect(classify('tools/call', params('{"name":"t"}'))).toEqual({
      kind: 'recorded',
      request: { kind: 'tool', name: 't', arguments: {} },
    });
    const resource = { kind: 'resource', uri: 'file:///data/a' };
    expect(classify('resources/read', params('{"uri":"file:///data/a"}'))).toEqual({
      kind: 'recorded',
      request: resource,
    });
    expect(classify('resources/subscribe', params('{"uri":"file:///data/a"}'))).toEqual({
      kind: 'recorded',
      request: resource,
    });
    expect(classify('resources/unsubscribe', params('{"uri":"file:///data/a"}'))).toEqual({
      kind: 'checked',
      request: resource,
    });
    expect(classify('prompts/get', params('{"name":"p"}'))).toEqual({
      kind: 'recorded',
      request: { kind: 'prompt', name: 'p' },
    });
  });

  it('asks for a capability for completions of prompts and resource templates', () => {
    expect(classify('completion/complete', params('{"ref":{"type":"ref/prompt","name":"p"}}'))).toEqual({
      kind: 'checked',
      request: { kind: 'prompt', name: 'p' },
    });
    expect(classify('completion/complete', params('{"ref":{"type":"ref/resource","uri":"a://b/{c}"}}'))).toEqual({
      kind: 'checked',
      request: { kind: 'resource', uri: 'a://b/{c}' },
    });
  });

  it.each(
    [
      [
        'tasks/get',
        'tasks/result',
        'tasks/list',
        'tasks/cancel',
        'tasks/update',
        'roots/list',
        'sampling/createMessage',
      ],
      [
        'elicitation/create',
        'notifications/initialized',
        'rpc.discover',
        'Tools/Call',
        'tools/call ',
        'tools',
        '__proto__',
      ],
      ['constructor', 'toString', 'tools/list/all', 'resources/write'],
    ].flat(),
  )('denies the request %s with SCOPE_MISMATCH', (method) => {
    expect(classify(method, undefined)).toMatchObject({ kind: 'denied', code: 'SCOPE_MISMATCH' });
  });

  it('denies a call that would become a task', () => {
    expect(classify('tools/call', params('{"name":"t","task":{"ttl":1}}'))).toMatchObject({ code: 'SCOPE_MISMATCH' });
  });

  it('lets subscriptions/listen pass without resources, and denies it with some', () => {
    expect(kindOf('subscriptions/listen', '{"notifications":{"toolsListChanged":true}}')).toBe('free');
    expect(kindOf('subscriptions/listen', '{"notifications":{"resourceSubscriptions":[]}}')).toBe('free');
    expect(kindOf('subscriptions/listen', '{"notifications":{"resourceSubscriptions":["a://b"]}}')).toBe('denied');
    expect(kindOf('subscriptions/listen', '{"notifications":{"resourceSubscriptions":{}}}')).toBe('denied');
    expect(kindOf('subscriptions/listen', '{"notifications":{"resourcesubscriptions":["a://b"]}}')).toBe('denied');
    expect(kindOf('subscriptions/listen', '{"notifications":[]}')).toBe('denied');
  });

  it.each([
    ['tools/call', '{}'],
    ['tools/call', '{"name":5}'],
    ['tools/call', '{"name":["t"]}'],
    ['tools/call', '{"name":"t","arguments":[]}'],
    ['tools/call', '{"name":"t","arguments":null}'],
    ['tools/call', '{"name":"t","arguments":1.0}'],
    ['tools/call', '{"name":"t","Name":"u"}'],
    ['tools/call', '{"name":"t","ARGUMENTS":{}}'],
    ['tools/call', '{"name":"t","argumentſ":{}}'],
    ['tools/call', '{"name":"t","Task":{}}'],
    ['tools/call', '{"name":"t","_Meta":{}}'],
    ['resources/read', '{}'],
    ['resources/read', '{"uri":1}'],
    ['resources/read', '{"uri":"a://b","URI":"a://c"}'],
    ['prompts/get', '{"name":null}'],
    ['completion/complete', '{}'],
    ['completion/complete', '{"ref":"ref/prompt"}'],
    ['completion/complete', '{"ref":{"type":"ref/tool","name":"x"}}'],
    ['completion/complete', '{"ref":{"type":"ref/prompt","name":"x","Name":"y"}}'],
    ['completion/complete', '{"ref":{"type":"ref/prompt"}}'],
    ['completion/complete', '{"ref":{"type":"ref/resource","uri":"a://b/../c"}}'],
  ])('M08: denies %s of %s with MALFORMED', (method, text) => {
    expect(classify(method, params(text))).toMatchObject({ kind: 'denied', code: 'MALFORMED' });
  });

  it('M26: leaves initialize alone, whatever version it asks for', () => {
    for (const version of ['"2026-07-28"', '"2099-01-01"', '""', '5', 'null'])
      expect(kindOf('initialize', `{"protocolVersion":${version}}`)).toBe('free');
  });

  it('M25: denies ten thousand calls without keeping anything', () => {
    for (let i = 0; i < 10_000; i++) expect(classify('tasks/get', { taskId: `t${i}` }).kind).toBe('denied');
  });
});

describe('classifyNotification', () => {
  it('M10: lets notifications pass and drops calls in their form', () => {
    for (const method of ['notifications/initialized', 'notifications/cancelled', 'notifications/x/y'])
      expect(classifyNotification(method).kind).toBe('free');
    for (const method of ['tools/call', 'initialize', 'notifications', 'Notifications/x', ''])
      expect(classifyNotification(method).kind).toBe('denied');
  });
});

describe('uriFault', () => {
  it.each(
    [
      [
        'file:///../etc/passwd',
        'file:///data/../etc/passwd',
        'file:///data/..',
        'file:///data/./x',
        '../x',
        '..',
        'file:..',
      ],
      [
        'file:///data/%2e%2e/x',
        'file:///data/.%2E/x',
        'file:///data/%252e%252e/x',
        'file:///data/%25252E./x',
        'a:b/..?x',
      ],
      ['file:///data/..%2fx', 'file:///data/..%5cx', 'file:///data\\..\\x', 'file:///data/a%2fb', 'file:///data/a%5Cb'],
      [
        'file:///data/a%252fb',
        'file:///data/x?/../../etc',
        'file:///data/x#/../../etc',
        'file:///d/x?%2f..%2f..',
        '/a/..;/b',
      ],
      [
        'file:///a\0b',
        'file:///a%00b',
        'file:///a%2500b',
        'file:///a\nb',
        'file:///a b',
        'file:///a%0ab',
        'file:///a%7f',
        'a\u0085b',
      ],
    ].flat(),
  )('M28: refuses %j', (uri) => {
    expect(uriFault(uri)).toMatch(/^uri /);
  });

  it.each([
    'file:///data/a.b/..c/d..',
    'https://x/y?path=a%2Fb&q=%5C',
    'a://b/{c}{?d*}',
    'note:1',
    'a://ä/%C3%A4',
    'a:...',
    'x://a/%20b',
  ])('lets %s pass', (uri) => {
    expect(uriFault(uri)).toBeUndefined();
  });

  it('takes a URI of exactly the limit and refuses one longer', () => {
    expect(uriFault(`a:${'x'.repeat(MAX_URI_LENGTH - 2)}`)).toBeUndefined();
    expect(uriFault(`a:${'x'.repeat(MAX_URI_LENGTH - 1)}`)).toMatch(/longer/);
  });

  it('M28: takes no more than 100 ms for the worst of URIs', () => {
    for (const unit of ['{', '{a*}', '%25', '%2525', '../', '.', '%2', '/'.repeat(7), '*']) {
      const uri = unit.repeat(Math.floor(MAX_URI_LENGTH / unit.length));
      const start = performance.now();
      uriFault(uri);
      uriFault(unit.repeat(1_000_000));
      expect(performance.now() - start).toBeLessThan(100);
    }
  });
});

describe('filterList', () => {
  const covers: Coverage = {
    tool: (name) => name === 'read',
    resource: (uri) => uri.startsWith('file:///data/'),
    prompt: (name) => name === 'greet',
  };
  const filtered = (method: string, text: string): string => writeJson(filterList(method, parseJson(text), covers));

  it('shows what is granted and keeps everything else', () => {
    expect(
      filtered('tools/list', '{"tools":[{"name":"read","n":1.0},{"name":"write"}],"nextCursor":"c","_meta":{"a":1e2}}'),
    ).toBe('{"tools":[{"name":"read","n":1.0}],"nextCursor":"c","_meta":{"a":1e2}}');
    expect(filtered('prompts/list', '{"prompts":[{"name":"greet"},{"name":"x"}]}')).toBe(
      '{"prompts":[{"name":"greet"}]}',
    );
    expect(
      filtered(
        'resources/list',
        '{"resources":[{"uri":"file:///data/a"},{"uri":"file:///b"},{"uri":"file:///data/../b"}]}',
      ),
    ).toBe('{"resources":[{"uri":"file:///data/a"}]}');
    expect(
      filtered(
        'resources/templates/list',
        '{"resourceTemplates":[{"uriTemplate":"file:///data/{x}"},{"uriTemplate":"file:///{x}"}]}',
      ),
    ).toBe('{"resourceTemplates":[{"uriTemplate":"file:///data/{x}"}]}');
  });

  it.each([
    ['{"tools":{"name":"write"}}', '{"tools":[]}'],
    ['{"tools":[{"Name":"write"},"write",null,[{"name":"write"}],{"name":["read"]},{}]}', '{"tools":[]}'],
    ['{"tools":[],"Tools":[{"name":"write"}]}', '{"tools":[]}'],
    ['{"toolſ":[{"name":"write"}]}', '{}'],
    ['[{"name":"write"}]', '{}'],
    ['"write"', '{}'],
    ['{}', '{}'],
  ])('shows nothing of what cannot be read: %s', (text, expected) => {
    expect(filtered('tools/list', text)).toBe(expected);
  });

  it('refuses other methods', () => {
    const result: Json = {};
    for (const method of ['tools/call', 'constructor'])
      expect(() => filterList(method, result, covers)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { scopeAskedFor, scopeToDelegate } from '../../../src/agent/authority/grant-scope.ts';
import { parseScope } from '../../../src/capability/scope.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const parent = parseScope({
  service: 'files',
  tools: { read: { path: { under: '/data' } }, list: {} },
  prompts: [{ prefix: 'p' }],
  limits: { calls: 5 },
  tool_limits: { read: { calls: 2 } },
});
const about = { subject: 'did:key:z', capability: 'c' };

describe('what is asked to be passed on', () => {
  it('is all that the capability allows, on further terms, where nothing is said of what', () => {
    const { limits: _, tool_limits: __, ...things } = parent;
    expect(scopeToDelegate(about, parent)).toEqual(things);
    const terms = JSON.stringify({ limits: { calls: 1 }, tool_limits: { list: { calls: 1 } } });
    expect(scopeToDelegate({ ...about, terms }, parent)).toEqual({ ...things, ...JSON.parse(terms) });
  });

  it.each([
    ['tools', { tools: ['list'] }, { tools: { list: {} } }],
    ['no tools', { tools: [] }, { tools: {} }],
    ['prompts', { prompts: ['{"exact":"pa"}'] }, { tools: {}, prompts: [{ exact: 'pa' }] }],
    ['messages', { terms: '{"messages":{}}' }, { tools: {}, messages: {} }],
    ['tools as terms', { terms: '{"tools":{"list":{}}}' }, { tools: { list: {} } }],
  ])('is nothing else where %s are named', (_, params, scope) => {
    expect(scopeToDelegate({ ...about, ...params }, parent)).toMatchObject(scope);
    expect(scopeToDelegate({ ...about, ...params }, parent)).not.toHaveProperty('tools.read');
  });

  it.each([
    ['no object', { terms: '[]' }, 'E_USAGE'],
    ['a term that is none', { terms: '{"limits":{}}' }, 'MALFORMED'],
    ['a limit of a tool that is not granted', { terms: '{"tool_limits":{"write":{"calls":1}}}' }, 'MALFORMED'],
    ['another service', { tools: ['list'], terms: '{"tools":{"list":{}}}' }, 'E_USAGE'],
    ['limits of a tool twice', { tools: ['list calls 1'], terms: '{"tool_limits":{"list":{"calls":2}}}' }, 'E_USAGE'],
  ])('is refused for %s', (_, params, refusal) => {
    expect(() => scopeToDelegate({ ...about, ...params }, parent)).toThrow(code(refusal));
  });

  it('of a grant, limits in phrases stand beside those in terms', () => {
    const terms = '{"tool_limits":{"read":{"calls":3}}}';
    expect(scopeAskedFor({ tools: ['list() rate 1/s', 'read()'], terms }, () => 'files').tool_limits).toEqual({
      list: { rate: { count: 1, seconds: 1 } },
      read: { calls: 3 },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../src/acl/acl.ts';
import { decide, decideName } from '../../../src/acl/decide.ts';
import { MAX_URI_LENGTH } from '../../../src/mcp/policy.ts';
import { did, list, peer, WHOLE } from './world.ts';

const alice = peer(1, 'alice');
const bob = peer(2, 'bob');

/** What a list says of a tool, as `yes`, or `no` with the rule and its line. */
function tool(text: string, name: string, who = alice): string {
  const { allowed, rule, line } = decide(list(text), who, 'tools/call', name);
  return `${allowed ? 'yes' : 'no'} ${rule}:${line}`;
}

const rules = (...lines: string[]): string => `peers:\n  alice:\n${lines.map((line) => `    ${line}`).join('\n')}\n`;

describe('a decision', () => {
  it('names the rule that made it and its line', () => {
    expect(decide(list(WHOLE), alice, 'tools/call', 'read_file')).toEqual({
      allowed: true,
      rule: 'peers.alice.allow_tools "read_*"',
      line: 6,
      reason: 'an allow pattern fits',
    });
    expect(decide(list(WHOLE), alice, 'tools/call', 'read_secret')).toEqual({
      allowed: false,
      code: 'ACL_DENIED',
      rule: 'peers.alice.deny_tools "read_secret"',
      line: 8,
      reason: 'a deny pattern fits',
    });
    expect(tool(WHOLE, 'write_file')).toBe('no peers.alice.allow_tools:6');
    expect(tool(WHOLE, 'read_file', bob)).toBe('no default_allow:2');
  });

  it.each([
    [
      'a deny pattern goes before every allow pattern',
      rules('allow_tools: ["*"]', 'deny_tools: ["*"]'),
      'no peers.alice.deny_tools "*":4',
    ],
    [
      'a peer that is disabled may do nothing',
      rules('enabled: false', 'allow_tools: ["*"]'),
      'no peers.alice.enabled:3',
    ],
    ['what no rule allows is denied', rules('deny_tools: [other]'), 'no default_allow:0'],
    ['a peer that is listed without rules may do nothing', 'peers:\n  alice: {}\n', 'no default_allow:0'],
    ['a peer that is not listed may do nothing', 'peers: {}\n', 'no default_allow:0'],
    ['unless default_allow is true', 'default_allow: true\n', 'yes default_allow:1'],
    [
      'also for one that is listed without an allow list',
      `default_allow: true\n${rules('deny_tools: [other]')}`,
      'yes default_allow:1',
    ],
    [
      'but not against a deny pattern',
      `default_allow: true\n${rules('deny_tools: ["r*"]')}`,
      'no peers.alice.deny_tools "r*":4',
    ],
    [
      'nor beyond an allow list',
      `default_allow: true\n${rules('allow_tools: [other]')}`,
      'no peers.alice.allow_tools:4',
    ],
    ['even an empty one', `default_allow: true\n${rules('allow_tools: []')}`, 'no peers.alice.allow_tools:4'],
    ['nor for one that is disabled', `default_allow: true\n${rules('enabled: false')}`, 'no peers.alice.enabled:4'],
    [
      'an allow list of something else says nothing',
      rules('allow_resources: ["*"]', 'allow_prompts: ["*"]'),
      'no default_allow:0',
    ],
    [
      'defaults hold for whoever is not listed',
      'defaults:\n  allow_tools: ["read_*"]\n',
      'yes defaults.allow_tools "read_*":2',
    ],
    [
      'and for what a peer has no rule of its own',
      `defaults:\n  allow_tools: ["read_*"]\n${rules('enabled: true')}`,
      'yes defaults.allow_tools "read_*":2',
    ],
    [
      'its own allow list stands in their place',
      `defaults:\n  allow_tools: ["read_*"]\n${rules('allow_tools: [x]')}`,
      'no peers.alice.allow_tools:5',
    ],
    [
      'what they deny is denied to everybody',
      `defaults:\n  deny_tools: ["read_*"]\n${rules('allow_tools: ["*"]')}`,
      'no defaults.deny_tools "read_*":2',
    ],
    [
      'they disable who is not enabled',
      `defaults:\n  enabled: false\n${rules('allow_tools: ["*"]')}`,
      'no defaults.enabled:2',
    ],
    [
      'and not who is',
      `defaults:\n  enabled: false\n${rules('enabled: true', 'allow_tools: ["*"]')}`,
      'yes peers.alice.allow_tools "*":6',
    ],
  ])('%s', (_what, text, verdict) => {
    expect(tool(text, 'read_file')).toBe(verdict);
  });

  it('I02: a name is whole or nobody: no prefix of a DID or an alias, no other case, no number added', () => {
    const text = `peers:\n  ${did(1)}:\n    allow_tools: ["*"]\n  carol:\n    allow_tools: ["*"]\n`;
    expect(tool(text, 'x', peer(1))).toMatch(/^yes/);
    expect(tool(text, 'x', peer(9, 'carol'))).toMatch(/^yes/);
    for (const alias of ['caro', 'carol2', 'carol-2', 'Carol', 'CAROL', '', 'c', 'carol.', did(1).slice(0, 20)])
      expect(tool(text, 'x', peer(9, alias)), alias).toBe('no default_allow:0');
    // What an attacker ground to begin as another DID does is that of nobody.
    for (const end of [12, 20, 40]) {
      const prefix = did(1).slice(8, end);
      expect(tool(`peers:\n  ${prefix}:\n    allow_tools: ["*"]\n`, 'x', peer(1))).toBe('no default_allow:0');
    }
  });

  it('a peer that is listed by DID and by alias may do what both entries allow', () => {
    const both = (byDid: string, byAlias: string): string =>
      `peers:\n  ${did(1)}:\n    allow_tools: [${byDid}]\n    rate_limit: {requests_per_minute: 5}\n  alice:\n    allow_tools: [${byAlias}]\n    rate_limit: {requests_per_minute: 3, data_bytes_per_day: 9}\n`;
    expect(tool(both('a, b', 'b, c'), 'b')).toMatch(/^yes/);
    expect(tool(both('a, b', 'b, c'), 'a')).toBe('no peers.alice.allow_tools:6');
    expect(tool(both('a, b', 'b, c'), 'c')).toMatch(/^no peers\.did:key:.*\.allow_tools:3$/);
    expect(limitsOf(list(both('a', 'a')), alice)).toEqual({ requestsPerMinute: 3, dataBytesPerDay: 9 });
  });

  it('limits are those of the peer, member by member, else those of defaults', () => {
    const text = `defaults:\n  rate_limit: {requests_per_minute: 9, max_execution_time_seconds: 2}\n${rules('rate_limit: {requests_per_minute: 20}')}`;
    expect(limitsOf(list(text), alice)).toEqual({ requestsPerMinute: 20, maxExecutionMs: 2000 });
    expect(limitsOf(list(text), bob)).toEqual({ requestsPerMinute: 9, maxExecutionMs: 2000 });
    expect(limitsOf(list('default_allow: true'), bob)).toEqual({});
  });
});

describe('methods', () => {
  const off = list(`${rules('enabled: false')}`);

  it('handshake, ping, logging and lists always work, also for who is disabled', () => {
    for (const method of [
      'initialize',
      'server/discover',
      'ping',
      'logging/setLevel',
      'tools/list',
      'resources/list',
      'resources/templates/list',
      'prompts/list',
      'subscriptions/listen',
    ])
      expect(decide(off, alice, method, ''), method).toMatchObject({ allowed: true, rule: '', line: 0 });
  });

  it.each([
    ['tools/call', 'echo', 'ACL_DENIED'],
    ['resources/read', 'file:///a', 'ACL_DENIED'],
    ['resources/subscribe', 'file:///a', 'ACL_DENIED'],
    ['resources/unsubscribe', 'file:///a', 'ACL_DENIED'],
    ['prompts/get', 'review', 'ACL_DENIED'],
    ['completion/complete', 'review', 'ACL_DENIED'],
    ['completion/complete', 'file:///{name}', 'ACL_DENIED'],
    ['tools/call', '', 'MALFORMED'],
    ['resources/read', '', 'MALFORMED'],
    ['tasks/get', 'x', 'SCOPE_MISMATCH'],
    ['tasks/result', 'x', 'SCOPE_MISMATCH'],
    ['sampling/createMessage', '', 'SCOPE_MISMATCH'],
    ['roots/list', '', 'SCOPE_MISMATCH'],
    ['tools/CALL', 'echo', 'SCOPE_MISMATCH'],
    ['constructor', '', 'SCOPE_MISMATCH'],
    ['', '', 'SCOPE_MISMATCH'],
  ])('C20: %s of %s is %s for who may do nothing', (method, target, code) => {
    expect(decide(off, alice, method, target)).toMatchObject({ allowed: false, code });
    if (code === 'ACL_DENIED') {
      const all = list('default_allow: true');
      expect(decide(all, alice, method, target)).toMatchObject({ allowed: true });
      expect(decide(list('default_allow: false'), alice, method, target)).toMatchObject({ allowed: false, code });
      // What is not let through at all is not let through by any list.
    } else expect(decide(list('default_allow: true'), alice, method, target)).toMatchObject({ allowed: false, code });
  });

  it('tools, resources and prompts each have rules of their own', () => {
    const acl = list(rules('allow_tools: [same]', 'deny_prompts: [same]', 'allow_prompts: ["*"]'));
    expect(decide(acl, alice, 'tools/call', 'same').allowed).toBe(true);
    expect(decide(acl, alice, 'prompts/get', 'same').allowed).toBe(false);
    expect(decide(acl, alice, 'prompts/get', 'other').allowed).toBe(true);
    expect(decide(acl, alice, 'resources/read', 'same').allowed).toBe(false);
  });
});

describe('resources', () => {
  const may = (lists: string[], uri: string): boolean =>
    decide(list(rules(...lists)), alice, 'resources/read', uri).allowed;

  it.each([
    ['file:///srv/*', 'file:///srv/a', true],
    ['file:///srv/*', 'file:///srv/a/b', false],
    ['file:///srv/**', 'file:///srv/a/b', true],
    ['file:///srv/**', 'file:///srv2/a', false],
    ['file:///srv/a', 'file:///srv/a', true],
    ['file:///srv/a', 'file:///srv/A', false],
    ['file:///srv/?', 'file:///srv/a', true],
    ['*', 'memo://all/of/it', true],
    ['memo://*', 'memo://one', true],
    ['memo://*', 'memo://one/two', false],
  ])('allow %s: %s is %s', (pattern, uri, expected) => {
    expect(may([`allow_resources: ["${pattern}"]`], uri)).toBe(expected);
  });

  it.each([
    'file:///etc/passwd',
    'file:///etc/ssl/private/key',
    'file:///etc',
    'file:///ETC/passwd',
    'file:///%65tc/passwd',
    'file:///%65%74%63/passwd',
    'file:///e%C2%ADtc/../etc/passwd',
    'file:///\uff45tc/passwd',
    'file:///%EF%BD%85tc/passwd',
    'file:////etc/passwd',
    'file:///srv//etc/passwd',
    'file:/etc/passwd',
    'file:etc/passwd',
    'file://localhost/etc/passwd',
    'FILE:///etc/passwd',
    'file:///srv/../etc/passwd',
    'file:///srv/%2e%2e/etc/passwd',
    'file:///srv/%252e%252e/etc/passwd',
    'file:///srv%2fetc/passwd',
    'file:///srv\\etc\\passwd',
    'file:///etc%00/passwd',
    ' file:///etc/passwd',
    'file:///etc/passwd\n',
    `file:///${'a/'.repeat(MAX_URI_LENGTH)}etc/passwd`,
  ])('M28: what deny_resources names is denied however it is spelled: %s', (uri) => {
    const denied = ['deny_resources: ["file:///etc/**"]'];
    expect(may([...denied, 'allow_resources: ["*"]'], uri)).toBe(false);
    expect(decide(list(`default_allow: true\n${rules(...denied)}`), alice, 'resources/read', uri).allowed).toBe(false);
    expect(may(['allow_resources: ["file:///srv/**"]'], uri)).toBe(false);
  });

  it('M28: a star of a deny pattern crosses slashes, of an allow pattern it does not', () => {
    const lists = ['allow_resources: ["*"]', 'deny_resources: ["file:///etc/*", "*secret*"]'];
    expect(may(lists, 'file:///etc/a/b/c')).toBe(false);
    expect(may(lists, 'memo://a/very/SECRET/thing')).toBe(false);
    expect(may(lists, 'memo://a/very/open/thing')).toBe(true);
  });

  it('M28: no pattern and no URI makes a decision slow', () => {
    const pattern = `${'*a'.repeat(250)}*b`;
    const patterns = JSON.stringify(Array.from({ length: 8 }, (_, n) => `${pattern}${n}`));
    const acl = list(rules('allow_resources: ["*"]', `deny_resources: ${patterns}`));
    const started = performance.now();
    for (const uri of [`file:///${'a'.repeat(4000)}`, `file:///${'a/'.repeat(2000)}`, `file:///${'{a*}'.repeat(1000)}`])
      decideName(acl, alice, 'resource', uri);
    expect(performance.now() - started).toBeLessThan(3 * 100);
  });
});

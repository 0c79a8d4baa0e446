import { describe, expect, it } from 'vitest';
import { Capability } from '../../../src/capability/capability.ts';
import type { GrantRequest } from '../../../src/capability/request.ts';
import { Identity } from '../../../src/identity/identity.ts';
import { revoking } from './world.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const NOW_MS = 1_800_000_000_000;
const AT = { nowMs: NOW_MS };
const who = (name: string): Identity => Identity.generate(name, NOW_MS);
const read = { tool: 'read_file', arguments: { path: '/data/a' } };

function granted(more: Partial<GrantRequest> = {}): { owner: Identity; agent: Identity; capability: Capability } {
  const [owner, agent] = [who('owner'), who('agent')];
  const request = { subject: agent.did, service: 'files', tools: ['read_file(path under /data)'], ...more };
  return { owner, agent, capability: Capability.issue(owner, { ...request, service: 'files' }, AT) };
}

describe('a capability as a value', () => {
  it('says what it grants, to whom, until when, and is read back from its text', () => {
    const { owner, agent, capability } = granted({ expiresIn: '1h' });
    expect(capability).toMatchObject({
      issuer: owner.did,
      subject: agent.did,
      audience: owner.did,
      depth: 0,
      further: 0,
    });
    expect(capability.expiresAtMs - capability.issuedAtMs).toBe(3_600_000);
    expect(capability.describe()).toEqual(['tool read_file: path is "/data" or below it; nothing else']);
    const again = Capability.parse(String(capability));
    expect([again.id, again.token]).toEqual([capability.id, capability.token]);
    expect(JSON.parse(JSON.stringify(capability))).toEqual({
      id: capability.id,
      issuer: owner.did,
      subject: agent.did,
      audience: owner.did,
    });
  });

  it('decides about requests: allowed, CONSTRAINT, SCOPE_MISMATCH, EXPIRED, SUBJECT_MISMATCH, AUDIENCE_MISMATCH', () => {
    const { capability } = granted();
    const verdict = (asked: object): unknown => capability.verify({ ...AT, ...asked });
    expect(verdict(read)).toEqual({ allowed: true, expiresAt: capability.expiresAtMs });
    expect(verdict({ ...read, arguments: { path: '/etc/passwd' } })).toMatchObject({ code: 'CONSTRAINT' });
    expect(verdict({ tool: 'write_file' })).toMatchObject({ code: 'SCOPE_MISMATCH' });
    expect(verdict({ ...read, nowMs: capability.expiresAtMs })).toMatchObject({ allowed: false, code: 'EXPIRED' });
    const other = who('other').did;
    expect(verdict({ ...read, as: other })).toMatchObject({ code: 'SUBJECT_MISMATCH' });
    expect(verdict({ ...read, audience: other, roots: [capability.issuer] })).toMatchObject({
      code: 'AUDIENCE_MISMATCH',
    });
    expect(verdict({ ...read, roots: [other] })).toMatchObject({ code: 'UNTRUSTED_ISSUER' });
  });

  it('is refused as SIGNATURE_INVALID after a flipped bit, and as MALFORMED where it is none', () => {
    const { capability } = granted();
    const last = capability.token.at(-2) === 'A' ? 'B' : 'A';
    const forged = Capability.parse(`${capability.token.slice(0, -2)}${last}${capability.token.at(-1)}`);
    expect(forged.verify({ ...AT, ...read })).toMatchObject({ allowed: false, code: 'SIGNATURE_INVALID' });
    for (const text of ['', 'no token', `${capability.token}~`])
      expect(() => Capability.parse(text)).toThrow(code('MALFORMED'));
    expect(() => Capability.parse(undefined as never)).toThrow(TypeError);
  });

  it('is passed on within itself alone, by its holder alone: DELEGATION_INVALID', () => {
    const { owner, agent, capability } = granted({ depth: 1, expiresIn: '1h', limits: { calls: 5 } });
    const next = who('next');
    const narrower = { subject: next.did, tools: { read_file: { path: { under: '/data/logs' } } } };
    const passed = capability.delegate(agent, { ...narrower, expiresIn: '10m' }, AT);
    expect(passed).toMatchObject({ issuer: agent.did, subject: next.did, audience: owner.did, depth: 1, further: 0 });
    expect(passed.scope.limits).toEqual({ calls: 5 });
    expect(passed.verify({ ...AT, tool: 'read_file', arguments: { path: '/data/logs/a' } }).allowed).toBe(true);
    expect(passed.verify({ ...AT, ...read })).toMatchObject({ code: 'CONSTRAINT' });
    expect(Capability.parse(passed.token).depth).toBe(1);
    const wider = { subject: next.did, tools: ['read_file(*)'] };
    expect(() => capability.delegate(agent, wider, AT)).toThrow(code('DELEGATION_INVALID'));
    expect(() => capability.delegate(agent, { ...narrower, expiresIn: '2h' }, AT)).toThrow(code('DELEGATION_INVALID'));
    expect(() => passed.delegate(next, narrower, AT)).toThrow(code('DELEGATION_INVALID'));
    expect(() => capability.delegate(owner, narrower, AT)).toThrow(RangeError);
  });

  it('without a word about what is allowed it is passed on with all that it allows, on narrower terms', () => {
    const [tools, next] = [['read_file(path under /data) calls 5', 'list()'], who('next')];
    const { agent, capability } = granted({ tools, depth: 1, expiresIn: '1h', prompts: [{ prefix: 'p_' }] });
    expect(capability.scope.tool_limits).toEqual({ read_file: { calls: 5 } });
    const passed = capability.delegate(agent, { subject: next.did, expiresIn: '1m', limits: { calls: 2 } }, AT);
    expect(passed.scope).toMatchObject({
      tools: capability.scope.tools,
      prompts: [{ prefix: 'p_' }],
      limits: { calls: 2 },
    });
    expect(passed.scope.tool_limits).toEqual({ read_file: { calls: 5 } });
    expect(passed.verify({ ...AT, ...read }).allowed).toBe(true);
    expect(passed.verify({ ...AT, tool: 'write_file' })).toMatchObject({ code: 'SCOPE_MISMATCH' });
    const fewer = capability.delegate(agent, { subject: next.did, prompts: [{ exact: 'p_a' }] }, AT);
    expect(fewer.scope.tools).toEqual({});
    expect(fewer.verify({ ...AT, ...read })).toMatchObject({ code: 'SCOPE_MISMATCH' });
    for (const wider of [{ expiresIn: '2h' }, { depth: 1 }, { prompts: [{ any: true }] }, { messages: {} }])
      expect(() => capability.delegate(agent, { subject: next.did, ...wider }, AT)).toThrow(code('DELEGATION_INVALID'));
    const twice = { subject: next.did, tools: ['list() calls 2'], tool_limits: { list: { calls: 1 } } };
    expect(() => capability.delegate(agent, twice, AT)).toThrow(RangeError);
  });

  it('is refused as REVOKED where its issuer took it back', () => {
    const { capability } = granted();
    const revoked = revoking((id) => id === capability.id);
    expect(capability.verify({ ...AT, ...read, revocations: revoked })).toMatchObject({ code: 'REVOKED' });
  });

  it.each<[string, object, typeof TypeError]>([
    ['no subject', { subject: undefined }, TypeError],
    ['a lifetime that is no duration', { expiresIn: 'soon' }, RangeError],
    ['a depth that no chain has', { depth: 8 }, RangeError],
    ['a phrase that is not understood', { tools: ['read_file(path beyond /)'] }, RangeError],
    ['a tool twice', { tools: ['list()', 'list()'] }, RangeError],
    ['a tool that is no text', { tools: [1] }, TypeError],
  ])('cannot be made of %s', (_what, wrong, error) => {
    expect(() => granted(wrong as Partial<GrantRequest>)).toThrow(error);
  });

  it('cannot be made of what is no scope, or for nobody: MALFORMED, E_BAD_DID', () => {
    expect(() => granted({ tools: { 'a b': {} } })).toThrow(code('MALFORMED'));
    expect(() => granted({ subject: 'nobody' })).toThrow(code('E_BAD_DID'));
  });
});

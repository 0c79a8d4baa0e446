/** Tunnels under chains: what was passed on is used alone, checked at each call, and on record by whose hands it came. */
import { describe, expect, it } from 'vitest';
import { GrantBook } from '../../src/agent/authority/grant-book.ts';
import { TalosClient } from '../../src/agent/client/client.ts';
import { chainText } from '../../src/capability/chain.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { ADDRESS, introduce, type Lending, type Made, scopeOf } from '../fixtures/agents.ts';
import { agentFor, another, lent, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

interface Chained extends Lending {
  readonly worker: Made;
  /** Text of the chain: server → caller → worker. */
  readonly token: string;
  readonly parentId: string;
}

/** The server grants `echo` and `other` to the caller, who passes `echo` on to a worker. */
async function chained(): Promise<Chained> {
  const world = await lent();
  const { server, caller, net } = world;
  const parent = await server.core.grants.issue(caller.identity.did, scopeOf(['echo', 'other']), 3600, { depth: 1 });
  const held = await caller.core.grants.receive(parent.token.text);
  const worker = await agentFor('worker', net);
  await introduce(worker, server);
  const passedOn = await caller.core.grants.delegate(held, worker.identity.did, scopeOf(['echo']), 60);
  return { ...world, worker, token: chainText(passedOn.chain), parentId: parent.token.id };
}

const openCalls = (from: Made, { server }: Lending, token: string) =>
  from.agent.openCalls({ server: server.identity.did, service: 'files', token });
const refused = (code: string) => expect.objectContaining({ code });
const denied = (code: string) => expect.objectContaining({ error: expect.objectContaining({ data: { code } }) });

async function entriesOf({ core }: Made, type: 'decision' | 'denial'): Promise<readonly JsonObject[]> {
  return (await core.ledger.query({ type })).map(({ body }) => body as unknown as JsonObject);
}

describe('a tunnel under a chain', () => {
  it('C09: uses the authority that was passed in and no other, and the server knows through whom', async () => {
    const world = await chained();
    const { server, caller, worker, token, parentId } = world;
    // What the worker may do by itself does not help whoever lets it act.
    await server.core.grants.issue(worker.identity.did, scopeOf(['other', 'secret']), 3600);
    await using calls = await openCalls(worker, world, token);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    for (const tool of ['other', 'secret']) expect(await calls.callTool(tool, {})).toEqual(denied('SCOPE_MISMATCH'));
    const decisions = await entriesOf(server, 'decision');
    expect(decisions.map((each) => each['decision'])).toEqual(['allowed', 'SCOPE_MISMATCH', 'SCOPE_MISMATCH']);
    const [, leaf] = token.split('~');
    const kept = worker.core.grants.all().find((each) => each.token.text === leaf);
    for (const { chain } of decisions)
      expect(chain).toEqual([
        { token: parentId, subject: caller.identity.did },
        { token: kept?.token.id, subject: worker.identity.did },
      ]);
  });

  it('C12, C17: is over at the next call after its parent was revoked, or its time', async () => {
    const world = await chained();
    const { server, worker, token, parentId } = world;
    await using calls = await openCalls(worker, world, token);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    server.clock.advance(60_000);
    expect(await calls.callTool('echo', {})).toEqual(denied('EXPIRED'));
    await expect(openCalls(worker, world, token)).rejects.toThrow(refused('EXPIRED'));
    const other = await chained();
    await using longer = await openCalls(other.worker, other, other.token);
    await other.server.agent.revoke({ id: other.parentId, reason: '' });
    expect(await longer.callTool('echo', {})).toEqual(denied('REVOKED'));
    expect(parentId).not.toBe(other.parentId);
  });

  it('C08, C11: is for its last holder alone, also while that one uses it', async () => {
    const world = await chained();
    const bob = await another('bob', world);
    await using calls = await openCalls(world.worker, world, world.token);
    for (const thief of [bob, world.caller])
      await expect(openCalls(thief, world, world.token)).rejects.toThrow(refused('SUBJECT_MISMATCH'));
    const [root = ''] = world.token.split('~');
    await expect(openCalls(world.worker, world, root)).rejects.toThrow(refused('SUBJECT_MISMATCH'));
    expect((await entriesOf(world.server, 'denial')).map((each) => each['code'])).toEqual(
      Array(3).fill('SUBJECT_MISMATCH'),
    );
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
  });

  it('is not kept where the server refuses it, and kept with its chain where it does not', async () => {
    const world = await chained();
    const { worker, token } = world;
    const [, leaf = ''] = token.split('~');
    await expect(openCalls(worker, world, leaf)).rejects.toThrow(refused('UNTRUSTED_ISSUER'));
    expect(worker.core.grants.all()).toEqual([]);
    await (await openCalls(worker, world, token))[Symbol.asyncDispose]();
    const { identity, store, ledger, authority, clock } = worker.core;
    const again = await GrantBook.open({ identity, store, ledger, authority, clock });
    expect(again.all().map(({ direction, chain }) => [direction, chainText(chain)])).toEqual([['received', token]]);
    // From now on the worker need not present it.
    const plain = await worker.agent.openCalls({ server: world.server.identity.did, service: '' });
    expect(await plain.callTool('echo', {})).toMatchObject({ kind: 'result' });
    await plain[Symbol.asyncDispose]();
  });
});

describe('the roots of a service', () => {
  it('C07: are whom it was told, and the own agent only where it is one of them', async () => {
    const world = await lent();
    const { server, caller, net } = world;
    const office = await agentFor('office', net);
    const roots = [office.identity.did];
    const terms = { argv: ['x'], cwd: '/', env: {}, service: 'shared', allow: '*', expiresInS: 60, inviteTtlS: 60 };
    const served = await server.agent.serve({ ...terms, roots });
    expect(served.info.invitation).toBeUndefined();
    await expect(
      server.agent.serve({ ...terms, service: 'x', roots, authorizedPeer: caller.identity.did }),
    ).rejects.toThrow(refused('E_USAGE'));
    const scope = scopeOf(['echo'], { service: 'shared' });
    const terms2 = { audience: server.identity.did };
    const byOffice = await office.core.grants.issue(caller.identity.did, scope, 60, terms2);
    const byServer = await server.core.grants.issue(caller.identity.did, scope, 60);
    const target = { server: server.identity.did, service: 'shared' };
    const calls = await caller.agent.openCalls({ ...target, token: byOffice.token.text });
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    await calls[Symbol.asyncDispose]();
    await expect(caller.agent.openCalls({ ...target, token: byServer.token.text })).rejects.toThrow(
      refused('UNTRUSTED_ISSUER'),
    );
    await server.agent.revoke({ issuer: office.identity.did, reason: '' });
    // What the agent itself granted is no other way in: it is not named as one.
    await expect(caller.agent.openCalls({ ...target, token: byOffice.token.text })).rejects.toThrow(
      expect.objectContaining({ code: 'REVOKED', details: expect.not.objectContaining({ other: true }) }),
    );
    // The other service of the same agent trusts that agent alone.
    const forFiles = await office.core.grants.issue(caller.identity.did, scopeOf(['echo']), 60, terms2);
    await expect(openCalls(caller, world, forFiles.token.text)).rejects.toThrow(refused('UNTRUSTED_ISSUER'));
    await served.close();
  });
});

describe('the SDK', () => {
  const clientOf = ({ agent, core, end }: Made): TalosClient =>
    new TalosClient({
      agent,
      core,
      messenger: () => Promise.reject(new Error('no messages')),
      listen: () => Promise.resolve([ADDRESS]),
      close: end,
    });

  it('C06: passes a capability on, says what it is worth, and calls with it', async () => {
    const world = await lent();
    const worker = await agentFor('worker', world.net);
    await introduce(worker, world.server);
    const [owner, coordinator] = [clientOf(world.server), clientOf(world.caller)];
    const agent = clientOf(worker);
    const path = { under: '/data' };
    const granted = await owner.grantCapability({
      subject: coordinator.did,
      service: 'files',
      tools: { echo: { path } },
      depth: 1,
    });
    const passedOn = await coordinator.delegateCapability(granted, {
      subject: agent.did,
      tools: { echo: { path: { under: '/data/reports' } } },
      expiresIn: '1m',
    });
    expect(passedOn).toMatchObject({ issuer: coordinator.did, addresses: granted.addresses });
    const worth = (token: string, more: object = {}) =>
      agent.verifyCapability(token, { tool: 'echo', arguments: { path: '/data/reports/a' }, ...more });
    expect(await worth(passedOn.token)).toMatchObject({ allowed: true });
    expect(await worth(passedOn.token, { arguments: { path: '/data/a' } })).toMatchObject({ code: 'CONSTRAINT' });
    expect(await worth(passedOn.token, { tool: 'other' })).toMatchObject({ code: 'SCOPE_MISMATCH' });
    expect(await worth(passedOn.token, { as: coordinator.did })).toMatchObject({ code: 'SUBJECT_MISMATCH' });
    expect(await worth(passedOn.token, { roots: [agent.did] })).toMatchObject({ code: 'UNTRUSTED_ISSUER' });
    expect(await worth(`${passedOn.token}~x`)).toMatchObject({ code: 'MALFORMED' });
    const { result } = await agent.callTool(owner.did, 'echo', { path: '/data/reports/a' }, { capability: passedOn });
    expect(result).toMatchObject({ structuredContent: { path: '/data/reports/a' } });
    const outside = agent.callTool(owner.did, 'echo', { path: '/data/a' }, { capability: passedOn });
    await expect(outside).rejects.toThrow(refused('CONSTRAINT'));
    for (const [request, code] of [
      [{ subject: agent.did, tools: { echo: {} } }, 'DELEGATION_INVALID'],
      [{ subject: agent.did, tools: { echo: { path } }, depth: 1 }, 'DELEGATION_INVALID'],
      [{ subject: agent.did, tools: { echo: { path } }, expiresIn: '1h' }, 'DELEGATION_INVALID'],
    ] as const)
      await expect(coordinator.delegateCapability(granted, request)).rejects.toThrow(refused(code));
    await expect(agent.delegateCapability(granted, { subject: agent.did, tools: {} })).rejects.toThrow(
      refused('SUBJECT_MISMATCH'),
    );
  });
});

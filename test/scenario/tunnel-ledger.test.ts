import { describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { parseInvitation, signRedemption } from '../../src/capability/invitation.ts';
import {
  also,
  BreakableStore,
  clientOf,
  type Lending,
  lending,
  type Made,
  SILENT,
  scopeOf,
  settled,
  until,
} from '../fixtures/agents.ts';
import { MemoryJournal } from '../fixtures/ledger.ts';
import { agentFor, codeOf, endWith, lent, open, reached, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const FULL = new TalosError('E_STORAGE_FULL', 'no room');
const BROKEN = new TalosError('E_STORAGE', 'input/output error');
const types = async (made: Made): Promise<string[]> => (await made.entries()).map(({ type }) => type);

/** Ids of the results that were acknowledged to `made`. */
const acknowledged = async (made: Made): Promise<readonly string[]> =>
  (await made.entries('acknowledgement')).flatMap((body) => (body.type === 'acknowledgement' ? body.answers : []));

/** Opens the store and the journal of an agent that has ended once more. */
async function reopened(made: Made, { net }: Lending): Promise<Made> {
  const { store, identity, clock, journal } = made;
  return agentFor('again', net, {
    store: new BreakableStore(store.inner),
    identity,
    clock,
    journal: new MemoryJournal(journal.bytes),
  });
}

describe('the ledger, at each call', () => {
  it('C24: has the decision before the tool sees a byte, and the result before the answer leaves', async () => {
    const steps: string[] = [];
    const world = await lent(
      also((message) => {
        if (message['method'] === 'tools/call') steps.push('tool');
        return undefined;
      }),
    );
    const client = await open(world.caller, world.server);
    const { journal } = world.server;
    const append = journal.append.bind(journal);
    journal.append = (records) => {
      steps.push(/"type":"(\w+)"/.exec(Buffer.from(records).toString('latin1').slice(-200))?.[1] ?? '?');
      append(records);
    };
    await client.call('echo');
    await until(() => steps.length === 4);
    expect(steps).toEqual(['decision', 'tool', 'result', 'acknowledgement']);
    const [decision] = await world.server.ledger.query({ type: 'decision' });
    expect(await world.server.entries('result')).toMatchObject([{ answers: decision?.id }]);
  });

  it('C24, D03: lets the answer leave only when decision and result are durable', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.ask('ping');
    const { journal } = world.server;
    let release = (): void => {};
    journal.holdSync = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const call = client.call('echo');
    const list = client.ask('tools/list');
    await until(() => journal.steps.at(-1) === 'sync');
    await settled();
    // What follows the answer waits with it.
    expect(client.heard).toHaveLength(1);
    expect(reached(world)).toBe(1);
    journal.holdSync = undefined;
    release();
    expect(await call).toMatchObject({ result: {} });
    await list;
    expect(client.heard.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('C24: strict: the tool sees nothing before the decision is durable, nor does the call leave before its entry is', async () => {
    const world = await lent(undefined, { server: { durability: 'strict' }, caller: { durability: 'strict' } });
    const client = await open(world.caller, world.server);
    await client.ask('ping');
    for (const side of [world.caller, world.server]) {
      let release = (): void => {};
      side.journal.holdSync = () =>
        new Promise((resolve) => {
          release = resolve;
        });
      const before = [reached(world), (await world.server.entries('decision')).length];
      const call = client.call('echo');
      await until(() => side.journal.steps.at(-1) === 'sync');
      await settled();
      expect(reached(world)).toBe(before[0]);
      if (side === world.caller) expect(await world.server.entries('decision')).toHaveLength(before[1] ?? 0);
      side.journal.holdSync = undefined;
      release();
      expect(await call).toMatchObject({ result: {} });
    }
  });

  it('C24: has both its entries for each call, at both sides, whatever came of it', async () => {
    const world = await lent(also((message) => (message['id'] === 2 ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    await client.call('echo');
    void client.call('echo');
    await until(() => reached(world) === 2);
    toolOf(world, world.caller).say({ jsonrpc: '2.0', id: 2, error: { code: -32000, message: 'no' } });
    await client.answerTo(2);
    await client.call('other');
    await until(async () => (await acknowledged(world.server)).length === 2);
    const decisions = await world.server.ledger.query({ type: 'decision' });
    const results = await world.server.entries('result');
    expect(decisions.map(({ body }) => body.type === 'decision' && body.decision)).toEqual([
      'allowed',
      'allowed',
      'SCOPE_MISMATCH',
    ]);
    expect(
      results.map((entry) => entry.type === 'result' && [entry.answers, entry.statement.statement.outcome]),
    ).toEqual([
      [decisions[0]?.id, 'result'],
      [decisions[1]?.id, 'error'],
    ]);
    const calls = await world.caller.ledger.query({ type: 'call' });
    expect((await world.caller.entries('receipt')).map((entry) => entry.type === 'receipt' && entry.answers)).toEqual(
      calls.map(({ id }) => id),
    );
    for (const [side, id] of [
      [world.server, decisions[0]?.id],
      [world.caller, calls[0]?.id],
    ] as const) {
      expect(await side.agent.proof(id ?? '')).toContain('talos-proof');
      expect(await side.agent.auditVerify()).toMatchObject({ valid: true, problems: [] });
    }
  });
});

describe('a ledger that fails', () => {
  it('B22: at the server lets no call reach the tool, ends every tunnel and the service, with the code', async () => {
    const world = await lent();
    const served = await world.server.agent.serve({
      argv: ['x'],
      cwd: '/',
      env: {},
      service: 'more',
      allow: '*',
      authorizedPeer: world.caller.identity.did,
      expiresInS: 60,
      inviteTtlS: 60,
    });
    const client = await open(world.caller, world.server);
    const second = clientOf(await world.caller.agent.connect({ target: world.server.identity.did, service: 'more' }));
    await Promise.all([client.call('echo'), second.call('echo')]);
    const before = reached(world);
    world.server.journal.failWrite = FULL;
    const answer = await client.call('echo');
    expect(codeOf(answer)).toBe(-32005);
    expect(reached(world)).toBe(before);
    await expect(served.ended).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_FULL' }));
    expect(world.server.agent.failure).toMatchObject({ code: 'E_STORAGE_FULL' });
    await until(() => world.tools.servers.every(({ isClosed }) => isClosed));
    // The other tunnel is over too, though nothing was asked of it.
    void second.call('echo');
    await settled();
    expect(reached(world)).toBe(before);
    await expect(
      world.server.agent.serve({
        argv: ['x'],
        cwd: '/',
        env: {},
        service: 'late',
        allow: '*',
        expiresInS: 60,
        inviteTtlS: 60,
      }),
    ).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_FULL' }));
  });

  it('B22: with a sync lets no answer leave, which nobody may take for one that was recorded', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.call('echo');
    world.server.journal.failSync = BROKEN;
    const answer = await client.call('echo');
    expect(codeOf(answer)).toBe(-32005);
    expect(client.heard.some(({ id, result }) => id === 2 && result !== undefined)).toBe(false);
    expect(world.server.agent.failure).toMatchObject({ code: 'E_STORAGE' });
    expect(await world.caller.entries('receipt')).toHaveLength(1);
  });

  it('B22: at the caller sends no call, answers what is open, and ends the tunnel with the code', async () => {
    const world = await lent(also((message) => (message['id'] === 1 ? SILENT : undefined)));
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    const client = clientOf(tunnel);
    const open1 = client.call('echo');
    await until(() => reached(world) === 1);
    world.caller.journal.failWrite = FULL;
    const ended = tunnel.ended.catch((error: unknown) => error);
    const answer = await client.call('echo');
    expect([codeOf(answer), codeOf(await open1)]).toEqual([expect.any(Number), -32005]);
    expect(await ended).toMatchObject({ code: 'E_STORAGE_FULL' });
    expect(reached(world)).toBe(1);
    expect(client.heard).toHaveLength(2);
    await expect(client.say({ jsonrpc: '2.0', id: 9, method: 'ping' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_CLOSED' }),
    );
  });

  it('B22: at the caller, with the receipt, hands no result on', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    const call = client.call('echo');
    await until(() => reached(world) === 1);
    world.caller.journal.failWrite = FULL;
    toolOf(world, world.caller).say({ jsonrpc: '2.0', id: 1, result: { secret: true } });
    expect(await call).toMatchObject({ error: { code: -32005 } });
  });

  it('ends an agent in peace, twice if need be', async () => {
    const world = await lending();
    endWith(world.caller.end);
    const client = await open(world.caller, world.server);
    // A refusal that is counted has still to be written.
    for (let i = 0; i < 70; i++) await client.ask('rm');
    world.server.journal.failWrite = BROKEN;
    await world.server.agent[Symbol.asyncDispose]();
    await world.server.agent[Symbol.asyncDispose]();
    await world.server.end();
    expect(toolOf(world, world.caller).isClosed).toBe(true);
  });
});

describe('a crash between store and ledger', () => {
  /** Ends an agent whose journal took nothing after `act` began. */
  async function crashed(world: Lending, act: () => Promise<unknown>): Promise<Made> {
    const { journal } = world.server;
    journal.failWrite = BROKEN;
    await expect(act()).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
    await world.server.end();
    return reopened(world.server, world);
  }

  it('leaves a grant that is recorded at the next start', async () => {
    const world = await lending();
    endWith(world.caller.end);
    const again = await crashed(world, () =>
      world.server.core.grants.issue(world.caller.identity.did, scopeOf(['other']), 60),
    );
    const ids = again.core.grants.all().map(({ token }) => token.id);
    expect(ids).toHaveLength(2);
    const recorded = (await again.entries('grant')).map((entry) => entry.type === 'grant' && entry.token);
    expect(new Set(recorded)).toEqual(new Set(ids));
    expect(recorded).toHaveLength(ids.length);
    expect(await again.agent.auditVerify()).toMatchObject({ valid: true });
    // Once is enough.
    await again.end();
    const third = await reopened(again, world);
    expect(await types(third)).toEqual(await types(again));
  });

  it('leaves a redemption that is recorded at the next start, and redeemed for the same agent alone', async () => {
    const world = await lending();
    endWith(world.caller.end);
    const text = await world.server.core.invitations.create(
      ['/ip4/127.0.0.1/tcp/1'],
      { scope: scopeOf(['echo']), lifetimeS: 60 },
      60_000,
    );
    const { id, seed } = parseInvitation(text);
    const [redeemer, session] = [world.caller.identity.did, new Uint8Array(32)];
    const signature = signRedemption(seed, { id, server: world.server.identity.did, redeemer, session });
    const redeem = (): Promise<unknown> => world.server.core.invitations.redeem(id, signature, redeemer, session);
    const again = await crashed(world, redeem);
    expect(await again.entries('invitation')).toMatchObject([
      { event: 'created' },
      { event: 'redeemed', peer: world.caller.identity.did },
    ]);
    expect(await again.entries('grant')).toHaveLength(2);
    const [, grant] = again.core.grants.all();
    expect(await again.core.invitations.redeem(id, signature, redeemer, session)).toMatchObject({
      redeemed: true,
      token: grant?.token.text,
      isNew: false,
    });
  });

  it('leaves nothing where the store failed: the state is as it was', async () => {
    const world = await lent();
    const { server } = world;
    const text = await server.core.invitations.create(
      ['/ip4/127.0.0.1/tcp/1'],
      { scope: scopeOf(['echo']), lifetimeS: 60 },
      60_000,
    );
    const before = await types(server);
    server.store.failApply = FULL;
    await expect(server.core.grants.issue(world.caller.identity.did, scopeOf(['other']), 60)).rejects.toThrow(
      expect.objectContaining({ code: 'E_STORAGE_FULL' }),
    );
    await expect(server.agent.revoke({ id: server.core.grants.all()[0]?.token.id ?? '', reason: '' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_STORAGE_FULL' }),
    );
    await expect(world.caller.agent.connect({ target: text })).rejects.toThrow(TalosError);
    server.store.failApply = undefined;
    expect((await types(server)).filter((type) => type !== 'session')).toEqual(before);
    expect(server.core.grants.all()).toHaveLength(1);
    // The invitation is unspent.
    const tunnel = await world.caller.agent.connect({ target: text });
    expect(await clientOf(tunnel).call('echo')).toMatchObject({ result: {} });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { GrantUsage } from '../../src/agent/authority/usage-book.ts';
import { TalosError } from '../../src/base/errors.ts';
import { parseScope, type Scope } from '../../src/capability/scope.ts';
import { readToken } from '../../src/capability/token.ts';
import { ALLOWED, deny } from '../../src/capability/verdict.ts';
import type { Json, JsonObject } from '../../src/codec/json.ts';
import { SPACES } from '../../src/storage/store.ts';
import { also, BreakableStore, echo, type Lending, type Made, scopeOf, settled, until } from '../fixtures/agents.ts';
import { MemoryJournal } from '../fixtures/ledger.ts';
import { agentFor, another, denialOf, lent, open, reached, watchTests } from '../fixtures/tunnel-world.ts';
import { randomOf } from './terminals.ts';

watchTests();

const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);

/** A scope over `echo` and `other` with limits. */
function limited(limits: JsonObject, more: JsonObject = {}): Scope {
  const { service, tools } = scopeOf(['echo', 'other']);
  return parseScope({ service, tools, limits, ...more } as unknown as Json);
}

/** The server as its disk is at this moment: what a process that is killed now leaves behind. */
async function killed({ server, net }: Lending): Promise<Made> {
  const store = new BreakableStore();
  for (const space of SPACES)
    for await (const [key, value] of server.store.scan(space)) await store.apply([{ kind: 'put', space, key, value }]);
  const journal = new MemoryJournal(server.journal.bytes);
  const { identity, clock } = server;
  return agentFor('server', net, { store, journal, identity, clock });
}

const allowedIn = async ({ entries }: Made): Promise<number> =>
  (await entries('decision')).filter((entry) => entry.type === 'decision' && entry.decision === 'allowed').length;

/** How many more calls of `echo` would be allowed, of no length. */
function leftOf(made: Made, { caller }: Lending): number {
  const { text } = made.core.grants.newestFor(caller.identity.did, '')?.token ?? { text: '' };
  const verdict = made.core.authority.verify([text], caller.identity.did, readToken(text).claims.scope.service);
  if (!verdict.allowed) throw new Error(verdict.code);
  const usage = made.core.usage.of(verdict.grant, made.clock.now());
  if (!(usage instanceof GrantUsage)) throw new Error('not limited');
  const request = { kind: 'tool', name: 'echo', arguments: {} } as const;
  for (let left = 0; ; left++) {
    if (!usage.take(request, 0, made.clock.now()).allowed) return left;
    usage.decided(request, '');
  }
}

const answersOf = async (client: Awaited<ReturnType<typeof open>>, calls: number): Promise<unknown[]> => {
  const answers = [];
  for (let i = 0; i < calls; i++) answers.push(await client.call('echo', { i }));
  return answers.map((answer) => denialOf(answer) ?? 'result');
};

describe('limits of a grant in a tunnel', () => {
  it('C21: the call after the last is BUDGET_EXHAUSTED, on record, and the tool does not see it', async () => {
    const world = await lent(echo, { scope: limited({ calls: 3 }) });
    const client = await open(world.caller, world.server);
    expect(await answersOf(client, 5)).toEqual(['result', 'result', 'result', 'BUDGET_EXHAUSTED', 'BUDGET_EXHAUSTED']);
    expect(reached(world)).toBe(3);
    const decisions = await world.server.entries('decision');
    expect(decisions.map((entry) => entry.type === 'decision' && entry.decision).slice(2)).toEqual([
      'allowed',
      'BUDGET_EXHAUSTED',
      'BUDGET_EXHAUSTED',
    ]);
    expect(decisions.some((entry) => 'bytes' in entry)).toBe(false);
  });

  it('C12: a grant that is revoked while its account is made durable allows no call any more', async () => {
    const world = await lent(echo, { scope: limited({ calls: 3 }) });
    const { store, grants } = world.server.core;
    const apply = store.apply.bind(store);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked = vi.spyOn(store, 'apply').mockImplementation(async (changes) => {
      if (changes.some(({ space }) => space === 'usage')) await held;
      return apply(changes);
    });
    const client = await open(world.caller, world.server);
    const answer = client.call('echo', {});
    await until(() => asked.mock.calls.some(([changes]) => changes.some(({ space }) => space === 'usage')));
    await settled();
    const { id } = grants.newestFor(world.caller.identity.did, '')?.token ?? { id: '' };
    await world.server.agent.revoke({ id, reason: '' });
    release();
    expect(denialOf(await answer)).toBe('REVOKED');
    expect(reached(world)).toBe(0);
    expect(await allowedIn(world.server)).toBe(0);
  });

  it('C21: a rate is RATE_LIMITED at n + 1 until its window has passed, in every tunnel of the grant together', async () => {
    const world = await lent(echo, { scope: limited({ rate: { count: 2, seconds: 60 } }) });
    const [one, two] = [await open(world.caller, world.server), await open(world.caller, world.server)];
    expect([await answersOf(one, 1), await answersOf(two, 2)].flat()).toEqual(['result', 'result', 'RATE_LIMITED']);
    world.server.clock.advance(60_000);
    expect(await answersOf(one, 3)).toEqual(['result', 'result', 'RATE_LIMITED']);
  });

  it('limits of one tool leave the others free, and what is refused for another reason costs nothing', async () => {
    const world = await lent(echo, { scope: limited({ calls: 3 }, { tool_limits: { echo: { calls: 1 } } }) });
    const client = await open(world.caller, world.server);
    expect(denialOf(await client.call('secret'))).toBe('SCOPE_MISMATCH');
    expect(await answersOf(client, 2)).toEqual(['result', 'BUDGET_EXHAUSTED']);
    const others = [await client.call('other'), await client.call('other'), await client.call('other')];
    expect(others.map((answer) => denialOf(answer) ?? 'result')).toEqual(['result', 'result', 'BUDGET_EXHAUSTED']);
  });

  it('bytes are those of both messages; an answer that exceeds them ends the next call, and the ledger says them', async () => {
    const script = also((message) => (message['method'] === 'tools/call' ? { text: 'x'.repeat(2000) } : undefined));
    const world = await lent(script, { scope: limited({ bytes: 1000 }) });
    const client = await open(world.caller, world.server);
    expect(denialOf(await client.call('echo', { text: 'y'.repeat(1000) }))).toBe('BUDGET_EXHAUSTED');
    expect(await answersOf(client, 2)).toEqual(['result', 'BUDGET_EXHAUSTED']);
    const [, decision, refused] = await world.server.entries('decision');
    const [result] = await world.server.entries('result');
    expect(decision).toMatchObject({ bytes: expect.any(Number) });
    expect(refused).not.toHaveProperty('bytes');
    expect(result?.type === 'result' && result.bytes).toBeGreaterThan(2000);
  });

  it('C21: refuse before any rule of the tunnel has charged the call', async () => {
    let charged = 0;
    const rule = { charge: () => (++charged > 2 ? deny('E_RATE_LIMITED', 'too many') : ALLOWED) };
    const world = await lent(echo, { scope: limited({ calls: 1 }), rules: () => [rule] });
    const client = await open(world.caller, world.server);
    expect(await answersOf(client, 3)).toEqual(['result', 'BUDGET_EXHAUSTED', 'BUDGET_EXHAUSTED']);
    expect(charged).toBe(1);
  });

  it('C21: are those of the lease: a renewal spends what is left, in open tunnels and others, after a kill too', async () => {
    const world = await lent(echo, { scope: limited({ calls: 4 }, { renewable_until: 4_000_000_000 }) });
    const { caller, server } = world;
    const client = await open(caller, server);
    expect(await answersOf(client, 2)).toEqual(['result', 'result']);
    const [before] = caller.core.grants.all();
    const lifeS = (before?.token.claims.expiresAtS ?? 0) - (before?.token.claims.issuedAtS ?? 0);
    for (const { clock } of [caller, server]) clock.advance(lifeS * 900);
    await caller.agent.renew({ id: before?.token.id ?? '' });
    expect(server.core.grants.newestFor(caller.identity.did, '')?.token.id).not.toBe(before?.token.id);
    expect(await answersOf(client, 1)).toEqual(['result']);
    const after = await killed(world);
    expect(leftOf(after, world)).toBe(1);
    await after.end();
    expect(await answersOf(await open(caller, server), 2)).toEqual(['result', 'BUDGET_EXHAUSTED']);
    expect(await answersOf(client, 1)).toEqual(['BUDGET_EXHAUSTED']);
  });

  it('C21: of a lease that was renewed are charged from the ledger alone, whichever of its tokens a call named', async () => {
    const world = await lent(echo, { scope: limited({ calls: 9 }, { renewable_until: 4_000_000_000 }) });
    const { caller, server } = world;
    const client = await open(caller, server);
    for (const calls of [1, 2, 3]) {
      expect(await answersOf(client, calls)).toEqual(Array(calls).fill('result'));
      const newest = caller.core.grants.newestFor(caller.identity.did, '') ?? caller.core.grants.all().at(-1);
      const { expiresAtS = 0, issuedAtS = 0 } = newest?.token.claims ?? {};
      for (const { clock } of [caller, server]) clock.advance((expiresAtS - issuedAtS) * 900);
      await caller.agent.renew({ id: newest?.token.id ?? '' });
    }
    const after = await killed(world);
    expect(leftOf(after, world)).toBe(3);
    await after.end();
  });

  it('are those of one holder: another grant has its own', async () => {
    const world = await lent(echo, { scope: limited({ calls: 1 }) });
    const other = await another('other', world);
    expect(await answersOf(await open(world.caller, world.server), 2)).toEqual(['result', 'BUDGET_EXHAUSTED']);
    expect(await answersOf(await open(other, world.server), 3)).toEqual(['result', 'result', 'result']);
  });
});

describe('what was used, after a process was killed', () => {
  it('C21: is what the ledger says, whenever that was, also of calls on their way and of accounts kept in between', async () => {
    const random = randomOf(SEED);
    const world = await lent(echo, { scope: limited({ calls: 60, rate: { count: 50, seconds: 3600 } }) });
    const client = await open(world.caller, world.server);
    for (let round = 0; round < 6; round++) {
      const calls = Array.from({ length: 1 + Math.floor(random() * 7) }, () => client.call('echo'));
      if (random() < 0.5) await calls[0];
      if (random() < 0.5) await world.server.core.usage.keep();
      const again = await killed(world);
      expect(leftOf(again, world), `seed ${SEED}, round ${round}`).toBe(50 - (await allowedIn(again)));
      await again.end();
      await Promise.all(calls);
    }
    expect(leftOf(world.server, world)).toBe(50 - (await allowedIn(world.server)));
  });

  it('C21: counts the bytes of answers too, of calls whose decision came before the accounts were kept', async () => {
    let finish = (): void => {};
    const script = also((message) =>
      message['method'] === 'tools/call'
        ? new Promise<Json>((resolve) => {
            finish = () => resolve({ text: 'x'.repeat(500) });
          })
        : undefined,
    );
    const world = await lent(script, { scope: limited({ bytes: 700 }) });
    const client = await open(world.caller, world.server);
    const running = client.call('echo');
    await until(() => reached(world) === 1);
    await world.server.core.usage.keep();
    const before = await killed(world);
    await before.end();
    finish();
    await running;
    const after = await killed(world);
    const [entry] = await after.entries('result');
    const used = entry?.type === 'result' ? (entry.bytes ?? 0) : 0;
    expect(used).toBeGreaterThan(500);
    expect(denialOf(await client.call('echo', { text: 'y'.repeat(200) }))).toBe('BUDGET_EXHAUSTED');
    const { text } = after.core.grants.newestFor(world.caller.identity.did, '')?.token ?? { text: '' };
    const verdict = after.core.authority.verify([text], world.caller.identity.did, 'files');
    const usage = verdict.allowed ? after.core.usage.of(verdict.grant, after.clock.now()) : undefined;
    if (!(usage instanceof GrantUsage)) throw new Error('not limited');
    const request = { kind: 'tool', name: 'echo', arguments: {} } as const;
    const [decision] = await after.entries('decision');
    const left = 700 - used - (decision?.type === 'decision' ? (decision.bytes ?? 0) : 0);
    expect(usage.take(request, left + 1, after.clock.now())).toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(usage.take(request, left, after.clock.now())).toMatchObject({ allowed: true });
    usage.decided(request, '');
  });

  it('is there after a normal end, and after the entries were archived', async () => {
    const world = await lent(echo, { scope: limited({ calls: 5 }) });
    const client = await open(world.caller, world.server);
    await answersOf(client, 2);
    await world.server.ledger.seal();
    await answersOf(client, 1);
    await world.server.ledger.seal();
    const kept: Uint8Array[] = [];
    await world.server.core.ledger.archive({ height: world.server.ledger.height }, async (pieces) => {
      for await (const piece of pieces) kept.push(piece);
      await world.server.core.usage.keep();
    });
    await client.close();
    await world.server.end();
    const { store, identity, clock, journal } = world.server;
    const again = await agentFor('server', world.net, {
      store,
      identity,
      clock,
      journal: new MemoryJournal(journal.bytes, journal.start),
    });
    expect(leftOf(again, world)).toBe(2);
  });

  it('that cannot be kept at the end is told, and read from the ledger at the next start', async () => {
    const world = await lent(echo, { scope: limited({ calls: 5 }) });
    const client = await open(world.caller, world.server);
    await answersOf(client, 2);
    await client.close();
    const { core, notices, store } = world.server;
    store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await core.usage.close();
    store.failApply = undefined;
    expect(notices.filter(({ message }) => message.includes('could not be kept'))).toHaveLength(1);
    expect(leftOf(await killed(world), world)).toBe(3);
  });

  it('is not started from where nobody can read it', async () => {
    const world = await lent(echo, { scope: limited({ calls: 5 }) });
    const client = await open(world.caller, world.server);
    await answersOf(client, 1);
    await world.server.core.usage.keep();
    for await (const [key] of world.server.store.scan('usage'))
      await world.server.store.apply([{ kind: 'put', space: 'usage', key, value: Uint8Array.of(0x7b) }]);
    await expect(killed(world)).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT' });
  });
});

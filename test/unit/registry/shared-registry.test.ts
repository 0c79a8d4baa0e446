/** Registries of several processes on one store: here in one process, each with what it has in memory. */
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { SHARED_PRUNE_MS, SHARED_STOCK_MS } from '../../../src/registry/registry.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { settled, until } from '../../fixtures/agents.ts';
import { agent, DAY, lastOf, NOW, RegistryWorld, recordOf, singleOf } from '../../fixtures/registry.ts';

const worlds: RegistryWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()));
});
type Limits = ConstructorParameters<typeof RegistryWorld>[0];
function two(limits: Limits = {}, store: Store = openMemoryStore()): readonly [RegistryWorld, RegistryWorld] {
  const pair = [new RegistryWorld(limits, store, true), new RegistryWorld(limits, store, true)] as const;
  worlds.push(...pair);
  return pair;
}
const MANY = { singleUseAMinute: 10_000, singleUseOfAnAgentAMinute: 10_000 };
const alice = agent('alice');
const failed = { code: 'E_REFUSED', details: { reason: 'failed' } };

describe('registries that share a store', () => {
  it('know what was registered at the other, and refuse what is older than that', async () => {
    const [a, b] = two();
    const [old, newer] = [recordOf(alice), recordOf(alice, { issuedAtMs: NOW + 1 })];
    await (await a.client('alice')).register(old);
    expect(await (await b.client('bob')).lookup(alice.did)).toEqual(old);
    b.clock.advance(1);
    await (await b.client('alice')).register(newer);
    await expect((await a.client('alice')).register(old)).rejects.toMatchObject(failed);
    expect(await (await a.client('bob')).lookup(alice.did)).toEqual(newer);
  });

  it('keep the newest of what comes to both at once', async () => {
    const [a, b] = two();
    a.clock.advance(100);
    b.clock.advance(100);
    const clients = [await a.client('alice'), await b.client('alice')];
    const all = Array.from({ length: 20 }, (_, i) => recordOf(alice, { issuedAtMs: NOW + i }));
    const order = all.toSorted((x, y) => toHex(x.subarray(-8)).localeCompare(toHex(y.subarray(-8))));
    await Promise.allSettled(order.map(async (record, i) => clients[i % 2]?.register(record)));
    expect(await clients[0]?.lookup(alice.did)).toEqual(all.at(-1));
  });

  it('give each single-use bundle once, whoever asks where', async () => {
    const [a, b] = two(MANY);
    await a.registered('alice', 30);
    const clients = await Promise.all([a.client('x'), b.client('y'), a.client('z'), b.client('w')]);
    const taken = await Promise.all(Array.from({ length: 48 }, async (_, i) => clients[i % 4]?.takeBundle(alice.did)));
    const names = taken.map((bundle) => toHex(bundle ?? new Uint8Array()));
    expect(new Set(names).size).toBe(31);
    expect(names.filter((name) => name === toHex(lastOf(alice)))).toHaveLength(18);
  });

  it('take offers at both, and count what each adds', async () => {
    const [a, b] = two(MANY);
    const one = await a.registered('alice', 1);
    const other = await b.client('alice');
    const offers = await Promise.all([
      one.offer({ single: singleOf(alice, 3, NOW + 100), add: true }),
      other.offer({ single: singleOf(alice, 3, NOW + 200), add: true }).catch((error: unknown) => error),
    ]);
    // Bundles that are older than what was offered meanwhile are refused, as at one registry.
    const isBoth = offers[1] === 7 || offers[0] === 7;
    expect(await other.register(recordOf(alice, { issuedAtMs: NOW }))).toBe(isBoth ? 7 : 4);
  });

  it(`tell an owner within ${SHARED_STOCK_MS / 1000} seconds of what the other gave, once`, async () => {
    const [a, b] = two(MANY);
    const told: number[] = [];
    await a.registered('alice', 21, { onLow: (left) => void told.push(left) });
    const taker = await b.client('bob');
    const pass = async (): Promise<void> => {
      a.timer.advance(SHARED_STOCK_MS);
      await settled();
    };
    await pass();
    await taker.takeBundle(alice.did);
    await pass();
    expect(told).toEqual([]);
    await taker.takeBundle(alice.did);
    await pass();
    await until(() => told.length === 1);
    await pass();
    expect(told).toEqual([19]);
  });

  it('tell no owner what it was told when it registered', async () => {
    const [a] = two();
    const told: number[] = [];
    await a.registered('alice', 3, { onLow: (left) => void told.push(left) });
    a.timer.advance(SHARED_STOCK_MS);
    await settled();
    expect(told).toEqual([]);
  });

  it(`count what the other added every ${SHARED_PRUNE_MS / 60_000} minutes: then one more agent is busy`, async () => {
    const [a, b] = two({ agents: 2 });
    await (await a.client('alice')).register(recordOf(alice));
    await b.registry();
    await (await a.client('bob')).register(recordOf(agent('bob')));
    b.timer.advance(SHARED_PRUNE_MS);
    await settled();
    await expect((await b.client('carol')).register(recordOf(agent('carol')))).rejects.toMatchObject({
      code: 'E_RATE_LIMITED',
    });
    expect(await (await b.client('alice')).register(recordOf(alice, { issuedAtMs: NOW - 1 })).catch(() => 'old')).toBe(
      'old',
    );
  });

  it('erase what has expired, one or both at once, and nothing else', async () => {
    const [a, b] = two();
    await a.registered('alice', 3);
    await (await a.client('bob')).register(recordOf(agent('bob'), { expiresAtMs: NOW + DAY }));
    for (const world of [a, b]) world.clock.advance(2 * DAY);
    const registries = [await a.registry(), await b.registry()];
    await Promise.all([...registries, ...registries].map((registry) => registry.prune()));
    expect(await (await b.client('carol')).lookup(agent('bob').did)).toBeUndefined();
    expect(await (await b.client('carol')).lookup(alice.did)).toEqual(recordOf(alice));
    const keys: number[] = [];
    for await (const [key] of a.store.scan('registry')) keys.push(key[0] ?? 0);
    expect(keys).toEqual([1, 1, 2, 3, 4, 4, 4, 5]);
  });
});

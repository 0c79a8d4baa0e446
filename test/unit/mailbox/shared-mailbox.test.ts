/** Mailbox services of several processes on one store: here in one process, each with what it has in memory. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  MAILBOX_LIFE_MS,
  MAILBOX_MESSAGE_LIFE_MS,
  MAILBOX_PRUNE_MS,
  type MailboxLimits,
  SHARED_COUNT_MS,
  SHARED_IDLE_POLL_MS,
} from '../../../src/mailbox/limits.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { settled, until } from '../../fixtures/agents.ts';
import { didOf, endWorlds, openWorld, REFUSED, range, sealedOf, type World } from './world.ts';

afterEach(async () => {
  expect(await endWorlds()).toEqual([]);
});

async function two(limits: Partial<MailboxLimits> = {}): Promise<readonly [World, World]> {
  const store = openMemoryStore();
  return [await openWorld(limits, store, true), await openWorld(limits, store, true)];
}
const pass = async (world: World, ms = SHARED_IDLE_POLL_MS): Promise<void> => {
  world.timer.advance(ms);
  await settled();
};

describe('mailbox services that share a store', () => {
  it('give an owner within 2 seconds what comes at the other, in the order it came, once', async () => {
    expect(SHARED_IDLE_POLL_MS).toBeLessThan(2000);
    const [a, b] = await two();
    const bob = await b.owner({ name: 'bob' });
    const alice = a.client({ name: 'alice' });
    // However long nothing came before.
    for (let i = 0; i < 10; i++) await pass(b);
    for (const tag of range(5)) await alice.deposit(didOf('bob'), sealedOf(tag));
    expect(bob.tags).toEqual([]);
    await pass(b);
    await until(() => bob.tags.length === 5);
    await alice.deposit(didOf('bob'), sealedOf(5));
    await b.client({ name: 'carol' }).deposit(didOf('bob'), sealedOf(6));
    await until(() => bob.tags.length === 7);
    await pass(b);
    expect(bob.tags).toEqual(range(7));
  });

  it('let the newest link of an owner win, wherever it is', async () => {
    const [a, b] = await two();
    const older = await a.owner({ name: 'bob' });
    const newer = await b.owner({ name: 'bob' });
    await a.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    await pass(a);
    await older.client.closed;
    expect(a.service.owners).toBe(0);
    await pass(b);
    await until(() => newer.tags.length === 1);
    expect(b.service.owners).toBe(1);
    const back = await a.owner({ name: 'bob' });
    await pass(b);
    await newer.client.closed;
    await pass(a);
    expect([a.service.owners, b.service.owners]).toEqual([1, 0]);
    await a.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(2));
    await until(() => back.tags.length === 1);
  });

  it('keep one quota for both', async () => {
    const [a, b] = await two({ messages: 5 });
    await (await a.owner({ name: 'bob' })).client.close();
    const [one, other] = [a.client({ name: 'x' }), b.client({ name: 'y' })];
    const done = await Promise.allSettled(
      range(12).map((tag) => (tag % 2 ? one : other).deposit(didOf('bob'), sealedOf(tag))),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const each of done) if (each.status === 'rejected') expect(each.reason).toEqual(REFUSED.busy);
    const bob = await b.owner({ name: 'bob' });
    expect(bob.waiting).toBe(5);
    await until(() => bob.tags.length === 5);
  });

  it('delete what was taken at the other while more comes', async () => {
    const [a, b] = await two();
    const bob = await b.owner({ name: 'bob' });
    const alice = a.client({ name: 'alice' });
    for (let round = 0; round < 5; round++) {
      const coming = range(8).map((tag) => alice.deposit(didOf('bob'), sealedOf(round * 8 + tag)));
      await pass(b);
      await Promise.all(coming);
      await pass(b);
      await until(() => bob.tags.length === (round + 1) * 8);
    }
    expect(bob.tags.toSorted((x, y) => x - y)).toEqual(range(40));
    await bob.client.close();
    expect((await a.owner({ name: 'bob' })).waiting).toBe(0);
  });

  it(`count what the other took every ${SHARED_COUNT_MS / 60_000} minutes: then all mailboxes are full`, async () => {
    const [a, b] = await two({ totalBytes: 4096 });
    await (await a.owner({ name: 'bob' })).client.close();
    const alice = a.client({ name: 'alice' });
    for (const tag of range(4)) await alice.deposit(didOf('bob'), sealedOf(tag));
    expect(b.service.totals.bytes).toBe(0);
    await pass(b, SHARED_COUNT_MS);
    expect(b.service.totals).toEqual({ mailboxes: 1, messages: 4, bytes: 4096 });
    await expect(b.client({ name: 'x' }).deposit(didOf('bob'), sealedOf(9))).rejects.toEqual(REFUSED.busy);
  });

  it('delete what is too old, one or both at once, and no mailbox whose owner is at the other', async () => {
    const [a, b] = await two();
    await (await a.owner({ name: 'carol' })).client.close();
    const bob = await b.owner({ name: 'bob' });
    const alice = a.client({ name: 'alice' });
    for (const tag of range(3)) await alice.deposit(didOf('carol'), sealedOf(tag));
    const hours = Math.ceil((MAILBOX_LIFE_MS + MAILBOX_MESSAGE_LIFE_MS) / MAILBOX_PRUNE_MS / 40);
    for (let i = 0; i < hours; i++) {
      for (const world of [a, b]) world.clock.advance(40 * MAILBOX_PRUNE_MS);
      for (const world of [a, b]) world.timer.advance(MAILBOX_PRUNE_MS);
      await settled();
    }
    await pass(a, SHARED_COUNT_MS);
    expect(a.service.totals).toEqual({ mailboxes: 1, messages: 0, bytes: 0 });
    await expect(a.client({ name: 'x' }).deposit(didOf('carol'), sealedOf(1))).rejects.toEqual(REFUSED.unknown);
    await b.client({ name: 'x' }).deposit(didOf('bob'), sealedOf(7));
    await until(() => bob.tags.length === 1);
  });

  it('forget who had a mailbox open with the mailbox', async () => {
    const [a] = await two();
    await (await a.owner({ name: 'bob' })).client.close();
    a.clock.advance(MAILBOX_LIFE_MS + 2);
    await pass(a, MAILBOX_PRUNE_MS);
    const keys: number[] = [];
    for await (const [key] of a.store.scan('mailbox')) keys.push(key[0] ?? 0);
    expect(keys).toEqual([0]);
  });

  it('a store that fails is told of, and looked at again', async () => {
    const [a, b] = await two();
    const bob = await b.owner({ name: 'bob' });
    await b.client({ name: 'carol' }).deposit(didOf('bob'), sealedOf(0));
    await until(() => b.service.totals.messages === 0);
    await a.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    b.store.failRead = () => true;
    await pass(b);
    expect(b.faults).toEqual([expect.objectContaining({ code: 'E_STORAGE' })]);
    expect(bob.tags).toEqual([0]);
    b.store.failRead = () => false;
    await pass(b);
    await until(() => bob.tags.length === 2);
  });
});

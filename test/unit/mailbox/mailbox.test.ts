import { afterEach, describe, expect, it } from 'vitest';
import { type CborMap } from '../../../src/codec/cbor.ts';
import { MAX_UNTAKEN_BYTES, MAX_UNTAKEN_MESSAGES } from '../../../src/mailbox/api.ts';
import type { MailboxClient } from '../../../src/mailbox/client.ts';
import { MAILBOX_LIFE_MS, MAILBOX_MESSAGE_LIFE_MS, MAILBOX_PRUNE_MS } from '../../../src/mailbox/limits.ts';
import { MAX_DEPOSIT_BYTES } from '../../../src/message/deposit.ts';
import { settled, until } from '../../fixtures/agents.ts';
import {
  didOf,
  endWorlds,
  MINUTE,
  openWorld,
  REFUSED,
  range,
  sealedOf,
  tagOf,
  type World,
  worldWithBob,
} from './world.ts';

afterEach(async () => {
  expect(await endWorlds()).toEqual([]);
});

const ignore = (): Promise<void> => Promise.resolve();

describe('a mailbox', () => {
  it('keeps what comes while its owner is away, and gives it in the order it came, once', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'throw-away' });
    for (const tag of range(40)) await alice.deposit(didOf('bob'), sealedOf(tag));
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 40, bytes: 40 * 1024 });
    const bob = await world.owner({ name: 'bob' });
    expect(bob.waiting).toBe(40);
    await until(() => world.service.totals.messages === 0);
    expect(bob.tags).toEqual(range(40));
    await bob.client.close();
    const again = await world.owner({ name: 'bob' });
    await settled();
    expect([again.waiting, again.tags]).toEqual([0, []]);
  });

  it('gives what comes while its owner is there at once', async () => {
    const world = await openWorld();
    const bob = await world.owner({ name: 'bob' });
    const alice = world.client({ name: 'alice' });
    for (const tag of range(5)) {
      await alice.deposit(didOf('bob'), sealedOf(tag));
      await until(() => bob.tags.length === tag + 1);
    }
    expect(bob.tags).toEqual(range(5));
  });

  it('keeps what is one owner’s from the other', async () => {
    const world = await openWorld();
    const [bob, carol] = [await world.owner({ name: 'bob' }), await world.owner({ name: 'carol' })];
    const alice = world.client({ name: 'alice' });
    await Promise.all(range(20).map((tag) => alice.deposit(didOf(tag % 2 === 0 ? 'bob' : 'carol'), sealedOf(tag))));
    await until(() => bob.tags.length + carol.tags.length === 20);
    expect(bob.tags).toEqual(range(20).filter((tag) => tag % 2 === 0));
    expect(carol.tags).toEqual(range(20).filter((tag) => tag % 2 === 1));
  });

  it('holds every bucket, to the last byte', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    const sizes = [1024, 4096, 65_536, MAX_DEPOSIT_BYTES];
    for (const [tag, bytes] of sizes.entries()) await alice.deposit(didOf('bob'), sealedOf(tag, bytes));
    const got: Uint8Array[] = [];
    await world.client({ name: 'bob' }).open({
      onMessage: (sealed) => {
        got.push(sealed);
        return ignore();
      },
    });
    await until(() => got.length === sizes.length);
    for (const [tag, bytes] of sizes.entries()) {
      const [made, sealed] = [sealedOf(tag, bytes), got[tag] ?? new Uint8Array(0)];
      expect(Buffer.compare(made, sealed)).toBe(0);
    }
  });

  it('gives again over the next link what was not taken', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(3)) await alice.deposit(didOf('bob'), sealedOf(tag));
    const first: number[] = [];
    const bob = world.client({ name: 'bob' });
    await bob.open({
      onMessage: (sealed) => {
        first.push(tagOf(sealed));
        return first.length === 2 ? Promise.reject(new Error('disk full')) : ignore();
      },
    });
    expect(await bob.closed).toMatchObject({ code: 'E_INTERNAL', cause: new Error('disk full') });
    expect(first).toEqual([0, 1]);
    await until(() => world.service.totals.messages === 2);
    const again = await world.owner({ name: 'bob' });
    await until(() => again.tags.length === 2);
    expect(again.tags).toEqual([1, 2]);
  });

  it('pushes at most 16 messages or 4 MiB that are not taken', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(20)) await alice.deposit(didOf('bob'), sealedOf(tag));
    const pushes: CborMap[] = [];
    const bob = world.asker({ name: 'bob' }, (_, fields) => pushes.push(fields));
    expect({ ...(await bob.ask('open', {})) }).toEqual({ waiting: 20, bytes: 20 * 1024 });
    await until(() => pushes.length >= MAX_UNTAKEN_MESSAGES);
    await settled();
    expect(pushes.map(({ id }) => id)).toEqual(range(MAX_UNTAKEN_MESSAGES).map((n) => n + 1));
    await bob.ask('taken', { ids: [3, 1] });
    await until(() => pushes.length === 18);
    await settled();
    expect(pushes).toHaveLength(18);
    await bob.close();
    const carol = world.asker({ name: 'carol' }, (_, fields) => pushes.push(fields));
    await carol.ask('open', {});
    for (const tag of range(3)) await alice.deposit(didOf('carol'), sealedOf(tag, MAX_DEPOSIT_BYTES));
    await until(() => pushes.length >= 20);
    await settled();
    expect(pushes).toHaveLength(20);
    expect(MAX_UNTAKEN_BYTES).toBe(2 * MAX_DEPOSIT_BYTES);
    await carol.ask('taken', { ids: [2] });
    await until(() => pushes.length === 21);
  });

  it('answers before it pushes', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    const heard: string[] = [];
    const bob = world.asker({ name: 'bob' }, (op) => heard.push(op));
    const answered = bob.ask('open', {}).then(() => heard.push('answer'));
    await until(() => heard.length === 2);
    await answered;
    expect(heard).toEqual(['answer', 'message']);
  });

  it('gives to the newest link of its owner, and ends the older', async () => {
    const world = await openWorld();
    const old = await world.owner({ name: 'bob' });
    const bob = await world.owner({ name: 'bob' });
    expect(await old.client.closed).toBeUndefined();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(7));
    await until(() => bob.tags.length === 1);
    expect([old.tags, bob.tags]).toEqual([[], [7]]);
    await until(() => world.service.links === 2);
    expect(world.service.owners).toBe(1);
  });

  it('serves an owner that deposits as well', async () => {
    const world = await openWorld();
    const [bob, carol] = [await world.owner({ name: 'bob' }), await world.owner({ name: 'carol' })];
    await bob.client.deposit(didOf('carol'), sealedOf(1));
    await carol.client.deposit(didOf('bob'), sealedOf(2));
    await bob.client.deposit(didOf('bob'), sealedOf(3));
    await until(() => bob.tags.length === 2 && carol.tags.length === 1);
    expect([bob.tags, carol.tags]).toEqual([[2, 3], [1]]);
  });

  it('ends with its service, and its links with it', async () => {
    const world = await openWorld();
    const { client } = await world.owner({ name: 'bob' });
    await world.service[Symbol.asyncDispose]();
    expect(await client.closed).toBeUndefined();
    await expect(client.deposit(didOf('bob'), sealedOf(1))).rejects.toThrow(
      expect.objectContaining({ code: 'E_UNREACHABLE' }),
    );
    await expect(world.owner({ name: 'bob' })).rejects.toThrow(REFUSED.link);
  });
});

describe('time', () => {
  const prune = async (world: World): Promise<void> => {
    world.timer.advance(MAILBOX_PRUNE_MS);
    await settled(50);
  };

  it('ends messages after 30 days, at start and every hour', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    world.clock.advance(1000);
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(2));
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS - 1000);
    await prune(world);
    expect(world.service.totals.messages).toBe(2);
    world.clock.advance(1);
    await prune(world);
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 1, bytes: 1024 });
    await world.end();
    world.clock.advance(1000);
    await world.start();
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 0, bytes: 0 });
    const bob = await world.owner({ name: 'bob' });
    expect([bob.waiting, bob.tags]).toEqual([0, []]);
  });

  it('ends a mailbox with all that is in it 90 days after its owner was last there', async () => {
    const world = await worldWithBob();
    world.clock.advance(MAILBOX_LIFE_MS - 1);
    const alice = world.client({ name: 'alice' });
    for (const tag of range(500)) await alice.deposit(didOf('bob'), sealedOf(tag));
    world.clock.advance(1);
    await prune(world);
    expect(world.service.totals.messages).toBe(500);
    world.clock.advance(1);
    await prune(world);
    expect(world.service.totals).toEqual({ mailboxes: 0, messages: 0, bytes: 0 });
    await expect(world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1))).rejects.toThrow(REFUSED.unknown);
  });

  it('does not end the mailbox of an owner that is there, or that came meanwhile', async () => {
    const world = await openWorld();
    const bob = await world.owner({ name: 'bob' });
    await (await world.owner({ name: 'carol' })).client.close();
    world.clock.advance(MAILBOX_LIFE_MS);
    await (await world.owner({ name: 'carol' })).client.close();
    world.clock.advance(MAILBOX_LIFE_MS);
    await prune(world);
    expect(world.service.totals.mailboxes).toBe(2);
    await bob.client.close();
    await until(() => world.service.owners === 0);
    world.clock.advance(1);
    await prune(world);
    expect(world.service.totals.mailboxes).toBe(1);
    // Bob was there an hour at most before the last look.
    world.clock.advance(MAILBOX_LIFE_MS);
    await prune(world);
    expect(world.service.totals.mailboxes).toBe(0);
  });

  it('that goes back a day, or forth, neither loses messages nor keeps them for ever', async () => {
    const world = await worldWithBob();
    const day = 24 * 60 * MINUTE;
    for (const ms of [0, day, -2 * day, day]) {
      world.clock.advance(ms);
      await prune(world);
      await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    }
    expect(world.service.totals.messages).toBe(4);
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS + day + 1);
    await prune(world);
    expect(world.service.totals.messages).toBe(0);
  });

  it('G11: that is ten years ahead, at start or while it runs, ends nothing, and what waits ends in its time', async () => {
    const world = await worldWithBob();
    const [day, years] = [24 * 60 * MINUTE, 3650 * 24 * 60 * MINUTE];
    const alice = (): MailboxClient => world.client({ name: 'alice' });
    await alice().deposit(didOf('bob'), sealedOf(1));
    world.leap(years);
    await prune(world);
    await alice().deposit(didOf('bob'), sealedOf(2));
    for (let start = 0; start < 3; start++) {
      await world.end();
      world.leap(years);
      await world.start();
      await prune(world);
    }
    await alice().deposit(didOf('bob'), sealedOf(3));
    expect(world.service.totals).toMatchObject({ mailboxes: 1, messages: 3 });
    // It is put right, which is no time either.
    world.leap(-4 * years);
    await prune(world);
    expect(world.service.totals.messages).toBe(3);
    const bob = await world.owner({ name: 'bob' });
    expect(bob.waiting).toBe(3);
    await until(() => world.service.totals.messages === 0);
    await alice().deposit(didOf('bob'), sealedOf(4));
    await bob.client.close();
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS + 6 * day);
    await prune(world);
    expect(world.service.totals).toMatchObject({ mailboxes: 1, messages: 0 });
  });

  it('G11: that was away for a year counts a day of it', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    await world.end();
    world.clock.advance(365 * 24 * 60 * MINUTE);
    await world.start();
    expect(world.service.totals).toMatchObject({ mailboxes: 1, messages: 1 });
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS);
    await prune(world);
    expect(world.service.totals.messages).toBe(0);
  });

  it('E_STORAGE_CORRUPT: does not start with a damaged time, and without one goes on from the last visit', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    await world.end();
    const key = Uint8Array.of(0);
    await world.store.apply([{ kind: 'put', space: 'mailbox', key, value: new Uint8Array(9) }]);
    await expect(world.start()).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
    await world.store.apply([{ kind: 'delete', space: 'mailbox', key }]);
    world.leap(3650 * 24 * 60 * MINUTE);
    await world.start();
    expect(world.service.totals).toMatchObject({ mailboxes: 1, messages: 1 });
  });

  it('that ends a message which is pushed and not taken leaves the counts right', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    const pushes: CborMap[] = [];
    const bob = world.asker({ name: 'bob' }, (_, fields) => pushes.push(fields));
    await bob.ask('open', {});
    await until(() => pushes.length === 1);
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS + 1);
    await prune(world);
    expect(world.service.totals.messages).toBe(0);
    expect({ ...(await bob.ask('taken', { ids: [1] })) }).toEqual({});
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 0, bytes: 0 });
  });

  it('goes on after a look that failed', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    world.clock.advance(MAILBOX_MESSAGE_LIFE_MS + 1);
    world.store.fail = 'before';
    await prune(world);
    expect(world.faults).toEqual([expect.objectContaining({ code: 'E_STORAGE_FULL' })]);
    expect(world.service.totals.messages).toBe(1);
    world.store.fail = undefined;
    await prune(world);
    expect(world.service.totals.messages).toBe(0);
  });
});

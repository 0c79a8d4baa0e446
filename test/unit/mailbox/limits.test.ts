import { afterEach, describe, expect, it } from 'vitest';
import {
  DEPOSITED_BYTES_A_DAY,
  DEPOSITS_A_MINUTE,
  MAILBOX_LIFE_MS,
  MAILBOX_LIMITS,
  MAILBOX_LINK_IDLE_MS,
  MAILBOX_MESSAGE_LIFE_MS,
  MAILBOX_OPENS_A_MINUTE,
  MAX_ALL_MAILBOXES_BYTES,
  MAX_DEPOSITING_BYTES,
  MAX_MAILBOX_BYTES,
  MAX_MAILBOX_LINKS,
  MAX_MAILBOX_LINKS_A_SOURCE,
  MAX_MAILBOX_MESSAGES,
  MAX_MAILBOXES,
  NEW_MAILBOXES_A_DAY,
} from '../../../src/mailbox/limits.ts';
import { MAX_DEPOSIT_BYTES } from '../../../src/message/deposit.ts';
import { settled, until } from '../../fixtures/agents.ts';
import { addressOf, didOf, endWorlds, MINUTE, openWorld, REFUSED, range, sealedOf, worldWithBob } from './world.ts';

afterEach(async () => {
  expect(await endWorlds()).toEqual([]);
});

describe('the limits of a mailbox', () => {
  it('are so many messages for one recipient, and others have room still', async () => {
    const world = await worldWithBob({ messages: 20 });
    await (await world.owner({ name: 'carol' })).client.close();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(20)) await alice.deposit(didOf('bob'), sealedOf(tag));
    await expect(alice.deposit(didOf('bob'), sealedOf(20))).rejects.toThrow(REFUSED.busy);
    await alice.deposit(didOf('carol'), sealedOf(0));
    expect(world.service.totals.messages).toBe(21);
    const bob = await world.owner({ name: 'bob' });
    await until(() => bob.tags.length === 20 && world.service.totals.messages === 1);
    await alice.deposit(didOf('bob'), sealedOf(20));
  });

  it('are, unless the operator says otherwise, 1,000 messages, 64 MiB, 10,000 mailboxes and 4 GiB in all', () => {
    expect(MAILBOX_LIMITS).toEqual({
      messages: MAX_MAILBOX_MESSAGES,
      bytes: MAX_MAILBOX_BYTES,
      mailboxes: MAX_MAILBOXES,
      totalBytes: MAX_ALL_MAILBOXES_BYTES,
      messageLifeMs: MAILBOX_MESSAGE_LIFE_MS,
      mailboxLifeMs: MAILBOX_LIFE_MS,
      depositedBytesADay: DEPOSITED_BYTES_A_DAY,
    });
    const [thirtyDays, ninetyDays] = [30 * 86_400_000, 90 * 86_400_000];
    expect(Object.values(MAILBOX_LIMITS)).toEqual([1000, 2 ** 26, 10_000, 2 ** 32, thirtyDays, ninetyDays, 2 ** 28]);
  });

  it('are 64 MiB for one recipient', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    const most = MAX_MAILBOX_BYTES / MAX_DEPOSIT_BYTES;
    for (const tag of range(most - 1)) await alice.deposit(didOf('bob'), sealedOf(tag, MAX_DEPOSIT_BYTES));
    await alice.deposit(didOf('bob'), sealedOf(1, MAX_DEPOSIT_BYTES / 2));
    await expect(alice.deposit(didOf('bob'), sealedOf(2, MAX_DEPOSIT_BYTES))).rejects.toThrow(REFUSED.busy);
    await alice.deposit(didOf('bob'), sealedOf(3, MAX_DEPOSIT_BYTES / 2));
    expect(world.service.totals.bytes).toBe(MAX_MAILBOX_BYTES);
    await expect(alice.deposit(didOf('bob'), sealedOf(4))).rejects.toThrow(REFUSED.busy);
  });

  it('are so many bytes in all, whatever is under way at once', async () => {
    const world = await openWorld({ totalBytes: 10 * 1024 });
    for (const name of ['bob', 'carol']) await (await world.owner({ name })).client.close();
    const alice = world.client({ name: 'alice' });
    const outcomes = await Promise.allSettled(
      range(16).map((tag) => alice.deposit(didOf(tag % 2 === 0 ? 'bob' : 'carol'), sealedOf(tag))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(world.service.totals).toEqual({ mailboxes: 2, messages: 10, bytes: 10 * 1024 });
    const bob = await world.owner({ name: 'bob' });
    await until(() => world.service.totals.messages === 5);
    expect(bob.tags).toHaveLength(5);
    await alice.deposit(didOf('carol'), sealedOf(99));
  });

  it('are so many mailboxes in all; who has one keeps it', async () => {
    const world = await openWorld({ mailboxes: 3 });
    const owners = await Promise.all(['a', 'b', 'c'].map((name) => world.owner({ name })));
    for (const { client } of owners) await client.close();
    await expect(world.owner({ name: 'd' })).rejects.toThrow(REFUSED.busy);
    await world.owner({ name: 'a' });
    expect(world.service.totals.mailboxes).toBe(3);
    await expect(world.client({ name: 'x' }).deposit(didOf('d'), sealedOf(1))).rejects.toThrow(REFUSED.unknown);
  });

  it(`are ${DEPOSITS_A_MINUTE} deposits a minute and network address`, async () => {
    const world = await worldWithBob();
    const from = { name: 'alice', address: '/ip6/2001:db8::1/tcp/1' };
    const alice = world.client(from);
    for (const n of range(DEPOSITS_A_MINUTE / 100))
      await Promise.all(range(100).map((tag) => alice.deposit(didOf('bob'), sealedOf(n * 100 + tag))));
    await expect(alice.deposit(didOf('bob'), sealedOf(0))).rejects.toThrow(REFUSED.busy);
    // Another key and another address of the same /64 are no other sender.
    const same = world.client({ name: 'mallory', address: '/ip6/2001:db8::ffff/tcp/2' });
    await expect(same.deposit(didOf('bob'), sealedOf(0))).rejects.toThrow(REFUSED.busy);
    const other = world.client({ name: 'carol', address: '/ip6/2001:db8:0:1::1/tcp/1' });
    await other.deposit(didOf('bob'), sealedOf(0));
    world.clock.advance(MINUTE);
    await alice.deposit(didOf('bob'), sealedOf(0));
    expect(world.service.totals.messages).toBe(DEPOSITS_A_MINUTE + 2);
  });

  it('are so many bytes a day and network address; what was not taken does not count', async () => {
    const world = await worldWithBob({ depositedBytesADay: 10 * 1024, messages: 9 });
    const alice = world.client({ name: 'alice' });
    await expect(alice.deposit(didOf('nobody'), sealedOf(0, 8192))).rejects.toThrow(REFUSED.unknown);
    await alice.deposit(didOf('bob'), sealedOf(1, 8192));
    await expect(alice.deposit(didOf('bob'), sealedOf(2, 4096))).rejects.toThrow(REFUSED.busy);
    await alice.deposit(didOf('bob'), sealedOf(3, 2048));
    await expect(alice.deposit(didOf('bob'), sealedOf(4))).rejects.toThrow(REFUSED.busy);
    await world.client({ name: 'alice', address: addressOf(1) }).deposit(didOf('bob'), sealedOf(5));
    world.clock.advance(24 * 60 * MINUTE);
    await alice.deposit(didOf('bob'), sealedOf(6));
    expect(world.service.totals.messages).toBe(4);
  });

  it('count a deposit that is refused like any other, so that nobody asks for free who has a mailbox', async () => {
    const world = await openWorld();
    const asker = world.asker({ name: 'alice' });
    for (const n of range(DEPOSITS_A_MINUTE)) {
      const sealed = n % 2 === 0 ? sealedOf(n) : new Uint8Array(5);
      await expect(asker.ask('deposit', { to: didOf('nobody'), sealed })).rejects.toThrow(
        n % 2 === 0 ? REFUSED.unknown : REFUSED.failed,
      );
    }
    await expect(asker.ask('deposit', { to: didOf('nobody'), sealed: sealedOf(1) })).rejects.toThrow(REFUSED.busy);
  });

  it(`are ${MAILBOX_OPENS_A_MINUTE} openings a minute and network address`, async () => {
    const world = await openWorld();
    for (let n = 0; n < MAILBOX_OPENS_A_MINUTE; n++) await (await world.owner({ name: 'bob' })).client.close();
    await expect(world.owner({ name: 'bob' })).rejects.toThrow(REFUSED.busy);
    await world.owner({ name: 'bob', address: addressOf(1) });
    world.clock.advance(MINUTE);
    await world.owner({ name: 'bob' });
  });

  it(`are ${NEW_MAILBOXES_A_DAY} new mailboxes a day and network address`, async () => {
    const world = await openWorld();
    for (const n of range(NEW_MAILBOXES_A_DAY)) {
      if (n % MAILBOX_OPENS_A_MINUTE === 0) world.clock.advance(MINUTE);
      await (await world.owner({ name: `owner ${n}` })).client.close();
    }
    world.clock.advance(MINUTE);
    await expect(world.owner({ name: 'one more' })).rejects.toThrow(REFUSED.busy);
    // Who has one is no newcomer.
    await world.owner({ name: 'owner 1' });
    world.clock.advance(24 * 60 * MINUTE);
    await world.owner({ name: 'one more' });
    expect(world.service.totals.mailboxes).toBe(NEW_MAILBOXES_A_DAY + 1);
  });

  it(`are ${MAX_MAILBOX_LINKS_A_SOURCE} links of a network address, and ${MAX_MAILBOX_LINKS} in all`, async () => {
    const world = await openWorld();
    const open1 = range(MAX_MAILBOX_LINKS_A_SOURCE).map(() => world.connect({ name: 'a', address: addressOf(1) }));
    await expect(world.owner({ name: 'a', address: addressOf(1) })).rejects.toThrow(REFUSED.link);
    for (const n of range(MAX_MAILBOX_LINKS - MAX_MAILBOX_LINKS_A_SOURCE))
      world.connect({ name: 'b', address: addressOf(100 + n) });
    expect(world.service.links).toBe(MAX_MAILBOX_LINKS);
    await expect(world.owner({ name: 'c', address: addressOf(2000) })).rejects.toThrow(REFUSED.link);
    open1[0]?.cut();
    await until(() => world.service.links === MAX_MAILBOX_LINKS - 1);
    await world.owner({ name: 'c', address: addressOf(2000) });
  });

  it('are 64 MiB of deposits that are being written', async () => {
    const world = await worldWithBob();
    let release = (): void => {};
    world.store.gate = new Promise((resolve) => {
      release = resolve;
    });
    // Sixteen requests a link are read.
    const [one, two, three] = [world.client({ name: 'a' }), world.client({ name: 'b' }), world.client({ name: 'c' })];
    const most = MAX_DEPOSITING_BYTES / MAX_DEPOSIT_BYTES;
    const pending = range(most).map((tag) =>
      (tag % 2 === 0 ? one : two).deposit(didOf('bob'), sealedOf(tag, MAX_DEPOSIT_BYTES)),
    );
    await settled(100);
    await expect(three.deposit(didOf('bob'), sealedOf(0))).rejects.toThrow(REFUSED.busy);
    release();
    await Promise.allSettled(pending);
    expect(world.service.totals.messages).toBe(most);
  });

  it('are a minute for a link on which nothing is asked; an open mailbox stays', async () => {
    const world = await openWorld();
    const idle = world.connect({ name: 'alice' });
    const bob = await world.owner({ name: 'bob' });
    const asking = world.client({ name: 'carol' });
    world.timer.advance(MAILBOX_LINK_IDLE_MS - 1);
    await asking.deposit(didOf('bob'), sealedOf(1));
    world.timer.advance(1);
    expect(await idle.dialler.closed).toBeUndefined();
    await asking.deposit(didOf('bob'), sealedOf(2));
    await until(() => bob.tags.length === 2);
    expect(world.service.links).toBe(2);
  });
});

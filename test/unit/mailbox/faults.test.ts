import { afterEach, describe, expect, it } from 'vitest';
import type { CborMap } from '../../../src/codec/cbor.ts';
import { MAX_MAILBOX_MESSAGES } from '../../../src/mailbox/limits.ts';
import { MAX_DEPOSIT_BYTES } from '../../../src/message/deposit.ts';
import { settled, until } from '../../fixtures/agents.ts';
import {
  addressOf,
  auditOf,
  didOf,
  endWorlds,
  openWorld,
  REFUSED,
  range,
  say,
  sealedOf,
  worldWithBob,
} from './world.ts';

afterEach(async () => {
  expect(await endWorlds()).toEqual([]);
});

/** Deposits of one who fills a mailbox. */
const FLOOD = process.env['TALOS_SLOW'] === '1' ? 10_000 : 1_500;

describe('a client that lies to a mailbox', () => {
  it('is refused what it asks in another form, and changes nothing', async () => {
    const world = await worldWithBob();
    const asker = world.asker({ name: 'mallory' });
    const sealed = sealedOf(1);
    for (const [op, fields] of [
      ['deposit', {}],
      ['deposit', { to: didOf('bob') }],
      ['deposit', { sealed }],
      ['deposit', { to: 'did:key:z6Mk', sealed }],
      ['deposit', { to: '*', sealed }],
      ['deposit', { to: didOf('bob'), sealed: 'text' }],
      ['deposit', { to: didOf('bob'), sealed, from: didOf('alice') }],
      ...[0, 1, 1023, 1025, 1536, 2 * 1024 * 1024 + 1].map(
        (bytes) => ['deposit', { to: didOf('bob'), sealed: new Uint8Array(bytes) }] as const,
      ),
      ['open', { of: didOf('bob') }],
      ['list', {}],
      ['message', { id: 1, sealed }],
    ] as const)
      await expect(asker.ask(op, fields), `${op} ${Object.keys(fields).join()}`).rejects.toThrow(REFUSED.failed);
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 0, bytes: 0 });
    await asker.ask('deposit', { to: didOf('bob'), sealed });
  });

  it('opens the mailbox of its own key and no other, and takes from no other', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    const pushes: CborMap[] = [];
    const mallory = world.asker({ name: 'mallory' }, (_, fields) => pushes.push(fields));
    await expect(mallory.ask('taken', { ids: [1] })).rejects.toThrow(REFUSED.denied);
    expect({ ...(await mallory.ask('open', {})) }).toEqual({ waiting: 0, bytes: 0 });
    await expect(mallory.ask('taken', { ids: [1] })).rejects.toThrow(REFUSED.unknown);
    await settled();
    expect(pushes).toEqual([]);
    expect(world.service.totals.messages).toBe(1);
  });

  it('takes nothing that was not pushed to it on this link, nor anything else with it', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(20)) await alice.deposit(didOf('bob'), sealedOf(tag));
    const pushes: CborMap[] = [];
    const bob = world.asker({ name: 'bob' }, (_, fields) => pushes.push(fields));
    await bob.ask('open', {});
    await until(() => pushes.length === 16);
    for (const ids of [[17], [1, 17], [21], [2 ** 53 - 1]])
      await expect(bob.ask('taken', { ids })).rejects.toThrow(REFUSED.unknown);
    for (const ids of [[], [0], [-1], [1.5], ['1'], [1, 1], range(17).map((n) => n + 1), [2 ** 53]] as const)
      await expect(
        bob.ask('taken', { ids: ids as never }).catch((error: unknown) => {
          throw error;
        }),
      ).rejects.toThrow();
    expect(world.service.totals.messages).toBe(20);
    await bob.ask('taken', { ids: [1] });
    await expect(bob.ask('taken', { ids: [1] })).rejects.toThrow(REFUSED.unknown);
    expect(world.service.totals.messages).toBe(19);
  });

  it('that says the same twice at once takes it once', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(3)) await alice.deposit(didOf('bob'), sealedOf(tag));
    const pushes: CborMap[] = [];
    const bob = world.asker({ name: 'bob' }, (_, fields) => pushes.push(fields));
    await bob.ask('open', {});
    await until(() => pushes.length === 3);
    await Promise.allSettled(range(10).map(() => bob.ask('taken', { ids: [1, 2] })));
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 1, bytes: 1024 });
  });

  it('opens its mailbox once a link', async () => {
    const world = await openWorld();
    const asker = world.asker({ name: 'bob' });
    const both = await Promise.allSettled([asker.ask('open', {}), asker.ask('open', {})]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(asker.ask('open', {})).rejects.toThrow(REFUSED.failed);
  });

  it(`that sends ${FLOOD} deposits to one recipient fills one mailbox, to its 1,000 messages, and no more`, async () => {
    const world = await worldWithBob();
    const before = world.store.applied;
    const outcomes: PromiseSettledResult<void>[] = [];
    for (const n of range(FLOOD / 500)) {
      const client = world.client({ name: 'mallory', address: addressOf(n) });
      outcomes.push(
        ...(await Promise.allSettled(range(500).map((tag) => client.deposit(didOf('bob'), sealedOf(tag))))),
      );
      await client.close();
    }
    expect(outcomes).toHaveLength(FLOOD);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_MAILBOX_MESSAGES);
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 1000, bytes: 1000 * 1024 });
    expect(world.store.applied - before).toBe(MAX_MAILBOX_MESSAGES);
  });

  it('that does not read what it is pushed is not pushed on', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    for (const tag of range(8)) await alice.deposit(didOf('bob'), sealedOf(tag, MAX_DEPOSIT_BYTES / 4));
    const pair = world.connect({ name: 'bob' });
    const bob = pair.dialler;
    let asked = false;
    bob.onFrame(() => {
      asked = true;
      return new Promise(() => {});
    });
    say(bob, { v: 1, n: 1, op: 'open' });
    await until(() => asked);
    await settled(100);
    // One deposit waits to leave, and what the link has taken of it.
    expect(pair.listener.bufferedBytes).toBeLessThan(MAX_DEPOSIT_BYTES);
    pair.cut();
    const again = await world.owner({ name: 'bob' });
    await until(() => again.tags.length === 8);
  });
});

describe('a mailbox whose store fails', () => {
  it('says busy, leaves everything as it was, and goes on when the store does', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    await alice.deposit(didOf('bob'), sealedOf(1));
    world.store.fail = 'before';
    await expect(alice.deposit(didOf('bob'), sealedOf(2))).rejects.toThrow(REFUSED.busy);
    await expect(world.owner({ name: 'carol' })).rejects.toThrow(REFUSED.busy);
    expect(world.faults).toHaveLength(2);
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 1, bytes: 1024 });
    world.store.fail = undefined;
    await alice.deposit(didOf('bob'), sealedOf(3));
    const bob = await world.owner({ name: 'bob' });
    await until(() => bob.tags.length === 2);
    expect(bob.tags).toEqual([1, 3]);
  });

  it('counts what is there where it is not known what was written', async () => {
    const world = await worldWithBob();
    const alice = world.client({ name: 'alice' });
    world.store.fail = 'after';
    await expect(alice.deposit(didOf('bob'), sealedOf(1))).rejects.toThrow(REFUSED.busy);
    expect(world.service.totals).toEqual({ mailboxes: 1, messages: 1, bytes: 1024 });
    world.store.fail = undefined;
    await alice.deposit(didOf('bob'), sealedOf(2));
    const bob = await world.owner({ name: 'bob' });
    await until(() => bob.tags.length === 2);
    // The first was not confirmed, so it may come; it is its recipient's to notice that it comes again.
    expect(bob.tags).toEqual([1, 2]);
  });

  it('keeps a message that could not be deleted, and gives it again', async () => {
    const world = await worldWithBob();
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    world.store.fail = 'before';
    const bob = await world.owner({ name: 'bob' });
    expect(await bob.client.closed).toMatchObject({ code: 'E_RATE_LIMITED' });
    world.store.fail = undefined;
    const again = await world.owner({ name: 'bob' });
    await until(() => again.tags.length === 1 && world.service.totals.messages === 0);
    expect([bob.tags, again.tags]).toEqual([[1], [1]]);
  });

  it('ends the link of an owner to whom it cannot read a message, which comes over the next', async () => {
    const world = await openWorld();
    const bob = await world.owner({ name: 'bob' });
    world.store.failRead = (key) => key[0] === 3;
    await world.client({ name: 'alice' }).deposit(didOf('bob'), sealedOf(1));
    expect(await bob.client.closed).toBeUndefined();
    expect(world.faults).toEqual([expect.objectContaining({ code: 'E_STORAGE' })]);
    world.store.failRead = () => false;
    const again = await world.owner({ name: 'bob' });
    await until(() => again.tags.length === 1);
  });

  it('keeps to its limit in all where it cannot even read what was written', async () => {
    const world = await worldWithBob({ totalBytes: 2048 });
    const alice = world.client({ name: 'alice' });
    world.store.fail = 'after';
    // The mailbox is read before the batch, and cannot be after it.
    let reads = 0;
    world.store.failRead = () => ++reads > 1;
    await expect(alice.deposit(didOf('bob'), sealedOf(1))).rejects.toThrow(REFUSED.busy);
    world.store.fail = undefined;
    world.store.failRead = () => false;
    expect(world.service.totals.bytes).toBe(1024);
    await alice.deposit(didOf('bob'), sealedOf(2));
    await expect(alice.deposit(didOf('bob'), sealedOf(3))).rejects.toThrow(REFUSED.busy);
  });

  it.each(['before', 'after'] as const)(
    'and that dies %s a batch is written counts right when it starts again',
    async (when) => {
      const world = await worldWithBob();
      const alice = world.client({ name: 'alice' });
      for (const tag of range(4)) await alice.deposit(didOf('bob'), sealedOf(tag));
      const bob = world.asker({ name: 'bob' });
      await bob.ask('open', {});
      await settled();
      world.store.fail = when;
      const asked = [alice.deposit(didOf('bob'), sealedOf(4)), bob.ask('taken', { ids: [1, 2] })];
      world.kill();
      expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await settled();
      world.store.fail = undefined;
      expect(await auditOf(world.store.inner)).toEqual([]);
      await world.start();
      const again = await world.owner({ name: 'bob' });
      await until(() => world.service.totals.messages === 0);
      // What was confirmed to its sender comes, and comes in order.
      expect(again.tags.filter((tag) => tag < 4).slice(-2)).toEqual([2, 3]);
      expect(again.tags).toEqual([...again.tags].sort((a, b) => a - b));
      expect(again.waiting).toBe(again.tags.length);
    },
  );

  it('does not start on records that are damaged (E_STORAGE_CORRUPT)', async () => {
    const world = await worldWithBob();
    await world.end();
    const store = world.store.inner;
    const key = new Uint8Array(33).fill(1);
    for (const value of [
      new Uint8Array(0),
      new Uint8Array(29),
      new Uint8Array(30).fill(1),
      new Uint8Array(29).fill(0xff),
    ]) {
      await store.apply([{ kind: 'put', space: 'mailbox', key, value }]);
      await expect(world.start()).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
    }
    await store.apply([{ kind: 'delete', space: 'mailbox', key }]);
    await world.start();
  });
});

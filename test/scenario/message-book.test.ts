import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deliveries } from '../../src/agent/message/deliveries.ts';
import { MAX_INBOX_BYTES } from '../../src/agent/message/inbox-room.ts';
import { MessageBook, SEEN_AGE_MS } from '../../src/agent/message/message-book.ts';
import { OUTBOX_AGE_MS } from '../../src/agent/message/outbox.ts';
import { type Bytes, fromUtf8, toHex, utf8 } from '../../src/base/bytes.ts';
import { isTalosError, TalosError } from '../../src/base/errors.ts';
import { MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { readEnvelope } from '../../src/session/durable.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Change, Store } from '../../src/storage/store.ts';
import { agent, DAY, flipped, NOW } from '../unit/session/actors.ts';
import { content, desk, inbox, introduced, replyOf, restarted } from './desks.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('a message at rest', () => {
  it('is acknowledged, delivered once, and then nowhere any more', async () => {
    const { a, b } = await introduced();
    const { id, envelope } = await a.book.outbox.send(bob.did, utf8('hello'));
    const received = await b.book.receive(alice.did, envelope);
    expect(received.kind).toBe('message');
    const acknowledged = await a.book.receive(bob.did, replyOf(received));
    expect(acknowledged).toMatchObject({ kind: 'acknowledged', messages: [{ id }] });
    expect(await inbox(b)).toEqual(['hello']);
    for await (const left of a.book.outbox.all(bob.did)) expect(left).toBeUndefined();
  });

  it('is found in the store by nobody: neither its text nor a prekey', async () => {
    const { a, b } = await introduced();
    const text = utf8('a text that must not be found in a copy of the disk');
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, text)).envelope);
    for (const { store } of [a, b]) expect(await content(store)).not.toContain(toHex(text));
  });

  it('R10 R12: is not delivered again when it comes again, also after a restart, and is acknowledged each time', async () => {
    const { a, b } = await introduced();
    const { id, envelope } = await a.book.outbox.send(bob.did, utf8('once'));
    await b.book.receive(alice.did, envelope);
    const again = await restarted(b);
    for (let i = 0; i < 3; i++) {
      const received = await again.book.receive(alice.did, envelope);
      expect(received.kind).toBe('duplicate');
      expect(await a.book.receive(bob.did, replyOf(received))).toMatchObject({
        kind: 'acknowledged',
        messages: [{ id }],
      });
    }
    expect(await inbox(again)).toEqual(['once']);
  });

  it('is acknowledged with others, later and in one envelope; an id that nobody waits for changes nothing', async () => {
    const { a, b } = await introduced();
    const sent = [];
    for (const text of ['one', 'two', 'three']) sent.push(await a.book.outbox.send(bob.did, utf8(text)));
    for (const { envelope } of sent)
      expect(await b.book.receive(alice.did, envelope, true)).toMatchObject({ kind: 'message', reply: undefined });
    const [first, second, third] = sent.map(({ id }) => id) as [Bytes, Bytes, Bytes];
    const unknown = new Uint8Array(16);
    const acknowledge = async (...ids: Bytes[]) => a.book.receive(bob.did, await b.book.acknowledge(alice.did, ids));
    expect(await acknowledge(second, unknown, first)).toMatchObject({
      messages: [{ id: second, commitment: expect.anything() }, { id: unknown, commitment: undefined }, { id: first }],
    });
    expect(await a.book.outbox.isAwaiting(bob.did)).toBe(true);
    expect(await acknowledge(first, third)).toMatchObject({
      messages: [
        { id: first, commitment: undefined },
        { id: third, commitment: expect.anything() },
      ],
    });
    expect(await a.book.outbox.isAwaiting(bob.did)).toBe(false);
    const { messages } = await a.book.history.page({ last: 9 }, NOW);
    expect(messages.map(({ content, state }) => `${fromUtf8(content)} ${state}`)).toEqual([
      'one delivered',
      'two delivered',
      'three delivered',
    ]);
    await expect(b.book.acknowledge(alice.did, [])).rejects.toThrow(RangeError);
  });

  it('is refused while too many bytes wait, changes nothing then, and is taken when there is room', async () => {
    const { a, b } = await introduced();
    const text = new Uint8Array(MAX_TEXT_BYTES);
    const envelopeOf = async (): Promise<Bytes> => (await a.book.outbox.send(bob.did, text)).envelope;
    for (let bytes = 0; bytes < MAX_INBOX_BYTES; bytes += MAX_TEXT_BYTES)
      await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, await envelopeOf())));
    const beyond = await envelopeOf();
    // A restart counts again, and comes to the same.
    const again = await restarted(b);
    const keys = async (): Promise<readonly string[]> => {
      const held: string[] = [];
      for await (const [key] of b.store.scan('message')) held.push(toHex(key));
      return held;
    };
    const before = await keys();
    for (const each of [b, again]) await expect(each.book.receive(alice.did, beyond)).rejects.toThrow(code('E_LIMIT'));
    expect(await keys()).toEqual(before);
    for await (const { key } of again.book.waiting()) {
      await again.book.take(key);
      break;
    }
    expect((await again.book.receive(alice.did, beyond)).kind).toBe('message');
    await expect(again.book.receive(alice.did, await envelopeOf())).rejects.toThrow(code('E_LIMIT'));
  });

  it('holds no scan of the store open while a peer takes what waits for it', async () => {
    const { a } = await introduced();
    let open = 0;
    const counting: Store = {
      get: (space, key) => a.store.get(space, key),
      apply: (changes) => a.store.apply(changes),
      async *scan(space, range) {
        open++;
        try {
          yield* a.store.scan(space, range);
        } finally {
          open--;
        }
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const { book } = await desk(alice, counting, a.clock);
    for (const text of ['one', 'two']) await book.outbox.send(bob.did, utf8(text));
    let sent = 0;
    for await (const _ of book.outbox.all(bob.did)) {
      sent++;
      expect(open).toBe(0);
    }
    expect(sent).toBe(2);
  });

  it('K10 K11: an initial message opens one session, for as long as its prekey is accepted', async () => {
    const { a, b } = await introduced();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('first'));
    await b.book.receive(alice.did, envelope);
    for (let i = 0; i < 1000; i++) {
      const next = await a.book.outbox.send(bob.did, utf8(`${i}`));
      await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, next.envelope)));
    }
    // The session and every trace of the message are gone, but not the prekeys.
    const later = await restarted(b);
    const changes: Change[] = [];
    for (const space of ['session', 'message'] as const)
      for await (const [key] of later.store.scan(space)) changes.push({ kind: 'delete', space, key });
    await later.store.apply(changes);
    const before = await content(later.store);
    await expect(later.book.receive(alice.did, envelope)).rejects.toThrow(code('E_REPLAY'));
    later.clock.advance(30 * DAY - 1);
    await expect(later.book.receive(alice.did, envelope)).rejects.toThrow(code('E_REPLAY'));
    expect(await content(later.store)).toBe(before);
    later.clock.advance(1);
    await later.prekeys.prune(later.clock.now());
    await expect(later.book.receive(alice.did, envelope)).rejects.toThrow(code('E_PREKEY_GONE'));
  });

  it('K12: two initiators with one one-time prekey: one is delivered, the other refused', async () => {
    const [a, m, b] = [await desk(alice), await desk(mallory), await desk(bob)];
    const bundle = await b.prekeys.offer(NOW);
    await a.book.establish(bob.did, bundle);
    await m.book.establish(bob.did, bundle);
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('first'))).envelope);
    const late = await m.book.outbox.send(bob.did, utf8('second'));
    await expect(b.book.receive(mallory.did, late.envelope)).rejects.toThrow(code('E_PREKEY_GONE'));
    expect(await inbox(b)).toEqual(['first']);
  });

  it('K12: at the same moment, too', async () => {
    const [a, m, b] = [await desk(alice), await desk(mallory), await desk(bob)];
    const bundle = await b.prekeys.offer(NOW);
    await a.book.establish(bob.did, bundle);
    await m.book.establish(bob.did, bundle);
    const outcomes = await Promise.allSettled([
      b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('x'))).envelope),
      b.book.receive(mallory.did, (await m.book.outbox.send(bob.did, utf8('x'))).envelope),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await inbox(b)).toEqual(['x']);
  });

  it('takes no one-time prekey twice from one bundle', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const bundle = await b.prekeys.offer(NOW);
    expect((await a.book.establish(bob.did, bundle)).oneTime).toBe(true);
    expect((await a.book.establish(bob.did, bundle)).oneTime).toBe(false);
    await expect(a.book.establish(bob.did, bundle, true)).rejects.toThrow(code('E_DOWNGRADE'));
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('still heard'))).envelope);
    expect(await inbox(b)).toEqual(['still heard']);
  });

  it('K18: refuses a bundle of an older signed prekey than it has seen, also after a restart', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const older = await b.prekeys.offer(NOW);
    await b.prekeys.rotate(NOW);
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    const later = await restarted(a);
    await expect(later.book.establish(bob.did, older)).rejects.toThrow(code('E_STALE'));
  });

  it('K18, R15: takes the bundles of a store that was put back to an earlier copy, whose clock went on', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    await b.prekeys.offer(NOW);
    const copy: Change[] = [];
    for await (const [key, value] of b.store.scan('prekey')) copy.push({ kind: 'put', space: 'prekey', key, value });
    let bundle = await b.prekeys.offer(NOW);
    for (let i = 0; i < 10; i++) bundle = await b.prekeys.offer(NOW + i);
    await a.book.establish(bob.did, bundle);
    await b.store.apply(copy);
    const after = await b.prekeys.offer(NOW + 1000);
    expect((await a.book.establish(bob.did, after)).oneTime).toBe(true);
    // One of before the copy offers the same signed prekey, and its one-time prekeys were used.
    expect((await a.book.establish(bob.did, bundle)).oneTime).toBe(false);
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('heard'))).envelope);
    expect(await inbox(b)).toEqual(['heard']);
  });

  it('K22: a failure leaves the state as it was: the good envelope opens after every damaged one', async () => {
    const { a, b } = await introduced();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('intact'));
    const before = await content(b.store);
    for (let at = 0; at < envelope.length; at += 7)
      await expect(b.book.receive(alice.did, flipped(envelope, at, at % 8))).rejects.toThrow(/./);
    await expect(b.book.receive(mallory.did, envelope)).rejects.toThrow(code('E_DECRYPT'));
    expect(await content(b.store)).toBe(before);
    await b.book.receive(alice.did, envelope);
    expect(await inbox(b)).toEqual(['intact']);
  });

  it('a failure of the store leaves the state as it was, and the message can be received again', async () => {
    const { a, b } = await introduced();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('kept'));
    const failing: Store = {
      get: (space, key) => b.store.get(space, key),
      scan: (space, range) => b.store.scan(space, range),
      apply: () => Promise.reject(new TalosError('E_STORAGE_FULL', 'no room')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const records = await openRecordSealer(b.store, bob.atRestSecret());
    const broken = new MessageBook({ party: bob, store: failing, records, prekeys: b.prekeys, clock: b.clock });
    const before = await content(b.store);
    await expect(broken.receive(alice.did, envelope)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(await content(b.store)).toBe(before);
    expect((await b.book.receive(alice.did, envelope)).kind).toBe('message');
  });

  it('R16: two messengers over one store never use a number twice', async () => {
    const { a, b } = await introduced();
    const second = await restarted(a);
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? a : second).book.outbox.send(bob.did, utf8(`${i}`))),
    );
    const headers = sent.map(({ envelope }) =>
      toHex(readEnvelope(envelope, { sender: alice.did, recipient: bob.did }).content.slice(0, 41)),
    );
    expect(new Set(headers).size).toBe(20);
    for (const { envelope } of sent) await b.book.receive(alice.did, envelope);
    expect((await inbox(b)).toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`).toSorted());
  });

  it('R16: two messengers over one store deliver a message once between them', async () => {
    const { a, b } = await introduced();
    const second = await restarted(b);
    const { envelope } = await a.book.outbox.send(bob.did, utf8('once'));
    const kinds = await Promise.all(
      [b, second].map(async ({ book }) => (await book.receive(alice.did, envelope)).kind),
    );
    expect(kinds.toSorted()).toEqual(['duplicate', 'message']);
    expect(await inbox(b)).toEqual(['once']);
  });

  it('R15: a store that was put back to an earlier copy repeats no nonce, and the peer takes no number twice', async () => {
    const { a, b } = await introduced();
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('before'))).envelope);
    const copy: Change[] = [];
    for await (const [key, value] of a.store.scan('session')) copy.push({ kind: 'put', space: 'session', key, value });
    const first = [await a.book.outbox.send(bob.did, utf8('one')), await a.book.outbox.send(bob.did, utf8('two'))];
    await a.store.apply(copy);
    const second = [await a.book.outbox.send(bob.did, utf8('three')), await a.book.outbox.send(bob.did, utf8('four'))];
    const route = { sender: alice.did, recipient: bob.did };
    const contents = [...first, ...second].map(({ envelope }) => readEnvelope(envelope, route).content);
    expect(new Set(contents.map((bytes) => toHex(bytes.slice(0, 41)))).size).toBe(2);
    expect(new Set(contents.map((bytes) => toHex(bytes.slice(41, 53)))).size).toBe(4);
    for (const { envelope } of first) await b.book.receive(alice.did, envelope);
    for (const { envelope } of second)
      await expect(b.book.receive(alice.did, envelope)).rejects.toThrow(code('E_REPLAY'));
    expect(await inbox(b)).toEqual(['before', 'one', 'two']);
  });

  it('waits 30 days for its acknowledgement; its id is remembered for 65, and 62 days after it was signed it is E_STALE', async () => {
    const { a, b } = await introduced();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('x'));
    await b.book.receive(alice.did, envelope);
    a.clock.advance(OUTBOX_AGE_MS);
    const waiting = async (): Promise<number> => {
      let count = 0;
      for await (const _ of a.book.outbox.all(bob.did)) count++;
      return count;
    };
    expect(await waiting()).toBe(1);
    a.clock.advance(1);
    expect(await waiting()).toBe(0);
    b.clock.advance(SEEN_AGE_MS);
    await b.book.prune();
    expect((await b.book.receive(alice.did, envelope)).kind).toBe('duplicate');
    b.clock.advance(1);
    await b.book.prune();
    await expect(b.book.receive(alice.did, envelope)).rejects.toThrow(code('E_STALE'));
  });

  it('without a session is not sent', async () => {
    const a = await desk(alice);
    await expect(a.book.outbox.send(bob.did, utf8('x'))).rejects.toThrow(code('E_NO_SESSION'));
  });
});

describe('what becomes of messages to a peer that is never there', () => {
  it('is told once: queued, and failed after 30 days, without any link', async () => {
    const { identity, store, prekeys, clock } = await desk(alice);
    const records = await openRecordSealer(store, identity.atRestSecret());
    const deliveries = new Deliveries();
    const told: string[] = [];
    deliveries.watch(({ state, reason }) => told.push(`${state} ${reason}`));
    const book = new MessageBook({ party: alice, store, records, prekeys, clock, deliveries });
    const [first] = [await book.outbox.keep(bob.did, utf8('1')), await book.outbox.keep(bob.did, utf8('2'))];
    clock.advance(OUTBOX_AGE_MS);
    await book.outbox.expire(bob.did);
    expect([told, await book.outbox.isAwaiting(bob.did)]).toEqual([['queued ', 'queued '], true]);
    clock.advance(1);
    await Promise.all([book.outbox.expire(bob.did), book.outbox.expire(bob.did)]);
    // The id of the second is a millisecond ahead of the clock that it was made at.
    expect(told.slice(2)).toEqual(['failed not acknowledged within 30 days']);
    clock.advance(1);
    await book.outbox.expire(bob.did);
    expect([told.length, await book.outbox.isAwaiting(bob.did)]).toEqual([4, false]);
    expect(await book.history.find(bob.did, first, clock.now())).toMatchObject({ state: 'failed' });
    expect(await book.history.find(mallory.did, utf8('0123456789abcdef'), clock.now())).toBeUndefined();
  });
});

describe('random schedules', () => {
  const steps = fc.array(
    fc.record({
      from: fc.constantFrom('a' as const, 'b' as const),
      fate: fc.constantFrom('deliver', 'lose', 'twice', 'late'),
      pick: fc.nat(99),
    }),
    { minLength: 1, maxLength: 25 },
  );

  it('R14 K21: with loss, repetition and reordering, both starting at once, every message arrives exactly once', async () => {
    const run = async (script: readonly { from: 'a' | 'b'; fate: string; pick: number }[]): Promise<void> => {
      const desks = { a: await desk(alice), b: await desk(bob) };
      const dids = { a: alice.did, b: bob.did };
      await desks.a.book.establish(bob.did, await desks.b.prekeys.offer(NOW));
      await desks.b.book.establish(alice.did, await desks.a.prekeys.offer(NOW));
      const sent = { a: [] as string[], b: [] as string[] };
      const late: { to: 'a' | 'b'; envelope: Bytes }[] = [];
      const deliver = async (to: 'a' | 'b', envelope: Bytes): Promise<void> => {
        const from = to === 'a' ? 'b' : 'a';
        const received = await desks[to].book.receive(dids[from], envelope);
        if (received.kind !== 'acknowledged') await desks[from].book.receive(dids[to], replyOf(received));
      };
      for (const [number, { from, fate, pick }] of script.entries()) {
        const to = from === 'a' ? 'b' : 'a';
        sent[from].push(`${from}${number}`);
        const { envelope } = await desks[from].book.outbox.send(dids[to], utf8(`${from}${number}`));
        if (fate === 'deliver' || fate === 'twice') await deliver(to, envelope);
        if (fate === 'twice') await deliver(to, envelope);
        if (fate === 'late') late.push({ to, envelope });
        const [held] = pick % 2 === 0 ? late.splice(pick % (late.length + 1), 1) : [];
        // One that comes after more than five chains opens no longer; it goes out once more, sealed anew.
        if (held !== undefined)
          await deliver(held.to, held.envelope).catch((error: unknown) => {
            if (!isTalosError(error, 'E_DECRYPT')) throw error;
          });
      }
      // Both meet again: all that was not acknowledged goes out once more.
      for (const from of ['a', 'b'] as const) {
        const to = from === 'a' ? 'b' : 'a';
        for await (const { envelope } of desks[from].book.outbox.all(dids[to])) await deliver(to, envelope);
        for await (const left of desks[from].book.outbox.all(dids[to])) expect(left).toBeUndefined();
      }
      expect((await inbox(desks.b)).toSorted()).toEqual(sent.a.toSorted());
      expect((await inbox(desks.a)).toSorted()).toEqual(sent.b.toSorted());
    };
    await fc.assert(fc.asyncProperty(steps, run));
  }, 600_000);
});

/** The own prekeys: bundles and stocks of them, used once, renewed and erased, through crashes and old copies. */
import { describe, expect, it } from 'vitest';
import {
  MAX_ONE_TIME_PREKEYS,
  MAX_STOCK_PREKEYS,
  PREKEY_OFFERED_MS,
  PrekeyStore,
} from '../../src/agent/message/prekey-store.ts';
import { type Bytes, utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type CborMap, decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import { Identity } from '../../src/identity/identity.ts';
import { LOW_STOCK_BUNDLES, MAX_STOCK_BUNDLES } from '../../src/registry/limits.ts';
import { readEnvelope } from '../../src/session/durable.ts';
import { decodeInitial, type InitialMessage } from '../../src/session/handshake.ts';
import { MAX_USED_BUNDLES } from '../../src/session/peer-sessions.ts';
import { type Bundle, signBundle, verifyBundle } from '../../src/session/prekeys.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Change, Store } from '../../src/storage/store.ts';
import { RegistryWorld, recordOf } from '../fixtures/registry.ts';
import { agent, DAY, flipped, NOW } from '../unit/session/actors.ts';
import { content, type Desk, desk, inbox, replyOf } from './desks.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const code = (name: string): unknown => expect.objectContaining({ code: name });

const opened = (bundle: Bytes, nowMs = NOW): Bundle => verifyBundle(bundle, { did: bob.did, nowMs });

type List = 'opks' | 'okems';
/** Which one-time prekeys an initiator uses: Bob's bundle without the others, signed by him again. */
const KINDS: readonly (readonly [kinds: string, lists: readonly List[]])[] = [
  ['both kinds', ['opks', 'okems']],
  ['X25519 alone', ['opks']],
  ['ML-KEM alone', ['okems']],
];
function only(bundle: Bytes, lists: readonly List[]): Bytes {
  const body = decodeCbor((decodeCbor(bundle) as CborMap)['body'] as Bytes) as CborMap;
  const cut = (['opks', 'okems'] as const).filter((list) => !lists.includes(list));
  return signBundle(bob.signing, encodeCbor({ ...body, ...Object.fromEntries(cut.map((list) => [list, []])) }));
}

async function firstEnvelope(a: Desk, bundle: Bytes, text = 'first'): Promise<Bytes> {
  await a.book.establish(bob.did, bundle);
  return (await a.book.outbox.send(bob.did, utf8(text))).envelope;
}
const initialOf = (envelope: Bytes): InitialMessage =>
  decodeInitial(readEnvelope(envelope, { sender: alice.did, recipient: bob.did }).initial as Bytes);

/** Keys of the records of one-time prekeys, in hex. */
async function oneTimeKeys(store: Store): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const [key] of store.scan('prekey', { start: Uint8Array.of(4), end: Uint8Array.of(6) }))
    keys.push(Buffer.from(key).toString('hex'));
  return keys;
}

/** A store over another, whose batches go through `apply`. */
function through(store: Store, apply: Store['apply']): Store {
  return {
    get: (space, key) => store.get(space, key),
    scan: (space, range) => store.scan(space, range),
    apply,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

describe.each(KINDS)('one-time prekeys of %s', (_, lists) => {
  it('K12: of two initiators with one bundle one is delivered, the other refused, E_PREKEY_GONE', async () => {
    const [a, m, b] = [await desk(alice), await desk(mallory), await desk(bob)];
    const bundle = only(await b.prekeys.offer(NOW), lists);
    const [first, second] = [await firstEnvelope(a, bundle, 'first'), await firstEnvelope(m, bundle, 'second')];
    await b.book.receive(alice.did, first);
    expect(await oneTimeKeys(b.store)).toHaveLength(2 - lists.length);
    const before = await content(b.store);
    await expect(b.book.receive(mallory.did, second)).rejects.toThrow(code('E_PREKEY_GONE'));
    expect(await content(b.store)).toBe(before);
    expect(await inbox(b)).toEqual(['first']);
  });

  it('K12: at the same moment, too', async () => {
    const [a, m, b] = [await desk(alice), await desk(mallory), await desk(bob)];
    const bundle = only(await b.prekeys.offer(NOW), lists);
    const outcomes = await Promise.allSettled([
      b.book.receive(alice.did, await firstEnvelope(a, bundle, 'x')),
      b.book.receive(mallory.did, await firstEnvelope(m, bundle, 'x')),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await inbox(b)).toEqual(['x']);
  });

  it('K13: are erased in the transaction that stores the session: a process that dies before or after it loses nothing', async () => {
    for (const isApplied of [false, true]) {
      const [a, b] = [await desk(alice), await desk(bob)];
      const envelope = await firstEnvelope(a, only(await b.prekeys.offer(NOW), lists));
      const batches: (readonly Change[])[] = [];
      const dying = through(b.store, async (changes) => {
        batches.push(changes);
        if (isApplied) await b.store.apply(changes);
        throw new TalosError('E_STORAGE', 'the process is dead');
      });
      await expect((await deskOver(dying)).book.receive(alice.did, envelope)).rejects.toThrow(code('E_STORAGE'));
      expect(batches).toHaveLength(1);
      const [batch = []] = batches;
      expect(batch.filter(({ kind, space }) => kind === 'put' && space === 'session')).toHaveLength(1);
      expect(batch.filter(({ kind, space }) => kind === 'delete' && space === 'prekey')).toHaveLength(lists.length);
      const after = await desk(bob, b.store, b.clock);
      const received = await after.book.receive(alice.did, envelope);
      expect(received.kind).toBe(isApplied ? 'duplicate' : 'message');
      expect((await a.book.receive(bob.did, replyOf(received))).kind).toBe('acknowledged');
      expect(await inbox(after)).toEqual(['first']);
      expect(await oneTimeKeys(after.store)).toHaveLength(2 - lists.length);
    }
  });

  it('K15: are demanded both or a bundle is refused, E_DOWNGRADE, and nothing is remembered of it', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const bundle = only(await b.prekeys.offer(NOW), lists);
    const made = a.book.establish(bob.did, bundle, true);
    if (lists.length === 2) expect(await made).toMatchObject({ oneTime: true, oneTimeKem: true });
    else {
      await expect(made).rejects.toThrow(code('E_DOWNGRADE'));
      expect(await content(a.store)).toBe('');
      const { oneTime, oneTimeKem } = await a.book.establish(bob.did, bundle);
      expect([oneTime, oneTimeKem]).toEqual([lists.includes('opks'), lists.includes('okems')]);
    }
  });

  it('K22: are there still after every damaged first message, and the good one opens', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const envelope = await firstEnvelope(a, only(await b.prekeys.offer(NOW), lists));
    const before = await content(b.store);
    for (let at = 0; at < envelope.length; at += 23)
      await expect(b.book.receive(alice.did, flipped(envelope, at, at % 8))).rejects.toThrow(/./);
    expect(await content(b.store)).toBe(before);
    await b.book.receive(alice.did, envelope);
    expect(await inbox(b)).toEqual(['first']);
  });

  it('are taken once from one bundle, which still makes sessions without', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const bundle = only(await b.prekeys.offer(NOW), lists);
    await a.book.establish(bob.did, bundle);
    expect(await a.book.establish(bob.did, bundle)).toMatchObject({ oneTime: false, oneTimeKem: false });
    const before = await content(a.store);
    await expect(a.book.establish(bob.did, bundle, true)).rejects.toThrow(code('E_DOWNGRADE'));
    expect(await content(a.store)).toBe(before);
    await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('still heard'))).envelope);
    expect(await inbox(b)).toEqual(['still heard']);
  });
});

/** Bob's desk over a store that has his salt already, and in which nothing but prekeys, sessions and messages changes. */
async function deskOver(store: Store): Promise<Desk> {
  return desk(
    bob,
    through(store, (changes) =>
      changes.some(({ space }) => space === 'meta') ? Promise.resolve(false) : store.apply(changes),
    ),
  );
}

describe('what an initial message may name', () => {
  it('K23: are prekeys of its kind, offered with its signed prekey: others are E_PREKEY_GONE', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const good = initialOf(await firstEnvelope(a, await b.prekeys.offer(NOW)));
    await b.prekeys.rotate(NOW);
    const other = opened(await b.prekeys.offer(NOW));
    const [otherKem, otherX25519] = [other.oneTimeKems[0]?.id, other.oneTimePrekeys[0]?.id] as [number, number];
    await expect(b.prekeys.find(good, NOW)).resolves.toMatchObject({ secrets: { isOneTimeKem: true } });
    for (const changes of [
      { kemPrekeyId: good.oneTimePrekeyId as number },
      { oneTimePrekeyId: good.kemPrekeyId },
      { oneTimePrekeyId: good.signedPrekeyId },
      { kemPrekeyId: other.kemPrekey.id },
      { kemPrekeyId: otherKem },
      { oneTimePrekeyId: otherX25519 },
      { signedPrekeyId: other.signedPrekey.id },
      { signedPrekeyId: good.kemPrekeyId },
    ])
      await expect(b.prekeys.find({ ...good, ...changes }, NOW)).rejects.toThrow(code('E_PREKEY_GONE'));
  });
});

describe('the sequence of a bundle', () => {
  it('K18: may be lower than one seen where the signed prekey is the same, and not where it is an older one', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const { single, last } = await b.prekeys.stock(NOW, 4);
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    for (const bundle of single.slice(0, 2))
      expect(await a.book.establish(bob.did, bundle)).toMatchObject({ oneTime: true, oneTimeKem: true });
    expect(await a.book.establish(bob.did, last)).toMatchObject({ oneTime: false, oneTimeKem: false });
    await b.prekeys.rotate(NOW);
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    const before = await content(a.store);
    for (const bundle of [single[2], last])
      await expect(a.book.establish(bob.did, bundle as Bytes)).rejects.toThrow(code('E_STALE'));
    expect(await content(a.store)).toBe(before);
  });

  it('is remembered for 64 bundles: one below all of them gives a session without one-time prekeys', async () => {
    const [a, b] = [await desk(alice), await desk(bob)];
    const { single } = await b.prekeys.stock(NOW, MAX_USED_BUNDLES + 2);
    const [oldest, ...others] = single as [Bytes, ...Bytes[]];
    for (const bundle of others.slice(0, MAX_USED_BUNDLES)) await a.book.establish(bob.did, bundle);
    expect((await a.book.establish(bob.did, oldest)).oneTime).toBe(false);
    await expect(a.book.establish(bob.did, oldest, true)).rejects.toThrow(code('E_DOWNGRADE'));
    expect((await a.book.establish(bob.did, others.at(-1) as Bytes)).oneTime).toBe(true);
  });
});

describe('a stock of bundles', () => {
  it('is durable in one transaction before it is given: each of single use with one-time prekeys of its own', async () => {
    const store = openMemoryStore();
    const batches: (readonly Change[])[] = [];
    const b = await desk(bob, store);
    const counting = through(store, (changes) => {
      batches.push(changes);
      return store.apply(changes);
    });
    const { prekeys } = await deskOver(counting);
    const { single, last, prekeyId } = await prekeys.stock(NOW);
    expect([single.length, MAX_STOCK_BUNDLES, LOW_STOCK_BUNDLES, MAX_ONE_TIME_PREKEYS]).toEqual([100, 100, 20, 100]);
    expect(batches.filter((changes) => changes.some(({ space }) => space === 'prekey'))).toHaveLength(1);
    const bundles = single.map((bundle) => opened(bundle));
    const ids = bundles.flatMap(({ oneTimePrekeys, oneTimeKems }) => [...oneTimePrekeys, ...oneTimeKems]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(200);
    expect(new Set(bundles.map(({ sequence }) => sequence)).size).toBe(100);
    expect(bundles.every(({ signedPrekey }) => signedPrekey.id === prekeyId)).toBe(true);
    expect(opened(last)).toMatchObject({ signedPrekey: { id: prekeyId }, oneTimePrekeys: [], oneTimeKems: [] });
    expect(await b.prekeys.stocked()).toBe(100);
    const a = await desk(alice);
    await b.book.receive(alice.did, await firstEnvelope(a, single[7] as Bytes));
    expect(await b.prekeys.stocked()).toBe(99);
    expect(await inbox(b)).toEqual(['first']);
  });

  it('K12: is what a registry takes and hands out, each bundle once, then the last one, and filled up again', async () => {
    const world = new RegistryWorld();
    const [a, b] = [await desk(alice), await desk(bob)];
    const [owner, asker] = [await world.client('bob'), await world.client('alice')];
    await owner.register(recordOf(bob));
    const take = async (): Promise<boolean> => {
      const bundle = (await asker.takeBundle(bob.did)) ?? new Uint8Array(0);
      const { oneTime, oneTimeKem } = await a.book.establish(bob.did, bundle);
      expect(oneTimeKem).toBe(oneTime);
      await b.book.receive(alice.did, (await a.book.outbox.send(bob.did, utf8('x'))).envelope);
      return oneTime;
    };
    const { last, single } = await b.prekeys.stock(NOW, 3);
    expect(await owner.offer({ last, single })).toBe(3);
    expect([await take(), await take(), await take(), await take(), await take()]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(await b.prekeys.stocked()).toBe(0);
    const more = await b.prekeys.stock(NOW, 2);
    expect(await owner.offer({ ...more, add: true })).toBe(2);
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    expect(await inbox(b)).toHaveLength(8);
    await world.end();
  });

  it('is not made where the store fails: nothing is given and nothing there', async () => {
    const store = openMemoryStore();
    const broken = through(store, (changes) =>
      changes.some(({ space }) => space === 'prekey')
        ? Promise.reject(new TalosError('E_STORAGE_FULL', 'no room'))
        : store.apply(changes),
    );
    const b = await desk(bob, broken);
    await expect(b.prekeys.stock(NOW)).rejects.toThrow(code('E_STORAGE_FULL'));
    await expect(b.prekeys.offer(NOW)).rejects.toThrow(code('E_STORAGE_FULL'));
    await expect(b.prekeys.rotate(NOW)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(await content(store)).toBe('');
  });

  it.each([-1, 1.5, MAX_STOCK_BUNDLES + 1, Number.NaN])('of %d is a RangeError', async (count) => {
    const b = await desk(bob);
    await expect(b.prekeys.stock(NOW, count)).rejects.toThrow(RangeError);
    expect(await content(b.store)).toBe('');
  });

  it('K14: is bounded, takes no room from those who ask this agent, and they none from it', async () => {
    const b = await desk(bob);
    for (let i = 0; i < MAX_STOCK_PREKEYS / MAX_STOCK_BUNDLES; i++)
      expect((await b.prekeys.stock(NOW)).single).toHaveLength(MAX_STOCK_BUNDLES);
    const { single, last } = await b.prekeys.stock(NOW);
    expect(single).toEqual([]);
    expect(opened(last).oneTimePrekeys).toEqual([]);
    for (let i = 0; i < MAX_ONE_TIME_PREKEYS; i++)
      expect(opened(await b.prekeys.offer(NOW)).oneTimeKems).toHaveLength(1);
    expect(opened(await b.prekeys.offer(NOW)).oneTimeKems).toHaveLength(0);
    const full = await desk(bob);
    for (let i = 0; i <= MAX_ONE_TIME_PREKEYS; i++) await full.prekeys.offer(NOW);
    expect((await full.prekeys.stock(NOW, 3)).single).toHaveLength(3);
  });

  it('K17: goes with its signed prekey: what nobody used is erased, and there is room again', async () => {
    const b = await desk(bob);
    const { single } = await b.prekeys.stock(NOW, 10);
    expect(await oneTimeKeys(b.store)).toHaveLength(20);
    await b.prekeys.rotate(NOW + 1);
    expect(await b.prekeys.stocked()).toBe(0);
    expect(await oneTimeKeys(b.store)).toHaveLength(20);
    b.clock.advance(30 * DAY);
    await b.prekeys.prune(NOW + 30 * DAY - 1);
    expect(await oneTimeKeys(b.store)).toHaveLength(20);
    await b.prekeys.prune(NOW + 30 * DAY);
    expect(await oneTimeKeys(b.store)).toEqual([]);
    const a = await desk(alice);
    await expect(b.book.receive(alice.did, await firstEnvelope(a, single[0] as Bytes))).rejects.toThrow(
      code('E_PREKEY_GONE'),
    );
  });
});

describe('a store that was put back to an earlier copy', () => {
  it('R15: offers no id again, of whichever kind, and takes no message for a prekey that it has forgotten', async () => {
    const b = await desk(bob);
    await b.prekeys.offer(NOW);
    const copy: Change[] = [];
    for await (const [key, value] of b.store.scan('prekey')) copy.push({ kind: 'put', space: 'prekey', key, value });
    const idsOf = (bundles: readonly Bytes[]): readonly number[] =>
      bundles.flatMap((bundle) => {
        const { oneTimePrekeys, oneTimeKems } = opened(bundle);
        return [...oneTimePrekeys, ...oneTimeKems].map(({ id }) => id);
      });
    const lost = (await b.prekeys.stock(NOW, 50)).single;
    const given = await b.prekeys.offer(NOW);
    const rotated = await b.prekeys.rotate(NOW);
    for await (const [key] of b.store.scan('prekey')) await b.store.apply([{ kind: 'delete', space: 'prekey', key }]);
    await b.store.apply(copy);
    const again = [...(await b.prekeys.stock(NOW + 1000, 50)).single, await b.prekeys.offer(NOW + 1000)];
    const before = new Set(idsOf([...lost, given]));
    expect(before.size).toBe(102);
    expect(idsOf(again).filter((id) => before.has(id))).toEqual([]);
    expect((await b.prekeys.rotate(NOW + 1000)).id).not.toBe(rotated.id);
    const a = await desk(alice);
    await expect(b.book.receive(alice.did, await firstEnvelope(a, given))).rejects.toThrow(code('E_PREKEY_GONE'));
    await b.book.receive(alice.did, await firstEnvelope(a, await b.prekeys.offer(NOW + 1000), 'anew'));
    expect(await inbox(b)).toEqual(['anew']);
  });
});

it('prekeys of an earlier layout, whose ids were counted, are gone on, and their one-time prekeys are erased', async () => {
  const b = await desk(bob);
  const before = opened(await b.prekeys.offer(NOW));
  const records = await openRecordSealer(b.store, bob.atRestSecret());
  const [counters, oneTime] = [Uint8Array.of(0), Uint8Array.of(2, 0, 0, 0, 9)];
  const fields = { next: 10, seq: before.sequence, current: before.signedPrekey.id };
  await b.store.apply([
    { kind: 'put', space: 'prekey', key: counters, value: records.seal('prekey', counters, encodeCbor(fields)) },
    { kind: 'put', space: 'prekey', key: oneTime, value: records.seal('prekey', oneTime, new Uint8Array(40)) },
  ]);
  const after = opened(await b.prekeys.offer(NOW));
  expect(after.signedPrekey).toEqual(before.signedPrekey);
  expect(after.sequence).toBe(before.sequence + 1);
  await b.prekeys.prune(NOW);
  expect(await b.store.get('prekey', oneTime)).toBeUndefined();
});

describe('a rotation by hand', () => {
  it('K17: is in force at once; the prekeys before it are accepted until they expire, and erased then', async () => {
    const b = await desk(bob);
    const before = await b.prekeys.offer(NOW);
    const made = await b.prekeys.rotate(NOW + 5);
    expect(made).toEqual({ id: expect.any(Number), madeAtMs: NOW + 5, expiresAtMs: NOW + 5 + 30 * DAY });
    const after = opened(await b.prekeys.offer(NOW + 6));
    expect([after.signedPrekey.id, after.kemPrekey.id]).toEqual([made.id, made.id]);
    expect(opened(before).signedPrekey.id).not.toBe(made.id);
    const [a, m] = [await desk(alice), await desk(mallory)];
    const late = await firstEnvelope(m, before, 'too late');
    b.clock.advance(30 * DAY - 1);
    const second = await desk(bob, b.store, b.clock);
    await second.book.receive(alice.did, await firstEnvelope(a, before, 'in time'));
    expect(await inbox(b)).toEqual(['in time']);
    b.clock.advance(1);
    await expect(b.book.receive(mallory.did, late)).rejects.toThrow(code('E_PREKEY_GONE'));
    await b.prekeys.prune(b.clock.now());
    expect(await content(b.store)).not.toContain(
      `prekey 01${opened(before).signedPrekey.id.toString(16).padStart(8, '0')}`,
    );
  });
});

describe('prekeys at rest', () => {
  it('K17: are renewed after seven days, accepted for thirty, and erased then, E_PREKEY_GONE', async () => {
    const b = await desk(bob);
    const open = (bundle: Bytes): Bundle => opened(bundle, b.clock.now());
    const first = open(await b.prekeys.offer(b.clock.now()));
    b.clock.advance(PREKEY_OFFERED_MS - 1);
    const second = open(await b.prekeys.offer(b.clock.now()));
    expect(second.signedPrekey).toEqual(first.signedPrekey);
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect(second.oneTimePrekeys[0]?.id).not.toBe(first.oneTimePrekeys[0]?.id);
    b.clock.advance(1);
    const third = open(await b.prekeys.offer(b.clock.now()));
    expect(third.signedPrekey.id).not.toBe(first.signedPrekey.id);
    const a = await desk(alice, openMemoryStore(), b.clock);
    const probe = {
      signedPrekeyId: first.signedPrekey.id,
      kemPrekeyId: first.kemPrekey.id,
      oneTimePrekeyId: undefined,
    };
    const initial = { ...initialOf(await firstEnvelope(a, await b.prekeys.offer(b.clock.now()))), ...probe };
    await expect(b.prekeys.find(initial, NOW + 30 * DAY - 1)).resolves.toBeTruthy();
    await expect(b.prekeys.find(initial, NOW + 30 * DAY)).rejects.toThrow(code('E_PREKEY_GONE'));
    await b.prekeys.prune(NOW + 30 * DAY);
    await expect(b.prekeys.find(initial, NOW)).rejects.toThrow(code('E_PREKEY_GONE'));
  });

  it('K14: bundles go on without a one-time prekey when too many wait', async () => {
    const b = await desk(bob);
    let bundle = await b.prekeys.offer(NOW);
    for (let i = 1; i < MAX_ONE_TIME_PREKEYS; i++) bundle = await b.prekeys.offer(NOW);
    const open = (bytes: Bytes): readonly number[] =>
      [opened(bytes).oneTimePrekeys, opened(bytes).oneTimeKems].map(({ length }) => length);
    expect(open(bundle)).toEqual([1, 1]);
    expect(open(await b.prekeys.offer(NOW))).toEqual([0, 0]);
    const before = await content(b.store);
    await expect(b.prekeys.offer(NOW, 'required')).rejects.toThrow(code('E_LIMIT'));
    expect(await content(b.store)).toBe(before);
  });

  it('K14: tell the owner once that too many wait, and again when there was room meanwhile', async () => {
    const store = openMemoryStore();
    let warnings = 0;
    const records = await openRecordSealer(store, bob.atRestSecret());
    const prekeys = new PrekeyStore(store, records, bob, () => void warnings++);
    const asked: number[] = [];
    for (const nowMs of [NOW, NOW + 30 * DAY])
      for (let i = 0; i < MAX_ONE_TIME_PREKEYS + 20; i++) {
        await prekeys.offer(nowMs);
        if (i === MAX_ONE_TIME_PREKEYS - 1) asked.push(warnings);
      }
    expect([asked, warnings]).toEqual([[0, 1], 2]);
  });

  it('K14: make room again when the signed prekey that they were offered with has expired', async () => {
    const b = await desk(bob);
    for (let i = 0; i < MAX_ONE_TIME_PREKEYS; i++) await b.prekeys.offer(NOW);
    const open = (bytes: Bytes, nowMs: number): number => opened(bytes, nowMs).oneTimePrekeys.length;
    expect(open(await b.prekeys.offer(NOW + 30 * DAY - 1), NOW + 30 * DAY - 1)).toBe(0);
    await b.prekeys.prune(NOW + 30 * DAY);
    expect(open(await b.prekeys.offer(NOW + 30 * DAY), NOW + 30 * DAY)).toBe(1);
  });

  it('are erased when they have expired and a new one is made, in a process that runs on', async () => {
    const b = await desk(bob);
    const before = await content(b.store);
    await b.prekeys.offer(NOW);
    const first = (await content(b.store))
      .split('\n')
      .filter((line) => line.startsWith('prekey 01') || line.startsWith('prekey 04'));
    expect(before).toBe('');
    expect(first).toHaveLength(3);
    await b.prekeys.offer(NOW + 30 * DAY);
    const after = await content(b.store);
    for (const line of first) expect(after).not.toContain(line);
  });

  it('keep a one-time prekey that an unexpired bundle offers when an older signed prekey goes', async () => {
    const b = await desk(bob);
    await b.prekeys.offer(NOW);
    const bundle = await b.prekeys.offer(NOW + PREKEY_OFFERED_MS);
    const a = await desk(alice, undefined, b.clock);
    b.clock.advance(30 * DAY);
    await b.prekeys.prune(b.clock.now());
    await b.book.receive(alice.did, await firstEnvelope(a, bundle));
    expect(await inbox(b)).toEqual(['first']);
  });

  it('offer a certificate that an initial message fits, whatever the identity was reloaded with', async () => {
    const b = await desk(bob);
    const bundle = await b.prekeys.offer(NOW);
    const reloaded = Identity.fromEntropy(bob.entropy(), { name: 'bob', nowMs: NOW + 5000, sequence: 2 });
    const later = await desk(reloaded, b.store, b.clock);
    const a = await desk(alice);
    await later.book.receive(alice.did, await firstEnvelope(a, bundle));
    expect(await inbox(later)).toEqual(['first']);
  });
});

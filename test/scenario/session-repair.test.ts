import { describe, expect, it } from 'vitest';
import { type Bytes, toHex, utf8 } from '../../src/base/bytes.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { decodeEnvelope } from '../../src/message/envelope.ts';
import { makeMessageId } from '../../src/message/message-id.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { initiateDurable, sealMessage } from '../../src/session/durable.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { MAX_REPAIRS_A_DAY, REPAIR_PAUSE_MS } from '../../src/session/repair.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { agent, flipped, NOW } from '../unit/session/actors.ts';
import { type Correspondent, Correspondents, copyOf, repairsOf, settled, taken } from './correspondents.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Alice and Bob, who have heard each other. */
async function acquainted(): Promise<{ world: Correspondents; a: Correspondent; b: Correspondent }> {
  const world = new Correspondents();
  const [a, b] = [await world.join(alice), await world.join(bob)];
  await exchange(a, b, 1);
  await Promise.all([taken(a), taken(b)]);
  return { world, a, b };
}

async function exchange(a: Correspondent, b: Correspondent, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    expect((await a.messenger.send(b.identity.did, utf8(`a ${round}`))).state).toBe('delivered');
    expect((await b.messenger.send(a.identity.did, utf8(`b ${round}`))).state).toBe('delivered');
  }
}

/** Sends without waiting for the acknowledgement. */
const put = (from: Correspondent, to: Correspondent, text: string): Promise<unknown> =>
  from.messenger.send(to.identity.did, utf8(text), { waitMs: 1 });

const states = async (one: Correspondent): Promise<readonly string[]> =>
  (await one.messenger.history({ last: 100 })).messages.map(({ direction, state }) => `${direction} ${state}`);

describe('a store that was put back to an earlier copy', () => {
  it.each([
    ['within one turn of the keys', 0],
    ['from before the keys turned', 3],
    ['from before more turns than are kept', 8],
  ])('R15: %s is noticed and repaired, and what the sender holds arrives once', async (_name, turns) => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(a.store);
    await exchange(a, b, turns);
    for (const text of ['lost one', 'lost two']) await a.messenger.send(bob.did, utf8(text));
    await taken(b);
    await world.restart(a, copy);
    const [sent] = await Promise.all([put(a, b, 'three'), put(b, a, 'four'), put(a, b, 'five')]);
    expect(sent).toBeTruthy();
    await settled();
    expect(repairsOf(b).length + repairsOf(a).length).toBeGreaterThan(0);
    expect((await taken(b)).toSorted()).toEqual(['five', 'three']);
    expect(await taken(a)).toEqual(expect.arrayContaining(['four']));
    expect(await states(a)).not.toContain('sent sent');
    expect(await states(b)).not.toContain('sent sent');
    expect((await a.messenger.send(bob.did, utf8('six'))).state).toBe('delivered');
    expect((await b.messenger.send(alice.did, utf8('seven'))).state).toBe('delivered');
    const { different, all } = world.pairs();
    expect(different).toBe(all);
  });

  it('R15: is said as such by the peer, recorded on both sides under one id, and shown in history and sessions', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(a.store);
    await a.messenger.send(bob.did, utf8('before'));
    await world.restart(a, copy);
    await put(a, b, 'after');
    await settled();
    expect([repairsOf(b), repairsOf(a)]).toEqual([['self copied'], ['peer told']]);
    const ids = [a, b].map(({ events }) => events.flatMap((one) => (one.kind === 'repair' ? [toHex(one.id)] : [])));
    expect(ids[0]).toEqual(ids[1]);
    const items = await Promise.all(
      [a, b].map(async ({ messenger }) =>
        (await messenger.history({ last: 100 })).messages.filter((one) => one.repair),
      ),
    );
    expect(items.map(([item]) => [item?.state, item?.direction, item?.repair])).toEqual([
      ['repaired', 'received', 'told'],
      ['repaired', 'sent', 'copied'],
    ]);
    for (const { messenger } of [a, b])
      expect(await messenger.sessions()).toMatchObject([{ repairs: 1, lastRepairAtMs: NOW, isAnswered: true }]);
    const [ofA, ofB] = [await a.messenger.sessions(), await b.messenger.sessions()];
    expect(ofA[0]?.session).toEqual(ofB[0]?.session);
  });

  it('R15: of the receiver is repaired too; what came since may come once more, and nothing is lost', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(b.store);
    await exchange(a, b, 3);
    await world.restart(b, copy);
    await Promise.all([put(a, b, 'there'), put(b, a, 'back'), put(b, a, 'and again')]);
    await settled();
    expect(await taken(b)).toContain('there');
    expect((await taken(a)).filter((text) => !text.startsWith('b '))).toEqual(
      expect.arrayContaining(['back', 'and again']),
    );
    expect([await states(a), await states(b)].flat()).not.toContain('sent sent');
  });

  it('R15: of both sides, at different times, with messages under way both ways', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copyB = await copyOf(b.store);
    await exchange(a, b, 2);
    const copyA = await copyOf(a.store);
    await exchange(a, b, 2);
    await Promise.all([taken(a), taken(b)]);
    await world.cut();
    world.isCut = true;
    for (const text of ['x', 'y']) await a.messenger.send(bob.did, utf8(text));
    await world.restart(a, copyA);
    await world.restart(b, copyB);
    for (const text of ['1', '2', '3']) {
      await a.messenger.send(bob.did, utf8(`a${text}`));
      await b.messenger.send(alice.did, utf8(`b${text}`));
    }
    world.isCut = false;
    for (let minute = 0; minute < 5; minute++) await world.pass(MINUTE);
    expect((await taken(b)).filter((text) => /^a\d$/.test(text)).toSorted()).toEqual(['a1', 'a2', 'a3']);
    expect((await taken(a)).filter((text) => /^b\d$/.test(text)).toSorted()).toEqual(['b1', 'b2', 'b3']);
    expect([await states(a), await states(b)].flat()).not.toContain('sent sent');
    const { different, all } = world.pairs();
    expect(different).toBe(all);
  });

  it('R15: with two hundred messages on their way, more than a link may carry in vain, is repaired over that link', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(b.store);
    await exchange(a, b, 8);
    await Promise.all([taken(a), taken(b)]);
    await world.cut();
    world.isCut = true;
    const texts = Array.from({ length: 200 }, (_, at) => `n${at}`);
    for (const text of texts) await a.messenger.send(bob.did, utf8(text));
    await world.restart(b, copy);
    world.isCut = false;
    await world.pass(MINUTE);
    expect((await taken(b)).filter((text) => text.startsWith('n'))).toEqual(texts);
    expect(repairsOf(b)).toHaveLength(1);
  });

  it('that holds nothing at all is repaired with a contact, and with nobody else', async () => {
    for (const isContact of [true, false]) {
      const { world, a, b } = await acquainted();
      await using _ = world;
      await exchange(a, b, 1);
      await taken(b);
      await world.restart(b, [], { isContact: () => isContact });
      const sending = put(a, b, 'are you there?');
      await settled();
      expect(repairsOf(b)).toEqual(isContact ? ['self gone'] : []);
      expect(await taken(b)).toEqual(isContact ? ['are you there?'] : []);
      if (isContact) expect(await sending).toMatchObject({ state: 'delivered' });
    }
  });
});

describe('both sides repairing at once', () => {
  it('K21, R15: end with one session, whichever has the smaller hash, and lose nothing', async () => {
    for (let run = 0; run < 8; run++) {
      const { world, a, b } = await acquainted();
      await using _ = world;
      const copies = [await copyOf(a.store), await copyOf(b.store)] as const;
      // Both chains go on, and both are put back: what each sends then comes under used keys.
      await Promise.all([put(a, b, 'x'), put(b, a, 'y')]);
      await Promise.all([taken(a), taken(b)]);
      await world.restart(a, copies[0]);
      await world.restart(b, copies[1]);
      await exchange(a, b, 2);
      await Promise.all([put(a, b, 'last of a'), put(b, a, 'last of b')]);
      await exchange(a, b, 1);
      const [ofA, ofB] = [await a.messenger.sessions(), await b.messenger.sessions()];
      expect(ofA[0]?.session).toEqual(ofB[0]?.session);
      expect(
        [await taken(a), await taken(b)].map((texts) => texts.includes('last of a') || texts.includes('last of b')),
      ).toEqual([true, true]);
    }
  });
});

describe('a repair', () => {
  /** Gives an envelope to `to` over a link that says it is from `from`. */
  async function give(world: Correspondents, from: typeof alice, to: Correspondent, envelope: Bytes): Promise<void> {
    const keys = { diallerKey: from.signing.publicKey, listenerKey: to.identity.signing.publicKey };
    const { dialler, listener } = pairLinks({ ...keys, purpose: 'message' });
    dialler.onFrame(() => {});
    to.messenger.accept(listener);
    dialler.send(FRAME_TYPES.data, envelope);
    await settled();
    await dialler.close();
    expect(world).toBeTruthy();
  }

  it('R18: never comes of a replay: of a text, an acknowledgement, an initial message, a repair', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(a.store);
    await a.messenger.send(bob.did, utf8('used'));
    await world.restart(a, copy);
    await put(a, b, 'repaired');
    await settled();
    expect([repairsOf(b), repairsOf(a)]).toEqual([['self copied'], ['peer told']]);
    const made = world.sent.map(({ from, envelope }) => ({ from, envelope, type: decodeEnvelope(envelope).type }));
    expect(new Set(made.map(({ type }) => type))).toEqual(new Set([0x01, 0x02, 0x30]));
    expect(made.some(({ envelope }) => decodeEnvelope(envelope).initial !== undefined)).toBe(true);
    await world.pass(2 * MINUTE);
    for (const { from, envelope, type } of made) {
      const [sender, to] = from === alice.did ? [alice, b] : [bob, a];
      // What did not open then, and was sent again since under its id, is as known as what did.
      await give(world, sender, to, envelope);
      await to.messenger.receive(from, envelope);
      await world.pass(2 * MINUTE);
      expect([type, repairsOf(b), repairsOf(a)]).toEqual([type, ['self copied'], ['peer told']]);
    }
  });

  it('K11, R18: comes neither of a replay after the session was deleted; the initial message is refused, E_REPLAY', async () => {
    const { world, b } = await acquainted();
    await using _ = world;
    const initials = world.sent.filter(({ envelope }) => decodeEnvelope(envelope).initial !== undefined);
    expect(initials.length).toBeGreaterThan(0);
    for await (const [key] of b.store.scan('session')) await b.store.apply([{ kind: 'delete', space: 'session', key }]);
    await world.restart(b, undefined, { isContact: () => true });
    for (const { from, envelope } of initials) {
      expect(await b.messenger.receive(from, envelope)).toMatchObject({ failure: { code: 'E_REPLAY' } });
      await world.pass(2 * MINUTE);
    }
    expect(repairsOf(b)).toEqual([]);
    expect(await b.messenger.sessions()).toEqual([]);
  });

  it('R18: never comes of garbage, of a stranger, of an old or future time, or of an acknowledgement from a mailbox', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const bundle = verifyBundle(await b.messenger.prekeyBundle(), { did: bob.did, nowMs: NOW });
    /** Under a session that Bob has not, and cannot make: the initial message is another's. */
    const unheard = (from: typeof alice, changes: { type?: 1 | 2; timestampMs?: number } = {}): Bytes => {
      const session = { ...initiateDurable(from, bundle), pending: undefined };
      const message = { type: 1 as const, timestampMs: world.clock.now(), ...changes };
      const rest = { id: makeMessageId(NOW), text: randomBytes(16), salt: randomBytes(32) };
      return sealMessage(session, from, { ...message, ...rest }).envelope;
    };
    const now = world.clock.now();
    for (const [from, envelope] of [
      [alice, flipped(unheard(alice), 250)],
      [alice, unheard(mallory)],
      [mallory, unheard(mallory)],
      [alice, unheard(alice, { timestampMs: now - 61 * DAY - 1 })],
      [alice, unheard(alice, { timestampMs: now + 10 * MINUTE + 1 })],
      [alice, utf8('no envelope at all')],
    ] as const) {
      await give(world, from, b, envelope);
      expect((await b.messenger.receive(from.did, envelope)).failure).toBeTruthy();
    }
    expect((await b.messenger.receive(alice.did, unheard(alice, { type: 2 }))).failure?.code).toBe('E_DECRYPT');
    await settled();
    expect([repairsOf(b), repairsOf(a)]).toEqual([[], []]);
    await b.messenger.receive(alice.did, unheard(alice, { timestampMs: now - 61 * DAY }));
    await settled();
    expect(repairsOf(b)).toEqual(['self unopened']);
  });

  it('R18: comes once a minute and 24 times a day at most, however many envelopes do not open, also after a restart', async () => {
    const { world, b } = await acquainted();
    await using _ = world;
    const bundle = verifyBundle(await b.messenger.prekeyBundle(), { did: bob.did, nowMs: NOW });
    const unheard = (): Bytes => {
      const session = { ...initiateDurable(alice, bundle), pending: undefined };
      const rest = { id: makeMessageId(NOW), text: randomBytes(16), salt: randomBytes(32) };
      return sealMessage(session, alice, { type: 1, timestampMs: world.clock.now(), ...rest }).envelope;
    };
    const fail = async (): Promise<number> => {
      await b.messenger.receive(alice.did, unheard());
      await settled();
      return repairsOf(b).length;
    };
    expect([await fail(), await fail()]).toEqual([1, 1]);
    await world.pass(REPAIR_PAUSE_MS - 1);
    await world.restart(b);
    expect(await fail()).toBe(1);
    await world.pass(1);
    expect(await fail()).toBe(2);
    for (let n = 3; n <= MAX_REPAIRS_A_DAY + 3; n++) {
      await world.pass(REPAIR_PAUSE_MS);
      expect(await fail()).toBe(Math.min(n, MAX_REPAIRS_A_DAY));
    }
    await world.pass(DAY);
    expect(await fail()).toBe(MAX_REPAIRS_A_DAY + 1);
  });

  it('R12: that the peer did not hear of is told again after a restart, once', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const copy = await copyOf(a.store);
    await a.messenger.send(bob.did, utf8('used'));
    await world.cut();
    world.isCut = true;
    await world.restart(a, copy);
    const kept = await a.messenger.prekeyBundle();
    const options = { bundleOf: () => Promise.resolve(kept) };
    await world.restart(b, undefined, options);
    const records: Bytes[] = [];
    const deposit = (_peer: unknown, envelope: Bytes): Promise<void> => Promise.resolve(void records.push(envelope));
    await world.restart(a, undefined, { deposit });
    await a.messenger.send(bob.did, utf8('under a used key'));
    await world.pass(MINUTE);
    expect((await b.messenger.receive(alice.did, records[0] as Bytes)).failure?.code).toBe('E_REPLAY');
    await settled();
    expect([repairsOf(b), repairsOf(a)]).toEqual([['self copied'], []]);
    await world.restart(b);
    world.isCut = false;
    await b.messenger.sendWaiting();
    await world.pass(MINUTE);
    await world.pass(MINUTE);
    expect([repairsOf(b), repairsOf(a)]).toEqual([['self copied'], ['peer told']]);
    expect((await taken(b)).toSorted()).toEqual(['under a used key', 'used']);
  });
});

describe('messages that are left for a peer that is away', () => {
  it('R15: are left once, and again after a repair, and are delivered by what the peer leaves in turn', async () => {
    const world = new Correspondents();
    await using _ = world;
    world.isCut = true;
    const left: Record<string, Bytes[]> = { [alice.did]: [], [bob.did]: [] };
    const bundles: Record<string, () => Promise<Bytes>> = {};
    const options = {
      deposit: async (peer: string, envelope: Bytes) => void left[peer]?.push(envelope),
      bundleOf: (peer: string): Promise<Bytes> => (bundles[peer] as () => Promise<Bytes>)(),
    };
    const [a, b] = [await world.join(alice, undefined, options), await world.join(bob, undefined, options)];
    for (const one of [a, b]) bundles[one.identity.did] = () => one.messenger.prekeyBundle();
    /** All that was left for `to` reaches it, and what answers it is left for the other. */
    const fetch = async (to: Correspondent, from: Correspondent): Promise<number> => {
      const envelopes = left[to.identity.did]?.splice(0) ?? [];
      for (const envelope of envelopes) {
        const { stored } = await to.messenger.receive(from.identity.did, envelope);
        if (stored !== undefined) await to.messenger.acknowledge(from.identity.did, [stored]);
      }
      await settled();
      return envelopes.length;
    };
    await a.messenger.send(bob.did, utf8('one'));
    await a.messenger.send(bob.did, utf8('two'));
    expect(await states(a)).toEqual(['sent sent', 'sent sent']);
    await world.pass(MINUTE);
    expect([await fetch(b, a), await fetch(a, b)]).toEqual([2, 2]);
    expect([await taken(b), await states(a)]).toEqual([
      ['one', 'two'],
      ['sent delivered', 'sent delivered'],
    ]);
    const copy = await copyOf(a.store);
    await a.messenger.send(bob.did, utf8('three'));
    await fetch(b, a);
    left[alice.did]?.splice(0);
    await world.restart(a, copy, options);
    await a.messenger.send(bob.did, utf8('four'));
    for (let round = 0; round < 3; round++) {
      await fetch(b, a);
      await fetch(a, b);
      await world.pass(MINUTE);
    }
    expect(await taken(b)).toEqual(['three', 'four']);
    expect((await states(a)).slice(-2).toSorted()).toEqual(['received repaired', 'sent delivered']);
    expect([repairsOf(b).length, repairsOf(a)]).toEqual([1, ['peer told']]);
    const { different, all } = world.pairs();
    expect(different).toBe(all);
  });
});

describe('a peer that is not heard', () => {
  it('R21: is told of once, after 30 days or 1,000 messages, whether it is there or away, and again when it was heard', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const told = (): readonly number[] => a.events.flatMap((each) => (each.kind === 'silent' ? [each.unheard] : []));
    await world.cut();
    world.isCut = true;
    await a.messenger.send(bob.did, utf8('away'));
    world.clock.advance(30 * DAY + 1);
    expect(told()).toEqual([]);
    await a.messenger.send(bob.did, utf8('still away'));
    await a.messenger.send(bob.did, utf8('and away'));
    expect(told()).toHaveLength(1);
    expect((await a.messenger.sessions())[0]).toMatchObject({ silentSinceMs: NOW });
    world.isCut = false;
    await a.messenger.sendWaiting();
    await world.pass(MINUTE);
    await world.pass(MINUTE);
    expect((await a.messenger.send(bob.did, utf8('there'))).state).toBe('delivered');
    expect((await b.messenger.send(alice.did, utf8('there'))).state).toBe('delivered');
    expect(told()).toHaveLength(1);
    expect((await a.messenger.sessions())[0]).toMatchObject({ isSilent: false });
  });
});

describe('a copy of the whole state', () => {
  it('R17: neither reads nor sends under the session once its owner has gone round, and the peer is told of it', async () => {
    const { world, a, b } = await acquainted();
    await using _ = world;
    const clone = new Correspondents();
    await using _clone = clone;
    const store = openMemoryStore();
    await store.apply(await copyOf(a.store));
    // At rest everything is sealed under a salt of the store, which the whole copy holds, too.
    for await (const [key, value] of a.store.scan('meta'))
      await store.apply([{ kind: 'put', space: 'meta', key, value }]);
    await exchange(a, b, 2);
    const before = world.sent.length;
    await b.messenger.send(alice.did, utf8('for the owner'));
    const copied = await clone.join(alice, store);
    const read = world.sent.slice(before).filter(({ from }) => from === bob.did);
    for (const { envelope } of read)
      expect((await copied.messenger.receive(bob.did, envelope)).failure?.code).toBe('E_DECRYPT');
    expect((await taken(copied)).filter((text) => text === 'for the owner')).toEqual([]);
    const envelopes: Bytes[] = [];
    await clone.restart(copied, undefined, { deposit: async (_peer, envelope) => void envelopes.push(envelope) });
    await copied.messenger.send(bob.did, utf8('from the clone'));
    await clone.pass(MINUTE);
    expect((await b.messenger.receive(alice.did, envelopes[0] as Bytes)).failure?.code).toBeOneOf([
      'E_REPLAY',
      'E_DECRYPT',
    ]);
    await settled();
    expect(repairsOf(b)).toHaveLength(1);
    expect(await taken(b)).not.toContain('from the clone');
    expect((await a.messenger.send(bob.did, utf8('the owner goes on'))).state).toBe('delivered');
  });
});

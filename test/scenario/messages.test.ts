import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/agent/message/message-records.ts';
import { ACKNOWLEDGEMENT_TIMEOUT_MS, Messenger } from '../../src/agent/message/messenger.ts';
import type { MessengerEvent } from '../../src/agent/message/messenger-event.ts';
import { RESEND_AFTER_MS } from '../../src/agent/message/outbox-retry.ts';
import { MAX_BUNDLE_REQUESTS } from '../../src/agent/message/peer-links.ts';
import { MAX_ONE_TIME_PREKEYS } from '../../src/agent/message/prekey-store.ts';
import { MAX_FAILED_ENVELOPES } from '../../src/agent/message/reception.ts';
import { type Bytes, fromUtf8, toHex, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { TalosError } from '../../src/base/errors.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import type { Did } from '../../src/identity/did.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link } from '../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../src/net/memory-link.ts';
import { ManualTimer } from '../../src/net/timer.ts';
import { verifyBundle } from '../../src/session/prekeys.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Store } from '../../src/storage/store.ts';
import { agent, codeOf, flipped, NOW } from '../unit/session/actors.ts';
import { content, type Desk, desk } from './desks.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const code = (name: string): unknown => expect.objectContaining({ code: name });

/** Messengers that find each other through memory links. */
class Net {
  readonly #messengers = new Map<Did, { readonly identity: Identity; messenger: Messenger }>();
  readonly pairs: LinkPair[] = [];
  readonly events: MessengerEvent[] = [];
  /** Of which Alice was told, in hex. */
  readonly aliceSessions: string[] = [];
  readonly timer = new ManualTimer();
  /** Whether links lead to somebody who takes everything and says nothing. */
  isSilent = false;

  async join(identity: Identity, store: Store = openMemoryStore()): Promise<Messenger> {
    const messenger = await Messenger.open({
      identity,
      store,
      records: await openRecordSealer(store, identity.atRestSecret()),
      clock: new ManualClock(NOW),
      timer: this.timer,
      connect: (peer) => this.dial(identity, peer),
      onEvent: (event) => {
        if (identity === bob) this.events.push(event);
        if (identity === alice && event.kind === 'session') this.aliceSessions.push(toHex(event.session));
      },
    });
    this.#messengers.set(identity.did, { identity, messenger });
    return messenger;
  }

  leave(identity: Identity): void {
    this.#messengers.delete(identity.did);
  }

  async dial(from: Identity, peer: Did): Promise<Link> {
    const there = this.#messengers.get(peer);
    if (there === undefined) throw new TalosError('E_UNREACHABLE', 'nobody there');
    const pair = this.pair(from, there.identity);
    if (this.isSilent) pair.listener.onFrame(() => {});
    else there.messenger.accept(pair.listener);
    return pair.dialler;
  }

  pair(from: Identity, to: Identity): LinkPair {
    const keys = { diallerKey: from.signing.publicKey, listenerKey: to.signing.publicKey };
    const pair = pairLinks({ ...keys, purpose: 'message' });
    this.pairs.push(pair);
    return pair;
  }
}

/** Waits until `holds` does. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

/** Reads `count` messages. */
async function read(messenger: Messenger, count: number): Promise<readonly ReceivedMessage[]> {
  const got: ReceivedMessage[] = [];
  for await (const message of messenger.messages()) {
    got.push(message);
    if (got.length === count) break;
  }
  return got;
}
const texts = (messages: readonly ReceivedMessage[]): readonly string[] =>
  messages.map(({ content: bytes }) => fromUtf8(bytes));

describe('two messengers', () => {
  it('make a session when there is none, deliver in order, and say so on both sides', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const got = read(b, 3);
    for (const text of ['one', 'two', 'three']) expect((await a.send(bob.did, utf8(text))).state).toBe('delivered');
    const messages = await got;
    expect(texts(messages)).toEqual(['one', 'two', 'three']);
    expect(messages[0]).toMatchObject({ from: alice.did, receivedAtMs: NOW });
    expect(net.events.map(({ kind }) => kind)).toEqual(['session', 'message', 'message', 'message']);
    const back = read(a, 1);
    expect((await b.send(alice.did, utf8('back'))).state).toBe('delivered');
    expect(texts(await back)).toEqual(['back']);
  });

  it('take many at once', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const got = read(b, 50);
    const receipts = await Promise.all(Array.from({ length: 50 }, (_, i) => a.send(bob.did, utf8(`${i}`))));
    expect(new Set(receipts.map(({ state }) => state))).toEqual(new Set(['delivered']));
    expect(texts(await got).toSorted()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`).toSorted());
    expect(net.events.filter(({ kind }) => kind === 'session')).toHaveLength(1);
  });

  it('start at once from both sides and lose nothing', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const got = Promise.all([read(a, 5), read(b, 5)]);
    const texts5 = ['0', '1', '2', '3', '4'];
    const receipts = await Promise.all(
      texts5.flatMap((text) => [a.send(bob.did, utf8(text)), b.send(alice.did, utf8(text))]),
    );
    expect(new Set(receipts.map(({ state }) => state))).toEqual(new Set(['delivered']));
    for (const messages of await got) expect(texts(messages).toSorted()).toEqual(texts5);
  });

  it('R24: carry a message of 0 bytes and of the limit, and refuse one more before anything is stored', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const got = read(b, 2);
    for (const length of [0, MAX_TEXT_BYTES])
      expect((await a.send(bob.did, new Uint8Array(length))).state).toBe('delivered');
    expect((await got).map(({ content: bytes }) => bytes.length)).toEqual([0, MAX_TEXT_BYTES]);
    await expect(a.send(bob.did, new Uint8Array(MAX_TEXT_BYTES + 1))).rejects.toThrow(code('E_LIMIT'));
  });

  it('keep nothing for a peer that is not there', async () => {
    const net = new Net();
    const store = openMemoryStore();
    await using a = await net.join(alice, store);
    const before = await content(store);
    await expect(a.send(bob.did, utf8('x'))).rejects.toThrow(code('E_UNREACHABLE'));
    expect(await content(store)).toBe(before);
  });

  it('queue a message whose acknowledgement does not come, and send it again over the next link', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const first = read(b, 1);
    await a.send(bob.did, utf8('first'));
    await first;
    net.pairs[0]?.stall();
    const waiting = a.send(bob.did, utf8('second'));
    await new Promise((resolve) => setImmediate(resolve));
    net.pairs[0]?.cut();
    const receipt = await waiting;
    expect(receipt.state).toBe('queued');
    const rest = read(b, 2);
    await a.send(bob.did, utf8('third'));
    const messages = await rest;
    expect(texts(messages).toSorted()).toEqual(['second', 'third']);
    expect(messages.some(({ id }) => toHex(id) === toHex(receipt.id))).toBe(true);
  });

  it.each(['message', 'acknowledgement'])(
    'send again within seconds where the %s was lost on a link that lasts',
    async (what) => {
      const net = new Net();
      await using a = await net.join(alice);
      await using b = await net.join(bob);
      const got = read(b, 2);
      await a.send(bob.did, utf8('first'));
      const pair = net.pairs[0] as LinkPair;
      const losing = what === 'message' ? pair.dialler : pair.listener;
      const send = losing.send.bind(losing);
      losing.send = () => {
        losing.send = send;
      };
      const waiting = a.send(bob.did, utf8('second'));
      await until(async () => losing.send === send);
      for (let looks = 0; looks < 2; looks++) {
        for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
        net.timer.advance(RESEND_AFTER_MS);
      }
      expect(await waiting).toMatchObject({ state: 'delivered' });
      expect(texts(await got)).toEqual(['first', 'second']);
      expect(net.pairs).toHaveLength(1);
    },
  );

  it('R14: answer over the link that they send over, so that nothing they seal overtakes what they sealed before', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    await a.send(bob.did, utf8('0'));
    await net.pairs[0]?.dialler.close();
    const [theirs, ours] = [net.pair(alice, bob), net.pair(alice, bob)];
    const sent: string[] = [];
    for (const [name, { dialler }] of Object.entries({ theirs, ours })) {
      const send = dialler.send.bind(dialler);
      dialler.send = (type, payload) => {
        sent.push(name);
        send(type, payload);
      };
    }
    // Each side sends over the newest that it knows.
    a.accept(theirs.dialler);
    a.accept(ours.dialler);
    b.accept(ours.listener);
    b.accept(theirs.listener);
    expect(await b.send(alice.did, utf8('1'))).toMatchObject({ state: 'delivered' });
    expect(await a.send(bob.did, utf8('2'))).toMatchObject({ state: 'delivered' });
    expect(sent).toEqual(['ours', 'ours']);
    await ours.dialler.close();
    expect(await b.send(alice.did, utf8('3'))).toMatchObject({ state: 'delivered' });
    expect(sent).toEqual(['ours', 'ours', 'theirs']);
  });

  it('send what waits once, where both sides dial at once', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    await a.send(bob.did, utf8('0'));
    await net.pairs[0]?.dialler.close();
    net.leave(bob);
    for (let n = 1; n <= 20; n++) await a.send(bob.did, utf8(`${n}`));
    let sent = 0;
    for (let dialled = 0; dialled < 2; dialled++) {
      const pair = net.pair(alice, bob);
      const send = pair.dialler.send.bind(pair.dialler);
      pair.dialler.send = (type, payload) => {
        sent++;
        send(type, payload);
      };
      b.accept(pair.listener);
      a.accept(pair.dialler);
    }
    expect(texts(await read(b, 21))).toEqual(Array.from({ length: 21 }, (_, n) => `${n}`));
    expect(sent).toBe(20);
  });

  it('queue a message after thirty seconds without an answer', async () => {
    const net = new Net();
    const store = openMemoryStore();
    await using a = await net.join(alice, store);
    await using b = await net.join(bob);
    const first = read(b, 1);
    await a.send(bob.did, utf8('first'));
    await first;
    await net.pairs[0]?.dialler.close();
    net.isSilent = true;
    const waiting = a.send(bob.did, utf8('second'));
    let state = 'waiting';
    void waiting.then((receipt) => {
      state = receipt.state;
    });
    await until(async () => {
      for await (const _ of store.scan('message', { start: Uint8Array.of(2), end: Uint8Array.of(3) })) return true;
      return false;
    });
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
    net.timer.advance(ACKNOWLEDGEMENT_TIMEOUT_MS - 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(state).toBe('waiting');
    net.timer.advance(1);
    expect((await waiting).state).toBe('queued');
  });

  it('R12: deliver what was stored and not taken after a restart, under the same id', async () => {
    const net = new Net();
    const store = openMemoryStore();
    await using a = await net.join(alice);
    const b = await net.join(bob, store);
    const { id } = await a.send(bob.did, utf8('stored'));
    // Seen by the application, which ends before it goes on.
    const seen = await b.messages().next();
    expect(seen.value?.id).toEqual(id);
    await b[Symbol.asyncDispose]();
    await using again = await net.join(bob, store);
    const [message] = await read(again, 1);
    expect(message?.id).toEqual(id);
    const none = await Promise.race([read(again, 1), new Promise((resolve) => setImmediate(() => resolve('none')))]);
    expect(none).toBe('none');
  });

  it('have one reader at a time', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    void a.messages().next();
    await expect(a.messages().next()).rejects.toThrow(TypeError);
  });

  it('end when they are closed', async () => {
    const net = new Net();
    const a = await net.join(alice);
    const reading = a.messages().next();
    await a[Symbol.asyncDispose]();
    expect((await reading).done).toBe(true);
    await expect(a.send(bob.did, utf8('x'))).rejects.toThrow(code('E_CLOSED'));
    await expect(a.prekeyBundle()).rejects.toThrow(code('E_CLOSED'));
  });

  it('open a session from a bundle that came another way', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    const { oneTime } = await a.establishSession(bob.did, await b.prekeyBundle(), { requireOneTime: true });
    expect(oneTime).toBe(true);
    await expect(a.establishSession(bob.did, await a.prekeyBundle())).rejects.toThrow(code('E_BAD_BUNDLE'));
    const got = read(b, 1);
    await a.send(bob.did, utf8('x'));
    expect(texts(await got)).toEqual(['x']);
  });

  it('K15: refuse a session without a one-time prekey to whoever demands one, whoever asks beside it', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using b = await net.join(bob);
    for (let i = 0; i < MAX_ONE_TIME_PREKEYS; i++) await b.prekeyBundle();
    const [any, demanding, anyAgain] = await Promise.allSettled([
      a.establishSession(bob.did),
      a.establishSession(bob.did, undefined, { requireOneTime: true }),
      a.establishSession(bob.did),
    ]);
    expect(any).toMatchObject({ status: 'fulfilled', value: { oneTime: false } });
    expect(demanding).toMatchObject({ status: 'rejected', reason: code('E_DOWNGRADE') });
    expect(anyAgain).toEqual(any);
  });

  it('tell of the session that an acknowledgement made, where both sides started at once', async () => {
    // The initial message with the smaller hash wins, so it is one time in two that Bob acknowledges under his own.
    for (let tries = 0; ; tries++) {
      expect(tries).toBeLessThan(64);
      const net = new Net();
      await using a = await net.join(alice);
      await using b = await net.join(bob);
      const [forBob, forAlice] = [await b.prekeyBundle(), await a.prekeyBundle()];
      const own = toHex((await a.establishSession(bob.did, forBob)).session);
      const other = toHex((await b.establishSession(alice.did, forAlice)).session);
      expect((await a.send(bob.did, utf8('x'))).state).toBe('delivered');
      if (net.aliceSessions.length === 1) continue;
      expect(net.aliceSessions).toEqual([own, other]);
      break;
    }
  });

  it('end a wait with the reason of the signal before the message is stored', async () => {
    const net = new Net();
    await using a = await net.join(alice);
    await using _ = await net.join(bob);
    const reason = new Error('changed my mind');
    await expect(a.send(bob.did, utf8('x'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a link of messages', () => {
  async function withBob(): Promise<{ b: Messenger; pair: LinkPair; a: Desk }> {
    const net = new Net();
    const b = await net.join(bob);
    const pair = net.pair(alice, bob);
    b.accept(pair.listener);
    const a = await desk(alice);
    await a.book.establish(bob.did, await b.prekeyBundle());
    return { b, pair, a };
  }

  it('R01 R09: survives forged envelopes, and delivers the honest one after them', async () => {
    const { b, pair, a } = await withBob();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('honest'));
    pair.dialler.onFrame(() => {});
    for (let i = 0; i < MAX_FAILED_ENVELOPES; i++)
      pair.dialler.send(FRAME_TYPES.data, flipped(envelope, 3 + i * 60, i % 8));
    pair.dialler.send(FRAME_TYPES.data, envelope);
    expect(texts(await read(b, 1))).toEqual(['honest']);
    await b[Symbol.asyncDispose]();
  });

  it('ends after too many of them', async () => {
    const { b, pair, a } = await withBob();
    const { envelope } = await a.book.outbox.send(bob.did, utf8('honest'));
    for (let i = 0; i <= MAX_FAILED_ENVELOPES; i++) pair.dialler.send(FRAME_TYPES.data, flipped(envelope, 40));
    expect(await pair.dialler.closed).toEqual(code('E_REFUSED'));
    await b[Symbol.asyncDispose]();
  });

  it('K09: carries no envelope of a third agent', async () => {
    const { b, pair } = await withBob();
    const m = await desk(mallory);
    await m.book.establish(bob.did, await b.prekeyBundle());
    const { envelope } = await m.book.outbox.send(bob.did, utf8('from Mallory'));
    pair.dialler.send(FRAME_TYPES.data, envelope);
    await pair.dialler.drained();
    const none = await Promise.race([read(b, 1), new Promise((resolve) => setImmediate(() => resolve('none')))]);
    expect(none).toBe('none');
    await b[Symbol.asyncDispose]();
  });

  it('gives eight bundles, and ends at one more, at a false request, and at other frames', async () => {
    const request = (from: Did, to: Did, v = 1): Bytes => encodeCbor({ v, suite: 1, from, to });
    const good = request(alice.did, bob.did);
    for (const [frames, expected] of [
      [Array.from({ length: MAX_BUNDLE_REQUESTS }, () => good), undefined],
      [Array.from({ length: MAX_BUNDLE_REQUESTS + 1 }, () => good), 'E_REFUSED'],
      [[request(mallory.did, bob.did)], 'E_REFUSED'],
      [[request(alice.did, mallory.did)], 'E_REFUSED'],
      [[request(alice.did, bob.did, 2)], 'E_REFUSED'],
      [[utf8('no request')], 'E_REFUSED'],
    ] as const) {
      const { b, pair } = await withBob();
      let answers = 0;
      pair.dialler.onFrame(({ type, payload }) => {
        if (
          type === FRAME_TYPES.handshakeAck &&
          codeOf(() => verifyBundle(payload, { did: bob.did, nowMs: NOW })) === undefined
        )
          answers++;
        if (answers === MAX_BUNDLE_REQUESTS && expected === undefined) void pair.dialler.close();
      });
      for (const frame of frames) pair.dialler.send(FRAME_TYPES.handshake, frame);
      expect((await pair.dialler.closed)?.code).toBe(expected);
      await b[Symbol.asyncDispose]();
    }
    const { b, pair } = await withBob();
    pair.dialler.send(FRAME_TYPES.handshakeAck, utf8('a bundle that nobody asked for'));
    expect(await pair.dialler.closed).toEqual(code('E_REFUSED'));
    await b[Symbol.asyncDispose]();
  });
});

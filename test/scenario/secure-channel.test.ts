import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TalosClient } from '../../src/agent/client/client.ts';
import type { DeliveryEvent } from '../../src/agent/client/client-types.ts';
import type { ReceivedText } from '../../src/agent/client/secure-channel.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { MemoryNetwork } from '../../src/testing.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const STOP = new Error('stop');

let net: MemoryNetwork;
let alice: TalosClient;
let bob: TalosClient;
let carol: TalosClient;

beforeEach(async () => {
  net = new MemoryNetwork();
  [alice, bob, carol] = [await net.client('alice'), await net.client('bob'), await net.client('carol')];
  const all = [alice, bob, carol];
  for (const one of all) for (const other of all) if (one !== other) await one.addPeer(other.did, await other.listen());
});
afterEach(async () => {
  for (const each of [alice, bob, carol]) await each[Symbol.asyncDispose]();
});

async function texts(from: AsyncIterable<ReceivedText>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { content } of from) if (found.push(fromUtf8(content)) === count) break;
  return found;
}

async function states(from: AsyncIterable<DeliveryEvent>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { state } of from) if (found.push(state) === count) break;
  return found;
}

describe('a channel to a peer, over links and stores in memory', () => {
  it('carries messages both ways, in order, once, and closes with its block', async () => {
    await using here = await alice.channel(bob.did);
    await using there = await bob.channel(alice.peerId);
    for (const each of ['1', '2', '3']) expect((await here.send(utf8(each))).state).toBe('delivered');
    expect(await texts(there, 3)).toEqual(['1', '2', '3']);
    await there.send(utf8('back'));
    expect(await texts(here, 1)).toEqual(['back']);
    expect([here.peer, there.peer]).toEqual([bob.did, alice.did]);
  });

  it('takes the messages of its peer alone; those of others wait for messages()', async () => {
    await using channel = await alice.channel(bob.did);
    await carol.send(alice.did, utf8('from Carol'));
    await bob.send(alice.did, utf8('from Bob'));
    expect(await texts(channel, 1)).toEqual(['from Bob']);
    await bob.send(alice.did, utf8('for the channel'));
    expect(await texts(alice.messages(), 1)).toEqual(['from Carol']);
    expect(await texts(channel, 1)).toEqual(['for the channel']);
  });

  it('leaves what it did not take to messages(), also where a loop waits there already', async () => {
    const channel = await alice.channel(bob.did);
    const all = alice.messages();
    const first = all.next();
    await bob.send(alice.did, utf8('left behind'));
    await channel.close();
    expect((await first).value?.content).toEqual(utf8('left behind'));
    await all.return();
    await using again = await alice.channel(bob.did);
    await bob.send(alice.did, utf8('next'));
    expect(await texts(again, 1)).toEqual(['next']);
  });

  it('does not get what another loop is at, and gets it where that was not taken', async () => {
    const all = alice.messages();
    await bob.send(alice.did, utf8('1'));
    expect((await all.next()).value?.content).toEqual(utf8('1'));
    await using channel = await alice.channel(bob.did);
    await bob.send(alice.did, utf8('2'));
    expect(await texts(channel, 1)).toEqual(['2']);
    await all.return();
  });

  it('takes the message that its loop is at when it is closed there', async () => {
    await bob.send(alice.did, utf8('bye'));
    const channel = await alice.channel(bob.did);
    for await (const _ of channel) await channel.close();
    await channel.close();
    await bob.send(alice.did, utf8('after'));
    expect(await texts(alice.messages(), 1)).toEqual(['after']);
    await expect(channel.send(utf8('x'))).rejects.toThrow(code('E_CLOSED'));
  });

  it('ends with the reason of its signal, wherever it waits, and keeps what was stored', async () => {
    const stop = new AbortController();
    const channel = await alice.channel(bob.did, { signal: stop.signal });
    const waiting = texts(channel, 1);
    net.isDown = true;
    const sending = channel.send(utf8('kept'), { waitMs: 60_000 });
    const events = alice.deliveries();
    expect((await events.next()).value).toMatchObject({ state: 'queued', peer: bob.did });
    stop.abort(STOP);
    await expect(waiting).rejects.toBe(STOP);
    expect((await sending).state).toBe('queued');
    await expect(channel.send(utf8('x'))).rejects.toBe(STOP);
    await expect(texts(channel, 1)).rejects.toBe(STOP);
    await expect(alice.channel(bob.did, { signal: stop.signal })).rejects.toBe(STOP);
    await expect(texts(alice.messages({ signal: AbortSignal.abort(STOP) }), 1)).rejects.toBe(STOP);
    net.isDown = false;
    expect(await texts(bob.messages(), 1)).toEqual(['kept']);
  });

  it('ends its loop when its client closes', async () => {
    const channel = await alice.channel(bob.did);
    const [one, two, three] = [texts(channel, 1), texts(alice.messages(), 1), states(alice.deliveries(), 1)];
    await alice[Symbol.asyncDispose]();
    expect([await one, await two, await three]).toEqual([[], [], []]);
    await expect(channel.send(utf8('x'))).rejects.toThrow(code('E_CLOSED'));
    await expect(alice.channel(bob.did)).rejects.toThrow(code('E_CLOSED'));
    expect(() => alice.deliveries()).toThrow(code('E_CLOSED'));
  });

  it('is one a peer, with one loop: TypeError for another', async () => {
    await using channel = await alice.channel(bob.did);
    await expect(alice.channel(bob.did)).rejects.toThrow(TypeError);
    const stop = new AbortController();
    const waiting = texts(alice.messages({ signal: stop.signal }), 1);
    await bob.send(alice.did, utf8('1'));
    const loop = channel[Symbol.asyncIterator]();
    await loop.next();
    await expect(texts(channel, 1)).rejects.toThrow(TypeError);
    await expect(texts(alice.messages(), 1)).rejects.toThrow(TypeError);
    stop.abort(STOP);
    await expect(waiting).rejects.toBe(STOP);
  });
});

describe('what becomes of messages', () => {
  it('is told for each, in order: sent and delivered, or queued before', async () => {
    const events = alice.deliveries();
    const { id } = await alice.send(bob.did, utf8('at once'));
    expect((await events.next()).value).toEqual({ id, peer: bob.did, state: 'sent', missed: 0 });
    expect((await events.next()).value).toEqual({ id, peer: bob.did, state: 'delivered', missed: 0 });
    net.isDown = true;
    net.cut();
    expect((await alice.send(bob.did, utf8('later'))).state).toBe('queued');
    net.isDown = false;
    await bob.send(alice.did, utf8('here I am'));
    expect(await states(events, 3)).toEqual(['queued', 'sent', 'delivered']);
  });

  it('is waited for as long as waitMs says', async () => {
    net.isDown = true;
    expect((await alice.send(bob.did, utf8('x'), { waitMs: 1 })).state).toBe('queued');
    const sending = alice.send(bob.did, utf8('y'), { waitMs: 60_000 });
    net.isDown = false;
    expect((await sending).state).toBe('delivered');
  });

  it('is told until the signal aborts, also where nobody has read yet', async () => {
    const stop = new AbortController();
    const [read, unread] = [alice.deliveries({ signal: stop.signal }), alice.deliveries({ signal: stop.signal })];
    const reading = read.next();
    stop.abort(STOP);
    await expect(reading).rejects.toBe(STOP);
    await expect(unread.next()).rejects.toBe(STOP);
    expect(() => alice.deliveries({ signal: stop.signal })).toThrow(STOP);
  });
});

describe("what a caller gets wrong is a caller's mistake", () => {
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError]>([
    ['a content that is text', () => alice.send(bob.did, 'text' as never), TypeError],
    ['a peer that is none', () => alice.send(7 as never, utf8('x')), TypeError],
    ['options that are a signal', () => alice.send(bob.did, utf8('x'), 7 as never), TypeError],
    ['a signal that is none', () => alice.send(bob.did, utf8('x'), { signal: {} as never }), TypeError],
    ['a negative wait', () => alice.send(bob.did, utf8('x'), { waitMs: -1 }), RangeError],
    ['a wait that is no number', () => alice.send(bob.did, utf8('x'), { waitMs: Number.NaN }), RangeError],
    ['the own identity as a peer', () => alice.send(alice.did, utf8('x')), RangeError],
    ['a channel to the own identity', () => alice.channel(alice.peerId), RangeError],
    ['a channel to nobody', () => alice.channel(undefined as never), TypeError],
    ['a session with the own identity', async () => alice.establishSession(alice.did), RangeError],
    ['a signal of messages that is none', () => alice.messages({ signal: 1 as never }).next(), TypeError],
    [
      'a duration',
      () => alice.grantCapability({ subject: bob.did, service: 's', tools: { t: {} }, expiresIn: 'soon' }),
      RangeError,
    ],
    ['an id of a capability', () => alice.revokeCapability('x'), RangeError],
    ['an id that is no text', () => alice.revokeCapability(7 as never), TypeError],
  ])('%s', async (_, act, kind) => {
    await expect((async () => act())()).rejects.toThrow(kind);
  });

  it('but what it was told by others is the world: E_BAD_DID, E_LIMIT', async () => {
    await expect(alice.send('did:key:z6Mk', utf8('x'))).rejects.toThrow(code('E_BAD_DID'));
    await expect(alice.channel('did:web:example.org')).rejects.toThrow(code('E_BAD_DID'));
    await expect(alice.send(bob.did, new Uint8Array(MAX_TEXT_BYTES + 1))).rejects.toThrow(code('E_LIMIT'));
  });
});

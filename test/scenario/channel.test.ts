import { describe, expect, it } from 'vitest';
import {
  acceptChannel,
  CHANNEL_HANDSHAKE_TIMEOUT_MS,
  type Channel,
  MAX_EARLY_FRAME_BYTES,
  MAX_PACKET_CONTENT_BYTES,
  openChannel,
} from '../../src/agent/tunnel/channel.ts';
import { type Bytes, equalBytes, fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { type CborMap, decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { encodePacket, PACKET, PACKET_HEADER_BYTES, type Packet, type PacketType } from '../../src/message/packet.ts';
import { RATCHET_OVERHEAD_BYTES } from '../../src/message/ratchet-message.ts';
import { FRAME_TYPES, type Frame } from '../../src/net/frame.ts';
import type { Link } from '../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../src/net/memory-link.ts';
import { MAX_HANDSHAKE_FRAME_BYTES } from '../../src/net/protocols.ts';
import { ManualTimer } from '../../src/net/timer.ts';
import { beginLive, completeLive } from '../../src/session/live.ts';
import { encrypt } from '../../src/session/ratchet.ts';
import { agent, flipped, NOW } from '../unit/session/actors.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const clock = new ManualClock(NOW);
const code = (name: string): unknown => expect.objectContaining({ code: name });
const link = (from: Identity, to: Identity): LinkPair =>
  pairLinks({ diallerKey: from.signing.publicKey, listenerKey: to.signing.publicKey });

async function connected(): Promise<{ a: Channel; b: Channel; pair: LinkPair }> {
  const pair = link(alice, bob);
  const [a, b] = await Promise.all([
    openChannel({ link: pair.dialler, identity: alice, peer: bob.did, clock }),
    acceptChannel({ link: pair.listener, identity: bob, clock }),
  ]);
  return { a, b, pair };
}

/** The frames that come to one end, one at a time. */
function frames(end: Link): () => Promise<Frame> {
  const came: Frame[] = [];
  let wake: (() => void) | undefined;
  end.onFrame((frame) => {
    came.push(frame);
    wake?.();
  });
  return async () => {
    for (;;) {
      const frame = came.shift();
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

/** Resolves with the next `count` packets of a channel. */
function packets(channel: Channel, count: number): Promise<readonly Packet[]> {
  return new Promise((resolve) => {
    const got: Packet[] = [];
    channel.onPacket((packet) => {
      got.push(packet);
      if (got.length === count) resolve(got);
    });
  });
}

describe('a channel', () => {
  it('gives both ends the same session and carries packets both ways, in order', async () => {
    const { a, b } = await connected();
    expect(equalBytes(a.session, b.session)).toBe(true);
    expect([a.role, b.role, a.peer, b.peer]).toEqual(['initiator', 'responder', bob.did, alice.did]);
    expect([a.peerSequence, b.peerSequence]).toEqual([1, 1]);
    const [toB, toA] = [packets(b, 100), packets(a, 100)];
    for (let i = 0; i < 100; i++) {
      a.send(PACKET.mcpMessage, 1, utf8(`to b ${i}`));
      b.send(PACKET.mcpResponse, 1, utf8(`to a ${i}`));
    }
    expect((await toB).map(({ content }) => fromUtf8(content))).toEqual(
      Array.from({ length: 100 }, (_, i) => `to b ${i}`),
    );
    expect((await toA).map(({ content }) => fromUtf8(content))).toEqual(
      Array.from({ length: 100 }, (_, i) => `to a ${i}`),
    );
    await a.close();
    expect(await b.closed).toBeUndefined();
  });

  it('delivers what came before there was a receiver, and holds the rest back', async () => {
    const { a, b } = await connected();
    for (let i = 0; i < 5; i++) a.send(PACKET.mcpMessage, 1, Uint8Array.of(i));
    await a.drained();
    const got = await packets(b, 5);
    expect(got.map(({ content }) => content[0])).toEqual([0, 1, 2, 3, 4]);
    expect(() => b.onPacket(() => {})).toThrow(TypeError);
    await a.close();
  });

  it('reads on only when the receiver’s promise resolves', async () => {
    const { a, b } = await connected();
    const order: string[] = [];
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const done = new Promise<void>((resolve) => {
      b.onPacket(async ({ stream }) => {
        order.push(`start ${stream}`);
        if (stream === 1) await held;
        order.push(`end ${stream}`);
        if (stream === 2) resolve();
      });
    });
    a.send(PACKET.mcpMessage, 1, utf8(''));
    a.send(PACKET.mcpMessage, 2, utf8(''));
    await a.drained();
    release();
    await done;
    expect(order).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
    await a.close();
  });

  it('carries a packet of eight megabytes, and refuses one that is longer than a frame', async () => {
    const { a, b } = await connected();
    b.allowLargePackets();
    const got = packets(b, 1);
    const content = new Uint8Array(8 * 1024 * 1024).fill(7);
    a.send(PACKET.mcpMessage, 1, content);
    expect(equalBytes((await got)[0]?.content as Bytes, content)).toBe(true);
    expect(() => a.send(PACKET.mcpMessage, 1, new Uint8Array(MAX_PACKET_CONTENT_BYTES + 1))).toThrow(RangeError);
    await a.close();
  });

  const EARLY_CONTENT_BYTES = MAX_EARLY_FRAME_BYTES - RATCHET_OVERHEAD_BYTES - PACKET_HEADER_BYTES;

  it('N03: takes early packets up to the limit from whoever dialled', async () => {
    const { a, b } = await connected();
    const got = packets(b, 1);
    a.send(PACKET.mcpMessage, 1, new Uint8Array(EARLY_CONTENT_BYTES));
    expect((await got)[0]?.content).toHaveLength(EARLY_CONTENT_BYTES);
    await a.close();
  });

  it('N03: ends the channel of one that sends a larger packet before it was authorised', async () => {
    const { a, b } = await connected();
    b.onPacket(() => undefined);
    a.send(PACKET.mcpMessage, 1, new Uint8Array(EARLY_CONTENT_BYTES + 1));
    expect(await b.closed).toEqual(code('E_LIMIT'));
    await a.closed;
  });

  it('takes large packets at once from the peer that it dialled', async () => {
    const { a, b } = await connected();
    const got = packets(a, 1);
    b.send(PACKET.mcpMessage, 1, new Uint8Array(EARLY_CONTENT_BYTES + 1));
    expect((await got)[0]?.content).toHaveLength(EARLY_CONTENT_BYTES + 1);
    await a.close();
  });

  it('does not send after it has ended', async () => {
    const { a, b } = await connected();
    await a.close();
    await b.closed;
    for (const channel of [a, b]) expect(() => channel.send(PACKET.window, 0, utf8(''))).toThrow(code('E_CLOSED'));
    await a.close();
  });

  it('ends with the error of a receiver that throws', async () => {
    const { a, b } = await connected();
    b.onPacket(() => {
      throw Object.assign(new Error('refused by the application'));
    });
    a.send(PACKET.mcpMessage, 1, utf8('x'));
    expect(await a.closed).toEqual(code('E_REFUSED'));
    await b.closed;
    expect(() => b.send(PACKET.window, 0, utf8(''))).toThrow(code('E_CLOSED'));
  });
});

describe('a handshake on a link', () => {
  it('refuses a link to another agent than the one asked for', async () => {
    const pair = link(alice, mallory);
    await expect(openChannel({ link: pair.dialler, identity: alice, peer: bob.did, clock })).rejects.toThrow(
      code('E_IDENTITY_MISMATCH'),
    );
  });

  it('K07: refuses a peer that claims another DID than its transport key', async () => {
    const pair = link(mallory, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
    const { hello } = beginLive(alice, bob.did);
    pair.dialler.send(FRAME_TYPES.handshake, hello);
    await expect(accepted).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect(await pair.dialler.closed).toEqual(code('E_REFUSED'));
  });

  it('K07: a peer without the key of its certificate does not get a channel, whatever it sends', async () => {
    // Mallory holds Bob's transport connection as Alice would, but not her X25519 key.
    const impostor = {
      did: alice.did,
      signing: mallory.signing,
      agreement: mallory.agreement,
      certificate: alice.certificate,
    };
    const pair = link(alice, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
    const next = frames(pair.dialler);
    const { state, hello } = beginLive(impostor, bob.did);
    pair.dialler.send(FRAME_TYPES.handshake, hello);
    const { session, initial } = completeLive(impostor, state, (await next()).payload, { nowMs: NOW });
    pair.dialler.send(FRAME_TYPES.handshake, initial);
    const first = encrypt(session.ratchet, encodePacket(PACKET.window, 0, new Uint8Array(4)), session.associated);
    pair.dialler.send(FRAME_TYPES.data, first.message);
    await expect(accepted).rejects.toThrow(code('E_DECRYPT'));
  });

  it('refuses a first packet that is not the one of the handshake', async () => {
    for (const [type, stream, content] of [
      [PACKET.tunnelOpen, 1, new Uint8Array(4)],
      [PACKET.window, 1, new Uint8Array(4)],
      [PACKET.window, 0, Uint8Array.of(0, 0, 0, 1)],
    ] as [PacketType, number, Bytes][]) {
      const pair = link(alice, bob);
      const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
      const next = frames(pair.dialler);
      const { state, hello } = beginLive(alice, bob.did);
      pair.dialler.send(FRAME_TYPES.handshake, hello);
      const { session, initial } = completeLive(alice, state, (await next()).payload, { nowMs: NOW });
      pair.dialler.send(FRAME_TYPES.handshake, initial);
      const packet = encodePacket(type, stream, content);
      pair.dialler.send(FRAME_TYPES.data, encrypt(session.ratchet, packet, session.associated).message);
      await expect(accepted).rejects.toThrow(code('E_PROTOCOL'));
    }
  });

  it('the responder sends nothing under the session before a packet of the initiator has opened', async () => {
    const pair = link(alice, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
    const came: number[] = [];
    const next = frames(pair.dialler);
    const { state, hello } = beginLive(alice, bob.did);
    pair.dialler.send(FRAME_TYPES.handshake, hello);
    const answer = await next();
    came.push(answer.type);
    const { session, initial } = completeLive(alice, state, answer.payload, { nowMs: NOW });
    pair.dialler.send(FRAME_TYPES.handshake, initial);
    await pair.dialler.drained();
    expect(await Promise.race([accepted.then(() => 'open'), Promise.resolve('waiting')])).toBe('waiting');
    const first = encodePacket(PACKET.window, 0, new Uint8Array(4));
    pair.dialler.send(FRAME_TYPES.data, encrypt(session.ratchet, first, session.associated).message);
    const channel = await accepted;
    expect(came).toEqual([FRAME_TYPES.handshakeAck]);
    await channel.close();
  });

  it('refuses frames out of turn, on both sides', async () => {
    for (const type of [FRAME_TYPES.data, FRAME_TYPES.handshakeAck]) {
      const pair = link(alice, bob);
      const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
      pair.dialler.send(type, utf8('x'));
      await expect(accepted).rejects.toThrow(code('E_PROTOCOL'));
    }
    for (const type of [FRAME_TYPES.data, FRAME_TYPES.handshake]) {
      const pair = link(alice, bob);
      const opened = openChannel({ link: pair.dialler, identity: alice, peer: bob.did, clock });
      pair.listener.send(type, utf8('x'));
      await expect(opened).rejects.toThrow(code('E_PROTOCOL'));
    }
  });

  it('K16: refuses another version and suite, and the peer learns only that it was refused', async () => {
    for (const change of [{ v: 2 }, { suite: 2 }]) {
      const pair = link(alice, bob);
      const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
      const { hello } = beginLive(alice, bob.did);
      pair.dialler.send(FRAME_TYPES.handshake, encodeCbor({ ...(decodeCbor(hello) as CborMap), ...change }));
      await expect(accepted).rejects.toThrow(code('E_VERSION'));
      expect(await pair.dialler.closed).toEqual(
        expect.objectContaining({ code: 'E_REFUSED', details: { reason: 'failed' } }),
      );
    }
  });

  it('K24: refuses a peer whose certificate has a lower sequence than was seen', async () => {
    const pair = link(alice, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock, lowestSequence: 2 });
    const opened = openChannel({ link: pair.dialler, identity: alice, peer: bob.did, clock });
    await expect(accepted).rejects.toThrow(code('E_STALE'));
    const channel = await opened;
    expect(await channel.closed).toEqual(code('E_REFUSED'));
    const other = link(alice, bob);
    void acceptChannel({ link: other.listener, identity: bob, clock }).catch(() => 'refused as well');
    await expect(
      openChannel({ link: other.dialler, identity: alice, peer: bob.did, clock, lowestSequence: 2 }),
    ).rejects.toThrow(code('E_STALE'));
  });

  it('refuses a frame of more than 8 KiB before it is done', async () => {
    const pair = link(alice, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
    pair.dialler.send(FRAME_TYPES.handshake, new Uint8Array(MAX_HANDSHAKE_FRAME_BYTES + 1));
    await expect(accepted).rejects.toThrow(code('E_LIMIT'));
  });

  it('ends after ten seconds, and not before', async () => {
    for (const side of ['open', 'accept'] as const) {
      const pair = link(alice, bob);
      const timer = new ManualTimer();
      const options = { clock, timer };
      const waiting =
        side === 'open'
          ? openChannel({ link: pair.dialler, identity: alice, peer: bob.did, ...options })
          : acceptChannel({ link: pair.listener, identity: bob, ...options });
      const outcome = waiting.then(
        () => 'open',
        (error: { code: string }) => error.code,
      );
      const settled = (): Promise<string> =>
        Promise.race([outcome, new Promise<string>((r) => setImmediate(() => r('waiting')))]);
      expect(await settled()).toBe('waiting');
      timer.advance(CHANNEL_HANDSHAKE_TIMEOUT_MS - 1);
      expect(await settled()).toBe('waiting');
      timer.advance(1);
      expect(await outcome).toBe('E_TIMEOUT');
    }
  });

  it('ends with the reason of the signal, or of the link', async () => {
    const pair = link(alice, bob);
    const stop = new AbortController();
    const opened = openChannel({ link: pair.dialler, identity: alice, peer: bob.did, clock, signal: stop.signal });
    const reason = new Error('changed my mind');
    stop.abort(reason);
    await expect(opened).rejects.toBe(reason);
    const cut = link(alice, bob);
    const waiting = openChannel({ link: cut.dialler, identity: alice, peer: bob.did, clock });
    const failed = expect(waiting).rejects.toThrow(code('E_UNREACHABLE'));
    await new Promise((resolve) => setImmediate(resolve));
    cut.cut();
    await failed;
  });
});

describe('an open channel', () => {
  /** A channel whose peer is the test itself. */
  async function spoken(): Promise<{
    channel: Channel;
    say: (message: Bytes) => void;
    seal: (packet: Bytes) => Bytes;
    pair: LinkPair;
  }> {
    const pair = link(alice, bob);
    const accepted = acceptChannel({ link: pair.listener, identity: bob, clock });
    const next = frames(pair.dialler);
    const { state, hello } = beginLive(alice, bob.did);
    pair.dialler.send(FRAME_TYPES.handshake, hello);
    const { session, initial } = completeLive(alice, state, (await next()).payload, { nowMs: NOW });
    pair.dialler.send(FRAME_TYPES.handshake, initial);
    let ratchet = session.ratchet;
    const seal = (packet: Bytes): Bytes => {
      const sealed = encrypt(ratchet, packet, session.associated);
      ratchet = sealed.state;
      return sealed.message;
    };
    const say = (message: Bytes): void => pair.dialler.send(FRAME_TYPES.data, message);
    say(seal(encodePacket(PACKET.window, 0, new Uint8Array(4))));
    return { channel: await accepted, say, seal, pair };
  }

  it('R01 R07: ends at a frame that does not open, and delivers nothing of it', async () => {
    for (const at of [0, 1, 33, 37, 41, 53, -1]) {
      const { channel, say, seal, pair } = await spoken();
      const got: Packet[] = [];
      channel.onPacket((packet) => {
        got.push(packet);
      });
      const message = seal(encodePacket(PACKET.mcpMessage, 1, utf8('x')));
      say(flipped(message, at < 0 ? message.length - 1 : at));
      expect((await channel.closed)?.code).toMatch(/^E_(DECRYPT|MALFORMED|BAD_KEY|SKIP_LIMIT)$/);
      expect(await pair.dialler.closed).toEqual(expect.objectContaining({ details: { reason: 'failed' } }));
      expect(got).toEqual([]);
    }
  });

  it('R10: ends at a frame that is repeated', async () => {
    const { channel, say, seal } = await spoken();
    const got = packets(channel, 1);
    const message = seal(encodePacket(PACKET.mcpMessage, 1, utf8('once')));
    say(message);
    say(message);
    expect(await got).toHaveLength(1);
    expect(await channel.closed).toEqual(code('E_REPLAY'));
  });

  it('ends at what is no packet, and at a handshake frame', async () => {
    const first = await spoken();
    first.channel.onPacket(() => {});
    first.say(first.seal(utf8('no packet')));
    expect(await first.channel.closed).toEqual(code('E_MALFORMED'));
    const second = await spoken();
    second.pair.dialler.send(FRAME_TYPES.handshake, utf8('again'));
    expect(await second.channel.closed).toEqual(code('E_PROTOCOL'));
  });
});

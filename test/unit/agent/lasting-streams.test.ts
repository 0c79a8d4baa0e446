import { describe, expect, it } from 'vitest';
import { MAX_KEPT_FREE_PACKETS } from '../../../src/agent/tunnel/kept-packets.ts';
import { type LastingTunnel, LastingTunnels } from '../../../src/agent/tunnel/lasting-tunnels.ts';
import { StreamMux } from '../../../src/agent/tunnel/streams.ts';
import {
  ACKNOWLEDGE_STEP_PACKETS,
  STREAM_CREDIT_BYTES,
  TunnelStream,
} from '../../../src/agent/tunnel/tunnel-stream.ts';
import { encodeTunnelResume, encodeTunnelResumed } from '../../../src/agent/tunnel/tunnel-wire.ts';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../../src/base/errors.ts';
import { encodeCbor } from '../../../src/codec/cbor.ts';
import { u32, u64 } from '../../../src/codec/writer.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';
import { PACKET, type Packet } from '../../../src/message/packet.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { type PacketPair, packetPair } from '../../fixtures/stream-pair.ts';

const LOST = new TalosError('E_UNREACHABLE', 'lost');
const coded = (code: ErrorCode): unknown => expect.objectContaining({ code });
const turns = async (count = 40): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

/** Numbers from 0 up to 1, the same for a seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A lasting tunnel between two ends, over as many channels as it takes. */
class World {
  readonly timer = new ManualTimer();
  readonly lasting = new LastingTunnels(this.timer);
  readonly ended: (ErrorCode | undefined)[] = [];
  readonly refused: ErrorCode[] = [];
  verdict: ErrorCode | undefined;
  pair: PacketPair = packetPair();
  mux: StreamMux;
  server!: TunnelStream;
  readonly caller: TunnelStream;
  id!: Uint8Array<ArrayBuffer>;
  turn = 0;

  constructor() {
    this.mux = this.#muxes();
    this.caller = this.mux.open(utf8('open'));
    this.caller.last({ away: () => {}, back: () => {} });
  }

  /** A new channel, with both ends served. */
  dial(): void {
    this.pair = packetPair();
    this.mux = this.#muxes();
  }

  #muxes(): StreamMux {
    const { dialler, listener } = this.pair;
    new StreamMux(listener, {
      onOpen: (stream) => {
        this.server = stream;
        this.id = this.lasting.keep(this.tunnel(stream));
      },
      onResume: (place, content) => {
        try {
          this.lasting.resume(dialler.peer, place, content);
        } catch (error) {
          if (!isTalosError(error)) throw error;
          this.refused.push(error.code);
          throw error;
        }
      },
      onControl: () => {},
    });
    const never = (): never => {
      throw new TalosError('E_PROTOCOL', 'never');
    };
    return new StreamMux(dialler, { onOpen: never, onResume: never, onControl: () => {} });
  }

  tunnel(stream: TunnelStream, peer: Did = this.pair.dialler.peer): LastingTunnel {
    return {
      peer,
      stream,
      verdict: () => this.verdict,
      lifeMs: () => 1e9,
      end: (code) => {
        this.ended.push(code);
        stream.close();
      },
      moved: () => {},
    };
  }

  async open(): Promise<this> {
    await turns();
    return this;
  }

  async resume(): Promise<void> {
    this.dial();
    const progress = this.caller.detach();
    this.turn++;
    const content = encodeTunnelResume({ tunnel: this.id, turn: this.turn, ...progress });
    await this.mux.resume(this.caller, content, new AbortController().signal);
  }
}

/** What came at one end, as numbers. */
function reader(stream: TunnelStream): number[] {
  const heard: number[] = [];
  stream.onPacket(({ content }) => void heard.push(new DataView(content.buffer, content.byteOffset).getUint32(0)));
  return heard;
}

function numbered(n: number, bytes = 40): Uint8Array {
  return concat(u32(n), new Uint8Array(bytes - 4));
}

describe('a lasting stream', () => {
  it('goes on over another channel: all that was lost on the way comes once, in order', async () => {
    const world = await new World().open();
    const [heard, answered] = [reader(world.server), reader(world.caller)];
    for (let i = 0; i < 10; i++) {
      world.caller.send(PACKET.mcpMessage, numbered(i));
      world.server.send(PACKET.mcpResponse, numbered(i));
      if (i === 4) await turns();
    }
    world.pair.cut();
    await turns();
    expect([world.caller.isOpen, world.caller.channel, world.lasting.lingering]).toEqual([true, undefined, 1]);
    for (let i = 10; i < 15; i++) {
      world.caller.send(PACKET.acknowledge, numbered(i));
      world.server.send(PACKET.mcpError, numbered(i));
    }
    await world.resume();
    await turns();
    const all = Array.from({ length: 15 }, (_, i) => i);
    expect([heard, answered, world.lasting.lingering]).toEqual([all, all, 0]);
  });

  it('moves while its old channel is alive, and hears nothing of that any more', async () => {
    const world = await new World().open();
    const [heard, answered] = [reader(world.server), reader(world.caller)];
    const old = world.pair;
    for (let i = 0; i < 5; i++) world.server.send(PACKET.mcpResponse, numbered(i));
    world.caller.send(PACKET.mcpMessage, numbered(0));
    await world.resume();
    for (let i = 5; i < 9; i++) world.server.send(PACKET.mcpResponse, numbered(i));
    await turns();
    expect([heard, answered]).toEqual([[0], [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
    old.cut();
    await turns();
    expect([world.caller.channel, world.server.channel]).toEqual([world.pair.dialler, world.pair.listener]);
  });

  const runs = process.env['TALOS_SLOW'] === '1' ? 3000 : 30;
  it(`loses nothing, repeats nothing and keeps order under ${runs} random schedules of cuts`, async () => {
    for (let seed = 1; seed <= runs; seed++) {
      const random = randomOf(seed);
      const world = await new World().open();
      const ends = [world.caller, world.server] as const;
      const heard: number[][] = [[], []];
      for (const [at, end] of ends.entries())
        end.onPacket(async ({ content }) => {
          heard[at]?.push(new DataView(content.buffer, content.byteOffset).getUint32(0));
          // Now and then a reader is slow, so that credit and inboxes fill.
          if (random() < 0.1) await turns(Math.floor(random() * 30));
        });
      const sent = [0, 0];
      for (let step = 0; step < 60; step++) {
        const at = random() < 0.5 ? 0 : 1;
        const bytes = random() < 0.05 ? 400_000 : 40 + Math.floor(random() * 2000);
        const type = random() < 0.2 ? PACKET.acknowledge : PACKET.mcpMessage;
        ends[at].send(type, numbered(sent[at] as number, bytes));
        sent[at] = (sent[at] as number) + 1;
        if (random() < 0.3) await turns(Math.floor(random() * 10));
        if (random() > 0.15) continue;
        const isCut = random() < 0.7;
        if (isCut) world.pair.cut();
        if (random() < 0.5) await turns(3);
        // A resumption may be cut off at any moment as well.
        const resumed = world.resume().then(
          () => true,
          () => false,
        );
        if (random() < 0.4) {
          await turns(Math.floor(random() * 8));
          world.pair.cut();
        }
        await resumed;
      }
      while (
        !(await world.resume().then(
          () => true,
          () => false,
        ))
      );
      for (let i = 0; i < 200 && (heard[0]?.length !== sent[1] || heard[1]?.length !== sent[0]); i++) await turns();
      const expected = [sent[1], sent[0]].map((count) => Array.from({ length: count as number }, (_, i) => i));
      expect({ seed, heard }).toEqual({ seed, heard: expected });
      expect({ seed, ended: world.ended, refused: world.refused }).toEqual({ seed, ended: [], refused: [] });
    }
  }, 120_000);

  it('ends with a channel that was closed, and does not linger', async () => {
    const world = await new World().open();
    await world.pair.listener.close();
    await turns();
    expect([world.caller.isOpen, world.server.isOpen, world.lasting.lingering]).toEqual([false, false, 0]);
  });

  it('ends at once when it is closed while it is nowhere', async () => {
    const world = await new World().open();
    world.pair.cut();
    await turns();
    world.server.close();
    expect([await world.server.closed, world.lasting.lingering]).toEqual([undefined, 0]);
    await expect(world.resume()).rejects.toThrow(coded('E_UNREACHABLE'));
    expect(world.refused).toEqual(['E_NOT_FOUND']);
  });

  it('keeps no more than its credit for a peer that acknowledges nothing', async () => {
    const world = await new World().open();
    for (let i = 0; i < 4; i++) world.caller.send(PACKET.mcpMessage, numbered(i, STREAM_CREDIT_BYTES / 2));
    await turns();
    const sent = world.pair.dialler.sent.filter(({ type }) => type === PACKET.mcpMessage);
    expect([sent.length, world.caller.queuedBytes]).toEqual([2, STREAM_CREDIT_BYTES]);
  });

  it(`keeps ${MAX_KEPT_FREE_PACKETS} packets that cost no credit, and ends with one more`, async () => {
    const { dialler } = packetPair();
    const stream = new TunnelStream({ channel: dialler, id: 1, enter: () => {}, leave: () => {} });
    stream.last({ away: () => {}, back: () => {} });
    for (let i = 0; i < MAX_KEPT_FREE_PACKETS; i++) stream.send(PACKET.acknowledge, utf8('a'));
    expect(stream.isOpen).toBe(true);
    stream.send(PACKET.acknowledge, utf8('a'));
    expect(stream.isOpen).toBe(false);
    expect(dialler.sent.at(-1)?.type).toBe(PACKET.tunnelClose);
  });

  it(`acknowledges ${ACKNOWLEDGE_STEP_PACKETS} packets together, and not one fewer`, async () => {
    const world = await new World().open();
    reader(world.server);
    const windows = (): Packet[] => world.pair.listener.sent.filter(({ type }) => type === PACKET.window);
    for (let i = 1; i < ACKNOWLEDGE_STEP_PACKETS; i++) world.caller.send(PACKET.acknowledge, numbered(i));
    await turns(2000);
    expect(windows()).toEqual([]);
    world.caller.send(PACKET.acknowledge, numbered(0));
    await turns(2000);
    expect(windows().map(({ content }) => content)).toEqual([concat(u32(0), u64(ACKNOWLEDGE_STEP_PACKETS))]);
  });

  it('E_PROTOCOL: takes no acknowledgement of what was not sent, none that goes back, no credit beyond', async () => {
    const message = { type: PACKET.mcpMessage, stream: 1, content: new Uint8Array(100) };
    const window = (credit: number, received: number): Packet => ({
      type: PACKET.window,
      stream: 1,
      content: concat(u32(credit), u64(received)),
    });
    const world = await new World().open();
    const stream = world.caller;
    for (let i = 0; i < 3; i++) stream.send(message.type, message.content);
    expect(() => stream.accept(window(0, 4))).toThrow(coded('E_PROTOCOL'));
    expect(() => stream.accept(window(301, 3))).toThrow(coded('E_PROTOCOL'));
    stream.accept(window(300, 3));
    expect(() => stream.accept(window(0, 2))).toThrow(coded('E_PROTOCOL'));
    expect(() => stream.accept(window(1, 3))).toThrow(coded('E_PROTOCOL'));
    expect(() => stream.accept({ ...window(0, 3), content: u32(0) })).toThrow(coded('E_MALFORMED'));
    expect(() => stream.accept({ ...window(0, 3), content: new Uint8Array(13) })).toThrow(coded('E_MALFORMED'));
  });
});

describe('a resumption', () => {
  async function away(): Promise<World> {
    const world = await new World().open();
    reader(world.server);
    reader(world.caller);
    for (let i = 0; i < 3; i++) {
      world.caller.send(PACKET.mcpMessage, numbered(i));
      world.server.send(PACKET.mcpMessage, numbered(i));
    }
    await turns();
    world.pair.cut();
    await turns();
    world.dial();
    return world;
  }

  const ask = async (world: World, change: object): Promise<unknown> => {
    const progress = { received: 3, given: 0 };
    const content = encodeTunnelResume({ tunnel: world.id, turn: ++world.turn, ...progress, ...change });
    world.caller.detach();
    return world.mux.resume(world.caller, content, new AbortController().signal).catch((error: unknown) => error);
  };

  it.each([
    ['more than was sent', { received: 4 }],
    ['more credit than was used', { given: 121 }],
  ])('E_PROTOCOL: with %s ends the channel and the tunnel', async (_, change) => {
    const world = await away();
    await ask(world, change);
    expect([world.refused, world.ended, await world.pair.listener.closed]).toEqual([
      ['E_PROTOCOL'],
      [undefined],
      undefined,
    ]);
  });

  it('E_PROTOCOL: with counts that go back ends the channel and the tunnel', async () => {
    const world = await away();
    for (let i = 0; i < ACKNOWLEDGE_STEP_PACKETS; i++) world.server.send(PACKET.mcpMessage, numbered(i));
    await ask(world, {});
    await turns(3000);
    world.pair.cut();
    await turns();
    world.dial();
    await ask(world, { received: 2 });
    expect([world.refused, world.ended]).toEqual([['E_PROTOCOL'], [undefined]]);
  });

  it('REPLAY: that comes after a later one is refused, and changes nothing', async () => {
    const world = await away();
    await ask(world, { turn: 7 });
    const at = world.server.channel;
    world.dial();
    await ask(world, { turn: 7 });
    world.dial();
    await ask(world, { turn: 6 });
    expect([world.refused, world.ended, world.server.channel]).toEqual([['REPLAY', 'REPLAY'], [], at]);
  });

  it('of two at once, the later one counts, in whichever order they come', async () => {
    for (const [first, second] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const world = await away();
      const [a, b] = [packetPair(), packetPair()];
      const place = (pair: PacketPair) => ({ channel: pair.listener, id: 1, enter: () => {}, leave: () => {} });
      const { peer } = world.pair.dialler;
      const resume = (pair: PacketPair, turn: number): void =>
        world.lasting.resume(
          peer,
          place(pair),
          encodeTunnelResume({ tunnel: new Uint8Array(world.id), turn, received: 3, given: 0 }),
        );
      resume(a, first);
      if (second > first) resume(b, second);
      else expect(() => resume(b, second)).toThrow(coded('REPLAY'));
      expect(world.server.channel).toBe(second > first ? b.listener : a.listener);
    }
  });

  it('E_NOT_FOUND: of a tunnel of another peer, and of none, is refused alike', async () => {
    const world = await away();
    const place = { channel: world.pair.listener, id: 1, enter: () => {}, leave: () => {} };
    const content = (tunnel: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
      encodeTunnelResume({ tunnel, turn: 1, received: 3, given: 0 });
    const stranger = didOfKey(new Uint8Array(32).fill(9));
    const said = [
      [stranger, world.id],
      [world.pair.dialler.peer, new Uint8Array(16)],
    ].map(([peer, id]) => {
      try {
        world.lasting.resume(peer as Did, place, content(id as Uint8Array<ArrayBuffer>));
        return '';
      } catch (error) {
        return isTalosError(error) ? `${error.code} ${error.message}` : '';
      }
    });
    expect(said[0]).toMatch(/^E_NOT_FOUND/);
    expect(said[1]).toBe(said[0]);
    expect([world.ended, world.lasting.lingering]).toEqual([[], 1]);
  });

  it('REVOKED: of a tunnel whose grant is no more ends it', async () => {
    const world = await away();
    world.verdict = 'REVOKED';
    await ask(world, {});
    expect([world.refused, world.ended, world.server.isOpen]).toEqual([['REVOKED'], ['REVOKED'], false]);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a member too many', encodeCbor({ v: 1, tunnel: new Uint8Array(16), turn: 1, received: 0, given: 0, more: 1 })],
    ['another version', encodeCbor({ v: 2, tunnel: new Uint8Array(16), turn: 1, received: 0, given: 0 })],
    ['a short id', encodeCbor({ v: 1, tunnel: new Uint8Array(15), turn: 1, received: 0, given: 0 })],
    ['turn 0', encodeCbor({ v: 1, tunnel: new Uint8Array(16), turn: 0, received: 0, given: 0 })],
    ['a count below zero', encodeCbor({ v: 1, tunnel: new Uint8Array(16), turn: 1, received: -1, given: 0 })],
  ])('E_MALFORMED: that is %s ends the channel, and nothing else', async (_, content) => {
    const world = await away();
    world.caller.detach();
    const error = await world.mux.resume(world.caller, content, new AbortController().signal).catch((e: unknown) => e);
    expect(error).toEqual(coded('E_UNREACHABLE'));
    expect([world.refused, world.ended, world.lasting.lingering]).toEqual([['E_MALFORMED'], [], 1]);
  });

  it.each([
    ['beyond what was sent', { received: 4, given: 0 }, 'E_PROTOCOL'],
    ['of credit that was not used', { received: 3, given: 121 }, 'E_PROTOCOL'],
  ] as const)('%s, as a server says it, ends the channel and leaves the tunnel nowhere', async (_, progress, code) => {
    const world = await away();
    const { dialler, listener } = packetPair();
    const never = (): never => {
      throw LOST;
    };
    const mux = new StreamMux(dialler, { onOpen: never, onResume: never, onControl: () => {} });
    listener.onPacket(({ stream }) => listener.send(PACKET.tunnelResumed, stream, encodeTunnelResumed(progress)));
    world.caller.detach();
    const asked = mux.resume(world.caller, utf8('resume'), new AbortController().signal);
    await expect(asked).rejects.toThrow(coded(code));
    expect([await dialler.closed, world.caller.channel, mux.size]).toEqual([undefined, undefined, 0]);
  });

  /** A resumption over a new channel that is under way, and what ends it. */
  function asking(world: World): { readonly asked: Promise<unknown>; readonly giveUp: () => void } {
    world.dial();
    const content = encodeTunnelResume({ tunnel: world.id, turn: ++world.turn, ...world.caller.detach() });
    const stop = new AbortController();
    const asked = world.mux.resume(world.caller, content, stop.signal).catch((error: unknown) => error);
    return { asked, giveUp: () => stop.abort(LOST) };
  }

  it('of a tunnel that is closed meanwhile ends it on both sides, and leaves the channel', async () => {
    const world = await new World().open();
    reader(world.server);
    const { asked } = asking(world);
    world.caller.close({ word: 'failed', code: undefined });
    await asked;
    await turns();
    expect(await world.server.closed).toMatchObject({ word: 'failed' });
    expect([world.mux.size, world.lasting.lingering, world.caller.channel]).toEqual([0, 0, undefined]);
  });

  it('of a tunnel that is closed after it was given up ends it on both sides, when the answer comes', async () => {
    const world = await new World().open();
    reader(world.server);
    const { asked, giveUp } = asking(world);
    giveUp();
    expect(await asked).toBe(LOST);
    world.caller.close();
    await turns();
    expect([world.server.isOpen, world.mux.size]).toEqual([false, 0]);
  });

  it('that was given up and answered late ends with its tunnel, which goes on elsewhere until then', async () => {
    const world = await new World().open();
    const heard = reader(world.server);
    const { giveUp } = asking(world);
    giveUp();
    const [late, number] = [world.pair.dialler, 1];
    await turns();
    expect(world.server.channel).toBe(world.pair.listener);
    await world.resume();
    world.caller.send(PACKET.mcpMessage, numbered(1));
    await turns();
    expect([heard, world.server.isOpen]).toEqual([[1], true]);
    world.caller.close();
    await turns();
    expect(world.server.isOpen).toBe(false);
    expect(late.sent.at(-1)).toMatchObject({ type: PACKET.tunnelClose, stream: number });
  });

  it('that was given up and answered late ends with its tunnel, where that never goes on', async () => {
    const world = await new World().open();
    reader(world.server);
    const { giveUp } = asking(world);
    giveUp();
    await turns();
    expect(world.server.isOpen).toBe(true);
    world.caller.end(undefined);
    await turns();
    expect(world.server.isOpen).toBe(false);
  });

  it('that is given up takes nothing of an answer that comes later', async () => {
    const world = await away();
    const { dialler, listener } = packetPair();
    const never = (): never => {
      throw LOST;
    };
    const mux = new StreamMux(dialler, { onOpen: never, onResume: never, onControl: () => {} });
    const stop = new AbortController();
    const asked = mux.resume(world.caller, utf8('resume'), stop.signal);
    stop.abort(LOST);
    await expect(asked).rejects.toBe(LOST);
    listener.send(PACKET.tunnelResumed, 1, encodeTunnelResumed({ received: 3, given: 0 }));
    await turns();
    expect([world.caller.channel, mux.size]).toEqual([undefined, 0]);
  });
});

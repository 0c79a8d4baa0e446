import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TalosClient } from '../../src/agent/client/client.ts';
import type { ClientStream } from '../../src/agent/client/client-streams.ts';
import { MAX_CODECS } from '../../src/agent/transfer/media-codecs.ts';
import { PeerStream, STREAM_CHUNK_COST, STREAM_WINDOW_BYTES } from '../../src/agent/transfer/peer-stream.ts';
import { MAX_WAITING_STREAMS_A_PEER } from '../../src/agent/transfer/peer-streams.ts';
import type { TransferStream } from '../../src/agent/transfer/transfer-mux.ts';
import { type Bytes, concat, equalBytes, utf8 } from '../../src/base/bytes.ts';
import { u32 } from '../../src/codec/writer.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import type { Did } from '../../src/identity/did.ts';
import { PACKET, type Packet, type PacketType } from '../../src/message/packet.ts';
import { MemoryNetwork } from '../../src/testing.ts';
import {
  decodeStreamStart,
  encodeStreamEnd,
  encodeStreamStart,
  MAX_STREAM_CHUNK_BYTES,
  MAX_STREAM_METADATA_BYTES,
  MAX_STREAM_NAME_CHARACTERS,
  streamChunkHash,
  streamChunkHead,
} from '../../src/transfer/stream-wire.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const STOP = new Error('stop');

let net: MemoryNetwork;
let alice: TalosClient;
let bob: TalosClient;

beforeEach(async () => {
  net = new MemoryNetwork();
  [alice, bob] = [await net.client('alice'), await net.client('bob')];
  await alice.contacts.add('bob', bob.did, { addresses: [] });
  await bob.contacts.add('alice', alice.did, { addresses: [] });
  await alice.addPeer(bob.did, await bob.listen());
});
afterEach(async () => {
  for (const each of [alice, bob]) await each[Symbol.asyncDispose]();
});

/** The first stream that comes. */
async function taken(client: TalosClient): Promise<ClientStream> {
  for await (const stream of client.streams()) return stream;
  throw new Error('no stream came');
}

async function bytesOf(readable: ReadableStream<Uint8Array> | undefined): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  for await (const part of readable as unknown as AsyncIterable<Uint8Array>) parts.push(part);
  return concat(...parts);
}

async function write<T>(stream: ClientStream<T>, ...parts: T[]): Promise<void> {
  const writer = stream.writable?.getWriter();
  for (const part of parts) await writer?.write(part);
  await writer?.close();
}

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 0xff);

describe('a stream to a peer', () => {
  it('carries bytes in order, more than its window, and says when all is there', async () => {
    const coming = taken(bob);
    const options = { kind: 'data', metadata: { name: 'numbers', sizes: [1, 2] } };
    const sent = await alice.openStream(bob.did, options);
    const got = await coming;
    expect(got).toMatchObject({ id: sent.id, peer: alice.did, kind: 'data', codec: '', metadata: options.metadata });
    expect([sent.readable, got.writable]).toEqual([undefined, undefined]);
    const all = pattern(STREAM_WINDOW_BYTES * 3 + 7);
    const reading = bytesOf(got.readable);
    await write(
      sent,
      all.subarray(0, 1),
      all.subarray(1, MAX_STREAM_CHUNK_BYTES + 2),
      all.subarray(MAX_STREAM_CHUNK_BYTES + 2),
    );
    expect(equalBytes(await reading, all)).toBe(true);
    await Promise.all([sent.closed, got.closed]);
  });

  it('carries both ways where both want it', async () => {
    const coming = taken(bob);
    const opened = await alice.openStream(bob.did, { kind: 'chat', duplex: true });
    const other = await coming;
    const here = bytesOf(opened.readable);
    const there = bytesOf(other.readable);
    await Promise.all([write(opened, utf8('hello')), write(other, utf8('good '), utf8('day'))]);
    expect([await here, await there]).toEqual([utf8('good day'), utf8('hello')]);
    await Promise.all([opened.closed, other.closed]);
  });

  it('holds back a writer whose reader does not read, and nobody else', async () => {
    const coming = taken(bob);
    const opened = await alice.openStream(bob.did, { kind: 'data' });
    const other = await coming;
    let written = 0;
    const writer = opened.writable?.getWriter();
    const writing = (async () => {
      for (let n = 0; n < 16; n++) {
        await writer?.write(pattern(MAX_STREAM_CHUNK_BYTES));
        written++;
      }
      await writer?.close();
    })();
    await alice.send(bob.did, utf8('beside it'));
    expect(written).toBeLessThan(STREAM_WINDOW_BYTES / MAX_STREAM_CHUNK_BYTES + 1);
    expect((await bytesOf(other.readable)).length).toBe(16 * MAX_STREAM_CHUNK_BYTES);
    await writing;
  });

  it('takes an empty one, and copies what is written', async () => {
    for (const length of [0, 3]) {
      const coming = taken(bob);
      const opened = await alice.openStream(bob.did, { kind: 'data' });
      const other = await coming;
      const part = pattern(length);
      const writing = write(opened, part);
      part.fill(9);
      expect(await bytesOf(other.readable)).toHaveLength(length);
      await writing;
    }
  });

  it('goes through the codec of its name, at both ends', async () => {
    const text = (): TransformStream<string, Uint8Array> =>
      new TransformStream({ transform: (part, controller) => controller.enqueue(utf8(part.toUpperCase())) });
    const back = (): TransformStream<Uint8Array, string> =>
      new TransformStream({
        transform: (part, controller) => controller.enqueue(`<${new TextDecoder().decode(part)}>`),
      });
    const undo = alice.codecs.register<string>({ name: 'text', kind: 'chat', encode: text });
    bob.codecs.register<string>({ name: 'text', kind: 'chat', decode: back });
    const coming = taken(bob);
    const opened = await alice.openStream<string>(bob.did, { kind: 'chat', codec: 'text' });
    const other = (await coming) as unknown as ClientStream<string>;
    const reading = (async () => {
      const parts: string[] = [];
      for await (const part of other.readable as unknown as AsyncIterable<string>) parts.push(part);
      return parts.join('');
    })();
    await write(opened, 'one');
    expect(await reading).toBe('<ONE>');
    await expect(alice.openStream(bob.did, { kind: 'audio', codec: 'text' })).rejects.toThrow(RangeError);
    expect(() => alice.codecs.register({ name: 'text', kind: 'chat' })).toThrow(RangeError);
    undo();
    expect(alice.codecs.names()).toEqual([]);
  });

  it('E_REFUSED: is refused where this agent is no contact there, and E_RATE_LIMITED where nobody takes any', async () => {
    const carol = await net.client('carol');
    await carol.addPeer(bob.did, await bob.listen());
    const loop = bob.streams();
    const first = loop.next();
    await expect(carol.openStream(bob.did, { kind: 'data' })).rejects.toThrow(code('E_REFUSED'));
    await carol[Symbol.asyncDispose]();
    const opening = alice.openStream(bob.did, { kind: 'data' });
    await first;
    await opening;
    await loop.return();
    await expect(alice.openStream(bob.did, { kind: 'data' })).rejects.toThrow(code('E_RATE_LIMITED'));
    await expect(alice.openStream(alice.did, { kind: 'data' })).rejects.toThrow(RangeError);
  });

  it('is taken of a peer with a capability for messages', async () => {
    const carol = await net.client('carol');
    await carol.addPeer(bob.did, await bob.listen());
    await bob.grantCapability({ subject: carol.did, service: 'talk', tools: {}, messages: {} });
    const coming = taken(bob);
    const opened = await carol.openStream(bob.did, { kind: 'data' });
    await coming;
    opened.cancel();
    await carol[Symbol.asyncDispose]();
  });

  it('E_CANCELLED: ends at both ends when either gives it up', async () => {
    for (const end of ['opener', 'taker', 'reader', 'writer'] as const) {
      const coming = taken(bob);
      const opened = await alice.openStream(bob.did, { kind: 'data' });
      const other = await coming;
      if (end === 'opener') opened.cancel();
      if (end === 'taker') other.cancel();
      if (end === 'reader') await other.readable?.cancel(STOP);
      if (end === 'writer') await opened.writable?.abort(STOP);
      await expect(opened.closed, end).rejects.toThrow(code('E_CANCELLED'));
      await expect(other.closed, end).rejects.toThrow(code('E_CANCELLED'));
      if (end === 'taker') await expect(write(opened, utf8('x'))).rejects.toThrow(code('E_CANCELLED'));
      if (end === 'opener') await expect(bytesOf(other.readable)).rejects.toThrow(code('E_CANCELLED'));
    }
  });

  it('ends with the link, with its client, and with its signal', async () => {
    const coming = taken(bob);
    const opened = await alice.openStream(bob.did, { kind: 'data' });
    const other = await coming;
    net.cut();
    await expect(opened.closed).rejects.toThrow(code('E_UNREACHABLE'));
    await expect(bytesOf(other.readable)).rejects.toThrow(code('E_UNREACHABLE'));
    await expect(alice.openStream(bob.did, { kind: 'data', signal: AbortSignal.abort(STOP) })).rejects.toBe(STOP);
    const again = taken(bob);
    const second = await alice.openStream(bob.did, { kind: 'data' });
    await again;
    await alice[Symbol.asyncDispose]();
    await expect(second.closed).rejects.toThrow(code('E_CLOSED'));
    await expect(alice.openStream(bob.did, { kind: 'data' })).rejects.toThrow(code('E_CLOSED'));
    await expect(alice.streams().next()).rejects.toThrow(code('E_CLOSED'));
  });

  it(`has ${MAX_WAITING_STREAMS_A_PEER} of a peer wait for who takes them, no more: E_RATE_LIMITED`, async () => {
    const loop = bob.streams();
    const first = loop.next();
    await alice.openStream(bob.did, { kind: 'data' });
    await first;
    const stop = new AbortController();
    const waiting = Array.from({ length: MAX_WAITING_STREAMS_A_PEER }, () =>
      alice.openStream(bob.did, { kind: 'data', signal: stop.signal }).catch((error: unknown) => error),
    );
    await expect(alice.openStream(bob.did, { kind: 'data' })).rejects.toThrow(code('E_RATE_LIMITED'));
    await expect(bob.streams().next()).rejects.toThrow(TypeError);
    stop.abort(STOP);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => STOP));
    await loop.return();
  });

  it.each<[string, object, typeof TypeError]>([
    ['no kind', {}, TypeError],
    ['a kind that is no name', { kind: 'Audio and video' }, RangeError],
    ['a kind that is too long', { kind: 'a'.repeat(MAX_STREAM_NAME_CHARACTERS + 1) }, RangeError],
    ['a codec that is no text', { kind: 'data', codec: 7 }, TypeError],
    ['metadata that is no JSON', { kind: 'data', metadata: () => 1 }, TypeError],
    ['metadata that is too long', { kind: 'data', metadata: 'x'.repeat(MAX_STREAM_METADATA_BYTES - 1) }, RangeError],
  ])('is not opened with %s', async (_what, options, error) => {
    await expect(alice.openStream(bob.did, options as never)).rejects.toThrow(error);
  });

  it('E_LIMIT: a client has so many codecs', () => {
    for (let n = 0; n < MAX_CODECS; n++) alice.codecs.register({ name: `c${n}`, kind: 'data' });
    expect(() => alice.codecs.register({ name: 'one-more', kind: 'data' })).toThrow(code('E_LIMIT'));
    for (const wrong of [undefined, {}, { name: 'x' }, { name: 'x', kind: 'y', encode: 1 }])
      expect(() => bob.codecs.register(wrong as never)).toThrow(TypeError);
  });
});

/** The end of a stream whose other end the test is. */
class Wire implements TransferStream {
  readonly id = 1;
  readonly peer = 'did:key:peer' as Did;
  readonly channel = { drained: () => Promise.resolve() } as TransferStream['channel'];
  isOpen = true;
  readonly sent: { readonly type: PacketType; readonly content: Bytes }[] = [];
  readonly #come: Packet[] = [];
  #wake: () => void = () => {};

  send(type: PacketType, ...content: readonly Uint8Array[]): void {
    this.sent.push({ type, content: concat(...content) });
  }

  come(type: PacketType, ...content: readonly Uint8Array[]): void {
    this.#come.push({ type, stream: 1, content: concat(...content) });
    this.#wake();
  }

  async next(): Promise<Packet> {
    for (;;) {
      const packet = this.poll();
      if (packet !== undefined) return packet;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  poll(): Packet | undefined {
    return this.#come.shift();
  }

  end(): void {
    this.isOpen = false;
  }
}

describe('a stream whose other end lies', () => {
  const start = { id: new Uint8Array(16).fill(7), kind: 'data', codec: '', metadata: '', duplex: false };
  const chunk = (
    sequence: number,
    bytes: Uint8Array,
    change: { id?: Bytes; total?: number; hash?: Bytes } = {},
  ): Bytes[] => {
    const { id = start.id, total = 0, hash = streamChunkHash(start.id, true, sequence, bytes) } = change;
    return [streamChunkHead({ id, sequence, total, hash }), new Uint8Array(bytes)];
  };
  const end = (total: number, bytes: Uint8Array): Bytes => encodeStreamEnd({ total, hash: sha256(bytes) });
  const one = utf8('one');

  it.each<[string, string, readonly (readonly [PacketType, readonly Uint8Array[]])[]]>([
    ['E_PROTOCOL', 'leaves out a chunk', [[PACKET.streamChunk, chunk(1, one)]]],
    [
      'E_PROTOCOL',
      'repeats a chunk',
      [
        [PACKET.streamChunk, chunk(0, one)],
        [PACKET.streamChunk, chunk(0, one)],
      ],
    ],
    ['E_PROTOCOL', 'takes one of another stream', [[PACKET.streamChunk, chunk(0, one, { id: new Uint8Array(16) })]]],
    ['E_PROTOCOL', 'has another hash', [[PACKET.streamChunk, chunk(0, one, { hash: new Uint8Array(32) })]]],
    [
      'E_PROTOCOL',
      'sends back what goes the other way',
      [[PACKET.streamChunk, chunk(0, one, { hash: streamChunkHash(start.id, false, 0, one) })]],
    ],
    ['E_MALFORMED', 'goes beyond its total', [[PACKET.streamChunk, chunk(1, one, { total: 1 })]]],
    ['E_MALFORMED', 'has an empty chunk', [[PACKET.streamChunk, chunk(0, utf8(''))]]],
    [
      'E_MALFORMED',
      'has a chunk that is too long',
      [[PACKET.streamChunk, chunk(0, new Uint8Array(MAX_STREAM_CHUNK_BYTES + 1))]],
    ],
    [
      'E_LIMIT',
      'sends more than it has credit for',
      [0, 1, 2, 3].map((n) => [PACKET.streamChunk, chunk(n, new Uint8Array(MAX_STREAM_CHUNK_BYTES))] as const),
    ],
    [
      'E_PROTOCOL',
      'says at its end that it had more chunks',
      [
        [PACKET.streamChunk, chunk(0, one)],
        [PACKET.streamEnd, [end(2, one)]],
      ],
    ],
    ['E_PROTOCOL', 'ends before all was sent', [[PACKET.streamEnd, [end(1, one)]]]],
    [
      'E_PROTOCOL',
      'ends with another hash',
      [
        [PACKET.streamChunk, chunk(0, one)],
        [PACKET.streamEnd, [end(1, utf8('two'))]],
      ],
    ],
    ['E_MALFORMED', 'ends with nothing', [[PACKET.streamEnd, [utf8('')]]]],
    [
      'E_PROTOCOL',
      'gives credit for what nobody sends',
      [
        [PACKET.window, [u32(0)]],
        [PACKET.window, [u32(STREAM_WINDOW_BYTES + 1)]],
      ],
    ],
    ['E_PROTOCOL', 'sends a packet of files', [[PACKET.fileChunk, [one]]]],
  ])('%s: that %s', async (expected, _what, packets) => {
    const wire = new Wire();
    const stream = new PeerStream(wire, start, false);
    stream.take();
    for (const [type, content] of packets) wire.come(type, ...content);
    await expect(stream.closed).rejects.toThrow(code(expected));
    await expect(bytesOf(stream.readable)).rejects.toThrow(code(expected));
    expect(wire.sent.map(({ type }) => type)).toEqual([PACKET.window, PACKET.refusal]);
    expect(wire.isOpen).toBe(false);
  });

  it('takes exactly what there is credit for', async () => {
    const wire = new Wire();
    const stream = new PeerStream(wire, start, false);
    stream.take();
    const most = STREAM_WINDOW_BYTES / STREAM_CHUNK_COST;
    const size = 1024 - STREAM_CHUNK_COST;
    const parts = Array.from({ length: most / 2 }, () => pattern(size));
    for (const [n, part] of parts.entries()) wire.come(PACKET.streamChunk, ...chunk(n, part));
    const whole = concat(...parts);
    wire.come(PACKET.streamEnd, end(parts.length, whole));
    await stream.closed;
    expect(equalBytes(await bytesOf(stream.readable), whole)).toBe(true);
  });

  it('reads a start in its one form', () => {
    const whole = { ...start, codec: 'opus', metadata: '{"a":1}', duplex: true };
    expect(decodeStreamStart(encodeStreamStart(whole))).toEqual(whole);
    for (const wrong of [
      { ...whole, kind: '' },
      { ...whole, codec: 'A' },
      { ...whole, id: new Uint8Array(15) },
      { ...whole, metadata: 'x'.repeat(MAX_STREAM_METADATA_BYTES + 1) },
    ])
      expect(() => decodeStreamStart(encodeStreamStart(wrong))).toThrow(code('E_MALFORMED'));
  });
});

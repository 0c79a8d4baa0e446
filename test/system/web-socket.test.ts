/**
 * N13: what the WebSocket transport makes of frames, as the Autobahn test suite asks it: fragments, control frames between
 * them, UTF-8, reserved bits and kinds, lengths, close codes. Autobahn itself is not to be had from npm or Debian; the cases
 * are its own, by their numbers (https://github.com/crossbario/autobahn-testsuite), as far as a server that takes binary
 * messages can be asked them. What is said in whole messages is multistream's: its first line comes back.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/base/bytes.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { type NodeHost, openHost } from '../../src/node/host.ts';

const HELLO = utf8('\u0013/multistream/1.0.0\n');
const MASK = [0x37, 0xfa, 0x21, 0x3d];
const UPGRADE =
  'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';
const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0x0, 0x1, 0x2, 0x8, 0x9, 0xa];

interface FrameOptions {
  readonly isFinal?: boolean;
  readonly reserved?: number;
  /** What is said of the length; the true one unless given. */
  readonly length?: readonly number[];
}

/** A masked frame. */
function frame(opcode: number, payload: Uint8Array = new Uint8Array(0), options: FrameOptions = {}): Uint8Array {
  const { isFinal = true, reserved = 0, length } = options;
  const n = payload.length;
  const said = length ?? (n < 126 ? [n] : [126, n >> 8, n & 0xff]);
  const masked = payload.map((byte, at) => byte ^ (MASK[at % 4] ?? 0));
  return Uint8Array.of(
    (isFinal ? 0x80 : 0) | (reserved << 4) | opcode,
    0x80 | (said[0] ?? 0),
    ...said.slice(1),
    ...MASK,
    ...masked,
  );
}

const closing = (code: number, reason: Uint8Array = new Uint8Array(0)): Uint8Array =>
  frame(CLOSE, concat(Uint8Array.of(code >> 8, code & 0xff), reason));

/** A frame that came. */
interface Heard {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** Frames in what came after the upgrade; the server masks none. */
function heard(bytes: Uint8Array): readonly Heard[] {
  const frames: Heard[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2);
    const size = second === 126 ? ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0) : second;
    const start = at + (second === 126 ? 4 : 2);
    frames.push({ opcode: first & 0xf, payload: new Uint8Array(bytes.subarray(start, start + size)) });
    at = start + size;
  }
  return frames;
}

const codeOf = ({ payload }: Heard): number => ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);

await initCrypto();

describe('N13: the WebSocket transport', () => {
  let host: NodeHost;
  let port: number;
  beforeAll(async () => {
    host = await openHost({ seed: new Uint8Array(32).fill(1), listen: ['/ip4/127.0.0.1/tcp/0/ws'] });
    await host.serve('channel', () => undefined);
    port = Number(/\/tcp\/(\d+)/.exec(host.addresses[0] ?? '')?.[1]);
  });
  afterAll(() => host[Symbol.asyncDispose]());

  /** A connection that is upgraded, and what came on it since. */
  const opens = async (): Promise<{ readonly socket: Socket; readonly frames: () => readonly Heard[] }> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
    });
    socket.write(UPGRADE);
    const head = (): number => bytes.indexOf('\r\n\r\n');
    await expect.poll(head, { interval: 5 }).toBeGreaterThan(0);
    return { socket, frames: () => heard(bytes.subarray(head() + 4)) };
  };

  /** Sends `frames`, in pieces where asked, until the server has ended the connection or `count` frames came. */
  const after = async (
    frames: readonly Uint8Array[],
    { count = Infinity, piece = Infinity }: { readonly count?: number; readonly piece?: number } = {},
  ): Promise<readonly Heard[]> => {
    const { socket, frames: came } = await opens();
    try {
      const all = concat(...frames);
      for (let at = 0; at < all.length; at += piece) {
        socket.write(all.subarray(at, Math.min(at + piece, all.length)));
        if (piece < all.length) await new Promise((next) => setImmediate(next));
      }
      await expect.poll(() => socket.closed || came().length >= count, { timeout: 5000, interval: 5 }).toBe(true);
      return came();
    } finally {
      socket.destroy();
    }
  };

  const split = (bytes: Uint8Array, ...at: readonly number[]): Uint8Array[] => {
    const ends = [...at, bytes.length];
    return ends.map((end, i) => {
      const options = { isFinal: i === ends.length - 1 };
      return frame(i === 0 ? BINARY : CONTINUATION, bytes.subarray(i === 0 ? 0 : ends[i - 1], end), options);
    });
  };

  const answered = (frames: readonly Heard[]): Uint8Array =>
    concat(...frames.filter(({ opcode }) => opcode === BINARY).map(({ payload }) => payload));

  it.each<readonly [string, readonly Uint8Array[], number]>([
    ['1.2 a whole message', [frame(BINARY, HELLO)], Infinity],
    ['1.2.8 byte by byte', [frame(BINARY, HELLO)], 1],
    ['5.3 in two fragments', split(HELLO, 7), Infinity],
    ['5.5 in two fragments, byte by byte', split(HELLO, 7), 1],
    ['5.9 in as many fragments as bytes', split(HELLO, ...[...HELLO.slice(1).keys()].map((i) => i + 1)), Infinity],
    ['6.1 with empty fragments before, between and after', split(HELLO, 0, 0, 9, 9, HELLO.length), Infinity],
    ['2.8 after a pong that nobody asked for', [frame(PONG), frame(PONG, utf8('x')), frame(BINARY, HELLO)], Infinity],
  ])('takes %s', async (_name, frames, piece) => {
    const came = await after(frames, { count: 1, piece });
    expect(answered(came).subarray(0, HELLO.length)).toEqual(HELLO);
  });

  it.each<readonly [string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ['2.1 an empty ping', [frame(PING)], [new Uint8Array(0)]],
    ['2.3 a ping with bytes that are no text', [frame(PING, Uint8Array.of(0, 255, 254))], [Uint8Array.of(0, 255, 254)]],
    ['2.4 one of 125 bytes', [frame(PING, new Uint8Array(125).fill(254))], [new Uint8Array(125).fill(254)]],
    [
      '2.10 ten pings, in order',
      Array.from({ length: 10 }, (_, i) => frame(PING, Uint8Array.of(i))),
      Array.from({ length: 10 }, (_, i) => Uint8Array.of(i)),
    ],
    [
      '5.6 one between fragments',
      [...split(HELLO, 7).slice(0, 1), frame(PING, utf8('ping')), ...split(HELLO, 7).slice(1)],
      [utf8('ping')],
    ],
  ])('answers %s', async (_name, frames, pongs) => {
    const isWhole = frames.length === 3;
    const came = await after(frames, { count: pongs.length + (isWhole ? 1 : 0) });
    expect(came.filter(({ opcode }) => opcode === PONG).map(({ payload }) => payload)).toEqual(pongs);
    if (isWhole) expect(answered(came).subarray(0, HELLO.length)).toEqual(HELLO);
  });

  const reserved = [1, 2, 3, 4, 5, 6, 7].map(
    (bits) => [`3.${bits} the reserved bits ${bits}`, [frame(BINARY, HELLO, { reserved: bits })], 1002] as const,
  );
  const kinds = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map(
    (kind) => [`4.${kind < 8 ? 1 : 2} a frame of the kind ${kind}`, [frame(kind, utf8('x'))], 1002] as const,
  );
  it.each<readonly [string, readonly Uint8Array[], number]>([
    ...reserved,
    ...kinds,
    ['2.5 a ping of 126 bytes', [frame(PING, new Uint8Array(126))], 1002],
    ['5.1 a ping in fragments', [frame(PING, utf8('a'), { isFinal: false }), frame(CONTINUATION, utf8('b'))], 1002],
    ['5.2 a pong in fragments', [frame(PONG, utf8('a'), { isFinal: false }), frame(CONTINUATION, utf8('b'))], 1002],
    ['5.9 a continuation of nothing', [frame(CONTINUATION, utf8('x'))], 1002],
    ['5.12 one that is not the last', [frame(CONTINUATION, utf8('x'), { isFinal: false })], 1002],
    [
      '5.18 a new message before the end of one',
      [frame(BINARY, utf8('a'), { isFinal: false }), frame(BINARY, utf8('b'))],
      1002,
    ],
    [
      '6.3 text that is no UTF-8',
      [frame(TEXT, Uint8Array.of(0xce, 0xba, 0xe1, 0xbd, 0xb9, 0xed, 0xa0, 0x80, 0x65))],
      1007,
    ],
    [
      '6.4 text that is none, in fragments',
      [
        frame(TEXT, Uint8Array.of(0xce, 0xba, 0xf4), { isFinal: false }),
        frame(CONTINUATION, Uint8Array.of(0x90, 0x80, 0x80)),
      ],
      1007,
    ],
    ['6.6 text that ends within a character', [frame(TEXT, Uint8Array.of(0xce))], 1007],
    ['6.12 text with a byte that is in none', [frame(TEXT, Uint8Array.of(0xfe))], 1007],
    ['6.20 text with half of a pair', [frame(TEXT, Uint8Array.of(0xed, 0xa0, 0x80))], 1007],
    ['6.21 text beyond the last character', [frame(TEXT, Uint8Array.of(0xf4, 0x90, 0x80, 0x80))], 1007],
    ['6.22 text that is longer than it must be', [frame(TEXT, Uint8Array.of(0xc0, 0xaf))], 1007],
    ['7.3.2 a close of one byte', [frame(CLOSE, Uint8Array.of(3))], 1002],
    ['7.3.6 a close of 126 bytes', [frame(CLOSE, new Uint8Array(126).fill(0x41))], 1002],
    ['7.5.1 a close whose reason is no UTF-8', [closing(1000, Uint8Array.of(0xed, 0xa0, 0x80))], 1007],
    [
      '9.1 a length with the highest bit set',
      [frame(BINARY, HELLO, { length: [127, 0x80, 0, 0, 0, 0, 0, 0, 1] })],
      1009,
    ],
    ['9.2 a length beyond the limit', [frame(BINARY, HELLO, { length: [127, 0, 0, 0, 0, 0, 4, 0, 1] })], 1009],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
      (code) => [`7.9 the close code ${code}`, [closing(code)], 1002] as const,
    ),
  ])('refuses %s', async (_name, frames, code) => {
    const came = await after(frames);
    const last = came.at(-1);
    expect([last?.opcode, last && codeOf(last)]).toEqual([CLOSE, code]);
    // Nothing of it was taken for a message.
    expect(answered(came)).toEqual(new Uint8Array(0));
  });

  it.each<readonly [string, Uint8Array, number | undefined]>([
    ['7.1.1 an empty close', frame(CLOSE), undefined],
    ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map(
      (code) => [`7.7 the close code ${code}`, closing(code), code] as const,
    ),
    ['7.3.4 a close with a reason of 123 bytes', closing(1000, new Uint8Array(123).fill(0x2a)), 1000],
  ])('answers %s, and hears nothing after it', async (_name, close, code) => {
    const came = await after([close, frame(PING, utf8('after')), frame(BINARY, HELLO)]);
    const closes = came.filter(({ opcode }) => opcode === CLOSE);
    expect(closes).toHaveLength(1);
    const [first] = closes;
    if (code !== undefined) expect(first && codeOf(first)).toBe(code);
    expect(came.filter(({ opcode }) => opcode !== CLOSE)).toEqual([]);
  });

  it('serves an honest peer after all of them', async () => {
    await using client = await openHost({ seed: new Uint8Array(32).fill(2) });
    const peerKey = signingKey(new Uint8Array(32).fill(1)).publicKey;
    await client.connect('channel', { peerKey, addresses: host.addresses });
  });
});

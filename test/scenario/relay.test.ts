import { createServer } from 'node:net';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { circuitRelayTransport, RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2';
import { identify } from '@libp2p/identify';
import type { Libp2p, Stream, StreamMessageEvent } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signingKey } from '../../src/crypto/sign.ts';
import { parseAddresses } from '../../src/net/address.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link, Path } from '../../src/net/link.ts';
import { formatPeerId } from '../../src/net/peer-id.ts';
import { systemTimer } from '../../src/net/timer.ts';
import { type HostInit, type NodeHost, openHost } from '../../src/node/host.ts';
import { inOrder } from '../../src/node/network/ladder.ts';
import { type Relay, type RelayLimits, startRelay } from '../../src/node/network/relay-server.ts';
import { Reservations } from '../../src/node/network/reservations.ts';
import { collect } from '../conformance/link.ts';

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const keyOf = (n: number): Uint8Array => signingKey(seed(n)).publicKey;
const { data } = FRAME_TYPES;
const LOOPBACK = '/ip4/127.0.0.1/tcp/0';

const open = new Set<AsyncDisposable>();
async function host(n: number, init: Partial<HostInit> = {}): Promise<NodeHost> {
  const opened = await openHost({ seed: seed(n), ...init });
  open.add(opened);
  return opened;
}
afterEach(async () => {
  await Promise.all([...open].map((opened) => opened[Symbol.asyncDispose]()));
  open.clear();
});

async function relayHost(
  n: number,
  limits?: RelayLimits,
  listen = LOOPBACK,
): Promise<{ host: NodeHost; relay: Relay; place: string }> {
  const opened = await host(n, { listen: [listen] });
  const relay = await opened.use((node) => startRelay(node, limits));
  return { host: opened, relay, place: opened.addresses[0] ?? '' };
}

/** `of` with a place at each of `relays`, when it has them. */
async function reserved(of: NodeHost, relays: readonly string[]): Promise<Reservations> {
  let wake = (): void => {};
  const reservations = of.use(
    (node) =>
      new Reservations({ node, timer: systemTimer, random: () => 0, onChange: () => wake(), onFailure: () => wake() }),
  );
  open.add(reservations);
  const settled = new Promise<void>((resolve) => {
    wake = () => {
      if (reservations.states.every(({ reserved: has, failure }) => has || failure !== undefined)) resolve();
    };
  });
  reservations.use(relays);
  await settled;
  return reservations;
}

async function echoing(of: NodeHost): Promise<readonly Link[]> {
  const links: Link[] = [];
  await of.serve('channel', (link) => {
    links.push(link);
    link.onFrame((frame) => link.send(data, frame.payload));
  });
  return links;
}

describe('relay', () => {
  it('carries links to an agent that listens nowhere, and both ends know', async () => {
    const { relay, place } = await relayHost(1);
    const hidden = await host(2);
    const links = await echoing(hidden);
    const { addresses } = await reserved(hidden, [place]);
    expect(addresses).toEqual([`${place}/p2p-circuit/p2p/${hidden.peerId}`]);
    expect(relay.counts).toMatchObject({ reservations: 1, connections: 0 });
    const client = await host(3);
    const link = await client.connect('channel', { peerKey: keyOf(2), addresses });
    link.send(data, Uint8Array.of(7));
    expect((await collect(link).count(1))[0]?.payload).toEqual(Uint8Array.of(7));
    expect(link.path).toBe('relayed');
    expect(links.map(({ path, peerKey }) => [path, peerKey])).toEqual([['relayed', keyOf(3)]]);
    expect(relay.counts).toMatchObject({ reservations: 1, connections: 1 });
  });

  it('gives way to a direct connection, of which both ends are told', async () => {
    const { place } = await relayHost(1);
    const hidden = await host(2);
    await echoing(hidden);
    const { addresses } = await reserved(hidden, [place]);
    const client = await host(3);
    const told: [string, Path][] = [];
    const better = new Promise<void>((resolve) => {
      const tell = (who: string) => (_: Uint8Array, path: Path) => {
        if (told.push([who, path]) === 2) resolve();
      };
      client.onBetterPath(tell('client'));
      hidden.onBetterPath(tell('hidden'));
    });
    const first = await client.connect('channel', { peerKey: keyOf(2), addresses });
    expect(first.path).toBe('relayed');
    const [direct = ''] = await hidden.listen([LOOPBACK]);
    await client.learnKey([direct]);
    await better;
    expect(told.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ['client', 'direct'],
      ['hidden', 'direct'],
    ]);
    const second = await client.connect('channel', { peerKey: keyOf(2), addresses });
    expect(second.path).toBe('direct');
    first.send(data, Uint8Array.of(1));
    expect(await collect(first).count(1)).toHaveLength(1);
  });
});

/** A node of libp2p's own making, without any code of Talos: what a stranger may bring. */
async function stranger(): Promise<Libp2p> {
  const made = await createLibp2p({
    addresses: { listen: [] },
    transports: [tcp(), circuitRelayTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  });
  open.add({ [Symbol.asyncDispose]: async () => made.stop() });
  return made;
}

/** What a relay says to one who asks it for a place over the wire; the code of the message, or why there is none. */
async function asked(by: Libp2p, place: string, message: Uint8Array): Promise<number | string> {
  const connection = await by.dial(multiaddr(place));
  try {
    const stream = await connection.newStream(RELAY_V2_HOP_CODEC, { signal: AbortSignal.timeout(5000) });
    const bytes = messagesOf(stream);
    bytes.write(message);
    const answer = await bytes.read();
    stream.abort(new Error('asked'));
    return statusIn(answer);
  } catch (error) {
    return (error as Error).name;
  }
}

/** Messages of a stream, each behind its length (below 128 written, any length read), until somebody else listens to it. */
function messagesOf(stream: Stream): { write(message: Uint8Array): void; read(): Promise<Uint8Array>; end(): Stream } {
  let came = new Uint8Array(0);
  let look = (): void => {};
  const take = (event: StreamMessageEvent): void => {
    came = Uint8Array.from([...came, ...event.data.subarray()]);
    look();
  };
  stream.addEventListener('message', take);
  return {
    write: (message) => void stream.send(Uint8Array.of(message.length, ...message)),
    read: () =>
      new Promise((resolve, reject) => {
        look = () => {
          const [low = 0, high = 0] = came;
          const start = low < 128 ? 1 : 2;
          const length = low < 128 ? low : low - 128 + high * 128;
          if (came.length > 0 && came.length >= start + length) resolve(came.slice(start, start + length));
        };
        stream.addEventListener('close', () => reject(new Error('the stream ended')));
        look();
      }),
    end: () => {
      stream.removeEventListener('message', take);
      return stream;
    },
  };
}

/** Field 5 of a `HopMessage`, a varint: the status. Fields before it are skipped by their lengths. */
function statusIn(message: Uint8Array): number {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if (tag >> 3 === 5) return varint();
    const value = varint();
    if ((tag & 7) === 2) at += value;
  }
  return 0;
}

/** `HopMessage { type: RESERVE }` and `{ type: CONNECT, peer: { id } }`, by hand. */
const RESERVE = Uint8Array.of(8, 0);
function connectTo(id: Uint8Array): Uint8Array {
  return Uint8Array.of(8, 1, 18, id.length + 2, 10, id.length, ...id);
}
const OK = 100;
const RESERVATION_REFUSED = 200;
const PERMISSION_DENIED = 202;
const NO_RESERVATION = 204;
const MALFORMED = 400;

describe('H14: a relay', () => {
  it('is none that was not told to be: the protocol is refused, whether an agent listens or has a place itself', async () => {
    const { place } = await relayHost(1);
    const agent = await host(2, { listen: [LOOPBACK] });
    await echoing(agent);
    await reserved(agent, [place]);
    const [own = ''] = agent.addresses;
    expect(await asked(await stranger(), own, RESERVE)).toBe('UnsupportedProtocolError');
    const states = (await reserved(await host(3), [own])).states;
    expect(states).toEqual([{ relay: own, reserved: false, failure: expect.objectContaining({ code: 'E_REFUSED' }) }]);
  });

  it('has so many places, and one too many is refused', async () => {
    const { relay, place } = await relayHost(1, { reservations: 2 });
    const [first, second, third] = [await stranger(), await stranger(), await stranger()];
    expect(await asked(first, place, RESERVE)).toBe(OK);
    expect(await asked(second, place, RESERVE)).toBe(OK);
    expect(await asked(third, place, RESERVE)).toBe(RESERVATION_REFUSED);
    // Who has one renews it all the same.
    expect(await asked(first, place, RESERVE)).toBe(OK);
    expect(relay.counts).toMatchObject({ reservations: 2, reservationsRefused: 1 });
    const late = await reserved(await host(4), [place]);
    expect(late.states[0]?.failure).toMatchObject({ code: 'E_REFUSED' });
    await late[Symbol.asyncDispose]();
    // A place ends with its connection.
    await second.stop();
    await vi.waitFor(() => expect(relay.counts.reservations).toBe(1));
    expect(await asked(third, place, RESERVE)).toBe(OK);
  });

  it('has so many places for one source', async () => {
    const { relay, place } = await relayHost(1, { reservationsPerSource: 1 });
    expect(await asked(await stranger(), place, RESERVE)).toBe(OK);
    expect(await asked(await stranger(), place, RESERVE)).toBe(RESERVATION_REFUSED);
    expect(relay.counts).toMatchObject({ reservations: 1, reservationsRefused: 1 });
  });

  it.each([
    ['to one place', { connectionsPerReservation: 1 }],
    ['in all', { connections: 1 }],
  ])('carries so many connections %s, and one too many is E_REFUSED', async (_, limits) => {
    const { relay, place } = await relayHost(1, limits);
    const hidden = await host(2);
    await echoing(hidden);
    const { addresses } = await reserved(hidden, [place]);
    const target = { peerKey: keyOf(2), addresses };
    const first = await (await host(3)).connect('channel', target);
    const late = await host(4);
    await expect(late.connect('channel', target)).rejects.toMatchObject({
      code: 'E_REFUSED',
      details: { reason: 'busy' },
    });
    expect(await asked(await stranger(), place, connectTo(idOf(2)))).toBe(PERMISSION_DENIED);
    expect(relay.counts).toMatchObject({ connections: 1, connectionsRefused: 2 });
    await first.close();
    await vi.waitFor(() => expect(relay.counts.connections).toBe(0));
    expect((await late.connect('channel', target)).path).toBe('relayed');
  });

  it('cuts a connection that has had its bytes, and one that has had its time', async () => {
    for (const limits of [{ connectionBytes: 64 * 1024 }, { connectionMs: 300 }]) {
      const { host: relaying, place } = await relayHost(1, limits);
      const hidden = await host(2);
      await echoing(hidden);
      const { addresses } = await reserved(hidden, [place]);
      const link = await (await host(3)).connect('channel', { peerKey: keyOf(2), addresses });
      if (limits.connectionBytes !== undefined) link.send(data, new Uint8Array(7 * 1024));
      for (let n = 0; limits.connectionBytes !== undefined && n < 10; n++) link.send(data, new Uint8Array(7 * 1024));
      expect(await link.closed).toMatchObject({ code: 'E_UNREACHABLE' });
      await relaying[Symbol.asyncDispose]();
      await hidden[Symbol.asyncDispose]();
    }
  });

  it('connects nobody to who has no place there, and answers bad messages as such', async () => {
    const { place } = await relayHost(1);
    const agent = await host(2, { listen: [LOOPBACK] });
    await echoing(agent);
    const by = await stranger();
    expect(await asked(by, place, connectTo(idOf(2)))).toBe(NO_RESERVATION);
    expect(await asked(by, place, connectTo(Uint8Array.of(1, 2, 3)))).toBe(MALFORMED);
    expect(await asked(by, place, Uint8Array.of(8, 1))).toBe(MALFORMED);
    expect(await asked(by, place, Uint8Array.of(255, 255))).toBe(MALFORMED);
    const away = `${place}/p2p-circuit/p2p/${agent.peerId}`;
    await expect((await host(3)).connect('channel', { peerKey: keyOf(2), addresses: [away] })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
  });

  it('that proves another key than its address says is not used: no place, no connection, and nothing said of the peer', async () => {
    const { place } = await relayHost(1);
    const hidden = await host(2);
    await echoing(hidden);
    const wrong = place.replace(/[^/]+$/, formatPeerId(keyOf(9)));
    const { states, addresses } = await reserved(hidden, [wrong]);
    expect(states[0]?.failure).toMatchObject({ code: 'E_IDENTITY_MISMATCH' });
    expect(addresses).toEqual([]);
    await reserved(hidden, [place]);
    const through = `${wrong}/p2p-circuit/p2p/${hidden.peerId}`;
    await expect((await host(3)).connect('channel', { peerKey: keyOf(2), addresses: [through] })).rejects.toMatchObject(
      {
        code: 'E_UNREACHABLE',
      },
    );
  });

  it('that brings another identity is found out, by whoever dials', async () => {
    const { place, host: relaying } = await relayHost(1);
    const impostor = await host(5);
    await echoing(impostor);
    await reserved(impostor, [place]);
    // The relay lies: who asks for the agent gets the impostor.
    const hop = relaying.use(({ components }) => components.registrar.getHandler(RELAY_V2_HOP_CODEC));
    await relaying.use(({ libp2p }) => libp2p.unhandle(RELAY_V2_HOP_CODEC));
    await relaying.use(({ libp2p }) =>
      libp2p.handle(RELAY_V2_HOP_CODEC, async (stream, connection) => {
        const bytes = messagesOf(stream);
        await bytes.read();
        const [to] = libp2p.getConnections(peerIdFromString(impostor.peerId));
        const behind = await to?.newStream(RELAY_V2_STOP_CODEC);
        if (behind === undefined) throw new Error('the impostor is gone');
        const onward = messagesOf(behind);
        const from = connection.remotePeer.toMultihash().bytes;
        onward.write(Uint8Array.of(8, 0, 18, from.length + 2, 10, from.length, ...from));
        await onward.read();
        bytes.write(Uint8Array.of(8, 2, 40, OK));
        const [a, b] = [bytes.end(), onward.end()];
        a.addEventListener('message', (event) => void b.send(event.data));
        b.addEventListener('message', (event) => void a.send(event.data));
      }),
    );
    expect(hop).toBeDefined();
    const addresses = [`${place}/p2p-circuit/p2p/${formatPeerId(keyOf(2))}`];
    await expect((await host(3)).connect('channel', { peerKey: keyOf(2), addresses })).rejects.toMatchObject({
      code: 'E_IDENTITY_MISMATCH',
    });
  });

  it('that was not asked for a place brings nobody', async () => {
    const { place } = await relayHost(1);
    const agent = await host(2, { listen: [LOOPBACK] });
    const links = await echoing(agent);
    await reserved(agent, [place]);
    const other = await stranger();
    const connection = await other.dial(multiaddr(agent.addresses[0] ?? ''));
    const stream = await connection.newStream(RELAY_V2_STOP_CODEC);
    await vi.waitFor(() => expect(stream.status).toBe('reset'));
    expect(links).toEqual([]);
    expect(agent.addresses).toHaveLength(1);
  });

  it('that comes back has the agent back, and no connection to it is closed for being idle', async () => {
    const first = await relayHost(1);
    const hidden = await host(2);
    await echoing(hidden);
    const reservations = await reserved(hidden, [first.place]);
    await first.host[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(reservations.addresses).toEqual([]));
    await vi.waitFor(() => expect(reservations.states[0]?.failure).toMatchObject({ code: 'E_UNREACHABLE' }));
    const again = await relayHost(1, {}, first.place.replace(/\/p2p\/.*/, ''));
    await vi.waitFor(() => expect(reservations.addresses).toHaveLength(1));
    const link = await (await host(3)).connect('channel', { peerKey: keyOf(2), addresses: reservations.addresses });
    expect(link.path).toBe('relayed');
    expect(again.relay.counts).toMatchObject({ reservations: 1, connections: 1 });
  });
});

describe('the ladder', () => {
  const parsed = (texts: readonly string[]) => parseAddresses(texts);
  const relayed = (n: number) => `/ip4/192.0.2.${n}/tcp/1/p2p/${formatPeerId(keyOf(9))}/p2p-circuit`;

  it('goes from the internet to private networks, and through relays after a short head start', () => {
    const texts = ['/ip4/10.0.0.1/tcp/1', relayed(1), '/ip4/192.0.2.1/tcp/1', relayed(2), '/ip4/192.0.2.2/tcp/1'];
    expect(inOrder(parsed(texts)).map(({ text }) => text)).toEqual([
      '/ip4/192.0.2.1/tcp/1',
      '/ip4/192.0.2.2/tcp/1',
      relayed(1),
      relayed(2),
      '/ip4/10.0.0.1/tcp/1',
    ]);
  });

  it('takes a relay where nothing else answers, tells each attempt, and goes on trying what may answer later', async () => {
    const { place } = await relayHost(1);
    const hidden = await host(2);
    await echoing(hidden);
    const reservations = await reserved(hidden, [place]);
    const port = await freePort();
    const direct = `/ip4/127.0.0.1/tcp/${port}`;
    const client = await host(3);
    const better = new Promise<Path>((resolve) => client.onBetterPath((_, path) => resolve(path)));
    const attempts: [Path, boolean][] = [];
    const link = await client.connect('channel', {
      peerKey: keyOf(2),
      addresses: [...reservations.addresses, direct],
      onAttempt: ({ path, failure }) => attempts.push([path, failure === undefined]),
    });
    expect(link.path).toBe('relayed');
    expect(attempts).toEqual([
      ['direct', false],
      ['relayed', true],
    ]);
    await hidden.listen([direct]);
    expect(await better).toBe('direct');
  });

  it('never dials itself as a relay', async () => {
    const client = await host(3, { listen: [LOOPBACK] });
    const addresses = [`${client.addresses[0] ?? ''}/p2p-circuit/p2p/${formatPeerId(keyOf(2))}`];
    await expect(client.connect('channel', { peerKey: keyOf(2), addresses })).rejects.toMatchObject({
      code: 'E_UNREACHABLE',
    });
  });
});

/** The bytes of a peer id. */
function idOf(n: number): Uint8Array {
  return peerIdFromString(formatPeerId(keyOf(n))).toMultihash().bytes;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

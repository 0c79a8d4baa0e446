/** Connections to a relay whose packets are lost: they look open for long, and nothing goes over them any more. */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { peerIdFromString } from '@libp2p/peer-id';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signingKey } from '../../src/crypto/sign.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { systemTimer } from '../../src/net/timer.ts';
import { type HostInit, type NodeHost, openHost } from '../../src/node/host.ts';
import { startRelay } from '../../src/node/network/relay-server.ts';
import { Reservations } from '../../src/node/network/reservations.ts';
import { collect } from '../conformance/link.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const keyOf = (n: number): Uint8Array => signingKey(seed(n)).publicKey;

const open = new Set<AsyncDisposable>();
function own<T extends AsyncDisposable>(made: T): T {
  open.add(made);
  return made;
}
afterEach(async () => {
  await Promise.all([...open].map((made) => made[Symbol.asyncDispose]()));
  open.clear();
});

const host = async (n: number, init: Partial<HostInit> = {}): Promise<NodeHost> =>
  own(await openHost({ seed: seed(n), ...init }));

/** What stands between agents and the relay: what goes over connections that were made before {@link mute} is lost. */
class Line implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(port: number) {
    this.#server = createServer((socket) => {
      const onward = createConnection(port, '127.0.0.1');
      this.#carry(socket, onward);
      this.#carry(onward, socket);
    });
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => this.#sockets.delete(from));
  }

  async listen(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  mute(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

/** A relay, the line to it, and an agent with a place there. */
async function world(throughLine: boolean) {
  const relayHost = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
  const relay = await relayHost.use((node) => startRelay(node));
  const [place = ''] = relayHost.addresses;
  const port = /\/tcp\/(\d+)/.exec(place)?.[1] ?? '';
  const line = own(new Line(Number(port)));
  const through = place.replace(port, String(await line.listen()));
  const hidden = await host(2);
  await hidden.serve('channel', (link) => link.onFrame((frame) => link.send(FRAME_TYPES.data, frame.payload)));
  /** How many places there were after each change. */
  const changes: number[] = [];
  const onChange = (): void => void changes.push(reservations.addresses.length);
  const reservations: Reservations = own(
    hidden.use(
      (node) => new Reservations({ node, timer: systemTimer, random: () => 0, onChange, onFailure: () => {} }),
    ),
  );
  reservations.use([throughLine ? through : place]);
  await reservations.asked();
  return { relayHost, relay, line, through, hidden, reservations, changes };
}

describe('a connection to a peer that is dead, and looks open', () => {
  it('N02: carries no new link once one of its links has found out, whatever others are still waiting over it', async () => {
    const server = await host(1, { listen: ['/ip4/127.0.0.1/tcp/0'] });
    const [place = ''] = server.addresses;
    const port = /\/tcp\/(\d+)/.exec(place)?.[1] ?? '';
    const line = own(new Line(Number(port)));
    const target = { peerKey: keyOf(1), addresses: [place.replace(port, String(await line.listen()))] };
    for (const purpose of ['channel', 'message'] as const)
      await server.serve(purpose, (link) => link.onFrame((frame) => link.send(FRAME_TYPES.data, frame.payload)));
    const client = await host(2);
    const [asked, waiting] = [await client.connect('channel', target), await client.connect('message', target)];
    line.mute();
    asked.probe();
    expect(await asked.closed).toMatchObject({ code: 'E_TIMEOUT' });
    const from = performance.now();
    const link = await client.connect('channel', target);
    link.send(FRAME_TYPES.data, Uint8Array.of(7));
    expect(await collect(link).count(1)).toHaveLength(1);
    // A stream that nobody answers would have been waited for, for three seconds.
    expect(performance.now() - from).toBeLessThan(1500);
    expect(client.use(({ libp2p }) => libp2p.getConnections()).length).toBe(2);
    await waiting.close();
  });
});

describe('a connection to a relay that is dead, and looks open', () => {
  it('is found out by the next dial through it, which goes over a new one', async () => {
    const { line, through, hidden } = await world(false);
    const client = await host(3);
    const target = { peerKey: keyOf(2), addresses: [`${through}/p2p-circuit/p2p/${hidden.peerId}`] };
    const first = await client.connect('channel', target);
    line.mute();
    first.probe();
    expect(await first.closed).toMatchObject({ code: 'E_TIMEOUT' });
    const link = await client.connect('channel', target);
    link.send(FRAME_TYPES.data, Uint8Array.of(7));
    expect(await collect(link).count(1)).toHaveLength(1);
  });

  it('is found out by the agent whose place it is when the network changes; the relay drops the old one for the new', async () => {
    const { relayHost, relay, line, hidden, reservations, changes } = await world(true);
    expect(reservations.addresses).toHaveLength(1);
    line.mute();
    reservations.probe();
    await vi.waitFor(() => expect(changes).toEqual([1, 0, 1]), PATIENCE);
    const held = (): number =>
      relayHost.use(({ libp2p }) => libp2p.getConnections(peerIdFromString(hidden.peerId))).length;
    await vi.waitFor(() => expect(held()).toBe(1), PATIENCE);
    expect(relay.counts.reservations).toBe(1);
    const link = await (await host(3)).connect('channel', { peerKey: keyOf(2), addresses: reservations.addresses });
    expect(link.path).toBe('relayed');
  });
});

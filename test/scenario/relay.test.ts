import { afterEach, describe, expect, it } from 'vitest';
import { signingKey } from '../../src/crypto/sign.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link, Path } from '../../src/net/link.ts';
import { systemTimer } from '../../src/net/timer.ts';
import { type HostInit, type NodeHost, openHost } from '../../src/node/host.ts';
import { type Relay, type RelayLimits, startRelay } from '../../src/node/relay-server.ts';
import { Reservations } from '../../src/node/reservations.ts';
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

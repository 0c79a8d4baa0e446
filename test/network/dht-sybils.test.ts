/** Networks of many nodes with hostile ones among them. Counts grow under TALOS_SLOW=1. */

import { type AddressInfo, createServer } from 'node:net';
import type { Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../src/crypto/hash.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { createAgentRecord, MAX_AGENT_RECORD_LIFETIME_MS } from '../../src/identity/agent-record.ts';
import { Identity } from '../../src/identity/identity.ts';
import { formatPeerId } from '../../src/net/peer-id.ts';
import { MAX_LOOKUP_DIALS, MAX_VAIN_REFERRALS } from '../../src/node/dht/dht-budget.ts';
import { compareDistance, kadIdOfPeer } from '../../src/node/dht/dht-distance.ts';
import { MAX_NODES_A_NETWORK } from '../../src/node/dht/dht-diversity.ts';
import { DHT_PROTOCOL, MAX_CLOSER_NODES } from '../../src/node/dht/dht-node.ts';
import { dhtKeyOf } from '../../src/node/dht/dht-records.ts';
import { type NodeHost, openHost } from '../../src/node/host.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { nextAddress, openTestNode, type TestNode } from '../fixtures/dht-net.ts';

const IS_SLOW = process.env['TALOS_SLOW'] === '1';
const nowMs = Date.now();
const signal = (ms = 30_000): AbortSignal => AbortSignal.timeout(ms);
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function nodeOf(made: Parameters<typeof openTestNode>[0] = {}): Promise<TestNode> {
  const node = await openTestNode(made);
  ends.push(() => node.end());
  return node;
}

/** `count` nodes; each begins with one of the first three. */
async function network(count: number): Promise<readonly TestNode[]> {
  const nodes: TestNode[] = [];
  for (let n = 0; n < count; n++) {
    const bootstraps = nodes.slice(0, 3).map(({ address }) => address);
    const node = await nodeOf({ bootstraps });
    await node.dht.join();
    nodes.push(node);
  }
  return nodes;
}

function recordOf(who: Identity, sequence = nowMs): Uint8Array {
  return createAgentRecord(who.signing, {
    certificate: who.certificate,
    sequence,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + MAX_AGENT_RECORD_LIFETIME_MS,
    addresses: ['/ip4/127.0.0.1/tcp/4001'],
    mailboxes: [],
    services: [],
  });
}

/** The seeds nearest to `target` of many. */
function seedsNear(target: Uint8Array, count: number, among: number): readonly Uint8Array[] {
  return Array.from({ length: among }, () => {
    const seed = randomBytes(32);
    return { seed, kadId: kadIdOfPeer(signingKey(seed).publicKey) };
  })
    .sort((a, b) => compareDistance(target, a.kadId, b.kadId))
    .slice(0, count)
    .map(({ seed }) => seed);
}

type Named = readonly [peerId: string, addresses: readonly string[]];

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)]);
const field = (number: number, bytes: Uint8Array | readonly number[]): number[] => [
  (number << 3) | 2,
  ...varint(bytes.length),
  ...bytes,
];

/** An answer that names nodes, as bytes. */
function naming(type: number, key: Uint8Array, nodes: readonly Named[]): Uint8Array {
  const closer = nodes.flatMap(([peerId, addresses]) => {
    const id = peerIdFromString(peerId).toMultihash().bytes;
    return field(8, [...field(1, id), ...addresses.flatMap((each) => field(2, multiaddr(each).bytes))]);
  });
  const body = [0x08, type, ...field(2, key), ...closer];
  return Uint8Array.from([...varint(body.length), ...body]);
}

/** The request in the first bytes of a stream, as far as a liar reads it: type and key. */
function requestOf(bytes: Uint8Array): { readonly type: number; readonly key: Uint8Array } {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  number();
  let [type, key] = [0, new Uint8Array(0)];
  while (at < bytes.length) {
    const tag = number();
    if ((tag & 7) === 0) {
      const value = number();
      if (tag >> 3 === 1) type = value;
    } else {
      const length = number();
      if (tag >> 3 === 2) key = bytes.slice(at, at + length);
      at += length;
    }
  }
  return { type, key };
}

/** What a hostile node does with a request; `undefined`: it is silent. */
type Behaviour = (
  request: { readonly type: number; readonly key: Uint8Array },
  self: Hostile,
) => Uint8Array | undefined;

interface Hostile {
  readonly host: NodeHost;
  readonly peerId: string;
  /** Without `/p2p/…`. */
  readonly place: string;
}

/** A node that takes part so that others take it for one, and answers as it likes. */
async function hostile(seed: Uint8Array, behave: Behaviour, at = nextAddress(2)): Promise<Hostile> {
  const host = await openHost({ seed });
  const [address = ''] = await host.listen([at]);
  const self = { host, peerId: host.peerId, place: address.replace(/\/p2p\/.*$/, '') };
  const own: Named = [self.peerId, [self.place]];
  await host.use(async ({ libp2p }) =>
    libp2p.handle(
      DHT_PROTOCOL,
      (stream: Stream) => {
        stream.addEventListener('message', ({ data }) => {
          const request = requestOf(data.subarray());
          const isAboutItself = Buffer.from(request.key).equals(peerIdFromString(self.peerId).toMultihash().bytes);
          const answer =
            request.type === 5
              ? naming(5, request.key, [])
              : request.type === 4 && isAboutItself
                ? naming(4, request.key, [own])
                : behave(request, self);
          if (answer !== undefined) stream.send(answer);
        });
      },
      { maxInboundStreams: 64 },
    ),
  );
  ends.push(async () => host[Symbol.asyncDispose]());
  return self;
}

/** Has the honest nodes hear of a hostile one, as of any that joins. */
async function introduce(node: Hostile, nodes: readonly TestNode[]): Promise<void> {
  await Promise.all(
    nodes.map(({ address }) =>
      node.host.use(async ({ libp2p }) => {
        const stream = await libp2p.dialProtocol(multiaddr(address), DHT_PROTOCOL);
        const answered = new Promise((resolve) => stream.addEventListener('message', resolve, { once: true }));
        const key = peerIdFromString(node.peerId).toMultihash().bytes;
        stream.send(naming(4, key, []));
        await answered;
        await stream.close();
      }),
    ),
  );
}

const invented = (port: number): Named => [peerIdOf(randomBytes(32)), [`/ip4/127.9.9.9/tcp/${port}`]];
const peerIdOf = (seed: Uint8Array): string => formatPeerId(signingKey(seed).publicKey);
describe('a network with hostile nodes (H06, H07, H08)', () => {
  const [honest, sybils, tries] = IS_SLOW ? [50, 20, 200] : [12, 8, 6];

  it.each([
    ['silent', () => undefined],
    [
      'naming each other and inventions',
      (request: Parameters<Behaviour>[0]) =>
        naming(
          request.type,
          request.key,
          Array.from({ length: 20 }, (_, n) => invented(1 + n)),
        ),
    ],
  ] as readonly [string, Behaviour][])(
    `H07: ${sybils} nodes nearest to a key, %s, among ${honest} honest ones do not hide its record`,
    async (_what, behave) => {
      const alice = Identity.generate('alice', nowMs);
      const nodes = await network(honest);
      const near = seedsNear(sha256(dhtKeyOf(alice.did)), sybils, 100 * (honest + sybils));
      const bad = await Promise.all(near.map((seed) => hostile(seed, behave)));
      for (const each of bad) await introduce(each, nodes);
      const owner = await nodeOf({ seed: alice.hostSeed(), bootstraps: [nodes[0]?.address ?? ''], at: undefined });
      expect(await owner.dht.publish(recordOf(alice), signal())).toBeGreaterThan(0);
      let found = 0;
      for (let n = 0; n < tries; n++) {
        const asker = await nodeOf({ bootstraps: [nodes[n % honest]?.address ?? ''], at: undefined });
        const records = await asker.dht.source.find(alice.did, signal());
        if (records.length > 0) found++;
        await asker.end();
      }
      expect(found).toBeGreaterThanOrEqual(Math.ceil(tries * 0.99));
    },
  );

  it('H08: inventions by the thousand, itself, loops and addresses outside the policy end a look-up in time, with few dials', async () => {
    let dials = 0;
    // Whoever is dialled there hangs up: each dial of an invention is seen.
    const trap = createServer((socket) => {
      dials++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.9.9.9', resolve));
    ends.push(() => new Promise((resolve) => trap.close(() => resolve())));
    const { port } = trap.address() as AddressInfo;
    const liar = await hostile(randomBytes(32), ({ type, key }, { peerId, place }) => {
      const itself: Named = [peerId, [place]];
      const outside: Named = [peerIdOf(randomBytes(32)), ['/ip4/169.254.169.254/tcp/80', '/dns4/localhost/tcp/80']];
      return naming(type, key, [itself, itself, outside, ...Array.from({ length: 700 }, () => invented(port))]);
    });
    const nobody = Identity.generate('nobody', nowMs).did;
    for (const isLan of [true, false]) {
      dials = 0;
      const asker = await nodeOf({ bootstraps: [`${liar.place}/p2p/${liar.peerId}`], at: undefined, isLan });
      const startedMs = performance.now();
      expect(await asker.dht.source.find(nobody, signal())).toEqual([]);
      expect(performance.now() - startedMs).toBeLessThan(30_000);
      // Outside LAN mode nobody in 127.0.0.0/8 is dialled but whom a person named.
      expect(dials).toBeLessThanOrEqual(isLan ? MAX_CLOSER_NODES : 0);
      if (isLan) expect(dials).toBeGreaterThan(0);
      await asker.end();
    }
    expect(MAX_VAIN_REFERRALS).toBeLessThan(MAX_CLOSER_NODES);
    expect(MAX_CLOSER_NODES).toBeLessThan(MAX_LOOKUP_DIALS);
  });

  it('a restart finds the network again by its neighbours, and without any server', async () => {
    const nodes = await network(4);
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new TypeError('no nodes');
    const store = openMemoryStore();
    const alice = Identity.generate('alice', nowMs);
    const before = await nodeOf({ seed: alice.hostSeed(), store, bootstraps: [first.address], at: undefined });
    // When they have met each other.
    await vi.waitFor(async () => expect(await before.dht.publish(recordOf(alice), signal())).toBe(4), 20_000);
    await before.end();
    await first.end();
    const after = await nodeOf({ store, at: undefined, terms: { isServer: false } });
    expect(await after.dht.source.find(alice.did, signal())).toEqual([recordOf(alice)]);
  });

  it('H06: nodes around an id, by the dozen and of one network, keep no place in its table from others', async () => {
    const seed = randomBytes(32);
    const [first] = await network(3);
    const victim = await nodeOf({ seed, bootstraps: [first?.address ?? ''] });
    await victim.dht.join();
    const around = seedsNear(kadIdOfPeer(signingKey(seed).publicKey), IS_SLOW ? 200 : 40, 4000);
    const bad: Hostile[] = [];
    for (const [n, each] of around.entries())
      bad.push(await hostile(each, () => undefined, `/ip4/127.77.7.${(n % 250) + 1}/tcp/0`));
    for (const each of bad) await introduce(each, [victim]);
    const alice = Identity.generate('alice', nowMs);
    const owner = await nodeOf({ seed: alice.hostSeed(), bootstraps: [first?.address ?? ''], at: undefined });
    await owner.dht.publish(recordOf(alice), signal());
    expect(await victim.dht.source.find(alice.did, signal())).toEqual([recordOf(alice)]);
    expect(victim.dht.state().nodes).toBeLessThanOrEqual(MAX_NODES_A_NETWORK + 4);
  });
});

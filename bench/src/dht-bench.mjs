/**
 * The DHT: looking an agent up among 10, 30 and 100 nodes, and among 50 honest ones with 20 silent Sybils nearest to the key.
 *
 * All nodes are in this process, over TCP on loopback, each at an address of its own, so that the figures are processor time of
 * all of them on one machine: what the network adds is a round trip a hop. Each look-up of ours is as an agent makes it: a new
 * host under a new key, connections of its own, three equal answers. Beside it: bare kad-dht, a node that is connected and has
 * its table, which asks over connections that it has.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { dist } from './dist.mjs';
import { median, quantile } from './figures.mjs';

const { Identity } = await dist('identity/identity');
const { createAgentRecord, MAX_AGENT_RECORD_LIFETIME_MS } = await dist('identity/agent-record');
const { signingKey } = await dist('crypto/sign');
const { addressPolicy } = await dist('net/address-policy');
const { openDht } = await dist('node/dht/dht');
const { compareDistance, kadIdOfPeer } = await dist('node/dht/dht-distance');
const { DHT_PROTOCOL } = await dist('node/dht/dht-node');
const { dhtKeyOf } = await dist('node/dht/dht-records');
const { openHost } = await dist('node/host');
const { openMemoryStore } = await dist('storage/memory');
const { systemClock } = await dist('base/clock');

const SIZES = (process.env['TALOS_BENCH_NODES'] ?? '10,30').split(',').map(Number);
const TRIES = Number(process.env['TALOS_BENCH_LOOKUPS'] ?? 30);
const [HONEST, SYBILS] = [50, 20];
const DEADLINE_MS = 30_000;
/** Most nodes of the bare network: its nodes keep every connection. */
const MAX_BARE = 30;

let made = 0;
const nextAddress = () => `/ip4/127.3.${Math.trunc(made / 250)}.${(made++ % 250) + 1}/tcp/0`;

async function openNode({ seed = randomBytes(32), bootstraps = [], listens = true } = {}) {
  const host = await openHost({ seed });
  if (listens) await host.listen([nextAddress()]);
  const dht = await openDht(
    {
      store: openMemoryStore(),
      clock: systemClock,
      host: () => Promise.resolve(host),
      veiledHost: () => openHost({ seed: randomBytes(32) }),
      onFault: (error) => process.stderr.write(`${error}\n`),
    },
    { policy: addressPolicy(() => true), bootstraps: () => bootstraps, isServer: true },
  );
  const end = async () => {
    await dht[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  };
  return { dht, host, end, address: host.addresses[0] };
}

async function openNetwork(count) {
  const nodes = [];
  for (let n = 0; n < count; n++) {
    const node = await openNode({ bootstraps: nodes.slice(0, 3).map(({ address }) => address) });
    await node.dht.join();
    nodes.push(node);
  }
  const deadlineMs = performance.now() + 15_000;
  const few = Math.min(5, count - 1);
  while (nodes.some(({ dht }) => dht.state().nodes < few) && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return nodes;
}

/** An agent whose record is published from a host that does not listen. */
async function publish(who, nodes) {
  const nowMs = Date.now();
  const record = createAgentRecord(who.signing, {
    certificate: who.certificate,
    sequence: nowMs,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + MAX_AGENT_RECORD_LIFETIME_MS,
    addresses: ['/ip4/127.0.0.1/tcp/4001'],
    mailboxes: [],
    services: [],
  });
  const owner = await openNode({ seed: who.hostSeed(), bootstraps: [nodes[0].address], listens: false });
  const taken = await owner.dht.publish(record, AbortSignal.timeout(DEADLINE_MS));
  await owner.end();
  return taken;
}

/** Milliseconds of each look-up that found the record, by agents that know one node each. */
async function lookUp(did, nodes) {
  const times = [];
  for (let n = 0; n < TRIES; n++) {
    const asker = await openNode({ bootstraps: [nodes[n % nodes.length].address], listens: false });
    const startedMs = performance.now();
    const found = await asker.dht.source.find(did, AbortSignal.timeout(DEADLINE_MS));
    if (found.length > 0) times.push(performance.now() - startedMs);
    await asker.end();
  }
  return times;
}

/** Milliseconds of `get` by bare kad-dht, in a network of it. */
async function bare(count) {
  const validators = { bench: async () => {} };
  const selectors = { bench: () => 0 };
  const open = () =>
    createLibp2p({
      addresses: { listen: [nextAddress()] },
      transports: [tcp()],
      // All of them are at one address for libp2p.
      connectionManager: { inboundConnectionThreshold: 10_000, maxIncomingPendingConnections: 1000 },
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: {
        identify: identify(),
        ping: ping(),
        dht: kadDHT({
          protocol: '/bench/kad/1',
          clientMode: false,
          allowQueryWithZeroPeers: true,
          peerInfoMapper: passthroughMapper,
          validators,
          selectors,
        }),
      },
    });
  const nodes = [];
  for (let n = 0; n < count; n++) {
    const node = await open();
    for (const other of nodes.slice(0, 3)) await node.dial(other.getMultiaddrs());
    nodes.push(node);
  }
  await Promise.all(nodes.map((node) => settledTable(node)));
  const times = [];
  for (let n = 0; n < TRIES; n++) {
    const key = new TextEncoder().encode(`/bench/${n}`);
    for await (const _ of nodes[n % count].services.dht.put(key, new Uint8Array(600))) void _;
    const startedMs = performance.now();
    let isFound = false;
    for await (const event of nodes[(n + 1 + (n % (count - 1))) % count].services.dht.get(key))
      if (event.name === 'VALUE') isFound = true;
    if (isFound) times.push(performance.now() - startedMs);
  }
  for (const node of nodes) await node.stop();
  return times;
}

async function settledTable(node) {
  const deadlineMs = performance.now() + 10_000;
  while (node.services.dht.routingTable.size < 4 && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Nodes nearest to a key, which take part and answer nothing. */
async function openSybils(did, nodes) {
  const target = createHash('sha256').update(dhtKeyOf(did)).digest();
  const seeds = Array.from({ length: 100 * (HONEST + SYBILS) }, () => randomBytes(32));
  const near = seeds
    .map((seed) => ({ seed, kadId: kadIdOfPeer(signingKey(seed).publicKey) }))
    .sort((a, b) => compareDistance(target, a.kadId, b.kadId))
    .slice(0, SYBILS);
  const hosts = [];
  for (const { seed } of near) {
    const sybil = await openNode({ seed, bootstraps: nodes.slice(0, 3).map(({ address }) => address) });
    await sybil.dht.join();
    // From now on it is silent.
    await sybil.host.use(async ({ libp2p }) => {
      await libp2p.unhandle(DHT_PROTOCOL);
      await libp2p.handle(DHT_PROTOCOL, () => undefined, { maxInboundStreams: 64 });
      for (const node of nodes.slice(3)) await libp2p.dial(multiaddr(node.address)).catch(() => undefined);
    });
    hosts.push(sybil);
  }
  return hosts;
}

/** @param {import('./figures.mjs').Figures} figures */
export async function benchDht(figures) {
  figures.begin('dht');
  for (const size of SIZES) {
    const nodes = await openNetwork(size);
    const who = Identity.generate('bench', Date.now());
    const taken = await publish(who, nodes);
    const times = await lookUp(who.did, nodes);
    const note = `${times.length} of ${TRIES} found, a new host each; ${taken} nodes took the record`;
    figures.add(`look-up among ${size} nodes: p50`, median(times), 'ms', { note });
    figures.add(`look-up among ${size} nodes: p99`, quantile(times, 0.99), 'ms');
    for (const node of nodes) await node.end();
  }
  for (const size of SIZES.filter((each) => each <= MAX_BARE)) {
    const times = await bare(size);
    const note = `${times.length} of ${TRIES} found, over connections that are there`;
    figures.add(`bare kad-dht get among ${size} nodes: p50`, median(times), 'ms', { note });
    figures.add(`bare kad-dht get among ${size} nodes: p99`, quantile(times, 0.99), 'ms');
  }
  const nodes = await openNetwork(HONEST);
  const who = Identity.generate('bench', Date.now());
  const sybils = await openSybils(who.did, nodes);
  await publish(who, nodes);
  const times = await lookUp(who.did, nodes);
  const share = (100 * times.length) / TRIES;
  figures.add(`found with ${SYBILS} silent Sybils among ${HONEST}`, share, '%', { atLeast: 99 });
  figures.add(`look-up with ${SYBILS} silent Sybils: p50`, median(times), 'ms');
  for (const node of [...sybils, ...nodes]) await node.end();
}

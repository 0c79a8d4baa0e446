/**
 * Clients of a server that keep to no rule, over libp2p as its own packages make it and over bare sockets: however many
 * streams, frames or requests they send, the process lives, its memory is bounded, and an honest agent is served.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import type { Connection } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/base/clock.ts';
import { RateCounter } from '../../src/base/rate-counter.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { didOfKey } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { addressOfHostPort } from '../../src/net/address.ts';
import { FRAME_TYPES, frameHeader } from '../../src/net/frame.ts';
import { openHost } from '../../src/node/host.ts';
import { ensureWithResolvers } from '../../src/node/network/with-resolvers.ts';
import { RegistryClient } from '../../src/registry/client.ts';
import { type Running, started } from '../cli/running.ts';
import { cpuMs } from '../cpu.ts';
import { recordOf } from '../fixtures/registry.ts';

ensureWithResolvers();
await initCrypto();
const BIN = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
const MIB = 1024 * 1024;
let folder = '';
let server: Running;
let place = '';
let address = '';
const nodes: Libp2p[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talos-hostile-'));
  server = started(BIN, ['--data-dir', join(folder, 's'), '--port', '0', '--mailbox', '--relay', '--json'], {
    HOME: folder,
  });
  const ready = JSON.parse(await server.line()) as { addresses: string[]; peerId: string };
  place = ready.addresses[0] ?? '';
  address = `${addressOfHostPort(place)}/p2p/${ready.peerId}`;
});
afterAll(async () => {
  await stopAll();
  server.child.kill('SIGKILL');
  await server.exit;
  rmSync(folder, { recursive: true, force: true });
});

async function stopAll(): Promise<void> {
  for (const node of nodes.splice(0)) await node.stop();
}

/** Resident memory of the server, bytes. */
const rss = (): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) * 1024;

/** A node that limits nothing of itself. */
async function hostile(): Promise<Libp2p> {
  const node = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxOutboundStreams: 10_000, maxInboundStreams: 10_000 })],
    connectionManager: { maxConnections: 1000 },
    connectionMonitor: { enabled: false },
  });
  nodes.push(node);
  return node;
}

/** What of a connection is reached past its interface: its muxer, and the secured bytes below that. */
interface Inside {
  readonly muxer: {
    createStream(): Promise<{ send(bytes: Uint8Array): boolean; readonly status: string }>;
    readonly maConn: { send(bytes: Uint8Array): boolean };
  };
}
const inside = (connection: Connection): Inside => connection as unknown as Inside;

const dialled = async (node: Libp2p): Promise<Connection> =>
  node.dial(multiaddr(address), { signal: AbortSignal.timeout(10_000) });

/** An honest agent that was not there before registers and looks itself up. @returns Milliseconds. */
async function honestMs(): Promise<number> {
  const alice = Identity.generate('alice', Date.now());
  const startMs = performance.now();
  await using host = await openHost({ seed: alice.hostSeed() });
  const addresses = [addressOfHostPort(place)];
  const peerKey = await host.learnKey(addresses);
  await using client = new RegistryClient(await host.connect('registry', { peerKey, addresses }));
  const record = recordOf(alice, { issuedAtMs: Date.now() });
  await client.register(record);
  expect(await client.lookup(alice.did)).toEqual(record);
  return performance.now() - startMs;
}

const MULTISTREAM = new Uint8Array([0x13, ...new TextEncoder().encode('/multistream/1.0.0\n')]);
const line = (text: string): Uint8Array => new Uint8Array([text.length + 1, ...new TextEncoder().encode(`${text}\n`)]);

const CONNECTIONS = 100;
const STREAMS = process.env['TALOS_SLOW'] === undefined ? 200 : 1000;

describe('a server among hostile clients', () => {
  it(`H11: ${STREAMS} streams on each of ${CONNECTIONS} connections that are never finished: memory is bounded, and an honest agent is served`, async () => {
    await honestMs();
    const before = rss();
    let most = before;
    for (let n = 0; n < CONNECTIONS; n++) {
      const connection = await dialled(await hostile());
      const { muxer } = inside(connection);
      for (let stream = 0; stream < STREAMS; stream++)
        try {
          (await muxer.createStream()).send(MULTISTREAM);
        } catch {
          // The server has ended the connection, as it may.
          break;
        }
      if (n % 10 === 0) most = Math.max(most, rss());
      if (n === CONNECTIONS / 2) expect(await honestMs()).toBeLessThan(2000);
    }
    expect(await honestMs()).toBeLessThan(2000);
    most = Math.max(most, rss());
    expect((most - before) / MIB).toBeLessThan(256);
    await stopAll();
    expect(server.child.exitCode).toBeNull();
  });

  it.each<[string, (connection: Connection) => void]>([
    [
      'Yamux of another version',
      (connection) => void inside(connection).muxer.maConn.send(new Uint8Array(12).fill(0xff)),
    ],
    [
      'a Yamux frame of 2^32 - 1 bytes',
      (connection) => void inside(connection).muxer.maConn.send(yamuxFrame(0, 7, 0xffffffff)),
    ],
    [
      'data of a stream that there is not',
      (connection) => void inside(connection).muxer.maConn.send(yamuxFrame(0, 4001, 8)),
    ],
    ['64 KiB of zeros', (connection) => void inside(connection).muxer.maConn.send(new Uint8Array(65_000))],
  ])('H13: %s ends nothing but that connection, if that', async (_, say) => {
    const connection = await dialled(await hostile());
    say(connection);
    expect(await honestMs()).toBeLessThan(2000);
    expect(server.child.exitCode).toBeNull();
    await stopAll();
  });

  const hop = '/libp2p/circuit/relay/0.2.0/hop';
  const STREAM_CASES: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ['multistream with a length of 2^31', [new Uint8Array([0x80, 0x80, 0x80, 0x80, 0x08])]],
    ['multistream with a varint of 11 bytes', [new Uint8Array(11).fill(0x80)]],
    ['multistream for what there is not', [MULTISTREAM, line('/no/1.0.0')]],
    ['protobuf with a length of 2^31', [MULTISTREAM, line(hop), new Uint8Array([0x80, 0x80, 0x80, 0x80, 0x08])]],
    ['protobuf with a varint of 11 bytes', [MULTISTREAM, line(hop), new Uint8Array(11).fill(0x80)]],
    ['protobuf with unknown fields', [MULTISTREAM, line(hop), new Uint8Array([4, 0xf8, 0x07, 0x01, 0x00])]],
    [
      'a field of protobuf that is longer than all',
      [MULTISTREAM, line(hop), new Uint8Array([4, 0x12, 0xff, 0xff, 0x03])],
    ],
    ['garbage for a registry', [MULTISTREAM, line('/talos/registry/1'), new Uint8Array(64).fill(0x42)]],
    [
      'a frame of 2^32 - 1 bytes for a registry',
      [MULTISTREAM, line('/talos/registry/1'), new Uint8Array([0x42, 0x4d, 0x50, 1, 1, 0xff, 0xff, 0xff, 0xff])],
    ],
  ];
  it('H13: garbage on a stream ends that stream, and the server goes on', async () => {
    const open = await Promise.all(
      STREAM_CASES.map(async ([name, parts]) => {
        const connection = await dialled(await hostile());
        const stream = await inside(connection).muxer.createStream();
        for (const part of parts) stream.send(part);
        return { name, connection, stream };
      }),
    );
    const going = (): readonly string[] =>
      open
        .filter(({ stream, connection }) => stream.status === 'open' && connection.status === 'open')
        .map(({ name }) => name);
    await expect.poll(going, { timeout: 15_000 }).toEqual([]);
    expect(await honestMs()).toBeLessThan(2000);
    expect(server.child.exitCode).toBeNull();
    await stopAll();
  });

  it('N08: a peer that asks without end and reads nothing is held back, and others are served', async () => {
    const before = rss();
    const connection = await dialled(await hostile());
    const stream = await inside(connection).muxer.createStream();
    stream.send(MULTISTREAM);
    stream.send(line('/talos/registry/1'));
    let asked = 0;
    const ask = (): void => {
      asked += 1;
      const request = encodeCbor({ v: 1, n: asked, op: 'list', limit: 100 });
      stream.send(new Uint8Array([...frameHeader(FRAME_TYPES.data, request.length), ...request]));
    };
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 500 && stream.status === 'open'; n++) ask();
      expect(await honestMs()).toBeLessThan(2000);
    }
    expect((rss() - before) / MIB).toBeLessThan(64);
    expect(server.child.exitCode).toBeNull();
    await stopAll();
  });

  it('N12: 100,000 distinct names cost the server a time that grows with their number, and no more', async () => {
    // In this process: what counts names, and what is told apart by them.
    const clock = new ManualClock(0);
    const cost = (count: number): number => {
      const [rates, links] = [new RateCounter(10, 60_000, clock), new Map<string, number>()];
      const from = cpuMs();
      for (let n = 0; n < count; n++) {
        rates.take(`2001:db8:${(n >> 16).toString(16)}:${(n & 0xffff).toString(16)}::/64`);
        links.set(didOfKey(keyOf(n)), n);
      }
      return cpuMs() - from;
    };
    cost(20_000);
    const [few, many] = [cost(20_000), cost(100_000)];
    expect(many / Math.max(few, 10)).toBeLessThan(5 * 3);
  });
});

/** A frame of Yamux: version, type 0 (data), no flag, stream, length. */
function yamuxFrame(type: number, stream: number, length: number): Uint8Array {
  const frame = new Uint8Array(12);
  const view = new DataView(frame.buffer);
  view.setUint8(1, type);
  view.setUint32(4, stream);
  view.setUint32(8, length);
  return frame;
}

function keyOf(n: number): Uint8Array {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, n);
  return key;
}

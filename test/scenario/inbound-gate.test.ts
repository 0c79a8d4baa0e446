/** What a connection costs, and is told, before it has proved a key: counted on bare sockets. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, describe, expect, it } from 'vitest';
import { initCrypto } from '../../src/crypto/init.ts';
import { openHost } from '../../src/node/host.ts';
import { MAX_UNPROVED_BYTES } from '../../src/node/network/inbound-gate.ts';
import { openNode } from '../../src/node/network/libp2p-node.ts';

await initCrypto();
const seed = (n: number) => new Uint8Array(32).fill(n);
const opened: AsyncDisposable[] = [];
const proxies: Server[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
  for (const proxy of proxies.splice(0)) proxy.close();
});

async function listening(handshakeTimeoutMs = 250): Promise<number> {
  const host = await openHost({ seed: seed(1), listen: ['/ip4/127.0.0.1/tcp/0'], handshakeTimeoutMs });
  opened.push(host);
  await host.serve('channel', () => undefined);
  return Number(/\/tcp\/(\d+)/.exec(host.addresses[0] ?? '')?.[1]);
}

const line = (text: string): Buffer => Buffer.from([text.length + 1, ...Buffer.from(`${text}\n`)]);
const MULTISTREAM = line('/multistream/1.0.0');
const NOISE = line('/noise');

/** Sends `parts`, each when something came back, until the other side ends it. @returns Bytes out and in, as the other sees it. */
async function conversation(
  port: number,
  parts: readonly Uint8Array[],
  isPatient = true,
): Promise<readonly [number, number]> {
  const socket: Socket = connect(port, '127.0.0.1');
  let [came, sent] = [0, 0];
  const rest = [...parts];
  const next = (): void => {
    const part = rest.shift();
    if (part === undefined || socket.destroyed) return;
    sent += part.length;
    socket.write(part);
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    came += chunk.length;
    next();
  });
  await once(socket, 'connect');
  next();
  if (!isPatient) while (rest.length > 0) next();
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  return [came, sent];
}

describe('before a connection has proved a key', () => {
  it.each<[string, readonly Uint8Array[]]>([
    ['multistream and no more', [MULTISTREAM]],
    ['a length of 2^31', [Buffer.from([0x80, 0x80, 0x80, 0x80, 0x08])]],
    ['a varint of 11 bytes', [Buffer.alloc(11, 0x80)]],
    ['a line that does not end', [MULTISTREAM, Buffer.from([0x20, 0x2f])]],
    ['64 KiB of zeros', [Buffer.alloc(65_536)]],
    ['another protocol', [MULTISTREAM, line('/tls/1.0.0')]],
    ['a Noise message that is none', [MULTISTREAM, NOISE, Buffer.from([0, 8, 1, 2, 3, 4, 5, 6, 7, 8])]],
    ['a Noise message of 65,535 bytes that does not come', [MULTISTREAM, NOISE, Buffer.from([0xff, 0xff, 1])]],
  ])('N10 H13: %s is told no more than it has said, and ended', async (_, parts) => {
    const port = await listening();
    const [came, sent] = await conversation(port, parts);
    expect(came).toBeLessThanOrEqual(sent);
  });

  it('N10: an honest handshake is told no more than it says; its second message alone goes ahead of the third', async () => {
    const port = await listening(10_000);
    const counts = { up: 0, down: 0 };
    const proxy = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to, way] of [
        [near, far, 'up'],
        [far, near, 'down'],
      ] as const) {
        from.on('error', () => undefined).on('close', () => to.destroy());
        from.on('data', (chunk) => {
          counts[way] += chunk.length;
          expect(counts.down).toBeLessThanOrEqual(counts.up + MAX_UNPROVED_BYTES);
          to.write(chunk);
        });
      }
    });
    proxies.push(proxy);
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port: through } = proxy.address() as { port: number };
    const client = await openNode({ seed: seed(2), listen: [], handshakeTimeoutMs: 10_000, maxConnections: 4 });
    try {
      await client.libp2p.dial(multiaddr(`/ip4/127.0.0.1/tcp/${through}`));
      await expect.poll(() => counts.up).toBeGreaterThan(150);
      expect(counts.down).toBeGreaterThan(150);
      expect(counts.down - counts.up).toBeLessThanOrEqual(16);
    } finally {
      await client.libp2p.stop();
    }
  });

  it.each([
    ['a list of protocols', line('ls')],
    ['nothing', line('')],
  ])(
    `N10: who asks for %s again and again is ended at ${MAX_UNPROVED_BYTES} bytes more than it has said`,
    async (_, question) => {
      const port = await listening(5000);
      const startMs = performance.now();
      const [came, sent] = await conversation(
        port,
        [MULTISTREAM, ...Array.from({ length: 2000 }, () => question)],
        false,
      );
      expect(performance.now() - startMs).toBeLessThan(4000);
      expect(came - sent).toBeLessThanOrEqual(MAX_UNPROVED_BYTES);
    },
  );

  it('H12: a Noise handshake that comes byte by byte ends when the time from the accept is over, and others are served', async () => {
    const port = await listening(500);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    await once(socket, 'connect');
    const startMs = performance.now();
    socket.write(Buffer.concat([MULTISTREAM, NOISE, Buffer.from([0, 32])]));
    const drip = setInterval(() => socket.write(Buffer.from([7])), 50);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect(performance.now() - startMs).toBeLessThan(1500);
  });
});

/** A registry that is down, silent, slow, or ends half-way: who asks it is told so in time, and nobody else notices. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { isTalosError, type TalosError } from '../../src/base/errors.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import type { Frame } from '../../src/net/frame.ts';
import type { Host, Link } from '../../src/net/link.ts';
import { openHost } from '../../src/node/host.ts';
import { RegistryClient } from '../../src/registry/client.ts';
import { openRegistry } from '../../src/registry/registry.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { agent } from '../unit/session/actors.ts';

await initCrypto();
/** What one dial, and one answer, may take here; ten seconds each as people use it. */
const LIMIT_MS = 600;
const seed = (n: number) => new Uint8Array(32).fill(n);
const keyOf = (n: number) => signingKey(seed(n)).publicKey;
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function hostOf(n: number, listens = false): Promise<Host> {
  const listen = listens ? ['/ip4/127.0.0.1/tcp/0'] : [];
  const host = await openHost({ seed: seed(n), listen, dialTimeoutMs: LIMIT_MS });
  opened.push(() => host[Symbol.asyncDispose]());
  return host;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => server.close());
  return (server.address() as { port: number }).port;
}

/** A registry, and the port of a proxy before it that hands on what it answers as `pass` does. */
async function registryBehind(pass: (chunk: Buffer, to: Socket, came: number) => void): Promise<number> {
  const registry = await openRegistry({ store: openMemoryStore(), clock: systemClock });
  opened.push(() => registry[Symbol.asyncDispose]());
  const host = await hostOf(9, true);
  await host.serve('registry', (link) => registry.accept(link));
  const port = Number(/\/tcp\/(\d+)/.exec(host.addresses[0] ?? '')?.[1]);
  return listening(
    createServer((near) => {
      const far = connect(port, '127.0.0.1');
      let came = 0;
      near.on('error', () => undefined).on('close', () => far.destroy());
      far.on('error', () => undefined).on('close', () => near.destroy());
      near.on('data', (chunk) => far.write(chunk));
      far.on('data', (chunk) => {
        came += chunk.length;
        pass(chunk, near, came);
      });
    }),
  );
}

/** Two agents that talk. @returns What sends a byte and resolves when it came back. */
async function session(): Promise<() => Promise<void>> {
  const [listener, dialler] = [await hostOf(1, true), await hostOf(2)];
  await listener.serve('channel', (link: Link) => link.onFrame((frame: Frame) => link.send(frame.type, frame.payload)));
  const link = await dialler.connect('channel', { peerKey: keyOf(1), addresses: listener.addresses });
  let onEcho = (): void => {};
  link.onFrame(() => onEcho());
  return () =>
    new Promise((resolve) => {
      onEcho = resolve;
      link.send(1, Uint8Array.of(7));
    });
}

async function failureOf(task: Promise<unknown>): Promise<TalosError> {
  try {
    await task;
  } catch (error) {
    if (isTalosError(error)) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const dripped = (chunk: Buffer, to: Socket): void => {
  let at = 0;
  const drip = setInterval(() => {
    if (to.destroyed || at >= chunk.length) return clearInterval(drip);
    to.write(chunk.subarray(at, at + 1));
    at += 1;
  }, 1000);
  opened.push(() => clearInterval(drip));
};

describe('G06: a registry that', () => {
  it.each<[string, () => Promise<number>, string]>([
    [
      'is down',
      async () => {
        const gone = createServer();
        const port = await listening(gone);
        await new Promise((resolve) => gone.close(resolve));
        return port;
      },
      'E_UNREACHABLE',
    ],
    [
      'takes connections and says nothing',
      () => listening(createServer((socket) => void socket.resume())),
      'E_TIMEOUT',
    ],
    ['says a byte a second', () => registryBehind(dripped), 'E_TIMEOUT'],
    ['ends in the middle of the handshake', () => registryBehind((_chunk, to) => to.destroy()), 'E_UNREACHABLE'],
    [
      'says what is no libp2p',
      () => listening(createServer((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n'))),
      'E_UNREACHABLE',
    ],
  ])('%s is told of in time, and sessions go on', async (_, start, code) => {
    const echo = await session();
    const port = await start();
    const asker = await hostOf(3);
    const startMs = performance.now();
    const target = { peerKey: keyOf(9), addresses: [`/ip4/127.0.0.1/tcp/${port}`] };
    const asking = failureOf(asker.connect('registry', target));
    await echo();
    const failure = await asking;
    expect(failure.code).toBe(code);
    expect(performance.now() - startMs).toBeLessThan(4 * LIMIT_MS);
    await echo();
  });

  it.each<[string, (chunk: Buffer, to: Socket) => void, string]>([
    ['falls silent', () => undefined, 'E_TIMEOUT'],
    ['slows down to a byte a second', dripped, 'E_TIMEOUT'],
    ['ends half-way', (chunk, to) => void to.end(chunk.subarray(0, 5)), 'E_UNREACHABLE'],
  ])('%s once it is connected is told of in time, and sessions go on', async (_, turn, code) => {
    const echo = await session();
    let isTurned = false;
    const port = await registryBehind((chunk, to) => {
      if (isTurned) turn(chunk, to);
      else to.write(chunk);
    });
    const asker = await hostOf(3);
    const target = { peerKey: keyOf(9), addresses: [`/ip4/127.0.0.1/tcp/${port}`] };
    const client = new RegistryClient(await asker.connect('registry', target), { timeoutMs: LIMIT_MS });
    expect(await client.lookup(agent('alice').did)).toBeUndefined();
    isTurned = true;
    const startMs = performance.now();
    const asking = failureOf(client.lookup(agent('alice').did));
    await echo();
    expect((await asking).code).toBe(code);
    expect(performance.now() - startMs).toBeLessThan(4 * LIMIT_MS);
    await echo();
    await client.close();
  });
});

/** One port for agents and for HTTP: who speaks what is told by the first bytes, and nobody holds it up. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/base/clock.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { openHost } from '../../src/node/host.ts';
import { MAX_CONNECTIONS_A_SOURCE } from '../../src/node/network/connection-room.ts';
import { MAX_SILENT_CONNECTIONS } from '../../src/node/network/inbound-gate.ts';
import { MAX_CONNECTIONS_PER_SECOND } from '../../src/node/network/libp2p-node.ts';
import { Prometheus } from '../../src/node/prometheus.ts';
import {
  HTTP_REQUESTS_A_MINUTE,
  MAX_HTTP_CONNECTIONS,
  MAX_HTTP_CONNECTIONS_A_SOURCE,
  MAX_HTTP_HEAD_BYTES,
  openServerHttp,
  READY_LASTS_MS,
} from '../../src/node/server/server-http.ts';

await initCrypto();
const seed = (n: number) => new Uint8Array(32).fill(n);
const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

interface Port {
  readonly url: string;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly metrics: Prometheus;
  readonly clock: ManualClock;
  readonly faults: unknown[];
  /** Where the links came from. */
  readonly from: string[];
}

/** A host that takes HTTP too; a channel that is opened to it is noted. */
async function opens(
  terms: { readonly why?: () => Promise<string | undefined>; readonly ms?: number; readonly handshakeMs?: number } = {},
): Promise<Port> {
  const [metrics, clock, faults] = [new Prometheus(), new ManualClock(0), [] as unknown[]];
  const http = openServerHttp({
    metrics,
    clock,
    whyNotReady: terms.why ?? (() => Promise.resolve(undefined)),
    onFault: (error) => faults.push(error),
    ...(terms.ms === undefined ? {} : { connectionMs: terms.ms }),
  });
  const host = await openHost({
    seed: seed(1),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    http,
    ...(terms.handshakeMs === undefined ? {} : { handshakeTimeoutMs: terms.handshakeMs }),
  });
  opened.push(host);
  const from: string[] = [];
  await host.serve('channel', (link) => void from.push(link.remoteAddress));
  const port = Number(/\/tcp\/(\d+)/.exec(host.addresses[0] ?? '')?.[1]);
  return { url: `http://127.0.0.1:${port}`, port, addresses: host.addresses, metrics, clock, faults, from };
}

async function isServed({ addresses, from }: Port): Promise<void> {
  const before = from.length;
  await using client = await openHost({ seed: seed(2) });
  await client.connect('channel', { peerKey: signingKey(seed(1)).publicKey, addresses });
  await expect.poll(() => from.length).toBe(before + 1);
  expect(from.at(-1)).toMatch(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\//);
}

/** @param from - The last number of the address of this machine that it comes from. */
const raw = async (port: number, first = '', from = 1): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${from}` });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (first !== '') socket.write(first);
  return socket;
};

/** All that comes until the end. */
async function said(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

describe('HTTP at the port of agents', () => {
  it('GET and HEAD say that it lives, is ready, and what it counts; agents are served beside, from where they are', async () => {
    const port = await opens();
    await isServed(port);
    const health = await fetch(`${port.url}/healthz?x=1`);
    expect([health.status, await health.text()]).toEqual([200, 'ok\n']);
    expect(health.headers.get('connection')).toBe('close');
    expect((await fetch(`${port.url}/readyz`)).status).toBe(200);
    const head = await fetch(`${port.url}/metrics`, { method: 'HEAD' });
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 20]).toEqual([200, '', true]);
    const metrics = await fetch(`${port.url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toContain('talos_http_requests_total{status="200"} 3\n');
    await isServed(port);
    expect(port.faults).toEqual([]);
  });

  it('503 says why it cannot serve, and asks once in a while alone', async () => {
    let asked = 0;
    const port = await opens({
      why: () => {
        asked += 1;
        return Promise.resolve('the store takes no writes: E_STORAGE_FULL');
      },
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${port.url}/readyz`)));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(await answers[0]?.text()).toBe('the store takes no writes: E_STORAGE_FULL\n');
    expect(asked).toBeLessThan(READY_LASTS_MS);
    expect(asked).toBe(1);
    expect((await fetch(`${port.url}/healthz`)).status).toBe(200);
  });

  it('500 where it fails, which the operator is told', async () => {
    const port = await opens({ why: () => Promise.reject(new Error('a secret path')) });
    const answer = await fetch(`${port.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([500, 'the request could not be served\n']);
    expect(port.faults).toEqual([new Error('a secret path')]);
  });

  it.each([
    ['a body', 'POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc', '405'],
    ['another method', 'DELETE /metrics HTTP/1.1\r\nHost: a\r\n\r\n', '405'],
    ['no page', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', '404'],
    ['a way around', 'GET /metrics/../secret HTTP/1.1\r\nHost: a\r\n\r\n', '404'],
    ['another host', 'GET http://other/healthz HTTP/1.1\r\nHost: a\r\n\r\n', '404'],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', '400'],
    ['garbage', 'GET garbage\r\n\r\n', '400'],
    [
      'a head that is too long',
      `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(MAX_HTTP_HEAD_BYTES)}\r\n\r\n`,
      '431',
    ],
  ])('%s is refused, and the connection ends', async (_, request, status) => {
    const port = await opens();
    const text = await said(await raw(port.port, request));
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(port.faults).toEqual([]);
  });

  it('a request in pieces of one byte is answered', async () => {
    const port = await opens();
    const socket = await raw(port.port);
    const text = said(socket);
    socket.setNoDelay(true);
    for (const byte of 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n') {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await text).toMatch(/^HTTP\/1\.1 200 /);
  });

  it(`429 after ${HTTP_REQUESTS_A_MINUTE} requests of one address in a minute`, async () => {
    const port = await opens();
    const ask = async (): Promise<number> =>
      Number(/^HTTP\/1\.1 (\d+) /.exec(await said(await raw(port.port, 'GET /healthz HTTP/1.0\r\n\r\n')))?.[1]);
    for (let n = 0; n < HTTP_REQUESTS_A_MINUTE; n++) expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
    port.clock.advance(60_000);
    expect(await ask()).toBe(200);
  });

  const SLOW = 'GET /healthz HTTP/1.1\r\nX: ';
  const isOver = (socket: Socket): boolean => socket.destroyed;
  const isHealthy = async (port: Port, from: number): Promise<void> =>
    expect(await said(await raw(port.port, 'GET /healthz HTTP/1.0\r\n\r\n', from))).toMatch(/ok\n$/);

  it(`H12: of ${MAX_HTTP_CONNECTIONS_A_SOURCE + 1} of one source that never finish the oldest is closed: all are served`, async () => {
    const port = await opens();
    const slow: Socket[] = [];
    for (let n = 0; n < MAX_HTTP_CONNECTIONS_A_SOURCE; n++) slow.push(await raw(port.port, SLOW));
    await isHealthy(port, 2);
    expect(slow.some(isOver)).toBe(false);
    await isHealthy(port, 1);
    await expect.poll(() => slow.map(isOver)).toEqual(slow.map((_, n) => n === 0));
    await isServed(port);
    for (const socket of slow) socket.destroy();
  });

  it(`H12: of ${MAX_HTTP_CONNECTIONS + 1} that never finish the oldest is closed, the others when their time is over`, async () => {
    const port = await opens({ ms: 1500 });
    const slow: Socket[] = [];
    for (let n = 0; n < MAX_HTTP_CONNECTIONS; n++)
      slow.push((await raw(port.port, SLOW, 1 + Math.floor(n / MAX_HTTP_CONNECTIONS_A_SOURCE))).resume());
    // That the last has come is known when it has been answered.
    slow[slow.length - 1]?.write('x\r\n\r\n');
    await expect.poll(() => slow.at(-1)?.bytesRead).toBeGreaterThan(0);
    slow.pop();
    slow.push((await raw(port.port, SLOW, 50)).resume());
    expect(slow.some(isOver)).toBe(false);
    await isHealthy(port, 60);
    await isServed(port);
    await expect.poll(() => slow.map(isOver)).toEqual(slow.map((_, n) => n === 0));
    await expect.poll(() => slow.every(isOver), { timeout: 10_000 }).toBe(true);
  });
});

describe('the gate', () => {
  it(`H12: of ${MAX_SILENT_CONNECTIONS + 1} connections that say nothing the oldest is closed; agents and HTTP are served`, async () => {
    const port = await opens();
    const silent: Socket[] = [];
    for (let n = 1; n < MAX_SILENT_CONNECTIONS; n++) silent.push((await raw(port.port)).resume());
    // One that speaks is silent for a moment, too.
    await isServed(port);
    silent.push((await raw(port.port)).resume());
    expect(silent.filter((socket) => socket.destroyed).length).toBe(0);
    const newest = (await raw(port.port)).resume();
    await expect.poll(() => silent[0]?.destroyed).toBe(true);
    expect([silent.filter((socket) => socket.destroyed).length, newest.destroyed]).toEqual([1, false]);
    expect((await fetch(`${port.url}/healthz`)).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  it(`N01: of ${MAX_CONNECTIONS_A_SOURCE + 1} connections of one address the oldest that says nothing is closed; others are served`, async () => {
    const port = await opens();
    const all: Socket[] = [];
    // As many as one address may begin in a second speak; the rest says nothing.
    for (let n = 0; n < MAX_CONNECTIONS_A_SOURCE; n++)
      all.push((await raw(port.port, n < MAX_CONNECTIONS_PER_SECOND - 20 ? '\x13' : '', 2)).resume());
    await isServed(port);
    expect(all.some((socket) => socket.destroyed)).toBe(false);
    const next = (await raw(port.port, '', 2)).resume();
    await expect.poll(() => all.filter((socket) => socket.destroyed).length).toBe(1);
    expect(all[MAX_CONNECTIONS_PER_SECOND - 20]?.destroyed).toBe(true);
    await isServed(port);
    expect([(await fetch(`${port.url}/healthz`)).status, next.destroyed]).toEqual([200, false]);
    for (const socket of [...all, next]) socket.destroy();
  });

  it('H12: a connection that speaks late, and then slowly, ends when the time from its start is over', async () => {
    const port = await opens({ handshakeMs: 600 });
    const startMs = performance.now();
    const socket = (await raw(port.port)).resume();
    const timer = setTimeout(() => socket.write('\x13'), 400);
    await said(socket);
    clearTimeout(timer);
    const tookMs = performance.now() - startMs;
    expect(tookMs).toBeGreaterThan(500);
    expect(tookMs).toBeLessThan(950);
    await isServed(port);
  });

  it('a host ends at once while connections wait that say nothing, or half a request', async () => {
    const port = await opens();
    const waiting = [await raw(port.port), await raw(port.port, 'GET /healthz HTTP/1.1\r\n')];
    const ends = waiting.map(said);
    await isServed(port);
    const startMs = performance.now();
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
    await Promise.all(ends);
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  it('a host without HTTP ends a connection that speaks it', async () => {
    const host = await openHost({ seed: seed(3), listen: ['/ip4/127.0.0.1/tcp/0'] });
    opened.push(host);
    const port = Number(/\/tcp\/(\d+)/.exec(host.addresses[0] ?? '')?.[1]);
    expect(await said(await raw(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'))).not.toContain('HTTP');
  });
});

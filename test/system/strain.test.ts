/** D10, D11: processes that are given little: few descriptors, little memory, one thread of the pool. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { initCrypto } from '../../src/crypto/init.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { openHost } from '../../src/node/host.ts';
import { INTERFACES_STEP_MS } from '../../src/node/network/network-watch.ts';
import { storageError } from '../../src/node/store/lmdb-errors.ts';
import { fixture, Terminals } from '../scenario/terminals.ts';

await initCrypto();
const TOOL = [process.execPath, fixture('scripted-tool.mjs')];
/** Descriptors that are left for strangers, and then for a tunnel and its tool. */
const SPARE = 32;
const terminals = new Terminals();
const sockets = new Set<Socket>();
const hangUp = (): void => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
};
afterAll(async () => {
  hangUp();
  await terminals[Symbol.asyncDispose]();
});

/** Connections that say `first`; those that are refused are none. */
async function crowd(port: number, count: number, first: string): Promise<void> {
  const opening = Array.from({ length: count }, async () => {
    const socket = connect(port, '127.0.0.1');
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    socket.write(first);
  });
  await Promise.all(opening);
}

const memory = (pid: number, name: 'VmHWM' | 'VmRSS'): number => {
  const [, kib = '0'] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
};

describe('D10: an agent that may open few files', () => {
  it('is E_RESOURCE where 64 are too few to start with', async () => {
    const started = terminals.lend('none', ['--allow', '*'], TOOL, { prefix: ['prlimit', '--nofile=64:64'] });
    const { status, stdout } = await started.ended;
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'E_RESOURCE' } }]);
  });

  it('keeps its sessions while strangers use up its descriptors, and takes new ones when they are gone', async () => {
    const { terminal, served } = await terminals.serve('few', ['--allow', '*', '--service', 'tools'], TOOL);
    const client = terminals.connect('friend', served.invitation);
    await client.initialize();
    expect(await client.call('echo', { n: 1 })).toHaveProperty('result');
    const most = readdirSync(`/proc/${terminal.pid}/fd`).length + SPARE;
    execFileSync('prlimit', ['--pid', String(terminal.pid), `--nofile=${most}:${most}`]);
    const port = Number(served.addresses[0]?.split('/')[4]);
    await crowd(port, 200, '\u0013');
    // Long enough for all that looks at the machine once in a while, which takes a descriptor.
    for (const untilMs = performance.now() + 1.3 * INTERFACES_STEP_MS; performance.now() < untilMs; )
      expect(await client.call('echo', { n: 2 })).toHaveProperty('result');
    const refused = await terminals.refused('friend', served.did);
    expect([refused.status, terminal.isOver]).toEqual([1, false]);
    hangUp();
    const open = (): number => readdirSync(`/proc/${terminal.pid}/fd`).length;
    await expect.poll(open).toBeLessThan(most - SPARE / 2);
    // Another tunnel has a tool server of its own, and its pipes.
    const other = terminals.connect('friend', served.did);
    await other.initialize();
    expect(await other.call('echo', { n: 2 })).toHaveProperty('result');
    expect(await client.call('echo', { n: 3 })).toHaveProperty('result');
    expect(await terminal.end('SIGTERM')).toMatchObject({ status: 0 });
  });

  it.each(['EMFILE', 'ENFILE'])('%s is E_RESOURCE, with a way out', (code) => {
    const error = storageError(Object.assign(new Error('too many open files'), { code }), 'the file cannot be opened');
    expect([error.code, error.hint]).toEqual(['E_RESOURCE', expect.stringContaining('ulimit -n')]);
  });
});

describe('D11: a server with 128 MiB of heap and one thread for its files', () => {
  it('stays below 512 MiB under connections that say little and frames that are large, and serves an honest agent', async () => {
    const bin = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
    const env = { NODE_OPTIONS: '--max-old-space-size=128', UV_THREADPOOL_SIZE: '1' };
    const argv = [process.execPath, bin, '--data-dir', terminals.path('server'), '--port', '0', '--mailbox', '--json'];
    const server = terminals.spawn(argv, { env });
    const { did, addresses } = JSON.parse(await server.line(0)) as { did: string; addresses: string[] };
    const place = addresses[0] ?? '';
    const port = Number(place.split(':')[1]);
    for (const first of ['', '\u0013', 'G', '\u0013/multistream/1.0.0\n', `GET / HTTP/1.1\r\nx: ${'a'.repeat(7000)}`])
      await crowd(port, 150, first);
    const multiaddrs = [`/ip4/127.0.0.1/tcp/${port}`];
    for (let n = 0; n < 4; n++) {
      await using host = await openHost({ seed: new Uint8Array(32).fill(n + 1) });
      for (const purpose of ['registry', 'mailbox'] as const) {
        const at = { peerKey: keyOfDid(parseDid(did)), addresses: multiaddrs };
        // An address may make 200 connections a second (MAX_CONNECTIONS_PER_SECOND), and the crowd has: later ones get in.
        const link = await vi.waitFor(() => host.connect(purpose, at), { timeout: 30_000, interval: 100 });
        // More than a link lets wait: it ends where it must.
        for (let i = 0; i < 16; i++) link.send(FRAME_TYPES.handshake, new Uint8Array(1024 * 1024));
        await link.closed;
      }
    }
    expect(server.isOver).toBe(false);
    expect(memory(server.pid, 'VmHWM')).toBeLessThan(512);
    const { status } = await fetch(`http://${place}/readyz`);
    expect(status).toBe(200);
    hangUp();
    expect((await terminals.run('honest', 'init', '--name', 'honest', '--words-file', 'honest.words')).status).toBe(0);
    const registered = await terminals.run('honest', 'register', '--server', place);
    expect([registered.status, registered.stderr]).toMatchObject([0, expect.any(String)]);
    expect(await server.end('SIGTERM')).toMatchObject({ status: 0 });
  });
});

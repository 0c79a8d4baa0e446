/**
 * How soon a tunnel is there, and there again: from the cold start of `mcp-connect` to a peer that it knows, and from a
 * cut of its connection, to an answer. Between the two sides stands a plain proxy, which the bench cuts.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile } from './figures.mjs';
import { McpClient } from './mcp-client.mjs';
import { freePort, startInBackground } from './processes.mjs';
import { SERVER, TALOS } from './tunnels.mjs';

const COLD_STARTS = 7;
const CUTS = 7;
/** So long a connection holds before it is cut: one that breaks at once again is made anew more slowly. */
const HELD_MS = 2200;
/** The first wait before a try is drawn from up to this, in milliseconds (src/net/backoff.ts). */
const BACK_OFF_MS = 250;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchReconnects(figures) {
  figures.begin('connect and reconnect');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const [owner, guest] = [join(dir, 'owner'), join(dir, 'guest')];
  const port = await freePort();
  const listen = ['--host', '127.0.0.1', '--port', String(port)];
  const serve = ['mcp-serve', '--allow', '*', ...listen, '--expires', '1h', '--', ...SERVER];
  const serving = startInBackground([process.execPath, TALOS, '--data-dir', owner, '--json', ...serve]);
  const proxy = await startProxy(port);
  try {
    const { invitation, addresses } = JSON.parse(await serving.firstLine());
    await timed([process.execPath, TALOS, '--data-dir', guest, 'mcp-connect', invitation]);
    const address = addresses[0].replace(`/tcp/${port}/`, `/tcp/${proxy.port}/`);
    const argv = [process.execPath, TALOS, '--data-dir', guest, 'mcp-connect', address];
    const [cold, bare, command] = [[], [], []].map(() => /** @type {number[]} */ ([]));
    for (let i = 0; i < COLD_STARTS; i++) {
      cold?.push(await timed(argv));
      bare?.push(await timed(SERVER));
      command?.push(versionMs());
    }
    figures.add('cold start of mcp-connect to a known peer, to the first answer', median(cold ?? []), 'ms', {
      note: 'the tool of the other side starts meanwhile',
    });
    figures.add('the tool alone over stdio, likewise', median(bare ?? []), 'ms');
    figures.add('talos --version', median(command ?? []), 'ms');
    const connecting = (cold ?? []).map((ms, i) => ms - (bare?.[i] ?? 0));
    figures.add('cold connect: the difference to the tool alone', median(connecting), 'ms', { below: 400 });
    await reconnects(figures, argv, proxy);
  } finally {
    await serving.stop();
    await proxy.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {readonly string[]} argv
 * @param {{ cut: () => void }} proxy
 */
async function reconnects(figures, argv, proxy) {
  const client = new McpClient(argv);
  /** @type {number[]} */
  const times = [];
  try {
    await client.initialize();
    await client.call('a');
    for (let i = 0; i < CUTS; i++) {
      await sleep(HELD_MS);
      // A call is in flight, whose answer comes over the next connection at the latest.
      const from = performance.now();
      const call = client.call('a');
      proxy.cut();
      await call;
      await client.call('a');
      times.push(performance.now() - from);
    }
  } finally {
    await client.close();
  }
  const note = `of which up to ${BACK_OFF_MS} ms are back-off`;
  figures.add('from a cut to the answer of a call in flight, and of another', median(times), 'ms', {
    below: 500 + BACK_OFF_MS,
    note,
  });
  figures.add('the same, 9 of 10', quantile(times, 0.9), 'ms');
}

/** @param {readonly string[]} argv */
async function timed(argv) {
  const from = performance.now();
  const client = new McpClient(argv);
  try {
    await client.initialize();
    return performance.now() - from;
  } finally {
    await client.close();
  }
}

function versionMs() {
  const from = performance.now();
  spawnSync(process.execPath, [TALOS, '--version']);
  return performance.now() - from;
}

/** @param {number} port - Where connections go. */
async function startProxy(port) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      if (socket === undefined || other === undefined) continue;
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // its end is told by `close`
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    cut,
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

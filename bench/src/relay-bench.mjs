/**
 * A round trip through a relay beside a direct one between the same two processes, in turns.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist } from './dist.mjs';
import { median } from './figures.mjs';
import { answerLines } from './lines.mjs';

const { openHost } = await dist('node/host');
const { FRAME_TYPES } = await dist('net/frame');

const ROUNDS = 5;
const ROUND_TRIPS = 400;
const WARM_UP = 300;
/** As a call with its statement. */
const PAYLOAD = randomBytes(1024);
/** Most that the way through a relay may cost, in direct round trips. */
const TARGET = 3;

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const END = fileURLToPath(new URL('relay-end.mjs', import.meta.url));

/**
 * @param {readonly string[]} args
 * @param {string} home
 */
function started(args, home) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HOME: home },
  });
  return { child, first: firstLine(child.stdout) };
}

/**
 * @param {import('node:stream').Readable} stream
 * @returns {Promise<any>}
 */
function firstLine(stream) {
  return new Promise((resolve, reject) => {
    answerLines(stream, (line) => resolve(JSON.parse(line)));
    stream.on('end', () => reject(new Error('a process of the bench ended')));
  });
}

/** @param {import('./figures.mjs').Figures} figures */
export async function benchRelay(figures) {
  figures.begin('a round trip of 1 KiB over a link, through a relay and without (loopback, three processes)');
  const home = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const relay = started([BIN, 'relay', '--port', '0', '--json'], home);
  /** @type {ReturnType<typeof started> | undefined} */
  let end;
  const hosts = [];
  try {
    const [place] = (await relay.first).relay;
    end = started([END, place], home);
    const { key, direct, relayed } = await end.first;
    const peerKey = new Uint8Array(Buffer.from(key, 'hex'));
    /** @type {{ path: string, trip: () => Promise<void>, times: number[] }[]} */
    const ways = [];
    for (const addresses of [direct, relayed]) {
      const host = await openHost({ seed: new Uint8Array(randomBytes(32)) });
      hosts.push(host);
      const link = await host.connect('channel', { peerKey, addresses });
      ways.push({ path: link.path, trip: tripOver(link), times: [] });
    }
    for (const { trip } of ways) for (let i = 0; i < WARM_UP; i++) await trip();
    for (let round = 0; round < ROUNDS; round++)
      for (const { trip, times } of ways)
        for (let i = 0; i < ROUND_TRIPS; i++) {
          const startedMs = performance.now();
          await trip();
          times.push((performance.now() - startedMs) * 1000);
        }
    const [plain = Number.NaN, through = Number.NaN] = ways.map(({ times }) => median(times));
    for (const { path, times } of ways) figures.add(`${path}, p50`, median(times), 'us');
    figures.add('relayed in direct round trips', through / plain, 'x', { below: TARGET });
  } finally {
    await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()));
    end?.child.kill('SIGKILL');
    relay.child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
}

/** @param {any} link */
function tripOver(link) {
  /** @type {() => void} */
  let back = () => undefined;
  link.onFrame(() => back());
  return () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        back = resolve;
        link.send(FRAME_TYPES.data, PAYLOAD);
      })
    );
}

/**
 * Files between two agents on loopback, end to end encrypted and durable: throughput beside a bare copy, memory, small
 * files, tool calls between the same two processes meanwhile, and what is sent again after a kill.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './dist.mjs';
import { median, quantile, ratioOf } from './figures.mjs';
import { McpClient } from './mcp-client.mjs';
import { cpuMs, memoryOf, startInBackground } from './processes.mjs';
import { SERVER, TALOS } from './tunnels.mjs';

const { attachAgent } = await dist('node/local/attach');

const MB = 1_000_000;
const MEDIUM_MB = 100;
const ROUNDS = 3;
const LARGE_MB = Number(process.env['TALOS_BENCH_FILE_MB'] ?? 500);
const SMALL_FILES = 200;
const SMALL_BYTES = 1024;
const CALLS = 400;
const ARGUMENT = 'a'.repeat(256);
const WAIT_MS = 120_000;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchFiles(figures) {
  figures.begin('files over loopback');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const [owner, guest] = ['owner', 'guest'].map((name) => join(dir, name));
  /** @type {(() => Promise<unknown>)[]} */
  const opened = [];
  try {
    const run = async (/** @type {string[]} */ ...args) => {
      const started = startInBackground([process.execPath, TALOS, '--data-dir', owner, '--json', ...args]);
      opened.push(() => started.stop());
      return { pid: started.pid, said: JSON.parse(await started.firstLine()) };
    };
    await init(owner, dir);
    await init(guest, dir);
    const settings = `document-limit: ${LARGE_MB + MEDIUM_MB}MB\ndownloads-quota: ${2 * LARGE_MB + 10 * MEDIUM_MB}MB\n`;
    for (const each of [owner, guest]) await writeFile(join(each, 'config.yaml'), settings, { mode: 0o600 });
    const { did } = talos(guest, 'whoami');
    talos(owner, 'contacts', 'add', 'guest', did);
    // Its agent runs here; the command that lends the tool attaches to it.
    const receiver = await run('listen', '--host', '127.0.0.1', '--port', '0');
    const { said: lent } = await run('mcp-serve', '--allow', '*', '--expires', '1h', '--', ...SERVER);
    const client = new McpClient([process.execPath, TALOS, '--data-dir', guest, 'mcp-connect', lent.invitation]);
    opened.push(() => client.close());
    await client.initialize();
    const sender = await attachAgent(guest);
    opened.push(() => sender[Symbol.asyncDispose]());
    const api = sender.api.transfers;
    const send = async (/** @type {string} */ path) => {
      const { id } = await api.sendFile({ peer: receiver.said.did, path });
      const { state, code } = await api.outcome({ id, waitMs: WAIT_MS });
      if (state !== 'delivered') throw new Error(`a file was not delivered: ${state} ${code}`);
    };
    const calls = async (/** @type {() => boolean} */ isOver) => {
      const times = [];
      while (!isOver()) {
        const from = performance.now();
        await client.call(ARGUMENT);
        times.push(performance.now() - from);
      }
      return times;
    };
    let left = CALLS;
    await calls(() => left-- <= 0);
    left = CALLS;
    const idle = await calls(() => left-- <= 0);

    const pids = [receiver.pid, client.child.pid ?? 0];
    await throughput(figures, dir, send, pids);
    await besideCalls(figures, { dir, send, calls, idle, pids });
    await small(figures, dir, send);
  } finally {
    for (const close of opened.toReversed()) await close();
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {string} dataDir
 * @param {string} dir
 */
async function init(dataDir, dir) {
  await mkdir(dataDir, { mode: 0o700 });
  talos(dataDir, 'init', '--name', 'bench', '--words-file', join(dir, `${Math.random()}.words`));
}

/**
 * @param {string} dataDir
 * @param {string[]} args
 */
function talos(dataDir, ...args) {
  const argv = [TALOS, '--data-dir', dataDir, '--json', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`talos ${args.join(' ')}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

/**
 * @param {string} path
 * @param {number} megabytes
 */
function make(path, megabytes) {
  const piece = Buffer.alloc(MB);
  const file = openSync(path, 'w', 0o600);
  for (let i = 0; i < megabytes; i++) writeSync(file, randomFillSync(piece));
  closeSync(file);
  return path;
}

/** Copies a file as a transfer must, without encryption and network: read, hashed, written, durable. */
function bareCopy(/** @type {string} */ from, /** @type {string} */ to) {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w', 0o600)];
  const hash = createHash('sha256');
  const piece = Buffer.alloc(512 * 1024);
  for (let read = readSync(source, piece); read > 0; read = readSync(source, piece)) {
    hash.update(piece.subarray(0, read));
    writeSync(target, piece, 0, read);
  }
  fdatasyncSync(target);
  closeSync(source);
  closeSync(target);
  return hash.digest();
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {string} dir
 * @param {(path: string) => Promise<void>} send
 * @param {readonly number[]} pids
 */
async function throughput(figures, dir, send, pids) {
  const path = make(join(dir, 'medium.bin'), MEDIUM_MB);
  /** @type {number[][]} */
  const [ours, bare, processor] = [[], [], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const [from, used] = [performance.now(), cpuMs(pids)];
    await send(path);
    const sent = performance.now();
    const both = cpuMs(pids) - used;
    bareCopy(path, join(dir, 'copy.bin'));
    const copied = performance.now();
    // The first one warms up.
    if (round === 0) continue;
    processor.push(both);
    ours.push((1000 * MEDIUM_MB) / (sent - from));
    bare.push((1000 * MEDIUM_MB) / (copied - sent));
  }
  const beside = [{ name: 'read, SHA-256, write, fdatasync', value: median(bare), ratio: ratioOf(ours, bare) }];
  figures.add(`${MEDIUM_MB} MB, from the request to the receipt`, median(ours), 'MB/s', { atLeast: 120, beside });
  figures.add('processor time of both sides', median(processor), `ms a ${MEDIUM_MB} MB`);
}

/**
 * A larger file, with tool calls between the same two processes all the time.
 *
 * @param {import('./figures.mjs').Figures} figures
 * @param {{ dir: string, send: (path: string) => Promise<void>, calls: (isOver: () => boolean) => Promise<number[]>, idle: readonly number[], pids: readonly number[] }} scene
 */
async function besideCalls(figures, { dir, send, calls, idle, pids }) {
  const path = make(join(dir, 'large.bin'), LARGE_MB);
  const memory = () => pids.map((pid) => memoryOf([pid]).rssMiB);
  const before = memory();
  const most = [...before];
  const sampling = setInterval(() => {
    for (const [at, mib] of memory().entries()) most[at] = Math.max(most[at] ?? 0, mib);
  }, 100);
  let isOver = false;
  const from = performance.now();
  const sending = send(path).finally(() => {
    isOver = true;
  });
  const times = await calls(() => isOver);
  await sending;
  const seconds = (performance.now() - from) / 1000;
  clearInterval(sampling);
  figures.add(`${LARGE_MB} MB, with tool calls meanwhile`, LARGE_MB / seconds, 'MB/s', { atLeast: 120 });
  const p99 = quantile(times, 0.99);
  const beside = [{ name: 'without a transfer', value: quantile(idle, 0.99), ratio: p99 / quantile(idle, 0.99) }];
  const note = `${times.length.toLocaleString('en-US')} calls`;
  figures.add('a tool call during the transfer, p99', p99, 'ms', { below: 25, beside, note });
  for (const [at, side] of ['receiver', 'sender'].entries()) {
    const rise = (most[at] ?? Number.NaN) - (before[at] ?? 0);
    figures.add(`memory rise of the ${side}, RSS`, rise, 'MiB', { below: 64 });
  }
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {string} dir
 * @param {(path: string) => Promise<void>} send
 */
async function small(figures, dir, send) {
  const folder = join(dir, 'small');
  await mkdir(folder);
  const paths = Array.from({ length: SMALL_FILES }, (_, i) => join(folder, `${i}.txt`));
  for (const path of paths) await writeFile(path, randomFillSync(Buffer.alloc(SMALL_BYTES / 2)).toString('hex'));
  const from = performance.now();
  let next = 0;
  const worker = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) await send(path);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const note = `${SMALL_FILES} of ${SMALL_BYTES} bytes, 16 at a time`;
  figures.add('small files, from request to receipt', SMALL_FILES / ((performance.now() - from) / 1000), '/s', {
    atLeast: 200,
    note,
  });
}

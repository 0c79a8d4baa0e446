/**
 * A durable message, from `send` to `delivered`, between two processes over loopback; beside what it cannot do without.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist } from './dist.mjs';
import { median, quantile } from './figures.mjs';
import { bareDisk, bareLink, TEXT_BYTES } from './messages-floor.mjs';
import { startInBackground } from './processes.mjs';

const END = fileURLToPath(new URL('messages-end.mjs', import.meta.url));
const TEXT = new Uint8Array(TEXT_BYTES).fill(97);
// Until the compiler has seen enough of all that a message passes.
const WARM_UP = 500;
const ROUNDS = 5;
const MESSAGES_A_ROUND = 200;
const IN_FLIGHT = 32;
const IN_FLIGHT_A_ROUND = 500;

/**
 * Something that is measured, one at a time; medians are of the rounds.
 *
 * @typedef {{ run: () => unknown, all: number[], medians: number[] }} Measured
 */

/** @param {import('./figures.mjs').Figures} figures */
export async function benchMessages(figures) {
  figures.begin('durable message of 256 bytes, send to delivered');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  /** @type {(() => unknown)[]} */
  const opened = [];
  try {
    const send = measured(await talos(dir, opened));
    const bare = measured(await floor(dir, opened));
    for (const { run } of [send, bare]) for (let n = 0; n < WARM_UP; n++) await run();
    const rates = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const each of [send, bare]) await oneByOne(each);
      rates.push(await manyAtOnce(send.run));
    }
    figures.add('talos: p50', quantile(send.all, 0.5), 'ms', { below: 3 });
    figures.add('talos: p95', quantile(send.all, 0.95), 'ms');
    figures.add('talos: one after the other', 1000 / median(send.medians), '/s');
    figures.add(`talos: ${IN_FLIGHT} in flight`, median(rates), '/s');
    figures.add('bare commits, syncs and round trip: p50', quantile(bare.all, 0.5), 'ms');
    figures.add('bare commits, syncs and round trip: p95', quantile(bare.all, 0.95), 'ms');
    figures.add('talos, over bare', median(send.medians.map((ms, i) => ms / (bare.medians[i] ?? Number.NaN))), 'times');
  } finally {
    for (const close of opened.toReversed()) await close();
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {() => unknown} run
 * @returns {Measured}
 */
const measured = (run) => ({ run, all: [], medians: [] });

/**
 * Two clients as they are by default: store, ledger, default durability.
 *
 * @param {string} dir
 * @param {(() => unknown)[]} opened
 */
async function talos(dir, opened) {
  const taker = startInBackground([process.execPath, END, 'take', join(dir, 'taker')]);
  opened.push(taker.stop);
  const { did, addresses } = JSON.parse(await taker.firstLine());
  const { TalosClient } = await dist('node');
  const client = await TalosClient.create('sender', { dataDir: join(dir, 'sender') });
  opened.push(() => client[Symbol.asyncDispose]());
  await client.addPeer(did, addresses);
  return async () => {
    const { state } = await client.send(did, TEXT);
    if (state !== 'delivered') throw new Error(`a message is ${state}`);
  };
}

/**
 * Kept here; received there, and on record; acknowledged here, and on record.
 *
 * @param {string} dir
 * @param {(() => unknown)[]} opened
 */
async function floor(dir, opened) {
  const other = startInBackground([process.execPath, END, 'bare', join(dir, 'there')]);
  opened.push(other.stop);
  const link = bareLink(Number(await other.firstLine()));
  opened.push(link.close);
  const disk = bareDisk(join(dir, 'here'));
  opened.push(disk.close);
  return async () => {
    await disk.commit();
    await link.roundTrip();
    await disk.commit();
    disk.sync();
  };
}

/** @param {Measured} measured */
async function oneByOne({ run, all, medians }) {
  const times = [];
  for (let n = 0; n < MESSAGES_A_ROUND; n++) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  all.push(...times);
  medians.push(median(times));
}

/** @param {() => unknown} send */
async function manyAtOnce(send) {
  const from = performance.now();
  let left = IN_FLIGHT_A_ROUND;
  const lane = async () => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (1000 * IN_FLIGHT_A_ROUND) / (performance.now() - from);
}

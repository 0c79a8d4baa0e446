/**
 * Entries of a ledger on a disk: durable one by one beside a bare append with its sync, and many at once, with all
 * indexes.
 *
 * @module
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './dist.mjs';
import { median, quantile } from './figures.mjs';

const WARM_UP = 300;
const ROUNDS = 5;
const ALONE_A_ROUND = 200;
const TOGETHER_A_ROUND = 20_000;
/** Callers that each wait for their entry before the next. */
const IN_FLIGHT = 256;
/** Room that is made ahead, as the journal of a ledger has it. */
const ROOM = new Uint8Array(256 * 1024);

/** @param {import('./figures.mjs').Figures} figures */
export async function benchLedgerAppend(figures) {
  figures.begin('ledger: durable entries, with blocks and all indexes');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const ledger = await openLedgerIn(dir);
  const bare = openBare(join(dir, 'bare'));
  try {
    for (let n = 0; n < WARM_UP; n++) {
      await ledger.one();
      bare.one(ledger.bytesOfOne);
    }
    await ledger.many(TOGETHER_A_ROUND);
    const [alone, floors, rates] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(await timesOf(() => ledger.one()));
      floors.push(await timesOf(() => bare.one(ledger.bytesOfOne)));
      rates.push(await ledger.many(TOGETHER_A_ROUND));
    }
    const ratios = alone.map((times, round) => median(times) / median(floors[round] ?? []));
    figures.add('talos: one by one, p50', quantile(alone.flat(), 0.5), 'ms', { below: 0.6 });
    figures.add('talos: one by one, p95', quantile(alone.flat(), 0.95), 'ms');
    figures.add('bare append and fdatasync, p50', quantile(floors.flat(), 0.5), 'ms');
    figures.add('talos, over bare', median(ratios), 'times');
    figures.add(`talos: ${IN_FLIGHT} in flight, sealed`, median(rates), 'entries/s', { atLeast: 10_000 });
  } finally {
    bare.close();
    await ledger.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** @param {string} dir */
async function openLedgerIn(dir) {
  const [{ openLedger }, { openLmdbStore }, { openFileJournal }, { openMiner }, { Identity }, { systemClock }] =
    await Promise.all(
      [
        'ledger/journal/open-ledger',
        'node/store/lmdb-store',
        'node/store/file-journal',
        'node/ledger/miner',
        'identity/identity',
        'base/clock',
      ].map(dist),
    );
  const store = await openLmdbStore({ path: join(dir, 'store') });
  const journal = await openFileJournal(join(dir, 'journal'));
  const miner = openMiner();
  const identity = Identity.generate('bench', Date.now());
  const ledger = await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine });
  let number = 0;
  const body = () => messageBody(identity.did, number++);
  return {
    bytesOfOne: 12 + ledger.append(body()).bytes.length,
    one: () => ledger.append(body()).durable(),
    /** @param {number} count */
    async many(count) {
      const from = performance.now();
      let left = count;
      const lane = async () => {
        for (let n = 0; left-- > 0; n++) {
          await ledger.append(body()).durable();
          // Whoever appends faster than blocks are made is refused at 10,000; none of these wants to be.
          if (n % 16 === 15) await ledger.seal();
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
      await ledger.seal();
      return (1000 * count) / (performance.now() - from);
    },
    async close() {
      for (const each of [ledger, miner, journal, store]) await each[Symbol.asyncDispose]();
    },
  };
}

/**
 * @param {string} peer
 * @param {number} number
 */
function messageBody(peer, number) {
  const hex = number.toString(16).padStart(12, '0');
  return {
    type: 'message',
    peer,
    message: `01890a5d-ac96-774b-bcce-${hex}`,
    direction: 'sent',
    commitment: hex.repeat(6).slice(0, 64),
  };
}

/** @param {string} path */
function openBare(path) {
  const file = openSync(path, 'w');
  let [at, room] = [0, 0];
  return {
    /** @param {number} length */
    one(length) {
      if (at + length > room) room += writeSync(file, ROOM, 0, ROOM.length, room);
      at += writeSync(file, new Uint8Array(length).fill(97), 0, length, at);
      fdatasyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** @param {() => unknown} run */
async function timesOf(run) {
  const times = [];
  for (let n = 0; n < ALONE_A_ROUND; n++) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  return times;
}

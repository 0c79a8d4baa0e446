/**
 * Numbers as `talos bench` takes them, and what the benches need besides: rates of promises, memory.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { dist } from './dist.mjs';

/** The one shape of results: `src/bench/figures.ts`. @typedef {import('../../src/bench/figures.ts').Figures} Figures */

export const { Figures, tableLines } = await dist('bench/figures');
export const { median, quantile, ratesOf, ratioOf } = await dist('bench/rounds');

/**
 * Calls a second of `run`, the median of several rounds.
 *
 * @param {() => unknown} run
 * @param {{ rounds?: number, ms?: number }} [options]
 */
export function rate(run, options) {
  return median(ratesOf([run], options)[0] ?? []);
}

/** How long each run is warmed up before the rounds of {@link settledRatesOf}, in milliseconds. */
const WARM_UP_MS = 300;

/**
 * As {@link ratesOf}, for runs that may give a promise: it is awaited before the next call. What a run leaves behind is
 * collected before the next one begins, so that none is charged with the native memory of another.
 *
 * @param {readonly (() => unknown)[]} runs
 * @param {{ rounds?: number, ms?: number }} [options]
 * @returns {Promise<number[][]>}
 */
export async function settledRatesOf(runs, { rounds = 15, ms = 40 } = {}) {
  const measured = runs.map((run) => ({ run, batch: 1, rates: /** @type {number[]} */ ([]) }));
  for (const each of measured) while ((await msOf(each.run, each.batch)) <= 1) each.batch *= 2;
  for (const { run, batch } of measured) await rateFor(run, batch, WARM_UP_MS);
  // So many collections in so little time would have V8 throw away the code of whoever waits for its turn.
  setFlagsFromString('--no-flush-bytecode');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < rounds; round++)
    for (const { run, batch, rates } of measured) {
      collect();
      await setImmediate();
      // Memory and caches are the previous run's at first.
      await rateFor(run, batch, ms / 4);
      rates.push(await rateFor(run, batch, ms));
    }
  return measured.map(({ rates }) => rates);
}

/** Bytes of memory that are in use after all that can be was collected. */
export function memoryInUse() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Calls a second, over at least `ms` milliseconds.
 *
 * @param {() => unknown} run
 * @param {number} batch
 * @param {number} ms
 */
async function rateFor(run, batch, ms) {
  let calls = 0;
  let passed = 0;
  do {
    passed += await msOf(run, batch);
    calls += batch;
  } while (passed < ms);
  return (calls / passed) * 1000;
}

/**
 * Milliseconds that `count` calls take.
 *
 * @param {() => unknown} run
 * @param {number} count
 */
async function msOf(run, count) {
  const from = performance.now();
  for (let i = 0; i < count; i++) {
    const given = run();
    if (given instanceof Promise) await given;
  }
  return performance.now() - from;
}

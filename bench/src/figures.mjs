/**
 * Numbers: percentiles, rates, and the table at the end.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * @param {readonly number[]} values - Not empty.
 * @param {number} share - 0 to 1.
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** @typedef {{ name: string, value: number, unit: string, target?: string, reached?: boolean, note?: string }} Figure */

/** Collects figures in the order in which they come. */
export class Figures {
  /** @type {{ section: string, figures: Figure[] }[]} */
  sections = [];

  /** @param {string} section */
  begin(section) {
    this.sections.push({ section, figures: [] });
    process.stderr.write(`measuring: ${section}\n`);
  }

  /**
   * @param {string} name
   * @param {number} value
   * @param {string} unit
   * @param {{ below?: number, atLeast?: number, note?: string }} [about] - A target is shown, never asserted.
   */
  add(name, value, unit, { below, atLeast, note } = {}) {
    /** @type {Figure} */
    const figure = { name, value, unit };
    if (below !== undefined) Object.assign(figure, { target: `< ${below}`, reached: value < below });
    if (atLeast !== undefined) Object.assign(figure, { target: `>= ${atLeast}`, reached: value >= atLeast });
    if (note !== undefined) figure.note = note;
    this.sections.at(-1)?.figures.push(figure);
  }

  /**
   * Says what could not be measured, and why.
   *
   * @param {string} name
   * @param {string} reason
   */
  missing(name, reason) {
    this.sections.at(-1)?.figures.push({ name, value: Number.NaN, unit: '', note: `not measured: ${reason}` });
  }

  /** @returns {string} */
  table() {
    const all = this.sections.flatMap(({ figures }) => figures);
    const width = Math.max(...all.map(({ name }) => name.length));
    const lines = [];
    for (const { section, figures } of this.sections) {
      lines.push('', section, '-'.repeat(section.length));
      for (const { name, value, unit, target, reached, note } of figures) {
        const shown = Number.isNaN(value) ? '-'.padStart(12) : format(value).padStart(12);
        const goal = target === undefined ? '' : `  target ${target}: ${reached ? 'reached' : 'not reached'}`;
        lines.push(`${name.padEnd(width)} ${shown} ${unit}${goal}${note === undefined ? '' : `  (${note})`}`);
      }
    }
    return lines.join('\n');
  }
}

/** @param {number} value */
function format(value) {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

/**
 * Calls a second of `run`, the median of several rounds.
 *
 * @param {() => unknown} run
 * @param {{ rounds?: number, ms?: number }} [options]
 */
export function rate(run, { rounds = 15, ms = 40 } = {}) {
  return median(ratesOf([run], { rounds, ms })[0] ?? []);
}

/**
 * Rates of several, their rounds in turn, so that what else the machine does meets all of them.
 *
 * @param {readonly (() => unknown)[]} runs
 * @param {{ rounds?: number, ms?: number }} [options]
 * @returns {number[][]} Calls a second, a list for each, a number for each round.
 */
export function ratesOf(runs, { rounds = 15, ms = 40 } = {}) {
  const measured = runs.map((run) => ({ run, batch: batchOf(run), rates: /** @type {number[]} */ ([]) }));
  for (let round = 0; round < rounds; round++)
    for (const { run, batch, rates } of measured) rates.push(once(run, batch, ms));
  return measured.map(({ rates }) => rates);
}

/**
 * How many calls of `run` take about a millisecond, found by running it; warms it up.
 *
 * @param {() => unknown} run
 */
function batchOf(run) {
  let batch = 1;
  for (;;) {
    const from = performance.now();
    for (let i = 0; i < batch; i++) run();
    const ms = performance.now() - from;
    if (ms > 1) return batch;
    batch *= 2;
  }
}

/**
 * @param {() => unknown} run
 * @param {number} batch
 * @param {number} ms
 */
function once(run, batch, ms) {
  const from = performance.now();
  let calls = 0;
  let passed = 0;
  do {
    for (let i = 0; i < batch; i++) run();
    calls += batch;
    passed = performance.now() - from;
  } while (passed < ms);
  return (calls / passed) * 1000;
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

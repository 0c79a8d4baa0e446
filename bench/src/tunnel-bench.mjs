/**
 * A tool call through every way: 256-byte argument, 1-KiB result. All ways are open at the same time and measured in
 * turn, so that what else the machine does meets all of them.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, quantile } from './figures.mjs';
import { McpClient } from './mcp-client.mjs';
import { cpuMs, treeOf } from './processes.mjs';
import { WAYS } from './tunnels.mjs';

const ARGUMENT = 'a'.repeat(256);
// Until the compiler has seen enough of all that a call passes.
const WARM_UP_CALLS = 2000;
const ROUNDS = 5;
const CALLS_A_ROUND = 400;
const IN_FLIGHT = 64;
const CALLS_IN_FLIGHT_A_ROUND = 1500;

/**
 * @typedef {object} Measured
 * @property {import('./tunnels.mjs').WayMaker} way
 * @property {McpClient} client
 * @property {() => Promise<void>} stop
 * @property {() => number} cpu - Milliseconds so far, of all processes but the bench itself.
 * @property {number[]} latencies - Milliseconds.
 * @property {number[]} medians - Of each round.
 * @property {number[]} rates - Calls a second with {@link IN_FLIGHT} in flight, of each round.
 * @property {number[]} cpuMsPerCall - Of each round.
 */

/** @param {import('./figures.mjs').Figures} figures */
export async function benchTunnels(figures) {
  figures.begin('tool call, 256-byte argument, 1-KiB result');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  /** @type {Measured[]} */
  const open = [];
  try {
    for (const way of WAYS) {
      try {
        open.push(await opened(way, join(dir, way.name.replaceAll(/[^a-z]+/g, '-'))));
      } catch (error) {
        figures.missing(way.name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
      }
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const measured of open) await oneByOne(measured);
      for (const measured of open) await manyAtOnce(measured);
    }
  } finally {
    for (const { client, stop } of open) {
      await client.close();
      await stop();
    }
    await rm(dir, { recursive: true, force: true });
  }
  report(figures, open);
}

/**
 * @param {import('./tunnels.mjs').WayMaker} way
 * @param {string} dir
 * @returns {Promise<Measured>}
 */
async function opened(way, dir) {
  const running = await way.open(dir);
  const client = new McpClient(running.client, running.env);
  const roots = [client.child.pid ?? 0, ...running.background];
  try {
    await client.initialize();
    for (let i = 0; i < WARM_UP_CALLS; i++) await client.call(ARGUMENT);
  } catch (error) {
    await client.close();
    await running.stop();
    throw error;
  }
  const pids = treeOf(roots);
  const cpu = () => cpuMs(pids);
  return { way, client, stop: running.stop, cpu, latencies: [], medians: [], rates: [], cpuMsPerCall: [] };
}

/** @param {Measured} measured */
async function oneByOne({ client, cpu, latencies, medians, cpuMsPerCall }) {
  const [cpuFrom, own] = [cpu(), process.cpuUsage()];
  const round = [];
  for (let i = 0; i < CALLS_A_ROUND; i++) {
    const from = performance.now();
    await client.call(ARGUMENT);
    round.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(own);
  cpuMsPerCall.push((cpu() - cpuFrom + (user + system) / 1000) / CALLS_A_ROUND);
  latencies.push(...round);
  medians.push(median(round));
}

/** @param {Measured} measured */
async function manyAtOnce({ client, rates }) {
  const from = performance.now();
  let left = CALLS_IN_FLIGHT_A_ROUND;
  const worker = async () => {
    while (left-- > 0) await client.call(ARGUMENT);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  rates.push((CALLS_IN_FLIGHT_A_ROUND / (performance.now() - from)) * 1000);
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {readonly Measured[]} all
 */
function report(figures, all) {
  for (const { way, latencies, rates, cpuMsPerCall } of all) {
    figures.add(`${way.name}: p50`, median(latencies), 'ms');
    figures.add(`${way.name}: p99`, quantile(latencies, 0.99), 'ms');
    const target = way.kind === 'talos' ? { atLeast: 1500 } : {};
    figures.add(`${way.name}: ${IN_FLIGHT} in flight`, median(rates), 'calls/s', target);
    figures.add(`${way.name}: processor time, all processes`, median(cpuMsPerCall), 'ms a call');
  }
  const of = (/** @type {string} */ kind) => all.filter(({ way }) => way.kind === kind);
  const [[talos], [direct], [floor]] = [of('talos'), of('direct'), of('floor')];
  if (talos === undefined || direct === undefined) return;
  // Round by round: what slows one way in a round slows the other too.
  const added = talos.medians.map((ms, i) => ms - (direct.medians[i] ?? Number.NaN));
  figures.add('talos: added to direct stdio, p50', median(added), 'ms', { below: 1.2, note: 'goal 0.8' });
  const p99 = quantile(talos.latencies, 0.99) - quantile(direct.latencies, 0.99);
  figures.add('talos: added to direct stdio, p99', p99, 'ms', { below: 5 });
  if (floor !== undefined) figures.add('talos / two plain pipes, p50', ratio(talos, floor), 'times');
  const [fastest] = of('npm').sort((a, b) => median(a.latencies) - median(b.latencies));
  if (fastest === undefined) return;
  const note = fastest.way.name;
  figures.add('fastest npm tunnel / talos, p50', ratio(fastest, talos), 'times', { atLeast: 2, note });
  figures.add('talos / fastest npm tunnel, calls/s', median(talos.rates) / bestRate(of('npm')), 'times');
}

/** @param {readonly Measured[]} all */
const bestRate = (all) => Math.max(...all.map(({ rates }) => median(rates)));

/**
 * The median over the rounds of how much longer `a` takes than `b`.
 *
 * @param {Measured} a
 * @param {Measured} b
 */
const ratio = (a, b) => median(a.medians.map((ms, i) => ms / (b.medians[i] ?? Number.NaN)));

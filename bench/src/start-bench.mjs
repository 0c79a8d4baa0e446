/**
 * How long it takes from the start of a client's process to the first tool result, and what each side holds in memory when
 * it idles.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './figures.mjs';
import { McpClient } from './mcp-client.mjs';
import { memoryOf, treeOf } from './processes.mjs';
import { isServer, WAYS } from './tunnels.mjs';

const ROUNDS = 2;
const IDLE_MS = 3000;
const MAX_MIB = 120;

/** @typedef {{ firstResultMs: number[], client: Memory[], background: Memory[] }} Started */
/** @typedef {{ rssMiB: number, pssMiB: number }} Memory */

/** @param {import('./figures.mjs').Figures} figures */
export async function benchStarts(figures) {
  figures.begin('start and idle memory');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  try {
    /** @type {Map<import('./tunnels.mjs').WayMaker, Started>} */
    const all = new Map(WAYS.map((way) => [way, { firstResultMs: [], client: [], background: [] }]));
    for (let round = 0; round < ROUNDS; round++)
      for (const [way, started] of all)
        try {
          await once(way, join(dir, `${way.kind}-${round}-${way.name.length}`), started, round === 0);
        } catch (error) {
          if (round > 0) throw error;
          all.delete(way);
          figures.missing(way.name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
        }
    for (const [way, started] of all) report(figures, way, started);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * @param {import('./tunnels.mjs').WayMaker} way
 * @param {string} dir
 * @param {Started} started
 * @param {boolean} withMemory
 */
async function once(way, dir, started, withMemory) {
  const running = await way.open(dir);
  try {
    const from = performance.now();
    const client = new McpClient(running.client, running.env);
    try {
      await client.initialize();
      await client.call('a');
      started.firstResultMs.push(performance.now() - from);
      if (!withMemory) return;
      await sleep(IDLE_MS);
      started.client.push(memoryOf(treeWithoutServer([client.child.pid ?? 0])));
      started.background.push(memoryOf(treeWithoutServer(running.background)));
    } finally {
      await client.close();
    }
  } finally {
    await running.stop();
  }
}

/** @param {readonly number[]} roots */
const treeWithoutServer = (roots) => treeOf(roots).filter((pid) => !isServer(pid));

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {import('./tunnels.mjs').WayMaker} way
 * @param {Started} started
 */
function report(figures, { name, kind }, { firstResultMs, client, background }) {
  const isTalos = kind === 'talos';
  const note = isTalos ? 'makes its identity, redeems the invitation' : undefined;
  const about = { ...(isTalos ? { below: 1500 } : {}), ...(note === undefined ? {} : { note }) };
  figures.add(`${name}: process start to first result`, median(firstResultMs), 'ms', about);
  if (kind === 'direct') return;
  for (const [side, list] of Object.entries({ client, server: background })) {
    const [memory] = list;
    if (memory === undefined) continue;
    figures.add(`${name}: idle, ${side} side, PSS`, memory.pssMiB, 'MiB', isTalos ? { below: MAX_MIB } : {});
    figures.add(`${name}: idle, ${side} side, RSS`, memory.rssMiB, 'MiB');
  }
}

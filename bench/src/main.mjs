/**
 * Measures and prints. `node src/main.mjs [--json FILE] [SECTION…]`, see README.md.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { Figures } from './figures.mjs';

/** @type {ReadonlyMap<string, () => Promise<(figures: Figures) => void | Promise<void>>>} */
const SECTIONS = new Map([
  ['tunnel', async () => (await import('./tunnel-bench.mjs')).benchTunnels],
  ['start', async () => (await import('./start-bench.mjs')).benchStarts],
  ['reconnect', async () => (await import('./reconnect-bench.mjs')).benchReconnects],
  ['relay', async () => (await import('./relay-bench.mjs')).benchRelay],
  ['parts', async () => (await import('./parts-bench.mjs')).benchParts],
  ['capability', async () => (await import('./capability-bench.mjs')).benchCapabilities],
  ['primitives', async () => (await import('./primitives-bench.mjs')).benchPrimitives],
  ['messages', async () => (await import('./messages-bench.mjs')).benchMessages],
  ['ledger', async () => (await import('./ledger-bench.mjs')).benchLedger],
  ['append', async () => (await import('./ledger-append-bench.mjs')).benchLedgerAppend],
  ['registry', async () => (await import('./registry-bench.mjs')).benchRegistry],
  ['dht', async () => (await import('./dht-bench.mjs')).benchDht],
  ['sessions', async () => (await import('./session-bench.mjs')).benchSessions],
  ['database', async () => (await import('./database-bench.mjs')).benchDatabase],
]);

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const figures = new Figures();
for (const name of positionals.length === 0 ? SECTIONS.keys() : positionals) {
  const load = SECTIONS.get(name);
  if (load === undefined) {
    process.stderr.write(`no section is called ${name}; there are ${[...SECTIONS.keys()].join(', ')}\n`);
    process.exit(2);
  }
  const run = await load();
  await run(figures);
}

const machine = `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}`;
process.stdout.write(
  `${figures.table()}\n\n${machine}; medians of several rounds; trust the ratios more than the figures\n`,
);
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify({ machine, sections: figures.sections }, undefined, 2)}\n`);

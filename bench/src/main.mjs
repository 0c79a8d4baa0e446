/**
 * Measures and prints. `node src/main.mjs [--json FILE] [--page] [--all] [SECTION…]`, see README.md.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dist } from './dist.mjs';
import { Figures, tableLines } from './figures.mjs';

/** In the order of the tables. @type {ReadonlyMap<string, () => Promise<(figures: Figures) => unknown>>} */
const SECTIONS = new Map([
  ['headline', async () => headline],
  ['tunnel', async () => (await import('./tunnel-bench.mjs')).benchTunnels],
  ['start', async () => (await import('./start-bench.mjs')).benchStarts],
  ['commands', async () => (await import('./commands-bench.mjs')).benchCommands],
  ['reconnect', async () => (await import('./reconnect-bench.mjs')).benchReconnects],
  ['relay', async () => (await import('./relay-bench.mjs')).benchRelay],
  ['parts', async () => (await import('./parts-bench.mjs')).benchParts],
  ['capability', async () => (await import('./capability-bench.mjs')).benchCapabilities],
  ['primitives', async () => (await import('./primitives-bench.mjs')).benchPrimitives],
  ['messages', async () => (await import('./messages-bench.mjs')).benchMessages],
  ['sessions', async () => (await import('./session-bench.mjs')).benchSessions],
  ['ledger', async () => (await import('./ledger-bench.mjs')).benchLedger],
  ['append', async () => (await import('./ledger-append-bench.mjs')).benchLedgerAppend],
  ['files', async () => (await import('./files-bench.mjs')).benchFiles],
  ['registry', async () => (await import('./registry-bench.mjs')).benchRegistry],
  ['dht', async () => (await import('./dht-bench.mjs')).benchDht],
  ['database', async () => (await import('./database-bench.mjs')).benchDatabase],
]);
/** Sections that are measured only where they are named: they need what few machines have, or minutes of their own. */
const ON_DEMAND = new Set(['database', 'dht']);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, all: { type: 'boolean' }, page: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !SECTIONS.has(name));
if (unknown.length > 0) {
  process.stderr.write(`no section is called ${unknown.join(', ')}; there are ${[...SECTIONS.keys()].join(', ')}\n`);
  process.exit(2);
}
// The large numbers, where smaller ones say much the same sooner.
if (values.all === true) {
  process.env['TALOS_BENCH_NODES'] ??= '10,30,100';
  process.env['TALOS_BENCH_AGENTS'] ??= '100000';
  process.env['TALOS_BENCH_FILE_MB'] ??= '2000';
}
const usual = [...SECTIONS.keys()].filter((name) => values.all === true || !ON_DEMAND.has(name));

const figures = new Figures((line) => process.stderr.write(`${line}\n`));
for (const name of positionals.length === 0 ? usual : positionals) {
  const run = await SECTIONS.get(name)();
  await run(figures);
}
const report = figures.report(await versions());
process.stdout.write(`${tableLines(report).join('\n')}\n`);
// `npm --prefix bench start` runs in bench/, whoever called it stands elsewhere.
const files = values.json === undefined ? [] : [resolve(process.env['INIT_CWD'] ?? process.cwd(), values.json)];
if (values.page === true) files.push(`${ROOT}docs/benchmarks.json`);
for (const file of files) await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
if (values.page === true) {
  const { status } = spawnSync(process.execPath, [`${ROOT}tools/docs/benchmarks.mjs`], { stdio: 'inherit' });
  if (status !== 0) throw new Error('docs/benchmarks.md could not be made');
}

/** The headline, as `talos bench` measures it; the tunnel has a section of its own here. */
async function headline(figures) {
  const { benchHeadline } = await dist('bench/headline');
  if (!(await benchHeadline(figures))) throw new Error('a cached verdict was not the uncached one');
}

/** What is measured here beside Talos, and what Talos runs on. */
async function versions() {
  const { dependencies: peers } = JSON.parse(await readFile(`${ROOT}bench/package.json`, 'utf8'));
  const { dependencies } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8'));
  const own = ['sodium-native', 'libsodium-wrappers', 'lmdb', 'libp2p'].map((name) => [name, dependencies[name]]);
  return { ...Object.fromEntries(own), ...peers };
}

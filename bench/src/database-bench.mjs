/**
 * A registry on a directory of its own, and one and two on a database: registrations and look-ups a second, all of them
 * verified and durable. The database is that of TALOS_BENCH_POSTGRES, `postgres://…`, in which schemas are made.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from './figures.mjs';

const END = fileURLToPath(new URL('database-end.mjs', import.meta.url));
const AGENTS = 1500;
const ROUNDS = 3;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchDatabase(figures) {
  figures.begin('registry: registrations and look-ups, on a directory and on a database');
  const url = process.env['TALOS_BENCH_POSTGRES'];
  if (url === undefined) {
    figures.missing('one and two servers on PostgreSQL', 'TALOS_BENCH_POSTGRES names no database');
    return;
  }
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const { Client } = createRequire(new URL('../../package.json', import.meta.url))('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    /** @type {Record<string, { register: number[], lookup: number[] }>} */
    const rates = { lmdb: empty(), one: empty(), two: empty() };
    for (let round = 0; round < ROUNDS; round++) {
      await measure(rates['lmdb'], 'lmdb', join(dir, `store-${round}`), 1);
      for (const [name, count] of /** @type {const} */ ([
        ['one', 1],
        ['two', 2],
      ])) {
        const schema = `bench_${process.pid}_${round}_${name}`;
        await client.query(`CREATE SCHEMA ${schema}`);
        const place = new URL(url);
        place.searchParams.set('options', `-csearch_path=${schema}`);
        await measure(rates[name], 'postgres', place.href, count);
        await client.query(`DROP SCHEMA ${schema} CASCADE`);
      }
    }
    for (const what of /** @type {const} */ (['register', 'lookup'])) {
      const [lmdb, one, two] = ['lmdb', 'one', 'two'].map((name) => median(rates[name]?.[what] ?? []));
      figures.add(`${what}: LMDB, one server`, lmdb ?? 0, '/s');
      figures.add(`${what}: PostgreSQL, one server`, one ?? 0, '/s');
      figures.add(`${what}: PostgreSQL, two servers`, two ?? 0, '/s');
      figures.add(`${what}: two servers over one`, (two ?? 0) / (one ?? 1), 'times');
    }
  } finally {
    await client.end();
    await rm(dir, { recursive: true, force: true });
  }
}

/** @returns {{ register: number[], lookup: number[] }} */
function empty() {
  return { register: [], lookup: [] };
}

/**
 * @param {{ register: number[], lookup: number[] } | undefined} rates
 * @param {string} kind
 * @param {string} place
 * @param {number} count - Servers.
 */
async function measure(rates, kind, place, count) {
  const ends = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [END, kind, place, String(AGENTS)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, line: async () => String((await lines.next()).value) };
  });
  await Promise.all(ends.map(({ line }) => line()));
  for (const what of /** @type {const} */ (['register', 'lookup'])) {
    const start = performance.now();
    for (const { child } of ends) child.stdin.write('go\n');
    await Promise.all(ends.map(({ line }) => line()));
    rates?.[what].push((AGENTS * count * 1000) / (performance.now() - start));
  }
  await Promise.all(
    ends.map(
      ({ child }) =>
        new Promise((resolve) => {
          child.once('exit', resolve);
          child.stdin.end();
        }),
    ),
  );
}

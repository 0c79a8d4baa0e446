import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STORE_FORMAT } from '../../../src/node/store/lmdb-directory.ts';
import { openLmdbStore } from '../../../src/node/store/lmdb-store.ts';
import { bundleFixture, runChild } from '../../child.ts';
import { RECORDS, recordOf } from '../../fixtures/store-records.ts';

const FLIPS = process.env['TALOS_SLOW'] === '1' ? 500 : 50;
const SCANNED = Array.from({ length: RECORDS }, (_, i) => recordOf(i)).filter(
  ({ space }) => space === 'message',
).length;
const isWhole = { whole: RECORDS, scanned: SCANNED };

let folder: string;
let good: string;
let reader: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talos-damage-'));
  good = join(folder, 'good');
  reader = await bundleFixture('store-reader');
  await using store = await openLmdbStore({ path: good });
  // Many commits, with deletions, so that there are free pages, branches and overflow pages.
  for (let i = 0; i < RECORDS; i++) {
    const extra = { space: 'salt', key: Uint8Array.of(1, i >> 8, i & 255) } as const;
    await store.apply([
      { kind: 'put', ...recordOf(i) },
      { kind: 'put', ...extra, value: new Uint8Array(300) },
    ]);
    if (i % 2 === 0) await store.apply([{ kind: 'delete', ...extra }]);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(reader, { force: true });
});

/** A copy of the good store, damaged by `damage`. */
function damaged(name: string, damage: (path: string) => void): string {
  const path = join(folder, name);
  cpSync(good, path, { recursive: true });
  damage(path);
  return path;
}

/** Length of what LMDB uses of its file, which is longer (`lmdb-room.ts`). */
function usedBytes(): number {
  const bytes = readFileSync(join(good, 'data.mdb'));
  const last = [144, 4096 + 144].map((at) => Number(bytes.readBigUInt64LE(at)));
  return (Math.max(...last) + 1) * 4096;
}

/** What a process of its own says of each store; one that dies says so in the test's failure. */
async function read(paths: readonly string[]): Promise<Record<string, unknown>[]> {
  const end = await runChild([process.execPath, reader, ...paths], 120_000);
  const lines = end.stdout.split('\n').filter((line) => line !== '');
  const answers = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => !('starts' in line));
  expect({ status: end.status, signal: end.signal, last: lines.at(-1), stderr: end.stderr }).toMatchObject({
    status: 0,
    signal: null,
  });
  expect(answers).toHaveLength(paths.length);
  return answers;
}

const refused = (code: string) => ({ code, hint: expect.stringMatching(/./) as string });

describe('a damaged store', () => {
  it('is whole before it is damaged', async () => {
    expect(await read([damaged('none', () => undefined)])).toMatchObject([isWhole]);
  });

  it('D07: a truncated file is refused with E_STORAGE_CORRUPT and the way out, at every page', async () => {
    const size = usedBytes();
    const lengths = [1, 100, 4095, 4096, 8191, 8192, 8193, 12_288, size >> 2, size >> 1];
    const paths = lengths.map((length) =>
      damaged(`cut-${length}`, (path) => truncateSync(join(path, 'data.mdb'), length)),
    );
    for (const answer of await read(paths)) expect(answer).toMatchObject(refused('E_STORAGE_CORRUPT'));
    for (const [i, path] of paths.entries()) expect(readFileSync(join(path, 'data.mdb')).length).toBe(lengths[i]);
  });

  it('D07: a zero-length or missing file is never replaced by a new empty store', async () => {
    const emptied = damaged('emptied', (path) => writeFileSync(join(path, 'data.mdb'), ''));
    const missing = damaged('missing', (path) => rmSync(join(path, 'data.mdb')));
    for (const answer of await read([emptied, missing])) expect(answer).toMatchObject(refused('E_STORAGE_CORRUPT'));
    expect(existsSync(join(missing, 'data.mdb'))).toBe(false);
    expect(readFileSync(join(emptied, 'data.mdb')).length).toBe(0);
  });

  it('D07: zeroed pages and foreign files are refused', async () => {
    const zeroed = [0, 4096, 8192].map((at) =>
      damaged(`zeroed-${at}`, (path) => {
        const bytes = readFileSync(join(path, 'data.mdb'));
        writeFileSync(join(path, 'data.mdb'), bytes.fill(0, at, at === 8192 ? bytes.length : at + 4096));
      }),
    );
    const foreign = damaged('foreign', (path) =>
      writeFileSync(join(path, 'data.mdb'), Buffer.alloc(100_000, 'not a store ')),
    );
    for (const answer of await read([...zeroed, foreign])) expect(answer).toMatchObject(refused('E_STORAGE_CORRUPT'));
  });

  it('D07: a removed lock.mdb changes nothing', async () => {
    expect(await read([damaged('unlocked', (path) => rmSync(join(path, 'lock.mdb')))])).toMatchObject([isWhole]);
  });

  it('D07: an edited marker is refused, a newer one with E_VERSION', async () => {
    const marker = (name: string, text: string) => damaged(name, (path) => writeFileSync(join(path, 'format'), text));
    const answers = await read([
      marker('marker-newer', `talos-store ${STORE_FORMAT + 1}\n`),
      marker('marker-empty', ''),
      marker('marker-odd', 'hello'),
    ]);
    expect(answers).toMatchObject([refused('E_VERSION'), refused('E_STORAGE_CORRUPT'), refused('E_STORAGE_CORRUPT')]);
  });

  it(`D07: after ${FLIPS} random flips of a bit everything is there or it is refused, and no process dies`, async () => {
    const size = usedBytes();
    const seed = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
    const random = mulberry32(seed);
    const offsets = Array.from({ length: FLIPS }, (_, i) => {
      // A third each: anywhere, in the meta pages, in the heads of pages, where the damage would do most.
      const anywhere = Math.floor(random() * size);
      const at =
        i % 3 === 0
          ? anywhere
          : i % 3 === 1
            ? (anywhere % 2) * 4096 + (anywhere % 168)
            : (anywhere & ~4095) + (anywhere % 64);
      return { at, bit: Math.floor(random() * 8) };
    });
    const outcomes = { whole: 0, refused: 0 };
    for (let from = 0; from < offsets.length; from += 50) {
      const part = offsets.slice(from, from + 50);
      const paths = part.map(({ at, bit }, i) =>
        damaged(`flip-${from + i}`, (path) => {
          const bytes = readFileSync(join(path, 'data.mdb'));
          bytes[at] = (bytes[at] as number) ^ (1 << bit);
          writeFileSync(join(path, 'data.mdb'), bytes);
        }),
      );
      for (const [i, answer] of (await read(paths)).entries()) {
        const message = `seed ${seed}, flip at ${part[i]?.at} bit ${part[i]?.bit}: ${JSON.stringify(answer)}`;
        if ('whole' in answer) expect(answer, message).toMatchObject(isWhole);
        else expect(['E_STORAGE_CORRUPT', 'E_VERSION', 'E_STORAGE'], message).toContain(answer['code']);
        outcomes['whole' in answer ? 'whole' : 'refused']++;
      }
      for (const path of paths) rmSync(path, { recursive: true });
    }
    // Both happen, or the test would show nothing.
    expect(outcomes.whole).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(0);
  }, 300_000);
});

/** A small generator, so that a failing run can be repeated from its seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

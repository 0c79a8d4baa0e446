/** SIGKILL at random moments of a mailbox under load, on LMDB: what was confirmed is there, and the counts are true. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailbox } from '../../src/mailbox/mailbox.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { bundleFixture } from '../child.ts';
import { auditOf, tagOf } from '../unit/mailbox/world.ts';

const KILLS = process.env['TALOS_SLOW'] === '1' ? 100 : 3;

let root: string;
let program: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'talos-mailbox-'));
  program = await bundleFixture('mailbox-owner');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(program, { force: true });
});

/** Runs the program until it has said `lines`, then kills it. Gives all that it said. */
function runAndKill(path: string, from: number, lines: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, path, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1));
      else reject(new Error(`the mailbox ended by itself: ${said.slice(-200)}`));
    });
  });
}

/** Numbers that lines of a kind name, in order. */
const numbersOf = (lines: readonly string[], kind: string): number[] =>
  lines.filter((line) => line.startsWith(`${kind} `)).map((line) => Number(line.slice(kind.length + 1)));

describe('a mailbox that is killed', () => {
  it(`${KILLS} times loses nothing that it confirmed, keeps the order, and counts right`, async () => {
    const path = join(root, 'store');
    const confirmed = new Map<number, number[]>([
      [1, []],
      [2, []],
    ]);
    const handled = new Map<number, Set<number>>([
      [1, new Set()],
      [2, new Set()],
    ]);
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = await runAndKill(path, 1000 * kill, 20 + ((kill * 37) % 83));
      for (const key of [1, 2]) {
        confirmed.get(key)?.push(...numbersOf(lines, `+${key}`));
        for (const n of numbersOf(lines, `-${key}`)) handled.get(key)?.add(n);
      }
      await using store = await openLmdbStore({ path });
      expect(await auditOf(store)).toEqual([]);
      await using service = await openMailbox({ store, clock: { now: () => Date.now() } });
      const waiting = new Map<number, number[]>([
        [1, []],
        [2, []],
      ]);
      for await (const [key, value] of store.scan('mailbox', { start: Uint8Array.of(3), end: Uint8Array.of(4) }))
        waiting.get(key[1] ?? 0)?.push(tagOf(value));
      for (const [key, numbers] of waiting) {
        expect(numbers, `owner ${key}`).toEqual([...numbers].sort((a, b) => a - b));
        const known = new Set([...numbers, ...(handled.get(key) ?? [])]);
        expect(
          confirmed.get(key)?.filter((n) => !known.has(n)),
          `owner ${key}, kill ${kill}`,
        ).toEqual([]);
      }
      expect(service.totals.messages).toBe([...waiting.values()].flat().length);
    }
    expect(confirmed.get(1)?.length).toBeGreaterThan(KILLS);
    expect(handled.get(2)?.size).toBeGreaterThan(0);
  }, 600_000);
});

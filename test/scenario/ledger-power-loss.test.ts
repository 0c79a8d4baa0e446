import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Ledger } from '../../src/ledger/journal/ledger.ts';
import { openLedger } from '../../src/ledger/journal/open-ledger.ts';
import { archiveFiles } from '../../src/node/files/archive-file.ts';
import { type DropStep, type JournalFile, openFileJournal } from '../../src/node/store/file-journal.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { denial, mine, type Person, person } from '../fixtures/ledger.ts';

const IMAGES = process.env['TALOS_SLOW'] === '1' ? 1000 : 4;
const PAGE_BYTES = 4096;

/** Numbers from 0 to below 1 that follow from a seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a ledger after the power was lost', () => {
  const seed = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
  const draw = numbers(seed);
  let folder: string;
  let alice: Person;
  beforeAll(() => {
    alice = person(1);
    folder = mkdtempSync(join(tmpdir(), 'talos-power-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const opened = async <T>(
    at: string,
    work: (ledger: Ledger) => Promise<T>,
    wrap?: (file: JournalFile) => JournalFile,
    afterStep?: (step: DropStep) => void,
  ): Promise<T> => {
    mkdirSync(at, { recursive: true });
    await using journal = await openFileJournal(join(at, 'journal'), wrap, afterStep);
    await using store = await openLmdbStore({ path: join(at, 'store') });
    await using ledger = await openLedger({ store, journal, identity: alice, clock: systemClock, mine });
    return await work(ledger);
  };
  /** Opens an image: whatever was acknowledged is in it once, and all of it verifies, as often as it is opened. */
  const check = async (image: string, durable: readonly string[], archive?: string): Promise<void> => {
    for (let round = 0; round < 2; round++)
      await opened(image, async (ledger) => {
        const archives = archive === undefined ? [] : [() => archiveFiles.read(archive)];
        expect(await ledger.verify({ archives }), `seed ${seed}`).toMatchObject({ ok: true });
        for (const id of durable) expect(await ledger.get(id, archives), `seed ${seed}`).toMatchObject({ id });
        await ledger.append(denial(alice.did)).durable();
      });
  };

  it(`D02: has every acknowledged entry, whichever pages of what was not synced are lost (${IMAGES} images, seed ${seed})`, async () => {
    const at = join(folder, 'live');
    /** What was written and not synced. */
    let pending: { readonly at: number; readonly bytes: Uint8Array }[] = [];
    const wrap = (file: JournalFile): JournalFile => ({
      ...file,
      write: (bytes, offset) => {
        pending.push({ at: offset, bytes: bytes.slice() });
        return file.write(bytes, offset);
      },
      sync: async () => {
        const covered = pending.length;
        await file.sync();
        pending = pending.slice(covered);
      },
      syncNow: () => {
        file.syncNow();
        pending = [];
      },
    });
    /** The directory as a disk has it that lost some of `pending`: zeros, as they were never written. */
    const image = (name: string): string => {
      const copy = join(folder, name);
      cpSync(at, copy, { recursive: true });
      const bytes = readFileSync(join(copy, 'journal'));
      // A page is on the disk as some of the writes to it left it, in their order.
      const first = pending[0]?.at ?? 0;
      for (let page = first - (first % PAGE_BYTES); page < bytes.length; page += PAGE_BYTES) {
        const writes = pending.filter(({ at, bytes: { length } }) => at < page + PAGE_BYTES && at + length > page);
        const lost = writes[Math.floor(draw() * (writes.length + 1))];
        if (lost !== undefined) bytes.fill(0, Math.max(page, lost.at), Math.min(page + PAGE_BYTES, bytes.length));
      }
      const cut = draw() < 0.3 && pending[0] !== undefined ? pending[0].at + Math.floor(draw() * 2000) : bytes.length;
      writeFileSync(join(copy, 'journal'), bytes.subarray(0, Math.min(cut, bytes.length)));
      return copy;
    };
    const durable: string[] = [];
    await opened(
      at,
      async (ledger) => {
        for (let n = 0; n < IMAGES; n++) {
          for (let burst = Math.floor(draw() * 3); burst >= 0; burst--) {
            const many = Array.from({ length: 1 + Math.floor(draw() * 60) }, (_, i) => denial(alice.did, i + 1));
            const appended = ledger.appendAll(many);
            if (draw() < 0.5) {
              await appended.at(-1)?.durable();
              durable.push(...appended.map(({ id }) => id));
            }
            if (draw() < 0.3) await ledger.seal();
          }
          // Within one turn, so that nothing is synced in between.
          const copy = image(`image-${n}`);
          const known = durable.slice(-200);
          await check(copy, known);
          rmSync(copy, { recursive: true });
        }
      },
      wrap,
    );
  }, 600_000);

  it('D02: D01: ended at any step of archiving, it has all of its journal or what was to stay', async () => {
    const at = join(folder, 'archived');
    const file = join(folder, 'archive-file');
    const images: { readonly path: string; readonly isArchived: boolean }[] = [];
    const take = (step: string, journal: 'journal' | 'journal.old', isArchived: boolean): void => {
      const path = join(folder, `${step}-${journal}`);
      cpSync(at, path, { recursive: true });
      if (journal === 'journal.old') copyFileSync(join(folder, 'old'), join(path, 'journal'));
      images.push({ path, isArchived });
    };
    const ids: string[] = [];
    await opened(
      at,
      async (ledger) => {
        for (let block = 0; block < 6; block++) {
          ids.push(...ledger.appendAll([1, 2, 3].map((n) => denial(alice.did, n))).map(({ id }) => id));
          await ledger.seal();
        }
        await ledger.archive({ height: 4 }, (pieces) => archiveFiles.save(file, pieces));
        expect(ledger).toMatchObject({ first: 4 });
        ids.push(ledger.append(denial(alice.did)).id);
      },
      undefined,
      (step) => {
        if (step === 'written') copyFileSync(join(at, 'journal'), join(folder, 'old'));
        take(step, 'journal', step === 'renamed' || step === 'dropped');
        // The rename may not have reached the disk.
        if (step === 'renamed') take(step, 'journal.old', false);
      },
    );
    expect(images.map(({ isArchived }) => isArchived)).toEqual([false, false, false, true, false, true]);
    for (const { path, isArchived } of images) {
      await check(path, ids.slice(0, 18), file);
      expect(existsSync(join(path, 'journal.new'))).toBe(false);
      await opened(path, async (ledger) => {
        expect(ledger.first).toBe(isArchived ? 4 : 0);
        expect(await ledger.verify()).toMatchObject({ ok: true });
      });
    }
    await check(at, ids, file);
  });

  it('D01: a journal whose head is damaged is E_STORAGE_CORRUPT, and nothing is changed', async () => {
    const path = join(folder, 'archived', 'journal');
    const whole = readFileSync(path);
    for (const edit of [4, 11, 12, 19]) {
      const bytes = Buffer.from(whole);
      bytes[edit] = (bytes[edit] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      await expect(openFileJournal(path)).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
      expect(readFileSync(path)).toEqual(bytes);
    }
    writeFileSync(path, whole.subarray(0, 16));
    await expect(openFileJournal(path)).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
    writeFileSync(path, whole);
    await using journal = await openFileJournal(path);
    expect(journal.start).toBeGreaterThan(0);
    await expect(journal.readAt(0, 10)).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
    await expect(journal.dropBefore(0)).rejects.toThrow(RangeError);
  });
});

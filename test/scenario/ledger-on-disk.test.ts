import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { hashHeader } from '../../src/ledger/block.ts';
import type { Ledger } from '../../src/ledger/journal/ledger.ts';
import { openLedger } from '../../src/ledger/journal/open-ledger.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { leadingZeroBits } from '../../src/ledger/work.ts';
import { type Miner, openMiner } from '../../src/node/ledger/miner.ts';
import { openFileJournal } from '../../src/node/store/file-journal.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { RESTORE_HINT } from '../../src/storage/store.ts';
import { denial, type Person, person, recordCall } from '../fixtures/ledger.ts';
import { compiled } from '../fixtures/tools.ts';

describe('a ledger on a disk', () => {
  let workerUrl: URL;
  let built: string;
  let folder: string;
  let alice: Person;
  let bob: Person;
  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'talos-worker-'));
    workerUrl = pathToFileURL(await compiled('src/node/ledger/mine-worker.ts', built));
    alice = person(1);
    bob = person(2);
  });
  afterAll(() => rmSync(built, { recursive: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'talos-ledger-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const journalPath = (): string => join(folder, 'journal');
  /** Runs `work` on the ledger of the folder, then closes everything. */
  const session = async (work: (ledger: Ledger, miner: Miner) => Promise<void>): Promise<void> => {
    await using journal = await openFileJournal(journalPath());
    await using store = await openLmdbStore({ path: join(folder, 'store') });
    await using miner = openMiner({ workerUrl });
    await using ledger = await openLedger({ store, journal, identity: alice, clock: systemClock, mine: miner.mine });
    await work(ledger, miner);
  };

  it('blocks are mined on a thread, stored, audited, proved, and there again after a restart', async () => {
    let id = '';
    let note = '';
    await session(async (ledger) => {
      for (let i = 0; i < 600; i++) ledger.append(denial(bob.did, i + 1));
      id = recordCall(ledger, bob, alice);
      await ledger.seal();
      note = ledger.checkpoint;
      ledger.append(denial(bob.did));
    });
    await session(async (ledger) => {
      expect(ledger).toMatchObject({ size: 603, recovered: undefined });
      expect(await ledger.verify({ checkpoint: note })).toMatchObject({ ok: true, entries: 603 });
      expect(verifyProofFile(await ledger.prove(id))).toMatchObject({ valid: true, entry: { id } });
      expect(await ledger.query({ type: 'result' })).toMatchObject([{ id }]);
    });
  });

  it('D01: a journal that ends within a record goes on before it, with everything that was durable', async () => {
    await session(async (ledger) => {
      for (let i = 0; i < 5; i++) ledger.append(denial(bob.did, i + 1));
    });
    const sealed = readFileSync(journalPath());
    writeFileSync(journalPath(), Buffer.concat([sealed, sealed.subarray(0, 40)]));
    await session(async (ledger) => {
      expect(ledger.recovered).toEqual({ offset: sealed.length, bytes: 40 });
      await ledger.append(denial(bob.did, 6)).durable();
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 6 });
    });
  });

  it('D07: a journal that was cut, emptied or removed is E_STORAGE_CORRUPT, and no new ledger begins', async () => {
    await session(async (ledger) => {
      for (let i = 0; i < 5; i++) ledger.append(denial(bob.did, i + 1));
    });
    const { length } = readFileSync(journalPath());
    const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });
    for (const size of [length - 1, 0]) {
      truncateSync(journalPath(), size);
      await expect(session(async () => undefined)).rejects.toThrow(corrupt);
    }
    rmSync(journalPath());
    await expect(session(async () => undefined)).rejects.toThrow(corrupt);
    expect(readFileSync(journalPath())).toHaveLength(0);
  });

  it('D07: a store that was removed is E_STORAGE_CORRUPT, and the journal stays as it is', async () => {
    await session(async (ledger) => void ledger.append(denial(bob.did)));
    const before = readFileSync(journalPath());
    rmSync(join(folder, 'store'), { recursive: true });
    await expect(session(async () => undefined)).rejects.toThrow(
      expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }),
    );
    expect(readFileSync(journalPath())).toEqual(before);
    expect(existsSync(join(folder, 'store'))).toBe(true);
  });

  it('D07: the way out that is told with E_STORAGE_CORRUPT works: without store and journal a new log begins', async () => {
    await session(async (ledger) => void ledger.append(denial(bob.did)));
    expect(RESTORE_HINT).toContain('folders store and ledger away together');
    rmSync(join(folder, 'store'), { recursive: true });
    rmSync(journalPath());
    await session(async (ledger) => {
      expect(ledger).toMatchObject({ size: 0, height: 0 });
      await ledger.append(denial(bob.did)).durable();
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 1 });
    });
  });

  it('B19: the event loop is free while hard blocks are mined, and a search in vain ends with the miner', async () => {
    const miner = openMiner({ workerUrl });
    const header = new Uint8Array(162);
    header[0] = 1;
    header[153] = 16;
    expect(await miner.mine(header.slice())).toBeGreaterThanOrEqual(0);
    let worst = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
    }, 5);
    const nonces = await Promise.all(Array.from({ length: 4 }, (_, i) => miner.mine(header.slice().fill(i, 1, 33))));
    clearInterval(timer);
    expect(nonces).toHaveLength(4);
    // A second of searching would show as a second's pause, were it here.
    expect(worst).toBeLessThan(250);
    header[153] = 250;
    const vain = expect(miner.mine(header)).rejects.toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
    await miner[Symbol.asyncDispose]();
    await vain;
    await expect(miner.mine(header)).rejects.toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
  });

  it('a thread without work ends and starts again, and what it finds has the work', async () => {
    await using miner = openMiner({ workerUrl, idleMs: 1 });
    const header = new Uint8Array(162);
    header[0] = 1;
    header[153] = 8;
    for (let round = 0; round < 2; round++) {
      const nonce = await miner.mine(header.slice());
      const block = new Uint8Array(header);
      new DataView(block.buffer).setBigUint64(154, BigInt(nonce));
      expect(leadingZeroBits(hashHeader(block))).toBeGreaterThanOrEqual(8);
      await expect.poll(() => miner.isRunning).toBe(false);
    }
  });

  it('a thread that cannot start is E_STORAGE', async () => {
    await using miner = openMiner({ workerUrl: pathToFileURL(join(folder, 'none.mjs')) });
    await expect(miner.mine(new Uint8Array(162))).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
    expect(miner.isRunning).toBe(false);
  });
});

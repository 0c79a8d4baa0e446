import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import { openArchive } from '../../../src/ledger/archive/archive.ts';
import type { ArchiveSource, Ledger, SaveArchive } from '../../../src/ledger/journal/ledger.ts';
import { verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
import { copyOf, denial, LedgerBench, type Person, person, recordCall } from '../../fixtures/ledger.ts';

const code = (text: string) => expect.objectContaining({ code: text });

describe('archives', () => {
  let alice: Person;
  let bob: Person;
  let bench: LedgerBench;
  const files: Uint8Array[] = [];
  const save: SaveArchive = async (pieces) => {
    const parts = [];
    for await (const piece of pieces) parts.push(piece);
    files.push(concat(...parts));
  };
  /** In pieces of an awkward size. */
  const source = (file: Uint8Array): ArchiveSource =>
    async function* () {
      for (let at = 0; at < file.length; at += 997) yield file.subarray(at, at + 997);
    };
  const sources = (): ArchiveSource[] => files.map(source);
  /** Block 1 with a call of which the id is given, blocks 2 to 5 with two entries each. */
  const written = async (ledger: Ledger): Promise<string> => {
    const id = recordCall(ledger, bob, alice);
    await ledger.seal();
    for (let i = 2; i <= 5; i++) {
      bench.clock.advance(1000);
      ledger.append(denial(bob.did, i));
      ledger.append(denial(alice.did, i));
      await ledger.seal();
    }
    return id;
  };
  const readWhole = async (file: Uint8Array): Promise<number> => {
    let count = 0;
    for await (const { entries } of (await openArchive(source(file))).blocks) count += entries.length;
    return count;
  };

  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  beforeEach(() => {
    bench = new LedgerBench(alice);
    files.length = 0;
  });

  it('hold what leaves the journal, verify alone, and leave every proof and the audit of the rest working', async () => {
    await using ledger = await bench.open();
    const id = await written(ledger);
    const size = bench.journal.bytes.length;
    expect(ledger.first).toBe(0);
    const archived = await ledger.archive({ height: 4 }, save);
    expect(archived).toMatchObject({ from: 0, to: 3, entries: 6 });
    expect(ledger.first).toBe(4);
    expect(bench.journal.bytes.length).toBeLessThan(size);
    expect(await readWhole(files[0] ?? new Uint8Array(0))).toBe(6);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 11 });
    expect(await ledger.verify({ archives: sources() })).toMatchObject({ ok: true, entries: 11 });
    expect((await ledger.query({})).map(({ seq }) => seq)).toEqual([6, 7, 8, 9, 10]);
    expect((await ledger.query({ after: 6, last: 2 })).map(({ seq }) => seq)).toEqual([7, 8]);
    await expect(ledger.get(id)).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(ledger.prove(id)).rejects.toThrow(expect.objectContaining({ details: { height: 1 } }));
    expect(verifyProofFile(await ledger.prove(id, sources()))).toMatchObject({ valid: true, entry: { id } });
    expect(verifyProofFile(await ledger.prove(archived.entry))).toMatchObject({ valid: true });
    await expect(ledger.block(3)).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await ledger.block(4)).toBeDefined();
    expect(await ledger.block(40)).toBeUndefined();
  });

  it('follow one another, over restarts, up to the newest block, which stays', async () => {
    {
      await using ledger = await bench.open();
      await written(ledger);
      await ledger.archive({ height: 3 }, save);
    }
    bench.restart();
    await using ledger = await bench.open();
    expect(ledger).toMatchObject({ first: 3, isReindexed: false });
    await ledger.archive({ height: 1_000_000 }, save);
    await expect(ledger.archive({ height: 6 }, save)).rejects.toThrow(code('E_NOT_FOUND'));
    expect(ledger.first).toBe(ledger.height);
    const { head } = await openArchive(source(files[1] ?? new Uint8Array(0)));
    expect(head).toMatchObject({ from: 3, to: 5, author: alice.did, network: { name: 'talos', difficulty: 8 } });
    expect(await readWhole(files[1] ?? new Uint8Array(0))).toBe(6);
    expect(await ledger.verify({ archives: sources() })).toMatchObject({ ok: true });
    expect(await ledger.verify({ archives: sources().slice(1) })).toMatchObject({ ok: true });
    await ledger.reindex();
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('end before a time: blocks of which anything is as new stay', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    const third = (await ledger.query({ after: 3, last: 1 }))[0]?.timeMs ?? 0;
    await expect(ledger.archive({ timeMs: 0 }, save)).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await ledger.archive({ timeMs: third + 1 }, save)).toMatchObject({ from: 0, to: 3 });
  });

  it('that cannot be kept leave the ledger as it was', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    const before = bench.journal.bytes;
    await expect(
      ledger.archive({ height: 3 }, async () => {
        throw new Error('no room');
      }),
    ).rejects.toThrow('no room');
    expect(ledger).toMatchObject({ first: 0, size: 10 });
    expect(bench.journal.bytes).toEqual(before);
  });

  it('B14: a beginning that is gone without an entry that says so is found', async () => {
    {
      await using ledger = await bench.open();
      await written(ledger);
    }
    const second = await bench.blockOffset(3);
    await bench.journal.dropBefore(second);
    bench.restart();
    await using ledger = await bench.open();
    expect(await ledger.verify()).toMatchObject({
      ok: false,
      firstBad: { seq: 0, reason: expect.stringContaining('no entry says that it was archived') },
    });
  });

  it('are refused where a bit is flipped anywhere, where they are cut, or where anything follows', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    await ledger.archive({ height: 2 }, save);
    await ledger.archive({ height: 4 }, save);
    for (const file of files) {
      expect(await readWhole(file)).toBeGreaterThan(0);
      const refused = expect.objectContaining({
        code: expect.stringMatching(/^(E_MALFORMED|E_LEDGER_INVALID|E_VERSION|E_BAD_DID|MALFORMED_BLOCK)$/),
      });
      for (let at = 0; at < file.length; at += 7) {
        const flipped = file.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        await expect(readWhole(flipped), `byte ${at}`).rejects.toThrow(refused);
      }
      for (const length of [0, 1, 100, file.length - 1])
        await expect(readWhole(file.subarray(0, length))).rejects.toThrow(refused);
      await expect(readWhole(concat(file, new Uint8Array(1)))).rejects.toThrow(refused);
    }
  });

  it('are all read, in whatever order they are given, once the entries are here as well, and let go of', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    await ledger.archive({ height: 2 }, save);
    await ledger.archive({ height: 4 }, save);
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = files;
    let [opened, closed] = [0, 0];
    const counted = (file: Uint8Array): ArchiveSource =>
      async function* () {
        opened++;
        try {
          yield file.subarray(0, 400);
          yield file.subarray(400);
        } finally {
          closed++;
        }
      };
    for (const [given, archived] of [
      [[second, first], 0],
      [[first, first, second], 0],
      [[second], 2],
    ] as const)
      expect(await ledger.verify({ archives: given.map(counted) })).toMatchObject({ ok: true, archived });
    const cut = first.subarray(0, first.length - 1);
    expect(await ledger.verify({ archives: [second, cut].map(counted) })).toMatchObject({ ok: false });
    expect(opened).toBeGreaterThan(0);
    expect(closed).toBe(opened);
  });

  it('B14: that go on after the newest block say that the ledger is an older copy', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    const older = new LedgerBench(alice);
    older.store = await copyOf(bench.store);
    older.restart(bench.journal.bytes.slice());
    ledger.append(denial(bob.did, 9));
    await ledger.seal();
    ledger.append(denial(bob.did, 10));
    await ledger.seal();
    await ledger.archive({ height: 7 }, save);
    await using put = await older.open();
    expect(await put.verify()).toMatchObject({ ok: true });
    expect(await put.verify({ archives: sources() })).toMatchObject({
      ok: false,
      firstBad: { code: 'E_LEDGER_INVALID', reason: expect.stringContaining('replaced by an older one') },
    });
  });

  it('of another agent, or of another history, are not taken for those of this ledger', async () => {
    await using ledger = await bench.open();
    await written(ledger);
    await ledger.archive({ height: 4 }, save);
    const other = new LedgerBench(bob);
    const twin = new LedgerBench(alice);
    for (const [foreign, bad] of [
      [other, /another agent/],
      [twin, /not the one of this ledger/],
    ] as const) {
      files.length = 0;
      await using ledgerOfOther = await foreign.open();
      await written(ledgerOfOther);
      ledgerOfOther.append(denial(bob.did));
      await ledgerOfOther.seal();
      await ledgerOfOther.archive({ height: 5 }, save);
      expect(await ledger.verify({ archives: sources() })).toMatchObject({
        ok: false,
        firstBad: { code: 'E_LEDGER_INVALID', reason: expect.stringMatching(bad) },
      });
    }
  });
});

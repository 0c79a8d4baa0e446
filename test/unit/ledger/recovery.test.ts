import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bytes, concat, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import { u32, u64 } from '../../../src/codec/writer.ts';
import { type Entry, makeEntry } from '../../../src/ledger/entry/entry.ts';
import { auditLedger } from '../../../src/ledger/journal/audit.ts';
import { PAGE_BYTES } from '../../../src/ledger/journal/interrupted-write.ts';
import { encodeRecord, readRecords } from '../../../src/ledger/journal/journal.ts';
import type { Ledger, LedgerFault } from '../../../src/ledger/journal/ledger.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import type { Space } from '../../../src/storage/store.ts';
import {
  callBody,
  copyOf,
  denial,
  LedgerBench,
  MemoryJournal,
  NEW_YEAR,
  type Person,
  person,
  recordCall,
  signedCall,
} from '../../fixtures/ledger.ts';

const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });

describe('after a crash or in foreign hands', () => {
  let alice: Person;
  let bob: Person;
  let bench: LedgerBench;
  /** Records of the journal: 12 sealed in three blocks of 4, then 3 that wait. */
  let offsets: number[];
  let kept: string;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  beforeEach(async () => {
    bench = new LedgerBench(alice);
    const ledger = await bench.open();
    for (let i = 0; i < 12; i += 4) {
      ledger.append(denial(bob.did, i + 1));
      recordCall(ledger, bob, alice, i);
      ledger.append(callBody(bob.did, signedCall(alice, bob, i)));
      await ledger.seal();
    }
    kept = ledger.checkpoint;
    for (let i = 0; i < 3; i++) ledger.append(denial(bob.did, i + 100));
    offsets = [];
    for await (const item of readRecords(bench.journal, 0)) offsets.push(item.offset);
    offsets.push(bench.journal.size);
  });
  const record = (seq: number): Bytes => bench.journal.bytes.slice(offsets[seq], offsets[seq + 1]);
  const offset = (seq: number): number => offsets[seq] as number;
  const withRecords = (...records: Uint8Array[]): void => bench.restart(concat(...records));
  const all = (): Bytes[] => Array.from({ length: 15 }, (_, seq) => record(seq));
  const audit = async (checkpoint?: string): Promise<LedgerFault | undefined> => {
    const { store, journal, author } = bench;
    const options = checkpoint === undefined ? {} : { checkpoint };
    const report = await auditLedger({ store, journal, author: author.did, nowMs: NEW_YEAR, ...options });
    expect(report.ok).toBe(report.firstBad === undefined);
    return report.firstBad;
  };
  const flip = (at: number): Bytes => {
    const bytes = bench.journal.bytes.slice();
    bytes[at] = (bytes[at] as number) ^ 0x04;
    return bytes;
  };

  it('B21: entries that no block held are there again, and are sealed', async () => {
    bench.restart();
    const ledger = await bench.open();
    expect(ledger).toMatchObject({ size: 15, height: 3, recovered: undefined });
    expect(await ledger.query({ last: 3 })).toHaveLength(3);
    bench.timers.run();
    await ledger.seal();
    expect(ledger.height).toBe(4);
    expect(await ledger.verify({ checkpoint: kept })).toMatchObject({ ok: true, entries: 15, blocks: 5 });
  });

  it('D01: a last record that is cut at any byte is cut off and said, and every earlier entry is there', async () => {
    const store = await copyOf(bench.store);
    const bytes = bench.journal.bytes;
    for (let end = offset(14); end < offset(15); end++) {
      bench.store = await copyOf(store);
      bench.restart(bytes.slice(0, end));
      const ledger = await bench.open();
      const torn = end === offset(14) ? undefined : { offset: offset(14), bytes: end - offset(14) };
      expect(ledger.recovered).toEqual(torn);
      expect(ledger.size).toBe(14);
      expect(bench.journal.size).toBe(offset(14));
      expect(ledger.append(denial(bob.did)).seq).toBe(14);
      if (end % 16 === 0) expect(await ledger.verify({ checkpoint: kept })).toMatchObject({ ok: true, entries: 15 });
    }
  });

  it('D01: an interrupted write of zeros at the end is cut off', async () => {
    bench.restart(concat(bench.journal.bytes, new Uint8Array(5000)));
    const ledger = await bench.open();
    expect(ledger.recovered).toEqual({ offset: offset(15), bytes: 5000 });
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 15 });
  });

  /** Opens a copy of the bench over `bytes`; the store is opened in turn, and stays as it is where that fails. */
  const openOver = async (bytes: Uint8Array): Promise<{ readonly copy: LedgerBench; readonly ledger: Ledger }> => {
    const copy = new LedgerBench(alice);
    copy.store = await copyOf(bench.store);
    copy.restart(bytes);
    return { copy, ledger: await copy.open() };
  };
  const zeroed = (from: number, to = bench.journal.size): Bytes => bench.journal.bytes.slice().fill(0, from, to);

  it('D02: a tail that reads as zeros is cut off from the record in which they start, at every byte', async () => {
    for (let at = offset(12); at < offset(15); at++) {
      const seq = offsets.findLastIndex((start) => start <= at);
      const bytes = concat(zeroed(at), new Uint8Array(at % 3));
      const { copy, ledger } = await openOver(bytes);
      expect(ledger.recovered, `byte ${at}`).toEqual({ offset: offset(seq), bytes: bytes.length - offset(seq) });
      expect(ledger.size).toBe(seq);
      expect(copy.journal.size).toBe(offset(seq));
    }
    bench.restart(zeroed(offset(14) - 1));
    expect(await audit(kept)).toBeUndefined();
  });

  it('D07: any bit that flipped in the waiting tail is E_STORAGE_CORRUPT, named by the audit, and changes nothing', async () => {
    for (let at = offset(12); at < offset(15); at++) {
      const seq = offsets.findLastIndex((start) => start <= at);
      // Every bit of the last record, one of each byte before it.
      for (const bit of seq === 14 ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
        const bytes = bench.journal.bytes.slice();
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        const { author } = bench;
        const copy = new LedgerBench(alice);
        copy.store = bench.store;
        copy.restart(bytes);
        const damage = { code: 'E_STORAGE_CORRUPT', details: { seq, offset: offset(seq) } };
        await expect(copy.open(), `byte ${at}, bit ${bit}`).rejects.toThrow(expect.objectContaining(damage));
        expect(equalBytes(copy.journal.bytes, bytes)).toBe(true);
        if (at % 16 > 0) continue;
        const parts = { store: copy.store, journal: copy.journal, author: author.did, nowMs: NEW_YEAR };
        expect((await auditLedger(parts)).firstBad).toMatchObject({ seq, code: 'E_STORAGE_CORRUPT' });
      }
    }
  });

  it('D07: a bit that flipped in the last whole record is E_STORAGE_CORRUPT with a torn or lost one behind it, too', async () => {
    const whole = bench.journal.bytes;
    for (let at = offset(13); at < offset(14); at++)
      for (const bytes of [
        flip(at).slice(0, offset(15) - 9),
        flip(at).fill(0, offset(14) + 20),
        flip(at).fill(0, offset(14)),
      ])
        await expect(openOver(bytes), `byte ${at}`).rejects.toThrow(corrupt);
    expect(equalBytes(bench.journal.bytes, whole)).toBe(true);
  });

  describe('and a page of the last writes was lost', () => {
    /** Entries 15 to 64 that wait as well, so that pages lie among them. */
    beforeEach(async () => {
      bench.restart();
      const ledger = await bench.open();
      expect(ledger.size).toBe(15);
      ledger.appendAll(Array.from({ length: 50 }, (_, i) => denial(bob.did, 1000 + i)));
      offsets = [];
      for await (const item of readRecords(bench.journal, 0)) offsets.push(item.offset);
      offsets.push(bench.journal.size);
    });
    /** The pages that lie in the waiting tail as a whole, by where they start. */
    const pages = (): number[] => {
      const first = Math.ceil(offset(12) / PAGE_BYTES) * PAGE_BYTES;
      const starts: number[] = [];
      for (let at = first; at + PAGE_BYTES <= bench.journal.size; at += PAGE_BYTES) starts.push(at);
      return starts;
    };

    it('D02: it is cut off with everything behind it, and said', async () => {
      expect(pages().length).toBeGreaterThan(1);
      const { size } = bench.journal;
      for (const page of pages()) {
        const seq = offsets.findLastIndex((start) => start <= page);
        const { copy, ledger } = await openOver(zeroed(page, page + PAGE_BYTES));
        expect(ledger.recovered).toEqual({ offset: offset(seq), bytes: size - offset(seq) });
        expect(ledger).toMatchObject({ size: seq });
        expect(copy.journal.size).toBe(offset(seq));
        expect(ledger.append(denial(bob.did)).seq).toBe(seq);
        expect(await ledger.verify({ checkpoint: kept })).toMatchObject({ ok: true, entries: seq + 1 });
      }
    });

    it('D02: what a write added to the page of older records is cut off with everything behind it', async () => {
      const [page = 0] = pages();
      for (let seq = 12; offset(seq) < page; seq++) {
        const { ledger } = await openOver(zeroed(offset(seq), page));
        expect(ledger.recovered).toMatchObject({ offset: offset(seq) });
        expect(ledger.size).toBe(seq);
      }
    });

    describe.each([3, 4, 5, 6, 7])('that has the first %i bytes of a record', (left) => {
      /** Where the record starts, and its place. */
      let start: number;
      let seq: number;
      beforeEach(async () => {
        bench.restart();
        const ledger = await bench.open();
        const plain = (at: number): number => encodeRecord(makeEntry(denial(bob.did, 1), at, NEW_YEAR)).length;
        const boundary = Math.ceil((bench.journal.size + 50 * plain(100)) / PAGE_BYTES) * PAGE_BYTES;
        let more = boundary - left - bench.journal.size;
        let count = 0;
        for (; more >= plain(ledger.size + count); count++) more -= plain(ledger.size + count);
        // Numbers of more digits make up what is missing to the end of the page.
        const bodies = Array.from({ length: count }, () => {
          const digits = Math.min(9, more);
          more -= digits;
          return denial(bob.did, 10 ** digits);
        });
        const appended = ledger.appendAll(bodies);
        start = bench.journal.size;
        seq = (appended.at(-1)?.seq ?? 0) + 1;
        expect(PAGE_BYTES - (start % PAGE_BYTES)).toBe(left);
        ledger.appendAll(Array.from({ length: 40 }, () => denial(bob.did, 5)));
      });

      it('D02: that record is known, and stays with all behind it', async () => {
        const { size } = bench.journal;
        const { copy, ledger } = await openOver(zeroed(start, start + left));
        expect(ledger.recovered).toBeUndefined();
        expect(ledger.size).toBe(seq + 40);
        expect(copy.journal.size).toBe(size);
        expect(equalBytes(copy.journal.bytes, bench.journal.bytes)).toBe(true);
        expect(await ledger.verify({ checkpoint: kept })).toMatchObject({ ok: true });
      });

      it('D02: it is cut off where the pages behind it were lost too, or never came', async () => {
        const next = start + left;
        const [lost, ended] = [zeroed(start, next), zeroed(start, next)];
        lost.fill(0, next, next + PAGE_BYTES);
        for (const bytes of [lost, ended.slice(0, next + 30), ended.slice(0, next + 5), ended.fill(0, next + 30)]) {
          const { ledger } = await openOver(bytes);
          expect(ledger.recovered).toMatchObject({ offset: start });
          expect(ledger.size).toBe(seq);
        }
      });

      it('D07: it is E_STORAGE_CORRUPT, and nothing is changed, where a bit of the rest is another one', async () => {
        for (const at of [left, 11, 12, 20, 60]) {
          const bytes = zeroed(start, start + left);
          bytes[start + at] = (bytes[start + at] as number) ^ 0x01;
          const copy = new LedgerBench(alice);
          copy.store = bench.store;
          copy.restart(bytes);
          await expect(copy.open(), `byte ${at}`).rejects.toThrow(corrupt);
          expect(equalBytes(copy.journal.bytes, bytes)).toBe(true);
        }
      });
    });

    it('D07: zeros that are no page, with whole records behind them, are E_STORAGE_CORRUPT', async () => {
      const [page = 0] = pages();
      const end = page + PAGE_BYTES;
      for (const [from, to] of [
        [page, end - 1],
        [page + 1, end - 1],
        [offset(20), offset(21)],
        [offset(20) + 13, offset(20) + 14],
        [end - 40, end],
      ] as const) {
        const seq = offsets.findLastIndex((start) => start <= from);
        const copy = new LedgerBench(alice);
        copy.store = bench.store;
        copy.restart(zeroed(from, to));
        const { store, journal, author } = copy;
        const damage = { code: 'E_STORAGE_CORRUPT', details: { seq, offset: offset(seq) } };
        await expect(copy.open(), `${from} to ${to}`).rejects.toThrow(expect.objectContaining(damage));
        expect(equalBytes(journal.bytes, zeroed(from, to))).toBe(true);
        const { firstBad } = await auditLedger({ store, journal, author: author.did, nowMs: NEW_YEAR });
        expect(firstBad).toMatchObject({ seq, code: 'E_STORAGE_CORRUPT' });
      }
    });

    it('D07: a lost page among sealed entries is E_STORAGE_CORRUPT', async () => {
      const ledger = await bench.open();
      await ledger.seal();
      for (const page of pages()) await expect(openOver(zeroed(page, page + PAGE_BYTES))).rejects.toThrow(corrupt);
    });
  });

  it('D07: a bit that flipped anywhere among the sealed entries is found by the audit, with its index', async () => {
    for (let at = 0; at < offset(12); at += 7) {
      const seq = offsets.findIndex((start) => start > at) - 1;
      const { store, author } = bench;
      const journal = new MemoryJournal(flip(at));
      const { firstBad } = await auditLedger({ store, journal, author: author.did, nowMs: NEW_YEAR });
      expect(firstBad, `byte ${at}`).toMatchObject({ seq });
    }
  });

  it('D07: a flip in the newest block is E_STORAGE_CORRUPT at the start, and changes nothing', async () => {
    for (let at = offset(8); at < offset(12); at += 13) {
      const bytes = flip(at);
      bench.restart(bytes);
      await expect(bench.open(), `byte ${at}`).rejects.toThrow(corrupt);
      expect(equalBytes(bench.journal.bytes, bytes)).toBe(true);
      bench.restart(flip(at));
    }
  });

  it('B14: an entry that was edited is named', async () => {
    const edited = makeEntry(denial(bob.did, 77), 4, NEW_YEAR);
    withRecords(...all().with(4, encodeRecord(edited)));
    expect(await audit()).toMatchObject({ seq: 4, code: 'E_LEDGER_INVALID' });
  });

  it('B14: an entry that was removed, inserted or swapped is named', async () => {
    const records = all();
    withRecords(...records.toSpliced(5, 1));
    expect(await audit()).toMatchObject({ seq: 5 });
    withRecords(...records.toSpliced(5, 0, records[4] as Bytes));
    expect(await audit()).toMatchObject({ seq: 5 });
    withRecords(...records.with(6, records[7] as Bytes).with(7, records[6] as Bytes));
    expect(await audit()).toMatchObject({ seq: 6 });
  });

  it('B14: entries that wait and are no sequence are refused at the start and named by the audit', async () => {
    const records = all();
    withRecords(...records.with(12, records[13] as Bytes).with(13, records[12] as Bytes));
    await expect(bench.open()).rejects.toThrow(corrupt);
    expect(await audit()).toMatchObject({ seq: 12, code: 'SEMANTIC_ERROR' });
    withRecords(...records, encodeRecord({ ...makeEntry(denial(bob.did), 15, 0), bytes: utf8('{}') } as Entry));
    await expect(bench.open()).rejects.toThrow(corrupt);
    expect(await audit()).toMatchObject({ seq: 15, code: 'E_STORAGE_CORRUPT' });
  });

  it('B14: a journal cut within the sealed log, or replaced by an older one, is refused and named', async () => {
    const bytes = bench.journal.bytes;
    for (const end of [0, offset(3), offset(11), offset(12) - 1]) {
      bench.restart(bytes.slice(0, end));
      await expect(bench.open()).rejects.toThrow(corrupt);
      expect(bench.journal.size).toBe(end);
      expect(await audit()).toMatchObject({ seq: offsets.findIndex((start) => start > end) - 1 });
    }
  });

  it('B14: a whole ledger replaced by an older one is found by a checkpoint that was kept elsewhere', async () => {
    const older = new LedgerBench(alice);
    const ledger = await older.open();
    ledger.append(denial(bob.did, 1));
    await ledger.seal();
    const early = ledger.checkpoint;
    const [store, bytes] = [await copyOf(older.store), older.journal.bytes];
    for (let i = 0; i < 5; i++) ledger.append(denial(bob.did, i + 2));
    await ledger.seal();
    bench = older;
    expect(await audit(ledger.checkpoint)).toBeUndefined();
    older.store = store;
    older.restart(bytes);
    expect(await audit(early)).toBeUndefined();
    expect(await audit(ledger.checkpoint)).toMatchObject({ seq: 1, code: 'E_LEDGER_INVALID' });
  });

  it('B14: a ledger that was rewritten whole, with its key, is E_EQUIVOCATION against the checkpoint kept', async () => {
    const other = new LedgerBench(alice);
    const ledger = await other.open();
    for (let i = 0; i < 20; i++) ledger.append(denial(bob.did, 500 + i));
    await ledger.seal();
    bench = other;
    expect(await audit()).toBeUndefined();
    expect(await audit(kept)).toMatchObject({ code: 'E_EQUIVOCATION' });
  });

  it('a kept checkpoint that is none, or of another, is E_PROOF_INVALID', async () => {
    const foreign = signCheckpoint(bob.signing, bob.did, 1, new Uint8Array(32));
    for (const note of ['', 'no note', foreign]) expect(await audit(note)).toMatchObject({ code: 'E_PROOF_INVALID' });
    expect(await audit(kept)).toBeUndefined();
  });

  it('a statement that its signer did not sign is found, however well it was recorded', async () => {
    const forger = new LedgerBench(alice);
    const ledger = await forger.open();
    ledger.append(denial(bob.did));
    const call = signedCall(bob, alice);
    const text = call.text.replace(/"sig":"[^"]+"/, `"sig":"${'A'.repeat(86)}"`);
    ledger.append(callBody(bob.did, { ...call, text, json: { ...call.json, sig: 'A'.repeat(86) } }));
    await ledger.seal();
    expect((await ledger.verify()).firstBad).toMatchObject({ seq: 1, code: 'SIGNATURE_INVALID' });
  });

  const damageStore = async (
    space: Space,
    pick: number,
    edit: (value: Bytes) => Uint8Array | undefined,
  ): Promise<void> => {
    const rows: (readonly [Bytes, Bytes])[] = [];
    for await (const row of bench.store.scan(space)) rows.push(row);
    const [key, value] = rows[pick] as readonly [Bytes, Bytes];
    const changed = edit(value);
    await bench.store.apply([
      changed === undefined ? { kind: 'delete', space, key } : { kind: 'put', space, key, value: changed },
    ]);
  };
  const flipped =
    (at: number) =>
    (value: Bytes): Bytes => {
      const other = value.slice();
      other[at] = (other[at] as number) ^ 1;
      return other;
    };

  it('B14: a block that was edited or removed in the store is named by its height', async () => {
    const honest = await copyOf(bench.store);
    for (let at = 0; at < 600; at += 3) {
      bench.store = await copyOf(honest);
      let length = 0;
      await damageStore('block', 2, (value) => {
        length = value.length;
        return at < length ? flipped(at)(value) : value;
      });
      const fault = await audit();
      expect(fault !== undefined, `byte ${at} of ${length}`).toBe(at < length);
    }
    bench.store = await copyOf(honest);
    await damageStore('block', 1, () => undefined);
    expect(await audit()).toMatchObject({ height: 1, code: 'E_STORAGE_CORRUPT' });
    await damageStore('block', 2, (value) => value.slice(1));
    bench.store = await copyOf(honest);
    await damageStore('block', 3, (value) => value.slice(1));
    await expect(bench.open()).rejects.toThrow(corrupt);
  });

  it('B20: an index that lacks, differs or has a row too many is found', async () => {
    const honest = await copyOf(bench.store);
    for (const pick of [0, 5, 12, 15, 20]) {
      bench.store = await copyOf(honest);
      await damageStore('index', pick, () => undefined);
      expect(await audit(), `row ${pick} removed`).toMatchObject({
        code: 'E_LEDGER_INVALID',
        reason: expect.stringContaining('index'),
      });
      bench.store = await copyOf(honest);
      await damageStore('index', pick, flipped(1));
      expect(await audit(), `row ${pick} changed`).toMatchObject({ reason: expect.stringContaining('index') });
    }
    bench.store = await copyOf(honest);
    const key = concat(Uint8Array.of(1), new Uint8Array(32).fill(9));
    await bench.store.apply([{ kind: 'put', space: 'index', key, value: concat(u64(3), u64(1)) }]);
    expect(await audit()).toMatchObject({ reason: expect.stringContaining('rows') });
  });

  it('B20: an index that names another entry, or none, is E_STORAGE_CORRUPT when it is used', async () => {
    const [first, second] = await (await bench.open()).query({ last: 15 });
    const key = concat(Uint8Array.of(1), (first as Entry).leaf);
    for (const value of [concat(u64(1), u64(1)), concat(u64(99), u64(1)), concat(u64(0), u64(9)), u32(1)]) {
      await bench.store.apply([{ kind: 'put', space: 'index', key, value }]);
      bench.restart();
      const ledger = await bench.open();
      await expect(ledger.get((first as Entry).id)).rejects.toThrow(corrupt);
      expect(await ledger.get((second as Entry).id)).toMatchObject({ seq: 1 });
    }
  });

  it('B20: tiles that lack or differ are found at the start and by the audit', async () => {
    const honest = await copyOf(bench.store);
    for (const edit of [flipped(33), flipped(11 * 32), () => undefined, (value: Bytes) => value.slice(32)]) {
      bench.store = await copyOf(honest);
      await damageStore('node', 0, edit);
      bench.restart();
      await expect(bench.open()).rejects.toThrow(corrupt);
      expect(await audit()).toMatchObject({ code: expect.stringMatching(/^E_/) });
    }
  });

  it('D07: a store without the ledger is refused, and no new ledger begins over the journal', async () => {
    const bytes = bench.journal.bytes;
    bench.store = new LedgerBench(alice).store;
    await expect(bench.open()).rejects.toThrow(corrupt);
    expect(bench.journal.bytes).toEqual(bytes);
    expect(await audit()).toMatchObject({ reason: 'the store holds no ledger' });
  });

  it('a ledger of another agent is E_LEDGER_INVALID', async () => {
    const { store, journal } = bench;
    const other = new LedgerBench(bob);
    Object.assign(other, { store, journal });
    await expect(other.open()).rejects.toThrow(expect.objectContaining({ code: 'E_LEDGER_INVALID' }));
    bench = other;
    expect(await audit()).toMatchObject({ height: 0 });
  });

  it('an audit of a running ledger takes what is written while it runs for granted', async () => {
    bench.restart();
    const ledger = await bench.open();
    const report = ledger.verify({ checkpoint: kept });
    ledger.append(denial(bob.did));
    await ledger.seal();
    expect(await report).toMatchObject({ ok: true, entries: 15 });
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 16 });
  });
});

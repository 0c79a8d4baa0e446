import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { MAX_BLOCK_BYTES } from '../../../src/ledger/block.ts';
import { commit } from '../../../src/ledger/entry/commitment.ts';
import { type EntryBody, makeEntry } from '../../../src/ledger/entry/entry.ts';
import { headOf } from '../../../src/ledger/entry/entry-head.ts';
import { type CallStatement, type SignedStatement, signStatements } from '../../../src/ledger/entry/statement.ts';
import { RECORD_HEAD_BYTES } from '../../../src/ledger/journal/interrupted-write.ts';
import { encodeRecord } from '../../../src/ledger/journal/journal.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { MAX_QUERY_ENTRIES } from '../../../src/ledger/journal/ledger-reader.ts';
import { MAX_WAITING_ENTRIES, openLedger, SEAL_ENTRIES } from '../../../src/ledger/journal/open-ledger.ts';
import { MAX_SEALED_TOGETHER, Sealer } from '../../../src/ledger/journal/sealer.ts';
import { readCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import {
  callBody,
  callStatement,
  decisionBody,
  denial,
  hashText,
  LedgerBench,
  NEW_YEAR,
  type Person,
  person,
  recordCall,
  resultBody,
  signedCall,
  signedResult,
} from '../../fixtures/ledger.ts';

/** Bytes as characters, one each. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const full = (): TalosError => new TalosError('E_STORAGE_FULL', 'no room');
const storage = expect.objectContaining({ code: 'E_STORAGE' });
const storageFull = expect.objectContaining({ code: 'E_STORAGE_FULL' });

describe('a ledger', () => {
  let alice: Person;
  let bob: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  const fresh = async (): Promise<{ bench: LedgerBench; ledger: Ledger }> => {
    const bench = new LedgerBench(alice);
    return { bench, ledger: await bench.open() };
  };
  const appendMany = (ledger: Ledger, count: number): void => {
    for (let i = 0; i < count; i++) ledger.append(denial(bob.did, i + 1));
  };

  it('begins with height 0, no entry and no checkpoint', async () => {
    const { ledger, bench } = await fresh();
    expect(ledger).toMatchObject({ size: 0, height: 0, checkpoint: '', highestTimeMs: NEW_YEAR, recovered: undefined });
    expect(await ledger.query({})).toEqual([]);
    expect(await ledger.verify()).toEqual({ ok: true, entries: 0, blocks: 1, archived: 0, checkpoint: '' });
    expect(bench.journal.size).toBe(0);
  });

  it('an entry is written when append returns, with its index, its time and its id', async () => {
    const { ledger, bench } = await fresh();
    bench.clock.advance(5);
    const first = ledger.append(denial(bob.did));
    expect(bench.journal.steps).toEqual(['write']);
    expect(first).toMatchObject({ seq: 0, timeMs: NEW_YEAR + 5 });
    expect(ledger.append(denial(bob.did)).seq).toBe(1);
    expect(textOf(bench.journal.bytes)).toContain(textOf(first.bytes));
    expect((await ledger.get(first.id))?.height).toBeUndefined();
    expect(ledger).toMatchObject({ size: 2, highestTimeMs: NEW_YEAR + 5 });
  });

  it('several are written with one write, or none of them', async () => {
    const { ledger, bench } = await fresh();
    expect(ledger.appendAll([denial(bob.did), denial(bob.did, 2), denial(bob.did, 3)]).map(({ seq }) => seq)).toEqual([
      0, 1, 2,
    ]);
    expect(ledger.appendAll([])).toEqual([]);
    expect(bench.journal.steps).toEqual(['write']);
    const bad = { ...denial(bob.did), count: 0 } as EntryBody;
    expect(() => ledger.appendAll([denial(bob.did), bad])).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    expect(ledger.size).toBe(3);
    expect(bench.journal.steps).toEqual(['write']);
  });

  it('D03: durable resolves after a sync that began after the write, and never before it ends', async () => {
    const { ledger, bench } = await fresh();
    let release = (): void => undefined;
    bench.journal.holdSync = () => new Promise((resolve) => (release = resolve));
    const entry = ledger.append(denial(bob.did));
    let acknowledged = false;
    const waiting = entry.durable().then(() => (acknowledged = true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(acknowledged).toBe(false);
    expect(bench.journal.steps).toEqual(['write', 'sync']);
    release();
    await waiting;
    expect(bench.journal.steps).toEqual(['write', 'sync', 'synced']);
    await entry.durable();
    expect(bench.journal.steps).toHaveLength(3);
  });

  it('C24: once a result is durable, so is the decision before it, and the decision was written first', async () => {
    const { ledger, bench } = await fresh();
    const call = signedCall(bob, alice);
    const decision = ledger.append(decisionBody(bob.did, call));
    const afterDecision = bench.journal.size;
    const result = ledger.append(resultBody(bob.did, signedResult(alice, call), decision.id));
    await result.durable();
    expect(bench.journal.durableSize).toBe(bench.journal.size);
    expect(bench.journal.durableSize).toBeGreaterThan(afterDecision);
    expect(await ledger.query({ peer: bob.did })).toMatchObject([{ id: decision.id }, { id: result.id }]);
  });

  it('256 entries are sealed at once, fewer when the timer ends', async () => {
    const { ledger, bench } = await fresh();
    appendMany(ledger, SEAL_ENTRIES - 1);
    expect(bench.timers.waiting.size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ledger.height).toBe(0);
    appendMany(ledger, 1);
    await ledger.seal();
    expect(ledger.height).toBe(1);
    expect(bench.timers.waiting.size).toBe(0);
    appendMany(ledger, 3);
    bench.timers.run();
    await ledger.seal();
    expect(ledger.height).toBe(2);
    expect(readCheckpoint(ledger.checkpoint, alice.did)?.size).toBe(SEAL_ENTRIES + 3);
  });

  it('sealing goes on until all is sealed, whoever else seals meanwhile', async () => {
    const { ledger } = await fresh();
    appendMany(ledger, 3 * MAX_SEALED_TOGETHER + 7);
    await Promise.all([ledger.seal(), ledger.seal(), ledger.seal()]);
    expect(ledger.height).toBe(4);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3 * MAX_SEALED_TOGETHER + 7, blocks: 5 });
    await ledger.seal();
    expect(ledger.height).toBe(4);
  });

  it('a block takes no more entries than fit into 1,000,000 bytes', async () => {
    const { ledger } = await fresh();
    const target = 'x'.repeat(60_000);
    const [large] = signStatements(alice.signing, alice.did, [callStatement(alice.did, bob.did, 0, { target })]);
    const body = callBody(bob.did, large as SignedStatement<CallStatement>);
    const entries = Array.from({ length: 20 }, () => ledger.append(body));
    const taken = Sealer.take(entries.map(headOf));
    const bytes = entries.slice(0, taken).reduce((sum, entry) => sum + 4 + entry.bytes.length, 230);
    expect(bytes).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
    expect(bytes + 4 + (entries[taken]?.bytes.length ?? 0)).toBeGreaterThan(MAX_BLOCK_BYTES);
    await ledger.seal();
    expect(ledger.height).toBe(2);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('entries are found by peer, type, time, number and page, sealed or waiting', async () => {
    const { ledger, bench } = await fresh();
    const carol = person(3);
    for (let i = 0; i < 300; i++) {
      ledger.append(denial(i % 3 === 0 ? carol.did : bob.did, i + 1));
      bench.clock.advance(10);
      if (i === 100 || i === 250) await ledger.seal();
    }
    ledger.append({ type: 'identity', did: alice.did, event: 'created' });
    const seqs = async (query: Parameters<Ledger['query']>[0]): Promise<number[]> =>
      (await ledger.query(query)).map(({ seq }) => seq);
    expect(await seqs({})).toEqual(Array.from({ length: 301 }, (_, i) => i));
    expect(await seqs({ last: 2 })).toEqual([299, 300]);
    expect(await seqs({ last: 100 })).toHaveLength(100);
    expect(await seqs({ peer: carol.did })).toEqual(Array.from({ length: 100 }, (_, i) => 3 * i));
    expect(await seqs({ peer: carol.did, last: 30 })).toEqual(Array.from({ length: 30 }, (_, i) => 210 + 3 * i));
    expect(await seqs({ type: 'identity' })).toEqual([300]);
    expect(await seqs({ type: 'denial', last: 1 })).toEqual([299]);
    expect(await seqs({ peer: bob.did, type: 'identity' })).toEqual([]);
    expect(await seqs({ fromMs: NEW_YEAR + 40, toMs: NEW_YEAR + 60 })).toEqual([4, 5]);
    expect(await seqs({ fromMs: NEW_YEAR + 2000, toMs: NEW_YEAR + 2010 })).toEqual([200]);
    expect(await seqs({ before: 5, last: 2 })).toEqual([3, 4]);
    await ledger.seal();
    expect(await seqs({ type: 'identity' })).toEqual([300]);
    expect(await seqs({ peer: carol.did })).toHaveLength(100);
  });

  it('1 to 10,000 entries are asked for at a time', async () => {
    const { ledger } = await fresh();
    for (const last of [0, -1, 0.5, MAX_QUERY_ENTRIES + 1])
      await expect(ledger.query({ last })).rejects.toThrow(RangeError);
    expect(await ledger.query({ last: MAX_QUERY_ENTRIES })).toEqual([]);
  });

  it('an entry is found by its id, sealed or waiting, and an unknown id is undefined', async () => {
    const { ledger } = await fresh();
    const { id, bytes } = ledger.append(denial(bob.did));
    expect((await ledger.get(id))?.bytes).toEqual(bytes);
    await ledger.seal();
    expect(await ledger.get(id)).toMatchObject({ seq: 0, height: 1, bytes });
    for (const other of [hashText(1), '', id.slice(1), id.toUpperCase()])
      expect(await ledger.get(other)).toBeUndefined();
  });

  it('D07: an entry that waits, exchanged for another in the journal, is E_STORAGE_CORRUPT, and never given for it', async () => {
    const { bench, ledger } = await fresh();
    const [first, second] = [1, 2].map((count) => ledger.append(denial(bob.did, count)));
    const end = (first?.bytes.length ?? 0) + RECORD_HEAD_BYTES;
    const other = encodeRecord(makeEntry(denial(bob.did, 3), 0, NEW_YEAR));
    expect(other).toHaveLength(end);
    bench.journal.bytes = concat(other, bench.journal.bytes.slice(end));
    const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });
    await expect(ledger.get(first?.id ?? '')).rejects.toThrow(corrupt);
    await expect(ledger.query({})).rejects.toThrow(corrupt);
    expect((await ledger.get(second?.id ?? ''))?.id).toBe(second?.id);
  });

  it('a clock that goes back changes neither the order nor the highest time, and the blocks stay valid', async () => {
    const { ledger, bench } = await fresh();
    bench.clock.advance(1000);
    ledger.append(denial(bob.did));
    await ledger.seal();
    bench.clock.advance(-10_000_000);
    expect(ledger.append(denial(bob.did)).timeMs).toBe(NEW_YEAR - 9_999_000);
    await ledger.seal();
    expect(ledger.highestTimeMs).toBe(NEW_YEAR + 1000);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    bench.restart();
    expect((await bench.open()).highestTimeMs).toBe(NEW_YEAR + 1000);
  });

  it('the checkpoint is of the log at the last block, and older ones are consistent with it', async () => {
    const { ledger } = await fresh();
    const notes: string[] = [];
    for (let i = 0; i < 5; i++) {
      appendMany(ledger, i + 1);
      await ledger.seal();
      notes.push(ledger.checkpoint);
    }
    for (const checkpoint of notes)
      expect(await ledger.verify({ checkpoint })).toMatchObject({ ok: true, entries: 15 });
  });

  it('B22: when a write fails, nothing is recorded and nothing more is accepted', async () => {
    const { ledger, bench } = await fresh();
    const kept = ledger.append(denial(bob.did));
    await ledger.seal();
    bench.journal.failWrite = full();
    expect(() => ledger.append(denial(bob.did))).toThrow(storageFull);
    bench.journal.failWrite = undefined;
    expect(() => ledger.append(denial(bob.did))).toThrow(storageFull);
    expect(ledger.size).toBe(1);
    await expect(kept.durable()).rejects.toThrow(storageFull);
    await expect(ledger.seal()).rejects.toThrow(storageFull);
    // Reading goes on, and so does the next start once there is room.
    expect(await ledger.get(kept.id)).toMatchObject({ seq: 0 });
    expect(await ledger.query({})).toHaveLength(1);
    await ledger[Symbol.asyncDispose]();
    bench.restart();
    expect((await bench.open()).append(denial(bob.did)).seq).toBe(1);
  });

  it('D05: after a sync that failed once nothing is acknowledged, ever', async () => {
    const { ledger, bench } = await fresh();
    const before = ledger.append(denial(bob.did));
    await before.durable();
    const first = ledger.append(denial(bob.did));
    bench.journal.failSync = new TalosError('E_STORAGE', 'input/output error');
    await expect(first.durable()).rejects.toThrow(storage);
    bench.journal.failSync = undefined;
    await expect(first.durable()).rejects.toThrow(storage);
    await expect(before.durable()).rejects.toThrow(storage);
    expect(() => ledger.append(denial(bob.did))).toThrow(storage);
    await expect(ledger.seal()).rejects.toThrow(storage);
    expect(ledger.height).toBe(0);
  });

  it('D05: when the store fails behind the back of all, the next append refuses', async () => {
    const bench = new LedgerBench(alice);
    const failing = { ...bench.parts() };
    const ledger = await openLedger({
      ...failing,
      store: new Proxy(bench.store, {
        get: (store, name) =>
          name === 'apply' && bench.timers.waiting.size === 0 && bench.journal.size > 0
            ? () => Promise.reject(full())
            : (Reflect.get(store, name) as (...args: unknown[]) => unknown).bind(store),
      }),
    });
    ledger.append(denial(bob.did));
    bench.timers.run();
    await expect(ledger.seal()).rejects.toThrow(storageFull);
    expect(() => ledger.append(denial(bob.did))).toThrow(storageFull);
    expect(ledger).toMatchObject({ height: 0, checkpoint: '' });
    bench.restart();
    expect(await (await bench.open()).query({})).toHaveLength(1);
  });

  it('when mining fails the ledger stops too', async () => {
    const bench = new LedgerBench(alice);
    let mines = 0;
    const { mine } = bench.parts();
    const ledger = await openLedger({
      ...bench.parts(),
      mine: (header) => (mines++ === 0 ? mine(header) : Promise.reject(new Error('no thread'))),
    });
    ledger.append(denial(bob.did));
    await expect(ledger.seal()).rejects.toThrow(storage);
    expect(() => ledger.append(denial(bob.did))).toThrow(storage);
  });

  it('10,000 entries may wait, one more is E_LIMIT and the ledger goes on', async () => {
    const { ledger, bench } = await fresh();
    bench.journal.holdSync = () => new Promise(() => undefined);
    ledger.appendAll(Array.from({ length: MAX_WAITING_ENTRIES }, () => denial(bob.did)));
    expect(() => ledger.append(denial(bob.did))).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
    expect(ledger.size).toBe(MAX_WAITING_ENTRIES);
    expect(await ledger.query({ last: 1 })).toMatchObject([{ seq: MAX_WAITING_ENTRIES - 1 }]);
  });

  it('closing seals what waits, and what comes later is E_CLOSED', async () => {
    const { ledger, bench } = await fresh();
    recordCall(ledger, bob, alice);
    await ledger[Symbol.asyncDispose]();
    await ledger[Symbol.asyncDispose]();
    expect(ledger.height).toBe(1);
    expect(bench.timers.waiting.size).toBe(0);
    const closed = expect.objectContaining({ code: 'E_CLOSED' });
    expect(() => ledger.append(denial(bob.did))).toThrow(closed);
    await expect(ledger.seal()).rejects.toThrow(closed);
  });

  it('B18: a reason, an argument and a result are in the journal as commitments alone', async () => {
    const { ledger, bench } = await fresh();
    const salt = new Uint8Array(32).fill(9);
    const secret = 'canary in /home/alice/letter.txt';
    const fields = { arguments: commit(salt, { path: secret }) };
    const [call] = signStatements(bob.signing, bob.did, [callStatement(bob.did, alice.did, 0, fields)]);
    const decision = ledger.append(decisionBody(bob.did, call as SignedStatement<CallStatement>));
    const result = signedResult(alice, call as SignedStatement<CallStatement>, { result: commit(salt, [secret]) });
    ledger.append(resultBody(bob.did, result, decision.id));
    ledger.append({ type: 'revocation', token: hashText(1), issuer: alice.did, reason: commit(salt, secret) });
    await ledger.seal();
    expect(textOf(bench.journal.bytes)).toContain(commit(salt, secret));
    expect(textOf(bench.journal.bytes)).not.toMatch(/canary|letter/);
    for await (const [, value] of bench.store.scan('block')) expect(textOf(value)).not.toMatch(/canary|letter/);
  });
});

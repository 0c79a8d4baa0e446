import { describe, expect, it } from 'vitest';
import { DENIAL_WINDOW_MS, DENIALS_A_WINDOW, DenialLog, MAX_COUNTED_PEERS } from '../../../src/agent/record/denials.ts';
import { EntryBatch, MAX_ENTRIES_TOGETHER } from '../../../src/agent/record/entry-batch.ts';
import { MAX_WAITING_SALTS, SaltBook } from '../../../src/agent/record/salt-book.ts';
import { isStorageFailure, WatchedLedger } from '../../../src/agent/record/watched-ledger.ts';
import { CallCounter, committedArguments, ServerRecords, targetOf } from '../../../src/agent/tunnel/call-records.ts';
import { StatementBatch } from '../../../src/agent/tunnel/statement-batch.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import type { EntryBody } from '../../../src/ledger/entry/entry.ts';
import { MAX_STATEMENTS_TOGETHER, readSignedStatement, signStatements } from '../../../src/ledger/entry/statement.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import {
  callStatement,
  denial,
  hashText,
  LedgerBench,
  NEW_YEAR,
  person,
  signedCall,
  signedResult,
} from '../../fixtures/ledger.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('denials', () => {
  const peer = 'did:key:z6MkPeer' as Did;
  function logged(): { log: DenialLog; clock: ManualClock; written: EntryBody[] } {
    const clock = new ManualClock(0);
    const written: EntryBody[] = [];
    return { log: new DenialLog((body) => written.push(body), clock), clock, written };
  }

  it(`have an entry each up to ${DENIALS_A_WINDOW} in a window, and are counted from there on`, () => {
    const { log, clock, written } = logged();
    for (let i = 0; i < DENIALS_A_WINDOW; i++) expect(log.note(peer, 'method', 'SCOPE_MISMATCH')).toBe(true);
    expect(log.note(peer, 'method', 'SCOPE_MISMATCH')).toBe(false);
    expect(log.note(peer, 'tunnel', 'EXPIRED')).toBe(false);
    expect(log.admit(peer, 'call', 'REVOKED')).toBe(false);
    expect(written).toHaveLength(DENIALS_A_WINDOW);
    log.flush();
    expect(written).toHaveLength(DENIALS_A_WINDOW);
    clock.advance(DENIAL_WINDOW_MS);
    log.flush();
    log.flush();
    expect(written.slice(DENIALS_A_WINDOW)).toMatchObject([
      { subject: 'method', code: 'SCOPE_MISMATCH', count: 1 },
      { subject: 'tunnel', code: 'EXPIRED', count: 1 },
      { subject: 'call', code: 'REVOKED', count: 1 },
    ]);
  });

  it('are counted by peer, and written out when the next window begins, or all at the end', () => {
    const { log, clock, written } = logged();
    const other = 'did:key:z6MkOther' as Did;
    for (let i = 0; i < DENIALS_A_WINDOW + 5; i++) log.note(peer, 'method', 'SCOPE_MISMATCH');
    expect(log.note(other, 'method', 'SCOPE_MISMATCH')).toBe(true);
    clock.advance(DENIAL_WINDOW_MS);
    log.note(peer, 'method', 'SCOPE_MISMATCH');
    expect(written.slice(-2)).toMatchObject([{ count: 5 }, { count: 1 }]);
    for (let i = 0; i < DENIALS_A_WINDOW; i++) log.note(peer, 'method', 'SCOPE_MISMATCH');
    log.flush(true);
    expect(written.at(-1)).toMatchObject({ peer, count: 1 });
  });

  it(`count ${MAX_COUNTED_PEERS} peers, and lose no count for one more`, () => {
    const { log, written } = logged();
    for (let i = 0; i <= DENIALS_A_WINDOW; i++) log.note(peer, 'method', 'SCOPE_MISMATCH');
    const before = written.length;
    for (let i = 0; i < MAX_COUNTED_PEERS; i++) log.note(`did:key:${i}` as Did, 'method', 'SCOPE_MISMATCH');
    expect(written.slice(before)).toContainEqual({
      type: 'denial',
      peer,
      subject: 'method',
      code: 'SCOPE_MISMATCH',
      count: 1,
    });
  });
});

describe('acknowledgements', () => {
  /** The serving side of a tunnel, with results that wait for their acknowledgement. */
  async function served(count: number) {
    const [alice, bob] = [person(1), person(2)];
    const bench = new LedgerBench(bob);
    const ledger = await bench.open();
    const context = {
      self: bob.did,
      signing: bob.signing,
      peer: alice.did,
      service: 'files',
      token: hashText(1),
      session: hashText(2),
      ledger,
      entries: new EntryBatch(ledger),
      salts: { keep: () => {} },
      clock: bench.clock,
      durability: 'default',
      defer: queueMicrotask,
    } as const;
    const records = new ServerRecords(context, new DenialLog(() => {}, bench.clock), new CallCounter());
    const results = await Promise.all(
      Array.from({ length: count }, async (_, number) => {
        const signed = signedResult(bob, signedCall(alice, bob, number));
        return { hash: signed.hash, id: (await records.result(signed, hashText(3), undefined)).id };
      }),
    );
    const acknowledge = (hashes: readonly string[], by = alice): Promise<void> => {
      const statement = { kind: 'acknowledgement', time: NEW_YEAR, results: hashes } as const;
      const [signed] = signStatements(by.signing, by.did, [statement]);
      return records.acknowledged(signed?.bytes ?? new Uint8Array());
    };
    const answers = async (): Promise<unknown> =>
      (await ledger.query({ type: 'acknowledgement' })).map(({ body }) => 'answers' in body && body.answers);
    return { results, acknowledge, answers, bob };
  }

  it('are one entry for all results that they name, in their order', async () => {
    const { results, acknowledge, answers } = await served(3);
    await acknowledge(results.toReversed().map(({ hash }) => hash));
    expect(await answers()).toEqual([results.toReversed().map(({ id }) => id)]);
  });

  it('count once for each result: what is unknown or came before is left out, and nothing left is no entry', async () => {
    const { results, acknowledge, answers } = await served(3);
    const [first, second] = results.map(({ hash }) => hash) as [string, string];
    await acknowledge([first]);
    await acknowledge([hashText(9), first, second]);
    await acknowledge([second, hashText(9)]);
    expect(await answers()).toEqual([[results[0]?.id], [results[1]?.id]]);
  });

  it('SIGNATURE_INVALID: of anyone but the caller are refused, and the results wait on', async () => {
    const { results, acknowledge, answers, bob } = await served(1);
    const hashes = results.map(({ hash }) => hash);
    await expect(acknowledge(hashes, bob)).rejects.toThrow(code('SIGNATURE_INVALID'));
    expect(await answers()).toEqual([]);
    await acknowledge(hashes);
    expect(await answers()).toEqual([[results[0]?.id]]);
  });
});

describe('statements of a moment', () => {
  it('are signed together, in order, with one signature', async () => {
    const [alice, bob] = [person(1), person(2)];
    const batch = new StatementBatch(alice.signing, alice.did);
    const signed = await Promise.all([0, 1, 2].map((number) => batch.sign(callStatement(alice.did, bob.did, number))));
    expect(new Set(signed.map(({ json }) => json['sig'])).size).toBe(1);
    for (const [number, { bytes }] of signed.entries())
      expect(readSignedStatement(bytes, { by: alice.did, kind: 'call' }).statement.number).toBe(number);
  });

  it(`are at most ${MAX_STATEMENTS_TOGETHER}, and wait as long as they are told`, async () => {
    const [alice, bob] = [person(1), person(2)];
    const deferred: (() => void)[] = [];
    const batch = new StatementBatch(alice.signing, alice.did, (run) => deferred.push(run));
    const signed = Array.from({ length: MAX_STATEMENTS_TOGETHER + 1 }, (_, i) =>
      batch.sign(callStatement(alice.did, bob.did, i)),
    );
    const first = await Promise.all(signed.slice(0, MAX_STATEMENTS_TOGETHER));
    for (const run of deferred) run();
    expect([first[0]?.json['size'], (await signed.at(-1))?.json['size']]).toEqual([MAX_STATEMENTS_TOGETHER, 1]);
  });

  it('suffer not for one among them that cannot be signed', async () => {
    const [alice, bob] = [person(1), person(2)];
    const batch = new StatementBatch(alice.signing, alice.did);
    const [good, bad, other] = [0, 1, 2].map((number) =>
      batch.sign(callStatement(alice.did, bob.did, number, number === 1 ? { target: 'x'.repeat(70_000) } : {})),
    );
    await expect(bad).rejects.toThrow(code('E_LIMIT'));
    expect([(await good)?.by, (await other)?.by]).toEqual([alice.did, alice.did]);
  });
});

describe('entries of a moment', () => {
  it('are written together, in order, with one write', async () => {
    const bench = new LedgerBench(person(1));
    await using ledger = await bench.open();
    const batch = new EntryBatch(ledger);
    const before = bench.journal.steps.length;
    const appended = await Promise.all([1, 2, 3].map((count) => batch.append(denial(person(2).did, count))));
    expect(appended.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(bench.journal.steps.slice(before)).toEqual(['write']);
  });

  it(`are at most ${MAX_ENTRIES_TOGETHER} a write, and more than wait for a block wait too`, async () => {
    const bench = new LedgerBench(person(1));
    await using ledger = await bench.open();
    const batch = new EntryBatch(ledger);
    const count = 10_500;
    const appended = await Promise.all(Array.from({ length: count }, () => batch.append(denial(person(2).did))));
    expect(appended.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(ledger.size).toBe(count);
  });

  it('reject all of them where the ledger takes none', async () => {
    const bench = new LedgerBench(person(1));
    const ledger = await bench.open();
    const batch = new EntryBatch(ledger);
    bench.journal.failWrite = new TalosError('E_STORAGE_FULL', 'no room');
    const outcomes = await Promise.allSettled([1, 2].map(() => batch.append(denial(person(2).did))));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'E_STORAGE_FULL' } });
    await expect(batch.append(denial(person(2).did))).rejects.toThrow(code('E_STORAGE_FULL'));
  });
});

describe('a watched ledger', () => {
  it('tells of failures of the storage, at a write, at a sync and at a seal, and of nothing else', async () => {
    for (const fail of ['failWrite', 'failSync'] as const) {
      const bench = new LedgerBench(person(1));
      const told: TalosError[] = [];
      const ledger = new WatchedLedger(await bench.open(), (error) => told.push(error));
      expect(() => ledger.append({ ...denial(person(2).did), count: 0 } as EntryBody)).toThrow(code('E_MALFORMED'));
      const first = ledger.append(denial(person(2).did));
      expect(told).toEqual([]);
      bench.journal[fail] = new TalosError('E_STORAGE', 'broken');
      const act = fail === 'failWrite' ? async () => void ledger.append(denial(person(2).did)) : () => first.durable();
      await expect(act()).rejects.toThrow(code('E_STORAGE'));
      await expect(ledger.seal()).rejects.toThrow(code('E_STORAGE'));
      expect(told.every(isStorageFailure)).toBe(true);
      expect(told.length).toBeGreaterThan(0);
    }
  });
});

describe('salts', () => {
  const entry = (seq: number, byte = 1) => ({ seq, leaf: new Uint8Array(32).fill(byte) });

  it('are kept beside the ledger, together, and found', async () => {
    const store = new BreakableStore();
    const book = new SaltBook(store, () => {});
    for (let i = 0; i < MAX_WAITING_SALTS; i++) book.keep(entry(i), new Uint8Array(32).fill(i));
    await book.flush();
    expect(store.applied.map((changes) => changes.length)).toEqual([MAX_WAITING_SALTS]);
    expect(toHex((await book.get(entry(259))) ?? new Uint8Array(0))).toBe('03'.repeat(32));
    expect(await book.get(entry(MAX_WAITING_SALTS))).toBeUndefined();
    // A crash may lose the entry, and another one come to stand at its index.
    expect(await book.get(entry(259, 2))).toBeUndefined();
  });

  it('that cannot be written are told, and hold nothing up', async () => {
    const store = new BreakableStore();
    const failures: unknown[] = [];
    const book = new SaltBook(store, (error) => failures.push(error));
    store.failApply = new TalosError('E_STORAGE', 'broken');
    book.keep(entry(1), new Uint8Array(32));
    await book.flush();
    expect(failures).toEqual([code('E_STORAGE')]);
    store.failApply = undefined;
    book.keep(entry(2), new Uint8Array(32));
    await book.flush();
    expect(await book.get(entry(2))).toEqual(new Uint8Array(32));
  });
});

describe('what a call is about', () => {
  it('is its tool, prompt or URI, and its arguments, or all its parameters but the mark', () => {
    expect(targetOf('tools/call', { name: 'a', uri: 'b' })).toBe('a');
    expect(targetOf('resources/read', { name: 'a', uri: 'b' })).toBe('b');
    expect(targetOf('prompts/get', undefined)).toBe('');
    expect(targetOf('tools/call', { name: ['a'] })).toBe('');
    expect(committedArguments('tools/call', { name: 'a' })).toEqual({});
    expect(committedArguments('tools/call', { arguments: { x: 1 }, _meta: {} })).toEqual({ x: 1 });
    expect(committedArguments('prompts/get', { name: 'a', _meta: {}, arguments: {} })).toEqual({
      name: 'a',
      arguments: {},
    });
    expect(committedArguments('prompts/get', undefined)).toEqual({});
  });
});

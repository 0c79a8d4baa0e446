/** The revocation lists of an agent in its store: durable before they count, whole after a restart. */
import { beforeEach, describe, expect, it } from 'vitest';
import { RevocationBook } from '../../../src/agent/authority/revocation-book.ts';
import { NO_LINE } from '../../../src/agent/identity/succession-book.ts';
import { fromHex, utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Revoked } from '../../../src/capability/revocation-list.ts';
import { canonicalBytes, canonicalJson, type JsonObject } from '../../../src/codec/json.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { hashText, LedgerBench, NEW_YEAR, person } from '../../fixtures/ledger.ts';

const token = (id: number): Revoked => ({ kind: 'token', id: hashText(id) });
const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });

describe('a revocation book', () => {
  let bench: LedgerBench;
  let ledger: Ledger;
  let now: number;
  beforeEach(async () => {
    bench = new LedgerBench(person(1));
    ledger = await bench.open();
    now = NEW_YEAR;
  });
  const open = (): Promise<RevocationBook> =>
    RevocationBook.open({
      line: NO_LINE,
      // Nothing else of the identity has a part in it.
      identity: bench.author as unknown as Identity,
      store: bench.store,
      ledger,
      now: () => now,
    });
  const placeOf = (book: RevocationBook, revoked: Revoked): number | undefined =>
    book.revocations.placeOf(bench.author.did, revoked);
  const entries = async (): Promise<readonly object[]> =>
    (await ledger.query({ type: 'revocation' })).map(({ body }) => body);
  /** A revocation as directories before the lists kept it. */
  async function keepSingle(id: string, timeMs: number, changes: JsonObject = {}): Promise<void> {
    const body = { v: 1, iss: bench.author.did, id, iat: timeMs, reason: 'old', ...changes };
    const sig = toBase64url(bench.author.signing.sign('revocation', canonicalBytes(body)));
    const value = utf8(canonicalJson({ body, sig }));
    await bench.store.apply([{ kind: 'put', space: 'revocation', key: fromHex(id), value }]);
  }
  async function records(): Promise<number> {
    let count = 0;
    for await (const _ of bench.store.scan('revocation')) count++;
    return count;
  }

  it('C15: counts after a restart, when nothing but the store is left', async () => {
    const all: readonly Revoked[] = [
      token(1),
      { kind: 'chain', id: hashText(2) },
      { kind: 'subject', id: person(3).did },
      { kind: 'subject', id: person(3).did, under: hashText(4) },
      { kind: 'issuer', id: person(5).did, before: NEW_YEAR },
    ];
    const book = await open();
    for (const revoked of all) await book.revoke([revoked], 'over');
    const again = await open();
    expect(all.map((revoked) => placeOf(again, revoked))).toEqual([1, 2, 3, 4, 5]);
    expect(placeOf(again, token(9))).toBeUndefined();
    expect(await again.item({ by: bench.author.did, kind: 'chain', n: 2 })).toEqual({
      n: 2,
      timeMs: NEW_YEAR,
      revoked: all[1],
      reason: 'over',
    });
  });

  it('C15: does not count, and is not there later, where the store failed', async () => {
    const book = await open();
    const apply = bench.store.apply.bind(bench.store);
    bench.store.apply = () => Promise.reject(new TalosError('E_STORAGE_FULL', 'no room'));
    await expect(book.revoke([token(1)], '')).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_FULL' }));
    bench.store.apply = apply;
    expect(placeOf(book, token(1))).toBeUndefined();
    expect(await records()).toBe(0);
    await book.revoke([token(2)], '');
    expect(placeOf(await open(), token(2))).toBe(1);
  });

  it('takes back once, however often and together it is asked, and tells the time of the first', async () => {
    const book = await open();
    const both = await Promise.all([book.revoke([token(1)], 'a'), book.revoke([token(1)], 'b')]);
    now += 1000;
    const third = await book.revoke([token(1), token(2)], 'c');
    expect([...both, third].map(({ n, timeMs, reason }) => [n, timeMs, reason])).toEqual(
      Array.from({ length: 3 }, () => [1, NEW_YEAR, 'a']),
    );
    expect(placeOf(book, token(2))).toBe(2);
    expect(await entries()).toMatchObject([{ token: hashText(1) }, { token: hashText(2) }]);
  });

  it('is whole after many restarts and revocations, with a head for each 32 items and the last', async () => {
    for (let id = 1; id <= 70; id += 7) {
      const book = await open();
      const [first, ...more] = Array.from({ length: 7 }, (_, index) => token(id + index));
      await book.revoke([first as Revoked, ...more], '');
    }
    const book = await open();
    for (let id = 1; id <= 70; id++) expect(placeOf(book, token(id))).toBe(id);
    expect(await records()).toBe(70 + 3);
  });

  it('adopts the single revocations of an older directory, oldest first, and their entries stay', async () => {
    await keepSingle(hashText(7), NEW_YEAR - 1);
    await keepSingle(hashText(8), NEW_YEAR - 2);
    const reason = hashText(4);
    ledger.append({ type: 'revocation', token: hashText(7), issuer: bench.author.did, reason });
    const book = await open();
    expect([8, 7].map((id) => placeOf(book, token(id)))).toEqual([1, 2]);
    await book.reconcile();
    expect(await entries()).toMatchObject([{ token: hashText(7) }, { token: hashText(8) }]);
    await book.reconcile();
    const again = await open();
    await again.reconcile();
    expect(await entries()).toHaveLength(2);
    expect([8, 7].map((id) => placeOf(again, token(id)))).toEqual([1, 2]);
    expect(await again.item({ by: bench.author.did, kind: 'token', n: 1 })).toMatchObject({ reason: 'old' });
    expect(await records()).toBe(3);
  });

  it('C13: a single revocation of another agent is not adopted', async () => {
    const other = person(2);
    const body = { v: 1, iss: other.did, id: hashText(7), iat: 1, reason: '' };
    const sig = toBase64url(other.signing.sign('revocation', canonicalBytes(body)));
    const value = utf8(canonicalJson({ body, sig }));
    await bench.store.apply([{ kind: 'put', space: 'revocation', key: fromHex(hashText(7)), value }]);
    expect(placeOf(await open(), token(7))).toBeUndefined();
  });

  it('writes the entries that a crash kept out of the ledger, each once', async () => {
    const book = await open();
    await book.revoke([token(1)], '');
    const append = ledger.append.bind(ledger);
    ledger.append = () => {
      throw new TalosError('E_STORAGE', 'the ledger is gone');
    };
    for (const revoked of [token(2), { kind: 'chain', id: hashText(1) } as const])
      await expect(book.revoke([revoked], '')).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
    ledger.append = append;
    const again = await open();
    expect(placeOf(again, token(2))).toBe(2);
    await again.reconcile();
    await again.reconcile();
    expect(await entries()).toMatchObject([{ token: hashText(1) }, { token: hashText(2) }, { chain: hashText(1) }]);
  });

  it('refuses a reason that is too long or no text with E_USAGE, and has written nothing', async () => {
    const book = await open();
    for (const reason of ['x'.repeat(513), '\ud800'])
      await expect(book.revoke([token(1)], reason)).rejects.toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(await records()).toBe(0);
    expect(await entries()).toEqual([]);
  });

  it('E_STORAGE_CORRUPT: is not opened with a record that is missing, changed or elsewhere', async () => {
    const book = await open();
    await book.revoke([token(1), token(2), token(3)], '');
    const kept: [Uint8Array, Uint8Array][] = [];
    for await (const [key, value] of bench.store.scan('revocation')) kept.push([key, value]);
    const space = 'revocation' as const;
    for (const [index, [key, value]] of kept.entries()) {
      await bench.store.apply([{ kind: 'delete', space, key }]);
      await expect(open(), `without record ${index}`).rejects.toThrow(corrupt);
      const changed = new Uint8Array(value);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      await bench.store.apply([{ kind: 'put', space, key, value: changed }]);
      await expect(open(), `with record ${index} changed`).rejects.toThrow(corrupt);
      await bench.store.apply([{ kind: 'put', space, key, value }]);
    }
    await bench.store.apply([{ kind: 'put', space, key: Uint8Array.of(1), value: Uint8Array.of(1) }]);
    await expect(open(), 'with another record').rejects.toThrow(corrupt);
    await bench.store.apply([{ kind: 'delete', space, key: Uint8Array.of(1) }]);
    expect(placeOf(await open(), token(3))).toBe(3);
    await keepSingle(hashText(7), NEW_YEAR, { id: hashText(8) });
    await expect(open(), 'with a single one under another id').rejects.toThrow(corrupt);
  });
});

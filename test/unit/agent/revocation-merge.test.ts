/** What is taken of the lists of others, in whatever order and parts it comes: the union of all histories, never fewer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BRANCHES, RevocationBook } from '../../../src/agent/authority/revocation-book.ts';
import type { ListUpdate } from '../../../src/agent/authority/revocation-merge.ts';
import { NO_LINE } from '../../../src/agent/identity/succession-book.ts';
import { toHex } from '../../../src/base/bytes.ts';
import {
  EMPTY_LIST_HASH,
  formatItem,
  itemHash,
  type Revoked,
  readHead,
  signHead,
} from '../../../src/capability/revocation-list.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { LedgerBench, NEW_YEAR, person } from '../../fixtures/ledger.ts';

const issuer = () => person(2);

/** One history: the items that took back these ids. */
interface History {
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  readonly hashes: readonly Uint8Array[];
}

const revokedOf = (id: number): Revoked => ({ kind: 'token', id: (id + 1).toString(16).padStart(64, '0') });

function historyOf(ids: readonly number[]): History {
  const texts = ids.map((id, at) => formatItem({ n: at + 1, timeMs: NEW_YEAR, revoked: revokedOf(id), reason: '' }));
  const hashes: Uint8Array[] = [EMPTY_LIST_HASH];
  for (const text of texts) hashes.push(itemHash(hashes.at(-1) ?? EMPTY_LIST_HASH, text));
  return { ids, texts, hashes };
}

/** The items `from + 1` to `to` of a history, with a head of its issuer. */
function partOf({ texts, hashes }: History, from: number, to: number, signedAtMs: number): ListUpdate {
  const hash = toHex(hashes[to] ?? EMPTY_LIST_HASH);
  const head = { issuer: issuer().did, seq: to, hash, issuedAtMs: signedAtMs, nextMs: signedAtMs + 1000 };
  return { head, text: signHead(issuer().signing, head), from, items: texts.slice(from, to) };
}

/** Histories that share a beginning with one another. */
const histories = fc
  .array(fc.tuple(fc.nat(40), fc.array(fc.nat(60), { minLength: 1, maxLength: 40 })), { minLength: 1, maxLength: 4 })
  .map((given) => {
    const all: History[] = [];
    for (const [shared, ids] of given) all.push(historyOf([...(all.at(-1)?.ids.slice(0, shared) ?? []), ...ids]));
    return all;
  });

const parts = fc.array(fc.record({ which: fc.nat(), from: fc.nat(), to: fc.nat() }), { maxLength: 30 });

async function openBook(bench: LedgerBench, ledger: Ledger): Promise<RevocationBook> {
  // Nothing else of the identity has a part in it.
  const identity = bench.author as unknown as Identity;
  return RevocationBook.open({ identity, store: bench.store, ledger, now: () => NEW_YEAR, line: NO_LINE });
}

/** A ledger of which nothing is looked at. */
const nowhere = { append: () => ({ durable: () => Promise.resolve() }) } as unknown as Ledger;
const isRevoked = (book: RevocationBook, id: number): boolean =>
  book.revocations.placeOf(issuer().did, revokedOf(id)) !== undefined;

describe('the lists of others', () => {
  it('C13: count with all that was taken, in any order of any parts of any histories, also after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(histories, parts, async (all, given) => {
        const bench = new LedgerBench(person(1));
        let book = await openBook(bench, nowhere);
        const taken = new Set<number>();
        let at = 0;
        for (const { which, from: start, to: end } of given) {
          const history = all[which % all.length] as History;
          const to = end % (history.ids.length + 1);
          const from = start % (to + 1);
          const outcome = await book.take(partOf(history, from, to, NEW_YEAR - 1000 + at++));
          if (outcome === 'gap') continue;
          for (const id of history.ids.slice(0, to)) taken.add(id);
          if (at % 5 === 0) book = await openBook(bench, nowhere);
          for (const id of taken) expect(isRevoked(book, id)).toBe(true);
        }
        // From the first item all of them are understood.
        for (const history of all) {
          expect(await book.take(partOf(history, 0, history.ids.length, NEW_YEAR))).not.toBe('gap');
          for (const id of history.ids) taken.add(id);
        }
        for (const each of [book, await openBook(bench, nowhere)])
          for (let id = 0; id <= 60; id++) expect(isRevoked(each, id)).toBe(taken.has(id));
      }),
      { numRuns: process.env['TALOS_SLOW'] === '1' ? 500 : 25 },
    );
  });

  it('are handed on whole by whoever has them, in parts with heads of their issuer', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => index);
    const history = historyOf(ids);
    const first = await openBook(new LedgerBench(person(1)), nowhere);
    for (let from = 0; from < 200; from += 50)
      await first.take(partOf(history, from, from + 50, NEW_YEAR - 500 + from));
    const second = await openBook(new LedgerBench(person(3)), nowhere);
    const { did } = issuer();
    for (let turn = 0; second.known(did).seq < 200 && turn < 10; turn++) {
      const part = await first.part(did, second.known(did));
      if (part === undefined) throw new Error('nothing is known');
      expect(await second.take(readPart(part))).toBe('taken');
    }
    expect(ids.every((id) => isRevoked(second, id))).toBe(true);
  });

  it('E_LIMIT: a ninth history is refused, and the eight count on', async () => {
    const book = await openBook(new LedgerBench(person(1)), nowhere);
    for (let i = 0; i < MAX_BRANCHES; i++) await book.take(partOf(historyOf([i, 50]), 0, 2, NEW_YEAR + i));
    await expect(book.take(partOf(historyOf([MAX_BRANCHES, 50]), 0, 2, NEW_YEAR + 100))).rejects.toThrow(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
    for (let i = 0; i < MAX_BRANCHES; i++) expect(isRevoked(book, i)).toBe(true);
    expect(isRevoked(book, MAX_BRANCHES)).toBe(false);
  });
});

function readPart(part: {
  readonly head: string;
  readonly items: readonly string[];
  readonly from: number;
}): ListUpdate {
  return { head: readHead(part.head), text: part.head, items: part.items, from: part.from };
}

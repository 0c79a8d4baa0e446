/**
 * Reading sealed entries: by id, by query, and their proofs. Blocks say where in the journal an entry lies.
 *
 * @module
 */
import { type Bytes, equalBytes, fromHex, toHex } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { type Entry, type EntryBody, readEntry } from '../entry/entry.ts';
import { type EntryHead, headOf } from '../entry/entry-head.ts';
import { inclusionRanges } from '../log/merkle.ts';
import { rootOfRange } from '../log/tiles.ts';
import { type BlockRecord, endOffsetOf, firstSeqOf, offsetsOf } from './block-record.ts';
import { RECORD_HEAD_BYTES } from './interrupted-write.ts';
import { type Journal, recordAt } from './journal.ts';
import type { EntryMatter, LedgerQuery, StoredEntry } from './ledger.ts';
import { candidatesOf } from './ledger-candidates.ts';
import type { IndexName } from './ledger-index.ts';
import type { EntryPlace, LedgerStore } from './ledger-store.ts';
import { corruptLedger, type WaitingEntry } from './recovery.ts';

/** Most entries of one answer. */
export const MAX_QUERY_ENTRIES = 10_000;

/** Whether `entry` meets every condition of `query` but `last` and `tool`. */
export function fits(query: LedgerQuery, entry: Omit<EntryHead, 'length' | 'leaf'>): boolean {
  const { seq, timeMs } = entry;
  const { peer, type, message, subject } = query;
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
  if (seq >= before || seq <= after || timeMs < fromMs || timeMs >= toMs) return false;
  if (message !== undefined && entry.message !== message) return false;
  if (subject !== undefined && entry.subject !== subject) return false;
  return (type === undefined || entry.type === type) && (peer === undefined || entry.peer === peer);
}

/** Finds an entry by its id. */
type FindEntry = (id: string) => Promise<StoredEntry | undefined>;

/** See the module comment. */
export class LedgerReader {
  readonly #journal: Journal;
  readonly #store: LedgerStore;

  constructor(journal: Journal, store: LedgerStore) {
    this.#journal = journal;
    this.#store = store;
  }

  /** An entry that no block holds. */
  async waiting({ offset, length, seq, leaf }: WaitingEntry): Promise<Entry> {
    const entry = entryAt(await this.#journal.readAt(offset, RECORD_HEAD_BYTES + length), 0, seq);
    if (!equalBytes(entry.leaf, leaf)) throw corruptLedger('the journal has another entry than was written', { seq });
    return entry;
  }

  /** Where the sealed entry with this id is. */
  async place(id: string): Promise<EntryPlace | undefined> {
    return /^[0-9a-f]{64}$/.test(id) ? this.#store.place(fromHex(id)) : undefined;
  }

  /**
   * The sealed entry with this id.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` if the index names another; `E_NOT_FOUND` if it was archived.
   */
  async get(id: string): Promise<StoredEntry | undefined> {
    const place = await this.place(id);
    if (place === undefined) return undefined;
    const record = await this.#store.block(place.height);
    if (this.#isArchived(record)) throw archived(place.height);
    const [offset, end] = offsetsOf(record).slice(place.seq - firstSeqOf(record));
    if (offset === undefined || end === undefined) throw corruptLedger('an index names no entry', { ...place });
    const entry = entryAt(await this.#journal.readAt(offset, end - offset), 0, place.seq);
    if (entry.id !== id) throw corruptLedger('an index names another entry', { ...place });
    return { ...entry, height: place.height };
  }

  #isArchived({ offset }: BlockRecord): boolean {
    return offset < this.#journal.start;
  }

  /** Entries of a block. @throws {TalosError} `E_NOT_FOUND` if they were archived. */
  async entriesOf(record: BlockRecord): Promise<readonly Entry[]> {
    if (this.#isArchived(record)) throw archived(record.header.height);
    return (await this.#entriesAt(record, undefined)).reverse();
  }

  /** At most `count` entries up to height `head` that fit: the newest, or the oldest after `after`, in the order found. */
  async find(query: LedgerQuery, count: number, head: number): Promise<StoredEntry[]> {
    const found: StoredEntry[] = [];
    const isForward = query.after !== undefined;
    for await (const { height, places } of candidatesOf(this.#store, query, head)) {
      if (found.length >= count) break;
      const record = await this.#store.block(height);
      if (isOutside(query, record)) continue;
      if (this.#isArchived(record)) {
        if (isForward) continue;
        break;
      }
      const entries = await this.#entriesAt(record, places);
      for (const entry of isForward ? entries.reverse() : entries)
        if (found.length < count && (await this.matches(query, entry))) found.push({ ...entry, height });
    }
    return found;
  }

  /**
   * Whether an entry meets every condition of `query` but `last`.
   *
   * @param find - Finds the entry that it answers.
   */
  async matches(query: LedgerQuery, entry: Entry, find: FindEntry = (id) => this.get(id)): Promise<boolean> {
    if (!fits(query, headOf(entry))) return false;
    return query.tool === undefined || (await toolOf(entry.body, find)) === query.tool;
  }

  /** Entries of a block, the last first. */
  async #entriesAt(record: BlockRecord, places: readonly number[] | undefined): Promise<Entry[]> {
    const held = await this.#journal.readAt(record.offset, endOffsetOf(record) - record.offset);
    const offsets = offsetsOf(record);
    return (places ?? [...record.lengths.keys()]).toReversed().map((place) => {
      const seq = firstSeqOf(record) + place;
      const offset = offsets[place];
      if (offset === undefined) throw corruptLedger('an index names no entry', { seq });
      return entryAt(held, offset - record.offset, seq);
    });
  }

  /** See `Ledger.positions`; sealed entries up to height `head` alone. */
  async positions({ type, peer, subject, message }: EntryMatter, head: number): Promise<number[]> {
    const narrow: IndexName = subject !== undefined ? { subject } : message !== undefined ? { message } : { type };
    const also: IndexName[] = [{ type }, ...(peer === undefined ? [] : [{ peer }])];
    if (subject !== undefined && message !== undefined) also.push({ message });
    const found: number[] = [];
    for await (const { height, places } of this.#store.blocksOf(narrow, 1, head, false)) {
      const others = await Promise.all(also.map((index) => this.#store.placesAt(index, height)));
      const both = places.filter((place) => others.every((each) => each.includes(place)));
      if (both.length === 0) continue;
      const first = firstSeqOf(await this.#store.block(height));
      found.push(...both.map((place) => first + place));
    }
    return found;
  }

  /** The id of the sealed entry `seq`, archived or not. */
  async idAt(seq: number): Promise<string> {
    return toHex(await rootOfRange(this.#store.tile, [seq, seq + 1]));
  }

  /** The path of entry `seq` in the log of the first `size` entries, all of them sealed. */
  inclusionPath(seq: number, size: number): Promise<Bytes[]> {
    return Promise.all(inclusionRanges(seq, size).map((range) => rootOfRange(this.#store.tile, range)));
  }
}

/** What is called: of an answer, what the call that it answers named. */
async function toolOf(body: EntryBody, find: FindEntry): Promise<string | undefined> {
  if (body.type === 'call' || body.type === 'decision' || body.type === 'intent')
    return body.statement.statement.target;
  if (body.type === 'tool') return body.tool;
  if (body.type !== 'result' && body.type !== 'receipt') return undefined;
  try {
    const answered = (await find(body.answers))?.body;
    return answered?.type === 'call' || answered?.type === 'decision' ? answered.statement.statement.target : undefined;
  } catch (error) {
    // Archived: what it named is not known here any more.
    if (isTalosError(error, 'E_NOT_FOUND')) return undefined;
    throw error;
  }
}

function archived(height: number): TalosError {
  return new TalosError('E_NOT_FOUND', `the entries of block ${height} were archived`, {
    hint: `audit show, audit forget and proof export take the archive that has the block: --archive FILE`,
    details: { height },
  });
}

function isOutside(query: LedgerQuery, record: BlockRecord): boolean {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY, after = -1 } = query;
  const isElsewhere = firstSeqOf(record) >= before || record.header.logSize <= after + 1;
  return isElsewhere || record.maxTimeMs < fromMs || record.minTimeMs >= toMs;
}

function entryAt(held: Uint8Array, at: number, seq: number): Entry {
  const content = recordAt(held, at);
  if (content === undefined) throw corruptLedger('an entry is damaged in the journal', { seq });
  const entry = readEntry(content.bytes);
  if (entry.seq !== seq) throw corruptLedger(`the journal has entry ${entry.seq} where ${seq} must be`, { seq });
  return entry;
}

/** Checks the `last` of a query. @throws {RangeError} unless it is 1 to {@link MAX_QUERY_ENTRIES}. */
export function countOf(query: LedgerQuery): number {
  const { last = MAX_QUERY_ENTRIES } = query;
  if (!Number.isInteger(last) || last < 1 || last > MAX_QUERY_ENTRIES)
    throw new RangeError(`last must be 1 to ${MAX_QUERY_ENTRIES}, got ${last}`);
  return last;
}

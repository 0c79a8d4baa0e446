/**
 * Reading sealed entries: by id, by query, and their proofs. Blocks say where in the journal an entry lies.
 *
 * @module
 */
import { type Bytes, equalBytes, fromHex } from '../base/bytes.ts';
import type { Store } from '../storage/store.ts';
import { type BlockRecord, endOffsetOf, firstSeqOf, offsetsOf } from './block-record.ts';
import { type Entry, type EntryHead, headOf, readEntry } from './entry.ts';
import { RECORD_HEAD_BYTES } from './interrupted-write.ts';
import { type Journal, recordAt } from './journal.ts';
import type { LedgerQuery, StoredEntry } from './ledger.ts';
import { type BlockPlaces, LedgerStore } from './ledger-store.ts';
import { inclusionRanges } from './merkle.ts';
import { corruptLedger, type WaitingEntry } from './recovery.ts';
import { rootOfRange } from './tiles.ts';

/** Most entries of one answer. */
export const MAX_QUERY_ENTRIES = 10_000;

/** Whether `entry` meets every condition of `query` but `last`. */
export function fits(query: LedgerQuery, entry: Omit<EntryHead, 'length' | 'leaf'>): boolean {
  const { seq, timeMs } = entry;
  const { peer, type, fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY } = query;
  if (seq >= before || timeMs < fromMs || timeMs >= toMs) return false;
  return (type === undefined || entry.type === type) && (peer === undefined || entry.peer === peer);
}

/** See the module comment. */
export class LedgerReader {
  readonly #journal: Journal;
  readonly #store: LedgerStore;

  constructor(journal: Journal, store: Store) {
    this.#journal = journal;
    this.#store = new LedgerStore(store);
  }

  /** An entry that no block holds. */
  async waiting({ offset, length, seq, leaf }: WaitingEntry): Promise<Entry> {
    const entry = entryAt(await this.#journal.readAt(offset, RECORD_HEAD_BYTES + length), 0, seq);
    if (!equalBytes(entry.leaf, leaf)) throw corruptLedger('the journal has another entry than was written', { seq });
    return entry;
  }

  /** The sealed entry with this id. @throws {TalosError} `E_STORAGE_CORRUPT` if the index names another. */
  async get(id: string): Promise<StoredEntry | undefined> {
    if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
    const leaf = fromHex(id);
    const place = await this.#store.place(leaf);
    if (place === undefined) return undefined;
    const record = await this.#store.block(place.height);
    const [offset, end] = offsetsOf(record).slice(place.seq - firstSeqOf(record));
    if (offset === undefined || end === undefined) throw corruptLedger('an index names no entry', { ...place });
    const entry = entryAt(await this.#journal.readAt(offset, end - offset), 0, place.seq);
    if (!equalBytes(entry.leaf, leaf)) throw corruptLedger('an index names another entry', { ...place });
    return { ...entry, height: place.height };
  }

  /** At most `count` entries up to height `head` that fit, the newest first. */
  async newest(query: LedgerQuery, count: number, head: number): Promise<StoredEntry[]> {
    const found: StoredEntry[] = [];
    for await (const { height, places } of this.#candidates(query, head)) {
      if (found.length >= count) break;
      const record = await this.#store.block(height);
      if (isOutside(query, record)) continue;
      for (const entry of await this.#entriesAt(record, places)) {
        if (found.length < count && fits(query, headOf(entry))) found.push({ ...entry, height });
      }
    }
    return found;
  }

  /** Blocks that may hold entries that fit, the newest first; without places where all of a block may. */
  async *#candidates(query: LedgerQuery, head: number): AsyncIterable<Partial<BlockPlaces> & { height: number }> {
    const { peer, type } = query;
    if (peer !== undefined) yield* this.#store.newestFirst({ peer }, head);
    else if (type !== undefined) yield* this.#store.newestFirst({ type }, head);
    else for (let height = head; height > 0; height--) yield { height };
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

  /** The path of entry `seq` in the log of the first `size` entries, all of them sealed. */
  inclusionPath(seq: number, size: number): Promise<Bytes[]> {
    return Promise.all(inclusionRanges(seq, size).map((range) => rootOfRange(this.#store.tile, range)));
  }
}

function isOutside(query: LedgerQuery, record: BlockRecord): boolean {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, before = Number.POSITIVE_INFINITY } = query;
  return record.maxTimeMs < fromMs || record.minTimeMs >= toMs || firstSeqOf(record) >= before;
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

/**
 * The transfers of an agent, in memory and in its store: what is under way, what was offered, and the newest of what is
 * over. A transfer changes by one step at a time, and only from a state that the step names. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, toHex } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { type Change, RESTORE_HINT, type Store } from '../../storage/store.ts';
import { planChunks } from '../../transfer/chunks.ts';
import type { TransferEvent, TransferState, TransferView } from '../api/transfer-api.ts';
import { dropTransfer, isOver, putTransfer, readTransfer, type TransferRecord } from './transfer-records.ts';

/** Own files that wait or are being sent, at a time. PROTOCOL.md §11. */
export const MAX_SENDS = 1000;
/** Offers that wait for a person; of one peer, and in all. PROTOCOL.md §11. */
export const MAX_OFFERS_A_PEER = 8;
/** See {@link MAX_OFFERS_A_PEER}. */
export const MAX_OFFERS = 64;
/** Offers of one peer in a minute that a person is to accept; more are to come later. PROTOCOL.md §11. */
export const MAX_OFFERS_A_MINUTE = 30;
/** Times in a minute that the receiver of a file may ask for it over a link; more is `busy`. PROTOCOL.md §11. */
export const MAX_ASKS_A_MINUTE = 30;
/** Files that were accepted and are not whole; of one peer, and in all. PROTOCOL.md §11. */
export const MAX_UNFINISHED_A_PEER = 128;
/** See {@link MAX_UNFINISHED_A_PEER}. */
export const MAX_UNFINISHED = 256;
/** Transfers that are over and still known; the oldest is forgotten first. PROTOCOL.md §11. */
export const MAX_PAST_TRANSFERS = 1000;
/**
 * Files of others of which nothing came, likewise, beside those: who offers them and takes them back drives out nothing
 * else, and its ids are not free at once for others than those that a person was shown. PROTOCOL.md §11.
 */
export const MAX_PAST_OFFERS = 1000;
/** How long an offer waits for a person, and an unfinished file for its sender, in milliseconds. PROTOCOL.md §11. */
export const UNFINISHED_MS: number = 7 * 86_400_000;
/** How long a file waits for a peer that is away, in milliseconds. PROTOCOL.md §11. */
export const SEND_WAIT_MS: number = 30 * 86_400_000;

/** Told of every change, after it is durable; `bytes` is how far it is, durable or not. */
export type TransferListener = (event: TransferEvent) => void;

/** What a step changes. */
export type TransferStep = Partial<Omit<TransferRecord, 'id' | 'peer' | 'direction' | 'size' | 'atMs' | 'changedAtMs'>>;

/** Whether nothing came of a file that somebody offered. */
function isVain({ direction, state }: TransferRecord): boolean {
  return direction === 'received' && state !== 'received';
}

function oldestBeyond(records: readonly TransferRecord[], most: number): readonly TransferRecord[] {
  return records.slice(0, Math.max(0, records.length - most));
}

/** @throws {TalosError} `E_STORAGE_CORRUPT` for what no agent wrote. */
function readStored(id: string, value: Bytes): TransferRecord {
  try {
    return readTransfer(id, value);
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'the record of a transfer is damaged', { cause, hint: RESTORE_HINT });
  }
}

/** See the module comment. */
export class TransferBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #aliasOf: (peer: Did) => string;
  readonly #records = new Map<string, TransferRecord>();
  readonly #listeners = new Set<TransferListener>();

  private constructor(store: Store, clock: Clock, aliasOf: (peer: Did) => string) {
    this.#store = store;
    this.#clock = clock;
    this.#aliasOf = aliasOf;
  }

  /** Reads what is there. What was running waits for its peer. @throws {TalosError} `E_STORAGE…`. */
  static async open(store: Store, clock: Clock, aliasOf: (peer: Did) => string): Promise<TransferBook> {
    const book = new TransferBook(store, clock, aliasOf);
    const read: TransferRecord[] = [];
    for await (const [key, value] of store.scan('transfer')) read.push(readStored(toHex(key), value));
    for (const record of read.toSorted((a, b) => a.atMs - b.atMs)) {
      const state = record.direction === 'sent' ? 'waiting' : 'accepted';
      book.#records.set(record.id, record.state === 'running' ? { ...record, state } : record);
    }
    return book;
  }

  /** All of them, in the order in which they were made. */
  get all(): readonly TransferRecord[] {
    return [...this.#records.values()];
  }

  /** Those that are not over. */
  get open(): readonly TransferRecord[] {
    return this.all.filter((record) => !isOver(record));
  }

  get(id: string): TransferRecord | undefined {
    return this.#records.get(id);
  }

  /**
   * The one that a person means.
   *
   * @param id - All 32 hex digits, or at least 4 that fit one alone.
   * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE`.
   */
  find(id: string, among: (record: TransferRecord) => boolean = () => true): TransferRecord {
    if (!/^[0-9a-f]{4,32}$/.test(id)) throw new TalosError('E_USAGE', 'the id of a transfer has 4 to 32 hex digits');
    const fits = this.all.filter((record) => record.id.startsWith(id) && among(record));
    const [first, second] = fits;
    if (second !== undefined)
      throw new TalosError('E_AMBIGUOUS', 'the id fits more than one transfer; give more digits');
    if (first === undefined)
      throw new TalosError('E_NOT_FOUND', 'no such transfer has this id', { hint: 'see talos transfers list' });
    return first;
  }

  /**
   * Adds a transfer; durable when it resolves.
   *
   * @throws {TalosError} `E_LIMIT` where too many are open; `E_STORAGE…`: then it is not there.
   */
  async add(record: Omit<TransferRecord, 'atMs' | 'changedAtMs'>): Promise<TransferRecord> {
    this.assertRoom(record);
    const now = this.#clock.now();
    const made: TransferRecord = { ...record, atMs: now, changedAtMs: now };
    this.#records.set(made.id, made);
    const dropped = this.#pastDropped();
    try {
      await this.#store.apply([putTransfer(made), ...dropped.map(dropTransfer)]);
    } catch (error) {
      this.#records.delete(made.id);
      throw error;
    }
    return made;
  }

  /** @throws {TalosError} `E_LIMIT` where one more of its state would be too many. */
  assertRoom({ peer, direction, state }: Pick<TransferRecord, 'peer' | 'direction' | 'state'>): void {
    const { open } = this;
    if (direction === 'sent') {
      if (open.filter((each) => each.direction === 'sent').length >= MAX_SENDS)
        throw new TalosError('E_LIMIT', `${MAX_SENDS} files are waiting to be sent, which is the limit`);
      return;
    }
    const isOffer = state === 'offered';
    const alike = open.filter((each) => each.direction === 'received' && (each.state === 'offered') === isOffer);
    const [most, mostOfPeer] = isOffer ? [MAX_OFFERS, MAX_OFFERS_A_PEER] : [MAX_UNFINISHED, MAX_UNFINISHED_A_PEER];
    if (alike.length >= most || alike.filter((each) => each.peer === peer).length >= mostOfPeer)
      throw new TalosError('E_LIMIT', 'too many files are offered, or unfinished', { details: { limit: most } });
  }

  /** Forgets the oldest of those that are over, where there are too many: those of which nothing came for themselves. */
  #pastDropped(): readonly TransferRecord[] {
    const past = this.all.filter(isOver);
    const vain = past.filter(isVain);
    const dropped = [
      ...oldestBeyond(
        past.filter((record) => !isVain(record)),
        MAX_PAST_TRANSFERS,
      ),
      ...oldestBeyond(vain, MAX_PAST_OFFERS),
    ];
    for (const { id } of dropped) this.#records.delete(id);
    return dropped;
  }

  /**
   * Takes a transfer from one of the states `from` on; durable when it resolves.
   *
   * @param also - Applied with it.
   * @returns Undefined, and nothing has changed, where it is in another state or not there.
   * @throws {TalosError} `E_STORAGE…`: then it is as it was.
   */
  async step(
    id: string,
    from: readonly TransferState[],
    step: TransferStep,
    also: readonly Change[] = [],
  ): Promise<TransferRecord | undefined> {
    const before = this.#records.get(id);
    if (before === undefined || !from.includes(before.state)) return undefined;
    // Leaving one's own file again and again does not make it younger.
    const isChange = step.state !== undefined || before.direction === 'received';
    const changedAtMs = isChange ? this.#clock.now() : before.changedAtMs;
    const after: TransferRecord = { ...before, ...step, changedAtMs };
    this.#records.set(id, after);
    try {
      await this.#store.apply([putTransfer(after), ...also]);
    } catch (error) {
      if (this.#records.get(id) === after) this.#records.set(id, before);
      throw error;
    }
    return after;
  }

  /** Notes a state that needs not survive: `running`, and how far it is. */
  note(id: string, step: Pick<TransferStep, 'state' | 'durable'>): TransferRecord | undefined {
    const before = this.#records.get(id);
    if (before === undefined || isOver(before)) return undefined;
    const after: TransferRecord = { ...before, ...step };
    this.#records.set(id, after);
    return after;
  }

  /** Forgets those that have waited for too long, offers without a word. @returns The others that were open, to be ended. */
  async expire(): Promise<readonly TransferRecord[]> {
    const now = this.#clock.now();
    const isLate = (record: TransferRecord): boolean =>
      record.state !== 'running' &&
      now - record.changedAtMs > (record.direction === 'sent' ? SEND_WAIT_MS : UNFINISHED_MS);
    const late = this.open.filter(isLate);
    const offers = late.filter(({ direction, state }) => direction === 'received' && state === 'offered');
    for (const { id } of offers) this.#records.delete(id);
    if (offers.length > 0) await this.#store.apply(offers.map(dropTransfer));
    return late.filter((record) => !offers.includes(record));
  }

  /** Calls `listener` from now on. @returns A function that undoes it. */
  watch(listener: TransferListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells those who watch. @param bytes - How far it is; what is durable where absent. */
  tell(kind: TransferEvent['kind'], record: TransferRecord, bytes?: number): void {
    if (this.#listeners.size === 0) return;
    const view = this.view(record);
    const transfer = bytes === undefined ? view : { ...view, bytes };
    for (const listener of this.#listeners) listener({ kind, transfer });
  }

  /** A transfer as commands see it. */
  view(record: TransferRecord): TransferView {
    const { id, peer, direction, name, type, size, state, code, path, sha256, atMs, changedAtMs, durable } = record;
    const isWhole = state === 'delivered' || state === 'received';
    const bytes = isWhole ? size : Math.min(size, durable * planChunks(size).chunkBytes);
    const alias = this.#aliasOf(peer);
    const inMailbox = !isOver(record) && (record.leftAtMs ?? 0) > 0;
    return {
      id,
      peer,
      alias,
      direction,
      name,
      type,
      size,
      bytes,
      state,
      inMailbox,
      code,
      path,
      sha256,
      atMs,
      changedAtMs,
    };
  }
}

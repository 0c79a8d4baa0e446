/**
 * The ledger over a journal and a store. PROTOCOL.md §9.
 *
 * An entry is written to the journal at once and sealed into a block soon after; nothing that appends ever waits for
 * a block. The first failed write or sync stops the ledger for good: what the medium holds is not known then, so no
 * entry is acknowledged and no act goes unrecorded until the ledger is opened anew.
 *
 * @module
 */
import { equalBytes, toHex } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { verify } from '../crypto/sign.ts';
import type { Store } from '../storage/store.ts';
import { auditLedger } from './audit.ts';
import { chainIdOf, encodeHeader } from './block.ts';
import type { BlockRecord } from './block-record.ts';
import { type EntryBody, headOf, makeEntry } from './entry.ts';
import { RECORD_HEAD_BYTES } from './interrupted-write.ts';
import { encodeRecords, type Journal } from './journal.ts';
import type { Appended, Ledger, LedgerQuery, LedgerReport, Recovered, StoredEntry, VerifyOptions } from './ledger.ts';
import { countOf, fits, LedgerReader } from './ledger-reader.ts';
import { LedgerStore } from './ledger-store.ts';
import { formatProofFile, verifyProofFile } from './proof-file.ts';
import { compareNewestBlock, corruptLedger, recoverTail, type Tail, type WaitingEntry } from './recovery.ts';
import { type Author, Sealer } from './sealer.ts';
import type { Mine } from './work.ts';

/** So many waiting entries are sealed at once. */
export const SEAL_ENTRIES = 256;
/** So long the first of fewer waits, in milliseconds. */
export const SEAL_DELAY_MS = 2000;
/** Most entries that wait for a block: far more than sealing ever leaves, so it says that sealing hangs. */
export const MAX_WAITING_ENTRIES = 10_000;

/** Runs `run` once, `delayMs` later, unless the function that it gives is called before. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** What a ledger is made of. Store and journal stay the caller's to dispose, after the ledger. */
export interface LedgerParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly identity: Author;
  readonly clock: Clock;
  readonly mine: Mine;
  /** Timers of the platform by default. */
  readonly schedule?: Schedule;
}

const timers: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/**
 * Opens the ledger of `parts.identity`, or begins it where store and journal are empty. Cuts off the remains of an
 * interrupted write ({@link Ledger.recovered}).
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if journal and store are not of one ledger, or damaged; `E_LEDGER_INVALID`
 *   if it is another agent's; what the store or the journal throws.
 */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const { store, journal, identity, clock } = parts;
  const reader = new LedgerStore(store);
  const height = await reader.head();
  if (height === undefined && journal.size > 0)
    throw corruptLedger('the journal has entries, but the store has no ledger', { bytes: journal.size });
  const record = height === undefined ? undefined : await reader.block(height);
  if (record !== undefined) {
    checkAuthor(record, identity);
    await compareNewestBlock(journal, record);
  }
  const tail = await recoverTail(journal, record);
  const sealer = await Sealer.open(identity, store, parts.mine, record);
  if (record === undefined) await sealer.seal([], clock.now());
  return new JournaledLedger(parts, sealer, tail);
}

function checkAuthor({ header, signature }: BlockRecord, { signing }: Author): void {
  if (!equalBytes(header.chainId, chainIdOf(signing.publicKey)))
    throw new TalosError('E_LEDGER_INVALID', 'the ledger in the store is of another agent');
  if (!verify('block', signing.publicKey, encodeHeader(header), signature))
    throw corruptLedger('the newest block is not signed by its author', { height: header.height });
}

class JournaledLedger implements Ledger {
  readonly recovered: Recovered | undefined;
  readonly #parts: LedgerParts;
  readonly #schedule: Schedule;
  readonly #sealer: Sealer;
  readonly #reader: LedgerReader;
  #size: number;
  #sealed: number;
  #highestTimeMs: number;
  /**
   * Entries that no block holds, in order; those being sealed included. Not what they say: hundreds wait, and what is
   * alive makes collecting garbage slow.
   */
  readonly #waiting: WaitingEntry[];
  readonly #waitingById: Map<string, WaitingEntry>;
  #sealing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #failure: TalosError | undefined;
  #isClosed = false;

  constructor(parts: LedgerParts, sealer: Sealer, tail: Tail) {
    this.#parts = parts;
    this.#schedule = parts.schedule ?? timers;
    this.#sealer = sealer;
    this.#reader = new LedgerReader(parts.journal, parts.store);
    this.recovered = tail.recovered;
    this.#sealed = sealer.head?.record.header.logSize ?? 0;
    this.#size = this.#sealed + tail.entries.length;
    this.#waiting = [...tail.entries];
    this.#waitingById = new Map(this.#waiting.map((head) => [toHex(head.leaf), head]));
    const times = tail.entries.map(({ timeMs }) => timeMs);
    this.#highestTimeMs = times.reduce((a, b) => Math.max(a, b), sealer.head?.record.highestTimeMs ?? 0);
    this.#sealSoon();
  }

  get size(): number {
    return this.#size;
  }

  get height(): number {
    return this.#sealer.head?.record.header.height ?? -1;
  }

  get highestTimeMs(): number {
    return this.#highestTimeMs;
  }

  get checkpoint(): string {
    return this.#sealer.head?.record.note ?? '';
  }

  append(body: EntryBody): Appended {
    const [appended] = this.appendAll([body]);
    return appended as Appended;
  }

  appendAll(bodies: readonly EntryBody[]): readonly Appended[] {
    this.#assertWorking();
    if (this.#waiting.length + bodies.length > MAX_WAITING_ENTRIES)
      throw new TalosError('E_LIMIT', `${MAX_WAITING_ENTRIES} entries wait for a block`);
    const timeMs = this.#parts.clock.now();
    const entries = bodies.map((body, i) => makeEntry(body, this.#size + i, timeMs));
    if (entries.length === 0) return [];
    let offset = this.#parts.journal.size;
    try {
      this.#parts.journal.append(encodeRecords(entries));
    } catch (error) {
      throw this.#fail(error);
    }
    for (const entry of entries) {
      const waiting = { ...headOf(entry), offset };
      this.#waiting.push(waiting);
      this.#waitingById.set(entry.id, waiting);
      offset += RECORD_HEAD_BYTES + entry.bytes.length;
    }
    this.#size += entries.length;
    this.#highestTimeMs = Math.max(this.#highestTimeMs, timeMs);
    this.#sealSoon();
    const end = this.#parts.journal.size;
    return entries.map((entry) => ({ ...entry, durable: () => this.#durable(end) }));
  }

  /** Resolves when the journal is durable up to `end`. */
  async #durable(end: number): Promise<void> {
    this.#assertSound();
    if (this.#parts.journal.durableSize >= end) return;
    try {
      await this.#parts.journal.sync();
    } catch (error) {
      throw this.#fail(error);
    }
    this.#assertSound();
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #assertWorking(): void {
    this.#assertSound();
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the ledger is closed');
  }

  /** Stops the ledger; the first failure is the one that is told ever after. */
  #fail(cause: unknown): TalosError {
    this.#cancelTimer?.();
    this.#failure ??= new TalosError(
      isTalosError(cause, 'E_STORAGE_FULL') ? 'E_STORAGE_FULL' : 'E_STORAGE',
      'the ledger could not be written and accepts nothing more',
      { cause, hint: 'give the storage room or mend it, then start again' },
    );
    return this.#failure;
  }

  #sealSoon(): void {
    const isBusy = this.#sealing !== undefined || this.#isClosed || this.#failure !== undefined;
    if (isBusy || this.#waiting.length === 0) return;
    if (this.#waiting.length >= SEAL_ENTRIES) this.#sealInBackground();
    else
      this.#cancelTimer ??= this.#schedule(() => {
        this.#cancelTimer = undefined;
        this.#sealInBackground();
      }, SEAL_DELAY_MS);
  }

  #sealInBackground(): void {
    // A failure is kept in #failure and told by the next append.
    this.#sealUpTo(this.#size).catch(() => undefined);
  }

  async seal(): Promise<void> {
    this.#assertWorking();
    await this.#sealUpTo(this.#size);
  }

  /** Seals until the log is sealed up to `size`; one at a time, whoever asks. */
  async #sealUpTo(size: number): Promise<void> {
    while (this.#sealed < size) {
      this.#assertSound();
      this.#sealing ??= this.#sealNext().finally(() => {
        this.#sealing = undefined;
        this.#sealSoon();
      });
      await this.#sealing;
    }
  }

  async #sealNext(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const entries = this.#waiting.slice(0, Sealer.take(this.#waiting));
    try {
      // A block in the store must never be ahead of what survives in the journal.
      await this.#parts.journal.sync();
      this.#assertSound();
      await this.#sealer.seal(entries, this.#parts.clock.now());
    } catch (error) {
      throw this.#fail(error);
    }
    this.#waiting.splice(0, entries.length);
    for (const { leaf } of entries) this.#waitingById.delete(toHex(leaf));
    this.#sealed += entries.length;
    this.#highestTimeMs = Math.max(this.#highestTimeMs, this.#sealer.head?.record.highestTimeMs ?? 0);
  }

  async query(query: LedgerQuery): Promise<readonly StoredEntry[]> {
    const count = countOf(query);
    const head = this.#sealer.head?.record.header;
    // Entries leave the list a moment after the block that took them is the newest.
    const waiting = this.#waiting.filter((entry) => entry.seq >= (head?.logSize ?? 0) && fits(query, entry));
    const newest = waiting.toReversed().slice(0, count);
    const found: StoredEntry[] = await Promise.all(newest.map((entry) => this.#reader.waiting(entry)));
    if (found.length < count)
      found.push(...(await this.#reader.newest(query, count - found.length, head?.height ?? 0)));
    return found.toReversed();
  }

  async get(id: string): Promise<StoredEntry | undefined> {
    const waiting = this.#waitingById.get(id);
    return waiting === undefined ? this.#reader.get(id) : this.#reader.waiting(waiting);
  }

  async prove(id: string): Promise<string> {
    if (this.#waitingById.has(id)) await this.seal();
    const entry = await this.#sealedEntry(id);
    const { body } = entry;
    const answered = body.type === 'result' || body.type === 'receipt' ? [await this.#sealedEntry(body.answers)] : [];
    const head = this.#sealer.head?.record;
    const [size, note] = [head?.header.logSize ?? 0, head?.note ?? ''];
    const proven = await Promise.all(
      [entry, ...answered].map(async (one) => ({ entry: one, path: await this.#reader.inclusionPath(one.seq, size) })),
    );
    const proof = formatProofFile(this.#parts.identity.did, note, proven);
    const verdict = verifyProofFile(proof);
    if (!verdict.valid) throw new TalosError('E_LEDGER_INVALID', `no proof of entry ${entry.seq}: ${verdict.reason}`);
    return proof;
  }

  async #sealedEntry(id: string): Promise<StoredEntry> {
    const entry = await this.#reader.get(id);
    if (entry === undefined) throw new TalosError('E_NOT_FOUND', 'there is no entry of that id');
    return entry;
  }

  verify(options: VerifyOptions = {}): Promise<LedgerReport> {
    const { store, journal, identity, clock } = this.#parts;
    const nowMs = Math.max(clock.now(), this.#highestTimeMs);
    const written = { size: this.#size, height: this.height };
    return auditLedger({ store, journal, author: identity.did, nowMs, written, ...options });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelTimer?.();
    // After a failure there is nothing left to save, and whoever waited was told.
    if (this.#failure === undefined) await this.#sealUpTo(this.#size);
  }
}

/**
 * The ledger as an agent sees it: the first failure to write or sync is told, so that nothing goes on without it.
 * PROTOCOL.md §9.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, type TalosError } from '../../base/errors.ts';
import type { EntryBody } from '../../ledger/entry/entry.ts';
import type {
  Appended,
  ArchiveBound,
  Archived,
  ArchiveSource,
  EntryMatter,
  Ledger,
  LedgerQuery,
  LedgerReport,
  Recovered,
  SaveArchive,
  StoredEntry,
  VerifyOptions,
} from '../../ledger/journal/ledger.ts';
import type { NetworkTerms } from '../../ledger/network.ts';

/** Whether `error` says that the storage failed. */
export function isStorageFailure(error: unknown): error is TalosError {
  return isTalosError(error) && error.code.startsWith('E_STORAGE');
}

/** See the module comment. Disposing it disposes nothing: the ledger is its maker's. */
export class WatchedLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #onFailure: (error: TalosError) => void;
  readonly #watchers = new Set<(entries: readonly Appended[]) => void>();

  /** @param onFailure - Told of each failure of the storage, before whoever appended is. Must not throw. */
  constructor(ledger: Ledger, onFailure: (error: TalosError) => void) {
    this.#ledger = ledger;
    this.#onFailure = onFailure;
  }

  get size(): number {
    return this.#ledger.size;
  }

  get height(): number {
    return this.#ledger.height;
  }

  get highestTimeMs(): number {
    return this.#ledger.highestTimeMs;
  }

  get checkpoint(): string {
    return this.#ledger.checkpoint;
  }

  get recovered(): Recovered | undefined {
    return this.#ledger.recovered;
  }

  get network(): NetworkTerms {
    return this.#ledger.network;
  }

  get work(): bigint {
    return this.#ledger.work;
  }

  get first(): number {
    return this.#ledger.first;
  }

  get isReindexed(): boolean {
    return this.#ledger.isReindexed;
  }

  /** Calls `watcher` whenever entries were written, or archived: none then, from now on. @returns A function that undoes it. */
  watch(watcher: (entries: readonly Appended[]) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  append(body: EntryBody): Appended {
    try {
      const appended = this.#ledger.append(body);
      this.#wrote([appended]);
      return this.#watched(appended);
    } catch (error) {
      throw this.#told(error);
    }
  }

  appendAll(bodies: readonly EntryBody[]): readonly Appended[] {
    try {
      const all = this.#ledger.appendAll(bodies);
      this.#wrote(all);
      return all.map((appended) => this.#watched(appended));
    } catch (error) {
      throw this.#told(error);
    }
  }

  #wrote(entries: readonly Appended[]): void {
    for (const watcher of this.#watchers) watcher(entries);
  }

  #watched(appended: Appended): Appended {
    return { ...appended, durable: () => this.#watch(appended.durable()) };
  }

  async #watch<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (isStorageFailure(error)) this.#onFailure(error);
    return error;
  }

  seal(): Promise<void> {
    return this.#watch(this.#ledger.seal());
  }

  query(query: LedgerQuery): Promise<readonly StoredEntry[]> {
    return this.#ledger.query(query);
  }

  positions(matter: EntryMatter): Promise<readonly number[]> {
    return this.#ledger.positions(matter);
  }

  get(id: string, archives?: readonly ArchiveSource[]): Promise<StoredEntry | undefined> {
    return this.#ledger.get(id, archives);
  }

  block(at: number | Uint8Array): Promise<Bytes | undefined> {
    return this.#ledger.block(at);
  }

  prove(id: string, archives?: readonly ArchiveSource[]): Promise<string> {
    return this.#ledger.prove(id, archives);
  }

  verify(options?: VerifyOptions): Promise<LedgerReport> {
    return this.#ledger.verify(options);
  }

  reindex(): Promise<void> {
    return this.#ledger.reindex();
  }

  archive(before: ArchiveBound, save: SaveArchive): Promise<Archived> {
    return this.#watch(this.#ledger.archive(before, save)).finally(() => this.#wrote([]));
  }

  hold<T>(task: () => Promise<T>): Promise<T> {
    return this.#ledger.hold(task);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // See the class comment.
  }
}

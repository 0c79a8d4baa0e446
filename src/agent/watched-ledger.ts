/**
 * The ledger as an agent sees it: the first failure to write or sync is told, so that nothing goes on without it.
 * PROTOCOL.md §9.6.
 *
 * @module
 */
import { isTalosError, type TalosError } from '../base/errors.ts';
import type { EntryBody } from '../ledger/entry.ts';
import type {
  Appended,
  Ledger,
  LedgerQuery,
  LedgerReport,
  Recovered,
  StoredEntry,
  VerifyOptions,
} from '../ledger/ledger.ts';

/** Whether `error` says that the storage failed. */
export function isStorageFailure(error: unknown): error is TalosError {
  return isTalosError(error) && error.code.startsWith('E_STORAGE');
}

/** See the module comment. Disposing it disposes nothing: the ledger is its maker's. */
export class WatchedLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #onFailure: (error: TalosError) => void;

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

  append(body: EntryBody): Appended {
    try {
      return this.#watched(this.#ledger.append(body));
    } catch (error) {
      throw this.#told(error);
    }
  }

  appendAll(bodies: readonly EntryBody[]): readonly Appended[] {
    try {
      return this.#ledger.appendAll(bodies).map((appended) => this.#watched(appended));
    } catch (error) {
      throw this.#told(error);
    }
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

  get(id: string): Promise<StoredEntry | undefined> {
    return this.#ledger.get(id);
  }

  prove(id: string): Promise<string> {
    return this.#ledger.prove(id);
  }

  verify(options?: VerifyOptions): Promise<LedgerReport> {
    return this.#ledger.verify(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // See the class comment.
  }
}

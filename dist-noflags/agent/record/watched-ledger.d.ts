/**
 * The ledger as an agent sees it: the first failure to write or sync is told, so that nothing goes on without it.
 * PROTOCOL.md §9.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type TalosError } from '../../base/errors.ts';
import type { EntryBody } from '../../ledger/entry/entry.ts';
import type { Appended, ArchiveBound, Archived, ArchiveSource, EntryMatter, Ledger, LedgerQuery, LedgerReport, Recovered, SaveArchive, StoredEntry, VerifyOptions } from '../../ledger/journal/ledger.ts';
import type { NetworkTerms } from '../../ledger/network.ts';
/** Whether `error` says that the storage failed. */
export declare function isStorageFailure(error: unknown): error is TalosError;
/** See the module comment. Disposing it disposes nothing: the ledger is its maker's. */
export declare class WatchedLedger implements Ledger {
    #private;
    /** @param onFailure - Told of each failure of the storage, before whoever appended is. Must not throw. */
    constructor(ledger: Ledger, onFailure: (error: TalosError) => void);
    get size(): number;
    get height(): number;
    get highestTimeMs(): number;
    get checkpoint(): string;
    get recovered(): Recovered | undefined;
    get network(): NetworkTerms;
    get work(): bigint;
    get first(): number;
    get isReindexed(): boolean;
    /** Calls `watcher` whenever entries were written, or archived: none then, from now on. @returns A function that undoes it. */
    watch(watcher: (entries: readonly Appended[]) => void): () => void;
    append(body: EntryBody): Appended;
    appendAll(bodies: readonly EntryBody[]): readonly Appended[];
    seal(): Promise<void>;
    query(query: LedgerQuery): Promise<readonly StoredEntry[]>;
    positions(matter: EntryMatter): Promise<readonly number[]>;
    get(id: string, archives?: readonly ArchiveSource[]): Promise<StoredEntry | undefined>;
    block(at: number | Uint8Array): Promise<Bytes | undefined>;
    prove(id: string, archives?: readonly ArchiveSource[]): Promise<string>;
    verify(options?: VerifyOptions): Promise<LedgerReport>;
    reindex(): Promise<void>;
    archive(before: ArchiveBound, save: SaveArchive): Promise<Archived>;
    hold<T>(task: () => Promise<T>): Promise<T>;
    [Symbol.asyncDispose](): Promise<void>;
}

import { type Store } from '../../storage/store.ts';
/** Options of {@link openLmdbStore}. */
export interface LmdbStoreOptions {
    /** Directory of the store; made with mode 0700 if absent. One process opens it at a time, once. */
    readonly path: string;
    /** Bytes of address space to map at first, not memory; it grows by itself. 256 MiB by default. */
    readonly mapSizeBytes?: number;
    /** Longest wait for one commit in milliseconds; {@link COMMIT_DEADLINE_MS} by default. */
    readonly commitDeadlineMs?: number;
}
/** Longest wait for one commit, in milliseconds: a disk that takes longer has failed. */
export declare const COMMIT_DEADLINE_MS = 10000;
/**
 * Opens the store, making it if need be. Dispose it to wait for what is queued and let go.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a damaged, truncated or missing file where a store was before;
 *   `E_VERSION` for a newer layout; `E_STORAGE_DENIED`, `E_STORAGE_FULL` or `E_STORAGE` as the system says.
 */
export declare function openLmdbStore(options: LmdbStoreOptions): Promise<CopyableStore>;
/** A {@link Store} that can be copied while it is used. */
export interface CopyableStore extends Store {
    /**
     * Copies its last commit into `folder`, which is empty, as a store of its own, durably.
     *
     * @throws {TalosError} `E_STORAGE…`; what is in the folder then is no store.
     */
    copyTo(folder: string): Promise<void>;
}

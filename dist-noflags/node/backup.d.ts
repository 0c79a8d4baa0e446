import type { Journal } from '../ledger/journal/journal.ts';
import type { CopyableStore } from './store/lmdb-store.ts';
/** Copies of the store that are made at most, where its keys are replaced meanwhile: that is a minute apart at least. */
export declare const MAX_COPIES = 5;
/** What is copied. */
export interface BackupParts {
    readonly dataDir: string;
    readonly store: CopyableStore;
    /** Nothing is dropped from it meanwhile. */
    readonly journal: Journal;
}
/**
 * Copies the data directory into the new folder `path`.
 *
 * @returns The bytes of its files.
 * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`. Nothing is left then.
 */
export declare function makeBackup(parts: BackupParts, path: string, signal?: AbortSignal): Promise<number>;

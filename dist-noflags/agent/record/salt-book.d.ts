/**
 * Salts of commitments, beside the ledger: PROTOCOL.md §9.2. Written in batches off the hot path; losing the last ones
 * in a crash loses the way to open these commitments, and no proof.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Appended } from '../../ledger/journal/ledger.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { SaltKeeper } from '../tunnel/call-records.ts';
/** Milliseconds that salts wait to be written together: each time is a commit of the store. */
export declare const SALT_DELAY_MS = 1000;
/** Salts that wait at most; then they are written at once. */
export declare const MAX_WAITING_SALTS = 512;
/** What names an entry here: its index, and its hash, as another entry may come to stand at the index after a crash. */
export type SaltedEntry = Pick<Appended, 'seq' | 'leaf'>;
/** The change of the store that keeps `salt`. */
export declare function keptSalt(entry: SaltedEntry, salt: Uint8Array): Change;
/** See the module comment. */
export declare class SaltBook implements SaltKeeper {
    #private;
    /** @param onFailure - Told when a batch could not be written; the ledger is not affected. */
    constructor(store: Store, onFailure: (error: unknown) => void);
    /** See {@link SaltKeeper}. */
    keep(entry: SaltedEntry, salt: Uint8Array): void;
    /** The salt of the commitment in `entry`. */
    get(entry: SaltedEntry): Promise<Bytes | undefined>;
    /** Erases the salt of the commitment in `entry`; durable when it resolves. @returns Whether there was one. */
    erase(entry: SaltedEntry): Promise<boolean>;
    /** Writes what waits. Resolves when it is durable, or its failure was told. */
    flush(): Promise<void>;
}

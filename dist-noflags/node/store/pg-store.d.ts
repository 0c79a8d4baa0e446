import { type Store } from '../../storage/store.ts';
/** Options of {@link openPgStore}. */
export interface PgStoreOptions {
    /** `postgres://USER:PASSWORD@HOST/DB`. */
    readonly url: string;
    /** DID of whose store it is: another's is refused. */
    readonly owner: string;
}
/** Most bytes of batches that wait for the database: what comes on top fails at once. */
export declare const MAX_PG_WAITING_BYTES: number;
/**
 * Opens the store, making its tables if need be. Dispose it to wait for what is queued and let go.
 *
 * @throws {TalosError} `E_CONFIG` for an address that is none, a store of another server, or a database that is not durable;
 *   `E_VERSION` for newer tables; `E_STORAGE_DENIED`, `E_STORAGE_CORRUPT` or `E_STORAGE` as the database says, and where it
 *   cannot be reached within {@link PG_DEADLINE_MS}.
 */
export declare function openPgStore({ url, owner }: PgStoreOptions): Promise<Store>;

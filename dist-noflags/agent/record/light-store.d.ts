import { type Did } from '../../identity/did.ts';
import { LightClient } from '../../ledger/light/light.ts';
import { type LightOptions } from '../../ledger/light/light-types.ts';
import type { Store } from '../../storage/store.ts';
/** Authors that are followed; one more is refused until others are removed. PROTOCOL.md §11. */
export declare const MAX_LIGHT_AUTHORS = 64;
/** Bytes of headers of all authors. PROTOCOL.md §11. */
export declare const MAX_LIGHT_BYTES: number;
/** Headers of one record: 113 KiB. */
export declare const HEADERS_A_RECORD = 512;
/** A client, and what it takes here. */
export interface KeptLight {
    readonly client: LightClient;
    /** Headers that are in the store. */
    readonly headers: number;
    /** Bytes of keys and values. */
    readonly bytes: number;
}
/** See the module comment. One task at a time may change an author. */
export declare class LightStore {
    #private;
    /** @param options - Of clients that are loaded. */
    constructor(store: Store, options: LightOptions);
    /** All authors, in the order of their keys. */
    authors(): Promise<readonly Did[]>;
    /** What is kept of an author, also while it is saved. @throws {TalosError} `E_STORAGE_CORRUPT` where it was changed. */
    load(author: Did): Promise<KeptLight | undefined>;
    /**
     * Keeps `client`, whose first `before` headers are in the store; all of it or nothing, and durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_LIGHT_AUTHORS} or {@link MAX_LIGHT_BYTES}: nothing is changed then.
     */
    save(client: LightClient, before: number): Promise<void>;
    /** Forgets an author, damaged or not; durable when it resolves. @returns Whether anything was kept of it. */
    remove(author: Did): Promise<boolean>;
}

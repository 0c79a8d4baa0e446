import type { Store } from '../../storage/store.ts';
/** Cosigned checkpoints kept, the newest. PROTOCOL.md §11. */
export declare const MAX_COSIGNED_KEPT = 64;
/** A witness that is asked. */
export interface ListedWitness {
    /** Name of its key; of a peer its DID. */
    readonly id: string;
    /** `""` of a peer. */
    readonly url: string;
    /** Verifier key; `""` of a peer. */
    readonly key: string;
    /** Entries of the log that it cosigned, or keeps, last. */
    readonly size: number;
    /** When, milliseconds since 1970; 0 before the first. */
    readonly atMs: number;
    /** Why it did not when it was asked last; `""` where it did. */
    readonly failure: string;
}
/** See the module comment. */
export declare class WitnessList {
    #private;
    constructor(store: Store);
    /** All witnesses, by their ids. @throws {TalosError} `E_STORAGE…`. */
    all(): Promise<readonly ListedWitness[]>;
    /** Keeps a witness, in place of one of that id; durable when it resolves. @throws {TalosError} `E_LIMIT`. */
    add(witness: ListedWitness): Promise<void>;
    /** Forgets a witness; what it cosigned stays. Durable when it resolves. */
    remove(id: string): Promise<void>;
    /** Notes how it went with a witness, where it is still there, and what it cosigned; durable when it resolves. */
    noted(witness: ListedWitness, cosigned?: {
        readonly size: number;
        readonly note: string;
    }): Promise<void>;
    /** The cosigned checkpoint of that size, as it was kept. */
    cosignedAt(size: number): Promise<string | undefined>;
    /** The newest cosigned checkpoint. */
    newest(): Promise<string | undefined>;
}

import type { RecordSealer } from '../../storage/sealed.ts';
import type { Store } from '../../storage/store.ts';
/** A store, and what its records are sealed with. */
export interface SealedStore {
    readonly store: Store;
    readonly sealer: RecordSealer;
}
/** Copies what goes over into an empty store; durable when it resolves. @throws {TalosError} `E_STORAGE…`. */
export declare function carryOver(from: SealedStore, to: SealedStore): Promise<void>;
/** Messages that wait to be sent, which nobody could send any more. */
export declare function waitingMessages(store: Store): Promise<number>;

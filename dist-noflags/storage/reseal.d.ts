/**
 * Sealing the records of a store anew, a few at a time, while others write it.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Space, Store } from './store.ts';
/** Records that are read, and sealed anew in one commit, before others have their turn. */
export declare const RESEAL_RECORDS = 32;
/** Bytes of them; one record may go beyond. */
export declare const RESEAL_BYTES: number;
/** The value to put in the place of `value`; `undefined` where it is to stay. */
type Reseal = (space: Space, key: Bytes, value: Bytes) => Bytes | undefined;
/** How records are gone through. */
export interface ResealPace {
    /** Ends it before the next batch. */
    readonly signal?: AbortSignal;
    /** Waited for after each batch but the last of a space: a store that reads at once would let nobody else run. */
    readonly pause?: () => Promise<void>;
}
/**
 * Goes through `spaces` once. A record that another writer changes meanwhile is left to that.
 *
 * @returns How many records were to be sealed anew.
 * @throws What `reseal` and the store throw, and the reason of `signal`; what was sealed until then stays so.
 */
export declare function resealSpaces(store: Store, spaces: readonly Space[], reseal: Reseal, { signal, pause }?: ResealPace): Promise<number>;
export {};

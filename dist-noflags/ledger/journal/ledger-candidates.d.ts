/**
 * Which blocks may hold entries that a query asks for: by the narrowest index that there is.
 *
 * @module
 */
import type { LedgerQuery } from './ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
/** A block that may hold entries, and at which places of it; at any where they are absent. */
export interface Candidate {
    readonly height: number;
    readonly places?: readonly number[];
}
/** Blocks up to height `head` that may hold entries that fit: the newest first, or the oldest with `after`. */
export declare function candidatesOf(store: LedgerStore, query: LedgerQuery, head: number): AsyncIterable<Candidate>;
/** The height of the block whose entries begin at the offset `start` of the journal; `undefined` where there is none. */
export declare function heightAtOffset(store: LedgerStore, start: number, head: number): Promise<number | undefined>;

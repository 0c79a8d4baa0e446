import type { EntryBody } from '../../ledger/entry/entry.ts';
import type { Appended, Ledger } from '../../ledger/journal/ledger.ts';
/** Entries written together at most: a block takes no more than 4,096, and others wait meanwhile. */
export declare const MAX_ENTRIES_TOGETHER = 256;
/** See the module comment. */
export declare class EntryBatch {
    #private;
    constructor(ledger: Ledger);
    /**
     * Resolves when the entry is written, in the order of the calls. Where too many entries wait for a block it waits
     * too, so that calls are not made faster than blocks are.
     *
     * @throws {TalosError} as `Ledger.append`.
     */
    append(body: EntryBody): Promise<Appended>;
}

import { type EntryBody } from '../../ledger/entry/entry.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Change, Store } from '../../storage/store.ts';
/** Recorded entries that are forgotten together: one commit for many, and no more than those are looked for at a start. */
export declare const FORGOTTEN_TOGETHER = 64;
/** See the module comment. */
export declare class DueEntries {
    #private;
    private constructor();
    /** Records what a crash kept out of the ledger. @throws {TalosError} `E_STORAGE…`. */
    static open(store: Store, ledger: Ledger): Promise<DueEntries>;
    /** Keeps `body` until it is recorded: for the batch that stores what it tells of. */
    keep(body: EntryBody): Change;
    /** Records what is kept. Durable when it resolves. @throws {TalosError} `E_STORAGE…`, and of `Ledger.append`. */
    record(body: EntryBody): Promise<void>;
    /**
     * Records what is kept, for who need not wait until it is durable: that it is kept is enough. Written when it returns.
     *
     * @throws {TalosError} of `Ledger.append`.
     */
    note(body: EntryBody): void;
    /** Makes what was noted durable, and forgets what is on record. @throws {TalosError} `E_STORAGE…`: what is kept stays so. */
    forget(): Promise<void>;
}

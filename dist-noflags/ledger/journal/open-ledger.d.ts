import type { Clock } from '../../base/clock.ts';
import type { Store } from '../../storage/store.ts';
import { type NetworkTerms } from '../network.ts';
import type { Mine } from '../work.ts';
import { type Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { type Author } from './sealer.ts';
/** So many waiting entries are sealed at once. */
export declare const SEAL_ENTRIES = 256;
/** So long the first of fewer waits, in milliseconds. */
export declare const SEAL_DELAY_MS = 2000;
/** Most entries that wait for a block: far more than sealing ever leaves, so it says that sealing hangs. */
export declare const MAX_WAITING_ENTRIES = 10000;
/** Runs `run` once, `delayMs` later, unless the function that it gives is called before. */
export type Schedule = (run: () => void, delayMs: number) => () => void;
/** What a ledger is made of. Store and journal stay the caller's to dispose, after the ledger. */
export interface LedgerParts {
    readonly store: Store;
    readonly journal: Journal;
    readonly identity: Author;
    readonly clock: Clock;
    readonly mine: Mine;
    /** What it begins in, `talos` where absent; a ledger that is there must have begun in it. */
    readonly network?: Partial<NetworkTerms>;
    /** Timers of the platform by default. */
    readonly schedule?: Schedule;
}
/**
 * Opens the ledger of `parts.identity`, or begins it where store and journal are empty. Cuts off the remains of an
 * interrupted write ({@link Ledger.recovered}), and makes an index anew that is of an earlier version or disagrees with the
 * newest block.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if journal and store are not of one ledger, or damaged; `E_LEDGER_INVALID`
 *   if it is another agent's; `E_CONFIG` if it began in another network; what the store or the journal throws.
 */
export declare function openLedger(parts: LedgerParts): Promise<Ledger>;

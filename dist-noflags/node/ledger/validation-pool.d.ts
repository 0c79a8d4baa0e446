import type { BlockExaminer } from '../../ledger/validation/validation-examine.ts';
/** Most threads of a pool: one caller links the blocks, and keeps no more of them busy; it examines some itself. */
export declare const MAX_VALIDATION_THREADS = 16;
/** Options of {@link openValidationPool}. */
export interface ValidationPoolOptions {
    /** Besides the caller's: 1 to {@link MAX_VALIDATION_THREADS}; one fewer than there are processors unless given. */
    readonly threads?: number;
    /** The compiled worker; by default `validation-worker.js` beside this file. */
    readonly workerUrl?: URL;
}
/** Threads that validate, until it is disposed of: who waits then gets `E_CLOSED`. */
export interface ValidationPool extends BlockExaminer, AsyncDisposable {
    readonly threads: number;
}
/**
 * Opens a pool; its threads start with the first blocks and never keep the process alive by themselves.
 *
 * @throws {RangeError} for another number of threads.
 */
export declare function openValidationPool(options?: ValidationPoolOptions): ValidationPool;

/** Lets one task run at a time, in the order of the calls. */
export declare class Mutex {
    #private;
    /**
     * Runs `task` when all tasks before it have ended, whether well or badly.
     *
     * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
     * @returns What `task` gives or throws.
     */
    run<T>(task: () => T | Promise<T>, signal?: AbortSignal): Promise<T>;
}
/** A signal that aborts in time, and gives its timer back when disposed of. */
export interface Deadline extends Disposable {
    readonly signal: AbortSignal;
}
/**
 * A signal that aborts with `signal`, or with `E_TIMEOUT` after `ms`. Use as `using limit = deadline(signal, ms)`.
 *
 * @param ms - Milliseconds, 0 or more.
 */
export declare function deadline(signal: AbortSignal | undefined, ms: number): Deadline;
/** Waits until `work` is over, whatever came of it, and no longer than `ms`. */
export declare function settledWithin(work: Promise<unknown>, ms: number): Promise<void>;
/**
 * Closes all of `held`, the last opened first, one after the other, each whatever became of the others.
 *
 * @throws The error of the one that failed, or an `AggregateError` of several.
 */
export declare function closeAll(held: readonly (AsyncDisposable | Disposable | undefined)[]): Promise<void>;

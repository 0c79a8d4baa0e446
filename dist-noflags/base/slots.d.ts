/**
 * A bound on what runs at a time.
 *
 * @module
 */
/** Lets so many tasks run at a time; others wait, in the order of the calls. */
export declare class Slots {
    #private;
    /** @param count - 1 or more. */
    constructor(count: number);
    /**
     * Runs `task` when there is a slot for it.
     *
     * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
     * @returns What `task` gives or throws.
     */
    run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

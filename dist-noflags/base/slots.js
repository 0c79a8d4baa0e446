/**
 * A bound on what runs at a time.
 *
 * @module
 */
/** Lets so many tasks run at a time; others wait, in the order of the calls. */
export class Slots {
    #free;
    #waiting = new Set();
    /** @param count - 1 or more. */
    constructor(count) {
        if (!Number.isSafeInteger(count) || count < 1)
            throw new RangeError(`count must be a positive integer, got ${count}`);
        this.#free = count;
    }
    /**
     * Runs `task` when there is a slot for it.
     *
     * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
     * @returns What `task` gives or throws.
     */
    async run(task, signal) {
        signal?.throwIfAborted();
        if (this.#free > 0)
            this.#free--;
        else
            await this.#turn(signal);
        try {
            return await task();
        }
        finally {
            this.#next();
        }
    }
    /** The slot goes from one to the next, so that nobody overtakes. */
    #next() {
        const [next] = this.#waiting;
        if (next === undefined) {
            this.#free++;
            return;
        }
        this.#waiting.delete(next);
        next();
    }
    #turn(signal) {
        return new Promise((resolve, reject) => {
            const abort = () => {
                this.#waiting.delete(start);
                reject(signal?.reason);
            };
            const start = () => {
                signal?.removeEventListener('abort', abort);
                resolve();
            };
            this.#waiting.add(start);
            signal?.addEventListener('abort', abort, { once: true });
        });
    }
}

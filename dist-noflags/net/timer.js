/**
 * The timer port of the network: waiting without looking at the wall clock, so that tests need not wait.
 *
 * @module
 */
/** The timer of the system. */
export const systemTimer = {
    now: () => performance.now(),
    after(ms, action) {
        const id = setTimeout(action, ms);
        return () => {
            clearTimeout(id);
        };
    },
};
/** A timer that moves only when told to. */
export class ManualTimer {
    #now = 0;
    #waiting = new Set();
    now() {
        return this.#now;
    }
    after(ms, action) {
        const entry = { at: this.#now + ms, action };
        this.#waiting.add(entry);
        return () => {
            this.#waiting.delete(entry);
        };
    }
    /** Moves on by `ms`, running what falls due, in order. */
    advance(ms) {
        const end = this.#now + ms;
        for (;;) {
            const [first] = [...this.#waiting].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at);
            if (first === undefined)
                break;
            this.#waiting.delete(first);
            this.#now = first.at;
            first.action();
        }
        this.#now = end;
    }
}

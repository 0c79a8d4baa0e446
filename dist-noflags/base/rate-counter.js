/**
 * Counts what a peer does in a window of time, for a bounded number of peers.
 *
 * @module
 */
import { BoundedMap } from "./bounded.js";
/** Names counted at a time; the oldest leaves first. */
export const MAX_COUNTED = 1024;
/** At most so many of something in a window, for each name. */
export class RateCounter {
    #limit;
    #windowMs;
    #clock;
    #counts = new BoundedMap(MAX_COUNTED);
    /**
     * @param limit - Most in a window.
     * @param windowMs - Length of a window in milliseconds, from the first in it.
     */
    constructor(limit, windowMs, clock) {
        this.#limit = limit;
        this.#windowMs = windowMs;
        this.#clock = clock;
    }
    /**
     * Counts `count` more of `name`, unless that would be over the limit.
     *
     * @param count - 1 unless given.
     * @returns Whether it is within the limit.
     */
    take(name, count = 1) {
        const now = this.#clock.now();
        let held = this.#counts.get(name);
        if (held === undefined || Math.abs(now - held.startMs) >= this.#windowMs) {
            held = { startMs: now, count: 0 };
            this.#counts.set(name, held);
        }
        if (held.count + count > this.#limit)
            return false;
        held.count += count;
        return true;
    }
    /** Whether one more of `name` would be over the limit now. */
    isFull(name) {
        const held = this.#counts.get(name);
        return (held !== undefined && Math.abs(this.#clock.now() - held.startMs) < this.#windowMs && held.count >= this.#limit);
    }
    /** What was counted did not happen. */
    giveBack(name, count) {
        const held = this.#counts.get(name);
        // It may be that of a later window, or none.
        if (held !== undefined)
            held.count = Math.max(0, held.count - count);
    }
}

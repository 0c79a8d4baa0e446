/**
 * How often something happened in the last while, whenever one looks: by whole slots of time, so that it never counts
 * too few, and at most one slot for too long.
 *
 * @module
 */
/** See the module comment. */
export class SlidingWindow {
    #slotMs;
    /** One slot more than the window has: the window begins and ends within a slot. */
    #counts;
    #slot = 0;
    #count = 0;
    /**
     * @param windowMs - Length of the window in milliseconds.
     * @param slots - In how many it is divided.
     */
    constructor(windowMs, slots) {
        this.#slotMs = windowMs / slots;
        this.#counts = Array(slots + 1).fill(0);
    }
    /** How often it happened in the window that ends at `nowMs`; a time before the last one counts as that. */
    count(nowMs) {
        const slot = Math.max(Math.floor(nowMs / this.#slotMs), this.#slot);
        const passed = Math.min(slot - this.#slot, this.#counts.length);
        for (let i = 1; i <= passed; i++) {
            const at = (slot - passed + i) % this.#counts.length;
            this.#count -= this.#counts[at] ?? 0;
            this.#counts[at] = 0;
        }
        this.#slot = slot;
        return this.#count;
    }
    /** It happened at `nowMs`. */
    add(nowMs) {
        this.count(nowMs);
        const at = this.#slot % this.#counts.length;
        this.#counts[at] = (this.#counts[at] ?? 0) + 1;
        this.#count++;
    }
}

/**
 * A rate: at most so many calls in any window of so many seconds. PROTOCOL.md §8.4.
 *
 * A sliding window, not a bucket that fills again (GCRA): a bucket of `count` lets nearly twice as many through in some
 * windows, and a grant of "10 in 60 s" that gives 19 is not what its issuer signed. What a sliding window costs, one time
 * a call, is bounded: up to {@link EXACT_CALLS} calls each has a time of its own; beyond that, calls of one 64th of the
 * window share one, and count until the last of them has left it. So it never allows too many, and is at most a 64th of
 * the window late. Steps are amortised constant, without allocation once the ring has grown.
 *
 * @module
 */
/** Rates of at most so many calls are kept call by call; others in so many parts of the window. */
export const EXACT_CALLS = 64;
/** Times kept at most: the parts of a window, one that is leaving it and one that has begun. */
const MAX_SLOTS = EXACT_CALLS + 2;
const FIRST_SLOTS = 4;
/** See the module comment. */
export class RateWindow {
    #count;
    #windowMs;
    /** Calls this close to the first of a slot join it. */
    #spanMs;
    #last = new Float64Array(FIRST_SLOTS);
    #calls = new Float64Array(FIRST_SLOTS);
    #firstOfNewest = 0;
    #head = 0;
    #length = 0;
    #sum = 0;
    /**
     * @param count - Most calls in a window.
     * @param seconds - Length of the window.
     */
    constructor(count, seconds) {
        this.#count = count;
        this.#windowMs = seconds * 1000;
        this.#spanMs = count <= EXACT_CALLS ? 0 : this.#windowMs / EXACT_CALLS;
    }
    /** Whether one more call fits at `nowMs`. A time before the newest call counts as that one's. */
    hasRoom(nowMs) {
        const untilMs = this.#notBefore(nowMs) - this.#windowMs;
        const last = this.#last;
        while (this.#length > 0 && last[this.#head] <= untilMs) {
            this.#sum -= this.#calls[this.#head];
            this.#head = this.#head + 1 === last.length ? 0 : this.#head + 1;
            this.#length--;
        }
        return this.#sum < this.#count;
    }
    /** Counts a call at `nowMs`. */
    add(nowMs) {
        const atMs = this.#notBefore(nowMs);
        this.#sum++;
        if (this.#length > 0 && atMs - this.#firstOfNewest < this.#spanMs) {
            const newest = this.#at(this.#length - 1);
            this.#last[newest] = atMs;
            this.#calls[newest]++;
            return;
        }
        this.#push(atMs, atMs, 1);
    }
    #push(firstMs, lastMs, calls) {
        if (this.#length === this.#last.length)
            this.#grow();
        const at = this.#at(this.#length++);
        this.#firstOfNewest = firstMs;
        this.#last[at] = lastMs;
        this.#calls[at] = calls;
    }
    /** Twice as long, and no longer than {@link MAX_SLOTS}: what falls out then joins the next slot, which is later. */
    #grow() {
        const slots = this.slots();
        const size = Math.min(MAX_SLOTS, this.#last.length * 2);
        [this.#last, this.#calls, this.#head, this.#length] = [new Float64Array(size), new Float64Array(size), 0, 0];
        const kept = slots.length < size ? slots : joinOldest(slots);
        for (const [firstMs, lastMs, calls] of kept)
            this.#push(firstMs, lastMs, calls);
    }
    /** What counts now, oldest first: for keeping. */
    slots() {
        return Array.from({ length: this.#length }, (_, i) => {
            const lastMs = this.#last[this.#at(i)];
            const firstMs = i === this.#length - 1 ? this.#firstOfNewest : lastMs;
            return [firstMs, lastMs, this.#calls[this.#at(i)]];
        });
    }
    /** Takes back what {@link slots} gave, instead of what it holds. */
    restore(slots) {
        [this.#head, this.#length, this.#sum] = [0, 0, 0];
        for (const [firstMs, lastMs, calls] of slots) {
            this.#push(firstMs, lastMs, calls);
            this.#sum += calls;
        }
    }
    #notBefore(nowMs) {
        if (this.#length === 0)
            return nowMs;
        const newestMs = this.#last[this.#at(this.#length - 1)];
        return nowMs > newestMs ? nowMs : newestMs;
    }
    #at(index) {
        const at = this.#head + index;
        return at < this.#last.length ? at : at - this.#last.length;
    }
}
function joinOldest([first, second, ...others]) {
    if (first === undefined || second === undefined)
        return [];
    return [[second[0], second[1], first[2] + second[2]], ...others];
}

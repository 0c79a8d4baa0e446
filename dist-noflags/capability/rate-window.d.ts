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
export declare const EXACT_CALLS = 64;
/** Calls that were made together: those of one part of the window, or one call. */
export type RateSlot = readonly [firstMs: number, lastMs: number, calls: number];
/** See the module comment. */
export declare class RateWindow {
    #private;
    /**
     * @param count - Most calls in a window.
     * @param seconds - Length of the window.
     */
    constructor(count: number, seconds: number);
    /** Whether one more call fits at `nowMs`. A time before the newest call counts as that one's. */
    hasRoom(nowMs: number): boolean;
    /** Counts a call at `nowMs`. */
    add(nowMs: number): void;
    /** What counts now, oldest first: for keeping. */
    slots(): readonly RateSlot[];
    /** Takes back what {@link slots} gave, instead of what it holds. */
    restore(slots: readonly RateSlot[]): void;
}

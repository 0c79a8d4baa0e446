/**
 * How often something happened in the last while, whenever one looks: by whole slots of time, so that it never counts
 * too few, and at most one slot for too long.
 *
 * @module
 */
/** See the module comment. */
export declare class SlidingWindow {
    #private;
    /**
     * @param windowMs - Length of the window in milliseconds.
     * @param slots - In how many it is divided.
     */
    constructor(windowMs: number, slots: number);
    /** How often it happened in the window that ends at `nowMs`; a time before the last one counts as that. */
    count(nowMs: number): number;
    /** It happened at `nowMs`. */
    add(nowMs: number): void;
}

import type { Clock } from './clock.ts';
/** Names counted at a time; the oldest leaves first. */
export declare const MAX_COUNTED = 1024;
/** At most so many of something in a window, for each name. */
export declare class RateCounter {
    #private;
    /**
     * @param limit - Most in a window.
     * @param windowMs - Length of a window in milliseconds, from the first in it.
     */
    constructor(limit: number, windowMs: number, clock: Clock);
    /**
     * Counts `count` more of `name`, unless that would be over the limit.
     *
     * @param count - 1 unless given.
     * @returns Whether it is within the limit.
     */
    take(name: string, count?: number): boolean;
    /** Whether one more of `name` would be over the limit now. */
    isFull(name: string): boolean;
    /** What was counted did not happen. */
    giveBack(name: string, count: number): void;
}

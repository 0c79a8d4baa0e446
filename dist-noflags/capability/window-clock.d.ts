/**
 * Whether it is time: the windows of a scope, against what the clocks of their zones show. PROTOCOL.md §8.2.
 *
 * @module
 */
import { type TimeWindow } from './window.ts';
/** Some windows. Clocks change on the minute, so that the last answer serves for all of one. */
export declare class WindowClock {
    #private;
    /** @param windows - From `readWindow`. */
    constructor(windows: readonly TimeWindow[]);
    /** Whether one of them holds. @param nowMs - Milliseconds since 1970. */
    isWithin(nowMs: number): boolean;
}

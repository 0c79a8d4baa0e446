import type { Clock } from '../base/clock.ts';
import type { Store } from '../storage/store.ts';
/** How far the clock may be ahead of the time that has passed, as far as this server knows, in milliseconds: a day. */
export declare const MAX_LEAP_MS = 86400000;
/** What the time is told from. */
export interface SteadyClockInit {
    readonly store: Store;
    readonly clock: Clock;
    /** Milliseconds from any fixed point, as they really pass. */
    readonly elapsed: () => number;
}
/** See the module comment. */
export declare class SteadyClock implements Clock {
    #private;
    private constructor();
    /**
     * Goes on from the time that was noted last.
     *
     * @param newest - The newest time that is known otherwise, for a store in which none was noted.
     * @throws {TalosError} `E_STORAGE_CORRUPT` for a note that is none; what the store throws.
     */
    static open(init: SteadyClockInit, newest: () => Promise<number | undefined>): Promise<SteadyClock>;
    now(): number;
    /** Notes how late it is, durably; never an earlier time than before, whoever noted that. @throws what the store throws. */
    note(): Promise<void>;
}

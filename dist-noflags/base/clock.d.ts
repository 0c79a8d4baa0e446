/**
 * The clock port. Time is an argument everywhere below `agent/`; adapters and tests pass a clock.
 *
 * @module
 */
/** A source of wall-clock time. */
export interface Clock {
    /** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
    now(): number;
}
/** The clock of the system. It may jump; what must not go back takes the highest time seen (PROTOCOL.md §8.4). */
export declare const systemClock: Clock;
/** A clock that moves only when told to. */
export declare class ManualClock implements Clock {
    #private;
    /** @param now - The first time, in milliseconds since 1970. */
    constructor(now: number);
    now(): number;
    /** Moves the clock by `ms`, backwards where negative. */
    advance(ms: number): void;
}

/**
 * The clock port. Time is an argument everywhere below `agent/`; adapters and tests pass a clock.
 *
 * @module
 */
/** The clock of the system. It may jump; what must not go back takes the highest time seen (PROTOCOL.md §8.4). */
export const systemClock = { now: () => Date.now() };
/** A clock that moves only when told to. */
export class ManualClock {
    #now;
    /** @param now - The first time, in milliseconds since 1970. */
    constructor(now) {
        this.#now = now;
    }
    now() {
        return this.#now;
    }
    /** Moves the clock by `ms`, backwards where negative. */
    advance(ms) {
        this.#now += ms;
    }
}

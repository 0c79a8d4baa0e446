/**
 * Whether it is time: the windows of a scope, against what the clocks of their zones show. PROTOCOL.md §8.2.
 *
 * @module
 */
import { clockOf } from "./window.js";
const MINUTE_MS = 60_000;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Some windows. Clocks change on the minute, so that the last answer serves for all of one. */
export class WindowClock {
    #windows;
    #clocks = new Map();
    #minute = Number.NaN;
    #isWithin = false;
    /** @param windows - From `readWindow`. */
    constructor(windows) {
        this.#windows = windows;
    }
    /** Whether one of them holds. @param nowMs - Milliseconds since 1970. */
    isWithin(nowMs) {
        const minute = Math.floor(nowMs / MINUTE_MS);
        if (minute !== this.#minute) {
            this.#isWithin = Number.isSafeInteger(minute) && this.#windows.some((window) => this.#holds(window, minute));
            this.#minute = minute;
        }
        return this.#isWithin;
    }
    #holds({ zone, days, from, to }, minute) {
        const shown = this.#shown(zone, minute);
        // Two digits each: the order of the texts is the order of the times.
        if (shown === undefined || shown.time < from || shown.time >= to)
            return false;
        return days === undefined || days.includes(shown.day);
    }
    /** What is shown in `zone`: day of the week from 1, Monday, and time; `undefined` where it cannot be known. */
    #shown(zone, minute) {
        const clock = this.#clocks.get(zone) ?? clockOf(zone);
        const date = new Date(minute * MINUTE_MS);
        if (clock === undefined || Number.isNaN(date.getTime()))
            return undefined;
        this.#clocks.set(zone, clock);
        const parts = new Map(clock.formatToParts(date).map(({ type, value }) => [type, value]));
        const day = DAYS.indexOf(parts.get('weekday') ?? '') + 1;
        return day === 0 ? undefined : { day, time: `${parts.get('hour')}:${parts.get('minute')}` };
    }
}

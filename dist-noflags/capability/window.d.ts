import type { Json } from '../codec/json.ts';
/** Most windows of a scope. */
export declare const MAX_WINDOWS = 16;
/** Longest name of a zone, in characters. */
export declare const MAX_ZONE_NAME = 64;
/** When calls may be made: on these days, from one time of the day to before another. */
export interface TimeWindow {
    /** Name of a zone of the IANA data base, as `Europe/Berlin` or `UTC`. */
    readonly zone: string;
    /** Days of the week, 1 (Monday) to 7, ascending; every day where absent. */
    readonly days?: readonly number[];
    /** `HH:MM`, included. */
    readonly from: string;
    /** `HH:MM` after `from`, excluded; `24:00` is the end of the day. */
    readonly to: string;
}
/**
 * Reads one window.
 *
 * @throws {TalosError} `E_MALFORMED` or `MALFORMED` for another form, a zone that is not known here, days that are out
 *   of order or twice, and a window without a minute.
 */
export declare function readWindow(json: Json, name: string): TimeWindow;
/** What the clock and the calendar of `zone` show; `undefined` for a zone that is not known here. */
export declare function clockOf(zone: string): Intl.DateTimeFormat | undefined;

import type { RateLimit } from './scope-members.ts';
import { type TimeWindow } from './window.ts';
/** Reads a rate: `10/min`, `100/h`, `5/30s`. @throws {TalosError} `E_USAGE`. */
export declare function parseRate(text: string): RateLimit;
/** Reads a number of bytes: `1000`, `64KiB`, `10MB`. @throws {TalosError} `E_USAGE`, for zero too. */
export declare function parseSize(text: string): number;
/**
 * Reads a time window: days of the week, where they matter, the time of the day, the zone. Days are named alone, in
 * lists and from one to another, also over the end of the week: `mon,wed`, `mon-fri`, `fri-mon`.
 *
 * @throws {TalosError} `E_USAGE`.
 */
export declare function parseWindow(text: string): TimeWindow;

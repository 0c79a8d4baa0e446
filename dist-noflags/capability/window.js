/**
 * Time windows: hours of the day and days of the week, in a zone that is named. PROTOCOL.md §8.2.
 *
 * What the clocks of the zone show decides: an hour that they leave out in spring is in no window, one that they show
 * twice in autumn is in both times.
 *
 * @module
 */
import { readArray, readInteger, readObject, readString } from "../codec/fields.js";
import { malformed } from "./verdict.js";
/** Most windows of a scope. */
export const MAX_WINDOWS = 16;
/** Longest name of a zone, in characters. */
export const MAX_ZONE_NAME = 64;
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const TIME = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
/**
 * Reads one window.
 *
 * @throws {TalosError} `E_MALFORMED` or `MALFORMED` for another form, a zone that is not known here, days that are out
 *   of order or twice, and a window without a minute.
 */
export function readWindow(json, name) {
    const fields = readObject(json, { required: ['zone', 'from', 'to'], optional: ['days'] }, name);
    const zone = readString(fields.zone, `${name}.zone`, { min: 1, max: MAX_ZONE_NAME, pattern: ZONE });
    if (clockOf(zone) === undefined)
        throw malformed(`${name}: a zone that is not known here`);
    const from = readString(fields.from, `${name}.from`, { pattern: TIME });
    const to = fields.to === '24:00' ? '24:00' : readString(fields.to, `${name}.to`, { pattern: TIME });
    // Two digits each: the order of the texts is the order of the times.
    if (from >= to)
        throw malformed(`${name}: from must be before to`);
    if (fields.days === undefined)
        return { zone, from, to };
    const days = readArray(fields.days, `${name}.days`, { min: 1, max: 7 }, (day, at) => readInteger(day, at, { min: 1, max: 7 }));
    if (days.some((day, i) => i > 0 && day <= (days[i - 1] ?? 0)))
        throw malformed(`${name}: days must ascend`);
    return { zone, days, from, to };
}
/** What the clock and the calendar of `zone` show; `undefined` for a zone that is not known here. */
export function clockOf(zone) {
    try {
        return new Intl.DateTimeFormat('en-US', {
            timeZone: zone,
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
        });
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}

/**
 * Terms of a grant in a person's words: rates, sizes and times as the commands take them. No format of the protocol.
 *
 * @module
 */
import { isTalosError, TalosError } from "../base/errors.js";
import { MAX_SCOPE_SECONDS } from "./scope-members.js";
import { readWindow } from "./window.js";
const UNITS_S = new Map([
    ...['s', 'sec', 'second'].map((unit) => [unit, 1]),
    ...['m', 'min', 'minute'].map((unit) => [unit, 60]),
    ...['h', 'hour'].map((unit) => [unit, 3600]),
    ...['d', 'day'].map((unit) => [unit, 86_400]),
]);
function misread(what, hint, cause) {
    return new TalosError('E_USAGE', what, { hint, ...(cause === undefined ? {} : { cause }) });
}
/** Reads a rate: `10/min`, `100/h`, `5/30s`. @throws {TalosError} `E_USAGE`. */
export function parseRate(text) {
    const [, count, times = '1', unit = ''] = /^([1-9][0-9]{0,14})\/([1-9][0-9]{0,7})?([a-z]+)$/.exec(text) ?? [];
    const seconds = Number(times) * (UNITS_S.get(unit) ?? Number.NaN);
    if (count === undefined || !(seconds <= MAX_SCOPE_SECONDS))
        throw misread(`a rate that is not understood: ${quotedText(text)}`, 'write it like 10/min, 100/h or 5/30s');
    return { count: Number(count), seconds };
}
/** What was typed, at most so much that a line shows it. */
function quotedText(text) {
    return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
const SIZES = new Map([
    ['', 1],
    ['B', 1],
    ['kB', 1e3],
    ['KB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
    ['KiB', 2 ** 10],
    ['MiB', 2 ** 20],
    ['GiB', 2 ** 30],
]);
/** Reads a number of bytes: `1000`, `64KiB`, `10MB`. @throws {TalosError} `E_USAGE`, for zero too. */
export function parseSize(text) {
    const [, count, unit = ''] = /^([1-9][0-9]{0,14})([A-Za-z]{0,3})$/.exec(text) ?? [];
    const bytes = Number(count) * (SIZES.get(unit) ?? Number.NaN);
    if (!Number.isSafeInteger(bytes))
        throw misread(`a size that is not understood: ${quotedText(text)}`, 'write it like 1000, 64KiB or 10MB');
    return bytes;
}
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WINDOW_HINT = "write it like 'mon-fri 09:00-17:00 Europe/Berlin' or '22:00-24:00 UTC'";
/**
 * Reads a time window: days of the week, where they matter, the time of the day, the zone. Days are named alone, in
 * lists and from one to another, also over the end of the week: `mon,wed`, `mon-fri`, `fri-mon`.
 *
 * @throws {TalosError} `E_USAGE`.
 */
export function parseWindow(text) {
    const [, days, from, to = '', zone = ''] = /^(?:([A-Za-z,-]{3,64}) )?([0-9:]{5})-([0-9:]{5}) (\S{1,64})$/.exec(text.trim().replaceAll(/ +/g, ' ')) ?? [];
    if (from === undefined)
        throw misread(`a window that is not understood: ${quotedText(text)}`, WINDOW_HINT);
    const window = { zone, from, to, ...(days === undefined ? {} : { days: daysOf(days.toLowerCase()) }) };
    try {
        return readWindow(window, 'window');
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED') || isTalosError(error, 'E_MALFORMED'))
            throw misread(`a window that is not understood: ${error.message}`, WINDOW_HINT, error);
        throw error;
    }
}
function daysOf(text) {
    const days = new Set();
    for (const part of text.split(',')) {
        const [first = '', last = first, ...more] = part.split('-');
        const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
        if (from < 0 || to < 0 || more.length > 0)
            throw misread('days that are not understood', WINDOW_HINT);
        for (let i = 0; i <= (to - from + 7) % 7; i++) {
            const day = ((from + i) % 7) + 1;
            if (days.has(day))
                throw misread('a day is named twice', WINDOW_HINT);
            days.add(day);
        }
    }
    return [...days].sort((a, b) => a - b);
}

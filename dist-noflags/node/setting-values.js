/**
 * Values as people write them in a setting, an option or a variable. All refuse with `E_USAGE`, naming what is wrong.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
const UNIT_S = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** A mistake in the command line. */
export function usage(message, hint = '') {
    return new TalosError('E_USAGE', message, { hint });
}
/** Seconds of a duration: a whole number with `s`, `m`, `h`, `d` or `w`, such as `15m`; at least 1 s. */
export function durationS(text, option) {
    const match = /^([1-9][0-9]{0,8})([smhdw])$/.exec(text);
    const seconds = Number(match?.[1]) * UNIT_S[(match?.[2] ?? 's')];
    if (!Number.isSafeInteger(seconds))
        throw usage(`${option} is no duration: "${text}"`, 'write 30s, 15m, 24h or 7d');
    return seconds;
}
/** A duration for people, in its largest whole unit. */
export function durationText(seconds) {
    for (const [unit, size] of Object.entries(UNIT_S).reverse())
        if (seconds % size === 0 && seconds >= size && unit !== 'w')
            return `${seconds / size}${unit}`;
    return `${seconds}s`;
}
/** A whole number from `least` to `most`. */
export function wholeNumber(text, option, least, most) {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
        throw usage(`${option} must be ${least} to ${most}, got "${text}"`);
    return value;
}
const UNIT_BYTES = { '': 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
/** Bytes of a size: a whole number, alone or with `KiB`, `MiB`, `GiB`, `KB`, `MB` or `GB`; at most `most`. */
export function sizeBytes(text, option, most) {
    const match = /^(\d{1,15}) ?((?:[KMG]i?B)?)$/.exec(text);
    const bytes = Number(match?.[1]) * UNIT_BYTES[(match?.[2] ?? '')];
    if (!Number.isSafeInteger(bytes))
        throw usage(`${option} is no size: "${text}"`, 'write 100MiB, 2GiB or a number of bytes');
    if (bytes > most)
        throw usage(`${option} is at most ${sizeText(most)}: "${text}"`);
    return bytes;
}
/** A size for people, in its largest whole unit. */
export function sizeText(bytes) {
    for (const unit of ['GiB', 'MiB', 'KiB'])
        if (bytes > 0 && bytes % UNIT_BYTES[unit] === 0)
            return `${bytes / UNIT_BYTES[unit]}${unit}`;
    return String(bytes);
}

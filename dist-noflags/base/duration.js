/**
 * Durations as people type them: `7d`, `1h`, `15m`, `30s`.
 *
 * @module
 */
import { TalosError } from "./errors.js";
const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Longest duration that is read, in milliseconds: 400 days, beyond which nothing here lives. */
export const MAX_DURATION_MS = 400 * 86_400_000;
/**
 * Reads one whole number and its unit, for example `15m`.
 *
 * @returns Milliseconds, 1,000 to {@link MAX_DURATION_MS}.
 * @throws {TalosError} `E_USAGE` for any other text, for zero, and for more than 400 days.
 */
export function parseDuration(text) {
    const [, count, unit] = /^([1-9][0-9]{0,8})([smhd])$/.exec(text) ?? [];
    const ms = Number(count) * (UNITS_MS[unit ?? ''] ?? Number.NaN);
    if (!(ms <= MAX_DURATION_MS))
        throw new TalosError('E_USAGE', 'not a duration of at most 400 days', { hint: 'write it like 30s, 15m, 1h or 7d' });
    return ms;
}

/** Longest duration that is read, in milliseconds: 400 days, beyond which nothing here lives. */
export declare const MAX_DURATION_MS: number;
/**
 * Reads one whole number and its unit, for example `15m`.
 *
 * @returns Milliseconds, 1,000 to {@link MAX_DURATION_MS}.
 * @throws {TalosError} `E_USAGE` for any other text, for zero, and for more than 400 days.
 */
export declare function parseDuration(text: string): number;

/** Longest pattern, in UTF-16 units. */
export declare const MAX_PATTERN = 512;
/** Longest text that a pattern matches, in UTF-16 units. A longer one never matches. */
export declare const MAX_PATTERN_SUBJECT = 4096;
/** Greatest weight of a pattern: with {@link MAX_PATTERN_SUBJECT} it bounds one match to 2 million steps. */
export declare const MAX_PATTERN_WEIGHT = 500;
/** Greatest weight of all patterns of a scope: it bounds reading a token, and one call. */
export declare const MAX_SCOPE_PATTERN_WEIGHT = 1000;
/** What is left of {@link MAX_SCOPE_PATTERN_WEIGHT} while a scope is read. */
export interface PatternRoom {
    weight: number;
}
/** All of it. */
export declare function patternRoom(): PatternRoom;
/**
 * Checks that `pattern` is one: RE2 syntax without `\Q`, 1 to {@link MAX_PATTERN} units, of at most
 * {@link MAX_PATTERN_WEIGHT} and of what is left in `room`, which becomes less.
 *
 * @returns `pattern`.
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export declare function parsePattern(pattern: string, room: PatternRoom): string;
/** Whether all of `text` matches `pattern`, which {@link parsePattern} accepted. */
export declare function matchesPattern(pattern: string, text: string): boolean;
/**
 * How large `pattern` is once its counted repetitions are written out. Every sign weighs 1, an escape and a class 1
 * each; what weighs w weighs w·n + 1 under `{n}` and `{n,}`, w·m + (m − n) + 1 under `{n,m}`, where n or m before the
 * dot count at least 1.
 *
 * @throws {TalosError} `MALFORMED` for `\Q`, whose text would have to be read otherwise.
 */
export declare function weightOf(pattern: string): number;

/** Longest pattern, in UTF-16 units: with {@link MAX_GLOB_SUBJECT} it bounds one match to 4 million steps. */
export declare const MAX_GLOB_PATTERN = 1024;
/** Longest text that a pattern matches, in UTF-16 units: the longest path of Linux. A longer one never matches. */
export declare const MAX_GLOB_SUBJECT = 4096;
/**
 * Checks that `pattern` is one: 1 to {@link MAX_GLOB_PATTERN} units, `**` only as a whole segment, no `.` or `..`
 * segment, no NUL, no backslash (there is no escape).
 *
 * @returns `pattern`.
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export declare function parseGlob(pattern: string): string;
/**
 * Whether `text` matches `pattern`, which {@link parseGlob} accepted: segment by segment, all of it.
 *
 * `*` stands for any run of characters of a segment, `?` for one (a code point), `**` for any number of segments.
 * A segment that a wildcard matches is not empty, not `.` or `..`, and holds no NUL and no backslash.
 */
export declare function matchesGlob(pattern: string, text: string): boolean;
/** The end of the segment that starts at `from`: the next slash or the end of the text. */
export declare function segmentEnd(text: string, from: number): number;
/** Whether the segment `[from, end)` is a name: not empty, not `.` or `..`, without NUL and backslash. */
export declare function isPlainSegment(text: string, from: number, end: number): boolean;

/**
 * Patterns over texts of `/`-separated segments. PROTOCOL.md §8.2.
 *
 * Matching walks both texts with one point to return to a level, so that the time is at most proportional to the
 * product of both lengths; both are bounded. No regular expression is made from a pattern.
 *
 * @module
 */
import { malformed } from "./verdict.js";
/** Longest pattern, in UTF-16 units: with {@link MAX_GLOB_SUBJECT} it bounds one match to 4 million steps. */
export const MAX_GLOB_PATTERN = 1024;
/** Longest text that a pattern matches, in UTF-16 units: the longest path of Linux. A longer one never matches. */
export const MAX_GLOB_SUBJECT = 4096;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const STAR = 0x2a;
const QUESTION = 0x3f;
const DOT = 0x2e;
/**
 * Checks that `pattern` is one: 1 to {@link MAX_GLOB_PATTERN} units, `**` only as a whole segment, no `.` or `..`
 * segment, no NUL, no backslash (there is no escape).
 *
 * @returns `pattern`.
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export function parseGlob(pattern) {
    if (pattern.length === 0 || pattern.length > MAX_GLOB_PATTERN)
        throw malformed(`glob must be 1 to ${MAX_GLOB_PATTERN} characters`);
    if (pattern.includes('\0') || pattern.includes('\\'))
        throw malformed('glob holds a NUL or a backslash');
    for (let from = 0; from <= pattern.length;) {
        const end = segmentEnd(pattern, from);
        const segment = pattern.slice(from, end);
        if (segment === '.' || segment === '..')
            throw malformed('glob holds a relative segment');
        if (segment !== '**' && segment.includes('**'))
            throw malformed('glob: ** must be a whole segment');
        from = end + 1;
    }
    return pattern;
}
/**
 * Whether `text` matches `pattern`, which {@link parseGlob} accepted: segment by segment, all of it.
 *
 * `*` stands for any run of characters of a segment, `?` for one (a code point), `**` for any number of segments.
 * A segment that a wildcard matches is not empty, not `.` or `..`, and holds no NUL and no backslash.
 */
export function matchesGlob(pattern, text) {
    if (text.length > MAX_GLOB_SUBJECT)
        return false;
    let p = 0;
    let t = 0;
    // Where to go on when the segments after the last `**` do not fit: it takes one segment more.
    let afterStars = -1;
    let taken = 0;
    while (t <= text.length) {
        if (p <= pattern.length) {
            const pEnd = segmentEnd(pattern, p);
            if (isDoubleStar(pattern, p, pEnd)) {
                p = afterStars = pEnd + 1;
                taken = t;
                continue;
            }
            const tEnd = segmentEnd(text, t);
            if (matchesSegment(pattern, p, pEnd, text, t, tEnd)) {
                p = pEnd + 1;
                t = tEnd + 1;
                continue;
            }
        }
        if (afterStars < 0)
            return false;
        const end = segmentEnd(text, taken);
        if (!isPlainSegment(text, taken, end))
            return false;
        t = taken = end + 1;
        p = afterStars;
    }
    return onlyDoubleStars(pattern, p);
}
/** The end of the segment that starts at `from`: the next slash or the end of the text. */
export function segmentEnd(text, from) {
    const slash = text.indexOf('/', from);
    return slash < 0 ? text.length : slash;
}
/** Whether the segment `[from, end)` is a name: not empty, not `.` or `..`, without NUL and backslash. */
export function isPlainSegment(text, from, end) {
    const length = end - from;
    if (length === 0)
        return false;
    if (length <= 2 && text.charCodeAt(from) === DOT && text.charCodeAt(end - 1) === DOT)
        return false;
    for (let i = from; i < end; i++) {
        const unit = text.charCodeAt(i);
        if (unit === 0 || unit === BACKSLASH)
            return false;
    }
    return true;
}
function isDoubleStar(pattern, from, end) {
    return end - from === 2 && pattern.charCodeAt(from) === STAR && pattern.charCodeAt(from + 1) === STAR;
}
function onlyDoubleStars(pattern, from) {
    for (let p = from; p <= pattern.length;) {
        const end = segmentEnd(pattern, p);
        if (!isDoubleStar(pattern, p, end))
            return false;
        p = end + 1;
    }
    return true;
}
function matchesSegment(pattern, p0, pEnd, text, t0, tEnd) {
    let p = p0;
    let t = t0;
    let hasWildcard = false;
    let afterStar = -1;
    let taken = 0;
    while (t < tEnd) {
        const unit = p < pEnd ? pattern.charCodeAt(p) : SLASH;
        if (unit === STAR) {
            hasWildcard = true;
            afterStar = ++p;
            taken = t;
        }
        else if (unit === QUESTION) {
            hasWildcard = true;
            p++;
            t += pointLength(text, t);
        }
        else if (unit === text.charCodeAt(t)) {
            p++;
            t++;
        }
        else {
            if (afterStar < 0)
                return false;
            taken += pointLength(text, taken);
            t = taken;
            p = afterStar;
        }
    }
    for (; p < pEnd && pattern.charCodeAt(p) === STAR; p++)
        hasWildcard = true;
    return p === pEnd && (!hasWildcard || isPlainSegment(text, t0, tEnd));
}
/** Units of the character at `at`: a wildcard never takes half of a surrogate pair. */
function pointLength(text, at) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800)
        return 1;
    return (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? 2 : 1;
}

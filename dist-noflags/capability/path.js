/**
 * Absolute paths as `under` compares them (PROTOCOL.md §8.2), and URIs as resource patterns compare them. Nothing is
 * normalised: a text that two readers may take for two places is refused.
 *
 * @module
 */
import { isPlainSegment, segmentEnd } from "./glob.js";
/**
 * Whether `path` is absolute, with no empty, `.` or `..` segment, NUL or backslash. The root alone is `/`; no other
 * path ends in a slash.
 */
export function isPlainPath(path) {
    if (path.charCodeAt(0) !== 0x2f)
        return false;
    if (path.length === 1)
        return true;
    for (let from = 1; from <= path.length;) {
        const end = segmentEnd(path, from);
        if (!isPlainSegment(path, from, end))
            return false;
        from = end + 1;
    }
    return true;
}
/** Whether `path` is `base` or below it, segment by segment; `base` is a path that {@link isPlainPath} accepts. */
export function isUnder(path, base) {
    if (!path.startsWith(base))
        return false;
    const isBelow = base.length === 1 || path.length === base.length || path.charCodeAt(base.length) === 0x2f;
    return isBelow && isPlainPath(path);
}
// An encoded dot, slash, backslash, percent sign or control character: readers differ in when they decode it.
const ENCODED_TRAVERSAL = /%(?:2e|2f|5c|25|7f|[01][0-9a-f])/i;
// White space and control characters are stripped by some URL parsers (WHATWG URL §4.4), backslashes become slashes.
const NOT_IN_A_URI = /[\0-\x20\x7f\\]/;
/**
 * Whether no reader of URLs takes `uri` for another place than its text says: no `.` or `..` segment, plain or
 * percent-encoded, no encoded slash, backslash, percent sign or control character, no white space. Linear.
 */
export function isPlainUri(uri) {
    if (NOT_IN_A_URI.test(uri) || ENCODED_TRAVERSAL.test(uri))
        return false;
    let from = 0;
    for (let at = 0; at <= uri.length; at++) {
        if (at < uri.length && !isSeparator(uri.charCodeAt(at)))
            continue;
        const segment = at - from <= 2 ? uri.slice(from, at) : '';
        if (segment === '.' || segment === '..')
            return false;
        from = at + 1;
    }
    return true;
}
/** A path ends at `?` or `#`, so a segment does too. */
function isSeparator(unit) {
    return unit === 0x2f || unit === 0x3f || unit === 0x23;
}

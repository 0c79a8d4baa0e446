/**
 * Patterns in the syntax of RE2, matched in a time that is linear in the text. PROTOCOL.md §8.2.
 *
 * The library walks a text once, whatever the pattern: it has no backtracking to go astray in. What a pattern compiles
 * to is bounded before it is read, by a count over its text, so that nested repetitions cost nothing; and the states
 * that matching remembers are bounded too.
 *
 * @module
 */
import { RE2JSException, RE2Set } from 're2js';
import { BoundedMap } from "../base/bounded.js";
import { malformed } from "./verdict.js";
/** Longest pattern, in UTF-16 units. */
export const MAX_PATTERN = 512;
/** Longest text that a pattern matches, in UTF-16 units. A longer one never matches. */
export const MAX_PATTERN_SUBJECT = 4096;
/** Greatest weight of a pattern: with {@link MAX_PATTERN_SUBJECT} it bounds one match to 2 million steps. */
export const MAX_PATTERN_WEIGHT = 500;
/** Greatest weight of all patterns of a scope: it bounds reading a token, and one call. */
export const MAX_SCOPE_PATTERN_WEIGHT = 1000;
/** All of it. */
export function patternRoom() {
    return { weight: MAX_SCOPE_PATTERN_WEIGHT };
}
/** Memory for states of one pattern, in bytes; beyond it matching goes on without them, more slowly. */
const STATE_BYTES = 64 * 1024;
/** Patterns that are kept compiled: with {@link STATE_BYTES} each they hold at most 16 MiB. */
const COMPILED_PATTERNS = 256;
const compiled = new BoundedMap(COMPILED_PATTERNS);
/**
 * Checks that `pattern` is one: RE2 syntax without `\Q`, 1 to {@link MAX_PATTERN} units, of at most
 * {@link MAX_PATTERN_WEIGHT} and of what is left in `room`, which becomes less.
 *
 * @returns `pattern`.
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export function parsePattern(pattern, room) {
    if (pattern.length === 0 || pattern.length > MAX_PATTERN)
        throw malformed(`pattern must be 1 to ${MAX_PATTERN} characters`);
    if (!pattern.isWellFormed())
        throw malformed('pattern holds a lone surrogate');
    const weight = weightOf(pattern);
    if (weight > MAX_PATTERN_WEIGHT)
        throw malformed('pattern is too large once its repetitions are written out');
    room.weight -= weight;
    if (room.weight < 0)
        throw malformed('patterns of the scope are too large together');
    prepared(pattern);
    return pattern;
}
/** Whether all of `text` matches `pattern`, which {@link parsePattern} accepted. */
export function matchesPattern(pattern, text) {
    if (text.length > MAX_PATTERN_SUBJECT || !text.isWellFormed())
        return false;
    return prepared(pattern).match(text).length > 0;
}
/** The pattern, read; the library compiles it when it first matches. */
function prepared(pattern) {
    const known = compiled.get(pattern);
    if (known !== undefined)
        return known;
    const set = new RE2Set(RE2Set.ANCHOR_BOTH, 0, STATE_BYTES);
    try {
        set.add(pattern);
    }
    catch (cause) {
        if (cause instanceof RE2JSException)
            throw malformed('pattern is not in the syntax of RE2', cause);
        throw cause;
    }
    compiled.set(pattern, set);
    return set;
}
// An escape that stands for many characters: no range begins with it.
const SET_ESCAPE = /^\\[dDsSwWpP]$/;
const REPETITION = /\{(0|[1-9][0-9]*)(?:,(0|[1-9][0-9]*)?)?\}/y;
/**
 * How large `pattern` is once its counted repetitions are written out. Every sign weighs 1, an escape and a class 1
 * each; what weighs w weighs w·n + 1 under `{n}` and `{n,}`, w·m + (m − n) + 1 under `{n,m}`, where n or m before the
 * dot count at least 1.
 *
 * @throws {TalosError} `MALFORMED` for `\Q`, whose text would have to be read otherwise.
 */
export function weightOf(pattern) {
    const outer = [];
    let sum = 0;
    let last = 0;
    for (let at = 0; at < pattern.length;) {
        const sign = pattern.charAt(at);
        REPETITION.lastIndex = at;
        const repetition = sign === '{' ? REPETITION.exec(pattern) : null;
        if (repetition !== null) {
            const weight = repeated(last, repetition);
            sum += weight - last;
            last = weight;
            at = REPETITION.lastIndex;
            continue;
        }
        if (sign === '(') {
            outer.push(sum);
            sum = last = 0;
        }
        else if (sign === ')' && outer.length > 0) {
            last = sum + 2;
            sum = (outer.pop() ?? 0) + last;
        }
        else {
            // A sign of repetition belongs to what it repeats.
            last = '*+?'.includes(sign) ? last + 1 : 1;
            sum++;
        }
        at = atomEnd(pattern, at);
    }
    return outer.reduce((total, each) => total + each + 1, sum);
}
/** The weight of what weighs `weight` under `{n}`, `{n,}` or `{n,m}`: a sign more for each time that may be left out. */
function repeated(weight, [, first, second]) {
    const least = Number(first);
    const most = second === undefined ? least : Number(second);
    return weight * Math.max(most, 1) + Math.max(most - least, 0) + 1;
}
/** Where the character, escape or class that begins at `at` ends. */
function atomEnd(pattern, at) {
    const sign = pattern.charAt(at);
    if (sign === '\\')
        return escapeEnd(pattern, at);
    return sign === '[' ? classEnd(pattern, at) : at + 1;
}
function escapeEnd(pattern, at) {
    const kind = pattern.charAt(at + 1);
    if (kind === 'Q')
        throw malformed('pattern holds \\Q');
    if (pattern.charAt(at + 2) === '{' && 'xpP'.includes(kind)) {
        const end = pattern.indexOf('}', at);
        if (end > 0)
            return end + 1;
    }
    return at + (kind === 'p' || kind === 'P' ? 3 : 2);
}
/** As RE2 reads a class: what looks like the name of one is none where it ends a range. */
function classEnd(pattern, start) {
    let at = start + (pattern.startsWith('[^', start) ? 2 : 1);
    // A bracket that stands first does not close.
    const first = at;
    while (at < pattern.length && (at === first || pattern.charAt(at) !== ']')) {
        const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at) : -1;
        if (named > 0)
            at = named + 2;
        else if (SET_ESCAPE.test(pattern.slice(at, at + 2)))
            at = escapeEnd(pattern, at);
        else {
            at = classCharacterEnd(pattern, at);
            const isRange = pattern.charAt(at) === '-' && pattern.charAt(at + 1) !== ']';
            if (isRange)
                at = classCharacterEnd(pattern, at + 1);
        }
    }
    return at + 1;
}
function classCharacterEnd(pattern, at) {
    return pattern.charAt(at) === '\\' ? escapeEnd(pattern, at) : at + 1;
}

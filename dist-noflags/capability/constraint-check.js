/**
 * Constraints as functions: each is made once, with what makes its answer quick (sets of values), and remembered as
 * long as the constraint itself lives.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { isFields } from "../codec/fields.js";
import { canonicalJson, isExact, JsonNumber, numberValue } from "../codec/json.js";
import { matchesGlob } from "./glob.js";
import { isPlainUri, isUnder } from "./path.js";
import { matchesPattern } from "./pattern.js";
const CHECKS = new WeakMap();
const URI_CHECKS = new WeakMap();
/** The check of `constraint`, which must not change any more. */
export function checkOf(constraint) {
    let check = CHECKS.get(constraint);
    if (check === undefined) {
        check = makeCheck(constraint);
        CHECKS.set(constraint, check);
    }
    return check;
}
/** The check of `constraint` on the URI of a resource: stricter about what a URI may look like. */
export function uriCheckOf(constraint) {
    let check = URI_CHECKS.get(constraint);
    if (check === undefined) {
        check = makeUriCheck(constraint);
        URI_CHECKS.set(constraint, check);
    }
    return check;
}
function makeUriCheck(constraint) {
    if ('anyOf' in constraint)
        return someOf(constraint.anyOf.map(uriCheckOf));
    if ('allOf' in constraint)
        return everyOf(constraint.allOf.map(uriCheckOf));
    const check = checkOf(constraint);
    if ('any' in constraint || 'exact' in constraint || 'oneOf' in constraint)
        return check;
    return (uri) => typeof uri === 'string' && isPlainUri(uri) && check(uri);
}
/** As {@link checkOf}, not remembered: for a caller that keeps it. Remembering costs several times as much as making. */
export function makeCheck(constraint) {
    if ('any' in constraint)
        return () => true;
    if ('exact' in constraint)
        return equalTo(constraint.exact);
    if ('oneOf' in constraint)
        return makeOneOf(constraint.oneOf);
    if ('noneOf' in constraint)
        return makeNoneOf(constraint.noneOf);
    if ('range' in constraint)
        return makeRange(constraint.range);
    if ('contains' in constraint)
        return makeContains(constraint.contains);
    if ('subset' in constraint)
        return makeSubset(constraint.subset);
    if ('size' in constraint)
        return makeSize(constraint.size);
    if ('count' in constraint)
        return makeCount(constraint.count);
    if ('anyOf' in constraint)
        return someOf(constraint.anyOf.map(checkOf));
    if ('allOf' in constraint)
        return everyOf(constraint.allOf.map(checkOf));
    return makeTextCheck(constraint);
}
function makeTextCheck(constraint) {
    if ('prefix' in constraint) {
        const { prefix } = constraint;
        return (value) => typeof value === 'string' && value.startsWith(prefix);
    }
    if ('suffix' in constraint) {
        const { suffix } = constraint;
        return (value) => typeof value === 'string' && value.endsWith(suffix);
    }
    if ('glob' in constraint) {
        const { glob } = constraint;
        return (value) => typeof value === 'string' && matchesGlob(glob, value);
    }
    if ('pattern' in constraint) {
        const { pattern } = constraint;
        return (value) => typeof value === 'string' && matchesPattern(pattern, value);
    }
    const { under } = constraint;
    return (value) => typeof value === 'string' && isUnder(value, under);
}
function someOf(checks) {
    return (value) => checks.some((check) => check(value));
}
function everyOf(checks) {
    return (value) => checks.every((check) => check(value));
}
function equalTo(expected) {
    if (typeof expected === 'string')
        return (value) => value === expected;
    return (value) => equalJson(expected, value);
}
/** Values to look up, in a time that does not depend on how many there are. */
class ValueSet {
    #strings = new Set();
    #numbers = new Set();
    /** The canonical texts of what is neither string nor number. */
    #others = new Set();
    constructor(values) {
        for (const value of values)
            if (typeof value === 'string')
                this.#strings.add(value);
            else if (typeof value === 'number')
                this.#numbers.add(value);
            else
                this.#others.add(canonicalJson(value));
    }
    /** Whether `value` is equal to one of them; `undefined` for a value that equals none because it is not exact. */
    has(value) {
        if (typeof value === 'string')
            return this.#strings.has(value);
        if (typeof value === 'number' || value instanceof JsonNumber)
            return isExact(value) ? this.#numbers.has(numberValue(value)) : undefined;
        const text = canonicalText(value);
        return text === undefined ? undefined : this.#others.has(text);
    }
}
/** The RFC 8785 text of `value`; `undefined` where it has none, for a number that no double carries. */
function canonicalText(value) {
    try {
        return canonicalJson(value);
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            return undefined;
        throw error;
    }
}
function makeOneOf(values) {
    const set = new ValueSet(values);
    return (value) => set.has(value) === true;
}
function makeNoneOf(values) {
    const set = new ValueSet(values);
    // What cannot be compared is not known to be another.
    return (value) => set.has(value) === false;
}
function makeContains(expected) {
    const isIt = equalTo(expected);
    return (value) => Array.isArray(value) && value.some(isIt);
}
function makeSubset(values) {
    const set = new ValueSet(values);
    return (value) => Array.isArray(value) && value.every((item) => set.has(item) === true);
}
function makeRange(range) {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
    return (value) => {
        if ((typeof value !== 'number' && !(value instanceof JsonNumber)) || !isExact(value))
            return false;
        const number = numberValue(value);
        return number >= min && number <= max;
    };
}
function makeSize({ min = 0, max = Number.POSITIVE_INFINITY }) {
    return (value) => {
        // A text of n units takes from n to 3n bytes: most need no counting.
        if (typeof value !== 'string' || value.length > max || value.length * 3 < min)
            return false;
        const bytes = utf8Length(value);
        return bytes >= min && bytes <= max;
    };
}
/** Bytes of `text` in UTF-8; a lone surrogate, which no JSON text brings, as the character that replaces it. */
function utf8Length(text) {
    let bytes = text.length;
    for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit < 0x80)
            continue;
        bytes += unit < 0x800 ? 1 : 2;
        // A pair is four bytes: two a unit.
        if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00)
            i++;
    }
    return bytes;
}
function makeCount({ min = 0, max = Number.POSITIVE_INFINITY }) {
    return (value) => {
        if (typeof value !== 'object' || value === null || value instanceof JsonNumber)
            return false;
        const count = Array.isArray(value) ? value.length : Object.keys(value).length;
        return count >= min && count <= max;
    };
}
/** Whether two values are equal as JSON: they have one RFC 8785 text, and no number was rounded to get there. */
export function equalJson(a, b) {
    if (a === b)
        return typeof a !== 'number' || Number.isFinite(a);
    if (typeof a === 'number' || a instanceof JsonNumber) {
        if (typeof b !== 'number' && !(b instanceof JsonNumber))
            return false;
        return isExact(a) && isExact(b) && numberValue(a) === numberValue(b);
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
        return false;
    if (Array.isArray(a))
        return Array.isArray(b) && equalArrays(a, b);
    return isFields(a) && isFields(b) && equalObjects(a, b);
}
function equalArrays(a, b) {
    return a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
}
function equalObjects(a, b) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length)
        return false;
    return keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}

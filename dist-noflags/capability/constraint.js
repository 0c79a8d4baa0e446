/**
 * Constraints: what one argument of a tool, one resource URI or one prompt name may be. PROTOCOL.md §8.2.
 *
 * Strings are compared as they are, byte by byte; nothing is trimmed, decoded or normalised. A kind that is not known
 * here is refused, never skipped.
 *
 * @module
 */
import { isFields, readEntries, readInteger, readObject, readString } from "../codec/fields.js";
import { canonicalJson, isExact, JsonNumber, numberValue, parseJson } from "../codec/json.js";
import { checkOf, uriCheckOf } from "./constraint-check.js";
import { parseGlob } from "./glob.js";
import { isPlainPath } from "./path.js";
import { parsePattern, patternRoom } from "./pattern.js";
import { asMalformed, malformed } from "./verdict.js";
/** Most values of `oneOf`, `noneOf` and `subset`. */
export const MAX_ONE_OF = 256;
/** Longest text of a constraint, in UTF-16 units; patterns are shorter (`MAX_GLOB_PATTERN`). */
export const MAX_CONSTRAINT_TEXT = 4096;
/** Most constraints in one, itself and all that `anyOf` and `allOf` hold counted. */
export const MAX_COMBINED = 256;
/** How deep `anyOf` and `allOf` may hold each other. */
export const MAX_COMBINED_DEPTH = 4;
/** The constraint that every value meets. */
export const ANY = Object.freeze({ any: true });
/**
 * Reads one constraint. Values are copied and their numbers brought to JavaScript's own.
 *
 * @throws {TalosError} `MALFORMED` for an unknown kind, two kinds or none, a wrong type, a text, list or nesting over
 *   its limit, a number that no double carries, a path or pattern that {@link holds} could never match.
 * @param patterns - What the patterns of the scope may weigh; becomes less. That of a scope of its own by default.
 */
export function parseConstraint(json, patterns = patternRoom()) {
    return asMalformed(() => readConstraint(json, { constraints: MAX_COMBINED, depth: MAX_COMBINED_DEPTH, patterns }));
}
function readConstraint(json, room) {
    if (room.constraints-- === 0)
        throw malformed(`more than ${MAX_COMBINED} constraints in one`);
    if (!isFields(json))
        throw malformed('constraint must be an object');
    const kinds = Object.keys(json);
    const kind = kinds[0];
    if (kind === undefined || kinds.length > 1)
        throw malformed('constraint must have one kind');
    const read = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (read === undefined)
        throw malformed('constraint of an unknown kind');
    return read(json[kind], room);
}
const KINDS = {
    exact: (value) => ({ exact: plainValue(value) }),
    oneOf: (values) => ({ oneOf: readValues(values, 'oneOf') }),
    noneOf: (values) => ({ noneOf: readValues(values, 'noneOf') }),
    prefix: (text) => ({ prefix: readText(text, 'prefix') }),
    suffix: (text) => ({ suffix: readText(text, 'suffix') }),
    glob: (pattern) => ({ glob: parseGlob(readText(pattern, 'glob')) }),
    pattern: (pattern, room) => ({
        pattern: parsePattern(readText(pattern, 'pattern'), room.patterns),
    }),
    under: (path) => {
        const base = readText(path, 'under');
        if (!isPlainPath(base))
            throw malformed('under must be an absolute path without empty, . or .. segments');
        return { under: base };
    },
    range: (bounds) => ({ range: readRange(bounds, 'range', plainNumber) }),
    contains: (value) => ({ contains: plainValue(value) }),
    subset: (values) => ({ subset: readValues(values, 'subset') }),
    size: (bounds) => ({ size: readRange(bounds, 'size', wholeNumber) }),
    count: (bounds) => ({ count: readRange(bounds, 'count', wholeNumber) }),
    any: (value) => {
        if (value !== true)
            throw malformed('any must be true');
        return ANY;
    },
    anyOf: (list, room) => ({ anyOf: readCombined(list, 'anyOf', room) }),
    allOf: (list, room) => ({ allOf: readCombined(list, 'allOf', room) }),
};
function readCombined(list, name, room) {
    if (room.depth === 0)
        throw malformed(`${name} deeper than ${MAX_COMBINED_DEPTH}`);
    const inner = { ...room, depth: room.depth - 1 };
    const read = readEntries(list, name, { min: 1, max: MAX_COMBINED }, (each) => readConstraint(each, inner));
    room.constraints = inner.constraints;
    return read;
}
function readValues(values, name) {
    return readEntries(values, name, { min: 1, max: MAX_ONE_OF }, plainValue);
}
function readText(value, name) {
    const text = readString(value, name, { min: 1, max: MAX_CONSTRAINT_TEXT });
    if (!text.isWellFormed())
        throw malformed(`${name} holds a lone surrogate`);
    return text;
}
const BOUNDS = { required: [], optional: ['min', 'max'] };
function readRange(bounds, name, read) {
    const fields = readObject(bounds, BOUNDS, name);
    const min = fields.min === undefined ? undefined : read(fields.min);
    const max = fields.max === undefined ? undefined : read(fields.max);
    if (min === undefined && max === undefined)
        throw malformed(`${name} must have a bound`);
    if (min === undefined)
        return { max: max };
    if (max === undefined)
        return { min };
    if (min > max)
        throw malformed(`${name} is empty`);
    return { min, max };
}
function wholeNumber(value) {
    return readInteger(value, 'bound');
}
function plainNumber(value) {
    if ((typeof value !== 'number' && !(value instanceof JsonNumber)) || !isExact(value))
        throw malformed('bound must be an exact finite number');
    // RFC 8785 §3.2.2.3 knows no negative zero.
    return numberValue(value) + 0;
}
function readPlainText(value) {
    if (value.length > MAX_CONSTRAINT_TEXT)
        throw malformed(`value exceeds ${MAX_CONSTRAINT_TEXT} characters`);
    if (!value.isWellFormed())
        throw malformed('value holds a lone surrogate');
    return value;
}
/** A copy without number tokens and negative zeros, nested as deep as JSON is. */
function plainValue(value) {
    if (typeof value === 'boolean' || value === null)
        return value;
    if (typeof value === 'string')
        return readPlainText(value);
    return parseJson(canonicalJson(value));
}
/**
 * Whether `value` meets `constraint`. A value that holds a number no double carries equals nothing, is in no range and
 * is not known to be none of some.
 *
 * @param constraint - From {@link parseConstraint}, not changed since.
 */
export function holds(constraint, value) {
    return checkOf(constraint)(value);
}
/**
 * Whether the resource `uri` meets `constraint`. All kinds but `any` and those that name values in full (`exact`,
 * `oneOf`) hold only for a URI that all readers take for one place (`isPlainUri`).
 */
export function holdsForUri(constraint, uri) {
    return uriCheckOf(constraint)(uri);
}

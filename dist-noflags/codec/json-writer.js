/**
 * The writer behind `json.ts`, which is what to import.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { isExact, JsonNumber, numberValue } from "./json-number.js";
/** Keys as they come, tokens as they were read. */
export const COMPACT = { sorted: false, number: ({ token }) => token };
/** RFC 8785; a number that no double carries is refused. */
export const CANONICAL = {
    sorted: true,
    number: (number) => {
        if (!isExact(number))
            throw notJson('a number that a double does not carry');
        return String(numberValue(number));
    },
};
/** RFC 8785; a number that no double carries is written as it was read. */
export const CANONICAL_KEEPING_TOKENS = {
    sorted: true,
    number: (number) => (isExact(number) ? String(numberValue(number)) : number.token),
};
function notJson(what) {
    return new TalosError('E_MALFORMED', `not canonical JSON: ${what}`);
}
/**
 * `value` in one style, nested at most `depthLeft` deep.
 *
 * @throws {TalosError} `E_MALFORMED` for what is JSON value.
 */
export function write(value, style, depthLeft) {
    if (typeof value === 'string')
        return writeString(value);
    if (typeof value === 'boolean')
        return value ? 'true' : 'false';
    if (typeof value === 'number') {
        if (!Number.isFinite(value))
            throw notJson('an infinite number or none');
        return String(value);
    }
    if (typeof value !== 'object')
        throw notJson(`a value of type ${typeof value}`);
    if (value === null)
        return 'null';
    if (value instanceof JsonNumber)
        return style.number(value);
    if (depthLeft === 0)
        throw notJson('too deep a value');
    return Array.isArray(value) ? writeArray(value, style, depthLeft) : writeObject(value, style, depthLeft);
}
function writeArray(array, style, depthLeft) {
    let text = '[';
    // By index: an iterator would skip over nothing, and holes must be refused as undefined.
    for (let i = 0; i < array.length; i++) {
        if (i > 0)
            text += ',';
        text += write(array[i], style, depthLeft - 1);
    }
    return `${text}]`;
}
function writeObject(object, style, depthLeft) {
    if (!isPlain(object))
        throw notJson('an object of a class');
    const keys = Object.keys(object);
    // RFC 8785 §3.2.3 orders keys by UTF-16 code units, as sort() and comparisons do.
    if (style.sorted && !areInOrder(keys))
        keys.sort();
    let text = '{';
    for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (i > 0)
            text += ',';
        text += `${writeString(key)}:`;
        text += write(object[key], style, depthLeft - 1);
    }
    return `${text}}`;
}
function areInOrder(keys) {
    for (let i = 1; i < keys.length; i++)
        if (keys[i] < keys[i - 1])
            return false;
    return true;
}
/** Whether nothing but fields makes the object: its prototype, where it has one, is a root. */
function isPlain(object) {
    const prototype = Object.getPrototypeOf(object);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
/** Any character that does not stand for itself in a JSON string (RFC 8785 §3.2.2.2), or needs a second look. */
const MUST_ESCAPE = /[^\u0020\u0021\u0023-\u005b\u005d-\ud7ff\ue000-\uffff]/;
/** Up to here a loop is cheaper than the call of a regular expression. */
const SHORT_TEXT = 32;
function writeString(text) {
    if (text.length <= SHORT_TEXT && isPlainAscii(text))
        return `"${text}"`;
    if (!MUST_ESCAPE.test(text))
        return `"${text}"`;
    if (!text.isWellFormed())
        throw notJson('a lone surrogate');
    // RFC 8785 §3.2.2.2 is ECMAScript's own escaping.
    return JSON.stringify(text);
}
function isPlainAscii(text) {
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c)
            return false;
    }
    return true;
}

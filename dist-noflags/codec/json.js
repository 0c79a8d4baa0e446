/**
 * The one reader of JSON that others wrote, and the one writer of JSON that is hashed or signed.
 *
 * The reader accepts RFC 8259 less every freedom that two parsers use differently: no duplicate keys, no byte-order
 * mark, no lone surrogates, bounded depth and size. The writer gives compact JSON, or RFC 8785 (JCS).
 *
 * Numbers are read as written: a token that is not JavaScript's own text of its value (`1.0`, `1e2`, `-0`, 2^53 + 1,
 * `1e400`) stays a {@link JsonNumber}, so that writing gives it back and nothing is rounded unseen.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { JsonParser } from "./json-parser.js";
import { CANONICAL, CANONICAL_KEEPING_TOKENS, COMPACT, write } from "./json-writer.js";
export { isExact, JsonNumber, numberValue } from "./json-number.js";
/** Deepest nesting of arrays and objects that is read or written: far above real use, far below any stack's end. */
export const MAX_JSON_DEPTH = 64;
/** Most bytes of one JSON text, where the caller sets no lower limit: the payload of one frame. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024;
/**
 * Reads one JSON text, strictly.
 *
 * Strings of the result may share memory with the text: a short one that is kept can keep all of it.
 *
 * @param text - UTF-8, or a string.
 * @throws {TalosError} `E_LIMIT` over `maxBytes`, before anything is read; `E_MALFORMED` for whatever else is wrong.
 */
export function parseJson(text, limits = {}) {
    return parserOf(text, limits).parse();
}
/**
 * Reads one JSON text that must be its own RFC 8785 form, to the byte.
 *
 * @throws {TalosError} as {@link parseJson}, and `E_MALFORMED` for any other form of the value.
 */
export function parseCanonicalJson(bytes, limits = {}) {
    const parser = parserOf(bytes, limits);
    const value = parser.parse();
    // Strict decoding of UTF-8 loses nothing, so a canonical text is canonical bytes.
    if (!parser.isCanonical)
        throw new TalosError('E_MALFORMED', 'JSON is not in its canonical form');
    return value;
}
function parserOf(text, { maxDepth = MAX_JSON_DEPTH, maxBytes = MAX_JSON_BYTES }) {
    if (!(maxDepth >= 0 && maxDepth <= MAX_JSON_DEPTH))
        throw new RangeError(`maxDepth must be 0 to ${MAX_JSON_DEPTH}, got ${maxDepth}`);
    return new JsonParser(textWithin(text, maxBytes), maxDepth);
}
function textWithin(text, maxBytes) {
    // A string of n units takes from n to 3n bytes, so most need no counting.
    const isOver = text.length > maxBytes || (typeof text === 'string' && text.length * 3 > maxBytes && byteLength(text) > maxBytes);
    if (isOver)
        throw new TalosError('E_LIMIT', `JSON text exceeds ${maxBytes} bytes`, { details: { maxBytes } });
    if (typeof text !== 'string')
        return fromUtf8(text);
    if (!text.isWellFormed())
        throw new TalosError('E_MALFORMED', 'JSON text holds a lone surrogate');
    return text;
}
function byteLength(text) {
    return utf8(text).length;
}
/**
 * `value` as compact JSON: keys in the order of the object, number tokens as they were read.
 *
 * @throws {TalosError} `E_MALFORMED` for what is no {@link Json}: undefined, functions, infinite numbers, lone
 *   surrogates, objects of a class, nesting beyond {@link MAX_JSON_DEPTH}.
 */
export function writeJson(value) {
    return write(value, COMPACT, MAX_JSON_DEPTH);
}
/**
 * `value` in the form of RFC 8785: one text a value.
 *
 * @throws {TalosError} `E_MALFORMED` as {@link writeJson}, and for a number that no double carries (`isExact`) unless
 *   `keepTokens` is set.
 */
export function canonicalJson(value, options = {}) {
    return write(value, options.keepTokens === true ? CANONICAL_KEEPING_TOKENS : CANONICAL, MAX_JSON_DEPTH);
}
/** {@link canonicalJson} as UTF-8: what is hashed and signed. New bytes. */
export function canonicalBytes(value, options = {}) {
    return utf8(canonicalJson(value, options));
}

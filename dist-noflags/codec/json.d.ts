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
import { type Bytes } from '../base/bytes.ts';
import { type Json } from './json-parser.ts';
export { isExact, JsonNumber, numberValue } from './json-number.ts';
export type { Json, JsonObject } from './json-parser.ts';
/** Deepest nesting of arrays and objects that is read or written: far above real use, far below any stack's end. */
export declare const MAX_JSON_DEPTH = 64;
/** Most bytes of one JSON text, where the caller sets no lower limit: the payload of one frame. */
export declare const MAX_JSON_BYTES: number;
/** Limits of one reading. */
export interface JsonLimits {
    /** Deepest nesting, 0 to {@link MAX_JSON_DEPTH}, which is the default. */
    readonly maxDepth?: number;
    /** Most bytes of UTF-8; {@link MAX_JSON_BYTES} by default. */
    readonly maxBytes?: number;
}
/**
 * Reads one JSON text, strictly.
 *
 * Strings of the result may share memory with the text: a short one that is kept can keep all of it.
 *
 * @param text - UTF-8, or a string.
 * @throws {TalosError} `E_LIMIT` over `maxBytes`, before anything is read; `E_MALFORMED` for whatever else is wrong.
 */
export declare function parseJson(text: Uint8Array | string, limits?: JsonLimits): Json;
/**
 * Reads one JSON text that must be its own RFC 8785 form, to the byte.
 *
 * @throws {TalosError} as {@link parseJson}, and `E_MALFORMED` for any other form of the value.
 */
export declare function parseCanonicalJson(bytes: Uint8Array, limits?: JsonLimits): Json;
/**
 * `value` as compact JSON: keys in the order of the object, number tokens as they were read.
 *
 * @throws {TalosError} `E_MALFORMED` for what is no {@link Json}: undefined, functions, infinite numbers, lone
 *   surrogates, objects of a class, nesting beyond {@link MAX_JSON_DEPTH}.
 */
export declare function writeJson(value: Json): string;
/** How {@link canonicalJson} treats numbers that no double carries. */
export interface CanonicalOptions {
    /** Writes such a number as it was read instead of refusing it: for commitments to what others wrote. */
    readonly keepTokens?: boolean;
}
/**
 * `value` in the form of RFC 8785: one text a value.
 *
 * @throws {TalosError} `E_MALFORMED` as {@link writeJson}, and for a number that no double carries (`isExact`) unless
 *   `keepTokens` is set.
 */
export declare function canonicalJson(value: Json, options?: CanonicalOptions): string;
/** {@link canonicalJson} as UTF-8: what is hashed and signed. New bytes. */
export declare function canonicalBytes(value: Json, options?: CanonicalOptions): Bytes;

import { JsonNumber } from './json-number.ts';
/** A JSON value. Objects that were read inherit nothing; `__proto__` is a key like any other. */
export type Json = null | boolean | number | string | JsonNumber | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
    readonly [key: string]: Json;
}
/** Parses one text, once. The text must be well-formed UTF-16. */
export declare class JsonParser {
    private readonly text;
    private at;
    private depthLeft;
    private canonical;
    /** @param maxDepth - Deepest nesting of arrays and objects; the recursion goes no deeper. */
    constructor(text: string, maxDepth: number);
    /**
     * The value of the text.
     *
     * @throws {TalosError} `E_MALFORMED`, naming the place, never the content.
     */
    parse(): Json;
    /** After {@link parse}: whether the text is the value's RFC 8785 form. Noted on the way, which spares writing it. */
    get isCanonical(): boolean;
    private fault;
    /** Skips white space; the code unit found, NaN at the end. */
    private next;
    private nextAfterSpace;
    private value;
    private literal;
    private enter;
    private leave;
    private object;
    private array;
    private key;
    private string;
    /** Where the run of characters that stand for themselves ends: at a quote, a backslash or something refused. */
    private plainEnd;
    /** The string that begins at `start`, the first escape of which is at `end`. */
    private escapedString;
    private escape;
    /** One `\u` escape, or the two of a surrogate pair: half a pair has no UTF-8 form (RFC 7493 §2.1). */
    private escapedUnits;
    private escapedUnit;
    private number;
    /** The value of the digits from `first` to here, exact as long as they are {@link SAFE_DIGITS} at most. */
    private wholeNumber;
    private fractionAndExponent;
    /** Skips one digit or more. */
    private digits;
}

/**
 * JSON numbers as they were written, and what a double makes of them.
 *
 * @module
 */
/** A number kept as the token it was written with, because JavaScript would write its value in another way. */
export declare class JsonNumber {
    /** The token, as RFC 8259 §6 spells numbers. */
    readonly token: string;
    /**
     * @param token - For example `9007199254740993`.
     * @throws {RangeError} if `token` is no number of RFC 8259 §6.
     */
    constructor(token: string);
}
/** The nearest double of a number that was read; infinite where the token is beyond all doubles. */
export declare function numberValue(number: number | JsonNumber): number;
/**
 * Whether a double carries `number`: its shortest text, as RFC 8785 writes it, has the token's decimal value.
 *
 * `1.0`, `1e2` and `-0` are exact; 2^53 + 1, `1e400`, `1e-400` and `0.1000000000000000055511` are not.
 */
export declare function isExact(number: number | JsonNumber): boolean;

import { JsonNumber } from './json-number.ts';
/** What one way of writing does with keys and with number tokens. */
export interface JsonStyle {
    readonly sorted: boolean;
    readonly number: (number: JsonNumber) => string;
}
/** Keys as they come, tokens as they were read. */
export declare const COMPACT: JsonStyle;
/** RFC 8785; a number that no double carries is refused. */
export declare const CANONICAL: JsonStyle;
/** RFC 8785; a number that no double carries is written as it was read. */
export declare const CANONICAL_KEEPING_TOKENS: JsonStyle;
/**
 * `value` in one style, nested at most `depthLeft` deep.
 *
 * @throws {TalosError} `E_MALFORMED` for what is JSON value.
 */
export declare function write(value: unknown, style: JsonStyle, depthLeft: number): string;

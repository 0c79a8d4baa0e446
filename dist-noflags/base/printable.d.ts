/**
 * Text of others on one line, for people: shown, never obeyed by what shows it.
 *
 * @module
 */
/** Control characters, what changes the direction of text, what is invisible, and halves of surrogate pairs; each of them. */
export declare const UNPRINTABLE: RegExp;
/** Longest foreign text that is shown in a line, in characters; the rest is cut and said to be. */
export declare const MAX_SHOWN = 2000;
/** `text` on one line, with everything that a terminal would act on or hide written as `\u{hex}`. */
export declare function printable(text: string): string;
/** JSON text on one line: unprintable characters, which stand only within its strings or as space, as `\uHHHH`. */
export declare function printableJson(text: string): string;

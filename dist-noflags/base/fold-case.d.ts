/**
 * Case as some readers of JSON do not regard it.
 *
 * @module
 */
/** Simple case folding as far as ASCII names are concerned: the long s and the Kelvin sign fold into letters. */
export declare function foldCase(text: string): string;

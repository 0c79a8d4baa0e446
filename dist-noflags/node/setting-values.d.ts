/**
 * Values as people write them in a setting, an option or a variable. All refuse with `E_USAGE`, naming what is wrong.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
/** A mistake in the command line. */
export declare function usage(message: string, hint?: string): TalosError<'E_USAGE'>;
/** Seconds of a duration: a whole number with `s`, `m`, `h`, `d` or `w`, such as `15m`; at least 1 s. */
export declare function durationS(text: string, option: string): number;
/** A duration for people, in its largest whole unit. */
export declare function durationText(seconds: number): string;
/** A whole number from `least` to `most`. */
export declare function wholeNumber(text: string, option: string, least: number, most: number): number;
/** Bytes of a size: a whole number, alone or with `KiB`, `MiB`, `GiB`, `KB`, `MB` or `GB`; at most `most`. */
export declare function sizeBytes(text: string, option: string, most: number): number;
/** A size for people, in its largest whole unit. */
export declare function sizeText(bytes: number): string;

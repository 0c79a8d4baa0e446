/** Bytes over memory of their own; what every function here returns. */
export type Bytes = Uint8Array<ArrayBuffer>;
/**
 * Asserts that `value` is bytes, of `length` where one is given.
 *
 * @throws {TypeError} if `value` is no `Uint8Array`.
 * @throws {RangeError} if it has another length.
 */
export declare function assertBytes(value: unknown, name: string, length?: number): asserts value is Uint8Array;
/** Joins `parts` into new bytes. */
export declare function concat(...parts: readonly Uint8Array[]): Bytes;
/**
 * Whether `a` and `b` hold the same bytes.
 *
 * The time depends on the lengths alone, so it serves for secrets of a known length.
 */
export declare function equalBytes(a: Uint8Array, b: Uint8Array): boolean;
/** Orders bytes as unsigned numbers, a prefix first: negative, zero or positive. */
export declare function compareBytes(a: Uint8Array, b: Uint8Array): number;
/** Lowercase hexadecimal, two characters a byte. */
export declare function toHex(bytes: Uint8Array): string;
/**
 * Reads what {@link toHex} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for an odd length, upper case or any other character.
 */
export declare function fromHex(text: string): Bytes;
/**
 * The UTF-8 bytes of `text`.
 *
 * @throws {TalosError} `E_MALFORMED` if `text` holds a lone surrogate, which has no UTF-8 form.
 */
export declare function utf8(text: string): Bytes;
/**
 * Writes ASCII into `room`, memory that serves again and again: new memory costs more than what is written into it.
 *
 * @returns The beginning of `room` that was written.
 * @throws {TalosError} `E_MALFORMED` for another character or a text longer than `room`.
 */
export declare function asciiInto(text: string, room: Bytes): Bytes;
/**
 * The text that `bytes` encode.
 *
 * @throws {TalosError} `E_MALFORMED` if they are not UTF-8. A byte-order mark is kept as a character.
 */
export declare function fromUtf8(bytes: Uint8Array): string;

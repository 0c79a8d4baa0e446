/**
 * Bytes: checks, joining, comparing, hexadecimal.
 *
 * @module
 */
import { TalosError } from "./errors.js";
/**
 * Asserts that `value` is bytes, of `length` where one is given.
 *
 * @throws {TypeError} if `value` is no `Uint8Array`.
 * @throws {RangeError} if it has another length.
 */
export function assertBytes(value, name, length) {
    if (!(value instanceof Uint8Array))
        throw new TypeError(`${name} must be a Uint8Array`);
    if (length !== undefined && value.length !== length)
        throw new RangeError(`${name} must be ${length} bytes, got ${value.length}`);
}
/** Joins `parts` into new bytes. */
export function concat(...parts) {
    let length = 0;
    for (const part of parts)
        length += part.length;
    const joined = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
        joined.set(part, at);
        at += part.length;
    }
    return joined;
}
/**
 * Whether `a` and `b` hold the same bytes.
 *
 * The time depends on the lengths alone, so it serves for secrets of a known length.
 */
export function equalBytes(a, b) {
    if (a.length !== b.length)
        return false;
    let difference = 0;
    for (let i = 0; i < a.length; i++)
        difference |= a[i] ^ b[i];
    return difference === 0;
}
/** Orders bytes as unsigned numbers, a prefix first: negative, zero or positive. */
export function compareBytes(a, b) {
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) {
        const difference = a[i] - b[i];
        if (difference !== 0)
            return difference;
    }
    return a.length - b.length;
}
/** The two characters of each byte, as they lie in memory whatever the order of its bytes is. */
const HEX_PAIRS = new Uint16Array(256);
const HEX_PAIR_BYTES = new Uint8Array(HEX_PAIRS.buffer);
for (let i = 0; i < HEX_PAIR_BYTES.length; i++)
    HEX_PAIR_BYTES[i] = '0123456789abcdef'.charCodeAt(i % 2 === 0 ? i >> 5 : (i >> 1) & 15);
/** Lowercase hexadecimal, two characters a byte. */
export function toHex(bytes) {
    const pairs = new Uint16Array(bytes.length);
    for (let i = 0; i < bytes.length; i++)
        pairs[i] = HEX_PAIRS[bytes[i]];
    return decoder.decode(pairs);
}
/**
 * Reads what {@link toHex} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for an odd length, upper case or any other character.
 */
export function fromHex(text) {
    const bytes = new Uint8Array(text.length >> 1);
    // One negative digit makes it negative, and it stays so.
    let faults = -(text.length & 1);
    for (let i = 0; i < bytes.length; i++) {
        const pair = (digitOf(text.charCodeAt(2 * i)) << 4) | digitOf(text.charCodeAt(2 * i + 1));
        faults |= pair;
        bytes[i] = pair;
    }
    if (faults < 0)
        throw new TalosError('E_MALFORMED', 'not lowercase hexadecimal of an even length');
    return bytes;
}
/** Value of a lowercase hexadecimal digit, by its code: `0` to `9`, `a` to `f`; -1 of any other. */
function digitOf(code) {
    if (code >= 0x30 && code <= 0x39)
        return code - 0x30;
    return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/**
 * The UTF-8 bytes of `text`.
 *
 * @throws {TalosError} `E_MALFORMED` if `text` holds a lone surrogate, which has no UTF-8 form.
 */
export function utf8(text) {
    return shortAscii(text) ?? encoded(text);
}
function encoded(text) {
    if (!text.isWellFormed())
        throw new TalosError('E_MALFORMED', 'text holds a lone surrogate');
    return encoder.encode(text);
}
/**
 * Writes ASCII into `room`, memory that serves again and again: new memory costs more than what is written into it.
 *
 * @returns The beginning of `room` that was written.
 * @throws {TalosError} `E_MALFORMED` for another character or a text longer than `room`.
 */
export function asciiInto(text, room) {
    const { read, written } = encoder.encodeInto(text, room);
    // Every other character takes more bytes than it has units.
    if (read !== text.length || written !== text.length)
        throw new TalosError('E_MALFORMED', 'text is not ASCII, or too long');
    return room.subarray(0, written);
}
/** Bytes up to here lie in the heap of V8, where they cost a tenth of bytes elsewhere and of the encoder's call. */
const SHORT_TEXT = 64;
function shortAscii(text) {
    if (text.length > SHORT_TEXT)
        return undefined;
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 0x7f)
            return undefined;
        bytes[i] = code;
    }
    return bytes;
}
/**
 * The text that `bytes` encode.
 *
 * @throws {TalosError} `E_MALFORMED` if they are not UTF-8. A byte-order mark is kept as a character.
 */
export function fromUtf8(bytes) {
    try {
        return decoder.decode(bytes);
    }
    catch (cause) {
        throw new TalosError('E_MALFORMED', 'not UTF-8', { cause });
    }
}

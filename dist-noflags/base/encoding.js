/**
 * Text forms of bytes: base64url without padding, base64 with padding, base58btc. One accepted text a value.
 *
 * @module
 */
import { fromUtf8, utf8 } from "./bytes.js";
import { TalosError } from "./errors.js";
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE58BTC = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Longest base58btc text read here, in characters: decoding is quadratic, and a DID's key needs 48. */
export const MAX_BASE58_CHARACTERS = 128;
function valuesOf(alphabet) {
    const values = new Int8Array(128).fill(-1);
    for (let i = 0; i < alphabet.length; i++)
        values[alphabet.charCodeAt(i)] = i;
    return values;
}
function placesOf(alphabet) {
    const placeAt = (shift) => {
        const values = new Int32Array(256).fill(-1);
        for (let i = 0; i < alphabet.length; i++)
            values[alphabet.charCodeAt(i)] = i << shift;
        return values;
    };
    return [placeAt(18), placeAt(12), placeAt(6), placeAt(0)];
}
const BASE64URL_CODES = utf8(BASE64URL);
const BASE64_CODES = utf8(BASE64);
const BASE64URL_PLACES = placesOf(BASE64URL);
const BASE64_PLACES = placesOf(BASE64);
const BASE58BTC_VALUES = valuesOf(BASE58BTC);
/** `codes`: the 64 characters. The text is written as bytes, and read once: cheaper than a text grown by characters. */
function encode64(bytes, codes) {
    const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
    const whole = bytes.length - (bytes.length % 3);
    let at = 0;
    for (let i = 0; i < whole; i += 3) {
        const group = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
        text[at++] = codes[group >> 18];
        text[at++] = codes[(group >> 12) & 63];
        text[at++] = codes[(group >> 6) & 63];
        text[at++] = codes[group & 63];
    }
    if (whole < bytes.length) {
        const group = (bytes[whole] << 16) | ((bytes[whole + 1] ?? 0) << 8);
        text[at++] = codes[group >> 18];
        text[at++] = codes[(group >> 12) & 63];
        // Beyond the end, where one byte is left, this writes nothing.
        text[at] = codes[(group >> 6) & 63];
    }
    return fromUtf8(text);
}
function lengthOf(text) {
    return Math.floor((text.length * 3) / 4);
}
function roomFor(text) {
    return new Uint8Array(lengthOf(text));
}
function decode64(text, [first, second, third, fourth], name, bytes) {
    const left = text.length % 4;
    if (left === 1)
        throw new TalosError('E_MALFORMED', `not ${name}: impossible length`);
    const whole = text.length - left;
    let at = 0;
    // A group without a valid character is negative: -1 keeps its sign through the or.
    for (let i = 0; i < whole; i += 4) {
        const group = first[text[i]] |
            second[text[i + 1]] |
            third[text[i + 2]] |
            fourth[text[i + 3]];
        if (group < 0)
            throw new TalosError('E_MALFORMED', `not ${name}: character from ${i} on`);
        bytes[at++] = group >> 16;
        bytes[at++] = group >> 8;
        bytes[at++] = group;
    }
    if (left === 0)
        return bytes;
    const thirdValue = left === 3 ? third[text[whole + 2]] : 0;
    const group = first[text[whole]] | second[text[whole + 1]] | thirdValue;
    if (group < 0)
        throw new TalosError('E_MALFORMED', `not ${name}: character from ${whole} on`);
    bytes[at++] = group >> 16;
    if (left === 3)
        bytes[at] = group >> 8;
    // RFC 4648 §3.5: bits beyond the last byte must be zero, or one value would have several texts.
    if ((group & (left === 3 ? 0xff : 0xffff)) !== 0)
        throw new TalosError('E_MALFORMED', `not ${name}: trailing bits`);
    return bytes;
}
/** RFC 4648 §5, without padding. */
export function toBase64url(bytes) {
    return encode64(bytes, BASE64URL_CODES);
}
/**
 * Reads what {@link toBase64url} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for padding, white space, other alphabets or non-zero trailing bits.
 */
export function fromBase64url(text) {
    const bytes = utf8(text);
    return decode64(bytes, BASE64URL_PLACES, 'base64url', roomFor(bytes));
}
/**
 * As {@link fromBase64url}, of a text that is UTF-8 already.
 *
 * @param room - Where to write, as long as it needs at least; otherwise new bytes.
 * @returns The beginning of `room` that was written.
 * @throws {TalosError} as {@link fromBase64url}.
 */
export function fromBase64urlBytes(text, room = roomFor(text)) {
    return decode64(text, BASE64URL_PLACES, 'base64url', room.subarray(0, lengthOf(text)));
}
/** RFC 4648 §4, padded: the form of C2SP signed notes. */
export function toBase64(bytes) {
    const text = encode64(bytes, BASE64_CODES);
    return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
/**
 * Reads what {@link toBase64} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for missing or surplus padding, other characters or non-zero trailing bits.
 */
export function fromBase64(text) {
    if (text.length % 4 !== 0)
        throw new TalosError('E_MALFORMED', 'not base64: length is no multiple of four');
    const end = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
    const bytes = utf8(text.slice(0, end));
    return decode64(bytes, BASE64_PLACES, 'base64', roomFor(bytes));
}
/** base58btc, as in multibase `z` without the prefix. */
export function toBase58btc(bytes) {
    let zeros = 0;
    while (zeros < bytes.length && bytes[zeros] === 0)
        zeros++;
    // Base 58^4, lowest first, three bytes at a time: a limb times 2^24 stays below 2^48, exact in a double.
    const limbs = [];
    for (let at = zeros; at < bytes.length;) {
        let carry = 0;
        let scale = 1;
        for (const end = Math.min(at + 3, bytes.length); at < end; at++) {
            carry = carry * 256 + bytes[at];
            scale *= 256;
        }
        for (let i = 0; i < limbs.length; i++) {
            carry += limbs[i] * scale;
            const over = Math.floor(carry / DIGITS);
            limbs[i] = carry - over * DIGITS;
            carry = over;
        }
        for (; carry > 0; carry = Math.floor(carry / DIGITS))
            limbs.push(carry % DIGITS);
    }
    let text = '';
    for (const limb of limbs)
        text = digitsOf(limb) + text;
    return '1'.repeat(zeros) + text.replace(/^1+/, '');
}
/** 58^4: what four digits of base58 can say. */
const DIGITS = 11_316_496;
/** The four digits of a limb, leading zeros included. */
function digitsOf(limb) {
    let text = '';
    for (let rest = limb, n = 0; n < 4; n++) {
        const over = Math.floor(rest / 58);
        text = BASE58BTC.charAt(rest - over * 58) + text;
        rest = over;
    }
    return text;
}
/**
 * Reads what {@link toBase58btc} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for another character or more than {@link MAX_BASE58_CHARACTERS}.
 */
export function fromBase58btc(text) {
    if (text.length > MAX_BASE58_CHARACTERS)
        throw new TalosError('E_MALFORMED', `not base58btc: ${text.length} characters, limit ${MAX_BASE58_CHARACTERS}`);
    let zeros = 0;
    while (zeros < text.length && text.charAt(zeros) === '1')
        zeros++;
    // Base 2^24, lowest first, four characters at a time: a limb times 58^4 stays below 2^48, exact in a double.
    const limbs = [];
    for (let at = zeros; at < text.length;) {
        let carry = 0;
        let scale = 1;
        for (const end = Math.min(at + 4, text.length); at < end; at++) {
            const value = BASE58BTC_VALUES[text.charCodeAt(at)] ?? -1;
            if (value < 0)
                throw new TalosError('E_MALFORMED', `not base58btc: character at ${at}`);
            carry = carry * 58 + value;
            scale *= 58;
        }
        for (let i = 0; i < limbs.length; i++) {
            carry += limbs[i] * scale;
            // The remainder by hand: `%` of large doubles is many times slower than a division by a power of two.
            const over = Math.floor(carry / LIMB);
            limbs[i] = carry - over * LIMB;
            carry = over;
        }
        if (carry > 0)
            limbs.push(carry);
    }
    return joinLimbs(zeros, limbs);
}
const LIMB = 0x1000000;
/** `zeros` zero bytes, then the number in `limbs` without leading zeros. */
function joinLimbs(zeros, limbs) {
    const top = limbs.at(-1) ?? 0;
    const topBytes = top > 0xffff ? 3 : top > 0xff ? 2 : 1;
    const bytes = new Uint8Array(zeros + (limbs.length === 0 ? 0 : limbs.length * 3 - 3 + topBytes));
    let at = bytes.length;
    for (const limb of limbs)
        for (let shift = 0; shift < 24 && at > zeros; shift += 8)
            bytes[--at] = limb >> shift;
    return bytes;
}

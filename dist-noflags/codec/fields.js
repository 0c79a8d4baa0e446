import { fromHex } from "../base/bytes.js";
import { fromBase64url } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
function fault(name, what) {
    return new TalosError('E_MALFORMED', `${name}: ${what}`);
}
/** Whether `value` is an object of fields, as the JSON and CBOR readers make them. */
export function isFields(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
/**
 * Reads an object with exactly the fields of `shape`.
 *
 * @param name - What is read, for the error: `token.payload`.
 * @throws {TalosError} `E_MALFORMED` if it is no object, lacks a required field or has an unknown one.
 */
export function readObject(value, shape, name) {
    if (value === undefined || !isFields(value))
        throw fault(name, 'must be an object');
    const { required, optional = [] } = shape;
    for (const field of required)
        if (!Object.hasOwn(value, field))
            throw fault(name, `lacks ${field}`);
    const count = Object.keys(value).length;
    let known = required.length;
    // Most have no other field than those that they must have.
    if (count > known)
        for (const field of optional)
            if (Object.hasOwn(value, field))
                known++;
    // An unknown name is a stranger's text and stays out of the message.
    if (count !== known)
        throw fault(name, 'has an unknown field');
    return value;
}
/** A string within `bounds`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readString(value, name, bounds = {}) {
    if (typeof value !== 'string')
        throw fault(name, 'must be a string');
    const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = bounds;
    if (value.length < min || value.length > max)
        throw fault(name, `must be ${min} to ${max} characters`);
    if (pattern !== undefined && !pattern.test(value))
        throw fault(name, 'has another form');
    return value;
}
/** One of `choices`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readChoice(value, choices, name) {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined)
        throw fault(name, `must be one of ${choices.join(', ')}`);
    return choice;
}
/** An integer within `bounds`, written as an integer. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readInteger(value, name, bounds = {}) {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds;
    // A `JsonNumber` (1.0, 1e2, 2^53 + 1) is no plain number and is refused: one form a value.
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || Object.is(value, -0) || value < min || value > max)
        throw fault(name, `must be an integer from ${min} to ${max}`);
    return value;
}
/** `true` or `false`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBoolean(value, name) {
    if (typeof value !== 'boolean')
        throw fault(name, 'must be true or false');
    return value;
}
/** An array within `bounds`, each entry read by `read`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readArray(value, name, bounds, read) {
    const { min = 0, max } = bounds;
    if (!Array.isArray(value))
        throw fault(name, 'must be an array');
    if (value.length < min || value.length > max)
        throw fault(name, `must have ${min} to ${max} entries`);
    return value.map((item, i) => read(item, `${name}[${i}]`));
}
/** As {@link readArray}, for readers of entries that need not be told apart: their names cost more than most of them. */
export function readEntries(value, name, { min = 0, max }, read) {
    if (!Array.isArray(value))
        throw fault(name, 'must be an array');
    if (value.length < min || value.length > max)
        throw fault(name, `must have ${min} to ${max} entries`);
    return value.map((item) => read(item));
}
/** Bytes of `length`, from a decoder of bytes. A copy. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBytes(value, name, length) {
    if (!(value instanceof Uint8Array))
        throw fault(name, 'must be bytes');
    if (length !== undefined && value.length !== length)
        throw fault(name, `must be ${length} bytes`);
    return new Uint8Array(value);
}
/** Bytes of `length` in base64url without padding. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBase64url(value, name, length) {
    const bytes = fromBase64url(readString(value, name));
    if (length !== undefined && bytes.length !== length)
        throw fault(name, `must be ${length} bytes`);
    return bytes;
}
/** Bytes of `length` in lowercase hexadecimal. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readHex(value, name, length) {
    return readBytes(fromHex(readString(value, name)), name, length);
}

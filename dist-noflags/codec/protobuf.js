/**
 * As much of Protocol Buffers as libp2p's small messages need: varints and byte strings. Strict where the format leaves a
 * choice that nobody needs. https://protobuf.dev/programming-guides/encoding/
 *
 * @module
 */
import { concat } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
/** Most fields of one message, those of a message within another not counted. */
export const MAX_PROTOBUF_FIELDS = 64;
/** Largest varint: libp2p's messages count little. */
const MAX_VARINT = 0x7fff_ffff;
const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
/** A varint. @param value - An integer from 0 to 2³¹ − 1. */
export function varint(value) {
    if (!Number.isInteger(value) || value < 0 || value > MAX_VARINT)
        throw new RangeError(`must be an integer from 0 to ${MAX_VARINT}, got ${value}`);
    const bytes = [];
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7)
        bytes.push((rest & 0x7f) | 0x80);
    bytes.push(rest);
    return Uint8Array.from(bytes);
}
/** A field that holds a number. */
export function numberField(number, value) {
    return concat(varint(number * 8 + VARINT), varint(value));
}
/** A field that holds bytes, UTF-8, or a message. */
export function bytesField(number, value) {
    return concat(varint(number * 8 + BYTES), varint(value.length), value);
}
/** A varint at `at`; undefined where it is not whole yet. @throws {TalosError} `E_MALFORMED` above 2³¹ − 1. */
export function readVarint(bytes, at) {
    let value = 0;
    for (let index = 0; at + index < bytes.length; index++) {
        const byte = bytes[at + index] ?? 0;
        value += (byte & 0x7f) * 2 ** (7 * index);
        if (value > MAX_VARINT || index > 4)
            throw new TalosError('E_MALFORMED', 'a number that is too large');
        if (byte < 0x80)
            return { value, next: at + index + 1 };
    }
    return undefined;
}
/**
 * The fields of a message, in order.
 *
 * @throws {TalosError} `E_MALFORMED` for what is none; `E_LIMIT` above {@link MAX_PROTOBUF_FIELDS}.
 */
export function readProtobuf(bytes) {
    const fields = [];
    let at = 0;
    const number = () => {
        const read = readVarint(bytes, at);
        if (read === undefined)
            throw cut();
        at = read.next;
        return read.value;
    };
    const skip = (count) => {
        const start = at;
        if (count > bytes.length - at)
            throw cut();
        at += count;
        return start;
    };
    for (let count = 0; at < bytes.length; count++) {
        if (count === MAX_PROTOBUF_FIELDS)
            throw new TalosError('E_LIMIT', `more than ${MAX_PROTOBUF_FIELDS} fields in a message`);
        const tag = number();
        const [field, type] = [tag >>> 3, tag & 7];
        if (field === 0)
            throw new TalosError('E_MALFORMED', 'a field without a number');
        if (type === VARINT)
            fields.push({ number: field, value: number() });
        else if (type === BYTES) {
            const length = number();
            const start = skip(length);
            fields.push({ number: field, value: new Uint8Array(bytes.subarray(start, start + length)) });
        }
        else if (type === FIXED_64)
            skip(8);
        else if (type === FIXED_32)
            skip(4);
        else
            throw new TalosError('E_MALFORMED', 'a field of an unknown kind');
    }
    return fields;
}
function cut() {
    return new TalosError('E_MALFORMED', 'the message is cut off');
}

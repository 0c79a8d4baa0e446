/**
 * The deterministic CBOR profile: RFC 8949 §4.2.1 with bytewise order of keys, less all that two decoders might read
 * differently. Integers of at most 2^53 − 1, byte and text strings, arrays, maps with text keys, false, true, null;
 * no floats, tags, undefined or indefinite lengths. One encoding a value.
 *
 * @module
 */
import { decode, encode, rfc8949EncodeOptions, Tokenizer, Type } from 'cborg';
import { equalBytes, fromUtf8 } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { isFields } from "./fields.js";
/** Deepest nesting of arrays and maps that is read or written. */
export const MAX_CBOR_DEPTH = 32;
/** Most bytes of one encoding, where the caller sets no lower limit. */
export const MAX_CBOR_BYTES = 1024 * 1024;
/**
 * The one encoding of `value`. New bytes.
 *
 * @throws {TalosError} `E_MALFORMED` for what the profile does not have: fractions, integers beyond 2^53 − 1,
 *   negative zero, undefined, lone surrogates, objects of a class, nesting beyond {@link MAX_CBOR_DEPTH}.
 */
export function encodeCbor(value) {
    return new Uint8Array(encode(checked(value, MAX_CBOR_DEPTH), rfc8949EncodeOptions));
}
/**
 * Reads one value that must be in its one encoding. The result shares no memory with `bytes`.
 *
 * @param limits - `maxBytes`: {@link MAX_CBOR_BYTES} by default.
 * @throws {TalosError} `E_LIMIT` over `maxBytes`, before anything is read; `E_MALFORMED` for whatever else is wrong.
 */
export function decodeCbor(bytes, limits = {}) {
    const { maxBytes = MAX_CBOR_BYTES } = limits;
    if (bytes.length > maxBytes)
        throw new TalosError('E_LIMIT', `CBOR of ${bytes.length} bytes, limit ${maxBytes}`, { details: { maxBytes } });
    const value = checked(decodeLoosely(bytes), MAX_CBOR_DEPTH);
    // Catches long integers and lengths, unsorted keys, and whatever else is written in another way.
    if (!equalBytes(encode(value, rfc8949EncodeOptions), bytes))
        throw notCbor('not in its one encoding');
    return value;
}
const READING = {
    strict: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowInfinity: false,
    allowNaN: false,
    allowBigInt: false,
    rejectDuplicateMapKeys: true,
    retainStringBytes: true,
};
function decodeLoosely(bytes) {
    try {
        return decode(bytes, { ...READING, tokenizer: new BoundedTokenizer(bytes, READING) });
    }
    catch (cause) {
        if (isTalosError(cause))
            throw cause;
        throw new TalosError('E_MALFORMED', 'not CBOR', { cause });
    }
}
/** Bounds the nesting, since cborg recurses, and decodes text strictly, since cborg replaces what is no UTF-8. */
class BoundedTokenizer extends Tokenizer {
    /** Items still to come of each open array or map, the innermost last. */
    #open = [];
    next() {
        const token = super.next();
        if (token.byteValue !== undefined)
            token.value = fromUtf8(token.byteValue);
        this.#count(token);
        return token;
    }
    #count({ type, value }) {
        const open = this.#open;
        const last = open.length - 1;
        if (last >= 0)
            open[last] = open[last] - 1;
        if (Type.equals(type, Type.array) || Type.equals(type, Type.map)) {
            if (open.length === MAX_CBOR_DEPTH)
                throw notCbor('too deep a value');
            open.push(Type.equals(type, Type.map) ? 2 * value : value);
        }
        while (open.at(-1) === 0)
            open.pop();
    }
}
function notCbor(what) {
    return new TalosError('E_MALFORMED', `not deterministic CBOR: ${what}`);
}
/** `value`, checked to be of the profile; maps are copied into objects that inherit nothing. */
function checked(value, depthLeft) {
    if (typeof value === 'boolean')
        return value;
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value) || Object.is(value, -0))
            throw notCbor('a number that is no safe integer');
        return value;
    }
    if (typeof value === 'string') {
        if (!value.isWellFormed())
            throw notCbor('a lone surrogate');
        return value;
    }
    if (typeof value !== 'object')
        throw notCbor(`a value of type ${typeof value}`);
    if (value === null || value instanceof Uint8Array)
        return value;
    if (depthLeft === 0)
        throw notCbor('too deep a value');
    // Array.from turns holes into undefined, which is refused.
    if (Array.isArray(value))
        return Array.from(value, (item) => checked(item, depthLeft - 1));
    if (!isFields(value))
        throw notCbor('an object of a class');
    const map = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
        if (!key.isWellFormed())
            throw notCbor('a lone surrogate');
        map[key] = checked(item, depthLeft - 1);
    }
    return map;
}

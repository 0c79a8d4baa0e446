/**
 * Arguments of the SDK. What a caller got wrong is a `TypeError` (another type) or a `RangeError` (a value that cannot
 * be); a `TalosError` is about the world: peers, bytes, disks. `E_USAGE` is the word of the commands.
 *
 * @module
 */
import { isTalosError } from "./errors.js";
/** Runs `work`; what a command would call a mistake in its line is a `RangeError` here, with the `TalosError` as cause. */
export async function mistakesOfCaller(work) {
    try {
        return await work();
    }
    catch (error) {
        throw asCallerMistake(error);
    }
}
/** `error` as a caller is told of it: see {@link mistakesOfCaller}. */
export function asCallerMistake(error) {
    return isTalosError(error, 'E_USAGE') ? new RangeError(error.message, { cause: error }) : error;
}
/** @throws {TypeError} if `value` is no string. */
export function assertText(value, name) {
    if (typeof value !== 'string')
        throw new TypeError(`${name} must be a string`);
}
/**
 * The members of an argument, copied: what the caller changes later changes nothing. Members that are not named are not
 * looked at.
 *
 * @param name - Of the argument, for the error.
 * @throws {TypeError} if it is no object, or a member is of another kind.
 */
export function membersOf(value, name, kinds) {
    const given = value;
    if (typeof given !== 'object' || given === null)
        throw new TypeError(`${name} must be an object`);
    const copy = {};
    for (const [member, kind] of Object.entries(kinds)) {
        const found = given[member];
        if (found === undefined && kind.endsWith('?'))
            continue;
        copy[member] = memberOf(found, `${name}.${member}`, kind.replace('?', ''));
    }
    return copy;
}
function memberOf(value, name, kind) {
    switch (kind) {
        case 'text':
            assertText(value, name);
            return value;
        case 'texts':
            if (!Array.isArray(value))
                throw new TypeError(`${name} must be an array of strings`);
            return value.map((each, at) => {
                assertText(each, `${name}[${at}]`);
                return each;
            });
        case 'bytes':
            if (!(value instanceof Uint8Array))
                throw new TypeError(`${name} must be a Uint8Array`);
            return new Uint8Array(value);
        case 'signal':
            if (!(value instanceof AbortSignal))
                throw new TypeError(`${name} must be an AbortSignal`);
            return value;
        case 'object':
            if (typeof value !== 'object' || value === null)
                throw new TypeError(`${name} must be an object`);
            return value;
        case 'number':
            if (typeof value !== 'number' || Number.isNaN(value))
                throw new TypeError(`${name} must be a number`);
            return value;
        case 'boolean':
        case 'function':
            if (typeof value !== kind)
                throw new TypeError(`${name} must be a ${kind}`);
            return value;
    }
}
/** The signal of options, where there is one. @throws {TypeError} if they are no object, or the signal none. */
export function signalOf(options) {
    return membersOf(options, 'options', { signal: 'signal?' }).signal;
}
/**
 * The options of a call that waits, without what is absent.
 *
 * @throws {TypeError} if they are no object, or the signal none.
 * @throws {RangeError} if `waitMs` is negative or no number.
 */
export function waitOptions(options) {
    const signal = signalOf(options);
    const { waitMs } = options;
    if (waitMs !== undefined && !(typeof waitMs === 'number' && waitMs >= 0))
        throw new RangeError(`waitMs must be a number of 0 or more, got ${String(waitMs)}`);
    return { ...(signal === undefined ? {} : { signal }), ...(waitMs === undefined ? {} : { waitMs }) };
}

/**
 * Version and suite of the session formats, which nothing negotiates downwards. PROTOCOL.md §5, §12.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { readInteger, readObject } from "../codec/fields.js";
/** The only version so far. */
export const SESSION_VERSION = 1;
/** Suite 1: X25519, ML-KEM-768, SHA-256, ChaCha20-Poly1305. */
export const SUITE = 1;
/** How far the clocks of two agents may be apart, in milliseconds: 10 minutes. PROTOCOL.md §4.2, §5.1. */
export const MAX_SKEW_MS = 600_000;
/** Highest id of a prekey. PROTOCOL.md §5.1. */
export const MAX_PREKEY_ID = 0xffffffff;
/**
 * Reads a map of this version and suite with the fields of `shape`, besides `v` and `suite`.
 *
 * Version and suite come first: the fields of another version are another version's.
 *
 * @throws {TalosError} `E_VERSION` for another version or suite; `E_MALFORMED` for other fields.
 */
export function readVersioned(value, shape, name) {
    const loose = value;
    if (typeof loose === 'object' && loose !== null) {
        const { v, suite } = loose;
        if (typeof v === 'number' && v !== SESSION_VERSION)
            throw new TalosError('E_VERSION', `${name} of version ${v}`);
        if (typeof suite === 'number' && suite !== SUITE)
            throw new TalosError('E_VERSION', `${name} of suite ${suite}`);
    }
    const fields = readObject(value, { ...shape, required: [...shape.required, 'v', 'suite'] }, name);
    readInteger(fields.v, `${name}.v`);
    readInteger(fields.suite, `${name}.suite`);
    return fields;
}

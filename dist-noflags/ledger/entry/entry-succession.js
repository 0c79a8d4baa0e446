/**
 * Entries of successions: the own one, in the log that ends and in the one that goes on, and those of others that were
 * followed, or not. PROTOCOL.md §9.1.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readString } from "../../codec/fields.js";
import { MAX_SUCCESSION_BYTES } from "../../identity/succession.js";
/** The text of a statement; what it says is for who follows it. */
export function readSuccessionText(value, name) {
    return readString(value, name, { min: 2, max: MAX_SUCCESSION_BYTES, pattern: /^\{[ -~]*\}$/ });
}
/** @throws {TalosError} `E_MALFORMED` unless an entry about a succession, and no other, has both of its fields. */
export function assertWhole({ event, peer, succession }) {
    const isSuccession = event !== 'created';
    if ((peer !== undefined) !== isSuccession || (succession !== undefined) !== isSuccession)
        throw new TalosError('E_MALFORMED', 'entry: peer and succession are there together, for a succession');
}

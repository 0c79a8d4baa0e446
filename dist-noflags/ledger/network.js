/**
 * Networks: what the chains of one network have in common. PROTOCOL.md §9.5.
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decode } from "../codec/reader.js";
import { blob16, u8 } from "../codec/writer.js";
/** Longest name of a network, in characters. */
export const MAX_NETWORK_CHARACTERS = 64;
/** Hardest work of a network, in leading zero bits: about a minute of one core a block. */
export const MAX_DIFFICULTY = 24;
/** The network that a ledger begins in unless another is configured. */
export const DEFAULT_NETWORK = { name: 'talos', difficulty: 8 };
/** Whether `name` names a network. */
export function isNetworkName(name) {
    return name.length <= MAX_NETWORK_CHARACTERS && /^[a-z][a-z0-9.-]*$/.test(name);
}
/** Work of the blocks up to `height` in all, the first one included: 2^difficulty each, and the difficulty never changes. */
export function totalWork(height, { difficulty }) {
    return BigInt(height + 1) << BigInt(difficulty);
}
/** Checks what a ledger is to begin with. @throws {RangeError} for a name that is none, or a difficulty out of bounds. */
export function assertNetwork({ name, difficulty }) {
    if (!isNetworkName(name))
        throw new RangeError(`"${name}" names no network`);
    if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > MAX_DIFFICULTY)
        throw new RangeError(`difficulty must be 0 to ${MAX_DIFFICULTY}, got ${difficulty}`);
}
/** As bytes: `u8 difficulty ‖ blob16(name)`. */
export function encodeNetwork({ name, difficulty }) {
    return concat(u8(difficulty), blob16(utf8(name)));
}
/** Reads what {@link encodeNetwork} gave. @throws {TalosError} `E_MALFORMED`. */
export function decodeNetwork(bytes) {
    return decode(bytes, (reader) => {
        const difficulty = reader.u8('difficulty');
        const name = fromUtf8(reader.blob16(MAX_NETWORK_CHARACTERS, 'network'));
        if (!isNetworkName(name) || difficulty > MAX_DIFFICULTY)
            throw new TalosError('E_MALFORMED', 'the terms of the network have another form');
        return { name, difficulty };
    });
}

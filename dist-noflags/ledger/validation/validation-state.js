/**
 * How far a chain was validated, as a value that survives the process. PROTOCOL.md §9.8.
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { blob16, u8, u64 } from "../../codec/writer.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { ED25519_KEY_BYTES } from "../../crypto/sign.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
import { Frontier } from "../log/frontier.js";
import { isNetworkName, MAX_NETWORK_CHARACTERS } from "../network.js";
const VERSION = 1;
/** Most bytes of the work: that of 2^53 blocks of the highest difficulty. */
const MAX_WORK_BYTES = 39;
/** A state as bytes, for the store of whoever goes on later. It says what was validated; nothing in it proves that. */
export function encodeChainState({ author, network, difficulty, tip, work }) {
    const { height, hash, timeMs, frontier } = tip;
    return concat(u8(VERSION), keyOfDid(author), blob16(utf8(network)), u8(difficulty), u64(height), hash, u64(timeMs), u64(frontier.size), blob16(concat(...frontier.roots)), blob16(bytesOfWork(work)));
}
function bytesOfWork(work) {
    const hex = work.toString(16);
    const even = hex.length % 2 === 0 ? hex : `0${hex}`;
    return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
}
/**
 * Reads a state.
 *
 * @throws {TalosError} `E_VERSION`; `E_MALFORMED` for anything that {@link encodeChainState} does not write.
 */
export function decodeChainState(bytes) {
    return decode(bytes, (reader) => {
        const version = reader.u8('version');
        if (version !== VERSION)
            throw new TalosError('E_VERSION', `state of version ${version}`);
        const author = didOfKey(reader.bytes(ED25519_KEY_BYTES, 'author'));
        const network = fromUtf8(reader.blob16(MAX_NETWORK_CHARACTERS, 'network'));
        if (!isNetworkName(network))
            throw new TalosError('E_MALFORMED', 'state: not the name of a network');
        const difficulty = reader.u8('difficulty');
        const height = reader.u64('height');
        const hash = reader.bytes(HASH_BYTES, 'hash');
        const timeMs = reader.u64('time');
        const size = reader.u64('size');
        const frontier = new Frontier(size, rootsOf(reader.blob16(64 * HASH_BYTES, 'roots'), size));
        const work = workOfBytes(reader.blob16(MAX_WORK_BYTES, 'work'));
        return { author, network, difficulty, tip: { height, hash, timeMs, frontier }, work };
    });
}
function rootsOf(bytes, size) {
    const count = BigInt(size).toString(2).replaceAll('0', '').length;
    if (bytes.length !== count * HASH_BYTES)
        throw new TalosError('E_MALFORMED', 'state: not the roots of its size');
    return Array.from({ length: count }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}
function workOfBytes(bytes) {
    if (bytes.length === 0 || (bytes.length > 1 && bytes[0] === 0))
        throw new TalosError('E_MALFORMED', 'state: not the shortest form of the work');
    return bytes.reduce((work, byte) => (work << 8n) | BigInt(byte), 0n);
}

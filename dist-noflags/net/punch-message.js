/**
 * The messages of libp2p's "direct connection upgrade through relay" (DCUtR), by which two peers agree to open their NATs
 * at the same time. PROTOCOL.md §6.12; https://github.com/libp2p/specs/blob/master/relay/DCUtR.md
 *
 * @module
 */
import { multiaddr } from '@multiformats/multiaddr';
import { concat } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { bytesField, numberField, readProtobuf } from "../codec/protobuf.js";
/** libp2p protocol id. */
export const PUNCH_PROTOCOL = '/libp2p/dcutr';
/** Largest message, in bytes. DCUtR, "RPC messages". */
export const MAX_PUNCH_MESSAGE_BYTES = 4096;
/** Addresses of a message that are looked at; the rest is not. */
export const MAX_PUNCH_ADDRESSES = 4;
const CONNECT = 100;
const SYNC = 300;
/** The bytes of a message. */
export function encodePunchMessage(message) {
    if (message.type === 'sync')
        return numberField(1, SYNC);
    return concat(numberField(1, CONNECT), ...message.addresses.map((address) => bytesField(2, multiaddr(address).bytes)));
}
/**
 * Reads a message. Addresses that are none are left out.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_PUNCH_MESSAGE_BYTES}; `E_MALFORMED` for what is no such message.
 */
export function decodePunchMessage(bytes) {
    if (bytes.length > MAX_PUNCH_MESSAGE_BYTES)
        throw new TalosError('E_LIMIT', `message of ${bytes.length} bytes, limit ${MAX_PUNCH_MESSAGE_BYTES}`);
    const fields = readProtobuf(bytes);
    // The last one counts, as everywhere in this format.
    const type = fields.findLast(({ number }) => number === 1)?.value;
    if (type === SYNC)
        return { type: 'sync' };
    if (type !== CONNECT)
        throw new TalosError('E_MALFORMED', 'a message of an unknown kind');
    const addresses = fields.flatMap(({ number, value }) => (number === 2 && typeof value !== 'number' ? [value] : []));
    return { type: 'connect', addresses: addresses.slice(0, MAX_PUNCH_ADDRESSES).flatMap(textOf) };
}
function textOf(bytes) {
    try {
        return [multiaddr(bytes).toString()];
    }
    catch {
        return []; // of a kind that this side does not know
    }
}

/**
 * The messages of libp2p's AutoNAT 1.0, by which an agent asks a server whether it is reached from there. PROTOCOL.md §6.14;
 * https://github.com/libp2p/specs/blob/master/autonat/autonat-v1.md
 *
 * @module
 */
import { multiaddr } from '@multiformats/multiaddr';
import { concat } from "../base/bytes.js";
import { fromBase58btc, toBase58btc } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
import { bytesField, numberField, readProtobuf } from "../codec/protobuf.js";
/** libp2p protocol id. */
export const AUTONAT_PROTOCOL = '/libp2p/autonat/1.0.0';
/** Largest message, in bytes. */
export const MAX_AUTONAT_BYTES = 2048;
/** Addresses of a question that are looked at; the rest is not. */
export const MAX_AUTONAT_ADDRESSES = 8;
const DIAL = 0;
const DIAL_RESPONSE = 1;
const STATUSES = { ok: 0, failed: 100, refused: 101, malformed: 200, internal: 300 };
/** The bytes of a question. */
export function encodeAutonatQuestion({ peerId, addresses }) {
    const peer = concat(bytesField(1, fromBase58btc(peerId)), ...addresses.map((address) => bytesField(2, multiaddr(address).bytes)));
    return concat(numberField(1, DIAL), bytesField(2, bytesField(1, peer)));
}
/**
 * Reads a question. Addresses that are none are left out.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is no question.
 */
export function decodeAutonatQuestion(bytes) {
    const fields = fieldsOf(bytes);
    if ((numberOf(fields, 1) ?? DIAL) !== DIAL)
        throw new TalosError('E_MALFORMED', 'a message of another kind');
    const peer = readProtobuf(bytesOf(readProtobuf(bytesOf(fields, 2)), 1));
    const addresses = peer.flatMap(({ number, value }) => (number === 2 && typeof value !== 'number' ? [value] : []));
    return {
        peerId: toBase58btc(bytesOf(peer, 1)),
        addresses: addresses.slice(0, MAX_AUTONAT_ADDRESSES).flatMap(textOf),
    };
}
/** The bytes of an answer. */
export function encodeAutonatAnswer(status) {
    return concat(numberField(1, DIAL_RESPONSE), bytesField(3, numberField(1, STATUSES[status])));
}
/**
 * Reads an answer.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is none.
 */
export function decodeAutonatAnswer(bytes) {
    const fields = fieldsOf(bytes);
    if (numberOf(fields, 1) !== DIAL_RESPONSE)
        throw new TalosError('E_MALFORMED', 'a message of another kind');
    const status = numberOf(readProtobuf(bytesOf(fields, 3)), 1) ?? STATUSES.ok;
    const found = Object.keys(STATUSES).find((name) => STATUSES[name] === status);
    if (found === undefined)
        throw new TalosError('E_MALFORMED', 'an answer that there is not');
    return found;
}
function fieldsOf(bytes) {
    if (bytes.length > MAX_AUTONAT_BYTES)
        throw new TalosError('E_LIMIT', `message of ${bytes.length} bytes, limit ${MAX_AUTONAT_BYTES}`);
    return readProtobuf(bytes);
}
/** The last one counts, as everywhere in this format. */
function numberOf(fields, number) {
    const value = fields.findLast((field) => field.number === number)?.value;
    if (typeof value === 'object')
        throw new TalosError('E_MALFORMED', 'bytes in place of a number');
    return value;
}
function bytesOf(fields, number) {
    const value = fields.findLast((field) => field.number === number)?.value;
    if (typeof value !== 'object')
        throw new TalosError('E_MALFORMED', 'a part is missing');
    return value;
}
function textOf(bytes) {
    try {
        return [multiaddr(bytes).toString()];
    }
    catch {
        return []; // of a kind that this side does not know
    }
}

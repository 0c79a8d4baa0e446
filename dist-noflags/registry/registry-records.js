/**
 * What a registry keeps, and how it lies in the store. PROTOCOL.md §6.5.
 *
 * Layout of the space `registry`; a key is the 32-byte Ed25519 key of an agent:
 *
 * ```text
 *   0x01 | key              head: what is known of the agent (CBOR); outlives all the rest
 *   0x02 | key              record
 *   0x03 | key              last-resort bundle
 *   0x04 | key | u64 seq    single-use bundle of that sequence:  u64 expires | bundle
 *   0x05 | key              presence, of an agent that is listed (presence.ts)
 * ```
 *
 * @module
 */
import { concat } from "../base/bytes.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBytes, readInteger, readObject } from "../codec/fields.js";
import { u64 } from "../codec/writer.js";
import { HASH_BYTES } from "../crypto/hash.js";
const PREFIX = { head: 1, record: 2, last: 3, single: 4, presence: 5 };
const keyed = (kind, key, ...rest) => concat(Uint8Array.of(PREFIX[kind]), key, ...rest);
/** Keys in the space `registry`. */
export const KEYS = {
    head: (key) => keyed('head', key),
    record: (key) => keyed('record', key),
    last: (key) => keyed('last', key),
    single: (key, sequence) => keyed('single', key, u64(sequence)),
    singleEnd: (key) => keyed('single', key, new Uint8Array(8).fill(0xff)),
    heads: { start: Uint8Array.of(PREFIX.head), end: Uint8Array.of(PREFIX.head + 1) },
    presence: (key) => keyed('presence', key),
    presenceAfter: (key) => keyed('presence', key, Uint8Array.of(0)),
    presences: { start: Uint8Array.of(PREFIX.presence), end: Uint8Array.of(PREFIX.presence + 1) },
};
/** The agent's key in the key of a head. */
export function agentOfHead(headKey) {
    return headKey.slice(1);
}
/** A head as it is kept. */
export function encodeHead(head) {
    return encodeCbor({ ...head });
}
const NUMBERS = [
    'sequence',
    'certificateSequence',
    'expiresAtMs',
    'recordBytes',
    'lowestLast',
    'lastExpiresAtMs',
    'lastBytes',
    'lowestSingle',
    'stock',
    'stockBytes',
];
/** @throws {TalosError} `E_MALFORMED` for what {@link encodeHead} does not write. */
export function decodeHead(bytes) {
    const fields = readObject(decodeCbor(bytes), { required: [...NUMBERS, 'digest'] }, 'head');
    const numbers = NUMBERS.map((name) => [name, readInteger(fields[name], `head.${name}`)]);
    return {
        ...Object.fromEntries(numbers),
        digest: readBytes(fields.digest, 'head.digest', HASH_BYTES),
    };
}
/** Bytes that an agent's record and bundles take. */
export function bytesOf(head) {
    return head === undefined ? 0 : head.recordBytes + head.lastBytes + head.stockBytes;
}
/** A single-use bundle as it is kept. */
export function encodeSingle(bundle, expiresAtMs) {
    return concat(u64(expiresAtMs), bundle);
}
/** @throws {RangeError} for what is no value of {@link encodeSingle}. */
export function decodeSingle(value) {
    const expires = new DataView(value.buffer, value.byteOffset, value.byteLength).getBigUint64(0);
    return { expiresAtMs: Number(expires), bundle: value.slice(8) };
}
/** A change of the space `registry`. */
export function put(key, value) {
    return { kind: 'put', space: 'registry', key, value };
}
/** A change of the space `registry`. */
export function erase(key) {
    return { kind: 'delete', space: 'registry', key };
}

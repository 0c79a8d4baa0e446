/**
 * The record of libp2p that kad-dht wraps each value in, and the datastore that it keeps these in, over the agent records of
 * this node. `https://github.com/libp2p/specs/tree/master/kad-dht`: key 1, value 2, timeReceived 5.
 *
 * @module
 */
import { NotFoundError } from '@libp2p/interface';
import { concat, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { MAX_AGENT_RECORD_BYTES } from "../../identity/agent-record.js";
import { DHT_KEY_BYTES } from "./dht-records.js";
/** Most bytes of a wrapped record: the record, its key, and a time. */
export const MAX_WRAPPED_BYTES = MAX_AGENT_RECORD_BYTES + DHT_KEY_BYTES + 64;
const [KEY, VALUE, TIME] = [1, 2, 5];
/** RFC 4648, lower case, without padding: as kad-dht names its entries. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** A value of the DHT as it travels. */
export function wrapValue(key, value, atMs) {
    // With nanoseconds, which other implementations write.
    const time = new Date(atMs).toISOString().replace('Z', '000000Z');
    return concat(...field(KEY, key), ...field(VALUE, value), ...field(TIME, utf8(time)));
}
function field(number, bytes) {
    return [Uint8Array.of((number << 3) | 2), varint(bytes.length), bytes];
}
function varint(value) {
    const bytes = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80))
        bytes.push((rest % 0x80) | 0x80);
    return Uint8Array.from([...bytes, rest]);
}
/** Key and value of a value as it travels. @throws {TalosError} `E_MALFORMED`, `E_LIMIT`. */
export function unwrapValue(bytes) {
    if (bytes.length > MAX_WRAPPED_BYTES)
        throw new TalosError('E_LIMIT', `a record of ${bytes.length} bytes, limit ${MAX_WRAPPED_BYTES}`);
    let at = 0;
    const malformed = () => new TalosError('E_MALFORMED', 'not a record of the DHT');
    const number = () => {
        let value = 0;
        for (let shift = 0; shift < 4; shift++) {
            const byte = bytes[at++];
            if (byte === undefined)
                throw malformed();
            value += (byte & 0x7f) * 0x80 ** shift;
            if (byte < 0x80)
                return value;
        }
        throw malformed();
    };
    const found = new Map();
    while (at < bytes.length) {
        const tag = number();
        const length = number();
        if ((tag & 7) !== 2 || at + length > bytes.length || found.has(tag >> 3))
            throw malformed();
        found.set(tag >> 3, bytes.slice(at, at + length));
        at += length;
    }
    const [key, value] = [found.get(KEY), found.get(VALUE)];
    if (key === undefined || value === undefined)
        throw malformed();
    return { key, value };
}
function fromBase32(text) {
    const bytes = [];
    let [bits, held] = [0, 0];
    for (const character of text) {
        const value = BASE32.indexOf(character);
        if (value < 0)
            throw new NotFoundError('no key of this datastore');
        held = (held << 5) | value;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push((held >> bits) & 0xff);
            held &= (1 << bits) - 1;
        }
    }
    return Uint8Array.from(bytes);
}
/**
 * The datastore of kad-dht: it holds agent records alone; of providers nothing is kept.
 *
 * @param records - Absent: nothing is kept at all.
 */
export function dhtDatastore(records, now) {
    const keyOf = (name) => {
        const [, text] = /^\/dht\/record\/([a-z2-7]+)$/.exec(name.toString()) ?? [];
        if (text === undefined)
            throw new NotFoundError('no key of this datastore');
        return fromBase32(text);
    };
    const get = async (name) => {
        const key = keyOf(name);
        const value = await records?.get(key);
        if (value === undefined)
            throw new NotFoundError('no record of this key');
        // It is as good as new as long as it has not expired: that is for the record to say.
        return wrapValue(key, value, now());
    };
    const nothing = async function* () { };
    const put = async (name, wrapped) => {
        keyOf(name);
        const { key, value } = unwrapValue(wrapped);
        await records?.put(key, value);
        return name;
    };
    const refuse = () => {
        throw new TypeError('kad-dht keeps nothing but records here');
    };
    return {
        get,
        put,
        has: async (name) => {
            try {
                return (await get(name)).length > 0;
            }
            catch (error) {
                if (error instanceof NotFoundError)
                    return false;
                throw error;
            }
        },
        // Records go when they expire, and not because kad-dht finds them old.
        delete: () => Promise.resolve(),
        query: nothing,
        queryKeys: nothing,
        putMany: refuse,
        getMany: refuse,
        deleteMany: refuse,
        batch: refuse,
    };
}

/**
 * The agent records that this node of the DHT keeps for others, and its word on each that it is given or reads: signed by the
 * agent of its key, not expired, and not older than one that was seen before. PROTOCOL.md §6.10.
 *
 * kad-dht compares nothing when it stores; so this does, against what lies in the store, and keeps the highest sequence of an
 * agent when its record is dropped.
 *
 * Layout of the space `dht`: `0x01 ‖ key of the agent (32)` → `u64 sequence ‖ u64 expiry (ms) ‖ SHA-256 of the record (32) ‖
 * the record`, or nothing in its place where it is not kept any more; `0x02` belongs to `dht-contacts.ts`.
 *
 * @module
 */
import { concat, equalBytes, toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { decode } from "../../codec/reader.js";
import { u64 } from "../../codec/writer.js";
import { HASH_BYTES, sha256 } from "../../crypto/hash.js";
import { MAX_AGENT_RECORD_LIFETIME_MS, verifyAgentRecord } from "../../identity/agent-record.js";
import { DID_CHARACTERS, didOfKey, isDid, keyOfDid } from "../../identity/did.js";
import { kadIdOfPeer } from "./dht-distance.js";
/** Records that a node keeps for others. */
export const MAX_DHT_RECORDS = 10_000;
/** Bytes of these records. */
export const MAX_DHT_BYTES = 32 * 1024 * 1024;
/** Agents whose highest sequence is kept, with those whose record is kept. */
export const MAX_DHT_HEADS = 20_000;
/** Rows that are erased together. */
const DROPS_AT_ONCE = 256;
/** Namespace of the keys. */
export const DHT_NAMESPACE = 'talos';
const KEY_PREFIX = `/${DHT_NAMESPACE}/`;
/** Length of every key of the DHT: `/talos/` and a DID. */
export const DHT_KEY_BYTES = KEY_PREFIX.length + DID_CHARACTERS;
const ROW = Uint8Array.of(1);
/** The key of the DHT of an agent. PROTOCOL.md §6.10. */
export function dhtKeyOf(did) {
    return utf8(`${KEY_PREFIX}${did}`);
}
/** The agent of a key of the DHT. @throws {TalosError} `E_MALFORMED` for every other key. */
export function didOfDhtKey(key) {
    const did = key.length === DHT_KEY_BYTES ? new TextDecoder('latin1').decode(key.subarray(KEY_PREFIX.length)) : '';
    if (!isDid(did) || !equalBytes(key, dhtKeyOf(did)))
        throw new TalosError('E_MALFORMED', 'no key of an agent');
    return did;
}
/** The record that a DHT gave or was given under `key`. @throws {TalosError} what `verifyAgentRecord` throws; `E_MALFORMED`. */
export function verifyDhtRecord(key, value, nowMs) {
    return verifyAgentRecord(value, { did: didOfDhtKey(key), nowMs });
}
/** Which of `records`, all verified, is the newest. */
export function newestOf(key, records, nowMs) {
    let best = 0;
    let highest = -1;
    for (const [index, value] of records.entries()) {
        const { sequence } = verifyDhtRecord(key, value, nowMs);
        if (sequence > highest)
            [best, highest] = [index, sequence];
    }
    return best;
}
/** See the module comment. */
export class DhtRecords {
    #store;
    #clock;
    #self;
    #room;
    #held = new Map();
    #turns = new Mutex();
    #records = 0;
    #bytes = 0;
    constructor(store, clock, selfKey, room) {
        this.#store = store;
        this.#clock = clock;
        this.#self = kadIdOfPeer(selfKey);
        this.#room = room;
    }
    /**
     * Reads what there is, and erases what has expired.
     *
     * @param selfKey - Ed25519 key of this node.
     * @throws {TalosError} `E_STORAGE…`.
     */
    static async open(store, clock, selfKey, room = {}) {
        const bounds = { records: MAX_DHT_RECORDS, bytes: MAX_DHT_BYTES, heads: MAX_DHT_HEADS, ...room };
        const records = new DhtRecords(store, clock, selfKey, bounds);
        for await (const [key, value] of store.scan('dht', { start: ROW, end: Uint8Array.of(2) }))
            records.#note(key.slice(1), readRow(value));
        await records.prune();
        return records;
    }
    /** Records, and their bytes, that are kept; and agents of whom something is. */
    get size() {
        return { records: this.#records, bytes: this.#bytes, heads: this.#held.size };
    }
    /**
     * The record, where it may be stored, or read from another node.
     *
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_RECORD`, `E_IDENTITY_MISMATCH`; `E_STALE` for one that has expired, or is older
     *   than the newest that was seen.
     */
    async verify(key, value) {
        const did = didOfDhtKey(key);
        const row = await this.#row(keyOfDid(did));
        return verifyAgentRecord(value, { did, nowMs: this.#clock.now(), ...(row === undefined ? {} : { newest: row }) });
    }
    /**
     * Keeps a record; durable when it resolves.
     *
     * @throws {TalosError} as {@link verify}; `E_LIMIT` where there is no room and it is farther from this node than all others.
     */
    put(key, value) {
        return this.#turns.run(async () => {
            const agentKey = keyOfDid(didOfDhtKey(key));
            for (;;) {
                const before = await this.#store.get('dht', rowKey(agentKey));
                const record = await this.verify(key, value);
                const row = { ...record, record: record.bytes };
                const dropped = this.#makeRoom(agentKey, row.record.length);
                const changes = await this.#drop(dropped);
                // Another server of the same store has a newer one of whom this one would drop.
                if (changes === undefined)
                    continue;
                const applied = await this.#store.apply([
                    { kind: 'require', space: 'dht', key: rowKey(agentKey), value: before },
                    { kind: 'put', space: 'dht', key: rowKey(agentKey), value: encodeRow(row) },
                    ...changes,
                ]);
                // It was faster.
                if (!applied)
                    continue;
                for (const each of dropped)
                    this.#noteDropped(each);
                this.#note(agentKey, row);
                return;
            }
        });
    }
    /** The record of a key that is valid now. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. */
    async get(key) {
        const row = await this.#row(keyOfDid(didOfDhtKey(key)));
        if (row === undefined || row.record.length === 0 || row.expiresAtMs <= this.#clock.now())
            return undefined;
        return row.record;
    }
    /** Erases what has expired, and forgets sequences below which nothing is valid any more. */
    prune() {
        return this.#turns.run(async () => {
            for (;;) {
                const drops = this.#expired().slice(0, DROPS_AT_ONCE);
                if (drops.length === 0)
                    return;
                const changes = await this.#drop(drops);
                // As in put().
                if (changes === undefined || !(await this.#store.apply(changes)))
                    continue;
                for (const each of drops)
                    this.#noteDropped(each);
            }
        });
    }
    #expired() {
        const nowMs = this.#clock.now();
        const expired = [...this.#held.values()].filter(({ expiresAtMs }) => expiresAtMs <= nowMs);
        // A record of a lower sequence was issued before it, and has expired a life later.
        const isWhole = ({ sequence }) => sequence + 2 * MAX_AGENT_RECORD_LIFETIME_MS <= nowMs;
        return expired
            .map((held) => ({ held, isWhole: isWhole(held) }))
            .filter((drop) => drop.isWhole || drop.held.bytes > 0);
    }
    async #row(agentKey) {
        const value = await this.#store.get('dht', rowKey(agentKey));
        return value && readRow(value);
    }
    /** What goes for a record of `bytes`: expired ones, then those farthest away. @throws {TalosError} `E_LIMIT`. */
    #makeRoom(agentKey, bytes) {
        const name = toHex(agentKey);
        const own = this.#held.get(name);
        const distance = this.#distanceOf(agentKey);
        const drops = [];
        let [records, all] = [this.#records, this.#bytes];
        if (own !== undefined && own.bytes > 0)
            [records, all] = [records - 1, all - own.bytes];
        if (records >= this.#room.records || all + bytes > this.#room.bytes) {
            const nowMs = this.#clock.now();
            const last = ({ expiresAtMs, distance: far }) => (expiresAtMs <= nowMs ? Infinity : far);
            const others = [...this.#held.values()].filter((each) => each.bytes > 0 && toHex(each.key) !== name);
            for (const held of others.sort((a, b) => last(b) - last(a))) {
                if (records < this.#room.records && all + bytes <= this.#room.bytes)
                    break;
                if (last(held) < distance)
                    throw new TalosError('E_LIMIT', 'this node keeps the records that are nearer to it');
                drops.push({ held, isWhole: false });
                [records, all] = [records - 1, all - held.bytes];
            }
        }
        if (own === undefined && this.#held.size >= this.#room.heads) {
            const heads = [...this.#held.values()].filter((each) => each.bytes === 0);
            // Where each has a record, one whose record goes.
            const [farthest = drops.shift()?.held] = heads.sort((a, b) => b.distance - a.distance);
            if (farthest === undefined)
                throw new TalosError('E_LIMIT', 'this node keeps the records that are nearer to it');
            drops.push({ held: farthest, isWhole: true });
        }
        return drops;
    }
    /**
     * What drops them, where each is as it is known here. Nothing where one is not: another server of the same store has changed
     * it, which is known then.
     */
    async #drop(drops) {
        const drop = async ({ held, isWhole }) => {
            const key = rowKey(held.key);
            const value = await this.#store.get('dht', key);
            const row = value && readRow(value);
            if (row?.sequence !== held.sequence || row.record.length !== held.bytes) {
                if (row === undefined)
                    this.#noteDropped({ held, isWhole: true });
                else
                    this.#note(held.key, row);
                return undefined;
            }
            const unchanged = { kind: 'require', space: 'dht', key, value };
            if (isWhole)
                return [unchanged, { kind: 'delete', space: 'dht', key }];
            return [unchanged, { kind: 'put', space: 'dht', key, value: encodeRow({ ...row, record: new Uint8Array(0) }) }];
        };
        const changes = [];
        for (const each of await Promise.all(drops.map(drop))) {
            if (each === undefined)
                return undefined;
            changes.push(...each);
        }
        return changes;
    }
    #noteDropped({ held, isWhole }) {
        const name = toHex(held.key);
        if (held.bytes > 0)
            [this.#records, this.#bytes] = [this.#records - 1, this.#bytes - held.bytes];
        if (isWhole)
            this.#held.delete(name);
        else
            this.#held.set(name, { ...held, bytes: 0 });
    }
    #note(agentKey, { sequence, expiresAtMs, record }) {
        const name = toHex(agentKey);
        const before = this.#held.get(name);
        if (before !== undefined && before.bytes > 0)
            [this.#records, this.#bytes] = [this.#records - 1, this.#bytes - before.bytes];
        if (record.length > 0)
            [this.#records, this.#bytes] = [this.#records + 1, this.#bytes + record.length];
        const distance = this.#distanceOf(agentKey);
        this.#held.set(name, { key: agentKey, sequence, expiresAtMs, bytes: record.length, distance });
    }
    #distanceOf(agentKey) {
        const kadId = sha256(dhtKeyOf(didOfKey(agentKey)));
        let distance = 0;
        for (let index = 0; index < 6; index++)
            distance = distance * 256 + ((kadId[index] ?? 0) ^ (this.#self[index] ?? 0));
        return distance;
    }
}
function rowKey(agentKey) {
    return concat(ROW, agentKey);
}
function encodeRow({ sequence, expiresAtMs, digest, record }) {
    return concat(u64(sequence), u64(expiresAtMs), digest, record);
}
function readRow(value) {
    try {
        return decode(value, (reader) => ({
            sequence: reader.u64('sequence'),
            expiresAtMs: reader.u64('expiry'),
            digest: reader.bytes(HASH_BYTES, 'digest'),
            record: reader.rest(),
        }));
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a record of the DHT in the store cannot be read', { cause });
    }
}

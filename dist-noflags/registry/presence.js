/**
 * Who is there: the list that a registry gives of its agents, when each was last seen, and whether it is connected now.
 * PROTOCOL.md §6.5.
 *
 * An agent that does not want to be listed has no row, nor has one whose record is gone. A row says until when its agent counts as connected, which the
 * process that has its link says anew before that is over: so it is true for several processes on one store, and a
 * process that was killed is believed no longer than that. What another process said of an agent since, this one does not take
 * back: it may have gone there.
 *
 * ```text
 *   space registry    0x05 | key    CBOR { name, seen, until }
 * ```
 *
 * @module
 */
import { toHex } from "../base/bytes.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readInteger, readObject, readString } from "../codec/fields.js";
import { didOfKey, keyOfDid } from "../identity/did.js";
import { erase, KEYS, put } from "./registry-records.js";
/** How long an agent counts as connected after its registry said so last, in milliseconds: ten minutes. */
export const PRESENCE_LASTS_MS = 600_000;
/** How often a registry says it of those that are, in milliseconds. */
export const PRESENCE_STEP_MS = PRESENCE_LASTS_MS / 2;
/** Rows that are written side by side. */
const ROWS_AT_ONCE = 256;
/** See the module comment. Keys of agents are 32 bytes. */
export class PresenceBook {
    #store;
    /** Until when this process said last that an agent is connected, of those that are here. */
    #said = new Map();
    /** @param store - Its space `registry`, of which this is one part. */
    constructor(store) {
        this.#store = store;
    }
    /** What a registration changes: for the batch that keeps the record. */
    registered(key, { isUnlisted, name }, nowMs) {
        if (isUnlisted)
            return erase(KEYS.presence(key));
        const untilMs = nowMs + PRESENCE_LASTS_MS;
        this.#said.set(toHex(key), untilMs);
        return put(KEYS.presence(key), encodeRow({ name, seenMs: nowMs, untilMs }));
    }
    /** Whether the list has the agent as it wants to be in it, and connected here. */
    async isAsTold(key, { isUnlisted, name }, nowMs) {
        const value = await this.#store.get('registry', KEYS.presence(key));
        const row = value && decodeRow(value);
        if (row === undefined)
            return isUnlisted;
        return !isUnlisted && row.name === name && nowMs < row.untilMs && this.#isOwn(key, row);
    }
    #isOwn(key, { untilMs }) {
        return this.#said.get(toHex(key)) === untilMs;
    }
    /** The agents of `keys` are connected still. */
    async stay(keys, nowMs) {
        const next = { seenMs: nowMs, untilMs: nowMs + PRESENCE_LASTS_MS };
        // What another process said lately holds for as long as it takes that one to say it again.
        const isDue = (key, row) => this.#isOwn(key, row) || row.untilMs <= nowMs + PRESENCE_LASTS_MS - PRESENCE_STEP_MS;
        let writing = [];
        for (const key of keys) {
            writing.push(this.#write(key, next, isDue));
            if (writing.length < ROWS_AT_ONCE)
                continue;
            await Promise.all(writing);
            writing = [];
        }
        await Promise.all(writing);
    }
    /** The last link that the agent of `key` had here has ended. */
    async left(key, nowMs) {
        await this.#write(key, { seenMs: nowMs, untilMs: 0 }, (_, row) => this.#isOwn(key, row));
        this.#said.delete(toHex(key));
    }
    /** Unless the agent is not listed, or has registered meanwhile: then what that wrote is newer. */
    async #write(key, next, isDue) {
        const at = KEYS.presence(key);
        const held = await this.#store.get('registry', at);
        const row = held && decodeRow(held);
        if (row === undefined || !isDue(key, row))
            return;
        const changes = [
            { kind: 'require', space: 'registry', key: at, value: held },
            put(at, encodeRow({ ...row, ...next })),
        ];
        if (await this.#store.apply(changes))
            this.#said.set(toHex(key), next.untilMs);
    }
    /** At most `limit` agents behind the one of `after`, in the order of their keys. */
    async page(after, limit, nowMs) {
        const { start, end } = KEYS.presences;
        const range = after === undefined ? { start, end } : { start: KEYS.presenceAfter(keyOfDid(after)), end };
        const peers = [];
        for await (const [at, value] of this.#store.scan('registry', { ...range, limit: limit + 1 })) {
            // One that is cut off here comes first on the next page.
            if (peers.length === limit)
                return { peers, isMore: true };
            const { name, seenMs, untilMs } = decodeRow(value);
            peers.push({ did: didOfKey(at.slice(1)), name, seenMs, isConnected: nowMs < untilMs });
        }
        return { peers, isMore: false };
    }
}
function encodeRow({ name, seenMs, untilMs }) {
    return encodeCbor({ name, seen: seenMs, until: untilMs });
}
/** @throws {TalosError} `E_MALFORMED` for what {@link encodeRow} does not write. */
function decodeRow(value) {
    const fields = readObject(decodeCbor(value), { required: ['name', 'seen', 'until'] }, 'presence');
    return {
        name: readString(fields.name, 'presence.name'),
        seenMs: readInteger(fields.seen, 'presence.seen'),
        untilMs: readInteger(fields.until, 'presence.until'),
    };
}

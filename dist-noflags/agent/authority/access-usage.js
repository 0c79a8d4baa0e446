import { fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { SlidingWindow } from "../../base/sliding-window.js";
import { readInteger, readObject } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
/** Length of the window of `requests_per_minute`, and its slots of a second. */
const MINUTE_MS = 60_000;
const SLOTS = 60;
const DAY_MS = 86_400_000;
/** Farthest that a mark is ahead, in bytes; less where the limit is low. */
export const MAX_AHEAD_BYTES = 64 * 1024;
/** Part of a limit that a mark may be ahead: what a crash costs a peer at most. */
const AHEAD_PART = 64;
/** Peers that are counted until those are forgotten that have used nothing for a day. */
const SWEEP_ABOVE = 1024;
/** Entries that are read at a time when calls are counted anew. */
const PAGE = 10_000;
const PREFIX = 'a';
const MAX_OTHER_KEY_BYTES = 32;
/** See the module comment. */
export class AccessUsage {
    #parts;
    #peers = new Map();
    #dirty = new Set();
    #writing;
    constructor(parts) {
        this.#parts = parts;
    }
    /** Reads what was used. @throws {TalosError} `E_STORAGE…`. */
    static async open(parts) {
        const usage = new AccessUsage(parts);
        await usage.#readMarks();
        await usage.#countCalls();
        return usage;
    }
    async #readMarks() {
        const { store } = this.#parts;
        const today = dayOf(this.#now());
        const old = [];
        for await (const [key, value] of store.scan('usage', { start: utf8(PREFIX), end: utf8('b') })) {
            // The id of a token, which may begin with anything.
            if (key.length <= MAX_OTHER_KEY_BYTES)
                continue;
            const { day, bytes } = readMark(value);
            const did = fromUtf8(key).slice(PREFIX.length);
            if (day < today)
                old.push({ kind: 'delete', space: 'usage', key });
            else
                this.#peers.set(did, { day, bytes, mark: bytes, calls: minute() });
        }
        if (old.length > 0)
            await store.apply(old);
    }
    async #countCalls() {
        const { ledger } = this.#parts;
        const now = this.#now();
        const times = [];
        for (let before = ledger.size;;) {
            const page = await ledger.query({ type: 'decision', fromMs: now - MINUTE_MS - 1000, before, last: PAGE });
            for (const { body, timeMs } of page)
                if (body.type === 'decision' && body.decision === 'allowed')
                    times.push([body.peer, timeMs]);
            const first = page[0];
            if (first === undefined || page.length < PAGE)
                break;
            before = first.seq;
        }
        for (const [peer, timeMs] of times.toSorted((a, b) => a[1] - b[1]))
            this.#of(peer, now).calls.add(timeMs);
    }
    /** The clock never counts as less than what is on record. */
    #now() {
        return Math.max(this.#parts.clock.now(), this.#parts.ledger.highestTimeMs);
    }
    #of(peer, now) {
        const today = dayOf(now);
        const held = this.#peers.get(peer);
        if (held === undefined) {
            if (this.#peers.size >= SWEEP_ABOVE)
                this.#sweep(today, now);
            const used = { day: today, bytes: 0, mark: 0, calls: minute() };
            this.#peers.set(peer, used);
            return used;
        }
        if (held.day < today)
            Object.assign(held, { day: today, bytes: 0, mark: 0 });
        return held;
    }
    #sweep(today, now) {
        for (const [peer, { day, calls }] of this.#peers)
            if (day < today && calls.count(now) === 0)
                this.#peers.delete(peer);
    }
    /** Why a call of so many bytes is beyond what the peer may do now, or undefined. Changes nothing. */
    excess(peer, limits, bytes) {
        const { requestsPerMinute, dataBytesPerDay } = limits;
        if (requestsPerMinute === undefined && dataBytesPerDay === undefined)
            return undefined;
        const now = this.#now();
        const used = this.#of(peer, now);
        if (requestsPerMinute !== undefined && used.calls.count(now) >= requestsPerMinute)
            return `more than ${requestsPerMinute} calls in a minute`;
        if (dataBytesPerDay !== undefined && used.bytes + bytes > dataBytesPerDay)
            return `more than ${dataBytesPerDay} bytes on a day`;
        return undefined;
    }
    /** Counts a call of so many bytes, which {@link excess} let through. */
    called(peer, limits, bytes) {
        const now = this.#now();
        this.#of(peer, now).calls.add(now);
        this.moved(peer, limits, bytes);
    }
    /** Counts bytes of an answer. */
    moved(peer, { dataBytesPerDay }, bytes) {
        const used = this.#of(peer, this.#now());
        used.bytes += bytes;
        if (dataBytesPerDay === undefined || used.bytes < used.mark)
            return;
        used.mark = used.bytes + Math.min(MAX_AHEAD_BYTES, Math.ceil(dataBytesPerDay / AHEAD_PART));
        this.#dirty.add(peer);
        this.#write();
    }
    /** Marks are written one batch after the other: what comes meanwhile goes with the next. */
    #write() {
        this.#writing ??= this.#writeAll().finally(() => {
            this.#writing = undefined;
            if (this.#dirty.size > 0)
                this.#write();
        });
    }
    async #writeAll() {
        const changes = [...this.#dirty].flatMap((peer) => {
            const used = this.#peers.get(peer);
            return used === undefined ? [] : [markOf(peer, used.day, used.mark)];
        });
        this.#dirty.clear();
        try {
            await this.#parts.store.apply(changes);
        }
        catch (error) {
            this.#parts.onFailure(error);
        }
    }
    /** Writes what is used. Resolves when it is durable, or its failure was told. */
    async close() {
        while (this.#writing !== undefined)
            await this.#writing;
        for (const [peer, used] of this.#peers) {
            if (used.mark === used.bytes)
                continue;
            used.mark = used.bytes;
            this.#dirty.add(peer);
        }
        if (this.#dirty.size > 0)
            await this.#writeAll();
    }
}
const minute = () => new SlidingWindow(MINUTE_MS, SLOTS);
function dayOf(ms) {
    return Math.floor(ms / DAY_MS);
}
function markOf(peer, day, bytes) {
    return { kind: 'put', space: 'usage', key: utf8(PREFIX + peer), value: canonicalBytes({ v: 1, day, bytes }) };
}
function readMark(value) {
    try {
        const fields = readObject(parseJson(value), { required: ['v', 'day', 'bytes'] }, 'usage');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return { day: readInteger(fields.day, 'day'), bytes: readInteger(fields.bytes, 'bytes') };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'what a peer has used cannot be read', { cause });
    }
}

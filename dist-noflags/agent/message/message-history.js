/**
 * The messages of a data directory as people look back on them: what waits in inbox and outbox, and what was taken,
 * delivered or given up, of which the newest are kept. PROTOCOL.md §5.6.
 *
 * @module
 */
import { compareBytes, equalBytes, fromHex, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { timeOfMessageId } from "../../message/message-id.js";
import { EntryCounts } from "../record/entry-counts.js";
import { endOf, idOf, keyOf, orderedKey, PARTS, peerOfKey, prefixOf, } from "./message-records.js";
/** Messages kept after they were taken, delivered or given up; the oldest are dropped. PROTOCOL.md §11. */
export const MAX_HISTORY_MESSAGES = 10_000;
/** Bytes of them. PROTOCOL.md §11. */
export const MAX_HISTORY_BYTES = 64 * 1024 * 1024;
/** Share of the history that goes at once when it is full: one commit for many messages. */
const DROPPED_SHARE = 1 / 16;
/** Bytes of texts on a page: escaped as JSON, a page fits a line of the local socket. */
export const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** See the module comment. */
export class MessageHistory {
    #store;
    #records;
    #counts;
    #givingUp;
    #dropping = new Mutex();
    constructor(store, records, givingUp) {
        this.#store = store;
        this.#records = records;
        this.#counts = new EntryCounts(store, 'message');
        this.#givingUp = givingUp;
    }
    /** To be called when `changes` are in the store: drops the oldest messages where there are too many. */
    async added(changes) {
        const puts = changes.filter((change) => change.kind === 'put' && change.key[0] === PARTS.history);
        const prefix = prefixOf(PARTS.history);
        await this.#dropping.run(async () => {
            for (const change of puts)
                this.#counts.adjust(prefix, 1, change.kind === 'put' ? change.value.length : 0);
            const { entries, bytes } = await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) });
            if (entries <= MAX_HISTORY_MESSAGES && bytes <= MAX_HISTORY_BYTES)
                return;
            await this.#drop(entries - MAX_HISTORY_MESSAGES * (1 - DROPPED_SHARE), bytes - MAX_HISTORY_BYTES * (1 - DROPPED_SHARE));
        });
    }
    /** Drops the oldest messages, until `entries` and `bytes` are gone. */
    async #drop(entries, bytes) {
        const prefix = prefixOf(PARTS.history);
        const changes = [];
        let gone = 0;
        for await (const [key, value] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
            if (changes.length >= entries && gone >= bytes)
                break;
            changes.push({ kind: 'delete', space: 'message', key });
            gone += value.length;
        }
        await this.#store.apply(changes);
        this.#counts.adjust(prefix, -changes.length, -gone);
    }
    /**
     * A page of the history, at most {@link MAX_PAGE_BYTES} of texts and at least one message where there is one.
     *
     * @param nowMs - Milliseconds since 1970: what has waited too long has failed, whether it was looked at or not.
     * @throws {TalosError} `E_MALFORMED` for a `before` that no page gave.
     */
    async page(query, nowMs) {
        const end = query.before === undefined ? undefined : placeOf(query.before);
        const found = [
            ...(await this.#ordered(PARTS.history, query, end)),
            ...(await this.#ordered(PARTS.inbox, query, end)),
            ...(await this.#waiting(query, end, nowMs)),
        ].sort((a, b) => compareBytes(b.place, a.place));
        const shown = [];
        let bytes = 0;
        for (const each of found) {
            bytes += each.message.content.length;
            if (shown.length >= query.last || (shown.length > 0 && bytes > MAX_PAGE_BYTES))
                break;
            shown.push(each);
        }
        const first = shown.at(-1);
        return {
            messages: shown.reverse().map(({ message }) => message),
            before: first === undefined || shown.length === found.length ? '' : toHex(first.place),
        };
    }
    /** One of our own, wherever it is; undefined where it is not, or not any more. */
    async find(peer, id, nowMs) {
        const waiting = keyOf(PARTS.outbox, peer, id);
        const held = await this.#store.get('message', waiting);
        if (held !== undefined)
            return this.#unsent(waiting, held, nowMs);
        const past = orderedKey(PARTS.history, timeOfMessageId(id), id);
        const sealed = await this.#store.get('message', past);
        return sealed && this.#past(past, sealed);
    }
    /**
     * Erases a message that nothing more will become of; durable when it resolves.
     *
     * @returns Whether it was here; `waiting` where nobody has taken it yet, and it stays.
     */
    async forget(peer, id, direction) {
        const isIt = (key, read) => {
            if (!equalBytes(idOf(key), id))
                return false;
            const message = read();
            return message.peer === peer && message.direction === direction && message.state !== 'repaired';
        };
        return this.#dropping.run(async () => {
            const inbox = prefixOf(PARTS.inbox);
            for await (const [key, sealed] of this.#store.scan('message', { start: inbox, end: endOf(inbox) }))
                if (isIt(key, () => this.#received(key, sealed)))
                    return 'waiting';
            const prefix = prefixOf(PARTS.history);
            const changes = [];
            let bytes = 0;
            for await (const [key, sealed] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
                if (!isIt(key, () => this.#past(key, sealed)))
                    continue;
                changes.push({ kind: 'delete', space: 'message', key });
                bytes += sealed.length;
            }
            if (changes.length === 0)
                return 'absent';
            await this.#store.apply(changes);
            this.#counts.adjust(prefix, -changes.length, -bytes);
            return 'erased';
        });
    }
    /** The newest messages of a part that is ordered by time, as far as they may be on the page. */
    async #ordered(part, query, end) {
        const prefix = prefixOf(part);
        const found = [];
        let bytes = 0;
        const before = end === undefined ? endOf(prefix) : inPart(part, end);
        for await (const [key, sealed] of this.#store.scan('message', { start: prefix, end: before, reverse: true })) {
            const message = part === PARTS.inbox ? this.#received(key, sealed) : this.#past(key, sealed);
            if (query.peer !== undefined && message.peer !== query.peer)
                continue;
            found.push({ place: inPart(PARTS.history, key), message });
            bytes += message.content.length;
            // One more than the page takes, so that it knows of those before it.
            if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES)
                break;
        }
        return found;
    }
    /** The message that a record of the space `message` holds; undefined where it holds none. */
    read(key, sealed, nowMs) {
        if (key[0] === PARTS.history)
            return this.#past(key, sealed);
        if (key[0] === PARTS.inbox)
            return this.#received(key, sealed);
        return key[0] === PARTS.outbox ? this.#unsent(key, sealed, nowMs) : undefined;
    }
    #received(key, sealed) {
        const { id, from, receivedAtMs, content } = this.#records.readReceived(key, sealed);
        const message = { id, peer: from, direction: 'received', atMs: receivedAtMs, content, failure: '' };
        return { ...message, isFile: false, state: 'waiting' };
    }
    #past(key, sealed) {
        const past = this.#records.readPast(key, sealed);
        if (past.repair !== undefined)
            return { ...past, state: 'repaired' };
        if (past.direction === 'received')
            return { ...past, state: 'received' };
        if (past.isFile)
            return { ...past, state: 'sealed' };
        return { ...past, state: past.failure === '' ? 'delivered' : 'failed' };
    }
    /** A message of the outbox. */
    #unsent(key, sealed, nowMs) {
        const { storedAtMs, text, wasSent } = this.#records.readWaiting(key, sealed);
        const isOver = nowMs - storedAtMs > this.#givingUp.ageMs;
        return {
            id: idOf(key),
            peer: peerOfKey(key),
            direction: 'sent',
            atMs: storedAtMs,
            content: new Uint8Array(text),
            failure: isOver ? this.#givingUp.reason : '',
            isFile: false,
            state: isOver ? 'failed' : wasSent ? 'sent' : 'queued',
        };
    }
    /** The newest messages of the outbox, which is ordered by peers. */
    async #waiting(query, end, nowMs) {
        const prefix = prefixOf(PARTS.outbox, query.peer);
        const places = [];
        for await (const [key] of this.#store.scan('message', { start: prefix, end: endOf(prefix) })) {
            const id = idOf(key);
            const place = orderedKey(PARTS.history, timeOfMessageId(id), id);
            if (end === undefined || compareBytes(place, end) < 0)
                places.push({ place, key });
        }
        places.sort((a, b) => compareBytes(b.place, a.place));
        const found = [];
        let bytes = 0;
        for (const { place, key } of places) {
            const sealed = await this.#store.get('message', key);
            if (sealed === undefined)
                continue; // acknowledged meanwhile
            const message = this.#unsent(key, sealed, nowMs);
            found.push({ place, message });
            bytes += message.content.length;
            if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES)
                break;
        }
        return found;
    }
}
/** The same place in another part that is ordered by time. */
function inPart(part, key) {
    const place = new Uint8Array(key);
    place[0] = part;
    return place;
}
function placeOf(text) {
    if (!/^04(?:[0-9a-f]{48})$/.test(text))
        throw new TalosError('E_MALFORMED', 'no page of the history begins there');
    return fromHex(text);
}

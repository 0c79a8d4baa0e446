/**
 * The messages that wait to be sent and acknowledged, each stored in one batch with the step of the session that sealed
 * it. PROTOCOL.md §5.6.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { ENVELOPE_TYPES, TEXT_SALT_BYTES } from "../../message/envelope.js";
import { makeMessageId, timeOfMessageId } from "../../message/message-id.js";
import { isSilent, needsSession } from "../../session/peer-sessions.js";
import { EntryCounts } from "../record/entry-counts.js";
import { endOf, idOf, keyOf, PARTS, peerOfKey, prefixOf, } from "./message-records.js";
/** How long a message waits for its acknowledgement, in milliseconds: 30 days, as long as mailboxes keep one. */
export const OUTBOX_AGE_MS = 30 * 86_400_000;
/** After so long a message that was left at a mailbox is left there again, in milliseconds: a day. Mailboxes may lose one. */
export const LEFT_AGE_MS = 86_400_000;
/** Messages to one peer that may wait for acknowledgement. */
export const MAX_OUTBOX_MESSAGES = 1000;
/** Why a message was given up. */
export const NOT_ACKNOWLEDGED = 'not acknowledged within 30 days';
/** Peers of whose silence it is remembered that people were told. */
const MAX_TOLD = 1024;
/** See the module comment. */
export class Outbox {
    #terms;
    /** Of each peer that was written to. */
    #counts;
    /** Of whose silence people were told. */
    #told = new BoundedMap(MAX_TOLD);
    #lastIdMs = 0;
    constructor(terms) {
        this.#terms = terms;
        this.#counts = new EntryCounts(terms.store, 'message');
    }
    /** Whether there is a session to send under, and the peer may be trusted to follow it. */
    async hasSession(peer) {
        return !needsSession(await this.#terms.sessions.held(peer));
    }
    /**
     * Seals a message and keeps it until it is acknowledged.
     *
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a text over 1 MiB or {@link MAX_OUTBOX_MESSAGES} that wait.
     */
    async send(peer, text) {
        await this.#assertRoom(peer);
        const outgoing = await this.#terms.sessions.take(peer, (held) => {
            const id = this.nextId();
            const waiting = this.#waitingText(text, true);
            const { next, envelope } = this.#sealText(held, id, waiting);
            return {
                next,
                changes: [this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, id), waiting)],
                result: { id, envelope, silence: this.#silenceOf(peer, next) },
            };
        });
        this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
        this.#terms.deliveries?.tell(peer, outgoing.id, 'sent');
        return outgoing;
    }
    /** As {@link Outbox.send} gives it, of a peer for whom one more is kept. */
    async silence(peer) {
        const held = await this.#terms.sessions.held(peer);
        return this.#silenceOf(peer, { ...held, unheard: held.unheard + 1 });
    }
    /** For how long `peer` was not heard, where people are to know; once until it is heard. */
    #silenceOf(peer, next) {
        if (!isSilent(next, this.#terms.clock.now())) {
            this.#told.delete(peer);
            return undefined;
        }
        if (this.#told.get(peer) === next.silentSinceMs)
            return undefined;
        this.#told.set(peer, next.silentSinceMs);
        return { unheard: next.unheard, sinceMs: next.silentSinceMs };
    }
    /**
     * Keeps a message for a peer that cannot be reached; it needs no session yet.
     *
     * @returns Its id.
     * @throws {TalosError} `E_LIMIT` as {@link Outbox.send}.
     */
    async keep(peer, text) {
        await this.#assertRoom(peer);
        const id = await this.#terms.sessions.inTurn(peer, async () => {
            const made = this.nextId();
            const put = this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, made), this.#waitingText(text, false));
            await this.#terms.store.apply([put]);
            return made;
        });
        this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
        this.#terms.deliveries?.tell(peer, id, 'queued');
        return id;
    }
    /** Messages to `peer` that wait. */
    async #waitingCount(peer) {
        const prefix = prefixOf(PARTS.outbox, peer);
        return (await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) })).entries;
    }
    async #assertRoom(peer) {
        if ((await this.#waitingCount(peer)) >= MAX_OUTBOX_MESSAGES)
            throw new TalosError('E_LIMIT', `${MAX_OUTBOX_MESSAGES} messages to the peer wait for acknowledgement`);
    }
    /** The id of a message of our own, after every earlier one: ids of one millisecond would sort at random, and the outbox is sent in the order of its ids. */
    nextId() {
        this.#lastIdMs = Math.max(this.#terms.clock.now(), this.#lastIdMs + 1);
        return makeMessageId(this.#lastIdMs);
    }
    #waitingText(text, wasSent) {
        return { storedAtMs: this.#terms.clock.now(), salt: randomBytes(TEXT_SALT_BYTES), text, wasSent, leftAtMs: 0 };
    }
    /** Whether anything waits for the acknowledgement of `peer`. */
    async isAwaiting(peer) {
        if ((await this.#waitingCount(peer)) > 0)
            return true;
        return (await this.#keys(PARTS.repair, peer)).length > 0;
    }
    /** The name of what has waited for `peer` the longest; undefined where nothing does. */
    async oldest(peer) {
        for (const part of [PARTS.repair, PARTS.outbox]) {
            const start = prefixOf(part, peer);
            for await (const [key] of this.#terms.store.scan('message', { start, end: endOf(start), limit: 1 }))
                return toHex(key);
        }
        return undefined;
    }
    /** Everybody for whom something waits. */
    async awaited() {
        const keys = [...(await this.#keys(PARTS.outbox)), ...(await this.#keys(PARTS.repair))];
        return [...new Set(keys.map(peerOfKey))];
    }
    /** Keys of a part; of those about `peer`, where one is given. */
    async #keys(part, peer) {
        const start = prefixOf(part, peer);
        const keys = [];
        for await (const [key] of this.#terms.store.scan('message', { start, end: endOf(start) }))
            keys.push(key);
        return keys;
    }
    /**
     * Every message that waits for the acknowledgement of `peer`, the oldest first, sealed anew: the session may have
     * gone on so far that it would not open the envelope that was lost. Those that waited too long are given up. Before
     * them, that the session was repaired, where the peer has not acknowledged that. Ends early where it is repaired
     * meanwhile.
     *
     * @param renew - Makes a new session; called where something waits and {@link Outbox.hasSession} says no.
     * @throws {TalosError} `E_NO_SESSION` at the first where there is no session.
     */
    all(peer, renew) {
        return this.#waiting(peer, renew, (waiting) => ({ ...waiting, wasSent: true }));
    }
    /**
     * As {@link Outbox.all}, of what is not yet in the peer's mailbox, or came there before the last repair. The
     * next is given when the one before it was left there, which is noted then.
     */
    async *unleft(peer, renew) {
        const { store, clock } = this.#terms;
        const unleft = this.#waiting(peer, renew, (waiting, repairedAtMs) => waiting.leftAtMs > Math.max(repairedAtMs, clock.now() - LEFT_AGE_MS) ? undefined : waiting);
        for await (const outgoing of unleft) {
            yield outgoing;
            const { key } = outgoing;
            await this.#terms.sessions.inTurn(peer, async () => {
                const sealed = await store.get('message', key);
                if (sealed === undefined)
                    return;
                const before = this.#terms.messages.readWaiting(key, sealed);
                const waiting = { ...before, wasSent: true, leftAtMs: clock.now() };
                await store.apply([
                    { kind: 'require', space: 'message', key, value: sealed },
                    this.#terms.messages.putWaiting(key, waiting),
                ]);
                if (!before.wasSent)
                    this.#tell(peer, key, 'sent');
            });
        }
    }
    /** @param mark - Gives what is kept of a message that goes out now; undefined where it is passed over. */
    async *#waiting(peer, renew, mark) {
        const { store, clock } = this.#terms;
        // The keys first: a scan that waited for a slow peer would keep the store from reusing any page meanwhile.
        const keys = [...(await this.#keys(PARTS.repair, peer)), ...(await this.#keys(PARTS.outbox, peer))];
        if (keys.length > 0 && !(await this.hasSession(peer)))
            await renew?.();
        const { repairs } = await this.#terms.sessions.held(peer);
        for (const key of keys) {
            const sealed = await store.get('message', key);
            // What was acknowledged since is not sent again.
            if (sealed === undefined)
                continue;
            const waiting = this.#terms.messages.readWaiting(key, sealed);
            const id = idOf(key);
            if (clock.now() - waiting.storedAtMs > OUTBOX_AGE_MS) {
                await this.#giveUp(peer, key);
                continue;
            }
            const marked = mark(waiting, repairs.lastAtMs);
            if (marked === undefined)
                continue;
            const outgoing = await this.#terms.sessions.take(peer, async (held) => {
                // After a repair all goes out again from the first on: one that went on here would overtake it.
                if (held.repairs.count !== repairs.count)
                    return { next: held, changes: [], result: 'repaired' };
                const value = await store.get('message', key);
                if (value === undefined)
                    return { next: held, changes: [], result: 'acknowledged' };
                const now = this.#terms.messages.readWaiting(key, value);
                const { next, envelope } = this.#sealText(held, id, now, typeOfKey(key));
                const isFirst = marked.wasSent && !now.wasSent;
                const changes = [
                    { kind: 'require', space: 'message', key, value },
                    ...(isFirst ? [this.#terms.messages.putWaiting(key, { ...now, wasSent: true })] : []),
                ];
                return { next, changes, result: { id, envelope, key } };
            });
            if (outgoing === 'repaired')
                return;
            if (outgoing === 'acknowledged')
                continue;
            if (marked.wasSent && !waiting.wasSent)
                this.#tell(peer, key, 'sent');
            yield outgoing;
        }
    }
    /** Whether a message that waits lies in a mailbox of the peer. */
    async isLeft(peer, id) {
        const key = keyOf(PARTS.outbox, peer, id);
        const sealed = await this.#terms.store.get('message', key);
        return sealed !== undefined && this.#terms.messages.readWaiting(key, sealed).leftAtMs > 0;
    }
    /** Of what is a message. */
    #tell(peer, key, state, reason) {
        if (key[0] === PARTS.outbox)
            this.#terms.deliveries?.tell(peer, idOf(key), state, reason);
    }
    /** Gives up what has waited for `peer` too long, also where the peer is never there. */
    async expire(peer) {
        for (const part of [PARTS.repair, PARTS.outbox])
            await this.#expirePart(part, peer);
    }
    async #expirePart(part, peer) {
        const { store, clock } = this.#terms;
        const start = prefixOf(part, peer);
        for (;;) {
            let oldest;
            for await (const [key] of store.scan('message', { start, end: endOf(start), limit: 1 }))
                oldest = key;
            // No id is of an earlier time than its message was stored at.
            if (oldest === undefined || clock.now() - timeOfMessageId(idOf(oldest)) <= OUTBOX_AGE_MS)
                return;
            await this.#giveUp(peer, oldest);
        }
    }
    /** @param key - Of a message that waits, or of one that does not any more. */
    async #giveUp(peer, key) {
        const { store, sessions, messages, history } = this.#terms;
        await sessions.inTurn(peer, async () => {
            const sealed = await store.get('message', key);
            if (sealed === undefined)
                return;
            const gone = { kind: 'delete', space: 'message', key };
            if (key[0] === PARTS.repair)
                return void (await store.apply([gone]));
            const past = messages.sentPast(peer, idOf(key), messages.readWaiting(key, sealed), NOT_ACKNOWLEDGED);
            await store.apply([gone, past]);
            this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
            await history.added([past]);
            this.#tell(peer, key, 'failed', NOT_ACKNOWLEDGED);
        });
    }
    /** To be called when a message to `peer` has left the store. */
    acknowledged(peer) {
        this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
    }
    /** Goes on after the ids that the store holds: a clock that was set back meanwhile changes no order. */
    async resume() {
        for (const key of await this.#keys(PARTS.outbox))
            this.#lastIdMs = Math.max(this.#lastIdMs, timeOfMessageId(idOf(key)));
    }
    #sealText(held, id, { storedAtMs, salt, text }, type = ENVELOPE_TYPES.text) {
        return this.#terms.sessions.seal(held, { type, id, timestampMs: storedAtMs, text, salt });
    }
}
/** What waits in a part of the space. */
const typeOfKey = (key) => key[0] === PARTS.repair ? ENVELOPE_TYPES.sessionRepair : ENVELOPE_TYPES.text;

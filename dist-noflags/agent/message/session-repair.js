/**
 * Sessions that are made anew because an envelope did not open: when, and what is stored of it. PROTOCOL.md §5.8.
 *
 * Who repairs makes a new session from the peer's bundle and tells the peer by an envelope that is kept until it is
 * acknowledged. What waits on either side goes out again under the new session.
 *
 * @module
 */
import { equalBytes, toHex } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { sha256 } from "../../crypto/hash.js";
import { randomBytes } from "../../crypto/random.js";
import { decodeEnvelope, TEXT_SALT_BYTES } from "../../message/envelope.js";
import { makeMessageId } from "../../message/message-id.js";
import { splitRatchetMessage } from "../../message/ratchet-message.js";
import { readEnvelope } from "../../session/durable.js";
import { isRepairable, mayRepair, repairCauseOf, withBegun, withRepaired, } from "../../session/repair.js";
import { endOf, keyOf, PARTS, prefixOf } from "./message-records.js";
import { sessionEvent } from "./messenger-event.js";
/** The ratchet key of an envelope in hex; `""` where it is none. */
export function chainOf(envelope) {
    try {
        return toHex(splitRatchetMessage(decodeEnvelope(envelope).content).ratchetKey);
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
        return '';
    }
}
/** The event of a repair that was made here. */
export function repairEvent(peer, { id, session, cause }) {
    return { kind: 'repair', peer, id, session: session.id, by: 'self', cause, repeated: false };
}
/** See the module comment. */
export class SessionRepairs {
    #terms;
    constructor(terms) {
        this.#terms = terms;
    }
    /**
     * Judges an envelope whose receiving gave `error`, and begins a repair where it calls for one and one is allowed. That
     * it has begun is durable, and counts whatever comes of it.
     *
     * @param isKnown - Whether the peer is one of this agent's contacts, so that it may be met without any session.
     * @returns Undefined for what says nothing of the sessions: a replay, bytes that the peer has not signed. `unmet` for
     *   what a peer has signed that is no contact and has no session here.
     */
    async judge(peer, bytes, error, { isKnown, way }) {
        const { clock, store, sessions } = this.#terms;
        const envelope = repairCauseOf(error, true) && this.#signed(peer, bytes);
        if (envelope === undefined || !isRepairable(envelope, way, clock.now()))
            return undefined;
        if ((await store.get('message', keyOf(PARTS.seen, peer, envelope.id))) !== undefined)
            return undefined;
        const held = await sessions.held(peer);
        const cause = repairCauseOf(error, isKnownSession(held, envelope));
        if (cause === undefined)
            return undefined;
        if (!isKnown && held.sessions.length === 0)
            return 'unmet';
        const judged = { chain: chainOf(bytes), cause };
        if (!mayRepair(held.repairs, clock.now()))
            return { ...judged, due: undefined };
        return { ...judged, due: await this.#begin(peer, { cause, subject: envelope.id }) };
    }
    #begin(peer, due) {
        const { clock, sessions } = this.#terms;
        return sessions.take(peer, (held) => {
            // Another process may have begun meanwhile.
            if (!mayRepair(held.repairs, clock.now()))
                return { next: held, changes: [], result: undefined };
            const next = { ...held, repairs: withBegun(held.repairs, clock.now()) };
            return { next, changes: [], result: { ...due, before: held.sessions[0]?.id } };
        });
    }
    #signed(peer, bytes) {
        try {
            return readEnvelope(bytes, { sender: peer, recipient: this.#terms.party.did });
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return undefined;
        }
    }
    /**
     * Makes the new session from the peer's bundle, and what tells the peer of it.
     *
     * @returns Undefined where the peer has made a session meanwhile that works.
     * @throws {TalosError} what `verifyBundle` throws.
     */
    async complete(peer, due, bundle) {
        const { sessions, messages, clock, history } = this.#terms;
        let past = [];
        const made = await sessions.take(peer, async (held) => {
            if (isMended(held, due))
                return { next: held, changes: [], result: undefined };
            const nowMs = clock.now();
            const { next, session } = sessions.initiated(peer, held, bundle, { isRepair: true });
            const id = makeMessageId(nowMs);
            const salt = randomBytes(TEXT_SALT_BYTES);
            past = [messages.repairPast(nowMs, { id, peer, direction: 'sent', atMs: nowMs, repair: due.cause })];
            const changes = [
                // The peer needs to hear of the newest alone.
                ...(await this.#forgetting(peer)),
                messages.putWaiting(keyOf(PARTS.repair, peer, id), {
                    storedAtMs: nowMs,
                    salt,
                    text: due.subject,
                    wasSent: false,
                    leftAtMs: 0,
                }),
                ...past,
                ...sessions.kept(sessionEvent(peer, session), repairEvent(peer, { id, session, cause: due.cause })),
            ];
            const repairs = withRepaired(next.repairs, nowMs);
            return { next: { ...next, repairs }, changes, result: { id, session, cause: due.cause } };
        });
        if (made !== undefined)
            await history.added(past);
        return made;
    }
    async #forgetting(peer) {
        const start = prefixOf(PARTS.repair, peer);
        const changes = [];
        for await (const [key] of this.#terms.store.scan('message', { start, end: endOf(start) }))
            changes.push({ kind: 'delete', space: 'message', key });
        return changes;
    }
}
/** Whether the session is here whose initial message the envelope carries; also where it carries none. */
function isKnownSession({ sessions }, { initial }) {
    if (initial === undefined)
        return true;
    const hash = sha256(initial);
    return sessions.some(({ initialHash }) => equalBytes(initialHash, hash));
}
/** Whether another session sends than when the repair began, and the peer has been heard under it. */
function isMended({ sessions: [first] }, { before }) {
    if (first === undefined || first.pending !== undefined)
        return false;
    return before === undefined || !equalBytes(first.id, before);
}

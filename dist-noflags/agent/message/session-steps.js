/**
 * The durable sessions in the store: each step loads, computes, and stores the new sessions together with what the step
 * produced, in one conditional batch. Nothing leaves and nothing is delivered before. PROTOCOL.md §5.6.
 *
 * A step need not wait until the one before it is stored: it goes on from what that leaves, under the condition that just
 * this is in the store by then. So the store commits many steps at once, and one that fails takes those after it along:
 * they are taken again, in their order, and before any other.
 *
 * Layout of the space `session`: `DID` → the sealed record of {@link PeerSessions}.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { equalBytes, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { RateCounter } from "../../base/rate-counter.js";
import { sha256 } from "../../crypto/hash.js";
import { initiateDurable, openMessage, respondDurable, sealMessage, } from "../../session/durable.js";
import { decodeInitial } from "../../session/handshake.js";
import { addInitiated, addSealed, decodePeerSessions, encodePeerSessions, isBundleUsed, NO_SESSIONS, noteBundle, openWithAny, } from "../../session/peer-sessions.js";
import { verifyBundle } from "../../session/prekeys.js";
import { expire } from "../../session/ratchet.js";
import { sessionEvent } from "./messenger-event.js";
/** New sessions that one peer may begin in a minute. PROTOCOL.md §5.6. */
export const MAX_NEW_SESSIONS = 10;
/** That minute, from the first of them on, in milliseconds. */
export const NEW_SESSIONS_WINDOW_MS = 60_000;
/** How often a step is taken again when another writer was faster. */
const MAX_ATTEMPTS = 32;
/** Peers whose sessions stay decoded, so that a conversation does not decode them for each message. */
const MAX_DECODED = 64;
/** Longest record that stays so, in bytes: one with a thousand skipped keys is read anew each time. */
const MAX_DECODED_BYTES = 16 * 1024;
/** See the module comment. One a data directory; two over one store never use a message key twice. */
export class SessionSteps {
    #options;
    #turns = new Map();
    /** What was read or stored last. Used where it still is what the store holds, byte for byte. */
    #decoded = new BoundedMap(MAX_DECODED);
    /** New sessions that peers began. */
    #newSessions;
    constructor(options) {
        this.#options = options;
        this.#newSessions = new RateCounter(MAX_NEW_SESSIONS, NEW_SESSIONS_WINDOW_MS, options.clock);
    }
    /** What is stored about `peer`. */
    async held(peer) {
        return (await this.#load(peer)).sessions;
    }
    /**
     * Makes a new session with `peer` from its bundle; earlier ones still open what is under way.
     *
     * @throws {TalosError} what `verifyBundle` throws.
     */
    establish(peer, bundle, requireOneTime = false) {
        return this.take(peer, (held) => {
            const { next, session } = this.initiated(peer, held, bundle, { requireOneTime });
            return { next, changes: this.kept(sessionEvent(peer, session)), result: session };
        });
    }
    /** What keeps events until they are told, in the batch of what they tell of. */
    kept(...events) {
        const { keep } = this.#options;
        if (keep === undefined)
            return [];
        return events.flatMap((event) => (event === undefined ? [] : [keep(event)]));
    }
    /** What {@link SessionSteps.establish} stores. Changes nothing. */
    initiated(peer, held, bundle, { requireOneTime = false, isRepair = false }) {
        const { party, clock } = this.#options;
        const nowMs = clock.now();
        const verified = verifyBundle(bundle, {
            did: peer,
            nowMs,
            lowestSequence: held.bundleSequence,
            newestPrekey: held.newestPrekey,
            lowestCertificateSequence: held.certificateSequence,
            requireOneTime,
        });
        // A bundle may be used again, its one-time prekeys may not.
        const isUsed = isBundleUsed(held, verified);
        if (isUsed && requireOneTime)
            throw new TalosError('E_DOWNGRADE', 'the one-time prekeys of the bundle are used');
        const usable = isUsed ? { ...verified, oneTimePrekeys: [], oneTimeKems: [] } : verified;
        const session = initiateDurable(party, usable);
        return { next: addInitiated(noteBundle(held, verified), session, { nowMs, isRepair }), session };
    }
    /**
     * The session that opens the envelope, at its next state. Changes nothing.
     *
     * @throws {TalosError} what `openMessage` throws; of an initial message what `decodeInitial`, the prekeys and
     *   `respondDurable` say; `E_RATE_LIMITED` beyond {@link MAX_NEW_SESSIONS};
     *   `E_NO_SESSION`.
     */
    async open(held, envelope) {
        const { party, prekeys, clock } = this.#options;
        const nowMs = clock.now();
        const { initial } = envelope;
        if (initial === undefined)
            return { ...openWithAny(held.sessions, envelope, nowMs), consume: [], isNew: false };
        const hash = sha256(initial);
        const known = held.sessions.find(({ initialHash }) => equalBytes(initialHash, hash));
        if (known !== undefined)
            return { ...openMessage(known, envelope, nowMs), consume: [], isNew: false };
        const message = decodeInitial(initial);
        if (message.from !== envelope.sender)
            throw new TalosError('E_IDENTITY_MISMATCH', 'the initial message is from another agent than the envelope');
        await prekeys.assertNew(message);
        // Before any key is computed: what makes a session costs more than what sends it.
        if (!this.#newSessions.take(envelope.sender))
            throw new TalosError('E_RATE_LIMITED', `more than ${MAX_NEW_SESSIONS} new sessions in a minute`);
        const { secrets, consume } = await prekeys.find(message, nowMs);
        const expected = { nowMs, lowestSequence: held.certificateSequence };
        const session = respondDurable(party, initial, secrets, expected);
        return { ...openMessage(session, envelope, nowMs), consume, isNew: true };
    }
    /** Seals a message under the session that sends. Changes nothing. @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`. */
    seal(held, message) {
        const [first] = held.sessions;
        if (first === undefined)
            throw new TalosError('E_NO_SESSION', 'there is no session with the peer', {
                hint: 'talos session open makes one from a bundle of the peer',
            });
        const { session, envelope } = sealMessage(first, this.#options.party, message);
        return { next: addSealed(held, session), envelope };
    }
    /**
     * Takes one step on the sessions with `peer`: one at a time here, and again where another process was faster.
     *
     * @param compute - Changes nothing itself; may be called again. What it throws leaves everything as it was.
     * @returns What the step gives, when it is durable.
     */
    async take(peer, compute) {
        return (await this.begin(peer, compute)).stored;
    }
    /** As {@link SessionSteps.take}, for who goes on while the step is being stored; resolves when it was computed. */
    async begin(peer, compute) {
        const turn = this.#enter(peer);
        const leave = () => this.#leave(peer, turn);
        try {
            return await turn.mutex.run(async () => {
                const first = await this.#step(peer, turn, compute, () => mended(turn));
                const before = turn.last;
                const stored = this.#outcome(first, async () => {
                    await before;
                    await turn.storing;
                    return this.#step(peer, turn, compute, () => Promise.resolve());
                });
                const over = stored.then(leave, leave);
                turn.last = before.then(() => over);
                if (first.isAlone)
                    await over;
                return { stored };
            });
        }
        catch (error) {
            leave();
            throw error;
        }
    }
    async #outcome(first, again) {
        let tried = first;
        for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            if (await tried.applied)
                return tried.result;
            tried = await again();
        }
        if (await tried.applied)
            return tried.result;
        throw new TalosError('E_STORAGE', 'the session keeps changing');
    }
    /**
     * Computes a step and gives it to the store. In its turn.
     *
     * @param isNext - Resolves when it is its turn among those that are taken again.
     */
    async #step(peer, turn, compute, isNext) {
        await isNext();
        const { sealed, sessions } = turn.latest ?? (await this.#load(peer));
        let step;
        try {
            step = await compute(sessions);
        }
        catch (error) {
            if (turn.storing === undefined)
                throw error;
            // What it looked up besides may be on its way to the store, or what it went on from may never come there.
            await turn.storing;
            return this.#step(peer, turn, compute, isNext);
        }
        const { next, changes, result, isAlone = false } = step;
        if (next === sessions && changes.length === 0) {
            const settled = turn.storing ?? Promise.resolve();
            return { applied: settled.then(() => true), result, isAlone };
        }
        const { store, records } = this.#options;
        const key = utf8(peer);
        const value = records.seal('session', key, encodePeerSessions(next));
        const latest = { sealed: value, sessions: next };
        const applied = store.apply([
            { kind: 'require', space: 'session', key, value: sealed },
            { kind: 'put', space: 'session', key, value },
            ...changes,
        ]);
        this.#storing(turn, latest, applied);
        if (value.length <= MAX_DECODED_BYTES)
            this.#decoded.set(peer, latest);
        return { applied, result, isAlone };
    }
    #storing(turn, latest, applied) {
        turn.latest = latest;
        const failed = () => {
            turn.latest = undefined;
            turn.isMending = true;
        };
        const settled = applied.then((isApplied) => {
            if (!isApplied)
                failed();
        }, failed);
        const storing = Promise.all([turn.storing, settled]).then(() => {
            if (turn.storing !== storing)
                return;
            turn.storing = undefined;
            turn.latest = undefined;
        });
        turn.storing = storing;
    }
    async #load(peer) {
        const { store, records, clock } = this.#options;
        const key = utf8(peer);
        const sealed = await store.get('session', key);
        if (sealed === undefined)
            return { sealed, sessions: NO_SESSIONS };
        const known = this.#decoded.get(peer);
        const isKnown = known?.sealed !== undefined && equalBytes(known.sealed, sealed);
        const held = isKnown ? known.sessions : decodePeerSessions(records.open('session', key, sealed));
        if (!isKnown && sealed.length <= MAX_DECODED_BYTES)
            this.#decoded.set(peer, { sealed, sessions: held });
        return { sealed, sessions: current(held, clock.now()) };
    }
    /** Runs `task` when no step with `peer` is being taken or stored here. */
    async inTurn(peer, task) {
        const turn = this.#enter(peer);
        try {
            return await turn.mutex.run(async () => {
                await mended(turn);
                await turn.last;
                return task();
            });
        }
        finally {
            this.#leave(peer, turn);
        }
    }
    #enter(peer) {
        const turn = this.#turns.get(peer) ?? newTurn();
        this.#turns.set(peer, turn);
        turn.users++;
        return turn;
    }
    #leave(peer, turn) {
        turn.users--;
        if (turn.users === 0)
            this.#turns.delete(peer);
    }
}
function newTurn() {
    return {
        mutex: new Mutex(),
        users: 0,
        latest: undefined,
        storing: undefined,
        last: Promise.resolve(),
        isMending: false,
    };
}
/** Resolves when nothing is to be taken again; called by whoever has the turn, so nothing begins meanwhile. */
async function mended(turn) {
    if (!turn.isMending)
        return;
    await turn.last;
    turn.isMending = false;
}
/** Without the skipped keys whose time is over. */
function current(held, nowMs) {
    const sessions = held.sessions.map((session) => {
        const ratchet = expire(session.ratchet, nowMs);
        return ratchet === session.ratchet ? session : { ...session, ratchet };
    });
    const isSame = sessions.every((session, index) => session === held.sessions[index]);
    return isSame ? held : { ...held, sessions };
}

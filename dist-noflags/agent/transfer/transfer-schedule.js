/**
 * When what waits for a peer is tried: at once, when the peer comes, when the network may be another one, and again and
 * again, less and less often. A few files go to one peer at a time, in the order in which they were asked for.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { randomFraction } from "../../crypto/random.js";
import { retryDelays } from "../../net/backoff.js";
/** Files that are sent to, or asked of, one peer at a time. PROTOCOL.md §11. */
export const MAX_RUNNING_A_PEER = 8;
/** First wait after an attempt that failed is drawn from up to this, in milliseconds. */
export const TRANSFER_RETRY_BASE_MS = 1000;
/** How often a person's answer to an offer is asked for, in milliseconds; the peer tells it before, where it can. */
export const OFFER_AGAIN_MS = 300_000;
/** See the module comment. */
export class TransferSchedule {
    #work;
    #timer;
    #peers = new Map();
    #stop = new AbortController();
    constructor(work, timer) {
        this.#work = work;
        this.#timer = timer;
    }
    /** Tries what waits for `peer` now. */
    kick(peer) {
        if (this.#stop.signal.aborted)
            return;
        const held = this.#peerOf(peer);
        held.cancel();
        held.tried.clear();
        void this.#fill(peer, held);
    }
    /** As {@link kick}, also what a person there has to decide: the peer may say by now. */
    kickAnew(peer) {
        this.#peers.get(peer)?.offered.clear();
        this.kick(peer);
    }
    /** Tries what waits for every peer for which anything was tried. */
    kickAll() {
        for (const peer of this.#peers.keys())
            this.kick(peer);
    }
    #peerOf(peer) {
        let held = this.#peers.get(peer);
        if (held === undefined) {
            const [running, tried, offered] = [new Set(), new Set(), new Set()];
            held = { isFilling: false, cancel: () => { }, delays: delays(), running, tried, offered };
            this.#peers.set(peer, held);
        }
        return held;
    }
    /** Starts as many as may run. */
    async #fill(peer, held) {
        if (held.isFilling)
            return;
        held.isFilling = true;
        const { signal } = this.#stop;
        try {
            while (!signal.aborted && held.running.size < MAX_RUNNING_A_PEER) {
                const id = this.#next(peer, held);
                if (id === undefined)
                    break;
                held.tried.add(id);
                held.offered.add(id);
                const link = await this.#work.reach(peer, signal);
                held.running.add(id);
                void this.#work.run(id, link).then(() => {
                    held.running.delete(id);
                    void this.#fill(peer, held);
                });
            }
        }
        catch (error) {
            if (signal.aborted)
                return;
            const away = isTalosError(error)
                ? error
                : new TalosError('E_INTERNAL', 'a peer was not reached', { cause: error });
            this.#work.onAway(peer, away);
        }
        finally {
            held.isFilling = false;
        }
        if (!signal.aborted && held.running.size === 0)
            this.#later(peer, held);
    }
    #next(peer, { tried, offered, running }) {
        const pending = this.#work.pending(peer);
        return pending.find(({ id, isOffered }) => !tried.has(id) && !running.has(id) && !(isOffered && offered.has(id)))
            ?.id;
    }
    /** What still waits is tried again later. */
    #later(peer, held) {
        held.cancel();
        const pending = this.#work.pending(peer);
        if (pending.length === 0) {
            this.#peers.delete(peer);
            return;
        }
        const isForAnswer = pending.every(({ id, isOffered }) => isOffered && held.offered.has(id));
        const waitMs = isForAnswer ? OFFER_AGAIN_MS : held.delays.next().value;
        held.cancel = this.#timer.after(waitMs, () => (isForAnswer ? this.kickAnew(peer) : this.kick(peer)));
    }
    /** Nothing is tried any more. Repeatable. */
    close() {
        this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        for (const { cancel } of this.#peers.values())
            cancel();
    }
}
function delays() {
    return retryDelays({ baseMs: TRANSFER_RETRY_BASE_MS, random: randomFraction });
}

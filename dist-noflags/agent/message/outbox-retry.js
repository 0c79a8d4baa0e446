/**
 * Tries again and again what waits for peers, for as long as the agent runs: to reach those that are away, less and less
 * often, and what is not acknowledged on a link that lasts. PROTOCOL.md §5.6.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { randomFraction } from "../../crypto/random.js";
import { retryDelays } from "../../net/backoff.js";
/** What waits on a link is sent again where nothing became of the oldest for so long, in milliseconds, and after twice as long each time. */
export const RESEND_AFTER_MS = 5000;
/** The longest that gets, in milliseconds. */
export const MAX_RESEND_AFTER_MS = 3_600_000;
/** A link that held so long starts the waits afresh, in milliseconds; so does one over which something was acknowledged. */
const SETTLED_MS = 10_000;
/** See the module comment. */
export class OutboxRetry {
    #terms;
    #runs = new Map();
    /** Links whose end wakes the run of their peer: one look at each, as a link may live for years. */
    #watched = new WeakSet();
    #unwatch;
    #isStopped = false;
    constructor(terms) {
        this.#terms = terms;
        this.#unwatch = terms.network?.onWake(() => {
            for (const run of this.#runs.values()) {
                run.isFresh = true;
                run.wake();
            }
        });
    }
    /** Tries from now on, until nothing waits for `peer`. To be called when something was stored for it. */
    start(peer) {
        if (this.#isStopped)
            return;
        const running = this.#runs.get(peer);
        if (running !== undefined) {
            running.isAsked = true;
            return;
        }
        const run = { isAsked: true, acknowledged: 0, isFresh: false, wake: () => { } };
        this.#runs.set(peer, run);
        void this.#run(peer, run);
    }
    /** To be called when `peer` has acknowledged something. */
    acknowledged(peer) {
        const run = this.#runs.get(peer);
        if (run !== undefined)
            run.acknowledged++;
    }
    /** To be called when there is a new link to `peer`, over which all that waits is being sent. */
    linked(peer) {
        this.start(peer);
        this.#runs.get(peer)?.wake();
    }
    /** Ends all tries. Repeatable. */
    stop() {
        this.#isStopped = true;
        this.#unwatch?.();
        for (const { wake } of this.#runs.values())
            wake();
    }
    async #run(peer, run) {
        const { linkOf, connect, timer } = this.#terms;
        let delays = retryDelays({ random: randomFraction });
        try {
            while (await this.#goesOn(peer, run)) {
                const link = linkOf(peer);
                if (link !== undefined) {
                    const since = timer.now();
                    run.acknowledged = 0;
                    await this.#while(peer, link, run);
                    if (run.acknowledged > 0 || timer.now() - since >= SETTLED_MS)
                        delays = retryDelays({ random: randomFraction });
                    continue;
                }
                await this.#sleep(run, delays.next().value);
                if (this.#isStopped || linkOf(peer) !== undefined)
                    continue;
                if (run.isFresh)
                    delays = retryDelays({ random: randomFraction });
                run.isFresh = false;
                await connect(peer).catch(unlessOurs);
            }
        }
        finally {
            this.#runs.delete(peer);
            // Since nothing was found, and before whoever asks could start anew.
            if (run.isAsked)
                this.start(peer);
        }
    }
    /** What is not acknowledged may not have opened, or come to nobody: it goes out again, less and less often. */
    async #while(peer, link, run) {
        this.#watch(peer, link);
        let waitMs = RESEND_AFTER_MS;
        let before = await this.#oldest(peer);
        // A link that has ended, or has given way to another, is no longer the one to the peer.
        while (this.#terms.linkOf(peer) === link && !this.#isOver()) {
            await this.#sleep(run, waitMs);
            const oldest = await this.#oldest(peer);
            if (oldest === undefined || this.#terms.linkOf(peer) !== link)
                return;
            if (oldest !== before)
                waitMs = RESEND_AFTER_MS;
            // What has not left yet is only slow.
            else if (link.bufferedBytes === 0) {
                waitMs = Math.min(2 * waitMs, MAX_RESEND_AFTER_MS);
                await this.#terms.resend(peer, link);
            }
            before = oldest;
        }
    }
    #watch(peer, link) {
        if (this.#watched.has(link))
            return;
        this.#watched.add(link);
        void link.closed.then(() => this.#runs.get(peer)?.wake());
    }
    /** Whether anything waits, or may do so by now. */
    async #goesOn(peer, run) {
        while (run.isAsked) {
            run.isAsked = false;
            if ((await this.#oldest(peer)) !== undefined) {
                run.isAsked = true;
                return true;
            }
        }
        return false;
    }
    #isOver() {
        return this.#isStopped;
    }
    async #oldest(peer) {
        if (this.#isStopped)
            return undefined;
        try {
            const oldest = await this.#terms.oldest(peer);
            return this.#isOver() ? undefined : oldest;
        }
        catch (error) {
            // A store that fails says so to whoever sends or reads next.
            unlessOurs(error);
            return undefined;
        }
    }
    /** Ends before its time where the run is woken. */
    #sleep(run, ms) {
        return new Promise((resolve) => {
            run.wake = () => {
                cancel();
                run.wake = () => { };
                resolve();
            };
            const cancel = this.#terms.timer.after(ms, () => run.wake());
            if (this.#isStopped)
                run.wake();
        });
    }
}
/** For what says that a peer is away, or somebody else in its place: the next try may find it. */
function unlessOurs(error) {
    if (!isTalosError(error))
        throw error;
}

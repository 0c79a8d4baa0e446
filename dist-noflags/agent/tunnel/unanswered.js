/**
 * Notices that nothing is acknowledged of what goes out over a link that lasts: the peer may have lost the session and,
 * where this agent is none of its contacts, may not say so. PROTOCOL.md §5.6.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
/** So often what waits goes out over one link without any acknowledgement; then a new session is made. PROTOCOL.md §5.6. */
export const UNANSWERED_PASSES = 3;
/** Least time from one such session with a peer to the next, in milliseconds: an hour. */
export const RENEWAL_PAUSE_MS = 3_600_000;
/** Peers of whom it is known when that was. */
const MAX_RENEWED = 1024;
/** See the module comment. */
export class Unanswered {
    #timer;
    #passes = new WeakMap();
    #renewed = new BoundedMap(MAX_RENEWED);
    constructor(timer) {
        this.#timer = timer;
    }
    /** Counts that what waits for `peer` goes out over `link`; whether it should do so under a new session. */
    passes(peer, link) {
        const passes = (this.#passes.get(link) ?? 0) + 1;
        this.#passes.set(link, passes);
        const nowMs = this.#timer.now();
        if (passes <= UNANSWERED_PASSES || nowMs - (this.#renewed.get(peer) ?? Number.NEGATIVE_INFINITY) < RENEWAL_PAUSE_MS)
            return false;
        this.#renewed.set(peer, nowMs);
        return true;
    }
    /** To be called when something was acknowledged by the peer of `link`. */
    answered(link) {
        if (link !== undefined)
            this.#passes.delete(link);
    }
}

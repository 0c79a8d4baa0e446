/**
 * The requests of one side of a tunnel that the other has not answered: bounded, each with an end.
 *
 * ```text
 *  opened ── answered ─────────────────────────> taken
 *    │ └──── its time is over ─────────────────> expired
 *    └── cancelled ── 5 s without an answer ───> expired
 * ```
 *
 * @module
 */
import { idKey } from "../../mcp/rpc.js";
/** Requests of a tunnel that may be unanswered at a time, each way. PROTOCOL.md §11. */
export const MAX_CALLS_IN_FLIGHT = 1024;
/** Milliseconds in which the answer to a cancelled request may still come: MCP asks that none does. PROTOCOL.md §7.2. */
export const CANCEL_GRACE_MS = 5000;
/** See the module comment. */
export class OpenRequests {
    #timeoutMs;
    #onExpired;
    #open = new Map();
    /**
     * @param timeoutMs - Life of a request that is not answered, at most 2^31 − 1.
     * @param onExpired - Told of each that ended without an answer; it is open no more then.
     */
    constructor(timeoutMs, onExpired) {
        this.#timeoutMs = timeoutMs;
        this.#onExpired = onExpired;
    }
    /** Whether a request with this id can be opened: it is not open, and there is room. */
    hasRoomFor(id) {
        return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
    }
    /** Opens a request. @param timeoutMs - Its own life, where that is shorter. */
    add(id, value, timeoutMs = this.#timeoutMs) {
        const key = idKey(id);
        const timer = this.#expireIn(key, Math.min(timeoutMs, this.#timeoutMs));
        this.#open.set(key, { value, timer, isCancelled: false });
    }
    /** Its caller wants no answer any more; one is waited for no longer than {@link CANCEL_GRACE_MS}. */
    cancel(id) {
        const key = idKey(id);
        const open = this.#open.get(key);
        if (open === undefined || open.isCancelled)
            return;
        open.isCancelled = true;
        clearTimeout(open.timer);
        open.timer = this.#expireIn(key, Math.min(CANCEL_GRACE_MS, this.#timeoutMs));
    }
    /** Closes the request with this id, which was answered. */
    take(id) {
        const key = idKey(id);
        const open = this.#open.get(key);
        if (open === undefined)
            return undefined;
        this.#open.delete(key);
        clearTimeout(open.timer);
        return open.value;
    }
    /** Closes them all, oldest first. */
    takeAll() {
        const all = [...this.#open.values()];
        this.#open.clear();
        for (const { timer } of all)
            clearTimeout(timer);
        return all.map(({ value }) => value);
    }
    #expireIn(key, ms) {
        return setTimeout(() => {
            const open = this.#open.get(key);
            if (open === undefined)
                return;
            this.#open.delete(key);
            this.#onExpired(open.value, open.isCancelled);
        }, ms);
    }
}

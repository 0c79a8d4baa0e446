/**
 * The line of a connection for own calls, which outlives its channels (PROTOCOL.md §7.5): calls that were sent wait for their
 * answers, new ones for the line.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** See the module comment. */
export class CallLine {
    #waitMs;
    #calls;
    #waiting = new Set();
    #isAway = false;
    #failure;
    /**
     * @param waitMs - Milliseconds that a call waits to be sent.
     * @param calls - How many wait for an answer, or to be sent.
     */
    constructor(waitMs, calls) {
        this.#waitMs = waitMs;
        this.#calls = calls;
    }
    /** See {@link TunnelLineWatcher.away}. */
    away() {
        this.#isAway = true;
    }
    /** See {@link TunnelLineWatcher.back}. */
    back() {
        this.#isAway = false;
        for (const settle of this.#waiting)
            settle(undefined);
    }
    /** See {@link TunnelLineWatcher.isWanted}. */
    isWanted() {
        return this.#calls() > 0;
    }
    /** It is over: who waits, and whoever comes, is told `reason`. */
    end(reason) {
        this.#failure = reason;
        for (const settle of this.#waiting)
            settle(reason);
    }
    /**
     * Resolves when something can be sent.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the peer was not reached in time; what {@link end} was told; the reason of
     *   `signal`.
     */
    async there(signal) {
        signal?.throwIfAborted();
        if (this.#failure !== undefined)
            throw this.#failure;
        if (!this.#isAway)
            return;
        await new Promise((resolve, reject) => {
            const settle = (failure) => {
                clearTimeout(timer);
                signal?.removeEventListener('abort', abort);
                this.#waiting.delete(settle);
                if (failure === undefined)
                    resolve();
                else
                    reject(failure);
            };
            const abort = () => settle(signal?.reason);
            const timer = setTimeout(() => settle(unreached()), this.#waitMs);
            signal?.addEventListener('abort', abort, { once: true });
            this.#waiting.add(settle);
        });
    }
}
function unreached() {
    return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost, and was not made anew in time');
}

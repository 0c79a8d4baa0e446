/**
 * What happens, for one reader: nobody who does not read holds up anything. A feed keeps the newest, and says how many it
 * had to drop.
 *
 * @module
 */
import { BoundedQueue } from "../base/bounded.js";
/** See the module comment. */
export class EventFeed {
    #waiting;
    #onClose;
    #missed = 0;
    #wake = () => { };
    #isClosed = false;
    #failure;
    /** @param capacity - Events that it keeps; the oldest go first. @param onClose - Called once. */
    constructor(capacity, onClose) {
        this.#waiting = new BoundedQueue(capacity);
        this.#onClose = onClose;
    }
    /** Adds one, and drops the oldest where there is no room. */
    take(event) {
        if (this.#isClosed)
            return;
        if (!this.#waiting.push(event)) {
            this.#waiting.shift();
            this.#missed++;
            this.#waiting.push(event);
        }
        this.#wake();
    }
    /** The oldest that was not read, when there is one; undefined once it is closed and read. @throws what {@link fail} was given. */
    async next() {
        for (;;) {
            const event = this.#waiting.shift();
            if (event !== undefined) {
                const missed = this.#missed;
                this.#missed = 0;
                return { event, missed };
            }
            if (this.#failure !== undefined)
                throw this.#failure.error;
            if (this.#isClosed)
                return undefined;
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
    }
    /** Ends it with an error, which its reader gets when it has read what is in it. */
    fail(error) {
        if (!this.#isClosed)
            this.#failure = { error };
        this.close();
    }
    /** Ends it; what is in it can be read still. Repeatable. */
    close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#onClose();
        this.#wake();
    }
}
/** A feed as an async iterator; leaving the loop, or the signal, closes it. @throws The reason of the signal. */
export function readEvents(feed, signal) {
    const abort = () => feed.close();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true)
        abort();
    return reading(feed, signal, () => signal?.removeEventListener('abort', abort));
}
async function* reading(feed, signal, forget) {
    try {
        signal?.throwIfAborted();
        for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
            signal?.throwIfAborted();
            yield next;
        }
        signal?.throwIfAborted();
    }
    finally {
        forget();
        feed.close();
    }
}

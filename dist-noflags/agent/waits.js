/** Timers hold 31 bits; what is longer is for ever. */
const MAX_TIMER_MS = 0x7fffffff;
/** See the module comment. */
export class Waits {
    #timer;
    #settled;
    #giveUps = new Set();
    /** By link: one look at its end for all that wait, as a link may live for years. */
    #byLink = new WeakMap();
    #isClosed = false;
    /** @param settled - Resolves when what came over a link before its end has had its effect; at once where absent. */
    constructor(timer, settled = () => Promise.resolve()) {
        this.#timer = timer;
        this.#settled = settled;
    }
    /** `true` when `start`'s callback is called; `false` when one of the limits is reached, or all waits are ended. */
    until({ ms, link, signal }, start) {
        return new Promise((resolve) => {
            const end = (isDone) => {
                cancel();
                this.#giveUps.delete(giveUp);
                if (link !== undefined)
                    this.#byLink.get(link)?.delete(giveUp);
                signal?.removeEventListener('abort', giveUp);
                resolve(isDone);
            };
            const giveUp = () => end(false);
            const cancel = this.#timer.after(Math.min(ms, MAX_TIMER_MS), giveUp);
            this.#giveUps.add(giveUp);
            signal?.addEventListener('abort', giveUp, { once: true });
            if (signal?.aborted === true || this.#isClosed)
                giveUp();
            else if (link !== undefined)
                this.#waitingOn(link).add(giveUp);
            start(() => end(true));
        });
    }
    #waitingOn(link) {
        const held = this.#byLink.get(link);
        if (held !== undefined)
            return held;
        const waiting = new Set();
        this.#byLink.set(link, waiting);
        void link.closed.then(async () => {
            await this.#settled(link);
            this.#byLink.delete(link);
            for (const giveUp of waiting)
                giveUp();
        });
        return waiting;
    }
    /** Ends every wait, now and from now on. */
    close() {
        this.#isClosed = true;
        for (const giveUp of this.#giveUps)
            giveUp();
    }
}
/** What `promise` gives, or the reason of `signal` where that comes first. */
export function unlessAborted(promise, signal) {
    if (signal === undefined)
        return promise;
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted)
            abort();
        signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}

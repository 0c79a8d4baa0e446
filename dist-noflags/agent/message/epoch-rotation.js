import { isTalosError } from "../../base/errors.js";
import { systemTimer } from "../../net/timer.js";
/** How long after the first record that was sealed in it an epoch ends, in milliseconds: a copy opens no older state. */
export const EPOCH_MS = 10 * 60_000;
/** Records sealed after which it ends earlier. */
export const EPOCH_STEPS = 1000;
/** Least time between two replacements, in milliseconds: each seals every session and prekey anew. */
export const EPOCH_REST_MS = 60_000;
/** Pause after each few records that are sealed anew, in milliseconds: messages have their turn first. */
export const RESEAL_PAUSE_MS = 10;
/** See the module comment. Starts where it was made; dispose it before the store. */
export class EpochRotation {
    #options;
    #timer;
    #ending = new AbortController();
    #steps = 0;
    #cancel;
    #running;
    #hasFailed = false;
    constructor(options) {
        this.#options = options;
        this.#timer = options.timer ?? systemTimer;
        const { sealer, clock } = options;
        sealer.onSealed = () => this.#step();
        const ageMs = clock.now() - sealer.sinceMs;
        // Of an epoch that another process began it is not known what it has sealed.
        if (sealer.isReplacing || ageMs < 0 || ageMs >= EPOCH_MS)
            this.#start();
        else
            this.#schedule(EPOCH_MS - ageMs);
    }
    #step() {
        this.#steps++;
        if (this.#running !== undefined)
            return;
        if (this.#steps === EPOCH_STEPS)
            this.#schedule(EPOCH_REST_MS - this.#ageMs());
        else if (this.#cancel === undefined)
            this.#schedule(EPOCH_MS);
    }
    /** Of the epoch that seals; 0 where the clock was set back. */
    #ageMs() {
        return Math.max(0, this.#options.clock.now() - this.#options.sealer.sinceMs);
    }
    #schedule(ms) {
        this.#cancel?.();
        if (!this.#ending.signal.aborted)
            this.#cancel = this.#timer.after(Math.max(0, ms), () => this.#start());
    }
    #start() {
        this.#cancel?.();
        this.#cancel = undefined;
        this.#steps = 0;
        this.#running ??= this.#replace();
    }
    /** Rejects only with what is no {@link TalosError}. */
    async #replace() {
        const { sealer, clock, onFailure } = this.#options;
        try {
            const pause = () => new Promise((resolve) => {
                this.#timer.after(RESEAL_PAUSE_MS, resolve);
            });
            await sealer.replace(clock.now(), { signal: this.#ending.signal, pause });
            this.#hasFailed = false;
        }
        catch (error) {
            if (this.#ending.signal.aborted)
                return;
            if (!isTalosError(error))
                throw error;
            this.#schedule(EPOCH_MS);
            if (!this.#hasFailed)
                onFailure(error);
            this.#hasFailed = true;
        }
        this.#running = undefined;
        // What was sealed meanwhile has not called for a time.
        if (this.#steps > 0 && this.#cancel === undefined)
            this.#schedule(this.#steps >= EPOCH_STEPS ? EPOCH_REST_MS - this.#ageMs() : EPOCH_MS);
    }
    /** Ends a replacement between two steps of it; the next one goes on. */
    async [Symbol.asyncDispose]() {
        this.#ending.abort();
        this.#cancel?.();
        this.#options.sealer.onSealed = undefined;
        await this.#running;
    }
}

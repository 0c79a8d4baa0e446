/**
 * Notices a peer that is gone without a word: cable cut, machine asleep, process stopped. PROTOCOL.md §6.2.
 *
 * @module
 */
import { KEEPALIVE_IDLE_MS, KEEPALIVE_TIMEOUT_MS } from "./link.js";
/** Questions before the peer is given up. More than one, so that waking from sleep leaves time for an answer. */
const PROBES = 3;
/** Silence after {@link KeepAlive.probe} that ends the link, in milliseconds. PROTOCOL.md §6.2. */
export const PROBE_TIMEOUT_MS = 3000;
/** The same of a side that slept for so long that a peer that did not has given the link up: most likely it is gone. */
export const SLEPT_TIMEOUT_MS = 1000;
/** Questions in that time. */
const QUICK_PROBES = 2;
/** A step that comes so much too late says that this side was held up, and nothing about the peer; in milliseconds. */
const HELD_UP_MS = 500;
/** Watches one link from construction to `stop`. */
export class KeepAlive {
    #timer;
    #actions;
    #heardAt;
    #asked = 0;
    /** Since it was asked at once nothing was heard. */
    #isProbing = false;
    #cancel;
    constructor(timer, actions) {
        this.#timer = timer;
        this.#actions = actions;
        this.#heardAt = timer.now();
        this.#cancel = timer.after(KEEPALIVE_IDLE_MS, () => this.#tick());
    }
    /** Bytes came. Cheap: nothing is rescheduled. */
    heard() {
        this.#heardAt = this.#timer.now();
        this.#asked = 0;
        this.#isProbing = false;
    }
    /**
     * Asks at once whether the peer is there, and gives it {@link PROBE_TIMEOUT_MS}: the network may be another one.
     *
     * @param sleptMs - So long this side did nothing; after long the peer gets {@link SLEPT_TIMEOUT_MS}.
     */
    probe(sleptMs = 0) {
        // One that is under way is not put off.
        if (this.#isProbing || !this.#actions.reading())
            return;
        this.#isProbing = true;
        this.#cancel();
        const isLong = sleptMs >= KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS;
        this.#quick(QUICK_PROBES, (isLong ? SLEPT_TIMEOUT_MS : PROBE_TIMEOUT_MS) / QUICK_PROBES);
    }
    #quick(left, stepMs) {
        const from = this.#timer.now();
        this.#actions.ask();
        this.#cancel = this.#timer.after(stepMs, () => {
            const isLate = this.#timer.now() - from >= stepMs + HELD_UP_MS;
            if (!this.#isProbing || !this.#actions.reading()) {
                this.#isProbing = false;
                this.#tick();
            }
            else if (isLate || left > 1)
                this.#quick(isLate ? left : left - 1, stepMs);
            else
                this.#actions.silent();
        });
    }
    /** Ends the watch. */
    stop() {
        this.#cancel();
    }
    #tick() {
        this.#wait(this.#step());
    }
    #wait(ms) {
        if (ms !== undefined)
            this.#cancel = this.#timer.after(ms, () => this.#tick());
    }
    /** Milliseconds until the next look, or `undefined` where the watch is over. */
    #step() {
        if (!this.#actions.reading()) {
            this.heard();
            this.#actions.reassure();
            return KEEPALIVE_IDLE_MS;
        }
        const idleMs = this.#timer.now() - this.#heardAt;
        if (idleMs < KEEPALIVE_IDLE_MS)
            return KEEPALIVE_IDLE_MS - idleMs;
        if (this.#asked === PROBES) {
            this.#actions.silent();
            return undefined;
        }
        this.#asked += 1;
        this.#actions.ask();
        return KEEPALIVE_TIMEOUT_MS / PROBES;
    }
}

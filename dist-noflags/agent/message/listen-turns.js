/**
 * One listener at a time. Who comes while the one before is ending, as when its command was killed, waits for that; and,
 * as a death may not have been noticed yet, a moment for it to begin.
 *
 * @module
 */
import { systemTimer } from "../../net/timer.js";
import { Waits } from "../waits.js";
/** So long a listener waits for the end of the one before, in milliseconds. */
export const LISTENER_END_MS = 10_000;
/** So long a listener waits for the one before to begin to end: this process may be too busy to know of a death at once. */
export const LISTENER_DEATH_MS = 1000;
/** See the module comment. */
export class ListenTurns {
    #waits;
    #last;
    constructor(timer = systemTimer) {
        this.#waits = new Waits(timer);
    }
    /**
     * Begins a turn as soon as nobody listens any more; the next one is not begun before it is over.
     *
     * @param signal - Aborts when the turn is to end.
     * @returns `undefined` where it is no use to wait longer: {@link LISTENER_DEATH_MS} after the call for one who goes on,
     *   {@link LISTENER_END_MS} for one who is ending.
     * @throws The reason of `signal`, where that aborts before.
     */
    async begin(signal) {
        for (let last = this.#last; last !== undefined; last = this.#last) {
            const { over, ending, isEnding } = last;
            const [ms, awaited] = isEnding ? [LISTENER_END_MS, over] : [LISTENER_DEATH_MS, ending];
            const isDone = await this.#waits.until({ ms, signal }, (done) => {
                void awaited.finally(done);
            });
            signal?.throwIfAborted();
            if (!isDone)
                return undefined;
        }
        signal?.throwIfAborted();
        // In the step that found nobody: of two who come at once the second finds the first.
        return this.#begun(signal);
    }
    #begun(signal) {
        let [ended, resolve] = [() => { }, () => { }];
        const turn = {
            isEnding: false,
            ending: new Promise((settle) => {
                ended = settle;
            }),
            over: new Promise((settle) => {
                resolve = settle;
            }),
        };
        this.#last = turn;
        const end = () => {
            turn.isEnding = true;
            ended();
        };
        signal?.addEventListener('abort', end, { once: true });
        return {
            end,
            over: () => {
                signal?.removeEventListener('abort', end);
                if (this.#last === turn)
                    this.#last = undefined;
                end();
                resolve();
            },
        };
    }
}

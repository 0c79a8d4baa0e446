/**
 * Lifetimes: taking turns, waiting no longer than allowed, closing everything.
 *
 * @module
 */
import { TalosError } from "./errors.js";
/** Lets one task run at a time, in the order of the calls. */
export class Mutex {
    #last = Promise.resolve();
    /**
     * Runs `task` when all tasks before it have ended, whether well or badly.
     *
     * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
     * @returns What `task` gives or throws.
     */
    run(task, signal) {
        const turn = this.#last.then(() => {
            signal?.throwIfAborted();
            return task();
        });
        // The error is the caller's, who has the promise; those who wait only need to know that it is over.
        this.#last = turn.then(nothing, nothing);
        return turn;
    }
}
function nothing() { }
/**
 * A signal that aborts with `signal`, or with `E_TIMEOUT` after `ms`. Use as `using limit = deadline(signal, ms)`.
 *
 * @param ms - Milliseconds, 0 or more.
 */
export function deadline(signal, ms) {
    if (!(ms >= 0))
        throw new RangeError(`ms must be 0 or more, got ${ms}`);
    const controller = new AbortController();
    const follow = () => controller.abort(signal?.reason);
    const timer = setTimeout(() => controller.abort(new TalosError('E_TIMEOUT', `no answer within ${ms} ms`, { details: { ms } })), 
    // Timers hold 31 bits; what is longer is for ever.
    Math.min(ms, 0x7fffffff));
    // AbortSignal.any with AbortSignal.timeout would do, but neither can be given back before the time is over.
    const dispose = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', follow);
    };
    controller.signal.addEventListener('abort', dispose, { once: true });
    if (signal?.aborted === true)
        follow();
    else
        signal?.addEventListener('abort', follow, { once: true });
    return { signal: controller.signal, [Symbol.dispose]: dispose };
}
/** Waits until `work` is over, whatever came of it, and no longer than `ms`. */
export async function settledWithin(work, ms) {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
    });
    await Promise.race([work.then(nothing, nothing), late]);
    clearTimeout(timer);
}
/**
 * Closes all of `held`, the last opened first, one after the other, each whatever became of the others.
 *
 * @throws The error of the one that failed, or an `AggregateError` of several.
 */
export async function closeAll(held) {
    const errors = [];
    for (const one of held.toReversed()) {
        try {
            if (one === undefined)
                continue;
            if (Symbol.asyncDispose in one)
                await one[Symbol.asyncDispose]();
            else
                one[Symbol.dispose]();
        }
        catch (error) {
            errors.push(error);
        }
    }
    if (errors.length === 1)
        throw errors[0];
    if (errors.length > 1)
        throw new AggregateError(errors, `${errors.length} of ${held.length} did not close`);
}

/**
 * Keeps one connection up: opens it, waits for its end, opens it again, until told to stop.
 *
 * @module
 */
import { randomFraction } from "../crypto/random.js";
import { retryDelays } from "./backoff.js";
import { systemTimer } from "./timer.js";
/** The wait before a try that somebody needs, in milliseconds: who asks again and again does not make more tries. */
export const HURRIED_WAIT_MS = 1000;
/** Starts at once. Disposing aborts a try that is under way, closes the connection, and waits for both. */
export function keepConnected(terms) {
    const stop = new AbortController();
    const { timer = systemTimer } = terms;
    let wake = () => { };
    let hurry = () => { };
    const sleep = (ms) => new Promise((resolve) => {
        const from = timer.now();
        const first = terms.isWanted?.() === true ? Math.min(ms, HURRIED_WAIT_MS) : ms;
        let cancel = timer.after(first, () => wake());
        wake = () => {
            cancel();
            hurry = () => { };
            resolve();
        };
        hurry = () => {
            const left = from + Math.min(ms, HURRIED_WAIT_MS) - timer.now();
            cancel();
            if (left <= 0)
                wake();
            else
                cancel = timer.after(left, () => wake());
        };
        if (stop.signal.aborted)
            wake();
    });
    const stopped = run(terms, stop.signal, sleep);
    return {
        stopped,
        retryNow: () => wake(),
        hurry: () => hurry(),
        async [Symbol.asyncDispose]() {
            stop.abort(new DOMException('the keeper was stopped', 'AbortError'));
            wake();
            await stopped;
        },
    };
}
async function run(terms, signal, sleep) {
    const { timer = systemTimer, settledMs = 10_000 } = terms;
    const waits = {
        random: terms.random ?? randomFraction,
        ...(terms.baseMs === undefined ? {} : { baseMs: terms.baseMs }),
        ...(terms.capMs === undefined ? {} : { capMs: terms.capMs }),
    };
    let delays = retryDelays(waits);
    const isOver = () => signal.aborted;
    while (!isOver()) {
        const startedAt = timer.now();
        const reason = await once(terms, signal);
        if (isOver())
            break;
        if (terms.isFinal?.(reason) === true)
            return reason;
        if (timer.now() - startedAt >= settledMs)
            delays = retryDelays(waits);
        const retryMs = delays.next().value;
        terms.down?.(reason, retryMs);
        await sleep(retryMs);
    }
    return undefined;
}
/** One connection from its opening to its end; the reason of either. */
async function once(terms, signal) {
    let connection;
    try {
        connection = await terms.open(signal);
    }
    catch (error) {
        return error;
    }
    const close = () => {
        // How it ends is what `closed` says; a failure to end it well changes nothing for the keeper.
        connection.close().catch(() => undefined);
    };
    signal.addEventListener('abort', close, { once: true });
    try {
        if (signal.aborted)
            close();
        else
            terms.up?.(connection);
        return await connection.closed;
    }
    finally {
        signal.removeEventListener('abort', close);
    }
}

var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/**
 * When agents show each other their ledgers: after a tunnel was opened, and while it is used as checkpoints appear, at
 * most every two seconds a peer. Whoever dialled does it. PROTOCOL.md §9.9.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { systemTimer } from "../../net/timer.js";
/** Milliseconds between two talks with a peer while calls flow. PROTOCOL.md §9.9. */
export const WITNESS_PAUSE_MS = 2000;
/** Milliseconds from a talk with a peer to the one after another tunnel was opened: some open one for each call. */
export const WITNESS_OPENING_PAUSE_MS = 100;
/** Milliseconds that a talk may take. */
export const WITNESS_TALK_MS = 10_000;
/** Milliseconds that an agent which ends gives talks under way. */
export const WITNESS_GRACE_MS = 500;
/** Peers whose last talk is remembered. */
const MAX_REMEMBERED = 1024;
/** See the module comment. Disposing ends it; talks under way get a little time. */
export class WitnessSchedule {
    #parts;
    #timer;
    #turns = new Map();
    /** When the last talk with a peer began. */
    #lastMs = new BoundedMap(MAX_REMEMBERED);
    #stop = new AbortController();
    constructor(parts) {
        this.#parts = parts;
        this.#timer = parts.timer ?? systemTimer;
    }
    /** A tunnel to `peer` was opened. @returns A function that says that it has ended, to be called once. */
    opened(peer) {
        const turn = this.#turns.get(peer) ?? { open: 0, running: undefined, due: undefined, cancel: undefined };
        this.#turns.set(peer, turn);
        turn.open++;
        // What waits for its turn has a longer pause.
        turn.cancel?.();
        turn.cancel = undefined;
        turn.due = 'opened';
        this.#plan(peer, turn);
        return () => {
            turn.open--;
            this.#forget(peer, turn);
        };
    }
    /** A tunnel to `peer` was used: talks with it soon, where there is news and a tunnel is open. */
    used(peer) {
        const turn = this.#turns.get(peer);
        if (turn === undefined)
            return;
        turn.due ??= 'used';
        this.#plan(peer, turn);
    }
    #plan(peer, turn) {
        if (turn.running !== undefined || turn.cancel !== undefined || this.#stop.signal.aborted)
            return;
        const last = this.#lastMs.get(peer) ?? Number.NEGATIVE_INFINITY;
        const pause = turn.due === 'opened' ? WITNESS_OPENING_PAUSE_MS : WITNESS_PAUSE_MS;
        turn.cancel = this.#timer.after(Math.max(0, last + pause - this.#timer.now()), () => {
            turn.cancel = undefined;
            turn.running = this.#run(peer, turn).finally(() => {
                turn.running = undefined;
                if (turn.due !== undefined && turn.open > 0)
                    this.#plan(peer, turn);
                else
                    this.#forget(peer, turn);
            });
        });
    }
    #forget(peer, turn) {
        const isIdle = turn.open === 0 && turn.running === undefined && turn.cancel === undefined;
        if (isIdle && this.#turns.get(peer) === turn)
            this.#turns.delete(peer);
    }
    /** Never rejects. */
    async #run(peer, turn) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { talk, hasNews, isSealing } = this.#parts;
            const isOpening = turn.due === 'opened';
            // A checkpoint that is about to appear is shown when it has.
            turn.due = isSealing() ? 'used' : undefined;
            this.#lastMs.set(peer, this.#timer.now());
            try {
                if (!isOpening && !(await hasNews(peer)))
                    return;
            }
            catch {
                // The storage failed, which the ledger tells.
                return;
            }
            const limit = __addDisposableResource(env_1, deadline(this.#stop.signal, WITNESS_TALK_MS), false);
            await talk(peer, limit.signal);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    async [Symbol.asyncDispose]() {
        const running = [...this.#turns.values()].flatMap((turn) => {
            turn.cancel?.();
            turn.cancel = undefined;
            turn.due = undefined;
            return turn.running === undefined ? [] : [turn.running];
        });
        await this.#grace(running);
        this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        await Promise.all(running);
    }
    async #grace(running) {
        if (running.length === 0)
            return;
        let cancel = () => { };
        const late = new Promise((resolve) => {
            cancel = this.#timer.after(WITNESS_GRACE_MS, resolve);
        });
        await Promise.race([Promise.all(running), late]);
        cancel();
    }
}

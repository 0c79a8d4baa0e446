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
 * The sources of one synchronisation: asked with a deadline, rested when they are busy, dropped with a reason when they
 * fail or are not right.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
/** How long a source that is busy is left alone, in milliseconds. */
export const SOURCE_REST_MS = 5000;
/** How often a source may be busy without having given anything in between. */
export const MAX_RESTS = 24;
/** An answer that took longer than this makes room for another source, in milliseconds. */
export const SLOW_ANSWER_MS = 5000;
/** A source, and what became of it. */
export class Standing {
    source;
    blocks = 0;
    dropped;
    /** Not asked before, by the clock of the asker. */
    restsUntilMs = 0;
    #rests = 0;
    /** Whether a lost connection is forgiven: it has given something since the last one. */
    #hasGiven = false;
    constructor(source) {
        this.source = source;
    }
    /** Has it asked no more. The first reason stays. */
    drop(code, reason) {
        this.dropped ??= { code, reason };
    }
    /** It gave `blocks` that were right. */
    gave(blocks) {
        this.blocks += blocks;
        this.#rests = 0;
        this.#hasGiven = true;
    }
    /** @returns Whether it was dropped. */
    failed(error, nowMs) {
        if (error.code === 'E_RATE_LIMITED' && ++this.#rests <= MAX_RESTS) {
            this.restsUntilMs = nowMs + SOURCE_REST_MS;
            return false;
        }
        if (error.code === 'E_UNREACHABLE' && this.#hasGiven) {
            this.#hasGiven = false;
            return false;
        }
        this.drop(error.code, error.message);
        return true;
    }
    outcome() {
        const { source, blocks, dropped } = this;
        return { name: source.name, blocks, ...(dropped === undefined ? {} : { dropped }) };
    }
}
/** Asks sources, which may be slow, silent, or wrong. */
export class Asking {
    terms;
    constructor(terms) {
        this.terms = terms;
    }
    /**
     * Asks a source, and again when it has rested.
     *
     * @returns `undefined` where it was dropped.
     * @throws The reason of the signal; what is no `TalosError`.
     */
    async ask(standing, question) {
        while (standing.dropped === undefined) {
            await this.rested([standing]);
            const answer = await this.askOnce(standing, question);
            if (answer !== undefined)
                return answer.value;
        }
        return undefined;
    }
    /** As {@link Asking.ask}, once: `undefined` where it failed, whether it was dropped or not. */
    async askOnce(standing, question) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { signal, timeoutMs, now } = this.terms;
            signal?.throwIfAborted();
            const limit = __addDisposableResource(env_1, deadline(signal, timeoutMs), false);
            try {
                // A source that heeds no signal is not waited for either.
                return { value: await unlessAborted(question(standing.source, limit.signal), limit.signal) };
            }
            catch (error) {
                signal?.throwIfAborted();
                if (!isTalosError(error))
                    throw error;
                standing.failed(error, now());
                return undefined;
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** Waits until one of them does not rest. */
    async rested(standings) {
        const { signal, now, pause } = this.terms;
        const waitMs = Math.min(...standings.map(({ restsUntilMs }) => restsUntilMs)) - now();
        // A clock that was set back does not make it longer.
        if (waitMs > 0)
            await pause(Math.min(waitMs, SOURCE_REST_MS), signal);
        signal?.throwIfAborted();
    }
}
function unlessAborted(promise, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted)
            abort();
        signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}
/** Waits with a timer of the platform. @throws The reason of `signal`. */
export function pauseOf(ms, signal) {
    return new Promise((resolve, reject) => {
        const end = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', end);
            if (signal?.aborted === true)
                reject(signal.reason);
            else
                resolve();
        };
        const timer = setTimeout(end, ms);
        if (signal?.aborted === true)
            end();
        else
            signal?.addEventListener('abort', end, { once: true });
    });
}
/** How telling a code is: what does not verify says more than what is not shared, and that more than who is away. */
function weightOf(code) {
    if (['E_UNREACHABLE', 'E_TIMEOUT', 'E_CLOSED', 'E_RATE_LIMITED'].includes(code))
        return 0;
    return ['E_REFUSED', 'E_NOT_FOUND'].includes(code) ? 1 : 2;
}
/** The error of a synchronisation whose sources are all dropped. */
export function allDropped(standings, height) {
    const reasons = standings.flatMap(({ source, dropped }) => (dropped === undefined ? [] : [{ source, ...dropped }]));
    const worst = reasons.toSorted((a, b) => weightOf(b.code) - weightOf(a.code))[0];
    if (worst === undefined)
        return new TalosError('E_UNREACHABLE', 'no source has the chain', { details: { height } });
    const others = reasons.length > 1 ? ` (and ${reasons.length - 1} more sources failed)` : '';
    return new TalosError(worst.code, `${worst.source.name}: ${worst.reason}${others}`, {
        details: { height, source: worst.source.name },
    });
}

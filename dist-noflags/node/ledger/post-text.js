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
import { concat, fromUtf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
/** Milliseconds that a witness gets to answer. PROTOCOL.md §11. */
export const WITNESS_ANSWER_MS = 10_000;
/** Largest answer of a witness, in bytes. PROTOCOL.md §11. */
export const MAX_WITNESS_ANSWER_BYTES = 64 * 1024;
/**
 * Posts `body` to `url`, wherever the person who configured that wanted, private networks included.
 *
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT` for a longer answer; `E_MALFORMED` for one that is no text.
 */
export async function postText(url, body, signal, isOffline) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (isOffline)
            throw new TalosError('E_UNREACHABLE', 'the network is off', { hint: 'leave out --offline' });
        const limit = __addDisposableResource(env_1, deadline(signal, WITNESS_ANSWER_MS), false);
        try {
            const headers = { 'content-type': 'text/plain; charset=utf-8', 'accept-encoding': 'identity' };
            const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: limit.signal });
            if (response.headers.has('content-encoding')) {
                await response.body?.cancel();
                throw new TalosError('E_MALFORMED', 'the answer of the witness is compressed');
            }
            const parts = [];
            let length = 0;
            for await (const part of response.body ?? []) {
                length += part.length;
                if (length > MAX_WITNESS_ANSWER_BYTES)
                    throw new TalosError('E_LIMIT', `the answer of the witness exceeds ${MAX_WITNESS_ANSWER_BYTES} bytes`);
                parts.push(part);
            }
            return { status: response.status, body: fromUtf8(concat(...parts)) };
        }
        catch (cause) {
            if (cause instanceof TalosError)
                throw cause;
            limit.signal.throwIfAborted();
            throw new TalosError('E_UNREACHABLE', 'the witness cannot be reached', { cause });
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

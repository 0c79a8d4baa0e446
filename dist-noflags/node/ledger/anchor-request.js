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
 * Asking a time-stamping authority over HTTP. RFC 3161 §3.4. What it answers is not looked at here.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { MAX_TIME_STAMP_BYTES, TIME_STAMP_DEADLINE_MS } from "../../ledger/anchor/anchor.js";
import { mismatch } from "./anchor-form.js";
/**
 * The response of the authority at `url` to `request`, at most 65,536 bytes. No redirection is followed.
 *
 * @param url - HTTP or HTTPS; wherever the person who configured it wanted, private networks included.
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT` after `deadlineMs`; `ANCHOR_MISMATCH` for any other answer than a
 *   time-stamp response.
 */
export async function askAuthority(url, request, signal, deadlineMs = TIME_STAMP_DEADLINE_MS) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const limit = __addDisposableResource(env_1, deadline(signal, deadlineMs), false);
        try {
            const response = await fetch(url, {
                method: 'POST',
                headers: {
                    'content-type': 'application/timestamp-query',
                    accept: 'application/timestamp-reply',
                    'accept-encoding': 'identity',
                },
                body: request,
                redirect: 'manual',
                signal: limit.signal,
            });
            return await bodyOf(response);
        }
        catch (cause) {
            if (cause instanceof TalosError)
                throw cause;
            limit.signal.throwIfAborted();
            throw new TalosError('E_UNREACHABLE', 'the time-stamping authority cannot be reached', { cause });
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
async function bodyOf({ status, headers, body }) {
    const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (status !== 200 || type !== 'application/timestamp-reply') {
        await body?.cancel();
        throw mismatch(status === 200 ? 'the answer is no time-stamp response' : `the authority answered with the HTTP status ${status}`);
    }
    if (headers.has('content-encoding')) {
        await body?.cancel();
        throw mismatch('the answer is compressed');
    }
    const parts = [];
    let length = 0;
    // Leaving the loop cancels the body.
    for await (const part of body ?? []) {
        length += part.length;
        if (length > MAX_TIME_STAMP_BYTES)
            throw mismatch(`the answer exceeds ${MAX_TIME_STAMP_BYTES} bytes`);
        parts.push(part);
    }
    return concat(...parts);
}

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
 * Learning what others revoked: from those who issued a token, or from the one who presents it. PROTOCOL.md §8.5.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
/** Milliseconds that those who are asked for their list get: a tunnel whose grant demands it waits for them. */
export const REFRESH_TIMEOUT_MS = 5000;
/** Shortest time from one question about a list to the next, in milliseconds. */
export const REFRESH_PAUSE_MS = 1000;
/** Asks for the lists of all others that signed a token of `chain`. Resolves when they have answered, or in time. */
export async function refresh(parts, holder, chain) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const self = parts.core.identity.did;
        const issuers = new Set(chain.map(({ claims }) => claims.issuer).filter((issuer) => issuer !== self));
        const limit = __addDisposableResource(env_1, deadline(undefined, REFRESH_TIMEOUT_MS), false);
        await Promise.all([...issuers].map((issuer) => refreshOne(parts, holder, issuer, limit.signal)));
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
async function refreshOne(parts, holder, issuer, signal) {
    const { exchange, core, reach } = parts;
    const open = exchange.channelsTo(issuer);
    const asked = [...open, holder].map((channel) => exchange.ask(channel, issuer, signal));
    const canDial = open.length === 0 && (core.peers.get(issuer)?.addresses.length ?? 0) > 0;
    if (canDial)
        asked.push(dialAndAsk(exchange, reach, { peer: issuer, issuer }, signal));
    await Promise.all(asked);
}
async function dialAndAsk(exchange, reach, { peer, issuer }, signal) {
    try {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const reached = __addDisposableResource(env_2, await reach(peer, signal), false);
            await exchange.ask(reached.channel, issuer, signal);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    catch (error) {
        // Who cannot be reached is not known any better, which the check of the grant says.
        if (!isTalosError(error))
            throw error;
    }
    return undefined;
}
/** Asks `issuer` for its list, and `other`, who may have it. Resolves when they have answered, or in time. */
export async function learnList(parts, issuer, other) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const { exchange, reach } = parts;
        const limit = __addDisposableResource(env_3, deadline(undefined, REFRESH_TIMEOUT_MS), false);
        const ask = async (peer) => {
            const open = exchange.channelsTo(peer);
            const asked = open.map((channel) => exchange.ask(channel, issuer, limit.signal));
            await Promise.all(open.length > 0 ? asked : [dialAndAsk(exchange, reach, { peer, issuer }, limit.signal)]);
        };
        await Promise.all([...new Set([issuer, other])].map(ask));
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
/** Learns once, and where the grant demands fresh lists again and again, until the returned function is called. */
export function keepLearning(parts, holder, chain) {
    const fresh = chain.at(-1)?.claims.scope.fresh;
    let timer;
    let isOver = false;
    const learn = async () => {
        await refresh(parts, holder, chain);
        if (fresh === undefined || isOver)
            return;
        // Twice in the time that it may be old.
        timer = setTimeout(() => void learn(), Math.min(Math.max(REFRESH_PAUSE_MS, fresh * 500), 0x7fffffff));
    };
    if (chain.some(({ claims }) => claims.issuer !== parts.core.identity.did))
        void learn();
    return () => {
        isOver = true;
        clearTimeout(timer);
    };
}

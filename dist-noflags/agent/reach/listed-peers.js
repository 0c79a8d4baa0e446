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
 * The agents that a registry lists. PROTOCOL.md §6.5, §6.7.
 *
 * Asked under a throw-away transport key, as every look-up: the registry does not learn who looks around.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { didOfKey } from "../../identity/did.js";
import { endpointOf, parsePlace } from "../../net/address.js";
import { RegistryClient } from "../../registry/client.js";
import { MAX_PEERS_A_PAGE } from "../../registry/limits.js";
/** Most agents that one call gives. */
export const MAX_LISTED_PEERS = 10_000;
/**
 * Asks the registry at `address`, a multiaddr, for at most `limit` agents.
 *
 * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than the one that is pinned; `E_UNREACHABLE`,
 *   `E_TIMEOUT`; `E_REFUSED`, `E_RATE_LIMITED` where it gives none; `E_MALFORMED`, `E_LIMIT` for an answer that is none.
 * @throws The reason of `signal`, where that aborts.
 */
export async function listPeers({ servers, veiledHost }, { address: text, limit }, signal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const address = parsePlace(text);
        const host = __addDisposableResource(env_1, await veiledHost(), true);
        const peerKey = await host.learnKey([address.text], signal);
        const server = didOfKey(peerKey);
        const place = endpointOf(address.text);
        servers.assertPinned(place, server, address.peerId !== undefined);
        const registry = __addDisposableResource(env_1, new RegistryClient(await host.connect('registry', { peerKey, addresses: [place] }, signal)), true);
        const peers = [];
        let isMore = true;
        while (isMore && peers.length < limit)
            try {
                const count = Math.min(MAX_PEERS_A_PAGE, limit - peers.length);
                const page = await registry.list(peers.at(-1)?.did, count, signal);
                peers.push(...page.peers);
                isMore = page.isMore;
            }
            catch (error) {
                // What it said so far is true; the rest is there in a minute.
                if (isTalosError(error, 'E_RATE_LIMITED') && peers.length > 0)
                    break;
                throw error;
            }
        if (new Set(peers.map(({ did }) => did)).size !== peers.length)
            throw new TalosError('E_MALFORMED', 'the registry lists an agent twice');
        return { server, peers, isMore };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}

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
 * What is known of identities here: agent records, and names that are pinned.
 *
 * @module
 */
import { fromUtf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { RecordBook } from "../reach/record-book.js";
/** Milliseconds that telling others of a succession takes at most. */
const ANNOUNCE_MS = 10_000;
/** Agents that are told at once. */
const ANNOUNCED_AT_ONCE = 16;
/** See the module comment. */
export class Identities {
    #core;
    #parts;
    constructor(core, parts) {
        this.#core = core;
        this.#parts = parts;
    }
    async announce(signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { successions, identity } = this.#core;
            if (successions.lineTo(identity.did).length === 0)
                return { told: [], notReached: [] };
            const own = new Set([identity.did, ...successions.formers(identity.did)]);
            const open = [...this.#acquainted()].filter((did) => !own.has(did) && !successions.isOver(did));
            const told = [];
            const notReached = [];
            const limit = __addDisposableResource(env_1, deadline(signal, ANNOUNCE_MS), false);
            const tellNext = async () => {
                for (let peer = open.pop(); peer !== undefined; peer = open.pop())
                    ((await this.#tell(peer, limit.signal)) ? told : notReached).push(peer);
            };
            await Promise.all(Array.from({ length: ANNOUNCED_AT_ONCE }, tellNext));
            signal?.throwIfAborted();
            return { told: told.sort(), notReached: notReached.sort() };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** Those whom an address is known of, and the other sides of tokens. */
    #acquainted() {
        const { peers, grants, successions } = this.#core;
        const known = peers.all().flatMap(({ did, addresses }) => (addresses.length > 0 ? [did] : []));
        const sides = grants.all().flatMap(({ token: { claims } }) => [claims.issuer, claims.subject, claims.audience]);
        return new Set([...known, ...sides.map((did) => successions.current(did))]);
    }
    async #tell(peer, signal) {
        try {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                signal.throwIfAborted();
                const reached = __addDisposableResource(env_2, await this.#parts.reach(peer, signal), false);
                return await this.#parts.told(reached.channel, signal);
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
            if (!isTalosError(error))
                throw error;
            return false;
        }
    }
    async record({ peer, isSought = false }) {
        const { store, clock, identity } = this.#core;
        const did = peer === undefined ? identity.did : this.#core.known(peer);
        const isOwn = did === identity.did;
        const record = isSought && !isOwn ? await this.#parts.find(did) : await new RecordBook(store, clock, identity.did).get(did);
        if (record === undefined)
            throw new TalosError('E_NOT_FOUND', `no agent record of ${did} ${isSought ? 'was found' : 'is kept here'}`, {
                hint: isOwn
                    ? 'one is made when this agent registers: talos register --server HOST:PORT'
                    : isSought
                        ? 'it has never been announced where this agent looks: at its servers, and in the DHT'
                        : 'one is kept once the peer was looked for at a server',
            });
        const { sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services, bytes } = record;
        return { did, sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services, record: fromUtf8(bytes) };
    }
    async peer({ peer }) {
        return this.#core.known(peer);
    }
    async names() {
        return this.#core.names.all().map(({ name, agent, offered, pinnedAtMs }) => ({
            name,
            pinned: agent,
            pinnedAtMs,
            ...(offered === undefined ? {} : { offered }),
        }));
    }
}

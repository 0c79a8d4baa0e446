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
 * Renewal: while its issuer agrees, a grant that is about to end is issued anew for as long again. PROTOCOL.md §8.6.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { RateCounter } from "../../base/rate-counter.js";
import { chainText, readChain } from "../../capability/chain.js";
import { isSameLine } from "../../capability/renewal.js";
import { PACKET } from "../../message/packet.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { refusalError, refusalOf } from "../tunnel/tunnel-wire.js";
import { isTakenBack, stillTakenBack } from "./lease.js";
import { decodeRenewal, decodeRenewed, encodeRenewal, encodeRenewed } from "./revocation-wire.js";
/** Renewals that one holder may ask for in a minute. PROTOCOL.md §11. */
export const RENEWALS_A_MINUTE = 60;
/** Milliseconds that an issuer gets to answer. */
export const RENEWAL_TIMEOUT_MS = 10_000;
/** A grant of the same line that has more than this share of its life left is given instead of a new one. */
const STILL_NEW = 2 / 3;
/** See the module comment. */
export class Renewals {
    #core;
    #asked;
    #waiting = new Map();
    constructor(core) {
        this.#core = core;
        this.#asked = new RateCounter(RENEWALS_A_MINUTE, 60_000, core.clock);
    }
    /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
    async take(channel, { type, content }) {
        if (type === PACKET.capabilityRenew)
            return this.#answer(channel, decodeRenewal(content));
        const answer = decodeRenewed(content);
        const key = keyOf(channel.peer, answer.id);
        const waiting = this.#waiting.get(key);
        this.#waiting.delete(key);
        for (const resolve of waiting ?? [])
            resolve(answer);
    }
    async #answer(channel, id) {
        try {
            const grant = await this.#renewed(id, channel.peer);
            const chain = grant.chain.map(({ text }) => text);
            channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, chain }));
        }
        catch (error) {
            if (isStorageFailure(error) || !isTalosError(error))
                throw error;
            if (this.#core.denials.note(channel.peer, 'renewal', error.code))
                this.#core.notice('denied', `a renewal was refused: ${error.message} (${error.code})`, channel.peer);
            channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, refused: refusalOf(error.code) }));
        }
    }
    /**
     * The newest grant of the line of the token `id`, which this agent issued to `holder`; a new one, durable and on
     * record, where that is not new.
     *
     * @throws {TalosError} `E_NOT_FOUND` for a token that this agent did not issue to the holder; `REVOKED`;
     *   `RENEWAL_REFUSED` where it is not renewable, or not any more; `E_RATE_LIMITED`; `E_STORAGE…`.
     */
    async #renewed(id, holder) {
        if (!this.#asked.take(holder))
            throw new TalosError('E_RATE_LIMITED', 'too many renewals in a short time');
        const { grants, authority, successions, identity } = this.#core;
        const held = grants.get(id);
        if (held === undefined ||
            held.direction === 'received' ||
            successions.current(held.token.claims.subject) !== holder)
            throw new TalosError('E_NOT_FOUND', 'this agent did not issue such a token to its holder');
        const { nowMs } = authority.standing();
        if (isTakenBack(this.#core, held))
            throw new TalosError('REVOKED', 'the token was revoked');
        const { scope, issuedAtS, expiresAtS } = held.token.claims;
        const limitS = scope.renewable_until;
        const nowS = Math.floor(nowMs / 1000);
        if (held.token.claims.issuer !== identity.did)
            throw refusedRenewal('another identity issued the token, which has handed over since');
        if (limitS === undefined)
            throw refusedRenewal('the token is not renewable');
        if (nowS >= limitS)
            throw refusedRenewal('the time until which the token is renewable is over');
        const newest = this.#newestOf(held, nowS);
        if (newest !== undefined)
            return newest;
        const made = await this.#issue(held, Math.min(expiresAtS - issuedAtS, limitS - nowS), nowS);
        await this.#keepTakenBack(held, made);
        return made;
    }
    /** What was taken back of a lease stays so with its new token. @throws {TalosError} `REVOKED` where it was itself meanwhile. */
    async #keepTakenBack(held, made) {
        const { revocations } = this.#core;
        const isOver = isTakenBack(this.#core, held);
        const [first, ...rest] = isOver
            ? [{ kind: 'token', id: made.token.id }]
            : stillTakenBack(this.#core, held, made.token.id);
        if (first !== undefined)
            await revocations.revoke([first, ...rest], 'as of what was renewed');
        if (isOver)
            throw new TalosError('REVOKED', 'the token was revoked');
    }
    async #issue({ direction, token, chain }, lifetimeS, nowS) {
        const { grants } = this.#core;
        const { subject, audience, scope, depth, maxDepth } = token.claims;
        if (direction === 'issued')
            return grants.issue(subject, scope, lifetimeS, { audience, depth: maxDepth });
        const parent = this.#inForce(chain.at(-2), nowS);
        if (parent === undefined)
            throw new TalosError('EXPIRED', 'the grant that this one is within has expired');
        const left = parent.token.claims.expiresAtS - nowS;
        return grants.delegate(parent, subject, scope, Math.min(lifetimeS, left), maxDepth - depth);
    }
    /** The newest grant in force of the line of a token that this agent received. */
    #inForce(token, nowS) {
        if (token === undefined)
            return undefined;
        return this.#core.grants
            .all()
            .findLast((grant) => grant.direction === 'received' && isSameLine(token, grant.token) && grant.token.claims.expiresAtS > nowS);
    }
    /** A grant of the same line most of whose life is left, as one that was asked for twice. */
    #newestOf(held, nowS) {
        const { revocations } = this.#core.authority.standing();
        return this.#core.grants.all().findLast((grant) => {
            const { issuedAtS, expiresAtS } = grant.token.claims;
            if (grant.direction !== held.direction || !isSameLine(held.token, grant.token))
                return false;
            const isNew = grant.token.id !== held.token.id && expiresAtS - nowS > (expiresAtS - issuedAtS) * STILL_NEW;
            return isNew && !revocations.revokes(grant.chain);
        });
    }
    /**
     * Asks the issuer of a grant that this agent received, over `channel`, to renew it. The new one is durable when it
     * resolves.
     *
     * @throws {TalosError} `REVOKED`, `RENEWAL_REFUSED` and what else the issuer says; `E_PROTOCOL` where it gave something
     *   else; `E_TIMEOUT`; `E_UNREACHABLE` where the channel ends before.
     */
    async ask(channel, held, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { id } = held.token;
            const key = keyOf(channel.peer, id);
            const limit = __addDisposableResource(env_1, deadline(signal, RENEWAL_TIMEOUT_MS), false);
            // An abort that was before is told to nobody who listens from now on.
            limit.signal.throwIfAborted();
            const waiting = this.#waiting.get(key) ?? new Set();
            this.#waiting.set(key, waiting);
            let take = () => { };
            const asked = new Promise((resolve, reject) => {
                take = resolve;
                limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
                const gone = new TalosError('E_UNREACHABLE', 'the issuer ended the connection before it answered');
                void channel.closed.then(() => reject(gone));
                waiting.add(resolve);
                channel.send(PACKET.capabilityRenew, 0, encodeRenewal(id));
            });
            const answer = await asked.finally(() => {
                waiting.delete(take);
                if (waiting.size === 0 && this.#waiting.get(key) === waiting)
                    this.#waiting.delete(key);
            });
            if (answer.refused !== undefined) {
                const error = refusalError(answer.refused, 'the renewal');
                this.#core.denials.note(channel.peer, 'renewal', error.code);
                throw error;
            }
            const tokens = readChain(answer.chain.join('~'));
            const leaf = tokens.at(-1);
            if (leaf === undefined || !isSameLine(held.token, leaf))
                throw new TalosError('E_PROTOCOL', 'the renewed token is not one of the same line');
            return this.#core.grants.receive(chainText(tokens));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
}
function keyOf(issuer, id) {
    return `${issuer} ${id}`;
}
function refusedRenewal(why) {
    return new TalosError('RENEWAL_REFUSED', why);
}

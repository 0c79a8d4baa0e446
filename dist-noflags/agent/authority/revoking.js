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
 * Taking grants back, from what a person said to what the list says, and telling those who serve them. PROTOCOL.md §8.5.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { parseDid } from "../../identity/did.js";
import { restOfLease } from "./lease.js";
/** Milliseconds that an agent that serves what was taken back gets to take that. */
export const TELL_TIMEOUT_MS = 5000;
/**
 * Takes back: durable, and in force here for the next call, when it resolves; told to those who serve it, as far as they
 * can be reached.
 *
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for a token that is neither of this agent nor served by it;
 *   `E_USAGE` for anything but one matter; as `RevocationBook.revoke`.
 */
export async function revoke(parts, params) {
    const { core } = parts;
    const { revoked, concerns } = matterOf(parts, params);
    const named = revoked();
    const { timeMs } = await core.revocations.revoke(named, params.reason);
    // What was renewed before that was in force; what is renewed from now on is refused.
    await core.revocations.revoke(revoked(), params.reason);
    const [{ kind, id }] = named;
    const audiences = parts.control.issuers.audiences(concerns);
    const told = await Promise.all(audiences.map((audience) => tell(parts, audience)));
    return { id, kind, revokedAtMs: timeMs, told };
}
function matterOf(parts, params) {
    const { id, chain = false, subject, issuer, beforeMs } = params;
    const named = [id, subject, issuer].filter((each) => each !== undefined).length;
    if (named !== 1 || (chain && id === undefined) || (beforeMs !== undefined && issuer === undefined))
        throw new TalosError('E_USAGE', 'say one of a capability, a holder and an issuer');
    if (id !== undefined)
        return chain ? chainMatter(parts, id) : tokenMatter(parts, id);
    if (subject !== undefined)
        return everything({ kind: 'subject', id: parseDid(subject) });
    const did = parseDid(issuer ?? '');
    // The own key goes on signing: only what it signed until now is taken back.
    const { core } = parts;
    const before = beforeMs ?? (did === core.identity.did ? core.authority.standing().nowMs + 1 : undefined);
    return everything(before === undefined ? { kind: 'issuer', id: did } : { kind: 'issuer', id: did, before });
}
function everything(revoked) {
    return { revoked: () => [revoked], concerns: () => true };
}
function tokenMatter(parts, id) {
    const { grants, identity } = parts.core;
    const served = servedToken(parts, id);
    if (served !== undefined && served.claims.issuer !== identity.did)
        return servedMatter(parts, served);
    const held = grants.find(id);
    if (held.direction === 'received')
        throw new TalosError('E_NOT_FOUND', 'only the issuer of a capability, or one above it, can revoke it', {
            hint: `ask ${held.token.claims.issuer}`,
        });
    const ids = () => [held.token.id, ...restOf(parts, held)];
    return {
        revoked: () => {
            const [named, ...rest] = ids();
            return [{ kind: 'token', id: named }, ...rest.map((each) => ({ kind: 'token', id: each }))];
        },
        concerns: (grant) => ids().includes(grant.token.id),
    };
}
/** The other tokens of the lease of a token of this agent. */
function restOf({ core }, held) {
    return held === undefined ? [] : restOfLease(core, held).map(({ token }) => token.id);
}
/** A token that another agent passed on: that one could make the same again, so its holder is taken back there too. */
function servedMatter(parts, { id, claims }) {
    const { subject, parent } = claims;
    return {
        revoked: () => {
            const above = parent === undefined ? [] : [parent, ...restOf(parts, parts.core.grants.get(parent))];
            return [{ kind: 'token', id }, ...above.map((under) => ({ kind: 'subject', id: subject, under }))];
        },
        concerns: (grant) => grant.token.id === id,
    };
}
function chainMatter(parts, id) {
    const token = servedToken(parts, id) ?? parts.core.grants.find(id).token;
    const ids = () => [token.id, ...restOf(parts, parts.core.grants.get(token.id))];
    return {
        revoked: () => {
            const [named, ...rest] = ids();
            return [{ kind: 'chain', id: named }, ...rest.map((each) => ({ kind: 'chain', id: each }))];
        },
        concerns: ({ chain }) => chain.some((each) => ids().includes(each.id)),
    };
}
/** A token of a chain that is presented to this agent now. */
function servedToken({ served }, id) {
    return served()
        .flat()
        .find((token) => token.id === id);
}
async function tell({ control, reach }, audience) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const limit = __addDisposableResource(env_1, deadline(undefined, TELL_TIMEOUT_MS), false);
        const { signal } = limit;
        try {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const [open] = control.revocations.channelsTo(audience);
                if (open !== undefined)
                    return { did: audience, told: await control.revocations.tell(open, signal) };
                const reached = __addDisposableResource(env_2, await reach(audience, signal), false);
                return { did: audience, told: await control.revocations.tell(reached.channel, signal) };
            }
            catch (e_1) {
                env_2.error = e_1;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        catch (error) {
            // It is kept, and told at the next connection.
            if (!isTalosError(error))
                throw error;
            return { did: audience, told: false };
        }
    }
    catch (e_2) {
        env_1.error = e_2;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}

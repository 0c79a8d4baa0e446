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
 * Calls that a client makes of tools of others, over connections that are kept for the next call.
 *
 * @module
 */
import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { isTalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { copyOf } from "../../capability/request.js";
import { unlessAborted } from "../waits.js";
import { assertDeadline, assertJustification, callError, ownCallOptions, } from "./client-calls.js";
import { didOf } from "./client-context.js";
/** See the module comment. */
export class ClientCalling {
    #context;
    #calls = new Map();
    constructor(context) {
        this.#context = context;
    }
    /** As `TalosClient.callTool`. */
    async call(peer, tool, given, options) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const asked = this.#asked(peer, tool, given);
            const read = membersOf(options, 'options', {
                capability: 'object?',
                service: 'text?',
                intent: 'object?',
                justification: 'text?',
                deadlineMs: 'number?',
                signal: 'signal?',
            });
            const own = ownCallOptions(read);
            assertDeadline(read.deadlineMs);
            const limit = __addDisposableResource(env_1, read.deadlineMs === undefined ? undefined : deadline(read.signal, read.deadlineMs), false);
            const signal = limit?.signal ?? read.signal;
            const outcome = await this.#outcomeOf(asked, tool, read, { ...own, signal });
            if (outcome.kind === 'result')
                return { result: outcome.result, receipt: outcome.receipt ?? '' };
            throw callError(outcome);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** Calls over the connection that is kept, and over a new one where that was over before the call was sent. */
    async #outcomeOf({ server, given }, tool, options, own) {
        // Others may wait for the same connection: it is opened for them, whatever becomes of this call.
        const open = () => unlessAborted(this.#connectionFor(server, options), own.signal);
        const kept = await open();
        try {
            return await kept.callTool(tool, given, own);
        }
        catch (error) {
            // What announced a call belongs to its connection.
            if (!kept.isOver() || options.intent !== undefined || !isTalosError(error, 'E_UNREACHABLE'))
                throw error;
            await kept.ended;
            return await (await open()).callTool(tool, given, own);
        }
    }
    /** As `TalosClient.createIntent`. */
    async announce(peer, tool, given, options) {
        const asked = this.#asked(peer, tool, given);
        const { justification, ...read } = membersOf(options, 'options', {
            justification: 'text',
            capability: 'object?',
            service: 'text?',
        });
        assertJustification(justification);
        const connection = await this.#connectionFor(asked.server, read);
        return { hash: await connection.announce(tool, asked.given, justification), tool };
    }
    #asked(peer, tool, given) {
        this.#context.assertOpen();
        assertText(tool, 'tool');
        if (typeof given !== 'object' || given === null || Array.isArray(given))
            throw new TypeError('arguments must be an object');
        return { server: didOf(peer), given: copyOf(given) };
    }
    async #connectionFor(server, { capability, service = '' }) {
        const kinds = { token: 'text', addresses: 'texts' };
        const presented = capability === undefined ? undefined : membersOf(capability, 'capability', kinds);
        if (presented !== undefined)
            await this.#take(presented);
        return this.#connection(server, service, presented?.token);
    }
    async #take(capability) {
        const { core } = this.#context.parts;
        const { token } = await core.grants.receive(capability.token);
        await core.peers.note(token.claims.audience, { addresses: capability.addresses });
    }
    #connection(server, service, token) {
        const key = JSON.stringify([server, service, token ?? '']);
        const running = this.#calls.get(key);
        if (running !== undefined)
            return running;
        const target = token === undefined ? { server, service } : { server, service, token };
        const opening = this.#context.parts.agent.openCalls(target);
        this.#calls.set(key, opening);
        const forget = () => {
            if (this.#calls.get(key) === opening)
                this.#calls.delete(key);
        };
        opening.then(({ ended }) => void ended.then(forget), forget);
        return opening;
    }
    /** Ends the connections. */
    async close() {
        const calls = await Promise.allSettled(this.#calls.values());
        for (const each of calls)
            if (each.status === 'fulfilled')
                await each.value[Symbol.asyncDispose]();
    }
}

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
 * Successions between agents: who goes on for another one shows it to whom it connects to, and to who asks; what is shown
 * is followed by whoever knows the one that ends, before everybody's eyes. PROTOCOL.md §4.9.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { RateCounter } from "../../base/rate-counter.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readArray, readBytes, readObject } from "../../codec/fields.js";
import { keyOfDid } from "../../identity/did.js";
import { Identity } from "../../identity/identity.js";
import { MAX_SUCCESSION_BYTES, MAX_SUCCESSION_STEPS } from "../../identity/succession.js";
import { PACKET } from "../../message/packet.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { openChannel } from "../tunnel/channel.js";
import { followStep } from "./succession-effects.js";
/** Lines that one peer may show, or ask for, in a minute. PROTOCOL.md §11. */
export const LINES_A_MINUTE = 60;
/** Milliseconds that who was found in the place of a contact gets to show a line. PROTOCOL.md §11. */
export const LINE_TIMEOUT_MS = 3000;
/** Most bytes of a packet with a line. */
const MAX_LINE_BYTES = MAX_SUCCESSION_STEPS * (MAX_SUCCESSION_BYTES + 3) + 64;
/** See the module comment. */
export class Successions {
    #parts;
    #shown;
    /** Who waits until the peer of a channel has answered. */
    #waiting = new Map();
    #unwatch;
    constructor(parts) {
        this.#parts = parts;
        this.#shown = new RateCounter(LINES_A_MINUTE, 60_000, parts.core.clock);
        this.#unwatch = parts.core.successions.watch((step, taken) => this.#ends(step, taken));
    }
    /** Shows the own line, where there is one. */
    join(channel) {
        if (this.#own().length > 0)
            this.#show(channel);
    }
    #own() {
        const { identity, successions } = this.#parts.core;
        return successions.lineTo(identity.did);
    }
    #show(channel) {
        channel.send(PACKET.succession, 0, encodeLine(this.#own()));
    }
    /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
    async take(channel, { type, content }) {
        const { core } = this.#parts;
        if (!this.#shown.take(channel.peer)) {
            core.denials.note(channel.peer, 'succession', 'E_RATE_LIMITED');
            return;
        }
        if (type === PACKET.successionGet) {
            if (content.length > 0)
                throw new TalosError('E_MALFORMED', 'a question for a line has no content');
            this.#show(channel);
            return;
        }
        await this.#taken(channel.peer, decodeLine(content));
        this.#waiting.get(channel)?.();
    }
    /** Whether the peer of `channel` has read the own line, which was shown when the channel began: it answers in order. */
    async told(channel, signal) {
        if (signal.aborted)
            return false;
        const answered = new Promise((resolve) => {
            this.#waiting.set(channel, () => resolve(true));
            signal.addEventListener('abort', () => resolve(false), { once: true });
            void channel.closed.then(() => resolve(false));
        });
        try {
            channel.send(PACKET.successionGet, 0, new Uint8Array(0));
            return await answered;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return false;
        }
        finally {
            this.#waiting.delete(channel);
        }
    }
    /** Takes a line that leads to `peer`, as far as it is about somebody who is known here. */
    async #taken(peer, line) {
        const { core } = this.#parts;
        try {
            assertLeadsTo(line.map((bytes) => core.successions.read(bytes)), peer);
            for (const bytes of line)
                await follow(this.#parts, bytes);
        }
        catch (error) {
            if (isStorageFailure(error) || !isTalosError(error))
                throw error;
            if (core.denials.note(peer, 'succession', error.code))
                core.notice('denied', `a succession was refused: ${error.message} (${error.code})`, peer);
        }
    }
    #ends({ from, to }, taken) {
        const why = taken === 'disputed' ? 'it is disputed who goes on for this identity' : 'another identity goes on for this one';
        const reason = new TalosError('E_IDENTITY_CHANGED', why, { details: { pinned: from, offered: to } });
        this.#parts.end(from, reason);
        if (taken === 'disputed')
            for (const step of this.#parts.core.successions.stepsFrom(from))
                this.#parts.end(step.to, reason);
    }
    /**
     * Asks who was found in the place of `contact` whether it goes on for it, under a key that is made for that.
     *
     * @param address - Where it was found.
     * @returns Whether it does, and was followed.
     */
    async ask(contact, found, address, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { core, veiledHost } = this.#parts;
            const limit = __addDisposableResource(env_1, deadline(signal, LINE_TIMEOUT_MS), false);
            try {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const veil = Identity.generate('veil', core.clock.now());
                    const host = __addDisposableResource(env_2, await veiledHost(veil.hostSeed()), true);
                    const target = { peerKey: keyOfDid(found), addresses: [address] };
                    const link = await host.connect('channel', target, limit.signal);
                    const channel = __addDisposableResource(env_2, await openChannel({
                        link,
                        identity: veil,
                        clock: core.clock,
                        peer: found,
                        signal: limit.signal,
                    }), true);
                    await this.#taken(found, await asked(channel, limit.signal));
                }
                catch (e_1) {
                    env_2.error = e_1;
                    env_2.hasError = true;
                }
                finally {
                    const result_1 = __disposeResources(env_2);
                    if (result_1)
                        await result_1;
                }
            }
            catch (error) {
                // Who does not show a line has none, whatever the reason.
                if (isStorageFailure(error) || !isTalosError(error))
                    throw error;
            }
            signal?.throwIfAborted();
            return core.successions.current(contact) === found;
        }
        catch (e_2) {
            env_1.error = e_2;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    [Symbol.dispose]() {
        this.#unwatch();
    }
}
/** The line of the peer of `channel`, which nothing else uses. */
function asked(channel, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort, { once: true });
        void channel.closed.then((reason) => reject(reason ?? new TalosError('E_UNREACHABLE', 'the peer left')));
        channel.onPacket(({ type, content }) => {
            if (type === PACKET.succession)
                resolve(decodeLine(content));
        });
        channel.send(PACKET.successionGet, 0, new Uint8Array(0));
    });
}
/** @throws {TalosError} `E_BAD_SUCCESSION` unless each step begins where the one before it ends, and the last ends at `peer`. */
function assertLeadsTo(line, peer) {
    for (const [at, { to }] of line.entries())
        if (to !== (line[at + 1]?.from ?? peer))
            throw new TalosError('E_BAD_SUCCESSION', 'the line does not lead to the agent that shows it');
}
/**
 * Takes one step, and follows it: the alias goes over, it is recorded, people are told. Of nobody who is known here it is
 * left.
 *
 * @throws {TalosError} as `SuccessionBook.take`; `E_BAD_SUCCESSION` for one about this agent.
 */
async function follow({ core, matters }, bytes) {
    const { successions, identity } = core;
    const { from, to } = successions.read(bytes);
    if (successions.formers(identity.did).includes(from))
        core.notice('identity', 'the key of an earlier identity of yours has named another successor: it is in other hands', to);
    if (from === identity.did || to === identity.did || successions.formers(identity.did).includes(from))
        throw new TalosError('E_BAD_SUCCESSION', 'the succession is about this agent, and not of its making');
    const isKnown = core.isKnown(from) || successions.formers(from).some((former) => core.isKnown(former));
    if (!isKnown && !matters(from))
        return;
    const before = successions.stepsFrom(from);
    if ((await successions.take(bytes)) === 'known')
        return;
    const step = successions.stepsFrom(from).find((each) => !before.includes(each));
    if (step !== undefined)
        await followStep(core, step);
}
function encodeLine(line) {
    return encodeCbor({ line: line.map(({ bytes }) => bytes) });
}
/** @throws {TalosError} `E_MALFORMED`; `E_LIMIT` for a packet that is longer than any line. */
function decodeLine(content) {
    const { line } = readObject(decodeCbor(content, { maxBytes: MAX_LINE_BYTES }), { required: ['line'] }, 'line');
    return readArray(line, 'line', { max: MAX_SUCCESSION_STEPS }, (each, name) => readBytes(each, name));
}

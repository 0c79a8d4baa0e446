/**
 * Keeps a lasting tunnel of the calling side at a channel: where that is lost it dials again and goes on with the tunnel
 * by its id, until the serving side has it no more. PROTOCOL.md §7.5.
 *
 * @module
 */
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
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { keepConnected } from "../../net/redial.js";
import { systemTimer } from "../../net/timer.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { TUNNEL_LINGER_MS } from "./tunnel-linger.js";
import { encodeTunnelResume } from "./tunnel-wire.js";
/** Milliseconds that a server gets to answer that a tunnel goes on. */
export const RESUME_TIMEOUT_MS = 10_000;
/** A connection that held so long was one: where it is lost, the next try comes soon. In milliseconds. */
export const HELD_MS = 2000;
/** See the module comment. Ends with its stream. */
export class TunnelResumer {
    #parts;
    #keeper;
    #timer;
    #turn = 0;
    #isMoving = false;
    /** Told that the channel was lost. */
    #lost = () => { };
    #cancelLinger = () => { };
    /** Starts at a stream that is at its first channel. */
    constructor(parts) {
        this.#parts = parts;
        this.#timer = parts.timer ?? systemTimer;
        const { stream, watcher } = parts;
        stream.last({ away: (reason) => this.#away(reason), back: () => this.#cancelLinger() });
        let isFirst = true;
        this.#keeper = keepConnected({
            open: async (signal) => {
                const held = this.#held();
                if (!isFirst)
                    await this.#resumeOver(await parts.use(signal), signal, true);
                return held;
            },
            up: () => {
                if (!isFirst)
                    watcher.back();
                isFirst = false;
            },
            down: (reason, retryMs) => watcher.away(reason, retryMs),
            isFinal: (reason) => !stream.isOpen || isStorageFailure(reason) || isBreach(reason),
            isWanted: () => watcher.isWanted(),
            settledMs: HELD_MS,
            timer: this.#timer,
        });
        void this.#keeper.stopped.then((reason) => {
            if (stream.isOpen && isTalosError(reason))
                parts.fail(reason);
        });
        void stream.closed.then(() => {
            this.#cancelLinger();
            return this.#keeper[Symbol.asyncDispose]();
        });
    }
    /** Somebody waits: the next try comes soon. */
    hurry() {
        this.#keeper.hurry();
    }
    /** The network has changed: the next try comes now. */
    retryNow() {
        this.#keeper.retryNow();
    }
    /** What the keeper keeps: the tunnel at a channel, until that is lost. */
    #held() {
        const closed = new Promise((resolve) => {
            this.#lost = resolve;
        });
        const over = this.#parts.stream.closed.then(() => new TalosError('E_CLOSED', 'the tunnel is over'));
        return { closed: Promise.race([closed, over]), close: () => Promise.resolve() };
    }
    #isNowhere() {
        const { isOpen, channel } = this.#parts.stream;
        return isOpen && channel === undefined;
    }
    #away(reason) {
        // The move that is under way says what becomes of it.
        if (this.#isMoving)
            return;
        this.#cancelLinger();
        this.#cancelLinger = this.#timer.after(TUNNEL_LINGER_MS, () => this.#parts.stream.end(undefined));
        this.#lost(reason);
    }
    /**
     * Moves the tunnel to `dialled`, without loss: what is under way goes on. Where it cannot, the tunnel is resumed like one
     * whose channel was lost. Does nothing while it has no channel.
     */
    async move(dialled) {
        const { stream } = this.#parts;
        if (this.#isMoving || this.#isNowhere())
            return;
        this.#isMoving = true;
        try {
            await this.#resumeOver(dialled, undefined, false);
            this.#isMoving = false;
            if (this.#isNowhere())
                this.#away(gone());
        }
        catch (error) {
            this.#isMoving = false;
            if (!isTalosError(error))
                throw error;
            if (isBreach(error))
                this.#parts.fail(error);
            else if (stream.isOpen)
                this.#away(error);
        }
    }
    async #resumeOver(dialled, signal, isUsed) {
        const { stream, id, channels } = this.#parts;
        try {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const limit = __addDisposableResource(env_1, deadline(signal, RESUME_TIMEOUT_MS), false);
                // From here on nothing counts that still comes over another channel.
                const progress = stream.detach();
                this.#turn++;
                const request = encodeTunnelResume({ tunnel: id, turn: this.#turn, ...progress });
                await channels.resume(dialled, stream, request, limit.signal);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        catch (error) {
            this.#refused(error);
            throw error;
        }
        finally {
            if (isUsed)
                channels.release(dialled);
        }
    }
    /** The serving side has it no more, or ended it: so has this one. */
    #refused(error) {
        if (!isTalosError(error) || error.details['word'] === undefined || error.code === 'E_RATE_LIMITED')
            return;
        const isGone = error.code === 'E_NOT_FOUND' || error.code === 'REPLAY';
        if (isGone)
            this.#parts.stream.end(undefined);
        else
            this.#parts.fail(error);
    }
}
function gone() {
    return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost');
}
/** Whether the server said what no server says. */
function isBreach(error) {
    return isTalosError(error, 'E_PROTOCOL') || isTalosError(error, 'E_MALFORMED');
}

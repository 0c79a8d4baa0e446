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
 * The channels that this agent dialled: one a peer, for all that goes on with it. It is dialled when first needed and
 * ends when nothing has used it for a few seconds.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { deadline, Mutex } from "../../base/lifetime.js";
import { PACKET } from "../../message/packet.js";
import { dialPeer } from "../reach/peer-dial.js";
import { unlessAborted } from "../waits.js";
import { CallCounter } from "./call-records.js";
import { openChannel } from "./channel.js";
import { StreamMux } from "./streams.js";
/** Milliseconds that a channel is kept for whoever needs it next. */
export const CHANNEL_LINGER_MS = 2000;
/** What answers a redemption. */
const ANSWERS = new Set([PACKET.inviteGrant, PACKET.refusal]);
/** See the module comment. */
export class DialledChannels {
    #core;
    #dialling;
    #control;
    #current = new Map();
    #open = new Set();
    #stop = new AbortController();
    #unwatch;
    /** @param dialling - Gives the network, started when first needed, and looks for peers. */
    constructor(core, dialling, control) {
        this.#core = core;
        this.#dialling = dialling;
        this.#control = control;
        this.#unwatch = core.network.onWake((sleptMs) => {
            for (const { channel } of this.#open)
                channel.probe(sleptMs);
        });
    }
    /** Open channels. */
    get all() {
        return [...this.#open];
    }
    /**
     * The channel to `peer`, in use until {@link release}; each of its streams is a use of its own.
     *
     * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
     */
    async use(peer, addresses, signal) {
        this.#stop.signal.throwIfAborted();
        return this.#used(await unlessAborted(this.#channelTo(peer, addresses), signal));
    }
    /**
     * Dials `peer` anew, over the best connection that there is: whoever comes next gets that channel, which is in use until
     * {@link release}. The one before goes on until nothing uses it.
     *
     * @throws {TalosError} as {@link use}; then the one before is still the one to get.
     */
    async renew(peer, addresses) {
        this.#stop.signal.throwIfAborted();
        const held = await this.#dial(peer, addresses);
        const before = this.#current.get(peer)?.held;
        this.#current.set(peer, { dialling: Promise.resolve(held), held });
        if (before !== undefined)
            this.#lingerUnused(before);
        return this.#used(held);
    }
    #used(held) {
        clearTimeout(held.linger);
        held.uses++;
        return held;
    }
    /** Opens a stream, which is a use for as long as it is at the channel. @throws as `StreamMux.open`. */
    open(dialled, content) {
        const stream = dialled.mux.open(content);
        this.#used(dialled);
        return stream;
    }
    /** Goes on with a stream at the channel, likewise. @throws as `StreamMux.resume`. */
    async resume(dialled, stream, content, signal) {
        const resumed = dialled.mux.resume(stream, content, signal);
        this.#used(dialled);
        await resumed;
    }
    /** Ends a use. */
    release(dialled) {
        const held = dialled;
        held.uses--;
        this.#lingerUnused(held);
    }
    #lingerUnused(held) {
        if (held.uses > 0)
            return;
        clearTimeout(held.linger);
        held.linger = setTimeout(() => {
            // Forgotten before it is closed, so that whoever comes now dials anew.
            this.#forget(held);
            void held.channel.close();
        }, CHANNEL_LINGER_MS);
    }
    #forget(held) {
        const { peer } = held.channel;
        if (this.#current.get(peer)?.held === held)
            this.#current.delete(peer);
    }
    #channelTo(peer, addresses) {
        const running = this.#current.get(peer);
        if (running !== undefined)
            return running.dialling;
        // Not under the signal of whoever came first: others may wait for the same channel.
        const current = { dialling: this.#dial(peer, addresses), held: undefined };
        this.#current.set(peer, current);
        current.dialling.then((held) => {
            current.held = held;
            this.#lingerUnused(held);
            if (!this.#open.has(held))
                this.#forget(held);
        }, () => {
            if (this.#current.get(peer) === current)
                this.#current.delete(peer);
        });
        return current.dialling;
    }
    async #dial(peer, addresses) {
        const { identity, clock, peers } = this.#core;
        const { signal } = this.#stop;
        const link = await dialPeer(this.#core, this.#dialling, 'channel', peer, signal, addresses);
        const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
        const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal });
        const held = {
            channel,
            mux: this.#muxOf(channel, () => held),
            number: new CallCounter(),
            sinceMs: clock.now(),
            redeeming: new Mutex(),
            control: undefined,
            uses: 0,
            linger: undefined,
        };
        this.#open.add(held);
        this.#control.join(channel);
        void channel.closed.then(() => {
            clearTimeout(held.linger);
            this.#open.delete(held);
            this.#forget(held);
        });
        try {
            await this.#core.sessionBegan(channel);
        }
        catch (error) {
            await channel.close();
            throw error;
        }
        return held;
    }
    #muxOf(channel, held) {
        const refuse = () => {
            throw new TalosError('E_PROTOCOL', 'a server opens no tunnels on a channel that it did not dial');
        };
        return new StreamMux(channel, {
            onOpen: refuse,
            onResume: refuse,
            onControl: (packet) => {
                if (!ANSWERS.has(packet.type))
                    return this.#control.take(channel, packet);
                const { control } = held();
                held().control = undefined;
                control?.(packet);
                return undefined;
            },
            onLeft: () => this.release(held()),
        });
    }
    /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
    async close() {
        this.#unwatch();
        if (!this.#stop.signal.aborted)
            this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        const all = await Promise.allSettled([...this.#current.values()].map(({ dialling }) => dialling));
        const held = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        await Promise.all([...new Set([...held, ...this.#open])].map(({ channel }) => channel.close()));
    }
}
/** `promise`, unless the channel ends, the time is over or `signal` aborts first. */
export async function withinChannel(promise, channel, timeoutMs, signal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const limit = __addDisposableResource(env_1, deadline(signal, timeoutMs), false);
        const gone = channel.closed.then((reason) => {
            throw reason ?? new TalosError('E_UNREACHABLE', 'the peer ended the connection before it answered');
        });
        return await unlessAborted(Promise.race([promise, gone]), limit.signal);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}

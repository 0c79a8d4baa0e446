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
import { multiaddr } from '@multiformats/multiaddr';
import { isTalosError } from "../../base/errors.js";
import { endpointOf, parsePlace } from "../../net/address.js";
import { scopeOf } from "../../net/address-policy.js";
import { AUTONAT_PROTOCOL, decodeAutonatAnswer, encodeAutonatQuestion, MAX_AUTONAT_BYTES, } from "../../net/autonat-message.js";
import { isRelayed } from "../../net/path.js";
import { startDeadline } from "../deadline.js";
import { MessageStream } from "./message-stream.js";
import { observePort } from "./observed.js";
/** How often it is asked, in milliseconds, while the answer is known, and while it is not. */
export const REACHABILITY_MS = 900_000;
export const REACHABILITY_UNKNOWN_MS = 60_000;
/** Servers that are asked, until one has answered. */
export const MAX_REACHABILITY_SERVERS = 3;
/** For one server, in milliseconds. */
export const REACHABILITY_TIMEOUT_MS = 12_000;
/** See the module comment. */
export class Reachable {
    #parts;
    #ended = new AbortController();
    #state = 'unknown';
    #mapped;
    #checking;
    #cancel = () => { };
    constructor(parts) {
        this.#parts = parts;
    }
    get state() {
        return this.#state;
    }
    /** Asks now, and again from time to time. @returns What is known then. */
    check() {
        this.#checking ??= this.#check().finally(() => {
            this.#checking = undefined;
        });
        return this.#checking;
    }
    [Symbol.dispose]() {
        this.#cancel();
        this.#ended.abort(new DOMException('the host was closed', 'AbortError'));
    }
    async #check() {
        this.#cancel();
        let state = 'unknown';
        for (const server of this.#parts.servers().slice(0, MAX_REACHABILITY_SERVERS)) {
            state = await this.#ask(server);
            if (state !== 'unknown')
                break;
        }
        if (this.#ended.signal.aborted)
            return this.#state;
        const again = state === 'unknown' ? REACHABILITY_UNKNOWN_MS : REACHABILITY_MS;
        // A server that is away does not change what another found before.
        this.#cancel = this.#parts.timer.after(again, () => void this.check());
        if (state === 'unknown' || state === this.#state)
            return this.#state;
        this.#state = state;
        if (state === 'private')
            this.#unmap();
        this.#parts.onChange(state);
        return state;
    }
    async #ask(server) {
        const limit = startDeadline(REACHABILITY_TIMEOUT_MS, this.#ended.signal);
        try {
            const seen = await this.#seenAt(server, limit.signal);
            // Whoever is in the same network cannot say how the internet sees it.
            if (scopeOf(seen) !== 'public')
                return 'unknown';
            const own = this.#listenersOf(seen.family);
            // Where the own address is the one that is seen there is no NAT; else the router may let the same port through.
            const mapped = this.#parts.mapped?.();
            const forwarded = mapped?.host === seen.host ? [mapped] : [];
            const candidates = [...own.filter(({ host }) => host === seen.host), ...forwarded, ...own].slice(0, 1);
            for (const place of candidates) {
                const status = await this.#question(server, { ...seen, port: place.port }, limit.signal);
                if (status === 'ok') {
                    this.#map(place, { ...seen, port: place.port });
                    return 'public';
                }
                if (status === 'failed')
                    return 'private';
            }
            return 'unknown';
        }
        catch {
            return 'unknown'; // the next server may know
        }
        finally {
            limit.clear();
        }
    }
    async #seenAt(server, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const port = __addDisposableResource(env_1, await observePort(server, signal), true);
            return port.address;
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
    /** Places that it listens on, of the network: not of this machine alone. */
    #listenersOf(family) {
        const listeners = this.#parts.node.components.transportManager.getAddrs();
        return listeners.flatMap((each) => {
            const place = readable(each.toString());
            const isOne = place?.family === family && place.transport === 'tcp' && scopeOf(place) !== 'loopback';
            return isOne ? [place] : [];
        });
    }
    async #question(server, place, signal) {
        const { libp2p } = this.#parts.node;
        const address = textOf(place);
        const stream = await (await this.#connected(server, signal)).newStream(AUTONAT_PROTOCOL, { signal });
        const messages = new MessageStream(stream, MAX_AUTONAT_BYTES);
        try {
            messages.write(encodeAutonatQuestion({ peerId: libp2p.peerId.toString(), addresses: [address] }));
            return decodeAutonatAnswer(await messages.read(signal));
        }
        finally {
            await messages.close(signal);
        }
    }
    /** The connection to a server that there is, or a new one, which is closed like any other that nobody uses. */
    async #connected(server, signal) {
        const { libp2p, dial } = this.#parts.node;
        const { peerId } = parsePlace(server);
        const open = libp2p
            .getConnections()
            .find(({ remotePeer, remoteAddr, status }) => status === 'open' && remotePeer.toString() === peerId && !isRelayed(remoteAddr.toString()));
        if (open !== undefined)
            return open;
        // A socket dies by the signal that it was dialled with, also when that aborts later.
        const limit = startDeadline(REACHABILITY_TIMEOUT_MS, signal);
        return dial(server, limit.signal).finally(() => limit.clear());
    }
    /** Tells of the place where it was reached, where that is none that it listens on itself. */
    #map(own, seen) {
        this.#unmap();
        if (own.host === seen.host)
            return;
        const { addressManager } = this.#parts.node.components;
        addressManager.addPublicAddressMapping(own.host, own.port, seen.host, seen.port, 'tcp');
        addressManager.confirmObservedAddr(multiaddr(textOf(seen)), { type: 'ip-mapping', ttl: REACHABILITY_MS * 2 });
        this.#mapped = { own, seen };
    }
    #unmap() {
        if (this.#mapped === undefined)
            return;
        const { own, seen } = this.#mapped;
        const { addressManager } = this.#parts.node.components;
        addressManager.removePublicAddressMapping(own.host, own.port, seen.host, seen.port, 'tcp');
        this.#mapped = undefined;
    }
}
function textOf({ family, host, port }) {
    return `/${family}/${host}/tcp/${port}`;
}
function readable(text) {
    try {
        return parsePlace(endpointOf(text));
    }
    catch (error) {
        if (isTalosError(error))
            return undefined;
        throw error;
    }
}

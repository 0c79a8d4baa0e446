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
 * Hole punching: two peers that a relay connects open their NATs for each other by dialling at the same time, each from the port
 * that the other dials ("simultaneous open" of TCP, RFC 9293 §3.5). The one that was dialled through the relay asks for it,
 * by libp2p's DCUtR; what the two send each other is where a server sees that port. PROTOCOL.md §6.12.
 *
 * Where a NAT maps a port anew for each place that is asked, that is not where the peer would meet it: nothing answers, and the
 * relay stays.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises';
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { didOfKey } from "../../identity/did.js";
import { isDialable, parsePlace, withPeerId } from "../../net/address.js";
import { scopeOf } from "../../net/address-policy.js";
import { isRelayed } from "../../net/path.js";
import { parsePeerId } from "../../net/peer-id.js";
import { decodePunchMessage, encodePunchMessage, MAX_PUNCH_MESSAGE_BYTES, PUNCH_PROTOCOL, } from "../../net/punch-message.js";
import { startDeadline } from "../deadline.js";
import { firstToAnswer } from "./dial.js";
import { MessageStream } from "./message-stream.js";
import { isTaken, observePort } from "./observed.js";
/** How often the side that was dialled asks, for one relayed connection. */
export const PUNCH_ATTEMPTS = 3;
/** How often the side that dialled goes along, for one relayed connection. */
export const MAX_PUNCHES_PER_CONNECTION = 4;
/** Attempts of one side at a time, whoever the peers are. */
export const MAX_PUNCHES = 8;
/** From the first word to the last packet of one attempt, in milliseconds. */
export const PUNCH_TIMEOUT_MS = 10_000;
/** How long both sides dial each other, in milliseconds: the kernel sends a SYN again after one second, and after three. */
export const PUNCH_DIAL_MS = 4000;
/** When a dial that was refused is dialled again, in milliseconds: the peer's first packet has not come by then. */
const REDIAL_MS = 50;
/** How long a peer with whom it failed is left in peace, in milliseconds. */
export const PUNCH_AGAIN_MS = 300_000;
/** Peers and results that are remembered. */
const MAX_REMEMBERED = 64;
const started = new WeakMap();
/** Has `node` open NATs: where a peer that has dialled it through a relay is there, and where one that it has dialled asks. */
export async function startPunching(node) {
    await node.addService('punching', () => {
        const punching = new Punching(node);
        started.set(node, punching);
        return punching;
    });
}
/** How `node` fared, oldest first; empty where it never came to that. */
export function punchesOf(node) {
    return started.get(node)?.results ?? [];
}
/** See the module comment. */
class Punching {
    #node;
    #results = [];
    /** When it failed with a peer, on the clock that never goes back. */
    #failedAt = new BoundedMap(MAX_REMEMBERED);
    #stopped = new AbortController();
    /** How often a peer has asked, for each connection. */
    #askedFor = new WeakMap();
    #running = 0;
    constructor(node) {
        this.#node = node;
    }
    /** The last attempts, oldest first. */
    get results() {
        return [...this.#results];
    }
    async start() {
        const { libp2p, keep, punched } = this.#node;
        // Whoever has something on the relayed connection moves, in a moment or when it has time.
        keep((connection) => punched.has(connection) && this.#isRelayed(connection));
        await libp2p.handle(PUNCH_PROTOCOL, (stream, connection) => this.#answer(stream, connection), {
            maxInboundStreams: 1,
            maxOutboundStreams: 1,
            runOnLimitedConnection: true,
        });
        const begin = (connection) => {
            // It notes how it went, and whoever is here has another way for as long as it fails.
            if (connection.direction === 'inbound' && isRelayed(connection.remoteAddr.toString()))
                void this.#ask(connection);
        };
        libp2p.addEventListener('connection:open', ({ detail }) => begin(detail));
        for (const connection of libp2p.getConnections())
            begin(connection);
    }
    stop() {
        this.#stopped.abort(new TalosError('E_CLOSED', 'the host was closed'));
    }
    /** Asks the peer that has dialled through a relay, until it is reached or it is clear that it is not. */
    async #ask(connection) {
        const failedAt = this.#failedAt.get(connection.remotePeer.toString());
        if (failedAt !== undefined && performance.now() - failedAt < PUNCH_AGAIN_MS)
            return;
        for (let left = PUNCH_ATTEMPTS; left > 0; left--) {
            if (connection.status !== 'open' || this.#isReached(connection))
                return;
            const isOver = await this.#attempt(connection, true, (course, signal) => this.#agree(connection, course, signal));
            if (isOver)
                return;
        }
    }
    /** The asking side of one attempt. DCUtR, "The Protocol": B. */
    async #agree(connection, course, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const port = __addDisposableResource(env_1, await this.#observe(connection, course, signal), true);
            const stream = await connection.newStream(PUNCH_PROTOCOL, { signal, runOnLimitedConnection: true });
            const messages = new MessageStream(stream, MAX_PUNCH_MESSAGE_BYTES);
            try {
                const askedAt = performance.now();
                messages.write(encodePunchMessage({ type: 'connect', addresses: [course.own] }));
                this.#meetAt(await nextMessage(messages, signal), connection, port, course);
                const roundTripMs = performance.now() - askedAt;
                messages.write(encodePunchMessage({ type: 'sync' }));
                await pause(roundTripMs / 2, signal);
                await this.#dial(connection, port, false, course, signal);
                await messages.close(signal);
            }
            catch (error) {
                messages.abort(error);
                throw error;
            }
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
    /** Goes along with the peer that this side has dialled through a relay: nobody else can have it dial. DCUtR: A. */
    #answer(stream, connection) {
        const times = (this.#askedFor.get(connection) ?? 0) + 1;
        this.#askedFor.set(connection, times);
        const isOwn = connection.direction === 'outbound' && isRelayed(connection.remoteAddr.toString());
        if (!isOwn || times > MAX_PUNCHES_PER_CONNECTION || this.#running >= MAX_PUNCHES) {
            stream.abort(new Error('not now'));
            return;
        }
        void this.#attempt(connection, false, async (course, signal) => {
            const messages = new MessageStream(stream, MAX_PUNCH_MESSAGE_BYTES);
            try {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const theirs = await nextMessage(messages, signal);
                    const port = __addDisposableResource(env_2, await this.#observe(connection, course, signal), true);
                    this.#meetAt(theirs, connection, port, course);
                    messages.write(encodePunchMessage({ type: 'connect', addresses: [course.own] }));
                    const { type } = await nextMessage(messages, signal);
                    if (type !== 'sync')
                        throw new TalosError('E_PROTOCOL', 'the peer says something else than when to dial');
                    await this.#dial(connection, port, true, course, signal);
                    await messages.close(signal);
                }
                catch (e_2) {
                    env_2.error = e_2;
                    env_2.hasError = true;
                }
                finally {
                    const result_2 = __disposeResources(env_2);
                    if (result_2)
                        await result_2;
                }
            }
            catch (error) {
                messages.abort(error);
                throw error;
            }
        });
    }
    /** Runs one attempt and notes how it went; whether no other is to follow. */
    async #attempt(connection, isAsker, run) {
        if (this.#running >= MAX_PUNCHES || this.#stopped.signal.aborted)
            return true;
        const [atMs, startMs] = [Date.now(), performance.now()];
        const peerId = connection.remotePeer.toString();
        const course = { own: '', theirs: [] };
        const deadline = startDeadline(PUNCH_TIMEOUT_MS, this.#stopped.signal);
        let failure;
        this.#running += 1;
        try {
            await run(course, deadline.signal);
            this.#failedAt.delete(peerId);
        }
        catch (error) {
            failure = failureOf(error);
            this.#failedAt.set(peerId, performance.now());
        }
        finally {
            deadline.clear();
            this.#running -= 1;
        }
        this.#results.push({
            peer: didOfKey(parsePeerId(peerId)),
            outcome: failure === undefined ? 'punched' : 'failed',
            atMs,
            ms: Math.round(performance.now() - startMs),
            asked: isAsker,
            ...course,
            ...(failure === undefined ? {} : { failure: { code: failure.code, message: failure.message } }),
        });
        if (this.#results.length > MAX_REMEMBERED)
            this.#results.shift();
        // Another attempt may find the NATs in another mood; it changes nothing of what the peer or the relay is.
        return failure === undefined || failure.code !== 'E_TIMEOUT';
    }
    /** A port of this side, seen by the relay that carries `connection`. */
    async #observe(connection, course, signal) {
        const [relay = ''] = connection.remoteAddr.toString().split('/p2p-circuit');
        const { transport } = parsePlace(relay);
        if (transport !== 'tcp')
            throw new TalosError('E_UNREACHABLE', 'the relay is reached over WebSocket, from which no port can be told');
        const port = await observePort(relay, signal);
        course.own = port.address.text;
        if (isPublic(port.address))
            return port;
        await port[Symbol.asyncDispose]();
        throw new TalosError('E_UNREACHABLE', 'the relay is on the same network, and does not see what the internet sees');
    }
    /** Notes where the peer says that it is seen, as far as that may be dialled. */
    #meetAt(message, { remotePeer }, port, course) {
        course.theirs = meetingPlaces(message, remotePeer.toString(), port.address.family);
        if (course.theirs.length === 0)
            throw new TalosError('E_PROTOCOL', 'the peer names no address at which it can be met');
    }
    /** Dials the peer while that dials this side. */
    async #dial({ remotePeer }, port, isClient, { theirs }, signal) {
        const limit = startDeadline(PUNCH_DIAL_MS, signal);
        const from = { localPort: port.localPort, isClient };
        const attempts = theirs.map((address) => async (over) => {
            for (;;)
                try {
                    return await this.#node.punch(address, from, over);
                }
                catch (error) {
                    over.throwIfAborted();
                    // Systems that give a port to one connection at a time give it again when that has ended.
                    if (isTaken(error))
                        await port[Symbol.asyncDispose]();
                    else if (!isRefused(error))
                        throw error;
                    await pause(REDIAL_MS, over);
                }
        });
        try {
            await firstToAnswer(attempts, (late) => late.abort(new Error('one is enough')), limit.signal);
        }
        catch (error) {
            signal.throwIfAborted();
            if (!limit.isPast())
                throw error;
            const message = 'the peer did not answer where it is seen: a NAT in between may map ports anew for each place';
            throw new TalosError('E_TIMEOUT', message, { cause: error, details: { peerId: remotePeer.toString() } });
        }
        finally {
            limit.clear();
        }
    }
    /** Whether there is a connection to its peer that needs no relay. */
    #isReached({ remotePeer }) {
        return this.#connectionsTo(remotePeer).some(({ remoteAddr }) => !isRelayed(remoteAddr.toString()));
    }
    /** Whether there is a connection to its peer through a relay. */
    #isRelayed({ remotePeer }) {
        return this.#connectionsTo(remotePeer).some(({ remoteAddr }) => isRelayed(remoteAddr.toString()));
    }
    #connectionsTo(peer) {
        return this.#node.libp2p.getConnections(peer).filter(({ status }) => status === 'open');
    }
}
/**
 * Where a peer may be met of what it says: places of the internet, over TCP, of the same `family` as the port that is dialled
 * from, that name no other peer. Nobody is made to dial in a network that he is in.
 */
export function meetingPlaces(message, peerId, family) {
    const named = message.type === 'connect' ? message.addresses.flatMap(readable) : [];
    return named
        .filter((address) => address.peerId === undefined || address.peerId === peerId)
        .filter((address) => address.transport === 'tcp' && address.family === family)
        .filter((address) => isDialable(address) && isPublic(address))
        .map((address) => withPeerId(address, peerId));
}
async function nextMessage(messages, signal) {
    return decodePunchMessage(await messages.read(signal));
}
/** Whether the internet leads to `address`. */
function isPublic(address) {
    return !address.family.startsWith('dns') && scopeOf(address) === 'public';
}
/** Whether nobody dialled from the other side yet, and the system or the NAT there said so. */
function isRefused(error) {
    return error instanceof Error && 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET');
}
function readable(text) {
    try {
        return [parsePlace(text)];
    }
    catch (error) {
        if (isTalosError(error))
            return [];
        throw error;
    }
}
function failureOf(error) {
    if (isTalosError(error))
        return error;
    if (error instanceof DOMException && error.name === 'TimeoutError')
        return new TalosError('E_TIMEOUT', 'the peer or the relay took too long', { cause: error });
    if (error instanceof Error && error.name === 'UnsupportedProtocolError')
        return new TalosError('E_REFUSED', 'the peer does not take part in this', { cause: error });
    return new TalosError('E_UNREACHABLE', 'the peer could not be reached where it is seen', { cause: error });
}
/** Resolves after `ms`. Rejects with the reason of `signal`, where that aborts. */
async function pause(ms, signal) {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
}

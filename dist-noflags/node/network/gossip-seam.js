import { PacedSource } from "./gossip-source.js";
/** What is before the names of gossipsub's protocols on the wire. PROTOCOL.md §6.9. */
export const GOSSIP_PREFIX = '/talos';
/** Milliseconds that a peer has to agree on a stream: they are opened one after the other. */
const STREAM_TIMEOUT_MS = 3000;
/** Milliseconds after which a peer that did not speak gossip is asked again. */
const ASK_AGAIN_MS = 60_000;
/** Streams of a peer in each direction: the one in use, and the one that takes its place. */
const MAX_GOSSIP_STREAMS = 2;
/** Bytes that wait for a peer to read them, at most; one that is that slow gets no more. */
export const MAX_UNREAD_BYTES = 1024 * 1024;
/** See the module comment. It is the registrar and the connection manager that gossipsub gets. */
export class GossipSeam {
    #parts;
    /** The same for all protocols. */
    #topology;
    /** Until when a peer that does not speak gossip is left alone. */
    #silent = new Map();
    constructor(parts) {
        this.#parts = parts;
    }
    // As a registrar.
    handle(protocol, handler) {
        const { registrar } = this.#parts.components;
        const limits = {
            maxInboundStreams: MAX_GOSSIP_STREAMS,
            maxOutboundStreams: MAX_GOSSIP_STREAMS,
            runOnLimitedConnection: true,
        };
        const take = (stream, connection) => {
            if (!this.#parts.admits(connection.remotePeer)) {
                stream.abort(new Error('not a peer to gossip with'));
                return;
            }
            this.#silent.delete(connection.remotePeer.toString());
            this.#parts.onStream(connection, stream);
            // All that gossipsub needs of it is to read and to end it.
            handler(new PacedSource(stream), this.#connection(connection));
        };
        return registrar.handle(GOSSIP_PREFIX + protocol, take, limits);
    }
    async unhandle(protocol) {
        await this.#parts.components.registrar.unhandle(GOSSIP_PREFIX + protocol);
    }
    /** Nobody tells libp2p which protocols a peer has: {@link attach} tries. */
    async register(_protocol, topology) {
        this.#topology = topology;
        return 'gossip';
    }
    unregister() {
        this.#topology = undefined;
    }
    getTopologies() {
        return this.#topology === undefined ? [] : [this.#topology];
    }
    // As a connection manager.
    openConnection() {
        return Promise.reject(new Error('gossip dials nobody'));
    }
    /** Takes up gossip with the peer of a connection, where that has not been tried in vain not long ago. */
    attach(connection) {
        const { remotePeer, status } = connection;
        if (status !== 'open' || !this.#parts.admits(remotePeer))
            return;
        if ((this.#silent.get(remotePeer.toString()) ?? 0) > Date.now())
            return;
        void this.#topology?.onConnect?.(remotePeer, this.#connection(connection));
    }
    /** Ends gossip with a peer. */
    detach(peer) {
        this.#silent.delete(peer.toString());
        void this.#topology?.onDisconnect?.(peer);
    }
    /** The connection, which opens streams under our names. */
    #connection(connection) {
        const newStream = async (protocols, options) => {
            const names = [protocols].flat().map((name) => GOSSIP_PREFIX + name);
            const signal = AbortSignal.timeout(STREAM_TIMEOUT_MS);
            try {
                const stream = await connection.newStream(names, {
                    ...options,
                    signal,
                    maxOutboundStreams: MAX_GOSSIP_STREAMS,
                    runOnLimitedConnection: true,
                });
                stream.maxWriteBufferLength = MAX_UNREAD_BYTES;
                this.#parts.onStream(connection, stream);
                // Under the name that gossipsub knows.
                return facade(stream, { protocol: stream.protocol.slice(GOSSIP_PREFIX.length) });
            }
            catch (error) {
                // One that was only slow, or has just gone, is tried at the next look.
                if (error instanceof Error && error.name === 'UnsupportedProtocolError')
                    this.#silent.set(connection.remotePeer.toString(), Date.now() + ASK_AGAIN_MS);
                throw error;
            }
        };
        return facade(connection, { newStream });
    }
}
/** `target`, but for some members; its own functions run on itself. */
function facade(target, members) {
    return new Proxy(target, {
        get: (of, name) => {
            if (Object.hasOwn(members, name))
                return members[name];
            const value = Reflect.get(of, name, of);
            return typeof value === 'function' ? value.bind(of) : value;
        },
        set: (of, name, value) => Reflect.set(of, name, value, of),
    });
}

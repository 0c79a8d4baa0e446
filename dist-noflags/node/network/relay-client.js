/**
 * The dialling end of relays: connections through them, and places reserved at them to be dialled at. Circuit relay v2 of
 * libp2p; what it keeps of relays by itself (redialling, discovery, lists of bad ones) is left to who asks here. PROTOCOL.md
 * §6.8.
 *
 * @module
 */
import { circuitRelayTransport, RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2';
import { peerIdFromString } from '@libp2p/peer-id';
import { isTalosError, TalosError } from "../../base/errors.js";
import { parseAddress } from "../../net/address.js";
import { PROBE_TIMEOUT_MS } from "../../net/keep-alive.js";
import { startDeadline } from "../deadline.js";
import { isAnswering } from "../local/answering.js";
import { pause } from "../pause.js";
import { raced } from "../raced.js";
import { ANOTHER_IDENTITY } from "./libp2p-node.js";
import { startPunching } from "./punch.js";
import { accepting, carriersOf, carrying, withParts } from "./relay-parts.js";
/** For the answer of a relay that was asked for a place, in milliseconds. */
export const RESERVE_TIMEOUT_MS = 5000;
/** How long a dial through a relay takes before it is asked whether the relay is there at all, in milliseconds. */
export const CARRIER_PATIENCE_MS = 1000;
/** How long the connection to a relay may take to close in peace, in milliseconds. */
const HANG_UP_TIMEOUT_MS = 1000;
const clients = new WeakMap();
/** The relay client of `node`, made when first needed. */
export function relayClientOf(node) {
    const made = clients.get(node) ?? RelayClient.start(node);
    clients.set(node, made);
    return made;
}
/** See the module comment. */
export class RelayClient {
    #node;
    #store;
    /** Ids of the relays that were asked for a place: nobody else brings connections of others. */
    #asked;
    #dialling = new Map();
    constructor(node, store, asked) {
        this.#node = node;
        this.#store = store;
        this.#asked = asked;
    }
    static async start(node) {
        const asked = new Set();
        const make = circuitRelayTransport({ reservationCompletionTimeout: RESERVE_TIMEOUT_MS });
        let transport;
        await node.addTransport('relayTransport', (parts) => {
            transport = make(withParts(parts, partsFor(parts, asked)));
            return transport;
        });
        if (transport === undefined)
            throw new TypeError('the node has a relay transport already');
        node.keep(({ remotePeer, streams }) => {
            const isCarrying = streams.some(({ protocol }) => protocol === RELAY_V2_HOP_CODEC || protocol === RELAY_V2_STOP_CODEC);
            return isCarrying || asked.has(remotePeer.toString());
        });
        // Before anything is relayed: peers there may ask for a better way at once.
        await startPunching(node);
        const { reservationStore } = transport;
        return new RelayClient(node, reservationStore, asked);
    }
    /**
     * A connection to the peer of `text`, an address that leads through a relay and names its peer.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the relay is not there, or another one is, or the peer has no place at it;
     *   `E_REFUSED` (`busy`) where the relay carries no more.
     * @throws What the handshake with the peer throws: whoever is behind the relay must prove the key of the address.
     */
    async dial(text, signal) {
        const address = parseAddress(text);
        for (;;) {
            const carrier = await this.#reached(address, signal);
            const over = new AbortController();
            const isDead = endsWhereSilent(carrier, over.signal);
            try {
                return await this.#node.dial(text, signal);
            }
            catch (error) {
                signal.throwIfAborted();
                over.abort();
                if (!(await isDead))
                    throw carriageError(error);
            }
            finally {
                over.abort();
            }
        }
    }
    /**
     * Asks a relay for a place, over the connection to it or a new one.
     *
     * @param place - With the id of the relay.
     * @throws {TalosError} `E_UNREACHABLE`; `E_IDENTITY_MISMATCH` where another peer answers; `E_REFUSED` where it is no relay
     *   or gives no place, with the reason `busy` where it has none left.
     * @throws The reason of `signal`, where that aborts.
     */
    async reserve(place, signal) {
        const id = place.peerId ?? '';
        const relay = peerIdFromString(id);
        const connection = await this.#connected(id, place.text, signal).catch((error) => {
            signal.throwIfAborted();
            throw reservationError(error);
        });
        this.#asked.add(id);
        const ended = new AbortController();
        const onRemoved = ({ detail }) => {
            if (detail.relay.equals(relay))
                ended.abort();
        };
        this.#store.addEventListener('relay:removed', onRemoved);
        ended.signal.addEventListener('abort', () => {
            this.#store.removeEventListener('relay:removed', onRemoved);
            this.#asked.delete(id);
        });
        const over = new AbortController();
        void endsWhereSilent(connection, over.signal);
        try {
            await raced(this.#store.addRelay(relay, 'configured'), signal);
        }
        catch (error) {
            ended.abort();
            signal.throwIfAborted();
            throw reservationError(error);
        }
        finally {
            over.abort();
        }
        return {
            connection,
            ended: new Promise((resolve) => {
                if (ended.signal.aborted)
                    resolve();
                else
                    ended.signal.addEventListener('abort', () => resolve());
            }),
            release: () => {
                ended.abort();
                connection.close({ signal: AbortSignal.timeout(HANG_UP_TIMEOUT_MS) }).catch(() => {
                    connection.abort(new Error('the connection did not close'));
                });
            },
        };
    }
    /** A connection to the relay of `address`. */
    async #reached(address, signal) {
        const id = address.relayId ?? '';
        try {
            return await this.#connected(id, address.text.slice(0, address.text.indexOf('/p2p-circuit')), signal);
        }
        catch (cause) {
            signal.throwIfAborted();
            // Of the peer this says nothing, whoever answered.
            throw new TalosError('E_UNREACHABLE', 'the relay of the peer cannot be reached', { cause });
        }
    }
    /** One dial a relay at a time: who asks meanwhile waits for the same connection, each with its own signal. */
    async #connected(id, place, signal) {
        const [carrier] = carriersOf(this.#node.libp2p.getConnections(peerIdFromString(id)));
        if (carrier !== undefined)
            return carrier;
        let dialling = this.#dialling.get(id);
        if (dialling === undefined) {
            // The socket would die by a signal that fires later, too.
            const limit = startDeadline(RESERVE_TIMEOUT_MS);
            dialling = this.#node.dial(place, limit.signal).finally(() => {
                limit.clear();
                this.#dialling.delete(id);
            });
            this.#dialling.set(id, dialling);
        }
        return raced(dialling, signal);
    }
}
/**
 * Ends `carrier` where it answers nothing while something goes on over it: the network may be another one since it was made,
 * and all that is asked for over it would wait in vain.
 *
 * @param over - Aborts when what goes on is over.
 * @returns Whether it was ended; at once when `over` aborts.
 */
async function endsWhereSilent(carrier, over) {
    await pause(CARRIER_PATIENCE_MS, over);
    if (over.aborted || (await isAnswering(carrier, PROBE_TIMEOUT_MS, over)))
        return false;
    carrier.abort(new Error('the relay fell silent'));
    return true;
}
/** What the transport sees in place of some of the node's parts. */
function partsFor({ registrar, connectionManager }, asked) {
    const carrier = (relay) => {
        const [first] = carriersOf(connectionManager.getConnections(relay));
        if (first === undefined)
            throw new TalosError('E_UNREACHABLE', 'the relay is gone again');
        return first;
    };
    return {
        connectionManager: {
            getConnections: (relay) => carriersOf(connectionManager.getConnections(relay)).map(carrying),
            openConnection: (relay) => Promise.resolve(tolerant(carrier(relay))),
        },
        registrar: {
            // A stranger that opens this stream would have this agent reserve at it, and be told of by its address.
            handle: (id, accept, options) => registrar.handle(id, (stream, connection) => {
                if (asked.has(connection.remotePeer.toString()))
                    return accepting(accept)(stream, connection);
                stream.abort(new Error('no place was asked for here'));
            }, options),
            unhandle: (id) => registrar.unhandle(id),
            // No relays are looked for among the peers that are met.
            register: () => Promise.resolve(''),
            unregister: () => undefined,
        },
        // Marks there would have libp2p dial relays again by itself.
        peerStore: { merge: () => Promise.resolve(), all: () => Promise.resolve([]) },
    };
}
/**
 * `connection` as the list of reservations sees it: a relay that does not relay today is asked again another day, while
 * libp2p would never ask it again after an error of its own kind.
 */
function tolerant(connection) {
    const { id, remotePeer, remoteAddr } = connection;
    const newStream = async (...args) => {
        try {
            return await connection.newStream(...args);
        }
        catch (error) {
            if (error instanceof Error && error.name === 'UnsupportedProtocolError')
                throw noRelay(error);
            throw error;
        }
    };
    return { id, remotePeer, remoteAddr, newStream };
}
function noRelay(cause) {
    return refused('denied', 'the peer is no relay', cause);
}
/** The word of the relay's answer, where the error says one. */
function statusOf(error) {
    return error instanceof Error ? / status ([A-Z_]+)$/.exec(error.message)?.[1] : undefined;
}
function reservationError(error) {
    if (isTalosError(error))
        return error;
    if (error instanceof Error && error.message === ANOTHER_IDENTITY)
        return new TalosError('E_IDENTITY_MISMATCH', 'another peer answered in place of the relay', { cause: error });
    const status = statusOf(error);
    if (status === undefined)
        return new TalosError('E_UNREACHABLE', 'the relay did not answer', { cause: error });
    return refused(status === 'RESERVATION_REFUSED' ? 'busy' : 'denied', 'the relay gives no place', error);
}
function carriageError(error) {
    if (error instanceof Error && error.name === 'UnsupportedProtocolError')
        return noRelay(error);
    const status = statusOf(error);
    if (status === undefined)
        return error;
    if (status === 'PERMISSION_DENIED' || status === 'RESOURCE_LIMIT_EXCEEDED')
        return refused('busy', 'the relay carries no further connection', error);
    return new TalosError('E_UNREACHABLE', `the peer is not at the relay: ${status}`, { cause: error });
}
function refused(reason, message, cause) {
    return new TalosError('E_REFUSED', message, { cause, details: { reason } });
}

/**
 * A relay: carries the connections of agents that nobody reaches, for those that have reserved a place. Circuit relay v2 of
 * libp2p, with limits of our own. It sees who talks with whom, when and how much, and of what they say ciphertext.
 * PROTOCOL.md §6.8.
 *
 * @module
 */
import { circuitRelayServer, RELAY_V2_HOP_CODEC, RELAY_V2_STOP_CODEC, } from '@libp2p/circuit-relay-v2';
import { mayHold } from "../../base/source-counter.js";
import { sourceOf } from "../../net/address.js";
import { PROBE_TIMEOUT_MS } from "../../net/keep-alive.js";
import { MAX_RELAYED, MAX_RELAYED_BYTES, MAX_RELAYED_MS, MAX_RELAYED_PER_RESERVATION, MAX_RESERVATIONS, MAX_RESERVATIONS_PER_SOURCE, RESERVATION_MS, } from "../../net/relay-limits.js";
import { isAnswering } from "../local/answering.js";
import { answerAutonat } from "./autonat-server.js";
import { accepting, carriersOf, carrying, withParts } from "./relay-parts.js";
/** For what is said before a connection is relayed, or a place is reserved, in milliseconds. */
const HOP_TIMEOUT_MS = 10_000;
/** Lets `node` relay, from now on. */
export async function startRelay(node, limits = {}) {
    const relay = new LimitedRelay(node, limits);
    await relay.start();
    return relay;
}
class LimitedRelay {
    #node;
    #limits;
    #store;
    /** Connections that are being asked whether somebody is there. */
    #asked = new WeakSet();
    #reservationsRefused = 0;
    #connectionsRefused = 0;
    constructor(node, limits) {
        this.#node = node;
        this.#limits = {
            reservations: limits.reservations ?? MAX_RESERVATIONS,
            reservationsPerSource: limits.reservationsPerSource ?? MAX_RESERVATIONS_PER_SOURCE,
            connectionsPerReservation: limits.connectionsPerReservation ?? MAX_RELAYED_PER_RESERVATION,
            connections: limits.connections ?? MAX_RELAYED,
            connectionBytes: limits.connectionBytes ?? MAX_RELAYED_BYTES,
            connectionMs: limits.connectionMs ?? MAX_RELAYED_MS,
        };
    }
    get counts() {
        return {
            reservations: this.#store?.size ?? 0,
            connections: this.#relayed().length,
            reservationsRefused: this.#reservationsRefused,
            connectionsRefused: this.#connectionsRefused,
        };
    }
    async start() {
        const { libp2p, addService, keep } = this.#node;
        // Agents that open their NATs for each other have to know where they are seen.
        await answerAutonat(this.#node);
        const { reservations, connectionBytes, connectionMs } = this.#limits;
        const make = circuitRelayServer({
            hopTimeout: HOP_TIMEOUT_MS,
            maxOutboundStopStreams: this.#limits.connectionsPerReservation,
            reservations: {
                maxReservations: reservations,
                reservationTtl: RESERVATION_MS,
                // Milliseconds here, whatever the name of the field on the wire.
                defaultDurationLimit: connectionMs,
                defaultDataLimit: BigInt(connectionBytes),
            },
        });
        const service = await addService('relay', (parts) => {
            const { connectionGater, connectionManager, registrar } = parts;
            return make(withParts(parts, {
                connectionGater: {
                    ...connectionGater,
                    denyOutboundRelayedConnection: (_, to) => this.#denies(to),
                },
                // The newest is the one that is alive, where a peer came back before its old connection was missed.
                connectionManager: {
                    getConnections: (peer) => carriersOf(connectionManager.getConnections(peer)).map(carrying),
                },
                registrar: {
                    handle: (id, accept, options) => registrar.handle(id, accepting(accept), options),
                    unhandle: (id) => registrar.unhandle(id),
                },
            }));
        });
        const { reservationStore } = service;
        this.#store = reservationStore.reservations;
        const reserve = reservationStore.reserve.bind(reservationStore);
        reservationStore.reserve = (peer, from) => {
            const answer = this.#isFull(peer, from) ? { status: 'RESERVATION_REFUSED' } : reserve(peer, from);
            if (answer.status === 'OK')
                this.#endSilent(peer);
            else
                this.#reservationsRefused += 1;
            return answer;
        };
        // Whose connection has ended is not there to be relayed to, and has to reserve again.
        libp2p.addEventListener('peer:disconnect', ({ detail }) => {
            this.#store?.get(detail)?.signal.clear();
            this.#store?.delete(detail);
        });
        keep((connection) => this.#isUsed(connection));
    }
    /** Whether a place for `peer` would be one too many from where it is. */
    #isFull(peer, from) {
        const source = sourceOf(from.toString());
        const others = [...(this.#store ?? [])].filter(([other]) => !other.equals(peer));
        const held = others.map(([, { addr }]) => sourceOf(addr.toString()));
        return !mayHold(source, held, this.#limits.reservationsPerSource);
    }
    /** Ends connections of `peer` before its newest that nobody answers over: it came back before they were missed. */
    #endSilent(peer) {
        for (const older of carriersOf(this.#node.libp2p.getConnections(peer)).slice(1)) {
            if (this.#asked.has(older))
                continue;
            this.#asked.add(older);
            void isAnswering(older, PROBE_TIMEOUT_MS).then((is) => {
                this.#asked.delete(older);
                if (!is)
                    older.abort(new Error('the peer has come back over another connection'));
            });
        }
    }
    /** Whether another connection to `peer` would be one too many. */
    #denies(peer) {
        const relayed = this.#relayed();
        const denies = relayed.length >= this.#limits.connections ||
            relayed.filter((to) => to.equals(peer)).length >= this.#limits.connectionsPerReservation;
        if (denies)
            this.#connectionsRefused += 1;
        return denies;
    }
    /** To whom connections are relayed now, once for each. */
    #relayed() {
        return this.#node.libp2p
            .getConnections()
            .flatMap(({ streams, remotePeer }) => streams.filter(({ protocol }) => protocol === RELAY_V2_STOP_CODEC).map(() => remotePeer));
    }
    #isUsed({ remotePeer, streams }) {
        return this.#store?.has(remotePeer) === true || streams.some(({ protocol }) => protocol === RELAY_V2_HOP_CODEC);
    }
}

/**
 * A node of the DHT: kad-dht on a running host, under limits of ours. It opens connections by itself to addresses that the
 * policy allows, few at a time and few a look-up; it keeps no connection: those without a stream are closed by the host as any
 * other, and dialled again when they are needed. A peer of the DHT gets nothing but the DHT. PROTOCOL.md §6.10.
 *
 * @module
 */
import { setMaxListeners } from 'node:events';
import { kadDHT } from '@libp2p/kad-dht';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { isTalosError, TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { Slots } from "../../base/slots.js";
import { SourceCounter } from "../../base/source-counter.js";
import { sha256 } from "../../crypto/hash.js";
import { sourceOf } from "../../net/address.js";
import { publishable } from "../../net/address-policy.js";
import { startDeadline } from "../deadline.js";
import { firstToAnswer } from "../network/dial.js";
import { DhtBudget } from "./dht-budget.js";
import { multihashOfPeer } from "./dht-distance.js";
import { Diversity } from "./dht-diversity.js";
import { K, peerInfo } from "./dht-kad.js";
import { DHT_NAMESPACE, didOfDhtKey, newestOf, verifyDhtRecord } from "./dht-records.js";
import { limitBytes } from "./dht-stream.js";
import { dhtDatastore, MAX_WRAPPED_BYTES, wrapValue } from "./dht-wire.js";
/** Protocol id. PROTOCOL.md §6.10. */
export const DHT_PROTOCOL = '/talos/kad/1';
/** Most that a peer may send on one stream that it opened, in bytes: one request. */
export const MAX_DHT_REQUEST_BYTES = MAX_WRAPPED_BYTES + 1024;
/** Most that a peer may answer on one stream, in bytes: a record, and 20 nodes with four addresses. */
export const MAX_DHT_ANSWER_BYTES = 64 * 1024;
/** Streams of the DHT on one connection, in each direction. */
export const MAX_DHT_STREAMS = 8;
/** Requests of one peer, and of one network address, in a minute. */
export const DHT_REQUESTS_A_MINUTE = { peer: 600, source: 6000 };
/** Records that one peer, and one network address, may leave in a minute. */
export const DHT_PUTS_A_MINUTE = { peer: 30, source: 300 };
/** Nodes of one answer that are looked at: as many as a right one has. */
export const MAX_CLOSER_NODES = K;
/** Nodes beyond the nearest that are given a record, too: whoever makes ids near to a key has not all of it. */
export const DHT_REPLICAS = 2 * K;
/** Disjoint paths of a look-up. */
export const DHT_PATHS = 3;
/** Dials that are under way at a time. */
export const MAX_DHT_DIALS = 16;
/** How long one node gets: to be connected to, and to answer, in milliseconds. */
export const DHT_DIAL_TIMEOUT_MS = 3000;
export const DHT_ANSWER_TIMEOUT_MS = 4000;
/** Dials a minute for what no look-up asks: keeping the table. */
export const DHT_BACKGROUND_DIALS = 120;
/** Nodes that one look around a key goes by. */
const MAX_KNOWN_AROUND = 1024;
/** Longest key that is looked for: that of an agent, or the id of a node. */
const MAX_TARGET_BYTES = 128;
const MINUTE_MS = 60_000;
/** See the module comment. */
export class DhtNode {
    #terms;
    #kad;
    #slots = new Slots(MAX_DHT_DIALS);
    #dialling = new Map();
    #diversity;
    #background = new DhtBudget(DHT_BACKGROUND_DIALS);
    #peerRequests;
    #sourceRequests;
    #peerPuts;
    #sourcePuts;
    /** Peers that asked, and are being asked where they are, or were in this hour. */
    #learned;
    /** Network addresses of the peers that have a stream open. */
    #sources = new Map();
    #stopped = new AbortController();
    #refill;
    constructor(terms) {
        const { clock, contacts, key } = terms;
        this.#terms = terms;
        this.#peerRequests = new RateCounter(DHT_REQUESTS_A_MINUTE.peer, MINUTE_MS, clock);
        this.#sourceRequests = new SourceCounter(DHT_REQUESTS_A_MINUTE.source, MINUTE_MS, clock);
        this.#peerPuts = new RateCounter(DHT_PUTS_A_MINUTE.peer, MINUTE_MS, clock);
        this.#sourcePuts = new SourceCounter(DHT_PUTS_A_MINUTE.source, MINUTE_MS, clock);
        this.#learned = new RateCounter(1, 10 * MINUTE_MS, clock);
        this.#diversity = new Diversity(sha256(multihashOfPeer(key)), contacts);
        this.#kad = this.#makeKad();
        // Every dial that waits for its turn listens to it.
        setMaxListeners(0, this.#stopped.signal);
    }
    #makeKad() {
        const { records, clock } = this.#terms;
        const now = () => clock.now();
        const make = kadDHT({
            protocol: DHT_PROTOCOL,
            logPrefix: 'talos:dht',
            clientMode: records === undefined,
            kBucketSize: K,
            disjointPaths: DHT_PATHS,
            maxInboundStreams: MAX_DHT_STREAMS,
            maxOutboundStreams: MAX_DHT_STREAMS,
            allowQueryWithZeroPeers: true,
            networkDialTimeout: { minTimeout: DHT_ANSWER_TIMEOUT_MS, maxTimeout: DHT_ANSWER_TIMEOUT_MS },
            validators: {
                [DHT_NAMESPACE]: async (key, value) => {
                    if (records === undefined)
                        verifyDhtRecord(key, value, now());
                    else
                        await records.verify(key, value);
                },
                pk: () => Promise.reject(new TalosError('E_MALFORMED', 'no key of an agent')),
            },
            selectors: { [DHT_NAMESPACE]: (key, values) => newestOf(key, values, now()), pk: () => 0 },
            peerInfoMapper: (info) => info,
        });
        const kad = make(this.#components());
        this.#bound(kad);
        return kad;
    }
    /** What kad-dht sees of libp2p: this node's own address book, connections and registrar in place of libp2p's. */
    #components() {
        const { node, contacts, records, clock, policy } = this.#terms;
        const { registrar, logger } = node.components;
        const infoOf = (peer) => {
            const contact = contacts.get(peer.toString());
            // Of what strangers said alone nobody is told.
            if (contact === undefined || !contacts.isFound(contact.peerId))
                throw notFound();
            return peerInfo(peer, contact.addresses);
        };
        return {
            peerId: node.libp2p.peerId,
            logger,
            events: new EventTarget(),
            addressManager: {
                getAddresses: () => this.#ownAddresses(policy),
            },
            connectionManager: {
                openStream: (peer, protocol, options) => this.#openStream(peer, protocol, options),
                isDialable: (addresses) => Promise.resolve(addresses.length > 0),
            },
            registrar: {
                handle: (protocol, handler, options) => registrar.handle(protocol, (stream, connection) => this.#accept(stream, connection, handler), options),
                unhandle: (protocol) => registrar.unhandle(protocol),
                register: () => Promise.resolve('none'),
                unregister: () => undefined,
            },
            peerStore: {
                get: async (peer) => {
                    const { id, multiaddrs } = infoOf(peer);
                    return { id, addresses: multiaddrs.map((each) => ({ multiaddr: each })), protocols: [DHT_PROTOCOL] };
                },
                getInfo: async (peer) => infoOf(peer),
                merge: () => Promise.resolve(),
                all: () => Promise.resolve([]),
            },
            datastore: dhtDatastore(records, () => clock.now()),
            ping: { ping: (peer, options) => this.#ping(peer, options?.signal) },
        };
    }
    #ownAddresses(policy) {
        const own = this.#terms.node.libp2p
            .getMultiaddrs()
            .map((address) => address.toString().replace(/\/p2p\/[^/]*$/, ''));
        return publishable(own, policy)
            .filter((address) => !address.includes('/p2p-circuit'))
            .slice(0, 8)
            .map((address) => multiaddr(address));
    }
    /** Puts our limits where kad-dht has none. */
    #bound(kad) {
        const { contacts, records } = this.#terms;
        // Who is named in an answer is dialled by look-ups alone, not in order to fill the table.
        kad.onPeerConnect = () => Promise.resolve();
        const send = kad.network.sendRequest.bind(kad.network);
        kad.network.sendRequest = (to, message, options) => this.#judged(to, send(to, message, options), options.budget);
        const answer = kad.rpc.handleMessage.bind(kad.rpc);
        kad.rpc.handleMessage = async (peer, message) => {
            this.#assertAllowed(peer, message);
            return answer(peer, message);
        };
        const { routingTable } = kad;
        const { kb } = routingTable;
        const verify = kb.verify.bind(kb);
        kb.verify = async (peer, options) => this.#diversity.admits(peer, kb.toIterable()) &&
            (await this.#isWhereItSays(peer.peerId)) &&
            verify(peer, options);
        const closest = routingTable.closestPeers.bind(routingTable);
        routingTable.closestPeers = (kadId, options) => {
            const table = closest(kadId, options);
            // Answers to others have the table alone; own look-ups begin with whom a person named, too.
            if (options?.count === undefined)
                return table;
            const seeds = records === undefined ? contacts.nearest(kadId, K).map(({ peerId }) => peerId) : contacts.given;
            const known = new Set(table.map(String));
            return [...table, ...seeds.filter((each) => !known.has(each)).map((each) => peerIdFromString(each))];
        };
        // A node that only asks has no table.
        if (records === undefined)
            routingTable.queueRoutingTableUpdate = () => undefined;
    }
    /** @throws {TalosError} for what is no request of this DHT, or one too many. */
    #assertAllowed(peer, { type, key }) {
        const name = peer.toString();
        const source = this.#sources.get(name) ?? name;
        if (!this.#peerRequests.take(name) || !this.#sourceRequests.take(source))
            throw tooOften();
        if (type === 'PING')
            return;
        if (key === undefined || key.length === 0 || key.length > MAX_TARGET_BYTES)
            throw new TalosError('E_MALFORMED', 'no key of the DHT');
        if (type === 'FIND_NODE')
            return;
        if (type !== 'GET_VALUE' && type !== 'PUT_VALUE')
            throw new TalosError('E_MALFORMED', 'no request of this DHT');
        didOfDhtKey(key);
        if (type === 'PUT_VALUE' && (!this.#peerPuts.take(name) || !this.#sourcePuts.take(source)))
            throw tooOften();
    }
    async #accept(stream, connection, handler) {
        const name = connection.remotePeer.toString();
        limitBytes(stream, MAX_DHT_REQUEST_BYTES);
        if (this.#stopped.signal.aborted)
            return stream.abort(new Error('the node has left'));
        this.#sources.set(name, sourceOf(connection.remoteAddr.toString()));
        try {
            void this.#learn(connection.remotePeer);
            await handler(stream, connection);
        }
        catch (error) {
            // It sent what is none, or nothing in time.
            stream.abort(error instanceof Error ? error : new Error('not a request of the DHT'));
        }
        finally {
            if (connection.streams.every(({ protocol }) => protocol !== DHT_PROTOCOL))
                this.#sources.delete(name);
        }
    }
    /** Asks a peer that asks where it is: one that serves the DHT says so, and is then looked at. */
    async #learn(peer) {
        const name = peer.toString();
        if (this.#terms.contacts.isFound(name) || !this.#learned.take(name))
            return;
        const message = { type: 'FIND_NODE', key: peer.toMultihash().bytes };
        try {
            for await (const event of this.#send(peer, message, this.#background))
                if (event.name === 'PEER_RESPONSE')
                    this.#kad.routingTable.queueRoutingTableUpdate(peer);
        }
        catch (error) {
            if (!(error instanceof Error))
                throw error;
        }
    }
    #send(to, message, budget, signal) {
        const path = { index: -1, queued: 0, running: 0, total: 0 };
        return this.#kad.network.sendRequest(to, message, { path, budget, ...(signal === undefined ? {} : { signal }) });
    }
    async #ping(peer, signal) {
        for await (const event of this.#send(peer, { type: 'PING' }, this.#background, signal))
            if (event.name === 'PEER_RESPONSE')
                return 0;
        throw new TalosError('E_UNREACHABLE', 'the node did not answer');
    }
    /** What is believed of the answers of `to`. */
    async *#judged(to, events, budget = this.#background) {
        const { contacts, node } = this.#terms;
        const by = to.toString();
        for await (const event of events) {
            if (event.name !== 'PEER_RESPONSE') {
                yield event;
                continue;
            }
            const seen = new Set();
            const closer = event.closer.slice(0, MAX_CLOSER_NODES).filter(({ id, multiaddrs }) => {
                const name = id.toString();
                if (id.type !== 'Ed25519' || seen.has(name) || id.equals(node.libp2p.peerId))
                    return false;
                seen.add(name);
                const isReachable = contacts.named(name, multiaddrs.slice(0, MAX_CLOSER_NODES).map(String));
                if (isReachable && name !== by)
                    budget.refer(name, by);
                return isReachable && name !== by;
            });
            yield {
                ...event,
                closer: closer.map(({ id }) => peerInfo(id, contacts.get(id.toString())?.addresses ?? [])),
                providers: [],
            };
        }
    }
    async #openStream(peer, protocol, { signal, budget = this.#background }) {
        const connection = this.#connectionTo(peer) ?? (await this.#dial(peer.toString(), budget, signal));
        const options = { maxOutboundStreams: MAX_DHT_STREAMS, ...(signal === undefined ? {} : { signal }) };
        const stream = await connection.newStream(protocol, options);
        limitBytes(stream, MAX_DHT_ANSWER_BYTES);
        return stream;
    }
    #connectionTo(peer) {
        const open = this.#terms.node.libp2p.getConnections(peer).filter(({ status }) => status === 'open');
        return open.findLast(({ limits }) => limits === undefined);
    }
    /** A connection at an address of the node, which is found there then. */
    async #dial(name, budget, signal) {
        signal?.throwIfAborted();
        let dialling = this.#dialling.get(name);
        if (dialling === undefined) {
            dialling = this.#slots
                .run(() => this.#connect(name, budget), this.#stopped.signal)
                .finally(() => this.#dialling.delete(name));
            this.#dialling.set(name, dialling);
        }
        return dialling;
    }
    async #connect(name, budget) {
        const { node, contacts, policy } = this.#terms;
        const contact = contacts.get(name);
        const addresses = (contact?.addresses ?? []).filter((each) => contact?.isGiven === true || policy.mayDial(each));
        const limit = startDeadline(DHT_DIAL_TIMEOUT_MS, this.#stopped.signal);
        let at = '';
        const attempts = addresses.map((address) => async (over) => {
            if (!budget.take(name))
                throw new TalosError('E_LIMIT', 'too many dials of one look-up');
            const connection = await node.dial(`${address}/p2p/${name}`, over);
            at ||= address;
            return connection;
        });
        try {
            const connection = await firstToAnswer(attempts, (late) => void late.close().catch(() => undefined), limit.signal);
            contacts.found(name, at);
            return connection;
        }
        catch (error) {
            budget.failed(name);
            contacts.lost(name);
            throw new TalosError('E_UNREACHABLE', 'the node does not answer', { cause: error });
        }
        finally {
            limit.clear();
        }
    }
    /** Whether a node that is to come into the table is found at an address that it says. */
    async #isWhereItSays(peer) {
        const name = peer.toString();
        if (this.#terms.contacts.isFound(name))
            return true;
        try {
            await this.#dial(name, this.#background);
            return true;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return false;
        }
    }
    /** Starts, and goes to the nodes that are known. */
    async start() {
        await this.#kad.start();
        if (this.#terms.records === undefined)
            return;
        this.#refill = setInterval(() => this.#background.refill(DHT_BACKGROUND_DIALS, DHT_BACKGROUND_DIALS), MINUTE_MS);
        this.#refill.unref();
        await this.meet();
    }
    /** Takes the nodes that are known into the table, as far as they answer. */
    async meet() {
        const { contacts, key } = this.#terms;
        const known = [...contacts.given, ...contacts.nearest(sha256(multihashOfPeer(key)), K).map(({ peerId }) => peerId)];
        const own = this.#terms.node.libp2p.peerId.toString();
        await Promise.all([...new Set(known)]
            .filter((each) => each !== own)
            .map((each) => this.#kad.routingTable.add(peerIdFromString(each))));
    }
    /** Nodes in the table. */
    get size() {
        return this.#kad.routingTable.size;
    }
    /** Looks for the nodes around this one, so that they know it and it knows them. */
    async settle(signal) {
        setMaxListeners(0, signal);
        const target = multihashOfPeer(this.#terms.key);
        for await (const _ of this.#kad.peerRouting.getClosestPeers(target, { signal, budget: new DhtBudget() }))
            signal.throwIfAborted();
    }
    /** Every record under `key` that the nodes on the way to it have, verified, as they come. */
    async *values(key, signal) {
        setMaxListeners(0, signal);
        for await (const event of this.#kad.contentFetching.getMany(key, { signal, budget: new DhtBudget() }))
            if (event.name === 'VALUE')
                yield event.value;
    }
    /**
     * The nodes nearest to `key` that answer, and as many beyond them. kad-dht's own look-up goes nearer with every step, and
     * finds only few where it begins near.
     */
    async #around(key, budget, signal) {
        const target = sha256(key);
        const known = new Map();
        const isAsked = new Set();
        const slots = new Slots(MAX_DHT_DIALS);
        for (const each of this.#kad.routingTable.closestPeers(target, { count: K }))
            known.set(each.toString(), each);
        const ask = async (peer) => {
            isAsked.add(peer.toString());
            let hasAnswered = false;
            for await (const event of this.#send(peer, { type: 'FIND_NODE', key }, budget, signal)) {
                if (event.name !== 'PEER_RESPONSE')
                    continue;
                hasAnswered = true;
                for (const { id } of event.closer)
                    if (known.size < MAX_KNOWN_AROUND && !isAsked.has(id.toString()))
                        known.set(id.toString(), id);
            }
            if (!hasAnswered)
                known.delete(peer.toString());
        };
        for (;;) {
            signal.throwIfAborted();
            const nearest = this.#diversity.nearest(target, [...known.values()], DHT_REPLICAS);
            const next = nearest.filter((peer) => !isAsked.has(peer.toString()));
            if (next.length === 0)
                return nearest;
            await Promise.all(next.map((peer) => slots.run(() => ask(peer))));
        }
    }
    /**
     * Gives `value` to the nodes nearest to `key`, and to as many beyond them.
     *
     * @returns How many took it.
     */
    async put(key, value, signal) {
        const { clock } = this.#terms;
        setMaxListeners(0, signal);
        const budget = new DhtBudget();
        const nearest = await this.#around(key, budget, signal);
        const message = { type: 'PUT_VALUE', key, record: wrapValue(key, value, clock.now()) };
        const slots = new Slots(MAX_DHT_DIALS);
        const put = async (peer) => {
            for await (const event of this.#send(peer, message, budget, signal))
                if (event.name === 'PEER_RESPONSE')
                    return true;
            return false;
        };
        const taken = await Promise.all(nearest.map((peer) => slots.run(() => put(peer))));
        return taken.filter(Boolean).length;
    }
    /** Ends everything that is under way; the host stays. */
    async stop() {
        clearInterval(this.#refill);
        this.#stopped.abort(new TalosError('E_CLOSED', 'the node has left the DHT'));
        await this.#kad.stop();
        await this.#terms.node.libp2p.unhandle(DHT_PROTOCOL);
    }
}
function tooOften() {
    return new TalosError('E_RATE_LIMITED', 'too many requests of one peer');
}
function notFound() {
    const error = new Error('the node is not known');
    error.name = 'NotFoundError';
    return error;
}

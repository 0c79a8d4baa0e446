/**
 * Gossip over libp2p: gossipsub among the peers that take part, under `/talos/meshsub/…`. It dials nobody, and what it
 * works through for a peer is bounded. PROTOCOL.md §6.9; docs/design/010-gossip.md.
 *
 * Import it when it is needed; it loads gossipsub.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { gossipsub, StrictSign, TopicValidatorResult } from '@libp2p/gossipsub';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { MAX_FOLLOWED } from "../../agent/reach/gossip.js";
import { MAX_GOSSIP_BYTES } from "../../agent/reach/gossip-wire.js";
import { systemClock } from "../../base/clock.js";
import { TalosError } from "../../base/errors.js";
import { didOfKey } from "../../identity/did.js";
import { GossipConduct } from "./gossip-conduct.js";
import { GossipSeam } from "./gossip-seam.js";
/** Peers to gossip with at a time; the connections to them are kept. PROTOCOL.md §11. */
export const MAX_GOSSIP_PEERS = 64;
/** Largest packet of gossipsub, in bytes. PROTOCOL.md §11. */
export const MAX_RPC_BYTES = 512 * 1024;
/** Score below which a peer is heard no more; below 0 it is in no mesh, below half of it it is told nothing. */
export const LOWEST_SCORE = -40;
/** Milliseconds that a peer stays out whose score was below {@link LOWEST_SCORE}. PROTOCOL.md §6.9. */
export const BANISHED_MS = 600_000;
/** How often it is looked which connections there are, in milliseconds. */
const LOOK_MS = 5000;
/** Peers that are remembered as banished. */
const MAX_BANISHED = 1024;
/** Bounds of what one packet may hold. */
const PACKET_LIMITS = {
    maxSubscriptions: 2 * MAX_FOLLOWED,
    maxMessages: 64,
    maxIhaveMessageIDs: 512,
    maxIwantMessageIDs: 512,
    maxIdontwantMessageIDs: 512,
    maxControlMessages: MAX_FOLLOWED,
    maxPeerInfos: 0,
};
/** What counts of a topic. Topics are silent for long, so that nothing is asked of a peer, but that what it sends is true. */
const TOPIC_SCORE = {
    topicWeight: 1,
    timeInMeshWeight: 0.01,
    timeInMeshQuantum: 1000,
    timeInMeshCap: 100,
    firstMessageDeliveriesWeight: 0.5,
    firstMessageDeliveriesDecay: 0.95,
    firstMessageDeliveriesCap: 10,
    meshMessageDeliveriesWeight: 0,
    meshMessageDeliveriesDecay: 0.5,
    meshMessageDeliveriesCap: 1,
    meshMessageDeliveriesThreshold: 1,
    meshMessageDeliveriesWindow: 10,
    meshMessageDeliveriesActivation: 1000,
    meshFailurePenaltyWeight: 0,
    meshFailurePenaltyDecay: 0.5,
    // One is -10, two are -40.
    invalidMessageDeliveriesWeight: -10,
    invalidMessageDeliveriesDecay: 0.99,
};
/** Scores of peers. Who takes part is known by name: how many come from one address says nothing. */
const SCORE = {
    topicScoreCap: 5,
    appSpecificWeight: 1,
    IPColocationFactorWeight: 0,
    behaviourPenaltyWeight: -5,
    behaviourPenaltyThreshold: 2,
    behaviourPenaltyDecay: 0.95,
    decayInterval: 1000,
    decayToZero: 0.05,
    retainScore: BANISHED_MS,
};
/** Takes part in gossip over the connections of `host`. */
export async function openGossip(host, side) {
    const gossip = new Libp2pGossip(host, side, await generateKeyPair('Ed25519'));
    await gossip.start();
    return gossip;
}
/** See the module comment. */
export class Libp2pGossip {
    #side;
    #seam;
    #pubsub;
    #conduct = new GossipConduct(systemClock);
    #streams = new Map();
    /** Until when a peer stays out. */
    #banished = new Map();
    #undo = [];
    #connections;
    #isOver = false;
    constructor(host, side, key) {
        this.#side = side;
        const node = host.use((each) => each);
        const { components, libp2p } = node;
        this.#connections = () => libp2p.getConnections();
        const seam = new GossipSeam({
            components,
            admits: (peer) => this.#admits(peer),
            onStream: (connection, stream) => this.#opened(connection, stream),
        });
        this.#seam = seam;
        // Messages are signed by a key of no meaning: who spoke first is not told by it.
        const own = { privateKey: key, peerId: peerIdFromPrivateKey(key) };
        const parts = { ...own, registrar: seam, connectionManager: seam };
        const { peerStore, logger } = components;
        this.#pubsub = gossipsub({
            fallbackToFloodsub: false,
            floodPublish: true,
            doPX: false,
            tagMeshPeers: false,
            allowPublishToZeroTopicPeers: true,
            globalSignaturePolicy: StrictSign,
            awaitRpcHandler: true,
            awaitRpcMessageHandler: true,
            maxInboundDataLength: MAX_RPC_BYTES,
            maxTopicBytesPerPeer: 2 * MAX_FOLLOWED * (1024 + 64),
            decodeRpcLimits: PACKET_LIMITS,
            // What it is about, not who said it: the same message of two is one.
            msgIdFn: ({ topic, data }) => digestOf(topic, data),
            scoreParams: { ...SCORE, appSpecificScore: (peer) => -(this.#conduct.faults(peer) ** 2) },
            scoreThresholds: {
                gossipThreshold: LOWEST_SCORE / 4,
                publishThreshold: LOWEST_SCORE / 2,
                graylistThreshold: LOWEST_SCORE,
                acceptPXThreshold: Number.MAX_VALUE,
                opportunisticGraftThreshold: 1,
            },
        })({ ...parts, peerStore, logger });
        this.#guard();
        node.keep((connection) => this.#streams.has(connection));
        this.#listen(libp2p);
    }
    /** Looks at packets before gossipsub does. */
    #guard() {
        const pubsub = this.#pubsub;
        const handle = pubsub.handleReceivedRpc.bind(pubsub);
        pubsub.handleReceivedRpc = async (from, rpc) => {
            const peer = from.toString();
            // Whether it takes part was asked when its stream was opened, and is again and again.
            if (this.#isOver || this.#isBanished(peer))
                return;
            const topics = new Set(pubsub.getTopics());
            // Nothing is looked at of topics that are not followed.
            const messages = rpc.messages.filter(({ topic, data }) => topics.has(topic) && isBounded(data));
            const digests = messages.map(({ topic, data }) => digestOf(topic, data ?? new Uint8Array(0)).toString('base64'));
            if (rpc.messages.some(({ data }) => !isBounded(data)))
                this.#conduct.fault(peer);
            const admitted = this.#conduct.admit(peer, { messages: digests, ihaves: rpc.control?.ihave.length ?? 0 });
            if (admitted !== undefined)
                await handle(from, { ...rpc, messages: messages.filter((_, index) => admitted[index]) });
            if (pubsub.getScore(peer) < LOWEST_SCORE)
                this.#banish(from);
        };
    }
    #listen(libp2p) {
        const opened = ({ detail }) => this.#attach(detail);
        const left = ({ detail }) => this.#seam.detach(detail);
        const joined = ({ detail }) => {
            for (const { topic, subscribe } of detail.subscriptions)
                if (subscribe)
                    this.#side.joined(topic);
        };
        libp2p.addEventListener('connection:open', opened);
        libp2p.addEventListener('peer:disconnect', left);
        this.#pubsub.addEventListener('subscription-change', joined);
        const timer = setInterval(() => this.#look(), LOOK_MS);
        this.#undo.push(() => {
            clearInterval(timer);
            libp2p.removeEventListener('connection:open', opened);
            libp2p.removeEventListener('peer:disconnect', left);
            this.#pubsub.removeEventListener('subscription-change', joined);
        });
    }
    /** Begins. */
    async start() {
        await this.#pubsub.start();
        this.#look();
    }
    #look() {
        for (const connection of this.#connections())
            this.#attach(connection);
        // Whoever is no contact any more, and no other peer that may take part.
        for (const connection of this.#streams.keys())
            if (!this.#admits(connection.remotePeer))
                this.#seam.detach(connection.remotePeer);
    }
    #attach(connection) {
        const peer = connection.remotePeer.toString();
        if (this.#isOver || this.#pubsub.streamsOutbound.has(peer))
            return;
        this.#seam.attach(connection);
    }
    #admits(peer) {
        const key = peer.publicKey;
        if (this.#isOver || key?.type !== 'Ed25519')
            return false;
        if (this.#isBanished(peer.toString()))
            return false;
        const isThere = [...this.#streams.keys()].some(({ remotePeer }) => remotePeer.equals(peer));
        return (isThere || this.#streams.size < MAX_GOSSIP_PEERS) && this.#side.mayTakePart(didOfKey(key.raw));
    }
    #isBanished(peer) {
        return (this.#banished.get(peer) ?? 0) > Date.now();
    }
    /** Keeps a peer out for a while. */
    #banish(peer) {
        const now = Date.now();
        for (const [each, untilMs] of this.#banished)
            if (untilMs <= now)
                this.#banished.delete(each);
        const [oldest] = this.#banished.keys();
        if (oldest !== undefined && this.#banished.size >= MAX_BANISHED)
            this.#banished.delete(oldest);
        this.#banished.set(peer.toString(), now + BANISHED_MS);
        this.#seam.detach(peer);
    }
    #opened(connection, stream) {
        this.#streams.set(connection, (this.#streams.get(connection) ?? 0) + 1);
        const ended = () => {
            const left = (this.#streams.get(connection) ?? 1) - 1;
            if (left > 0)
                this.#streams.set(connection, left);
            else
                this.#streams.delete(connection);
        };
        stream.addEventListener('close', ended, { once: true });
    }
    follow(topics) {
        const pubsub = this.#pubsub;
        const wanted = new Set(topics);
        for (const topic of pubsub.getTopics()) {
            if (wanted.has(topic))
                continue;
            pubsub.unsubscribe(topic);
            pubsub.topicValidators.delete(topic);
            delete pubsub.opts.scoreParams.topics[topic];
        }
        const followed = new Set(pubsub.getTopics());
        for (const topic of wanted) {
            if (followed.has(topic))
                continue;
            pubsub.opts.scoreParams.topics[topic] = TOPIC_SCORE;
            pubsub.topicValidators.set(topic, (peer, { data }) => this.#judge(peer, topic, data));
            pubsub.subscribe(topic);
        }
    }
    async #judge(peer, topic, data) {
        const key = peer.publicKey;
        if (key?.type !== 'Ed25519')
            return TopicValidatorResult.Ignore;
        const verdict = await this.#side.judge(didOfKey(key.raw), topic, data);
        if (verdict === 'accept')
            return TopicValidatorResult.Accept;
        return verdict === 'reject' ? TopicValidatorResult.Reject : TopicValidatorResult.Ignore;
    }
    async publish(topic, message) {
        if (this.#isOver)
            throw new TalosError('E_CLOSED', 'gossip has ended');
        await this.#pubsub.publish(topic, message);
    }
    /** The peers that take part now. */
    peers() {
        const { mesh } = this.#pubsub;
        return this.#pubsub.getPeers().flatMap((id) => {
            const key = id.publicKey;
            const name = id.toString();
            const meshes = [...mesh.values()].filter((peers) => peers.has(name)).length;
            return key?.type === 'Ed25519' ? [{ peer: didOfKey(key.raw), score: this.#pubsub.getScore(name), meshes }] : [];
        });
    }
    async [Symbol.asyncDispose]() {
        if (this.#isOver)
            return;
        this.#isOver = true;
        for (const undo of this.#undo)
            undo();
        await this.#pubsub.stop();
    }
}
function isBounded(data) {
    return data !== undefined && data.length <= MAX_GOSSIP_BYTES;
}
function digestOf(topic, data) {
    return createHash('sha256').update(topic).update('\0').update(data).digest();
}

/**
 * A libp2p node as Talos uses one: TCP and WebSocket, Noise with native primitives, Yamux. By itself it has no discovery, no
 * DHT, no relay and no identify, and dials whom it is told to and no one else; what needs more adds it (`addService`).
 *
 * @module
 */
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import { isStartable, } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { concat } from "../../base/bytes.js";
import { signingKey } from "../../crypto/sign.js";
import { joinWrites } from "../store/joined-writes.js";
import { ConnectionRoom } from "./connection-room.js";
import { gated } from "./inbound-gate.js";
import { noiseCrypto } from "./noise-crypto.js";
import { readLengthsCheaply } from "./noise-lengths.js";
import { boundedWebSockets } from "./web-socket.js";
import { ensureWithResolvers } from "./with-resolvers.js";
/** Connections that may be open at a time; more are refused. Room for a thousand clients that come back at once. */
export const MAX_CONNECTIONS = 1500;
/** Inbound connections that may be in their handshake; so many slow strangers do not keep an honest one out. */
export const MAX_PENDING_CONNECTIONS = 1000;
/** Inbound connections a second from one address. A handshake costs about 2 ms of processor time. */
export const MAX_CONNECTIONS_PER_SECOND = 200;
/** Streams of all purposes on one connection, in each direction. */
const MAX_STREAMS_PER_CONNECTION = 32;
/** Most a peer may send on one stream before this side has read it, in bytes. Allows 20 MB/s at 100 ms. */
const MAX_WINDOW_BYTES = 2 * 1024 * 1024;
/** The message that says why a dial ended, where libp2p keeps nothing but messages. */
export const ANOTHER_IDENTITY = 'the peer proved another identity';
/** Starts a node. It listens on `init.listen`, or is there to dial only. */
export async function openNode(init) {
    ensureWithResolvers();
    // libp2p would derive the public key in JavaScript, which takes 25 ms the first time.
    const privateKey = privateKeyFromRaw(concat(init.seed, signingKey(init.seed).publicKey));
    let parts;
    let dialTcp = () => Promise.reject(new Error('there is no TCP yet'));
    const room = new ConnectionRoom();
    const openTcp = tcp({ listenOpts: { noDelay: true, keepAlive: true } });
    const libp2p = await createLibp2p({
        privateKey,
        addresses: { listen: [...init.listen] },
        transports: [
            (components) => {
                parts = components;
                const transport = openTcp(components);
                dialTcp = transport.dial.bind(transport);
                return gated(transport, { handshakeTimeoutMs: init.handshakeTimeoutMs, room, http: init.http });
            },
            boundedWebSockets(init.handshakeTimeoutMs, room),
        ],
        connectionEncrypters: [identifyingNoise()],
        streamMuxers: [muxer()],
        connectionGater: {
            // Every agent is an Ed25519 key: whoever proves another kind is none.
            denyInboundEncryptedConnection: (peerId) => peerId.type !== 'Ed25519',
        },
        connectionManager: {
            maxConnections: init.maxConnections,
            maxIncomingPendingConnections: MAX_PENDING_CONNECTIONS,
            inboundConnectionThreshold: MAX_CONNECTIONS_PER_SECOND,
            inboundUpgradeTimeout: init.handshakeTimeoutMs,
            inboundStreamProtocolNegotiationTimeout: init.handshakeTimeoutMs,
            outboundStreamProtocolNegotiationTimeout: init.handshakeTimeoutMs,
        },
        // Links have a keep-alive of their own, and a connection without links is closed.
        connectionMonitor: { enabled: false },
    });
    const components = parts;
    const { transportManager } = components;
    const addService = serviceAdder(components);
    const addresses = () => ownAddresses(components);
    // libp2p tells nobody of a public address until a stranger has confirmed it; what is listened on is known without that.
    libp2p.addEventListener('transport:listening', () => addresses());
    addresses();
    const keepers = [];
    const punching = new WeakSet();
    const punched = new WeakSet();
    // Before all others hear of the connection.
    libp2p.addEventListener('connection:open', ({ detail }) => {
        if (punching.has(detail.remoteAddr))
            punched.add(detail);
    });
    return {
        libp2p,
        components,
        punched,
        keep: (isUsed) => keepers.push(isUsed),
        isKept: (connection) => keepers.some((isUsed) => isUsed(connection)),
        addresses,
        punch: (address, { localPort, isClient }, signal) => {
            const place = multiaddr(address);
            punching.add(place);
            const { upgrader } = components;
            // What the transport for TCP takes, though the interface of all transports does not name it.
            const options = { signal, localPort, initiator: isClient };
            return dialTcp(place, { ...options, signal, upgrader: isClient ? upgrader : answering(upgrader) });
        },
        addService,
        addTransport: async (name, make) => {
            const transport = await addService(name, make);
            if (!transportManager.getTransports().includes(transport))
                transportManager.add(transport);
        },
        dial: (address, signal) => transportManager.dial(multiaddr(address), { signal }),
        listen: (addresses) => transportManager.listen(addresses.map((address) => multiaddr(address))),
    };
}
/**
 * `upgrader` for a connection that was dialled and whose other end is the client all the same. libp2p has the handshakes know
 * that, and forgets the multiplexer: with two clients each stream is taken for one of the other side's.
 */
function answering(upgrader) {
    const upgradeOutbound = (connection, options) => {
        connection.direction = 'inbound';
        return upgrader.upgradeOutbound(connection, options);
    };
    return new Proxy(upgrader, {
        get: (target, name) => (name === 'upgradeOutbound' ? upgradeOutbound : Reflect.get(target, name)),
    });
}
/** See {@link Libp2pNode.addresses}. */
function ownAddresses({ addressManager, transportManager }) {
    for (const address of transportManager.getAddrs())
        addressManager.confirmObservedAddr(address, { type: 'transport' });
    return addressManager.getAddresses().map((address) => address.toString());
}
/** See {@link Libp2pNode.addService}. */
function serviceAdder(components) {
    // libp2p keeps its parts in this object, by name, and stops those that are there at its end.
    const named = components;
    const added = new Map();
    return (name, make) => {
        const start = async () => {
            const service = make(components);
            named[name] = service;
            if (isStartable(service))
                await startInOrder(service);
            return service;
        };
        const adding = added.get(name) ?? start();
        added.set(name, adding);
        return adding;
    };
}
/** As libp2p starts its own parts. */
async function startInOrder(service) {
    await service.beforeStart?.();
    await service.start();
    await service.afterStart?.();
}
function muxer() {
    return yamux({
        maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
        maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
        // The window must stay below the 4 MiB that a paused stream may hold, or a fast sender would have it reset.
        streamOptions: { maxStreamWindowSize: MAX_WINDOW_BYTES },
    });
}
/**
 * Noise that joins its writes, reads its lengths cheaply, and says so when the other side proved another identity:
 * libp2p hands on nothing of an error but its text.
 */
function identifyingNoise() {
    const open = noise({ crypto: noiseCrypto });
    return (components) => {
        const encrypter = open(components);
        const accept = encrypter.secureInbound.bind(encrypter);
        encrypter.secureInbound = async (connection, options) => {
            joinWrites(connection);
            const secured = await accept(connection, options);
            readLengthsCheaply(secured.connection);
            return secured;
        };
        const secure = encrypter.secureOutbound.bind(encrypter);
        encrypter.secureOutbound = async (connection, options) => {
            joinWrites(connection);
            try {
                const secured = await secure(connection, options);
                readLengthsCheaply(secured.connection);
                return secured;
            }
            catch (error) {
                if (error instanceof Error && error.name === 'UnexpectedPeerError')
                    throw new Error(ANOTHER_IDENTITY);
                throw error;
            }
        };
        return encrypter;
    };
}

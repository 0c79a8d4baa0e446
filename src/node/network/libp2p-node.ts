/**
 * A libp2p node as Talos uses one: TCP and WebSocket, Noise with native primitives, Yamux. By itself it has no discovery, no
 * DHT, no relay and no identify, and dials whom it is told to and no one else; what needs more adds it (`addService`).
 *
 * @module
 */
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import {
  type Connection,
  isStartable,
  type Libp2p,
  type MultiaddrConnection,
  type Startable,
  type Transport,
} from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2pInit } from 'libp2p';
import { concat } from '../../base/bytes.ts';
import { signingKey } from '../../crypto/sign.ts';
import { joinWrites } from '../store/joined-writes.ts';
import { ConnectionRoom } from './connection-room.ts';
import { gated, type TakeHttp } from './inbound-gate.ts';
import { noiseCrypto } from './noise-crypto.ts';
import { readLengthsCheaply } from './noise-lengths.ts';
import { boundedWebSockets } from './web-socket.ts';
import { ensureWithResolvers } from './with-resolvers.ts';

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

/** What {@link openNode} needs. */
export interface NodeInit {
  /** Ed25519 seed, 32 bytes. */
  readonly seed: Uint8Array;
  readonly listen: readonly string[];
  readonly handshakeTimeoutMs: number;
  readonly maxConnections: number;
  /** Who takes connections that speak HTTP; without one they are ended. */
  readonly http?: TakeHttp | undefined;
}

/** A started node and what its public interface does not offer. */
export interface Libp2pNode {
  readonly libp2p: Libp2p;
  /** What its parts are made of, those included that were added. */
  readonly components: Components;
  /** The connections for which both sides opened their NATs at once; who does that notes them here. */
  readonly punched: WeakSet<Connection>;
  /** Has connections kept, idle or not, for as long as `isUsed` says so of them. */
  readonly keep: (isUsed: (connection: Connection) => boolean) => void;
  /** Whether somebody needs `connection` to be kept. */
  readonly isKept: (connection: Connection) => boolean;
  /** Dials one address; whoever is not the peer of its `/p2p/…`, where it has that, is refused. */
  readonly dial: (address: string, signal: AbortSignal) => Promise<Connection>;
  /**
   * Dials an address of TCP from a port of this machine, while the peer there dials that port, so that the NATs of both take it
   * for an answer. One of the two is the client of the handshakes, `isClient`, the other their server.
   */
  readonly punch: (address: string, from: PunchFrom, signal: AbortSignal) => Promise<Connection>;
  /** Listens on further addresses. */
  readonly listen: (addresses: readonly string[]) => Promise<void>;
  /** Where it is reached, as far as it knows, each with `/p2p/…`: what it listens on as of now, and what was found besides. */
  readonly addresses: () => readonly string[];
  /**
   * Starts a service of libp2p, such as `identify()`, which others then find among the components as `name`; it stops with
   * the node. One of that name that is there already is given instead.
   */
  readonly addService: <T>(name: string, make: (components: never) => T) => Promise<T>;
  /** As `addService`, for a transport, which is then there for addresses that none of those before takes. */
  readonly addTransport: (name: string, make: (components: never) => Transport) => Promise<void>;
}

/** See {@link Libp2pNode.punch}. */
export interface PunchFrom {
  readonly localPort: number;
  readonly isClient: boolean;
}

type Factory<K extends keyof Libp2pInit> = NonNullable<Libp2pInit[K]> extends readonly (infer F)[] ? F : never;
/** The parts of a libp2p node. */
export type Components = Parameters<Factory<'transports'>>[0];

/** Starts a node. It listens on `init.listen`, or is there to dial only. */
export async function openNode(init: NodeInit): Promise<Libp2pNode> {
  ensureWithResolvers();
  // libp2p would derive the public key in JavaScript, which takes 25 ms the first time.
  const privateKey = privateKeyFromRaw(concat(init.seed, signingKey(init.seed).publicKey));
  let parts: Components | undefined;
  let dialTcp: Transport['dial'] = () => Promise.reject(new Error('there is no TCP yet'));
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
  const components = parts as unknown as Components;
  const { transportManager } = components;
  const addService = serviceAdder(components);
  const addresses = (): readonly string[] => ownAddresses(components);
  // libp2p tells nobody of a public address until a stranger has confirmed it; what is listened on is known without that.
  libp2p.addEventListener('transport:listening', () => addresses());
  addresses();
  const keepers: ((connection: Connection) => boolean)[] = [];
  const punching = new WeakSet<Multiaddr>();
  const punched = new WeakSet<Connection>();
  // Before all others hear of the connection.
  libp2p.addEventListener('connection:open', ({ detail }) => {
    if (punching.has(detail.remoteAddr)) punched.add(detail);
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
      const options: object = { signal, localPort, initiator: isClient };
      return dialTcp(place, { ...options, signal, upgrader: isClient ? upgrader : answering(upgrader) });
    },
    addService,
    addTransport: async (name, make) => {
      const transport = await addService(name, make);
      if (!transportManager.getTransports().includes(transport)) transportManager.add(transport);
    },
    dial: (address, signal) => transportManager.dial(multiaddr(address), { signal }),
    listen: (addresses) => transportManager.listen(addresses.map((address) => multiaddr(address))),
  };
}

/**
 * `upgrader` for a connection that was dialled and whose other end is the client all the same. libp2p has the handshakes know
 * that, and forgets the multiplexer: with two clients each stream is taken for one of the other side's.
 */
function answering(upgrader: Components['upgrader']): Components['upgrader'] {
  const upgradeOutbound: Components['upgrader']['upgradeOutbound'] = (connection: MultiaddrConnection, options) => {
    connection.direction = 'inbound';
    return upgrader.upgradeOutbound(connection, options);
  };
  return new Proxy(upgrader, {
    get: (target, name) => (name === 'upgradeOutbound' ? upgradeOutbound : (Reflect.get(target, name) as unknown)),
  });
}

/** See {@link Libp2pNode.addresses}. */
function ownAddresses({ addressManager, transportManager }: Components): readonly string[] {
  for (const address of transportManager.getAddrs()) addressManager.confirmObservedAddr(address, { type: 'transport' });
  return addressManager.getAddresses().map((address) => address.toString());
}

/** See {@link Libp2pNode.addService}. */
function serviceAdder(components: Components): Libp2pNode['addService'] {
  // libp2p keeps its parts in this object, by name, and stops those that are there at its end.
  const named = components as unknown as Record<string, unknown>;
  const added = new Map<string, Promise<unknown>>();
  return <T>(name: string, make: (parts: never) => T): Promise<T> => {
    const start = async (): Promise<T> => {
      const service = make(components as never);
      named[name] = service;
      if (isStartable(service)) await startInOrder(service);
      return service;
    };
    const adding = added.get(name) ?? start();
    added.set(name, adding);
    return adding as Promise<T>;
  };
}

/** As libp2p starts its own parts. */
async function startInOrder(service: Startable): Promise<void> {
  await service.beforeStart?.();
  await service.start();
  await service.afterStart?.();
}

function muxer(): Factory<'streamMuxers'> {
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
function identifyingNoise(): Factory<'connectionEncrypters'> {
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
      } catch (error) {
        if (error instanceof Error && error.name === 'UnexpectedPeerError') throw new Error(ANOTHER_IDENTITY);
        throw error;
      }
    };
    return encrypter;
  };
}

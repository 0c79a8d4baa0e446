/**
 * The parts of kad-dht that its types do not show and that this code uses, as they are in the version that package.json pins
 * (`node_modules/@libp2p/kad-dht/src`); a test fails where one is missing.
 *
 * @module
 */
import type { ComponentLogger, Connection, PeerId, PeerInfo, Stream } from '@libp2p/interface';
import { type Multiaddr } from '@multiformats/multiaddr';
import type { Datastore } from 'interface-datastore';
import type { DhtBudget } from './dht-budget.ts';
/** Nodes of a bucket, of an answer, and that are to have a record. */
export declare const K = 20;
/** What every request is sent with; what is in it goes along with all that a look-up does. */
export interface KadOptions {
    readonly signal?: AbortSignal;
    readonly budget?: DhtBudget;
}
/** A message, as far as it is looked at. */
export interface KadMessage {
    readonly type: 'PUT_VALUE' | 'GET_VALUE' | 'ADD_PROVIDER' | 'GET_PROVIDERS' | 'FIND_NODE' | 'PING';
    readonly key?: Uint8Array;
    readonly record?: Uint8Array;
}
/** What a look-up tells of. */
export type KadEvent = {
    readonly name: 'PEER_RESPONSE';
    readonly from: PeerId;
    readonly closer: readonly PeerInfo[];
    readonly providers: readonly PeerInfo[];
} | {
    readonly name: 'VALUE';
    readonly from: PeerId;
    readonly value: Uint8Array;
} | {
    readonly name: 'OTHER';
};
/** A node of the table. */
export interface KadPeer {
    readonly kadId: Uint8Array;
    readonly peerId: PeerId;
}
/** See the module comment. */
export interface KadInside {
    start(): Promise<void>;
    stop(): Promise<void>;
    onPeerConnect: (info: PeerInfo) => Promise<void>;
    readonly network: {
        sendRequest: (to: PeerId, message: KadMessage, options: KadOptions & {
            readonly path: object;
        }) => AsyncGenerator<KadEvent>;
    };
    readonly rpc: {
        handleMessage: (peer: PeerId, message: KadMessage) => Promise<unknown>;
    };
    readonly contentFetching: {
        getMany: (key: Uint8Array, options: KadOptions) => AsyncGenerator<KadEvent>;
    };
    readonly peerRouting: {
        getClosestPeers: (key: Uint8Array, options: KadOptions) => AsyncGenerator<KadEvent>;
    };
    readonly routingTable: {
        readonly size: number;
        add: (peer: PeerId) => Promise<void>;
        queueRoutingTableUpdate: (peer: PeerId) => void;
        closestPeers: (kadId: Uint8Array, options?: {
            readonly count?: number;
        }) => PeerId[];
        readonly kb: {
            verify: (peer: KadPeer, options?: object) => Promise<boolean>;
            toIterable: () => Iterable<KadPeer>;
        };
    };
}
/** What kad-dht takes of libp2p. */
export interface KadComponents {
    readonly peerId: PeerId;
    readonly logger: ComponentLogger;
    readonly events: EventTarget;
    readonly addressManager: {
        getAddresses: () => Multiaddr[];
    };
    readonly connectionManager: {
        openStream: (peer: PeerId, protocol: string, options: KadOptions) => Promise<Stream>;
        isDialable: (addresses: readonly Multiaddr[]) => Promise<boolean>;
    };
    readonly registrar: {
        handle: (protocol: string, handler: (stream: Stream, connection: Connection) => unknown, options: object) => Promise<void>;
        unhandle: (protocol: string) => Promise<void>;
        register: () => Promise<string>;
        unregister: () => void;
    };
    readonly peerStore: {
        get: (peer: PeerId) => Promise<object>;
        getInfo: (peer: PeerId) => Promise<PeerInfo>;
        merge: () => Promise<void>;
        all: () => Promise<readonly never[]>;
    };
    readonly datastore: Datastore;
    readonly ping: {
        ping: (peer: PeerId, options?: {
            readonly signal?: AbortSignal;
        }) => Promise<number>;
    };
}
/** A node and where it is, as libp2p says that. */
export declare function peerInfo(id: PeerId, addresses: readonly string[]): PeerInfo;

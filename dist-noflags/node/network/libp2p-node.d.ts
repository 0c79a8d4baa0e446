import { type Connection, type Libp2p, type Transport } from '@libp2p/interface';
import { type Libp2pInit } from 'libp2p';
import { type TakeHttp } from './inbound-gate.ts';
/** Connections that may be open at a time; more are refused. Room for a thousand clients that come back at once. */
export declare const MAX_CONNECTIONS = 1500;
/** Inbound connections that may be in their handshake; so many slow strangers do not keep an honest one out. */
export declare const MAX_PENDING_CONNECTIONS = 1000;
/** Inbound connections a second from one address. A handshake costs about 2 ms of processor time. */
export declare const MAX_CONNECTIONS_PER_SECOND = 200;
/** The message that says why a dial ended, where libp2p keeps nothing but messages. */
export declare const ANOTHER_IDENTITY = "the peer proved another identity";
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
export declare function openNode(init: NodeInit): Promise<Libp2pNode>;
export {};

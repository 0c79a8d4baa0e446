import type { Clock } from '../../base/clock.ts';
import { type AddressPolicy } from '../../net/address-policy.ts';
import type { Libp2pNode } from '../network/libp2p-node.ts';
import type { DhtContacts } from './dht-contacts.ts';
import { type DhtRecords } from './dht-records.ts';
/** Protocol id. PROTOCOL.md §6.10. */
export declare const DHT_PROTOCOL = "/talos/kad/1";
/** Most that a peer may send on one stream that it opened, in bytes: one request. */
export declare const MAX_DHT_REQUEST_BYTES: number;
/** Most that a peer may answer on one stream, in bytes: a record, and 20 nodes with four addresses. */
export declare const MAX_DHT_ANSWER_BYTES: number;
/** Streams of the DHT on one connection, in each direction. */
export declare const MAX_DHT_STREAMS = 8;
/** Requests of one peer, and of one network address, in a minute. */
export declare const DHT_REQUESTS_A_MINUTE: {
    readonly peer: 600;
    readonly source: 6000;
};
/** Records that one peer, and one network address, may leave in a minute. */
export declare const DHT_PUTS_A_MINUTE: {
    readonly peer: 30;
    readonly source: 300;
};
/** Nodes of one answer that are looked at: as many as a right one has. */
export declare const MAX_CLOSER_NODES: number;
/** Nodes beyond the nearest that are given a record, too: whoever makes ids near to a key has not all of it. */
export declare const DHT_REPLICAS: number;
/** Disjoint paths of a look-up. */
export declare const DHT_PATHS = 3;
/** Dials that are under way at a time. */
export declare const MAX_DHT_DIALS = 16;
/** How long one node gets: to be connected to, and to answer, in milliseconds. */
export declare const DHT_DIAL_TIMEOUT_MS = 3000;
export declare const DHT_ANSWER_TIMEOUT_MS = 4000;
/** Dials a minute for what no look-up asks: keeping the table. */
export declare const DHT_BACKGROUND_DIALS = 120;
/** What a node is made of. */
export interface DhtNodeTerms {
    readonly node: Libp2pNode;
    /** The Ed25519 key of the node. */
    readonly key: Uint8Array;
    readonly policy: AddressPolicy;
    readonly contacts: DhtContacts;
    readonly clock: Clock;
    /** Records of others: those of a server; without them it only asks. */
    readonly records?: DhtRecords;
}
/** See the module comment. */
export declare class DhtNode {
    #private;
    constructor(terms: DhtNodeTerms);
    /** Starts, and goes to the nodes that are known. */
    start(): Promise<void>;
    /** Takes the nodes that are known into the table, as far as they answer. */
    meet(): Promise<void>;
    /** Nodes in the table. */
    get size(): number;
    /** Looks for the nodes around this one, so that they know it and it knows them. */
    settle(signal: AbortSignal): Promise<void>;
    /** Every record under `key` that the nodes on the way to it have, verified, as they come. */
    values(key: Uint8Array, signal: AbortSignal): AsyncGenerator<Uint8Array>;
    /**
     * Gives `value` to the nodes nearest to `key`, and to as many beyond them.
     *
     * @returns How many took it.
     */
    put(key: Uint8Array, value: Uint8Array, signal: AbortSignal): Promise<number>;
    /** Ends everything that is under way; the host stays. */
    stop(): Promise<void>;
}

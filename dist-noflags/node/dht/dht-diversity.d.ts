/**
 * Which nodes come into the table: few of one network, so that whoever has one network has not the table, however many nodes
 * run there. Networks are the /24 of an IPv4 address and the /48 of an IPv6 address; nodes that a person named are not counted.
 *
 * @module
 */
import type { PeerId } from '@libp2p/interface';
import type { DhtContacts } from './dht-contacts.ts';
import type { KadPeer } from './dht-kad.ts';
/** Nodes of one network in the whole table. */
export declare const MAX_NODES_A_NETWORK = 16;
/** Nodes of one network at one distance, which is a number of leading bits in common with the own id. */
export declare const MAX_NODES_A_NETWORK_AND_DISTANCE = 4;
/** See the module comment. */
export declare class Diversity {
    #private;
    /** @param self - Where this node lies. */
    constructor(self: Uint8Array, contacts: DhtContacts);
    /** Whether `peer` may come into a table with `table` in it. */
    admits(peer: KadPeer, table: Iterable<KadPeer>): boolean;
    /** The `count` of `peers` nearest to `target`. */
    nearest(target: Uint8Array, peers: readonly PeerId[], count: number): readonly PeerId[];
}
/** The network that an address is in. */
export declare function networkOf(address: string): string;

/**
 * Gossip over libp2p: gossipsub among the peers that take part, under `/talos/meshsub/…`. It dials nobody, and what it
 * works through for a peer is bounded. PROTOCOL.md §6.9; docs/design/010-gossip.md.
 *
 * Import it when it is needed; it loads gossipsub.
 *
 * @module
 */
import { generateKeyPair } from '@libp2p/crypto/keys';
import type { GossipNet, GossipSide } from '../../agent/reach/gossip-net.ts';
import { type Did } from '../../identity/did.ts';
import type { NodeHost } from '../host.ts';
/** Peers to gossip with at a time; the connections to them are kept. PROTOCOL.md §11. */
export declare const MAX_GOSSIP_PEERS = 64;
/** Largest packet of gossipsub, in bytes. PROTOCOL.md §11. */
export declare const MAX_RPC_BYTES: number;
/** Score below which a peer is heard no more; below 0 it is in no mesh, below half of it it is told nothing. */
export declare const LOWEST_SCORE = -40;
/** Milliseconds that a peer stays out whose score was below {@link LOWEST_SCORE}. PROTOCOL.md §6.9. */
export declare const BANISHED_MS = 600000;
/** How it stands with a peer. */
export interface GossipPeer {
    readonly peer: Did;
    readonly score: number;
    /** Topics in whose mesh it is. */
    readonly meshes: number;
}
/** Takes part in gossip over the connections of `host`. */
export declare function openGossip(host: NodeHost, side: GossipSide): Promise<Libp2pGossip>;
/** See the module comment. */
export declare class Libp2pGossip implements GossipNet {
    #private;
    constructor(host: NodeHost, side: GossipSide, key: Awaited<ReturnType<typeof generateKeyPair>>);
    /** Begins. */
    start(): Promise<void>;
    follow(topics: readonly string[]): void;
    publish(topic: string, message: Uint8Array): Promise<void>;
    /** The peers that take part now. */
    peers(): readonly GossipPeer[];
    [Symbol.asyncDispose](): Promise<void>;
}

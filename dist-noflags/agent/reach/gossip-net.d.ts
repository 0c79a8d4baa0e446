/**
 * What gossip needs of a network: topics among the peers that are connected. `node/network/gossip.ts` has it over libp2p.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
/**
 * What is to become of a message: `accept` passes it on; `ignore` does not; `reject` does not, and is held against the
 * peer that sent it.
 */
export type GossipVerdict = 'accept' | 'ignore' | 'reject';
/** What the agent says about peers and messages. */
export interface GossipSide {
    /** Whether `peer` takes part at all: nobody else is told or heard anything. */
    readonly mayTakePart: (peer: Did) => boolean;
    /** Judges a message of a topic that is followed, which `peer` sent; at most `MAX_GOSSIP_BYTES`. Never rejects. */
    readonly judge: (peer: Did, topic: string, message: Uint8Array) => Promise<GossipVerdict>;
    /** Somebody began to follow `topic`. */
    readonly joined: (topic: string) => void;
}
/** See the module comment. Disposing it ends it. */
export interface GossipNet extends AsyncDisposable {
    /** Takes part in these topics, and no others, from now on. */
    follow(topics: readonly string[]): void;
    /** Gives a message to those that follow a topic; which may be nobody. */
    publish(topic: string, message: Uint8Array): Promise<void>;
}
/** Takes part in gossip, over connections that there are: it dials nobody. */
export type OpenGossip = (side: GossipSide) => Promise<GossipNet>;

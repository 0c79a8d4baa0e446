/**
 * What gossipsub sees of libp2p: names of protocols of our own, the peers that take part, and nobody to dial.
 *
 * Gossipsub's protocol names are constants, and it looks at the name of a stream to know what that can do. So the names are
 * mapped on both sides of it: it asks for `/meshsub/1.2.0`, and `/talos/meshsub/1.2.0` is what goes over the wire. The
 * library itself is as it was published.
 *
 * @module
 */
import type { Connection, PeerId, Stream, Topology } from '@libp2p/interface';
import type { Components } from './libp2p-node.ts';
/** What is before the names of gossipsub's protocols on the wire. PROTOCOL.md §6.9. */
export declare const GOSSIP_PREFIX = "/talos";
/** Bytes that wait for a peer to read them, at most; one that is that slow gets no more. */
export declare const MAX_UNREAD_BYTES: number;
type Handler = (stream: Stream, connection: Connection) => void;
/** Who takes part. */
export interface SeamParts {
    readonly components: Components;
    /** Whether a peer takes part now. */
    readonly admits: (peer: PeerId) => boolean;
    /** There is a stream with a peer, in either direction. */
    readonly onStream: (connection: Connection, stream: Stream) => void;
}
/** See the module comment. It is the registrar and the connection manager that gossipsub gets. */
export declare class GossipSeam {
    #private;
    constructor(parts: SeamParts);
    handle(protocol: string, handler: Handler): Promise<void>;
    unhandle(protocol: string): Promise<void>;
    /** Nobody tells libp2p which protocols a peer has: {@link attach} tries. */
    register(_protocol: string, topology: Topology): Promise<string>;
    unregister(): void;
    getTopologies(): Topology[];
    openConnection(): Promise<never>;
    /** Takes up gossip with the peer of a connection, where that has not been tried in vain not long ago. */
    attach(connection: Connection): void;
    /** Ends gossip with a peer. */
    detach(peer: PeerId): void;
}
export {};

/**
 * Which way the connections of a node go, and who wants to know when a better one comes up.
 *
 * @module
 */
import type { Connection } from '@libp2p/interface';
import type { Bytes } from '../../base/bytes.ts';
import type { Path } from '../../net/link.ts';
import type { Libp2pNode } from './libp2p-node.ts';
/** See the module comment. */
export declare class Paths {
    #private;
    constructor({ libp2p, punched }: Libp2pNode);
    /** The way of `connection`. */
    of(connection: Connection): Path;
    /** The connection for a new link to a peer: the newest of those without a relay, else the newest; none of `leaving`. */
    bestTo(peerId: string, leaving: WeakSet<Connection>): Connection | undefined;
    /** See `Host.onBetterPath`. */
    onBetter(listen: (peerKey: Bytes, path: Path) => void): () => void;
}

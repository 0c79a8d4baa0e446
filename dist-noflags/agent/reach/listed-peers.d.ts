import { type Did } from '../../identity/did.ts';
import type { Host } from '../../net/link.ts';
import type { ListedPeer } from '../../registry/api.ts';
import type { ServerBook } from './server-book.ts';
/** Most agents that one call gives. */
export declare const MAX_LISTED_PEERS = 10000;
/** What a registry lists, as far as it was asked. */
export interface PeerList {
    /** The key that the registry has proved. */
    readonly server: Did;
    readonly peers: readonly ListedPeer[];
    /** Whether there are more. */
    readonly isMore: boolean;
}
/** Where to ask. */
export interface PeerListParts {
    readonly servers: ServerBook;
    /** A new host under a key of its own; owned here. */
    readonly veiledHost: () => Promise<Host>;
}
/**
 * Asks the registry at `address`, a multiaddr, for at most `limit` agents.
 *
 * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than the one that is pinned; `E_UNREACHABLE`,
 *   `E_TIMEOUT`; `E_REFUSED`, `E_RATE_LIMITED` where it gives none; `E_MALFORMED`, `E_LIMIT` for an answer that is none.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function listPeers({ servers, veiledHost }: PeerListParts, { address: text, limit }: {
    readonly address: string;
    readonly limit: number;
}, signal?: AbortSignal): Promise<PeerList>;

/**
 * Servers as every command sees them: where this agent is found while it is away.
 *
 * @module
 */
/** A server that this agent is registered with. */
export interface ServerView {
    /** The key that it is pinned to. */
    readonly did: string;
    /** Multiaddrs. */
    readonly addresses: readonly string[];
    /** Whether it keeps messages for this agent while that is away. */
    readonly mailbox: boolean;
    /** What it calls itself, which proves nothing; `""` where it has no name. */
    readonly name: string;
    /** What it said that it offers: `registry`, `mailbox`, `relay`, `dht`. */
    readonly offers: readonly string[];
    /** Whether its list does not name this agent. */
    readonly unlisted: boolean;
}
/** What a registration came to. */
export interface RegistrationView extends ServerView {
    /** Single-use prekey bundles that the server has of this agent now. */
    readonly bundles: number;
    /** Until when others find this agent there if it does not come back, milliseconds since 1970. */
    readonly expiresAtMs: number;
}
/** How to register. */
export interface RegisterParams {
    /** A multiaddr. Absent: all servers that are known. */
    readonly address?: string;
    /** Whether the lists of these servers are not to name this agent; as before where absent, at first they do. */
    readonly unlisted?: boolean;
    /** What it calls itself in the lists, `""` for nothing; as before where absent, at first nothing. */
    readonly name?: string;
}
/** An agent that a registry lists. */
export interface ListedPeerView {
    readonly did: string;
    /** What it calls itself, which proves nothing; `""` where it has no name. */
    readonly name: string;
    /** When it was there last, milliseconds since 1970. */
    readonly seenMs: number;
    /** Whether it is there now. */
    readonly connected: boolean;
}
/** What a registry lists, as far as it was asked. */
export interface PeerListView {
    /** The DID of the registry. */
    readonly server: string;
    readonly peers: readonly ListedPeerView[];
    /** Whether there are more. */
    readonly more: boolean;
}
/** The servers of the agent of a data directory. */
export interface ServersApi {
    /** Those that it is registered with. */
    list(): Promise<readonly ServerView[]>;
    /**
     * Announces this agent at a server, whose key is pinned at first use: its record, a stock of prekey bundles, and a
     * mailbox where the server has any.
     *
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_UNREACHABLE`, `E_TIMEOUT`;
     *   `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for one server too many; `E_NOT_FOUND` where none is known.
     */
    register(params: RegisterParams, signal?: AbortSignal): Promise<readonly RegistrationView[]>;
    /**
     * The agents that the registry at `address`, a multiaddr, lists: at most `limit`.
     *
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than the one that is pinned; `E_UNREACHABLE`,
     *   `E_TIMEOUT`; `E_REFUSED`; `E_RATE_LIMITED`.
     */
    peers(params: {
        readonly address: string;
        readonly limit: number;
    }, signal?: AbortSignal): Promise<PeerListView>;
}

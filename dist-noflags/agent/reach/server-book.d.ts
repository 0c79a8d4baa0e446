import { type Did } from '../../identity/did.ts';
import { type Listing, type ServerInfo } from '../../registry/api.ts';
import type { Store } from '../../storage/store.ts';
/** Servers that an agent registers with at a time: as many as its record may name mailboxes. */
export declare const MAX_SERVERS = 4;
/** A server before anything is known of it. */
export declare const NEW_SERVER: Omit<Server, 'did' | 'addresses'>;
/** A server. */
export interface Server {
    /** Pinned when it was used first. */
    readonly did: Did;
    /** Multiaddrs without `/p2p/…`, the one that was given last first. */
    readonly addresses: readonly string[];
    /** Whether it has a mailbox for this agent. */
    readonly mailbox: boolean;
    /** Id of the signed prekey of the bundles that it was given last; −1 before the first. */
    readonly prekeyId: number;
    /** What it said of itself when it was registered with last. */
    readonly info: ServerInfo;
    /** How this agent is in its list of agents. */
    readonly listing: Listing;
}
/** See the module comment. */
export declare class ServerBook {
    #private;
    private constructor();
    /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static open(store: Store): Promise<ServerBook>;
    /** All servers. */
    all(): readonly Server[];
    /** The server of that key. */
    get(did: Did): Server | undefined;
    /** The server that was used at `address`, a multiaddr without `/p2p/…`. */
    at(address: string): Server | undefined;
    /**
     * Whoever proved `did` may be the server at `address`, a multiaddr without `/p2p/…`.
     *
     * @param isNamed - Whether a person has named it by its key, which decides.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another one is pinned there.
     */
    assertPinned(address: string, did: Did, isNamed: boolean): void;
    /**
     * All servers as they are once `server` is kept. Another one that was at one of its addresses is none of them: it is not
     * there any more.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}.
     */
    with(server: Server): readonly Server[];
    /**
     * Keeps a server, by its key; durable when it resolves. What {@link ServerBook.with} leaves out is forgotten.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}; `E_STORAGE…`. Nothing is changed then.
     */
    keep(server: Server): Promise<Server>;
    /** Notes the signed prekey of the bundles that a server was given, where it is kept still; durable when it resolves. */
    offered(did: Did, prekeyId: number): Promise<void>;
    /** Notes what a server says of itself now, where it is kept still; durable when it resolves. */
    said(did: Did, info: ServerInfo): Promise<void>;
}
/** The addresses of a server with its key, as an agent record names a mailbox. */
export declare function namedAddresses({ did, addresses }: Server): readonly string[];

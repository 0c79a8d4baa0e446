import { type Clock } from '../../base/clock.ts';
import type { Metrics } from '../../base/metrics.ts';
import { type Did } from '../../identity/did.ts';
import type { NoteVerifier } from '../../ledger/log/note.ts';
import type { LanMode } from '../../net/lan-mode.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { LinkService } from '../../net/request-link.ts';
import type { OnAnswered } from '../../net/request-meter.ts';
import { type ServerInfo } from '../../registry/api.ts';
import type { Store } from '../../storage/store.ts';
import type { RelayLimits } from '../network/relay-server.ts';
/** Opens a service, which is disposed of when the server ends. */
export type OpenService = (terms: {
    readonly store: Store;
    /** Whether servers of other processes are on the same store. */
    readonly isShared: boolean;
    readonly clock: Clock;
    readonly onFault: (error: unknown) => void;
    readonly info: () => ServerInfo;
    readonly metrics: Metrics;
    readonly onAnswered: OnAnswered;
}) => Promise<LinkService & AsyncDisposable>;
/** What a server is made of. */
export interface ServerOptions {
    /** With an identity in it. */
    readonly dataDir: string;
    /** For people; `""` where it has none. */
    readonly name: string;
    /** `postgres://…` of the database that it shares with others of its identity; its own directory unless given. */
    readonly store?: string | undefined;
    /** Asked only for a keystore under a passphrase; undefined where there is nobody to ask. */
    readonly passphrase: () => Promise<string | undefined>;
    /** Address to listen on. */
    readonly host: string;
    /** Port to listen on; 0: any. */
    readonly port: number;
    readonly services: readonly OpenService[];
    /** Where it relays: within which limits. It does not unless told to. */
    readonly relay?: RelayLimits;
    /** A witness of logs, over HTTP at the same address. */
    readonly witness?: WitnessTerms;
    /** How it takes part in the DHT; it does not where absent. */
    readonly dht?: ServerDhtTerms;
    /** Told of what is the server's own fault; not escaped. */
    readonly onFault: (error: unknown) => void;
    /** Told of each request that was answered. */
    readonly onAnswered?: OnAnswered;
}
/** What a node of the DHT is told. */
export interface ServerDhtTerms {
    readonly lan: LanMode;
    /** Other nodes: multiaddrs with `/p2p/…`. */
    readonly bootstrap: readonly string[];
}
/** What a witness is told. */
export interface WitnessTerms {
    /** 0: any. */
    readonly port: number;
    /** The logs that it cosigns; those of all agents where empty. */
    readonly logs: readonly NoteVerifier[];
}
/** A server that serves. Disposing ends its links, and lets its data directory go when all is written. */
export interface RunningServer extends AsyncDisposable {
    readonly did: Did;
    readonly peerId: string;
    /** `HOST:PORT` each. */
    readonly addresses: readonly string[];
    /** The same as multiaddrs, each with `/p2p/…`. */
    readonly multiaddrs: readonly string[];
    /** With `relay`, where it does that. */
    readonly services: readonly (Purpose | 'relay')[];
    /** What it says of itself to agents that register. */
    readonly info: ServerInfo;
    /** Where the witness is, and its verifier key. */
    readonly witness: {
        readonly url: string;
        readonly key: string;
    } | undefined;
}
/**
 * Starts a server.
 *
 * @throws {TalosError} `E_LOCKED` where another process owns the directory; what opening keystore and store throws;
 *   `E_CONFIG` if it cannot listen, and as the store of the database says.
 */
export declare function openServer(options: ServerOptions): Promise<RunningServer>;

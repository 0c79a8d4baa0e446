/**
 * The network of a running agent: started when first needed, listening when first asked to.
 *
 * @module
 */
import type { Dht, DhtTerms } from '../../agent/agent-platform.ts';
import type { Reachability, ReachStatus } from '../../agent/api/reach-api.ts';
import type { GossipNet, GossipSide } from '../../agent/reach/gossip-net.ts';
import type { Link } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { Store } from '../../storage/store.ts';
import type { NodeHost } from '../host.ts';
import type { Lan } from './lan.ts';
/** Port that an agent listens on unless told otherwise. */
export declare const DEFAULT_AGENT_PORT = 8766;
/** Milliseconds for which listening waits for the router; what it says later is told then. */
export declare const ROUTER_WAIT_MS = 1500;
/** How a router is asked for a port. */
export type RouterWay = 'nat-pmp' | 'upnp';
/** What a network is made of. */
export interface NetworkOptions {
    /** Ed25519 seed of the agent. */
    readonly seed: () => Uint8Array;
    readonly store: Store;
    /** Address to listen on where a caller names none. */
    readonly host: string;
    /** Port to listen on where a caller names none; absent: the one of last time, then 8766, then any. */
    readonly port: number | undefined;
    /** Never starts: for `--offline`. */
    readonly isOffline: boolean;
    /** How the router is asked for a port that leads here, once it listens; none: not at all. */
    readonly asksRouter: readonly RouterWay[];
    /** Relays to be reached through, as of now: multiaddrs with `/p2p/…`. Asked once it listens. */
    readonly relays: () => Promise<readonly string[]>;
    /** Servers that tell whether it is reached: multiaddrs with `/p2p/…`. */
    readonly reachabilityServers: () => Promise<readonly string[]>;
    /** Told that it is reached at other addresses than before. */
    readonly onAddresses: () => void;
    /** Told of what people may want to know. */
    readonly onNotice: (message: string) => void;
    /** What strangers may open links for, once it listens. */
    readonly purposes: readonly Purpose[];
    /** Takes links. */
    readonly accept: (purpose: Purpose, link: Link) => Promise<void>;
}
/** See the module comment. */
export declare class Network implements AsyncDisposable {
    #private;
    constructor(options: NetworkOptions);
    /** Multiaddrs it is reached at, those through relays last; empty while it does not listen. */
    get addresses(): readonly string[];
    /** Whether servers get to it. */
    get reachability(): Reachability;
    /** Has servers asked whether they get to this agent, where it listens; nobody need wait for it. */
    askReachability(): Promise<void>;
    /** How it is reached. */
    reachStatus(): Promise<ReachStatus>;
    /** The host, dial only until {@link listen}. */
    host(): Promise<NodeHost>;
    /** Takes part in gossip over the connections that there are. */
    gossip(side: GossipSide): Promise<GossipNet>;
    /** The DHT, over hosts of its own for look-ups and this one to be found. @throws {TalosError} `E_STORAGE…`. */
    dht(terms: DhtTerms, onFault: (error: unknown) => void): Promise<Dht>;
    /** Agents of the local network, by multicast DNS: nothing is sent before it is used. */
    lan(): Promise<Lan>;
    /** A new host that only dials, under a key that was made for it and is told nobody. Owned by who asks. */
    veiledHost(seed?: Uint8Array): Promise<NodeHost>;
    /**
     * Listens, where it does not yet; later calls give the same addresses.
     *
     * @throws {TalosError} `E_CONFIG` if none of the wanted ports can be listened on.
     */
    listen(host: string | undefined, port: number | undefined): Promise<readonly string[]>;
    /** Takes links of a purpose of which it takes none by itself, until disposed. */
    serve(purpose: Purpose): Promise<AsyncDisposable>;
    /**
     * Has places asked for at the relays that there are by now, once it listens; waits until each relay has answered or is known to
     * be away for now.
     */
    seekRelays(): Promise<void>;
    /** Asks the relays at once whether they are there: the network may be another one. */
    probe(): void;
    [Symbol.asyncDispose](): Promise<void>;
}

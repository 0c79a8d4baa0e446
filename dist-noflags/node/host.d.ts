import type { Host } from '../net/link.ts';
import type { TakeHttp } from './network/inbound-gate.ts';
import { type Libp2pNode } from './network/libp2p-node.ts';
/** How often connections without a link are looked for; one found twice is closed. In milliseconds. */
export declare const IDLE_SWEEP_MS = 15000;
/** What {@link openHost} needs. */
export interface HostInit {
    /** Ed25519 seed of the agent's key, 32 bytes; not kept. */
    readonly seed: Uint8Array;
    /** Multiaddrs to listen on; none: dial only, until `listen`. */
    readonly listen?: readonly string[];
    /** For the handshakes of one connection; {@link HANDSHAKE_TIMEOUT_MS} unless given. */
    readonly handshakeTimeoutMs?: number;
    /** For one `connect`; {@link DIAL_TIMEOUT_MS} unless given. */
    readonly dialTimeoutMs?: number;
    /** Connections at a time; {@link MAX_CONNECTIONS} unless given. */
    readonly maxConnections?: number;
    /** Who takes connections that speak HTTP at the ports it listens on; without one they are ended. */
    readonly http?: TakeHttp;
}
/** A host on Node, which takes further parts of libp2p: relays, the DHT and others. */
export interface NodeHost extends Host {
    /**
     * What `start` makes of the libp2p node below; it is to end with that, or to be disposed before.
     *
     * @throws {TalosError} `E_CLOSED` once the host is disposed.
     */
    use<T>(start: (node: Libp2pNode) => T): T;
}
/**
 * Starts a host.
 *
 * @throws {TalosError} `E_MALFORMED` for an address that is none; `E_CONFIG` if one cannot be listened on.
 */
export declare function openHost(init: HostInit): Promise<NodeHost>;

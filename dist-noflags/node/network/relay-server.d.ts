import type { Libp2pNode } from './libp2p-node.ts';
/** What a relay gives at most; each as the constant of its name unless given. */
export interface RelayLimits {
    /** {@link MAX_RESERVATIONS} */
    readonly reservations?: number;
    /** {@link MAX_RESERVATIONS_PER_SOURCE} */
    readonly reservationsPerSource?: number;
    /** {@link MAX_RELAYED_PER_RESERVATION} */
    readonly connectionsPerReservation?: number;
    /** {@link MAX_RELAYED} */
    readonly connections?: number;
    /** {@link MAX_RELAYED_BYTES} */
    readonly connectionBytes?: number;
    /** {@link MAX_RELAYED_MS}; below 2³¹. */
    readonly connectionMs?: number;
}
/** What a relay did, and has now. */
export interface RelayCounts {
    /** Now. */
    readonly reservations: number;
    /** Now. */
    readonly connections: number;
    /** Since it started. */
    readonly reservationsRefused: number;
    /** Since it started. */
    readonly connectionsRefused: number;
}
/** A relay that runs. It ends with its node. */
export interface Relay {
    readonly counts: RelayCounts;
}
/** Lets `node` relay, from now on. */
export declare function startRelay(node: Libp2pNode, limits?: RelayLimits): Promise<Relay>;

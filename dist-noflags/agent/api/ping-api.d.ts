/** @module What people are told of the way to a peer. PROTOCOL.md §6.8. */
import type { DialAttempt, Path } from '../../net/link.ts';
import type { PunchStatus } from './reach-api.ts';
/** What is asked of a peer. */
export interface PingParams {
    /** An alias, an address, or a peer named in full. */
    readonly peer: string;
    /** How often, from 1 to {@link MAX_PINGS}. */
    readonly count: number;
}
/** Most answers of one ping. */
export declare const MAX_PINGS = 100;
/** One answer. */
export interface PingAnswer {
    readonly path: Path;
    readonly ms: number;
}
/** How a peer answers, and over which way. */
export interface PingView {
    readonly peer: string;
    /** The way of the last answer. */
    readonly path: Path;
    /** Where the peer was then: a multiaddr. */
    readonly address: string;
    /** In order. */
    readonly answers: readonly PingAnswer[];
    /** In the order in which it became clear; empty where a connection was there already. */
    readonly tried: readonly DialAttempt[];
    /** How the last attempt ended to open the NATs between this agent and the peer; absent where there was none. */
    readonly punch?: PunchStatus;
}

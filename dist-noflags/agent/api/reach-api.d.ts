/** @module What people are told of how an agent is reached, and of NATs that it opened. PROTOCOL.md §6.12. */
import type { Did } from '../../identity/did.ts';
import type { RelayStatus } from './relay-api.ts';
/** How an attempt ended to open the NATs between this agent and a peer that a relay connects. */
export interface PunchStatus {
    readonly peer: Did;
    readonly outcome: 'punched' | 'failed';
    /** When it began. */
    readonly atMs: number;
    /** How long it took. */
    readonly ms: number;
    /** Whether this agent asked for it, and not the peer. */
    readonly asked: boolean;
    /** The multiaddr at which the relay saw this agent; empty where it did not come to that. */
    readonly own: string;
    /** Where the peer said that it is seen, as far as that was dialled. */
    readonly theirs: readonly string[];
    /** Why it failed; absent where it did not. */
    readonly failure?: {
        readonly code: string;
        readonly message: string;
    };
}
/** Whether an agent is reached from the internet without a relay, as a server that it asked has tried. */
export type Reachability = 'public' | 'private' | 'unknown';
/** What is known where there is no network. */
export declare const UNREACHED: ReachStatus;
/** How an agent is reached. */
export interface ReachStatus {
    readonly reachability: Reachability;
    /** The relays that it is to be reached through; empty while it does not listen, or uses none. */
    readonly relays: readonly RelayStatus[];
    /** The last attempts to open NATs, oldest first, at most 64. */
    readonly punches: readonly PunchStatus[];
    /** What came of asking the router for a port; absent where it was not asked. */
    readonly router?: RouterStatus;
}
/** What a router said to an agent that wants a port of it. */
export interface RouterStatus {
    /** The multiaddr outside that leads here. */
    readonly address?: string;
    /** How the router was asked for it: `NAT-PMP`, `UPnP`. */
    readonly way?: string;
    /** Why there is none. */
    readonly failure?: string;
}

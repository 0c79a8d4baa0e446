import type { Timer } from './timer.ts';
/** Silence after {@link KeepAlive.probe} that ends the link, in milliseconds. PROTOCOL.md §6.2. */
export declare const PROBE_TIMEOUT_MS = 3000;
/** The same of a side that slept for so long that a peer that did not has given the link up: most likely it is gone. */
export declare const SLEPT_TIMEOUT_MS = 1000;
/** What a {@link KeepAlive} asks of its link. */
export interface KeepAliveActions {
    /** Sends PING. */
    readonly ask: () => void;
    /** Sends PONG unasked: this side reads nothing now, but is there. */
    readonly reassure: () => void;
    /** Whether this side reads. While it does not, silence says nothing about the peer. */
    readonly reading: () => boolean;
    /** The peer did not answer for {@link KEEPALIVE_IDLE_MS} + {@link KEEPALIVE_TIMEOUT_MS}. */
    readonly silent: () => void;
}
/** Watches one link from construction to `stop`. */
export declare class KeepAlive {
    #private;
    constructor(timer: Timer, actions: KeepAliveActions);
    /** Bytes came. Cheap: nothing is rescheduled. */
    heard(): void;
    /**
     * Asks at once whether the peer is there, and gives it {@link PROBE_TIMEOUT_MS}: the network may be another one.
     *
     * @param sleptMs - So long this side did nothing; after long the peer gets {@link SLEPT_TIMEOUT_MS}.
     */
    probe(sleptMs?: number): void;
    /** Ends the watch. */
    stop(): void;
}

/**
 * When what waits for a peer is tried: at once, when the peer comes, when the network may be another one, and again and
 * again, less and less often. A few files go to one peer at a time, in the order in which they were asked for.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Timer } from '../../net/timer.ts';
/** Files that are sent to, or asked of, one peer at a time. PROTOCOL.md §11. */
export declare const MAX_RUNNING_A_PEER = 8;
/** First wait after an attempt that failed is drawn from up to this, in milliseconds. */
export declare const TRANSFER_RETRY_BASE_MS = 1000;
/** How often a person's answer to an offer is asked for, in milliseconds; the peer tells it before, where it can. */
export declare const OFFER_AGAIN_MS = 300000;
/** What is tried. */
export interface ScheduledWork<Link> {
    /** What waits for a peer and does not run, in order. */
    readonly pending: (peer: Did) => readonly {
        readonly id: string;
        readonly isOffered: boolean;
    }[];
    /** Reaches a peer. @throws {TalosError} Why it is not there. */
    readonly reach: (peer: Did, signal: AbortSignal) => Promise<Link>;
    /** Runs one over a link; resolves when that is over. */
    readonly run: (id: string, link: Link) => Promise<void>;
    /** Told that a peer is away. */
    readonly onAway: (peer: Did, error: TalosError) => void;
}
/** See the module comment. */
export declare class TransferSchedule<Link> {
    #private;
    constructor(work: ScheduledWork<Link>, timer: Timer);
    /** Tries what waits for `peer` now. */
    kick(peer: Did): void;
    /** As {@link kick}, also what a person there has to decide: the peer may say by now. */
    kickAnew(peer: Did): void;
    /** Tries what waits for every peer for which anything was tried. */
    kickAll(): void;
    /** Nothing is tried any more. Repeatable. */
    close(): void;
}

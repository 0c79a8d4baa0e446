/**
 * Counts what the services of a server are asked, what they refuse, and how long it takes.
 *
 * @module
 */
import type { Refusal } from '../base/errors.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Purpose } from './protocols.ts';
/** A request that was answered. */
export interface Answered {
    /** What the peer called its operation: 1 to 32 of `a`–`z` and `-`. */
    readonly op: string;
    /** Absent where it was not refused. */
    readonly word: Refusal | undefined;
    /** Why it was refused. */
    readonly cause: unknown;
    readonly ms: number;
    /** Multiaddr of the peer. */
    readonly from: string;
}
/** Takes what a service answered. */
export type OnAnswered = (service: Purpose, answered: Answered) => void;
/** See the module comment. */
export declare class RequestMeter {
    #private;
    /** @param operations - Those that there are: all others are counted as one, whatever a peer calls them. */
    constructor(metrics: Metrics, operations: readonly string[]);
    /** Counts one. */
    count(service: Purpose, { op, word, ms }: Answered): void;
}

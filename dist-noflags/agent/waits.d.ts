/**
 * Waiting for what somebody else does: until it is done, the time is over, the link has ended or nobody wants it any
 * longer.
 *
 * @module
 */
import type { Link } from '../net/link.ts';
import type { Timer } from '../net/timer.ts';
/** What ends a wait. */
export interface WaitLimits {
    /** Milliseconds. */
    readonly ms: number;
    readonly link?: Link | undefined;
    readonly signal?: AbortSignal | undefined;
}
/** See the module comment. */
export declare class Waits {
    #private;
    /** @param settled - Resolves when what came over a link before its end has had its effect; at once where absent. */
    constructor(timer: Timer, settled?: (link: Link) => Promise<void>);
    /** `true` when `start`'s callback is called; `false` when one of the limits is reached, or all waits are ended. */
    until({ ms, link, signal }: WaitLimits, start: (done: () => void) => void): Promise<boolean>;
    /** Ends every wait, now and from now on. */
    close(): void;
}
/** What `promise` gives, or the reason of `signal` where that comes first. */
export declare function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T>;

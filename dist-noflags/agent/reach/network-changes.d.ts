/**
 * What became of the network, told to whoever keeps connections: it may be another one, or there is a better way to a peer.
 *
 * @module
 */
import type { Clock } from '../../base/clock.ts';
import { type Did } from '../../identity/did.ts';
import type { Host, Path } from '../../net/link.ts';
import type { Timer } from '../../net/timer.ts';
/** How often the clocks are looked at, in milliseconds. */
export declare const CLOCK_STEP_MS = 1000;
/** So much more than that says that this process slept, was stopped, or the machine was, in milliseconds. */
export declare const WAKE_GAP_MS = 5000;
/** See the module comment. */
export declare class NetworkChanges {
    #private;
    /**
     * Calls `listen` whenever connections may be dead and tries worth making now, with the milliseconds that this machine slept,
     * 0 where it did not. @returns A function that undoes it.
     */
    onWake(listen: (sleptMs: number) => void): () => void;
    /** Tells them: this machine woke after `sleptMs`, or its network changed. */
    wake(sleptMs?: number): void;
    /** Calls `listen` whenever there is a better way to a peer than all that there were. @returns A function that undoes it. */
    onBetterPath(listen: (peer: Did) => void): () => void;
    /** Whether there is a better way to `peer` by now than `path`: it may have come up while something was being opened. */
    hasBetter(peer: Did, path: Path): boolean;
    /** Tells of the better ways that `host` finds, from now on. Repeatable. */
    follow(host: Host): void;
}
/**
 * Looks at both clocks again and again: where either has gone on by much more than was waited, this process slept, was
 * stopped, or its machine was. The clock of the machine may have been set as well; then trying early does no harm.
 *
 * @param woke - Told so, with the milliseconds that it was.
 * @returns A function that ends the looking.
 */
export declare function watchClocks(clock: Clock, timer: Timer, woke: (sleptMs: number) => void): () => void;

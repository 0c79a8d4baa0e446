/**
 * Limits for sources: the network addresses that strangers come from, as `sourceOf` of `net/address.ts` writes them. Keys cost
 * nothing, IPv6 addresses next to nothing: whoever has a /48 has 65,536 sources. PROTOCOL.md §6.5.
 *
 * @module
 */
import type { Clock } from './clock.ts';
/** Sources counted at a time. PROTOCOL.md §11. */
export declare const MAX_COUNTED_SOURCES = 4096;
/** All sources of one /48 of IPv6 may do as much as so many. PROTOCOL.md §11. */
export declare const SOURCES_A_NET = 4;
/** The /48 that a source is in, a /64 of IPv6; undefined for any other source. */
export declare function netOfSource(source: string): string | undefined;
/** Whether `source` may hold one more, `held` being the sources of all that are held, each as often as it holds one. */
export declare function mayHold(source: string, held: Iterable<string>, limit: number): boolean;
/** At most so many of something in a window, for each source, and {@link SOURCES_A_NET} times that for a /48. */
export declare class SourceCounter {
    #private;
    /**
     * @param limit - Most of one source in a window.
     * @param windowMs - Length of a window in milliseconds, from the first in it.
     */
    constructor(limit: number, windowMs: number, clock: Clock);
    /**
     * Counts `count` more of `source`, unless that would be over a limit.
     *
     * @param count - 1 unless given.
     * @returns Whether it is within the limits.
     */
    take(source: string, count?: number): boolean;
    /** What was counted did not happen. */
    giveBack(source: string, count: number): void;
}

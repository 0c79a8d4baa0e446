/**
 * The headline table: what everything else is made of, each beside the bare primitive that it cannot do without, or
 * what is usual instead. `talos bench` measures it in a few seconds.
 *
 * @module
 */
import type { Figures } from './figures.ts';
/** How the headline is measured. */
export interface HeadlineOptions {
    /** What runs `talos`: the command and its first arguments. Without it the tunnel is not measured. */
    readonly talos?: readonly string[];
    /** The environment of those processes. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}
/**
 * Measures the headline.
 *
 * @returns Whether everything was right that is checked beside the clock: so a cached verdict is the uncached one (L14).
 * @throws The reason of the signal, between two sections.
 */
export declare function benchHeadline(figures: Figures, { talos, env, signal }?: HeadlineOptions): Promise<boolean>;

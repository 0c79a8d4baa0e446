/**
 * Measuring: rates and times of several things in turn, round by round, so that what else the machine does meets all of
 * them, and ratios are those of the rounds.
 *
 * @module
 */
/** How long is measured. */
export interface Pace {
    readonly rounds?: number;
    readonly ms?: number;
}
/**
 * The value that a share of all values is not above.
 *
 * @param values - Not empty.
 * @param share - 0 to 1.
 */
export declare function quantile(values: readonly number[], share: number): number;
/** The middle one. @param values - Not empty. */
export declare function median(values: readonly number[]): number;
/** The median over the rounds of what the first is as a multiple of the second. */
export declare function ratioOf(ours: readonly number[], theirs: readonly number[]): number;
/**
 * Calls of several things in a second of the processor, so that what waits for the processor is not counted: of what
 * computes, and waits for nothing else, that is its rate on a machine that does nothing besides.
 *
 * @returns A list for each, a number for each round.
 */
export declare function ratesOf(runs: readonly (() => unknown)[], { rounds, ms }?: Pace): number[][];
/** How things that are awaited are measured. */
export interface AwaitedPace extends Pace {
    /** Counts seconds of the processor instead, as {@link ratesOf}: for what is awaited and waits for nothing. */
    readonly computes?: boolean;
}
/**
 * Calls a second of things that are awaited, one after the other.
 *
 * @returns A list for each, a number for each round.
 */
export declare function awaitedRatesOf(runs: readonly (() => Promise<unknown>)[], { rounds, ms, computes }?: AwaitedPace): Promise<number[][]>;

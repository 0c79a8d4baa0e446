import type { Figures } from './figures.ts';
/** A way to do the same, and its name. */
type Way = readonly [name: string, run: () => unknown];
/** See the module comment. */
export declare function benchPrimitives(figures: Figures): void;
/** Adds what is done a second, beside others. */
export declare function compare(figures: Figures, name: string, ours: () => unknown, others: readonly Way[], note?: string): void;
export {};

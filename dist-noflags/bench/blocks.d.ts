import type { Figures } from './figures.ts';
/** See the module comment. */
export declare function benchBlocks(figures: Figures): Promise<void>;

import type { Figures } from './figures.ts';
/** See the module comment. */
export declare function benchStorage(figures: Figures): Promise<void>;

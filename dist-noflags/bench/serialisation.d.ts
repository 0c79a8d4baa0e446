import type { Figures } from './figures.ts';
/** See the module comment. */
export declare function benchSerialisation(figures: Figures): void;

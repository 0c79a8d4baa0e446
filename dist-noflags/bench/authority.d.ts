import type { Figures } from './figures.ts';
/** See the module comment. @returns Whether every cached verdict was the uncached one. */
export declare function benchAuthority(figures: Figures): boolean;

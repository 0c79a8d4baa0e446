import type { Journal } from './journal.ts';
/** Opens an empty one. */
export declare function openMemoryJournal(): Journal;

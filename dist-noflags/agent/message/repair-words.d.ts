/**
 * What people are told of a session that was made anew. PROTOCOL.md §5.8.
 *
 * @module
 */
import type { RepairCause } from '../../session/repair.ts';
/** A sentence without its end, lower case. */
export declare function repairWords(cause: RepairCause): string;

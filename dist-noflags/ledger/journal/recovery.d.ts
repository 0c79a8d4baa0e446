import { TalosError } from '../../base/errors.ts';
import { type EntryHead } from '../entry/entry-head.ts';
import { type BlockRecord } from './block-record.ts';
import { type Journal } from './journal.ts';
import type { Recovered } from './ledger.ts';
/** An entry that no block holds. What it says is in the journal. */
export interface WaitingEntry extends EntryHead {
    /** Where its record starts. */
    readonly offset: number;
}
/** What the journal holds beyond the blocks. */
export interface Tail {
    readonly entries: readonly WaitingEntry[];
    /** The remains of an interrupted write, cut off. */
    readonly recovered: Recovered | undefined;
}
/** What a damaged journal or store is; `details` say where. */
export declare function corruptLedger(what: string, details: Readonly<Record<string, number>>): TalosError;
/**
 * Checks that the journal holds what `record`, the newest block, says.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if the journal is shorter or other than what was sealed.
 */
export declare function compareNewestBlock(journal: Journal, record: BlockRecord): Promise<void>;
/**
 * Reads what follows the newest block, and cuts off the remains of an interrupted write: everything before it was
 * durable when the block was stored, and of what is behind it only what no sync can have covered is given up.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT`, with nothing changed, if a record is damaged otherwise, or an entry is not
 *   the one that must follow.
 */
export declare function recoverTail(journal: Journal, record: BlockRecord | undefined): Promise<Tail>;

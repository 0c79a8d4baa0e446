/**
 * What the entries of a block say by themselves: the fourth layer. PROTOCOL.md §9.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { Block } from '../block.ts';
import { type Entry, type EntryBody } from '../entry/entry.ts';
import type { VerifiedBatches } from '../entry/statement.ts';
import { type BlockFault } from './validation-codes.ts';
/** The entries of a block, or the first whose form or place is wrong. */
type ReadEntries = Pick<EntryFindings, 'fault'> & Required<Pick<EntryFindings, 'entries'>>;
/** What the fourth layer gives. */
export interface EntryFindings {
    /** The first that is wrong. */
    readonly fault?: BlockFault;
    /** All of them, where nothing is wrong with the form of any and they were read in this thread. */
    readonly entries?: readonly Entry[];
    /** What each records once and for all, see {@link idsOf}; each once where nothing is wrong. */
    readonly ids: readonly string[];
}
/**
 * Reads the entries of a block whose log size is right, and checks their form and sequence.
 *
 * @param leaves - Their leaf hashes.
 */
export declare function readEntries({ header, entries: held }: Block, leaves: readonly Bytes[]): ReadEntries;
/** What is demanded of entries besides their form. */
export interface EntryTerms {
    /** Whose log it is; `undefined` where nobody said, when statements are only checked by themselves. */
    readonly author: Did | undefined;
    /** Gives what remembers batches and notes; a new one each time where nothing may be remembered. */
    readonly verified: () => VerifiedBatches;
}
/** As {@link readEntries}; also what they record twice, and the statements in them, which cost most and come last. */
export declare function checkEntries(block: Block, leaves: readonly Bytes[], terms: EntryTerms): EntryFindings;
/** The fault of an id that is there a second time. */
export declare function repetition(id: string, position?: number): BlockFault;
/**
 * What an entry records once and for all. A peer chooses the ids of its messages and the numbers of its calls, so its
 * name stands beside them: nobody can spoil the ledger of another by choosing what a third one chose.
 */
export declare function idsOf(body: EntryBody): readonly string[];
export {};

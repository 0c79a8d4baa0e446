import type { Store } from '../../storage/store.ts';
import type { EntryHead } from '../entry/entry-head.ts';
import type { BlockRecord } from './block-record.ts';
import { type IndexRow } from './ledger-index.ts';
/** What the index is made from. */
export interface ReindexParts {
    readonly store: Store;
    /** Lowest height of a block whose entries are here: rows of those below it stay as they are. */
    readonly first: number;
    /** Height of the newest block. */
    readonly head: number;
    /** The entries of a block. */
    readonly headsOf: (record: BlockRecord) => Promise<readonly EntryHead[]>;
}
/** All rows of a block whose entries are here. */
export declare function rowsOf({ headsOf }: Pick<ReindexParts, 'headsOf'>, record: BlockRecord): Promise<IndexRow[]>;
/** Whether the index has every row of `record` as it must be. */
export declare function isIndexed(parts: ReindexParts, record: BlockRecord): Promise<boolean>;
/**
 * Makes the index anew.
 *
 * @param from - The block to go on from; 0: from the beginning, with nothing left of what was there.
 */
export declare function reindex(parts: ReindexParts, from: number): Promise<void>;

/**
 * Making blocks: roots, work, signature, checkpoint, and the batch that stores them. PROTOCOL.md §9.5.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { SigningKey } from '../../crypto/sign.ts';
import type { Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import type { EntryHead } from '../entry/entry-head.ts';
import type { NetworkTerms } from '../network.ts';
import { type Mine } from '../work.ts';
import { type BlockRecord } from './block-record.ts';
/** Most entries that one own block takes: sealing them holds the event loop for a few milliseconds. */
export declare const MAX_SEALED_TOGETHER = 256;
/** As many where sealing has fallen behind by {@link BEHIND_ENTRIES}: fewer syncs and commits for as many entries. */
export declare const MAX_SEALED_BEHIND = 1024;
/** So many entries that wait say that sealing has fallen behind. */
export declare const BEHIND_ENTRIES = 2048;
/** Who seals. */
export interface Author {
    readonly did: Did;
    readonly signing: SigningKey;
}
/** The newest block with its hash. */
export interface Head {
    readonly record: BlockRecord;
    readonly hash: Bytes;
}
/** What a sealer works with. */
export interface SealerParts {
    readonly author: Author;
    readonly network: NetworkTerms;
    readonly store: Store;
    readonly mine: Mine;
}
/** Makes one block after the other; never two at a time. After a failure it is not to be used again. */
export declare class Sealer {
    #private;
    private constructor();
    /**
     * Goes on after `record`, the newest block of the store, or begins a chain where there is none.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if the tiles are not those of the block's log.
     */
    static open(parts: SealerParts, record: BlockRecord | undefined): Promise<Sealer>;
    /** The newest block; `undefined` before height 0. */
    get head(): Head | undefined;
    /** How many of `waiting` the next block takes. */
    static take(waiting: readonly Pick<EntryHead, 'length'>[]): number;
    /**
     * Makes and stores the next block.
     *
     * @param entries - Durable in the journal, in the order of the log; none at height 0, at most {@link Sealer.take}
     *   after it.
     * @param timeMs - The clock; the block's time does not go below the last one's.
     * @throws whatever mining or the store threw.
     */
    seal(entries: readonly EntryHead[], timeMs: number): Promise<Head>;
}

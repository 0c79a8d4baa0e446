/**
 * The entries of archived blocks, one block after the other, out of the archives that are given. PROTOCOL.md §9.13.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { BlockRecord } from '../journal/block-record.ts';
import type { ArchiveSource } from '../journal/ledger.ts';
/** See the module comment. */
export declare class ArchivedEntries {
    #private;
    /** @param archives - In any order. */
    constructor(archives: readonly ArchiveSource[], author: Did);
    /**
     * The entries of a block; `undefined` where no archive has them. Every block of the ledger is asked for, in order.
     *
     * @throws {TalosError} `E_LEDGER_INVALID` if an archive does not verify, or has another block at that height.
     */
    of({ header, signature }: BlockRecord): Promise<readonly Bytes[] | undefined>;
    /**
     * Reads what is left of the archives once the newest block was asked for.
     *
     * @throws {TalosError} `E_LEDGER_INVALID` if that does not verify, or comes after the newest block.
     */
    end(head: number): Promise<void>;
    close(): Promise<void>;
}

/**
 * Making archive files out of a ledger: which blocks, and their bytes. PROTOCOL.md §9.13.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { ArchiveBound } from '../journal/ledger.ts';
import type { LedgerReader } from '../journal/ledger-reader.ts';
import type { LedgerStore } from '../journal/ledger-store.ts';
import type { NetworkTerms } from '../network.ts';
/** What archives are made from. */
export interface ArchiveMakerParts {
    readonly author: Did;
    readonly network: NetworkTerms;
    readonly blocks: LedgerStore;
    readonly reader: LedgerReader;
}
/** The blocks that go into an archive. */
export interface ArchivePlan {
    /** Heights of the first and the last. */
    readonly from: number;
    readonly to: number;
    /** Entries in them, and in the log up to the last. */
    readonly entries: number;
    readonly size: number;
    /** Hash of the last, 64 hex digits. */
    readonly block: string;
    /** The checkpoint of the last. */
    readonly checkpoint: string;
    /** Where the journal goes on after them. */
    readonly end: number;
}
/** See the module comment. */
export declare class ArchiveMaker {
    #private;
    constructor(parts: ArchiveMakerParts);
    /**
     * The blocks below `bound`, from height `first` on; the block at height `head`, the newest, is not among them.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none with entries.
     */
    plan(bound: ArchiveBound, first: number, head: number): Promise<ArchivePlan>;
    /** The bytes of the file. */
    pieces({ from, to, checkpoint }: ArchivePlan): AsyncIterable<Bytes>;
}

/**
 * Archive files: old blocks with their entries, which the journal holds no longer, and what verifies them without
 * anything else. PROTOCOL.md §9.13.
 *
 *     head, canonical JSON ‖ 0x0a ‖ for each block: u32 length ‖ block
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { type Did } from '../../identity/did.ts';
import { type Block } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import type { BlockRecord } from '../journal/block-record.ts';
import type { ArchiveSource } from '../journal/ledger.ts';
import { type NetworkTerms } from '../network.ts';
import { type ChainTip } from '../validation/validate.ts';
/** Longest head in bytes: a note, a header and at most 53 hashes. */
export declare const MAX_ARCHIVE_HEAD_BYTES = 8192;
/** What an archive says of itself. */
export interface ArchiveHead {
    readonly author: Did;
    readonly network: NetworkTerms;
    /** Heights of its first and its last block. */
    readonly from: number;
    readonly to: number;
    /** The checkpoint of the last block. */
    readonly checkpoint: string;
    /** Header and signature of the block before the first; `undefined` from height 0 on. */
    readonly previous: Bytes | undefined;
    /** The log up to that block: roots of its whole subtrees, largest first. */
    readonly roots: readonly Bytes[];
}
/** The head of an archive as bytes. */
export declare function encodeArchiveHead(head: ArchiveHead): Bytes;
/** A block of an archive. */
export declare function encodeArchived(record: BlockRecord, entries: readonly Entry[]): Bytes;
/** A block of an archive that was verified. */
export interface ArchivedBlock {
    readonly block: Block;
    readonly entries: readonly Entry[];
    readonly tip: ChainTip;
}
/** An archive that is being read. */
export interface OpenArchive {
    readonly head: ArchiveHead;
    /**
     * Its blocks, each verified as the one after that before it, statements included; to be read once.
     *
     * @throws {TalosError} `E_LEDGER_INVALID` at the first thing that does not verify; `E_MALFORMED`.
     */
    readonly blocks: AsyncIterable<ArchivedBlock>;
    /** Lets go of the file, of which the blocks need not have been read. */
    readonly close: () => Promise<void>;
}
/**
 * Reads an archive, which anybody may have written.
 *
 * @throws {TalosError} `E_MALFORMED` for what is none; `E_VERSION`; `E_LEDGER_INVALID` if what it goes on from does not
 *   verify.
 */
export declare function openArchive(source: ArchiveSource): Promise<OpenArchive>;
/** The entries of a block that one of `archives` holds; `undefined` where none does. */
export declare function entriesInArchives(archives: readonly ArchiveSource[], author: Did, height: number): Promise<readonly Entry[] | undefined>;
/** Whether `error` says that an archive is none, or does not verify. */
export declare function isArchiveFault(error: unknown): error is TalosError;

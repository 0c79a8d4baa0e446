/**
 * The ledger of one agent: what it did, in an append-only journal, sealed into signed blocks and one Merkle log.
 * PROTOCOL.md §9.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Entry, EntryBody, EntryType } from '../entry/entry.ts';
import type { NetworkTerms } from '../network.ts';
/** What {@link Ledger.append} gives: the entry, which is written, and the way to wait until it is durable. */
export interface Appended extends Entry {
    /**
     * Resolves once the entry survives the machine. Waiters of one moment share one sync.
     *
     * @throws {TalosError} `E_STORAGE` or `E_STORAGE_FULL` if the ledger failed, even where this entry came before.
     */
    durable(): Promise<void>;
}
/** An entry of the log. */
export interface StoredEntry extends Entry {
    /** Height of the block that holds it; `undefined` while it waits for one. */
    readonly height?: number;
}
/** Which entries are asked for; every condition that is given must hold. */
export interface LedgerQuery {
    /** At most this many, the newest, or the oldest with {@link after}; 1 to 10,000, which is the default. */
    readonly last?: number;
    /** Entries about this peer. */
    readonly peer?: Did;
    readonly type?: EntryType;
    /** Calls of this tool, resource or prompt, and what came of them. */
    readonly tool?: string;
    /** Entries about the message of this id, a UUID in lower case. */
    readonly message?: string;
    /** Entries of one matter, see `subjectOf`; 64 hex digits. */
    readonly subject?: string;
    /** Inclusive, milliseconds since 1970. */
    readonly fromMs?: number;
    /** Exclusive, milliseconds since 1970. */
    readonly toMs?: number;
    /** Only entries before this index: the page before. */
    readonly before?: number;
    /** Only entries after this index, −1 for all of them, and the oldest of these: the next page. */
    readonly after?: number;
}
/** What entries are about: one of {@link LedgerQuery}'s `subject` and `message`, and what else is given. */
export interface EntryMatter {
    readonly type: EntryType;
    readonly peer?: Did;
    readonly subject?: string;
    readonly message?: string;
}
/** The first thing that does not verify. */
export interface LedgerFault {
    /** Index of the entry, where it is known. */
    readonly seq?: number;
    /** Height of the block, where it is known. */
    readonly height?: number;
    /** One sentence, lower case. */
    readonly reason: string;
    readonly code: ErrorCode;
}
/** What {@link Ledger.verify} found. */
export interface LedgerReport {
    readonly ok: boolean;
    /** Entries that were verified. */
    readonly entries: number;
    /** Blocks that were verified, height 0 included. */
    readonly blocks: number;
    /** Blocks among them of which the entries were archived and not given: their headers and hashes were verified. */
    readonly archived: number;
    /** Latest signed note, `""` before the first. */
    readonly checkpoint: string;
    readonly firstBad?: LedgerFault;
}
/** An archive file, to be read from its beginning. */
export type ArchiveSource = () => AsyncIterable<Uint8Array>;
/** How far {@link Ledger.verify} is. */
export interface VerifyProgress {
    readonly entries: number;
    readonly blocks: number;
    /** Blocks that there are. */
    readonly allBlocks: number;
}
/** What {@link Ledger.verify} compares with, besides the ledger itself. */
export interface VerifyOptions {
    /** A signed note of this ledger that was kept elsewhere: finds a ledger that was replaced by an older one. */
    readonly checkpoint?: string;
    /** Archives of this ledger, of which the entries are verified as well: in any order. */
    readonly archives?: readonly ArchiveSource[];
    /** Told after each block. */
    readonly onProgress?: (progress: VerifyProgress) => void;
    /** Ends it between two blocks, with its reason. */
    readonly signal?: AbortSignal;
}
/** Up to where blocks are archived: those below a height, or whose entries are all older than a time. */
export type ArchiveBound = {
    readonly height: number;
} | {
    readonly timeMs: number;
};
/** Keeps the file that `pieces` make: durable when it resolves. */
export type SaveArchive = (pieces: AsyncIterable<Uint8Array>) => Promise<void>;
/** What was archived. */
export interface Archived {
    /** Heights of the first and the last block. */
    readonly from: number;
    readonly to: number;
    /** Entries in them. */
    readonly entries: number;
    /** Id of the entry that says so. */
    readonly entry: string;
}
/** What start-up cut off: the remains of a write that was interrupted, never durable. PROTOCOL.md §9.6. */
export interface Recovered {
    /** Offset in the journal of the first record that was not whole. */
    readonly offset: number;
    /** Bytes that were cut off: from there to the end, later pages of the same writes included. */
    readonly bytes: number;
}
/**
 * See the module comment. Once a write or a sync fails the ledger is closed to all that changes it: every later
 * `append`, `durable`, `seal` and `prove` gives `E_STORAGE` or `E_STORAGE_FULL` until it is opened anew.
 */
export interface Ledger extends AsyncDisposable {
    /**
     * Records `body` as the next entry. Synchronous: when it returns the entry is *written* (survives the process).
     *
     * @throws {TalosError} `E_STORAGE` or `E_STORAGE_FULL` if it cannot be written: do not act then; `E_MALFORMED` or
     *   `E_LIMIT` for a body that has no entry; `E_CLOSED`.
     */
    append(body: EntryBody): Appended;
    /** As {@link append}, all of them with one write, or none. */
    appendAll(bodies: readonly EntryBody[]): readonly Appended[];
    /** Entries in the log, written ones included. */
    readonly size: number;
    /** Height of the newest block. */
    readonly height: number;
    /** Largest time that any entry or block bears: time does not go below it (PROTOCOL.md §8.4). */
    readonly highestTimeMs: number;
    /** Latest signed note, `""` before the first block with entries. PROTOCOL.md §9.4. */
    readonly checkpoint: string;
    /** The network that it began in. */
    readonly network: NetworkTerms;
    /** Work of all blocks, see `totalWork`. */
    readonly work: bigint;
    /** Lowest height of a block whose entries are here: 0, unless those below were archived. */
    readonly first: number;
    /** What the start cut off, where it had to. */
    readonly recovered: Recovered | undefined;
    /** Whether the start made the index anew: it was of an earlier version, or disagreed with the newest block. */
    readonly isReindexed: boolean;
    /** Seals every waiting entry into blocks and signs the checkpoint; durable when it resolves. */
    seal(): Promise<void>;
    /** Entries that fit, in the order of the log. */
    query(query: LedgerQuery): Promise<readonly StoredEntry[]>;
    /** Indexes in the log of the entries about `matter`, archived ones included: what the indexes know without them. */
    positions(matter: EntryMatter): Promise<readonly number[]>;
    /**
     * The entry of that id.
     *
     * @param archives - Where it is looked for if it was archived.
     * @throws {TalosError} `E_NOT_FOUND` if it was archived and is in none of them, with what says in which it is.
     */
    get(id: string, archives?: readonly ArchiveSource[]): Promise<StoredEntry | undefined>;
    /**
     * A block as bytes, by its height or its hash; `undefined` where there is none.
     *
     * @throws {TalosError} `E_NOT_FOUND` if it was archived.
     */
    block(at: number | Uint8Array): Promise<Bytes | undefined>;
    /**
     * The proof file of an entry (PROTOCOL.md §9.7); seals first where it must.
     *
     * @param archives - As of {@link get}.
     * @throws {TalosError} `E_NOT_FOUND` if there is no such entry; as {@link get}.
     */
    prove(id: string, archives?: readonly ArchiveSource[]): Promise<string>;
    /** Recomputes everything from the journal and compares it with blocks, nodes and indexes. */
    verify(options?: VerifyOptions): Promise<LedgerReport>;
    /** Makes the index anew from journal and blocks, as far as their entries are here. */
    reindex(): Promise<void>;
    /**
     * Moves the entries of old blocks into a file: keeps it with `save`, records that, and drops them from the journal.
     * Headers, tiles and index stay, and with them every proof. The newest block always stays.
     *
     * @throws {TalosError} `E_NOT_FOUND` if there is no such block; `E_STORAGE…`; what `save` throws. Nothing was dropped then.
     */
    archive(before: ArchiveBound, save: SaveArchive): Promise<Archived>;
    /** Runs `task` while nothing is archived, reindexed or verified, and the ledger does not end. */
    hold<T>(task: () => Promise<T>): Promise<T>;
}

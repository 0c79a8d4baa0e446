/**
 * A ledger by itself, for whoever keeps one without an agent: in memory, or over a store and a journal of one's own; on
 * Node also in a folder. The ledger of an agent is `client.audit`.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Clock } from '../../base/clock.ts';
import type { Store } from '../../storage/store.ts';
import { type EntryBody } from '../entry/entry.ts';
import type { NetworkTerms } from '../network.ts';
import { type Mine } from '../work.ts';
import type { Journal } from './journal.ts';
import type { Appended, ArchiveBound, Archived, ArchiveSource, Ledger as LedgerPort, LedgerQuery, LedgerReport, SaveArchive, StoredEntry, VerifyOptions } from './ledger.ts';
import { openLedger } from './open-ledger.ts';
import type { Author } from './sealer.ts';
/** Where a ledger is kept, and by which rules. */
export interface LedgerOptions {
    /** What it begins in, `talos` where absent; a ledger that is there must have begun in it. */
    readonly network?: Partial<NetworkTerms>;
    /** In memory where absent. Stays the caller's to dispose of, after the ledger; so does the journal. */
    readonly store?: Store;
    /** In memory where absent. */
    readonly journal?: Journal;
    /** Searches for proofs of work; between other work of this thread where absent. */
    readonly mine?: Mine;
    /** The system's where absent. */
    readonly clock?: Clock;
}
/**
 * See the module comment. Made by {@link Ledger.open}; `await using` seals what waits and ends it.
 *
 * @example
 * await using ledger = await Ledger.open(identity);
 * const entry = ledger.append({ type: 'identity', did: identity.did, event: 'created' });
 * await ledger.seal();
 * verifyProofFile(await ledger.prove(entry.id)).valid; // true
 */
export declare class Ledger implements AsyncDisposable {
    #private;
    /** @param ledger - Ends with this one. */
    protected constructor(ledger: LedgerPort);
    /**
     * Opens the ledger of `author`, an `Identity`, or begins it.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if journal and store are not of one ledger, or damaged; `E_LEDGER_INVALID` if
     *   it is another's; `E_CONFIG` if it began in another network; `E_STORAGE…`.
     */
    static open(author: Author, options?: LedgerOptions): Promise<Ledger>;
    /** Entries in the log, written ones included. */
    get size(): number;
    /** Height of the newest block, −1 before the first. */
    get height(): number;
    /** Latest signed note, `""` before the first. PROTOCOL.md §9.4. */
    get checkpoint(): string;
    /** The network that it began in. */
    get network(): NetworkTerms;
    /** Sum of 2^difficulty over the blocks. */
    get work(): bigint;
    /**
     * Records `body` as the next entry: written when it returns, durable when `durable()` of it resolves.
     *
     * @throws {TypeError} for a body of no type of `ENTRY_TYPES`.
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` or `E_LIMIT` for a body that no reader would take; `E_STORAGE…`: do not act then; `E_CLOSED`.
     */
    append(body: EntryBody): Appended;
    /** As {@link append}, all of them with one write, or none. */
    appendAll(bodies: readonly EntryBody[]): readonly Appended[];
    /** Seals every waiting entry into blocks and signs the checkpoint; durable when it resolves. */
    seal(): Promise<void>;
    /** Entries that fit, in the order of the log. @throws {RangeError} for a number out of bounds. */
    query(query?: LedgerQuery): Promise<readonly StoredEntry[]>;
    /** The entry of an id, 64 hex digits. @throws {TalosError} `E_NOT_FOUND` if it was archived and is in none of `archives`. */
    get(id: string, archives?: readonly ArchiveSource[]): Promise<StoredEntry | undefined>;
    /** A block as bytes, by its height or its hash; `undefined` where there is none. @throws {TalosError} `E_NOT_FOUND` if it was archived. */
    block(at: number | Uint8Array): Promise<Bytes | undefined>;
    /** The proof file of an entry (PROTOCOL.md §9.7); seals first where it must. @throws {TalosError} `E_NOT_FOUND`. */
    prove(id: string, archives?: readonly ArchiveSource[]): Promise<string>;
    /** Recomputes everything from the journal and compares it with blocks, nodes and indexes. @throws The reason of the signal. */
    verify(options?: VerifyOptions): Promise<LedgerReport>;
    /** Moves the entries of old blocks into a file that `save` keeps; proofs hold as before. @throws {TalosError} `E_NOT_FOUND`; `E_STORAGE…`. */
    archive(before: ArchiveBound, save: SaveArchive): Promise<Archived>;
    /** Seals what waits, and ends. Repeatable. */
    [Symbol.asyncDispose](): Promise<void>;
}
/** The parts of a ledger, in memory as far as the options do not say otherwise. */
export declare function partsOf(author: Author, options: LedgerOptions): Parameters<typeof openLedger>[0];

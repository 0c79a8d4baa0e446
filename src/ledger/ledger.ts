/**
 * The ledger of one agent: what it did, in an append-only journal, sealed into signed blocks and one Merkle log.
 * PROTOCOL.md §9.
 *
 * @module
 */
import type { ErrorCode } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Entry, EntryBody, EntryType } from './entry.ts';

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
  /** At most this many, the newest; 1 to 10,000, which is the default. */
  readonly last?: number;
  /** Entries about this peer. */
  readonly peer?: Did;
  readonly type?: EntryType;
  /** Inclusive, milliseconds since 1970. */
  readonly fromMs?: number;
  /** Exclusive, milliseconds since 1970. */
  readonly toMs?: number;
  /** Only entries before this index: the next page. */
  readonly before?: number;
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
  /** Latest signed note, `""` before the first. */
  readonly checkpoint: string;
  readonly firstBad?: LedgerFault;
}

/** What {@link Ledger.verify} compares with, besides the ledger itself. */
export interface VerifyOptions {
  /** A signed note of this ledger that was kept elsewhere: finds a ledger that was replaced by an older one. */
  readonly checkpoint?: string;
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
  /** What the start cut off, where it had to. */
  readonly recovered: Recovered | undefined;
  /** Seals every waiting entry into blocks and signs the checkpoint; durable when it resolves. */
  seal(): Promise<void>;
  /** Entries that fit, in the order of the log. */
  query(query: LedgerQuery): Promise<readonly StoredEntry[]>;
  /** The entry of that id. */
  get(id: string): Promise<StoredEntry | undefined>;
  /**
   * The proof file of an entry (PROTOCOL.md §9.7); seals first where it must.
   *
   * @throws {TalosError} `E_NOT_FOUND` if there is no such entry.
   */
  prove(id: string): Promise<string>;
  /** Recomputes everything from the journal and compares it with blocks, nodes and indexes. */
  verify(options?: VerifyOptions): Promise<LedgerReport>;
}

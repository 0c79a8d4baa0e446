/**
 * A {@link Store} in a database that speaks the protocol of PostgreSQL, which several processes may have open at once.
 *
 * Batches form groups, as in `lmdb-store.ts`: while one group is being committed, those that arrive wait and become the
 * next, so that one process has one transaction at a time, and its batches apply in the order of the calls. A group locks
 * the rows that it reads or writes, in the order of their keys, decides its requirements on what it has locked, and
 * commits; what another process inserted meanwhile makes it begin again. So it holds at every level of isolation, and no
 * two processes wait for each other in a circle. docs/design/009-postgres.md has the reasons, and which statements the
 * databases of this kind have in common.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import {
  assertKey,
  assertRange,
  type Change,
  copyChanges,
  type Range,
  type Space,
  type Store,
} from '../../storage/store.ts';
import { PG_DEADLINE_MS, PgConnections } from './pg-connections.ts';
import { isConflict, isRolledBack, pgError } from './pg-errors.ts';
import { preparePgSchema } from './pg-schema.ts';
import { applyBatches, type Entry, readKeys, readPage } from './pg-statements.ts';
import { parseStoreUrl } from './pg-url.ts';

/** Options of {@link openPgStore}. */
export interface PgStoreOptions {
  /** `postgres://USER:PASSWORD@HOST/DB`. */
  readonly url: string;
  /** DID of whose store it is: another's is refused. */
  readonly owner: string;
}

/** Most batches that share one commit. */
const MAX_GROUP = 256;
/** Most bytes of values that share one commit, unless one batch alone has more. */
const MAX_GROUP_BYTES: number = 16 * 1024 * 1024;
/** Most bytes of batches that wait for the database: what comes on top fails at once. */
export const MAX_PG_WAITING_BYTES: number = 256 * 1024 * 1024;
/** A batch that waited for a database that was away is tried for so long at least, in milliseconds. */
const MIN_ATTEMPT_MS = 1_000;
/** Keys that one statement reads. */
const MAX_READ_KEYS = 256;
/** Statements that read single keys at a time; what is asked for meanwhile shares the next. */
const MAX_READS = 4;
/** Rows of the first page of a scan, and of any; between them by how long values are. */
const FIRST_PAGE_ROWS = 32;
const MAX_PAGE_ROWS = 512;
const PAGE_BYTES: number = 4 * 1024 * 1024;

/**
 * Opens the store, making its tables if need be. Dispose it to wait for what is queued and let go.
 *
 * @throws {TalosError} `E_CONFIG` for an address that is none, a store of another server, or a database that is not durable;
 *   `E_VERSION` for newer tables; `E_STORAGE_DENIED`, `E_STORAGE_CORRUPT` or `E_STORAGE` as the database says, and where it
 *   cannot be reached within {@link PG_DEADLINE_MS}.
 */
export async function openPgStore({ url, owner }: PgStoreOptions): Promise<Store> {
  const connections = await PgConnections.open(parseStoreUrl(url));
  try {
    await preparePgSchema(connections, owner);
  } catch (error) {
    await connections[Symbol.asyncDispose]();
    throw error;
  }
  return new PgStore(connections);
}

interface Waiting {
  readonly changes: readonly Change[];
  readonly bytes: number;
  readonly sinceMs: number;
  readonly resolve: (applied: boolean) => void;
  readonly reject: (error: unknown) => void;
}

interface Asked {
  readonly space: Space;
  readonly key: Buffer;
  readonly resolve: (value: Bytes | undefined) => void;
  readonly reject: (error: unknown) => void;
}

class PgStore implements Store {
  readonly #connections: PgConnections;
  #waiting: Waiting[] = [];
  /** Of those that wait, and of those that are being committed. */
  #waitingBytes = 0;
  #asked: Asked[] = [];
  readonly #reads = new Set<Promise<void>>();
  #draining: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(connections: PgConnections) {
    this.#connections = connections;
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new TalosError('E_CLOSED', 'the store is closed');
  }

  // Single keys

  async get(space: Space, key: Uint8Array): Promise<Bytes | undefined> {
    assertKey(key);
    this.#assertOpen();
    return new Promise((resolve, reject) => {
      this.#asked.push({ space, key: Buffer.from(key), resolve, reject });
      // What is asked for in one turn is one statement.
      if (this.#asked.length === 1) queueMicrotask(() => this.#readNext());
    });
  }

  #readNext(): void {
    while (this.#asked.length > 0 && this.#reads.size < MAX_READS) {
      const space = this.#asked[0]?.space;
      const asked = this.#asked.filter((each) => each.space === space).slice(0, MAX_READ_KEYS);
      const taken = new Set(asked);
      this.#asked = this.#asked.filter((each) => !taken.has(each));
      const read = this.#read(asked).then(() => {
        this.#reads.delete(read);
        this.#readNext();
      });
      this.#reads.add(read);
    }
  }

  /** Answers all of `asked`, which are of one space. Never rejects. */
  async #read(asked: readonly Asked[]): Promise<void> {
    try {
      const keys = new Map(asked.map(({ key }) => [key.toString('latin1'), key]));
      const space = asked[0]?.space ?? 'meta';
      const rows = await this.#connections.run((link) => readKeys(link, space, [...keys.values()]));
      const held = new Map(rows.map(({ key, value }) => [key.toString('latin1'), value]));
      for (const { key, resolve } of asked) {
        const value = held.get(key.toString('latin1'));
        resolve(value === undefined ? undefined : new Uint8Array(value));
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  // Ranges

  async *scan(space: Space, range: Range = {}): AsyncIterable<readonly [Bytes, Bytes]> {
    assertRange(range);
    this.#assertOpen();
    const { limit = Number.POSITIVE_INFINITY } = range;
    if (limit === 0) return;
    if (limit <= FIRST_PAGE_ROWS) {
      // One statement is of one moment by itself.
      yield* this.#entries(await this.#connections.run((link) => readPage(link, space, range, { limit })));
      return;
    }
    await using snapshot = await this.#connections.snapshot();
    let behind: Buffer | undefined;
    for (let [left, size] = [limit, FIRST_PAGE_ROWS]; left > 0; ) {
      const page = { limit: Math.min(size, left), behind };
      const rows = await readPage(snapshot.link, space, range, page).catch((error: unknown) => {
        this.#assertOpen();
        // What is gone with its connection cannot be read on from another one.
        throw pgError(error, 'the database cannot be read on');
      });
      yield* this.#entries(rows);
      if (rows.length < page.limit) return;
      left -= rows.length;
      behind = rows.at(-1)?.key;
      const bytes = rows.reduce((sum, { value }) => sum + value.length, 1);
      size = Math.max(1, Math.min(MAX_PAGE_ROWS, Math.floor((PAGE_BYTES * rows.length) / bytes)));
    }
  }

  *#entries(rows: readonly Entry[]): Iterable<readonly [Bytes, Bytes]> {
    for (const { key, value } of rows) {
      yield [new Uint8Array(key), new Uint8Array(value)];
      // The reader may have closed the store meanwhile.
      this.#assertOpen();
    }
  }

  // Batches

  async apply(changes: readonly Change[]): Promise<boolean> {
    const batch = copyChanges(changes);
    this.#assertOpen();
    const bytes = batch.reduce((sum, change) => sum + (change.kind === 'put' ? change.value.length : 0), 0);
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > MAX_PG_WAITING_BYTES)
      throw new TalosError('E_STORAGE', 'too much waits for the database');
    this.#waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes: batch, bytes, sinceMs: performance.now(), resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Commits what waits, group by group. Never rejects. */
  async #drain(): Promise<void> {
    // Batches of one turn of the event loop share a commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      await this.#commitGroup(group);
      this.#waitingBytes -= group.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    this.#draining = undefined;
  }

  #nextGroup(): readonly Waiting[] {
    let bytes = 0;
    const over = this.#waiting.findIndex((each) => {
      bytes += each.bytes;
      return bytes > MAX_GROUP_BYTES;
    });
    return this.#waiting.splice(0, over === -1 ? MAX_GROUP : Math.min(MAX_GROUP, Math.max(1, over)));
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const waitedMs = performance.now() - (group[0]?.sinceMs ?? 0);
    try {
      const batches = group.map(({ changes }) => changes);
      const deadlineMs = Math.max(MIN_ATTEMPT_MS, PG_DEADLINE_MS - waitedMs);
      const applied = await this.#connections.transaction((link) => applyBatches(link, batches), deadlineMs);
      for (const [at, { resolve }] of group.entries()) resolve(applied[at] ?? false);
    } catch (error) {
      // What the database refuses of one batch must not fail its neighbours.
      if (group.length > 1 && isOfOne(error)) for (const one of group) await this.#commitGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    await this.#draining;
    while (this.#reads.size > 0) await Promise.all(this.#reads);
    await this.#connections[Symbol.asyncDispose]();
  }
}

/** Whether a batch was refused for what it is, so that others of its group may do. */
function isOfOne(error: unknown): boolean {
  return isTalosError(error) && isRolledBack(error.cause) && !isConflict(error.cause);
}

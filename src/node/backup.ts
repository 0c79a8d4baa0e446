/**
 * A copy of a data directory that is in use: each file as of one moment, and the moments in the order that makes the copy
 * what a crash could have left. PROTOCOL.md §10.5.
 *
 * @module
 */
import { constants, mkdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { equalBytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Journal } from '../ledger/journal/journal.ts';
import { DATA_DIR_NAMES } from './data-dir.ts';
import { isSystemError, syncFolder } from './files/atomic-file.ts';
import { makeNewFolder } from './files/new-folder.ts';
import { journalHead } from './store/journal-head.ts';
import { storageError } from './store/lmdb-errors.ts';
import type { CopyableStore } from './store/lmdb-store.ts';

/** Copies of the store that are made at most, where its keys are replaced meanwhile: that is a minute apart at least. */
export const MAX_COPIES = 5;
/** Bytes of the journal that are copied at once. */
const PIECE_BYTES = 1024 * 1024;
const { keystore, keyFile, config, permissions, ledger, store: storeName, epochKeys } = DATA_DIR_NAMES;

/** What is copied. */
export interface BackupParts {
  readonly dataDir: string;
  readonly store: CopyableStore;
  /** Nothing is dropped from it meanwhile. */
  readonly journal: Journal;
}

/**
 * Copies the data directory into the new folder `path`.
 *
 * @returns The bytes of its files.
 * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`. Nothing is left then.
 */
export async function makeBackup(parts: BackupParts, path: string, signal?: AbortSignal): Promise<number> {
  try {
    let bytes = 0;
    await makeNewFolder(path, async (folder) => {
      bytes = await new Backup(parts, folder, signal).make();
    });
    return bytes;
  } catch (error) {
    signal?.throwIfAborted();
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR'))
      throw new TalosError('E_NOT_FOUND', `there is no folder ${dirname(path)}`, { cause: error });
    if (isSystemError(error, 'ENOTEMPTY') || isSystemError(error, 'EEXIST'))
      throw new TalosError('E_FILE_EXISTS', `something took the name ${path} meanwhile`, { cause: error });
    throw storageError(error, 'the backup cannot be made');
  }
}

class Backup {
  readonly #parts: BackupParts;
  readonly #folder: string;
  readonly #signal: AbortSignal | undefined;
  #bytes = 0;

  constructor(parts: BackupParts, folder: string, signal: AbortSignal | undefined) {
    this.#parts = parts;
    this.#folder = folder;
    this.#signal = signal;
  }

  async make(): Promise<number> {
    for (const name of [keystore, keyFile, config, permissions]) {
      const content = await this.#read(name);
      if (content !== undefined) await this.#write(name, [content]);
    }
    await this.#copyStore();
    // After the store: it may say less than the journal, as after a crash, and never more.
    mkdirSync(join(this.#folder, ledger), { mode: 0o700 });
    await this.#write(join(ledger, 'journal'), this.#journal());
    for (const name of [ledger, storeName, '']) syncFolder(join(this.#folder, name));
    return this.#bytes;
  }

  /** The keys that the records of the copy lie under were there before it and after it: they were not replaced. */
  async #copyStore(): Promise<void> {
    const keysName = join(storeName, epochKeys);
    for (let copies = 0; copies < MAX_COPIES; copies++) {
      const folder = join(this.#folder, storeName);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o700 });
      const before = await this.#read(keysName);
      await this.#parts.store.copyTo(folder);
      this.#signal?.throwIfAborted();
      const after = await this.#read(keysName);
      if (!isSame(before, after)) continue;
      if (before !== undefined) await this.#write(keysName, [before]);
      this.#bytes += statSync(join(folder, 'data.mdb')).size;
      return;
    }
    throw new TalosError('E_STORAGE', 'the keys of the store were replaced during each copy of it', {
      hint: 'try again when the agent has less to do, or end it before',
    });
  }

  /** Head and records, up to what is durable. */
  async *#journal(): AsyncIterable<Uint8Array> {
    const { journal } = this.#parts;
    await journal.sync();
    const { start, durableSize } = journal;
    if (start > 0) yield journalHead(start);
    for (let at = start; at < durableSize; at += PIECE_BYTES)
      yield await journal.readAt(at, Math.min(PIECE_BYTES, durableSize - at));
  }

  async #read(name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.#parts.dataDir, name));
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw storageError(error, `${name} cannot be read`);
    }
  }

  async #write(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    await using file = await created(join(this.#folder, name));
    for await (const piece of pieces) {
      this.#signal?.throwIfAborted();
      await file.handle.appendFile(piece);
      this.#bytes += piece.length;
    }
    await file.handle.sync();
  }
}

async function created(path: string): Promise<{ readonly handle: FileHandle } & AsyncDisposable> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  return { handle, [Symbol.asyncDispose]: () => handle.close() };
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}

/**
 * The journal as a file. PROTOCOL.md §9.6.
 *
 * @module
 */
import { constants, fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Journal } from '../ledger/journal.ts';
import { storageError } from './lmdb-errors.ts';

/** Bytes that reading takes at once. */
const PIECE_BYTES = 128 * 1024;
const OWNER_ONLY = 0o600;

/** What the file system does for a journal; tests put another in its place. */
export interface JournalFile {
  /** As `writeSync`: may write less than all. */
  write(bytes: Uint8Array): number;
  /** As `ftruncateSync`. */
  truncate(size: number): void;
  /** As `fdatasync`. */
  sync(): Promise<void>;
}

/**
 * Opens the journal at `path`, or creates it, mode 0600. One process at a time, which the owner lock sees to.
 *
 * @param wrap - Puts something between the journal and the file, to make writes fail in tests.
 * @throws {TalosError} `E_STORAGE…` if it cannot be opened or is no regular file.
 */
export async function openFileJournal(
  path: string,
  wrap: (file: JournalFile) => JournalFile = (file) => file,
): Promise<Journal> {
  const doing = 'the journal cannot be opened';
  // A link could lead anywhere; what it leads to is not the journal that was written.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const handle = await open(path, flags, OWNER_ONLY).catch((error: unknown) => {
    throw storageError(error, doing);
  });
  try {
    const stat = fstatSync(handle.fd);
    if (!stat.isFile()) throw new TalosError('E_STORAGE', `${doing}: not a regular file`);
    if (stat.size === 0) await syncFolder(dirname(path));
    return new FileJournal(handle, stat.size, wrap(fileOf(handle)));
  } catch (error) {
    await handle.close();
    throw storageError(error, doing);
  }
}

/** A new file survives the machine only once its folder does. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function fileOf(handle: FileHandle): JournalFile {
  return {
    write: (bytes) => writeSync(handle.fd, bytes),
    truncate: (size) => ftruncateSync(handle.fd, size),
    sync: () => handle.datasync(),
  };
}

class FileJournal implements Journal {
  readonly #handle: FileHandle;
  readonly #file: JournalFile;
  #size: number;
  // What an earlier process wrote may not be on the medium yet.
  #durableSize = 0;
  #failure: TalosError | undefined;
  #isClosed = false;
  /** The sync that runs, and the one that all who came after its start wait for. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(handle: FileHandle, size: number, file: JournalFile) {
    this.#handle = handle;
    this.#size = size;
    this.#file = file;
  }

  get size(): number {
    return this.#size;
  }

  get durableSize(): number {
    return this.#durableSize;
  }

  append(records: Uint8Array): void {
    this.#assertWorking();
    try {
      // A full disk takes a part of it, and refuses the rest with its reason.
      for (let at = 0; at < records.length; ) {
        const written = this.#file.write(records.subarray(at));
        if (written === 0) throw new TalosError('E_STORAGE', 'the journal takes no bytes');
        at += written;
      }
    } catch (error) {
      throw this.#failedWrite(error);
    }
    this.#size += records.length;
  }

  #failedWrite(cause: unknown): TalosError {
    try {
      this.#file.truncate(this.#size);
    } catch {
      // The part that was written stays: the next start finds it torn, and cuts it off.
    }
    return this.#fail(storageError(cause, 'the journal cannot be written'));
  }

  #fail(failure: TalosError): TalosError {
    this.#failure ??= failure;
    return this.#failure;
  }

  #assertWorking(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the journal is closed');
  }

  async sync(): Promise<void> {
    this.#assertWorking();
    if (this.#durableSize === this.#size) return;
    if (this.#running === undefined) {
      await this.#start();
      return;
    }
    // The sync that runs may have begun before the caller's bytes were written.
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#start();
    });
    await this.#next;
  }

  #start(): Promise<void> {
    this.#assertWorking();
    const covered = this.#size;
    this.#running = this.#file.sync().then(
      () => {
        this.#running = undefined;
        this.#durableSize = covered;
      },
      // The kernel may have dropped the pages that it could not write: a second sync would succeed and prove nothing.
      (error: unknown) => {
        this.#running = undefined;
        throw this.#fail(storageError(error, 'the journal cannot be synced'));
      },
    );
    return this.#running;
  }

  async *read(offset: number): AsyncIterable<Uint8Array> {
    const end = this.#size;
    for (let at = offset; at < end; ) {
      const piece = await this.readAt(at, Math.min(PIECE_BYTES, end - at));
      at += piece.length;
      yield piece;
    }
  }

  async readAt(offset: number, length: number): Promise<Bytes> {
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the journal is closed');
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, offset + at).catch((error: unknown) => {
        throw storageError(error, 'the journal cannot be read');
      });
      if (bytesRead === 0)
        throw new TalosError('E_STORAGE_CORRUPT', 'the journal is shorter than it was', {
          details: { offset, length },
        });
      at += bytesRead;
    }
    return bytes;
  }

  async cut(size: number): Promise<void> {
    this.#assertWorking();
    try {
      this.#file.truncate(size);
      this.#size = size;
      await this.#file.sync();
      this.#durableSize = size;
    } catch (error) {
      throw this.#fail(storageError(error, 'the journal cannot be cut'));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // A failed sync was told to those who waited for it.
    await this.#running?.catch(() => undefined);
    await this.#handle.close();
  }
}

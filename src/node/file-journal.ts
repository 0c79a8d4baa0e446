/**
 * The journal as a file: records, then zeros, which are room for more. PROTOCOL.md §9.6.
 *
 * A sync of a file that grows also waits for the journal of the file system, and with that for what other files wrote;
 * one of bytes that were there before does not. So room is made ahead, and what is written lands in it.
 *
 * @module
 */
import { constants, fdatasyncSync, fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Journal } from '../ledger/journal.ts';
import { storageError } from './lmdb-errors.ts';

/** Bytes that reading takes at once. */
const PIECE_BYTES = 128 * 1024;
const OWNER_ONLY = 0o600;
/** Bytes of room that are made at once, when there is none: zeros on the disk. */
export const ROOM_BYTES: number = 256 * 1024;
/**
 * Milliseconds up to which a sync is made by the thread that asks for it, which saves the way to another thread and
 * back: half of the time on a fast disk.
 */
export const QUICK_SYNC_MS = 2;
/** So many syncs are made by another thread after one that was not quick; twice as many after each further one. */
export const SLOW_SYNCS = 32;
/** Doublings, at most: a disk that is always slow is tried every 1,024 syncs. */
const MAX_SLOW_PROBES = 6;
const ZEROS = new Uint8Array(ROOM_BYTES);

/** What the file system does for a journal; tests put another in its place. */
export interface JournalFile {
  /** As `writeSync` at the byte `at`: may write less than all. */
  write(bytes: Uint8Array, at: number): number;
  /** As `ftruncateSync`. */
  truncate(size: number): void;
  /** As `fdatasync`. */
  sync(): Promise<void>;
  /** As `fdatasyncSync`. */
  syncNow(): void;
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
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const handle = await open(path, flags, OWNER_ONLY).catch((error: unknown) => {
    throw storageError(error, doing);
  });
  try {
    const stat = fstatSync(handle.fd);
    if (!stat.isFile()) throw new TalosError('E_STORAGE', `${doing}: not a regular file`);
    if (stat.size === 0) await syncFolder(dirname(path));
    return new FileJournal(handle, await endOfRecords(handle, stat.size), stat.size, wrap(fileOf(handle)));
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

/** Where the room starts: behind the last byte that is not zero, as no record ends with one. */
async function endOfRecords(handle: FileHandle, size: number): Promise<number> {
  const bytes = new Uint8Array(PIECE_BYTES);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - PIECE_BYTES);
    const piece = bytes.subarray(0, end - start);
    await readWhole(handle, piece, start);
    const last = piece.findLastIndex((byte) => byte !== 0);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}

/** Fills `bytes` with what stands at `offset`. What ends before that is not what was written: nothing may follow from it. */
async function readWhole(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, offset + at).catch((error: unknown) => {
      throw storageError(error, 'the journal cannot be read');
    });
    if (bytesRead === 0) throw tooShort(offset, bytes.length);
    at += bytesRead;
  }
}

function fileOf(handle: FileHandle): JournalFile {
  return {
    write: (bytes, at) => writeSync(handle.fd, bytes, 0, bytes.length, at),
    truncate: (size) => ftruncateSync(handle.fd, size),
    sync: () => handle.datasync(),
    syncNow: () => fdatasyncSync(handle.fd),
  };
}

function tooShort(offset: number, length: number): TalosError {
  return new TalosError('E_STORAGE_CORRUPT', 'the journal is shorter than it was', { details: { offset, length } });
}

class FileJournal implements Journal {
  readonly #handle: FileHandle;
  readonly #file: JournalFile;
  #size: number;
  /** Bytes of the file: records and room. */
  #fileSize: number;
  /** The disk had no room to make: the file grows with its records. */
  #isCramped = false;
  // What an earlier process wrote may not be on the medium yet.
  #durableSize = 0;
  /** Syncs that another thread makes before this one tries again. */
  #slowSyncs = 0;
  #failure: TalosError | undefined;
  #isClosed = false;
  /** Probes in a row that were not quick. */
  #slowProbes = 0;
  /** Whether this journal has written anything. */
  #hasWritten = false;
  /** The sync that runs; one at a time. */
  #running: Promise<void> | undefined;

  constructor(handle: FileHandle, size: number, fileSize: number, file: JournalFile) {
    this.#handle = handle;
    this.#size = size;
    this.#fileSize = fileSize;
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
        const written = this.#file.write(records.subarray(at), this.#size + at);
        if (written === 0) throw new TalosError('E_STORAGE', 'the journal takes no bytes');
        at += written;
      }
    } catch (error) {
      throw this.#failedWrite(error);
    }
    this.#hasWritten = true;
    this.#size += records.length;
    this.#fileSize = Math.max(this.#fileSize, this.#size);
    if (this.#fileSize === this.#size && !this.#isCramped) this.#makeRoom();
  }

  /** Without room the file grows with its records, and a disk that fails says so to them. */
  #makeRoom(): void {
    try {
      const written = this.#file.write(ZEROS, this.#size);
      this.#fileSize = this.#size + written;
      this.#isCramped = written < ROOM_BYTES;
    } catch {
      this.#isCramped = true;
    }
  }

  #failedWrite(cause: unknown): TalosError {
    try {
      this.#file.truncate(this.#size);
      this.#fileSize = this.#size;
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
    const end = this.#size;
    // The sync that runs may have begun before the caller's bytes were written: then the next covers them, which all
    // who wait share.
    while (this.#durableSize < end) {
      this.#running ??= this.#sync().finally(() => {
        this.#running = undefined;
      });
      await this.#running;
    }
  }

  async #sync(): Promise<void> {
    this.#assertWorking();
    const isQuick = this.#slowSyncs === 0;
    // All who ask in the same moment are served by the same sync.
    if (isQuick) await Promise.resolve();
    const covered = this.#size;
    try {
      if (isQuick) this.#syncNow();
      else {
        this.#slowSyncs--;
        await this.#file.sync();
      }
    } catch (error) {
      // The kernel may have dropped the pages that it could not write: a second sync would succeed and prove nothing.
      throw this.#fail(storageError(error, 'the journal cannot be synced'));
    }
    if (this.#failure !== undefined) throw this.#failure;
    this.#durableSize = covered;
  }

  #syncNow(): void {
    const from = performance.now();
    this.#file.syncNow();
    const isSlow = performance.now() - from > QUICK_SYNC_MS;
    this.#slowProbes = isSlow ? Math.min(this.#slowProbes + 1, MAX_SLOW_PROBES) : 0;
    if (isSlow) this.#slowSyncs = SLOW_SYNCS * 2 ** (this.#slowProbes - 1);
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
    if (offset + length > this.#size) throw tooShort(offset, length);
    const bytes = new Uint8Array(length);
    await readWhole(this.#handle, bytes, offset);
    return bytes;
  }

  async cut(size: number): Promise<void> {
    this.#assertWorking();
    try {
      this.#file.truncate(size);
      this.#size = size;
      this.#fileSize = size;
      await this.#file.sync();
      this.#durableSize = size;
    } catch (error) {
      throw this.#fail(storageError(error, 'the journal cannot be cut'));
    }
  }

  /** A journal at rest is its records and nothing else; who only read it leaves it as it was. */
  #giveRoomBack(): void {
    if (!this.#hasWritten || this.#failure !== undefined || this.#fileSize === this.#size) return;
    try {
      this.#file.truncate(this.#size);
    } catch {
      // The room stays, and is used when it is opened again.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // A failed sync was told to those who waited for it.
    await this.#running?.catch(() => undefined);
    this.#giveRoomBack();
    await this.#handle.close();
  }
}

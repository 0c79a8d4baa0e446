/**
 * Archive files on the disk.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import type { ArchivePlace } from '../../agent/agent-platform.ts';
import { TalosError } from '../../base/errors.ts';
import { storageError } from '../store/lmdb-errors.ts';
import { isSystemError } from './atomic-file.ts';
import { writePieces } from './new-file.ts';

/** Bytes that reading takes at once. */
const PIECE_BYTES = 256 * 1024;

/** Files by their absolute paths. */
export const archiveFiles: ArchivePlace = { save, read };

async function save(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writePieces(path, pieces, false);
  } catch (error) {
    throw named(error, path);
  }
}

async function* read(path: string): AsyncIterable<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) yield piece as Uint8Array;
  } catch (error) {
    throw named(error, path);
  }
}

function named(error: unknown, path: string): unknown {
  if (error instanceof TalosError) return error;
  if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR') || isSystemError(error, 'EISDIR'))
    return new TalosError('E_NOT_FOUND', `${path}: there is no such file or folder`, { cause: error });
  return storageError(error, 'the archive cannot be read or written');
}

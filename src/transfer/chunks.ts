/**
 * How a file is cut into chunks, and what each of them is bound to. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { u8, u32 } from '../codec/writer.ts';
import { labelledHashOfLong } from '../crypto/hash.ts';
import {
  LARGE_CHUNK_BYTES,
  MIDDLE_CHUNK_BYTES,
  MIDDLE_FILE_BYTES,
  PIECE_CHUNKS,
  SMALL_CHUNK_BYTES,
  SMALL_FILE_BYTES,
} from './limits.ts';

/** The length of the chunks of a file, in bytes; the last one is shorter. */
export function chunkBytesOf(size: number): number {
  if (size <= SMALL_FILE_BYTES) return SMALL_CHUNK_BYTES;
  return size <= MIDDLE_FILE_BYTES ? MIDDLE_CHUNK_BYTES : LARGE_CHUNK_BYTES;
}

/** How a file of some size is cut. */
export interface ChunkPlan {
  readonly size: number;
  readonly chunkBytes: number;
  /** At least one: that of an empty file is empty. */
  readonly count: number;
}

/** Cuts a file. @param size - In bytes. */
export function planChunks(size: number): ChunkPlan {
  const chunkBytes = chunkBytesOf(size);
  return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}

/** Where chunk `index` begins, and how long it is. */
export function placeOf(plan: ChunkPlan, index: number): { readonly offset: number; readonly length: number } {
  const offset = index * plan.chunkBytes;
  return { offset, length: Math.min(plan.chunkBytes, plan.size - offset) };
}

/** Whether chunk `index` is the last one. */
export function isLast(plan: ChunkPlan, index: number): boolean {
  return index === plan.count - 1;
}

/** How a file is cut that goes by a mailbox: into pieces of {@link PIECE_CHUNKS} chunks. */
export function planPieces(size: number): ChunkPlan {
  const chunkBytes = PIECE_CHUNKS * chunkBytesOf(size);
  return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}

/**
 * The hash of a chunk, which binds it to its transfer and its place: SHA-256(label ‖ 0x00 ‖ id ‖ index ‖ end ‖ bytes).
 *
 * @param transfer - Id, 16 bytes.
 */
export function chunkHash(transfer: Uint8Array, index: number, end: boolean, bytes: Uint8Array): Bytes {
  return labelledHashOfLong('fileChunk', transfer, u32(index), u8(end ? 1 : 0), bytes);
}

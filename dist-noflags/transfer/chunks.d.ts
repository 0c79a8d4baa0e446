/**
 * How a file is cut into chunks, and what each of them is bound to. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** The length of the chunks of a file, in bytes; the last one is shorter. */
export declare function chunkBytesOf(size: number): number;
/** How a file of some size is cut. */
export interface ChunkPlan {
    readonly size: number;
    readonly chunkBytes: number;
    /** At least one: that of an empty file is empty. */
    readonly count: number;
}
/** Cuts a file. @param size - In bytes. */
export declare function planChunks(size: number): ChunkPlan;
/** Where chunk `index` begins, and how long it is. */
export declare function placeOf(plan: ChunkPlan, index: number): {
    readonly offset: number;
    readonly length: number;
};
/** Whether chunk `index` is the last one. */
export declare function isLast(plan: ChunkPlan, index: number): boolean;
/** How a file is cut that goes by a mailbox: into pieces of {@link PIECE_CHUNKS} chunks. */
export declare function planPieces(size: number): ChunkPlan;
/**
 * The hash of a chunk, which binds it to its transfer and its place: SHA-256(label ‖ 0x00 ‖ id ‖ index ‖ end ‖ bytes).
 *
 * @param transfer - Id, 16 bytes.
 */
export declare function chunkHash(transfer: Uint8Array, index: number, end: boolean, bytes: Uint8Array): Bytes;

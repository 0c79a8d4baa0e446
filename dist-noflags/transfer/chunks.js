import { u8, u32 } from "../codec/writer.js";
import { labelledHashOfLong } from "../crypto/hash.js";
import { LARGE_CHUNK_BYTES, MIDDLE_CHUNK_BYTES, MIDDLE_FILE_BYTES, PIECE_CHUNKS, SMALL_CHUNK_BYTES, SMALL_FILE_BYTES, } from "./limits.js";
/** The length of the chunks of a file, in bytes; the last one is shorter. */
export function chunkBytesOf(size) {
    if (size <= SMALL_FILE_BYTES)
        return SMALL_CHUNK_BYTES;
    return size <= MIDDLE_FILE_BYTES ? MIDDLE_CHUNK_BYTES : LARGE_CHUNK_BYTES;
}
/** Cuts a file. @param size - In bytes. */
export function planChunks(size) {
    const chunkBytes = chunkBytesOf(size);
    return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}
/** Where chunk `index` begins, and how long it is. */
export function placeOf(plan, index) {
    const offset = index * plan.chunkBytes;
    return { offset, length: Math.min(plan.chunkBytes, plan.size - offset) };
}
/** Whether chunk `index` is the last one. */
export function isLast(plan, index) {
    return index === plan.count - 1;
}
/** How a file is cut that goes by a mailbox: into pieces of {@link PIECE_CHUNKS} chunks. */
export function planPieces(size) {
    const chunkBytes = PIECE_CHUNKS * chunkBytesOf(size);
    return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}
/**
 * The hash of a chunk, which binds it to its transfer and its place: SHA-256(label ‖ 0x00 ‖ id ‖ index ‖ end ‖ bytes).
 *
 * @param transfer - Id, 16 bytes.
 */
export function chunkHash(transfer, index, end, bytes) {
    return labelledHashOfLong('fileChunk', transfer, u32(index), u8(end ? 1 : 0), bytes);
}

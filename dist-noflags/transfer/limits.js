/**
 * Limits of files on their way. PROTOCOL.md §7.6, §11.
 *
 * @module
 */
/** Largest file, in bytes; kinds of files have lower limits, which are settings. */
export const MAX_FILE_BYTES = 256 * 1024 ** 3;
/** Longest name of a file, in bytes of UTF-8. */
export const MAX_FILE_NAME_BYTES = 255;
/** Longest media type, in characters. */
export const MAX_FILE_TYPE_CHARACTERS = 127;
/** Chunks of files up to {@link SMALL_FILE_BYTES}, in bytes. */
export const SMALL_CHUNK_BYTES = 256 * 1024;
/** Chunks of files up to {@link MIDDLE_FILE_BYTES}, in bytes. */
export const MIDDLE_CHUNK_BYTES = 512 * 1024;
/** Chunks of larger files, in bytes. */
export const LARGE_CHUNK_BYTES = 1024 * 1024;
/** See {@link SMALL_CHUNK_BYTES}. */
export const SMALL_FILE_BYTES = 64 * 1024 * 1024;
/** See {@link MIDDLE_CHUNK_BYTES}. */
export const MIDDLE_FILE_BYTES = 512 * 1024 * 1024;
/** Files that lie in the mailbox of one peer at a time, in bytes in all; a larger one waits for the peer. */
export const MAX_PARCEL_BYTES = 8 * 1024 * 1024;
/** Such files of one peer at a time. */
export const MAX_PARCELS = 32;
/** Chunks that travel in one envelope: with what is around them they fit the deposit of 1 MiB. */
export const PIECE_CHUNKS = 3;
/** Bytes of one transfer that are sent and not known to be written: little enough that calls get through beside them. */
export const TRANSFER_WINDOW_BYTES = 2 * 1024 * 1024;
/** A receiver makes durable what it wrote when it is so much, in bytes. */
export const SYNC_STEP_BYTES = 64 * 1024 * 1024;
/** Chunks whose hashes travel together, to find out how much of a file is there already. */
export const MAX_HASHES = 512;

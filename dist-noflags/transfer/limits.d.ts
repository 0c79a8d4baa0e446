/**
 * Limits of files on their way. PROTOCOL.md §7.6, §11.
 *
 * @module
 */
/** Largest file, in bytes; kinds of files have lower limits, which are settings. */
export declare const MAX_FILE_BYTES: number;
/** Longest name of a file, in bytes of UTF-8. */
export declare const MAX_FILE_NAME_BYTES = 255;
/** Longest media type, in characters. */
export declare const MAX_FILE_TYPE_CHARACTERS = 127;
/** Chunks of files up to {@link SMALL_FILE_BYTES}, in bytes. */
export declare const SMALL_CHUNK_BYTES: number;
/** Chunks of files up to {@link MIDDLE_FILE_BYTES}, in bytes. */
export declare const MIDDLE_CHUNK_BYTES: number;
/** Chunks of larger files, in bytes. */
export declare const LARGE_CHUNK_BYTES: number;
/** See {@link SMALL_CHUNK_BYTES}. */
export declare const SMALL_FILE_BYTES: number;
/** See {@link MIDDLE_CHUNK_BYTES}. */
export declare const MIDDLE_FILE_BYTES: number;
/** Files that lie in the mailbox of one peer at a time, in bytes in all; a larger one waits for the peer. */
export declare const MAX_PARCEL_BYTES: number;
/** Such files of one peer at a time. */
export declare const MAX_PARCELS = 32;
/** Chunks that travel in one envelope: with what is around them they fit the deposit of 1 MiB. */
export declare const PIECE_CHUNKS = 3;
/** Bytes of one transfer that are sent and not known to be written: little enough that calls get through beside them. */
export declare const TRANSFER_WINDOW_BYTES: number;
/** A receiver makes durable what it wrote when it is so much, in bytes. */
export declare const SYNC_STEP_BYTES: number;
/** Chunks whose hashes travel together, to find out how much of a file is there already. */
export declare const MAX_HASHES = 512;

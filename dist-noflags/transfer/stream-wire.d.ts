/**
 * The contents of STREAM_ packets: application streams between two agents. PROTOCOL.md §7.7.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Length of the id of a stream in bytes. */
export declare const STREAM_ID_BYTES = 16;
/** Longest name of a kind, and of a codec, in characters. PROTOCOL.md §11. */
export declare const MAX_STREAM_NAME_CHARACTERS = 64;
/** Most bytes of what an application says of a stream, UTF-8. PROTOCOL.md §11. */
export declare const MAX_STREAM_METADATA_BYTES = 4096;
/** Most bytes of one chunk. PROTOCOL.md §11. */
export declare const MAX_STREAM_CHUNK_BYTES: number;
/** STREAM_START: what the opener wants to send. */
export interface StreamStart {
    /** {@link STREAM_ID_BYTES}, random. */
    readonly id: Bytes;
    /** What the application calls it, as `audio`. */
    readonly kind: string;
    /** In which form the bytes are, as `opus`; `""` where that is not said. */
    readonly codec: string;
    /** Whatever else the application says: text of at most {@link MAX_STREAM_METADATA_BYTES}. */
    readonly metadata: string;
    /** Whether the other side sends, too. */
    readonly duplex: boolean;
}
/** STREAM_CHUNK. */
export interface StreamChunk {
    readonly id: Bytes;
    /** From 0. */
    readonly sequence: number;
    /** How many there will be; 0 where that is not known. */
    readonly total: number;
    /** See {@link streamChunkHash}. */
    readonly hash: Bytes;
    readonly bytes: Bytes;
}
/** STREAM_END: what was sent one way. */
export interface StreamEnd {
    /** Chunks. */
    readonly total: number;
    /** SHA-256 of all bytes. */
    readonly hash: Bytes;
}
/** Whether `name` can be that of a kind or a codec. */
export declare function isStreamName(name: string): boolean;
/** The packet that opens a stream. */
export declare function encodeStreamStart({ id, kind, codec, metadata, duplex }: StreamStart): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeStreamStart(bytes: Uint8Array): StreamStart;
/**
 * The hash of a chunk, which binds it to its stream, its direction and its place.
 *
 * @param isOpeners - Whether the opener of the stream sends it.
 */
export declare function streamChunkHash(id: Uint8Array, isOpeners: boolean, sequence: number, bytes: Uint8Array): Bytes;
/** The head of the packet of a chunk: what stands before its bytes. */
export declare function streamChunkHead({ id, sequence, total, hash }: Omit<StreamChunk, 'bytes'>): Bytes;
/** Reads a chunk, a view of `content`; its hash is not looked at. @throws {TalosError} `E_MALFORMED`. */
export declare function decodeStreamChunk(content: Bytes): StreamChunk;
/** The packet behind the last chunk of one way. */
export declare function encodeStreamEnd({ total, hash }: StreamEnd): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeStreamEnd(bytes: Uint8Array): StreamEnd;
/** WINDOW of a stream: credit, or 0 for `all that you sent is here`. @throws {TalosError} `E_MALFORMED`. */
export declare function decodeStreamWindow(content: Bytes): number;

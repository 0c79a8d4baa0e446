/**
 * The contents of FILE_ packets. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Length of the id of a transfer in bytes. */
export declare const TRANSFER_ID_BYTES = 16;
/** Length of the salt of the commitment to a file in bytes. */
export declare const FILE_SALT_BYTES = 32;
/** FILE_OFFER: what the sender has. */
export interface FileOffer {
    /** 16 bytes, random. */
    readonly id: Bytes;
    /** As the sender calls it; nothing but its length was looked at. */
    readonly name: string;
    readonly size: number;
    /** Media type, as the sender says; `""` where it says none. */
    readonly type: string;
    /** Tokens under which it comes, root first, where the receiver may not know them. */
    readonly chain?: readonly string[];
}
/** FILE_ACCEPT: what the receiver wants. */
export interface FileAccept {
    /** The chunk to begin at. */
    readonly from: number;
    /** So many further chunks lie there, and may be right: where above zero, their hashes are asked for first. */
    readonly held: number;
}
/** FILE_CHUNK. */
export interface FileChunk {
    readonly index: number;
    /** Whether it is the last one. */
    readonly end: boolean;
    /** 32 bytes. */
    readonly hash: Bytes;
    readonly bytes: Bytes;
}
/** FILE_PROGRESS: chunks of the file, from its beginning. */
export interface FileProgress {
    readonly written: number;
    readonly durable: number;
}
/** FILE_END: what the whole file is. */
export interface FileEnd {
    readonly size: number;
    readonly chunks: number;
    /** SHA-256, 32 bytes. */
    readonly hash: Bytes;
    /** Of the commitment to the hash, 32 bytes. */
    readonly salt: Bytes;
}
/** Reads the name of a file: 1 to {@link MAX_FILE_NAME_BYTES} bytes. Whether it is a safe one is for who uses it. */
export declare function readFileName(value: unknown, name: string): string;
/** Reads a media type, or `""`. */
export declare function readFileType(value: unknown, name: string): string;
/** Reads the size of a file: 0 to {@link MAX_FILE_BYTES}. */
export declare function readFileSize(value: unknown, name: string): number;
/** The packet of an offer. */
export declare function encodeFileOffer({ id, name, size, type, chain }: FileOffer): Bytes;
/**
 * Reads an offer. Length and number of its chunks must be those that its size gives.
 *
 * @throws {TalosError} `E_MALFORMED`.
 */
export declare function decodeFileOffer(bytes: Uint8Array): FileOffer;
/** The packet that takes an offer. */
export declare function encodeFileAccept({ from, held }: FileAccept): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeFileAccept(bytes: Uint8Array): FileAccept;
/** The head of the packet of a chunk: what stands before its bytes. */
export declare function chunkHead({ index, end, hash }: Omit<FileChunk, 'bytes'>): Bytes;
/** Reads a chunk, a view of `content`. @throws {TalosError} `E_MALFORMED`. */
export declare function decodeFileChunk(content: Bytes): FileChunk;
/** The packet of a progress. */
export declare function encodeFileProgress({ written, durable }: FileProgress): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeFileProgress(content: Bytes): FileProgress;
/** The packet behind the last chunk. */
export declare function encodeFileEnd({ size, chunks, hash, salt }: FileEnd): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeFileEnd(bytes: Uint8Array): FileEnd;
/** The packet with hashes of chunks, one after the other. */
export declare function encodeFileHashes(hashes: readonly Uint8Array[]): Bytes;
/** Reads `count` hashes. @throws {TalosError} `E_MALFORMED` for another number. */
export declare function decodeFileHashes(content: Bytes, count: number): readonly Bytes[];
/** The text of an envelope FILE_END: the id of the transfer before the packet. */
export declare function encodeMailedEnd(id: Uint8Array, end: FileEnd): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeMailedEnd(text: Bytes): {
    readonly id: Bytes;
    readonly end: FileEnd;
};
/** The id of the transfer before the text of an envelope, and what follows. @throws {TalosError} `E_MALFORMED`. */
export declare function splitMailed(text: Bytes): {
    readonly id: Bytes;
    readonly rest: Bytes;
};
/** The text of an envelope FILE_ASK: from which chunk on the receiver lacks a file. */
export interface MailedAsk {
    readonly id: Bytes;
    readonly from: number;
}
/** See {@link MailedAsk}. */
export declare function encodeMailedAsk({ id, from }: MailedAsk): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeMailedAsk(text: Uint8Array): MailedAsk;
/** FILE_ASK, by the receiver of an offer: it wants to go on with it. */
export declare function encodeFileAsk(id: Uint8Array): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeFileAsk(bytes: Uint8Array): Bytes;

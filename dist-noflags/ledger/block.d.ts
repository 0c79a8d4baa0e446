/**
 * Blocks: header, signature, entries, and their one byte form. PROTOCOL.md §9.5.
 *
 * What makes a block valid is `validate.ts`.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Length of an encoded header in bytes. */
export declare const HEADER_BYTES = 162;
/** Where the difficulty stands in a header. */
export declare const DIFFICULTY_OFFSET: number;
/** Where the nonce stands in a header. */
export declare const NONCE_OFFSET: number;
/** Largest block in bytes, header and signature included. */
export declare const MAX_BLOCK_BYTES = 1000000;
/** Most entries of one block. */
export declare const MAX_BLOCK_ENTRIES = 4096;
/** Bytes of a block besides its entries and their lengths. */
export declare const BLOCK_FRAME_BYTES: number;
/** The difficulty of the network `talos`, in leading zero bits. */
export declare const DIFFICULTY = 8;
/** Name of the network that a ledger begins in unless another is configured: part of every chain id. */
export declare const NETWORK = "talos";
/** What is hashed and signed. Hashes are 32 bytes. */
export interface BlockHeader {
    readonly chainId: Bytes;
    readonly height: number;
    /** Hash of the block before; zeros at height 0. */
    readonly previousHash: Bytes;
    /** Merkle root of the entries of this block. */
    readonly entryRoot: Bytes;
    /** Entries in the log, those of this block included. */
    readonly logSize: number;
    /** Root of that log. */
    readonly logRoot: Bytes;
    /** Milliseconds since 1970. */
    readonly timeMs: number;
    /** Leading zero bits of the block hash, 0 to 255. */
    readonly difficulty: number;
    readonly nonce: number;
}
/** A block, its form checked and nothing else. */
export interface Block {
    readonly header: BlockHeader;
    /** 64 bytes (label block, over the encoded header). */
    readonly signature: Bytes;
    /** Encoded entries, in the order of the log. */
    readonly entries: readonly Bytes[];
}
/** The chain of an author in a network: SHA-256(label chainId, blob16(network) ‖ author key). 32 new bytes. */
export declare function chainIdOf(authorKey: Uint8Array, network?: string): Bytes;
/** A header as its 162 bytes. */
export declare function encodeHeader(header: BlockHeader): Bytes;
/** Hash of an encoded header, which is the block's: SHA-256(label block, header). 32 new bytes. */
export declare function hashHeader(header: Uint8Array): Bytes;
/**
 * Reads a header.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another length or version, or a number above 2^53 − 1.
 */
export declare function decodeHeader(bytes: Uint8Array): BlockHeader;
/** A block as bytes: header ‖ signature ‖ u32 count ‖ count × blob32(entry). */
export declare function encodeBlock(block: Block): Bytes;
/**
 * Reads a block. Its entries lie in one copy of `bytes`.
 *
 * @throws {TalosError} `MALFORMED_BLOCK` for another form: too large, too many entries or none, entries at height 0;
 *   the `number` in its details says which (PROTOCOL.md §9.8).
 */
export declare function decodeBlock(bytes: Uint8Array): Block;
/** Fewest and most entries of a block of this height. */
export declare function entryBounds(height: number): readonly [min: number, max: number];

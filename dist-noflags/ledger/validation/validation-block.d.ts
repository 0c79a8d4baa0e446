/**
 * What a block says by itself: form, hashes, signature. PROTOCOL.md §9.8.
 *
 * Whether it follows the block before is `validation-link.ts`, what its entries say `validation-entries.ts`.
 *
 * @module
 */
import type { BoundedMap } from '../../base/bounded.ts';
import { type Bytes } from '../../base/bytes.ts';
import { type Block } from '../block.ts';
import { type BlockFault } from './validation-codes.ts';
/** A block whose form is right, with its hashes. */
export interface ReadBlock {
    readonly block: Block;
    /** The header as it was signed: 162 bytes. */
    readonly encoded: Bytes;
    /** Its hash, 32 bytes. */
    readonly hash: Bytes;
    /** Leaf hashes of its entries. */
    readonly leaves: readonly Bytes[];
}
/** The first layer. */
export declare function readBlockForm(bytes: Uint8Array): Block | BlockFault;
/** The hashes of a block. @param bytes - Those that `block` was read from. */
export declare function hashBlock(block: Block, bytes: Uint8Array): ReadBlock;
/** Headers whose signature was verified, by {@link nameOfHeader}. Only what verified is remembered. */
export type VerifiedHeaders = BoundedMap<string, true>;
/** What {@link selfFault} needs to know. */
export interface SignatureTerms {
    /** Ed25519 key of the author, 32 bytes; `undefined` where nobody said whose block it is. */
    readonly authorKey: Bytes | undefined;
    /** Of this author. Without it every signature is checked. */
    readonly verified?: VerifiedHeaders | undefined;
    /** Called before a signature is checked. */
    readonly onSignature?: (() => void) | undefined;
}
/** What is wrong in the second layer, as far as the block alone shows it. The hash costs less, and comes first. */
export declare function selfFault(read: ReadBlock, terms: SignatureTerms): BlockFault | undefined;
/** Whether the author signed a header. @param encoded - Of the header. */
export declare function signatureFault(encoded: Bytes, signature: Bytes, authorKey: Bytes): BlockFault | undefined;
/**
 * The bytes of a block that is given as an object, or what keeps it from having any: a field that is missing, unknown,
 * or of another type. A hash that somebody supplies is an unknown field: there is none but the one that is computed.
 */
export declare function bytesOfBlock(block: Block): Bytes | BlockFault;

/**
 * Signed headers: a chain without its entries. Enough to know its length, its work and the roots of its log.
 * PROTOCOL.md §9.5, §9.11.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type BlockHeader } from '../block.ts';
/** Length of an encoded header and its signature. */
export declare const SIGNED_HEADER_BYTES: number;
/** A header as its author signed it; that the signature is the author's is not checked by reading. */
export interface SignedHeader {
    readonly header: BlockHeader;
    /** 64 bytes. */
    readonly signature: Bytes;
    /** Of the block: computed here. */
    readonly hash: Bytes;
}
/** The newest header that was verified. */
export interface HeaderTip {
    readonly height: number;
    readonly hash: Bytes;
    readonly timeMs: number;
    readonly logSize: number;
    /** Sum of the work of every header so far, see {@link workOf}. */
    readonly work: bigint;
}
/** What a header is verified against that stands alone. */
export interface HeaderRules {
    /** Ed25519 key of the author, 32 bytes. */
    readonly authorKey: Bytes;
    /** Name of the network; `talos` where absent. */
    readonly network?: string;
    /** Leading zero bits that the network demands. */
    readonly difficulty: number;
    /** The verifier's clock, milliseconds since 1970. */
    readonly nowMs: number;
}
/** What a header is verified against. */
export interface HeaderView extends HeaderRules {
    /** `undefined` before height 0. */
    readonly tip: HeaderTip | undefined;
}
/** Hashes that a block of this difficulty takes on the average: 2^difficulty. */
export declare function workOf(difficulty: number): bigint;
/** Header and signature as {@link SIGNED_HEADER_BYTES} bytes. */
export declare function encodeSignedHeader({ header, signature }: Pick<SignedHeader, 'header' | 'signature'>): Bytes;
/** Reads header and signature. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export declare function decodeSignedHeader(bytes: Uint8Array): SignedHeader;
/** Reads headers that follow each other. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export declare function decodeSignedHeaders(bytes: Uint8Array): SignedHeader[];
/**
 * Verifies what a header says by itself, whatever stands before it: that its author signed it and did its work.
 *
 * @throws {TalosError} with the code and, in its details, the number of the rule (PROTOCOL.md §9.8) that it breaks:
 *   `CONSENSUS_VIOLATION`, `SEMANTIC_ERROR`, or `CRYPTO_INVALID`.
 */
export declare function verifyLoneHeader(signed: SignedHeader, rules: HeaderRules): void;
/**
 * Verifies a header as the next one after `view.tip`: all rules but those that need the entries.
 *
 * @returns The tip that it makes.
 * @throws {TalosError} as {@link verifyLoneHeader}.
 */
export declare function verifyHeader(signed: SignedHeader, view: HeaderView): HeaderTip;

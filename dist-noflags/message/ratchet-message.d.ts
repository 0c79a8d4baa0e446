/**
 * A ratchet message as it travels: the clear header, a nonce, the ciphertext. PROTOCOL.md §5.4.
 *
 * ```text
 *  0         1                   33             37          41           53
 *  +---------+-------------------+--------------+-----------+------------+-----------------+
 *  | u8 ver. | ratchet key (32)  | u32 previous | u32 index | nonce (12) | ciphertext, tag |
 *  +---------+-------------------+--------------+-----------+------------+-----------------+
 * ```
 *
 * The header is part of the associated data of the ciphertext.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** The only version so far. */
export declare const RATCHET_VERSION = 1;
/** Length of the header in bytes. */
export declare const RATCHET_HEADER_BYTES = 41;
/** What a ratchet message is longer than its plaintext, in bytes: header, nonce and tag. */
export declare const RATCHET_OVERHEAD_BYTES: number;
/** Highest index of a message in its chain. */
export declare const MAX_RATCHET_INDEX = 4294967295;
/** What the receiver needs before it can derive a message key. */
export interface RatchetHeader {
    /** The sender's current ratchet key, 32 bytes, not checked yet. */
    readonly ratchetKey: Bytes;
    /** Messages in the sender's chain before this one (`PN`). */
    readonly previous: number;
    /** Index of this message in its chain, from 0 (`N`). */
    readonly index: number;
}
/** A message taken apart; every part is a view of it. */
export interface RatchetMessage extends RatchetHeader {
    /** The header as it is bound to the ciphertext, {@link RATCHET_HEADER_BYTES} bytes. */
    readonly header: Uint8Array;
    readonly nonce: Uint8Array;
    /** Ciphertext and tag. */
    readonly sealed: Uint8Array;
}
/**
 * {@link RATCHET_HEADER_BYTES} new bytes.
 *
 * @throws {RangeError} for a key of another length, or a number over {@link MAX_RATCHET_INDEX}.
 */
export declare function encodeRatchetHeader(header: RatchetHeader): Bytes;
/**
 * Takes a message apart without a copy, but for the ratchet key, which outlives it.
 *
 * @throws {TalosError} `E_DECRYPT` if it is shorter than an empty message; `E_MALFORMED` if of another version.
 */
export declare function splitRatchetMessage(bytes: Uint8Array): RatchetMessage;

/**
 * Text forms of bytes: base64url without padding, base64 with padding, base58btc. One accepted text a value.
 *
 * @module
 */
import { type Bytes } from './bytes.ts';
/** Longest base58btc text read here, in characters: decoding is quadratic, and a DID's key needs 48. */
export declare const MAX_BASE58_CHARACTERS = 128;
/** RFC 4648 §5, without padding. */
export declare function toBase64url(bytes: Uint8Array): string;
/**
 * Reads what {@link toBase64url} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for padding, white space, other alphabets or non-zero trailing bits.
 */
export declare function fromBase64url(text: string): Bytes;
/**
 * As {@link fromBase64url}, of a text that is UTF-8 already.
 *
 * @param room - Where to write, as long as it needs at least; otherwise new bytes.
 * @returns The beginning of `room` that was written.
 * @throws {TalosError} as {@link fromBase64url}.
 */
export declare function fromBase64urlBytes(text: Uint8Array, room?: Bytes): Bytes;
/** RFC 4648 §4, padded: the form of C2SP signed notes. */
export declare function toBase64(bytes: Uint8Array): string;
/**
 * Reads what {@link toBase64} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for missing or surplus padding, other characters or non-zero trailing bits.
 */
export declare function fromBase64(text: string): Bytes;
/** base58btc, as in multibase `z` without the prefix. */
export declare function toBase58btc(bytes: Uint8Array): string;
/**
 * Reads what {@link toBase58btc} writes and nothing else.
 *
 * @throws {TalosError} `E_MALFORMED` for another character or more than {@link MAX_BASE58_CHARACTERS}.
 */
export declare function fromBase58btc(text: string): Bytes;

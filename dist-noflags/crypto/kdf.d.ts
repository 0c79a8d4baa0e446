import { type Bytes } from '../base/bytes.ts';
import { type KdfLabel } from './labels.ts';
/** Most bytes one derivation gives: 255 hashes. RFC 5869 §2.3. */
export declare const MAX_DERIVED_BYTES: number;
/** RFC 2104. 32 new bytes. */
export declare function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes;
/** RFC 8018 §5.2 with HMAC-SHA512: one block. 64 new bytes. */
export declare function pbkdf2Sha512(secret: Uint8Array, salt: Uint8Array, rounds: number): Bytes;
/**
 * RFC 5869, extract and expand.
 *
 * @param length - 1 to {@link MAX_DERIVED_BYTES} bytes.
 * @throws {RangeError} for another `length`.
 */
export declare function hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Bytes;
/**
 * HKDF-SHA256 with `info` = label ‖ context. PROTOCOL.md §2.2. No label is the beginning of another.
 *
 * @param length - 1 to {@link MAX_DERIVED_BYTES} bytes.
 * @throws {RangeError} for another `length`.
 */
export declare function derive(label: KdfLabel, secret: Uint8Array, salt: Uint8Array, length: number, context?: Uint8Array): Bytes;

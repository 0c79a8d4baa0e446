/**
 * Values as they lie in LMDB: `first 8 bytes of SHA-256(space ‖ 0x00 ‖ u16 key length ‖ key ‖ value) ‖ value`.
 *
 * The checksum finds rot, not malice: what must not be changed by others is sealed or signed above.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Space } from '../../storage/store.ts';
/** Length of the checksum in bytes: one damaged value in 2^64 would pass. */
export declare const CHECKSUM_BYTES = 8;
/** `value` behind its checksum. New bytes. */
export declare function frameRecord(space: Space, key: Uint8Array, value: Uint8Array): Bytes;
/**
 * The value of a record that was read. New bytes.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if it is not what was written under that key.
 */
export declare function unframeRecord(space: Space, key: Uint8Array, framed: Uint8Array): Bytes;

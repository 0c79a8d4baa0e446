/**
 * Big-endian fields as bytes; the counterpart of `reader.ts`. Join them with `concat`.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** One byte. */
export declare function u8(value: number): Bytes;
/** Two bytes. */
export declare function u16(value: number): Bytes;
/** Four bytes. */
export declare function u32(value: number): Bytes;
/** Eight bytes, of a number up to 2^53 − 1. */
export declare function u64(value: number): Bytes;
/** A u16 length, then the bytes. */
export declare function blob16(bytes: Uint8Array): Bytes;
/** A u32 length, then the bytes. */
export declare function blob32(bytes: Uint8Array): Bytes;

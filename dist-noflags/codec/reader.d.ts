/**
 * A strict reader of big-endian fields over untrusted bytes: every length is checked against a limit before anything
 * is allocated, every integer has one encoding, and nothing may trail.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Reads fields in order; made by {@link decode}, which checks the end. */
export declare class Reader {
    #private;
    constructor(bytes: Uint8Array);
    /** Bytes read so far. */
    get position(): number;
    /** Bytes not yet read. */
    get remaining(): number;
    /** Unsigned 8-bit integer. */
    u8(field: string): number;
    /** Unsigned 16-bit integer. */
    u16(field: string): number;
    /** Unsigned 32-bit integer. */
    u32(field: string): number;
    /** Unsigned 64-bit integer that a number holds exactly; one above 2^53 − 1 is refused. */
    u64(field: string): number;
    /** Exactly `count` bytes, as a copy. */
    bytes(count: number, field: string): Bytes;
    /** A u16 length, then that many bytes. The limit is checked before the copy. */
    blob16(limit: number, field: string): Bytes;
    /** A u32 length, then that many bytes. The limit is checked before the copy. */
    blob32(limit: number, field: string): Bytes;
    /** All that is left, as a copy. */
    rest(): Bytes;
}
/**
 * Runs `read` over all of `bytes`.
 *
 * @throws {TalosError} `E_MALFORMED` if `read` leaves bytes behind, and whatever `read` throws.
 */
export declare function decode<T>(bytes: Uint8Array, read: (reader: Reader) => T): T;

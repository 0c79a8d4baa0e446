import { type Bytes } from '../base/bytes.ts';
/** Length of the salt in bytes. */
export declare const PASSPHRASE_SALT_BYTES = 16;
/** Most passes that are made, and most bytes of memory that are used, whatever a file asks for. */
export declare const MAX_PASSPHRASE_PASSES = 10;
/** See {@link MAX_PASSPHRASE_PASSES}: 1 GiB. */
export declare const MAX_PASSPHRASE_MEMORY_BYTES: number;
/** Least memory that Argon2 takes, in bytes. */
export declare const MIN_PASSPHRASE_MEMORY_BYTES = 8192;
/** What deriving a key costs. */
export interface PassphraseCost {
    /** 1 to {@link MAX_PASSPHRASE_PASSES}. */
    readonly passes: number;
    /** {@link MIN_PASSPHRASE_MEMORY_BYTES} to {@link MAX_PASSPHRASE_MEMORY_BYTES}. */
    readonly memory: number;
}
/** What new keystores use: three passes over 64 MiB, the second recommendation of RFC 9106 §4 with one lane. */
export declare const PASSPHRASE_COST: PassphraseCost;
/**
 * The 32-byte key of `passphrase`. Blocks for the tenths of a second that are its purpose.
 *
 * @param passphrase - Compared as its UTF-8 bytes; nothing is normalised.
 * @param salt - {@link PASSPHRASE_SALT_BYTES} bytes.
 * @throws {RangeError} for a salt of another length or a cost out of bounds.
 * @throws {TalosError} `E_PASSPHRASE` for an empty passphrase; `E_LIMIT` if the memory is not to be had.
 */
export declare function passphraseKey(passphrase: string, salt: Uint8Array, cost: PassphraseCost): Bytes;

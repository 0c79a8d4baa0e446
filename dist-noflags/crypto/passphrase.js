/**
 * Keys from passphrases: Argon2id, RFC 9106, one lane. PROTOCOL.md §3.4, §4.3.
 *
 * @module
 */
import * as primitives from '#primitives';
import { assertBytes, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
/** Length of the salt in bytes. */
export const PASSPHRASE_SALT_BYTES = 16;
/** Most passes that are made, and most bytes of memory that are used, whatever a file asks for. */
export const MAX_PASSPHRASE_PASSES = 10;
/** See {@link MAX_PASSPHRASE_PASSES}: 1 GiB. */
export const MAX_PASSPHRASE_MEMORY_BYTES = 1024 * 1024 * 1024;
/** Least memory that Argon2 takes, in bytes. */
export const MIN_PASSPHRASE_MEMORY_BYTES = 8192;
/** What new keystores use: three passes over 64 MiB, the second recommendation of RFC 9106 §4 with one lane. */
export const PASSPHRASE_COST = { passes: 3, memory: 64 * 1024 * 1024 };
/**
 * The 32-byte key of `passphrase`. Blocks for the tenths of a second that are its purpose.
 *
 * @param passphrase - Compared as its UTF-8 bytes; nothing is normalised.
 * @param salt - {@link PASSPHRASE_SALT_BYTES} bytes.
 * @throws {RangeError} for a salt of another length or a cost out of bounds.
 * @throws {TalosError} `E_PASSPHRASE` for an empty passphrase; `E_LIMIT` if the memory is not to be had.
 */
export function passphraseKey(passphrase, salt, cost) {
    assertBytes(salt, 'salt', PASSPHRASE_SALT_BYTES);
    const { passes, memory } = cost;
    if (!Number.isInteger(passes) || passes < 1 || passes > MAX_PASSPHRASE_PASSES)
        throw new RangeError(`passes must be 1 to ${MAX_PASSPHRASE_PASSES}`);
    if (!Number.isInteger(memory) || memory < MIN_PASSPHRASE_MEMORY_BYTES || memory > MAX_PASSPHRASE_MEMORY_BYTES)
        throw new RangeError(`memory must be ${MIN_PASSPHRASE_MEMORY_BYTES} to ${MAX_PASSPHRASE_MEMORY_BYTES} bytes`);
    if (passphrase === '')
        throw new TalosError('E_PASSPHRASE', 'the passphrase is empty');
    const secret = utf8(passphrase);
    try {
        return primitives.argon2id(secret, salt, passes, memory);
    }
    catch (cause) {
        throw new TalosError('E_LIMIT', `${memory} bytes of memory for the passphrase are not to be had`, { cause });
    }
}

import { type Json } from '../../codec/json.ts';
/** Length of a salt in bytes. Random and secret, or a short content is found by trying. */
export declare const SALT_BYTES = 32;
/**
 * The commitment to `value` under `salt`: 64 hexadecimal digits. A number that no double carries enters as the token
 * that was written.
 *
 * @param salt - 32 random bytes, kept beside the ledger, never in it.
 * @throws {TalosError} `E_MALFORMED` for what is no JSON.
 */
export declare function commit(salt: Uint8Array, value: Json): string;

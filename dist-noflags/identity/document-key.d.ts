/**
 * Keys in DID documents: Multikey, the 2020 suites of Ed25519 and X25519, and JSON Web Keys of type OKP. Others are kept
 * as what is not read. PROTOCOL.md §4.7.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { JsonObject } from '../codec/json.ts';
/** Which curve a key is of; `other` where it is not read here. */
export type KeyType = 'Ed25519' | 'X25519' | 'other';
/** A key that was read: 32 bytes, or none of type `other`. */
export interface ReadKey {
    readonly type: KeyType;
    readonly key: Bytes;
}
/**
 * The key of a verification method, which has it in the one form of its type.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, two forms, or a secret key; `E_BAD_KEY` for a key of X25519 that
 *   cannot be one.
 */
export declare function readKey(method: JsonObject): ReadKey;

/**
 * Salted commitments: what the ledger holds in place of content. PROTOCOL.md §9.2.
 *
 * @module
 */
import { assertBytes, toHex } from "../../base/bytes.js";
import { canonicalBytes } from "../../codec/json.js";
import { labelledHash } from "../../crypto/hash.js";
/** Length of a salt in bytes. Random and secret, or a short content is found by trying. */
export const SALT_BYTES = 32;
/**
 * The commitment to `value` under `salt`: 64 hexadecimal digits. A number that no double carries enters as the token
 * that was written.
 *
 * @param salt - 32 random bytes, kept beside the ledger, never in it.
 * @throws {TalosError} `E_MALFORMED` for what is no JSON.
 */
export function commit(salt, value) {
    assertBytes(salt, 'salt', SALT_BYTES);
    return toHex(labelledHash('commitment', salt, canonicalBytes(value, { keepTokens: true })));
}

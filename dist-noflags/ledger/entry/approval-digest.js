/**
 * What an approval is an approval of. PROTOCOL.md §9.1.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { canonicalBytes } from "../../codec/json.js";
import { labelledHash } from "../../crypto/hash.js";
/**
 * The digest of what is approved, 64 hex digits. Of the arguments it takes the salted commitment, so that it tells nothing
 * of them.
 */
export function approvalDigest(action) {
    const { from, to, service, token, method, target, arguments: commitment } = action;
    const approved = { v: 1, from, to, service, token, method, target, arguments: commitment };
    return toHex(labelledHash('approval', canonicalBytes(approved)));
}

/**
 * Definitions of tools, and of the servers that have them, as what they hash to: PROTOCOL.md §7.4.
 *
 * A definition is the whole object that `tools/list` gives. A hash is over its canonical JSON (RFC 8785), so that the
 * order of members and the spelling of numbers are no change, and everything else is one.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { toBase64url } from "../base/encoding.js";
import { canonicalJson } from "../codec/json.js";
import { labelledHash } from "../crypto/hash.js";
import { isJsonObject } from "./rpc.js";
/** Longest definition that is kept, and so can be lent, in bytes of its canonical JSON. PROTOCOL.md §11. */
export const MAX_DEFINITION_BYTES = 64 * 1024;
/** Most tools that a server may list. PROTOCOL.md §11. */
export const MAX_LISTED_TOOLS = 1024;
/** Most bytes of all definitions that a server lists. PROTOCOL.md §11. */
export const MAX_LISTED_BYTES = 8 * 1024 * 1024;
/**
 * The definition in an entry of a list of tools, or undefined for an entry without a name.
 *
 * @param entry - As it was read; nested at most as deep as the reader lets it be.
 */
export function toolDefinition(entry) {
    if (!isJsonObject(entry) || typeof entry['name'] !== 'string')
        return undefined;
    const text = canonicalJson(entry, { keepTokens: true });
    const { annotations } = entry;
    const isReadOnly = isJsonObject(annotations) && annotations['readOnlyHint'] === true;
    return { name: entry['name'], text, hash: definitionHash(text), isReadOnly };
}
/** Hash of the canonical JSON of a definition, 43 characters of base64url. */
export function definitionHash(text) {
    return toBase64url(labelledHash('toolDefinition', utf8(text)));
}
/** Canonical JSON of what a server is. */
export function originText(origin) {
    return canonicalJson(origin);
}
/** Hash of what a server is, 43 characters of base64url. */
export function originHash(text) {
    return toBase64url(labelledHash('toolServer', utf8(text)));
}
/** Whether a definition is within {@link MAX_DEFINITION_BYTES}. */
export function isKeepable({ text }) {
    // A character takes at least one byte, so most that are too long need no counting.
    return text.length <= MAX_DEFINITION_BYTES && utf8(text).length <= MAX_DEFINITION_BYTES;
}

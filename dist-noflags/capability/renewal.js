/**
 * Lines of renewal: tokens that differ in their times and their parents alone. PROTOCOL.md §8.6.
 *
 * @module
 */
import { toHex, utf8 } from "../base/bytes.js";
import { canonicalJson } from "../codec/json.js";
import { labelledHash } from "../crypto/hash.js";
import { scopeJson } from "./scope.js";
/** Whether one of the two tokens is a renewal of the other: issuer, holder, audience, depths and scope are equal. */
export function isSameLine({ claims: a }, { claims: b }) {
    return (a.issuer === b.issuer &&
        a.subject === b.subject &&
        a.audience === b.audience &&
        a.depth === b.depth &&
        a.maxDepth === b.maxDepth &&
        (a.scope === b.scope || canonicalJson(scopeJson(a.scope)) === canonicalJson(scopeJson(b.scope))));
}
/** The id of a token's line, hexadecimal: equal exactly where {@link isSameLine}. */
export function lineOf({ claims }) {
    const { issuer, subject, audience, depth, maxDepth, scope } = claims;
    const line = { iss: issuer, sub: subject, aud: audience, depth, max: maxDepth, scope: scopeJson(scope) };
    return toHex(labelledHash('line', utf8(canonicalJson(line))));
}
/** The scope of a token that is renewed on request for `renewableS` seconds from `nowS` on; as it is where that is 0. */
export function renewable(scope, nowS, renewableS = 0) {
    return renewableS === 0 ? scope : { ...scope, renewable_until: nowS + renewableS };
}

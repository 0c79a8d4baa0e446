/**
 * Chains: a token and those that it was delegated from, each within the one before. PROTOCOL.md §8.1, §8.3.
 *
 *     root ~ … ~ leaf        the text of a chain: that of one token is the token itself
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { covers } from "./covers.js";
import { issueToken, MAX_TOKEN_BYTES, readToken, verifyTokenSignature, } from "./token.js";
import { deny, malformed } from "./verdict.js";
/** Most tokens of a chain. PROTOCOL.md §11. */
export const MAX_CHAIN_TOKENS = 8;
/** Longest text of a chain, in characters, which are bytes. PROTOCOL.md §11. */
export const MAX_CHAIN_TEXT = MAX_CHAIN_TOKENS * MAX_TOKEN_BYTES + MAX_CHAIN_TOKENS - 1;
// Neither base64url nor a JWS knows it, and a URI may hold it as it is.
const SEPARATOR = '~';
/** The text of a chain whose tokens are in order, root first. */
export function chainText(tokens) {
    return tokens.map(({ text }) => text).join(SEPARATOR);
}
/**
 * The token texts in the text of a chain, root first; what they are is not looked at.
 *
 * @param text - Checked against {@link MAX_CHAIN_TEXT} before it is taken apart.
 * @throws {TalosError} `MALFORMED` for a text or a number of tokens over its limit.
 */
export function splitChain(text) {
    if (text.length > MAX_CHAIN_TEXT)
        throw malformed(`chain exceeds ${MAX_CHAIN_TEXT} characters`);
    const texts = text.split(SEPARATOR, MAX_CHAIN_TOKENS + 1);
    if (texts.length > MAX_CHAIN_TOKENS)
        throw malformed(`chain has more than ${MAX_CHAIN_TOKENS} tokens`);
    return texts;
}
/**
 * Reads the text of a chain that someone else wrote: the form of each token, not how they belong together.
 *
 * @throws {TalosError} `MALFORMED`.
 */
export function readChain(text) {
    return splitChain(text).map(readToken);
}
/** `SIGNATURE_INVALID` where a token of the chain is not signed by its issuer. */
export function signatureDenial(tokens) {
    return tokens.every(verifyTokenSignature) ? undefined : deny('SIGNATURE_INVALID', 'a signature does not verify');
}
/** `DELEGATION_INVALID` where the first token is no root, or one is not within the one before it. */
export function delegationDenial(tokens) {
    let parent;
    for (const token of tokens) {
        const fault = parent === undefined ? rootFault(token) : linkFault(parent, token);
        if (fault !== undefined)
            return deny('DELEGATION_INVALID', fault);
        parent = token;
    }
    return undefined;
}
function rootFault({ claims }) {
    return claims.depth === 0 ? undefined : 'the first token is no root';
}
/** Why `child` is not delegated from `parent`, for people; `undefined` where it is. Signatures are not looked at. */
export function linkFault(parent, child) {
    const [above, below] = [parent.claims, child.claims];
    if (below.parent !== parent.id)
        return 'a token was delegated from another one than the one before it';
    if (below.issuer !== above.subject)
        return 'a token was not delegated by the holder of the one before it';
    if (below.audience !== above.audience)
        return 'a delegated token is for another agent';
    if (below.depth !== above.depth + 1)
        return 'a delegated token says another depth';
    if (below.depth > above.maxDepth)
        return 'the token may not be passed on, or not as often';
    if (below.maxDepth > above.maxDepth)
        return 'a delegated token could be passed on more often than the one before it';
    return timeFault(above, below) ?? (covers(above.scope, below.scope) ? undefined : NOT_COVERED);
}
const NOT_COVERED = 'a delegated token grants what the one before it does not, or what cannot be shown to be within it';
function timeFault(above, below) {
    if (below.issuedAtS < above.issuedAtS)
        return 'a delegated token is older than the one before it';
    if (below.notBeforeS < above.notBeforeS)
        return 'a delegated token starts before the one before it';
    return below.expiresAtS > above.expiresAtS ? 'a delegated token ends after the one before it' : undefined;
}
/**
 * Makes and signs a token within `parent`, for `fields.subject`.
 *
 * @throws {TypeError} as `issueToken`.
 * @throws {RangeError} as `issueToken`.
 * @throws {TalosError} `DELEGATION_INVALID` where the new token would not lie within `parent`, with the reason.
 */
export function delegateToken(signer, parent, fields) {
    const { depth, maxDepth, audience } = parent.claims;
    // Said here, where `issueToken` would call the eighth a mistake of the program.
    if (depth >= maxDepth)
        throw outside('the capability may not be passed on');
    if (depth + 1 + (fields.depth ?? 0) > maxDepth)
        throw outside('the capability may not be passed on as often');
    const issued = issueToken(signer, { ...fields, audience, parent });
    const fault = linkFault(parent, readToken(issued.text));
    if (fault !== undefined)
        throw outside(fault);
    return issued;
}
function outside(fault) {
    return new TalosError('DELEGATION_INVALID', fault);
}

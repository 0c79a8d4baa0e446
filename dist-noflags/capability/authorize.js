/**
 * Who may do what: the chain of tokens once (PROTOCOL.md §8.3), each request on the verified grant (§8.4).
 *
 * Pure: time and revocations are arguments. There is one function for each question, and caches only spare its
 * signature check: `standing` is asked anew every time.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { delegationDenial, MAX_CHAIN_TOKENS, signatureDenial } from "./chain.js";
import { Clearance } from "./revocations.js";
import { scopeCheckOf } from "./scope-check.js";
import { readToken } from "./token.js";
import { deny } from "./verdict.js";
/** How far the issuer's clock may be ahead of ours, in seconds; for the start of a grant, never for its end. */
export const NOT_BEFORE_SKEW_S = 60;
/**
 * Verifies a chain of tokens, in the order of PROTOCOL.md §8.3; the first rule that is broken gives the code.
 *
 * @param chain - Token texts as a stranger sent them, root first.
 * @returns The grant, or a denial with `NO_CAPABILITY` (an empty chain), `MALFORMED`, `SIGNATURE_INVALID`,
 *   `UNTRUSTED_ISSUER`, `DELEGATION_INVALID`, `SUBJECT_MISMATCH`, `AUDIENCE_MISMATCH`, `NOT_YET_VALID`, `EXPIRED` or
 *   `REVOKED`.
 */
export function verifyChain(chain, context) {
    if (chain.length > MAX_CHAIN_TOKENS)
        return deny('MALFORMED', `chain has more than ${MAX_CHAIN_TOKENS} tokens`);
    const tokens = readAll(chain);
    if ('allowed' in tokens)
        return tokens;
    const [root] = tokens;
    const leaf = tokens.at(-1);
    if (root === undefined || leaf === undefined)
        return deny('NO_CAPABILITY', 'no token was presented');
    const denial = signatureDenial(tokens) ??
        rootDenial(root, context.roots) ??
        delegationDenial(tokens) ??
        bindingDenial(leaf, context);
    if (denial !== undefined)
        return denial;
    const { scope, expiresAtS, subject: holder } = leaf.claims;
    const grant = { leaf, tokens, scope, expiresAtS, holder, clearance: new Clearance(tokens) };
    return standingDenial(grant, context) ?? { allowed: true, grant };
}
function readAll(chain) {
    try {
        return chain.map(readToken);
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return deny('MALFORMED', error.message);
        throw error;
    }
}
function rootDenial(root, roots) {
    return roots.includes(root.claims.issuer)
        ? undefined
        : deny('UNTRUSTED_ISSUER', 'the issuer is no root of this service');
}
function bindingDenial({ claims }, { holder, audience, service }) {
    if (claims.subject !== holder)
        return deny('SUBJECT_MISMATCH', 'the token belongs to another agent');
    if (claims.audience !== audience)
        return deny('AUDIENCE_MISMATCH', 'the token is for another agent');
    if (claims.scope.service !== service)
        return deny('AUDIENCE_MISMATCH', 'the token is for another service');
    return undefined;
}
/**
 * Why `grant` does not stand at this moment: `NOT_YET_VALID`, `EXPIRED`, `REVOKED` or `REVOCATION_UNKNOWN`; `undefined`
 * where it stands.
 * Costs no signature check.
 */
export function standingDenial(grant, { nowMs, revocations }) {
    // Written so that a time that is no number is refused.
    if (!(nowMs >= (grant.leaf.claims.notBeforeS - NOT_BEFORE_SKEW_S) * 1000))
        return deny('NOT_YET_VALID', 'the token is not valid yet');
    if (!(nowMs < grant.expiresAtS * 1000))
        return deny('EXPIRED', 'the token has expired');
    if (grant.clearance.isRevoked(revocations))
        return deny('REVOKED', 'the token was revoked');
    const { fresh } = grant.leaf.claims.scope;
    return fresh === undefined ? undefined : freshnessDenial(grant, fresh, { nowMs, revocations });
}
/** Whether the lists of all that issued a token of the chain are known as of `fresh` seconds ago; its server knows its own. */
function freshnessDenial({ tokens, leaf }, fresh, { nowMs, revocations }) {
    for (const { claims } of tokens) {
        if (claims.issuer === leaf.claims.audience)
            continue;
        if (!(revocations.knownUntilMs(claims.issuer, nowMs) >= nowMs - fresh * 1000))
            return deny('REVOCATION_UNKNOWN', 'what its issuers revoked is not known as freshly as the token demands');
    }
    return undefined;
}
/**
 * Decides one request on a verified grant. PROTOCOL.md §8.4.
 *
 * @param request - Parsed once; what is allowed is what must be sent on, re-serialised.
 * @returns Allowed, or a denial with `NOT_YET_VALID`, `EXPIRED`, `REVOKED`, `SCOPE_MISMATCH`, `CONSTRAINT`, or
 *   `MALFORMED` for arguments that are no object.
 */
export function authorizeCall(grant, request, standing) {
    const denial = standingDenial(grant, standing);
    if (denial !== undefined)
        return denial;
    return scopeCheckOf(grant.scope).verdict(request, standing.nowMs, standing.environment);
}
/**
 * Decides on a message of so many bytes to the audience, on a verified grant. PROTOCOL.md §8.2.
 *
 * @returns Allowed, or a denial with `NOT_YET_VALID`, `EXPIRED`, `REVOKED`, `REVOCATION_UNKNOWN`, `SCOPE_MISMATCH` or
 *   `CONSTRAINT`.
 */
export function authorizeMessage(grant, bytes, standing) {
    const denial = standingDenial(grant, standing);
    return denial ?? scopeCheckOf(grant.scope).message(bytes, standing.nowMs, standing.environment);
}
/** Whether the holder may send the audience a file of this name and size now. */
export function authorizeFile(grant, file, standing) {
    const denial = standingDenial(grant, standing);
    return denial ?? scopeCheckOf(grant.scope).file(file, standing.nowMs, standing.environment);
}
/** Whether the grant lets the tool be called, with whatever arguments. Time and revocation are not asked. */
export function coversTool(grant, name) {
    return scopeCheckOf(grant.scope).hasTool(name);
}
/** Whether the grant covers the resource. Time and revocation are not asked. */
export function coversResource(grant, uri) {
    return scopeCheckOf(grant.scope).hasResource(uri);
}
/** Whether the grant covers the prompt. Time and revocation are not asked. */
export function coversPrompt(grant, name) {
    return scopeCheckOf(grant.scope).hasPrompt(name);
}

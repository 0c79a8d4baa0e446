/**
 * Passing capabilities on: from what a person named to a token within it.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { MAX_CHAIN_TOKENS } from "../../capability/chain.js";
import { underConditionsOf } from "../../capability/inherited.js";
import { MAX_DELEGATION_DEPTH, MAX_TOKEN_LIFETIME_S } from "../../capability/token.js";
/** @throws {TalosError} `E_USAGE` for a time or depth that no token has. */
export function assertTerms({ expiresInS, depth = 0 }) {
    const isLife = expiresInS === undefined || (Number.isInteger(expiresInS) && expiresInS >= 1);
    if (!isLife || (expiresInS ?? 0) > MAX_TOKEN_LIFETIME_S)
        throw new TalosError('E_USAGE', `a capability lasts 1 second to ${MAX_TOKEN_LIFETIME_S / 86_400} days`);
    if (!(Number.isInteger(depth) && depth >= 0 && depth <= MAX_DELEGATION_DEPTH))
        throw new TalosError('E_USAGE', `a chain has at most ${MAX_CHAIN_TOKENS} tokens: a depth is 0 to ${MAX_DELEGATION_DEPTH}`);
}
/**
 * The grant to be passed on: one that is held, by its id, or one whose text was given, which is kept then.
 *
 * @throws {TalosError} as `GrantBook.find` and `GrantBook.receive`.
 */
export async function parentOf(grants, capability) {
    return /^[0-9a-f]{0,64}$/.test(capability) ? grants.find(capability) : grants.receive(capability);
}
/** Seconds that a capability lasts which is passed on without a word about that, unless it ends before. */
const DEFAULT_LIFETIME_S = 86_400;
/** Passes `parent` on, under its own conditions; durable when it resolves. @throws {TalosError} as `AgentApi.delegate`. */
export async function delegate(core, parent, subject, scope, { expiresInS, depth = 0 }, defaultS = DEFAULT_LIFETIME_S) {
    const { expiresAtS, issuedAtS } = parent.token.claims;
    const nowS = Math.floor(core.authority.standing().nowMs / 1000);
    // What is over already is refused with its own code.
    const leftS = Math.max(expiresAtS - Math.max(nowS, issuedAtS), 1);
    const kept = underConditionsOf(parent.token.claims.scope, scope);
    return core.grants.delegate(parent, subject, kept, expiresInS ?? Math.min(leftS, defaultS), depth);
}

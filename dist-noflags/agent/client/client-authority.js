/**
 * Capabilities of an agent as the SDK makes them: granted and passed on, kept and recorded.
 *
 * @module
 */
import { membersOf } from "../../base/caller-mistakes.js";
import { invariant } from "../../base/errors.js";
import { chainText, readChain } from "../../capability/chain.js";
import { DEFAULT_GRANT_LIFETIME, scopeOfRequest, scopeToPassOn, secondsOf, termsOfRequest, } from "../../capability/request.js";
import { parseDid } from "../../identity/did.js";
import { assertTerms, delegate } from "../authority/delegating.js";
import { pinnedScope } from "../tunnel/tools.js";
/** Grants a capability at this agent. @throws as `TalosClient.grantCapability`. */
export async function grantCapability(core, given, onlyService) {
    membersOf(given, 'request', { pinned: 'boolean?' });
    const { pinned = false, ...request } = given;
    const { subject, audience, depth, expiresIn = DEFAULT_GRANT_LIFETIME, service } = termsOfRequest(request);
    assertTerms(depth === undefined ? {} : { depth });
    const scope = pinnedScope(core.pins, { scope: scopeOfRequest(request, service ?? onlyService()), pinned });
    const { token } = await core.grants.issue(parseDid(subject), scope, secondsOf(expiresIn), {
        ...(depth === undefined ? {} : { depth }),
        ...(audience === undefined ? {} : { audience: parseDid(audience) }),
    });
    return { id: token.id, token: token.text, issuer: core.identity.did };
}
/** Passes a capability on. @throws as `TalosClient.delegateCapability`. */
export async function delegateCapability(core, { token, addresses }, request) {
    const { subject, expiresIn, depth = 0 } = termsOfRequest(request);
    assertTerms({ depth });
    // Before anything is waited for: what the caller changes later changes nothing.
    const scope = scopeToPassOn(request, scopeIn(token));
    const parent = await core.grants.receive(token);
    const terms = { depth, ...(expiresIn === undefined ? {} : { expiresInS: secondsOf(expiresIn) }) };
    const made = await delegate(core, parent, parseDid(subject), scope, terms, secondsOf(DEFAULT_GRANT_LIFETIME));
    return { id: made.token.id, token: chainText(made.chain), issuer: core.identity.did, addresses };
}
/** What a chain grants. @throws {TalosError} `MALFORMED`. */
function scopeIn(chain) {
    const leaf = readChain(chain).at(-1);
    invariant(leaf !== undefined, 'a chain has a token');
    return leaf.claims.scope;
}

/**
 * Capabilities of an agent as the SDK makes them: granted and passed on, kept and recorded.
 *
 * @module
 */

import { membersOf } from '../../base/caller-mistakes.ts';
import { invariant } from '../../base/errors.ts';
import { chainText, readChain } from '../../capability/chain.ts';
import {
  DEFAULT_GRANT_LIFETIME,
  type DelegationRequest,
  type GrantRequest,
  scopeOfRequest,
  scopeToPassOn,
  secondsOf,
  termsOfRequest,
} from '../../capability/request.ts';
import type { Scope } from '../../capability/scope.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import { assertTerms, delegate } from '../authority/delegating.ts';
import { pinnedScope } from '../tunnel/tools.ts';

/** A capability, and where its serving agent may be reached: a hint that nobody signed. */
export interface GrantedCapability {
  readonly id: string;
  /** The token; of one that was passed on the text of its chain. */
  readonly token: string;
  readonly issuer: Did;
  readonly addresses: readonly string[];
}

/** What an agent grants. */
export interface AgentGrantRequest extends GrantRequest {
  /** Whether it holds for the tools as they are defined now, where they are lent here; not unless `true`. */
  readonly pinned?: boolean;
}

/** Grants a capability at this agent. @throws as `TalosClient.grantCapability`. */
export async function grantCapability(
  core: AgentCore,
  given: AgentGrantRequest,
  onlyService: () => string,
): Promise<Omit<GrantedCapability, 'addresses'>> {
  membersOf<Pick<AgentGrantRequest, 'pinned'>>(given, 'request', { pinned: 'boolean?' });
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
export async function delegateCapability(
  core: AgentCore,
  { token, addresses }: Pick<GrantedCapability, 'token' | 'addresses'>,
  request: DelegationRequest,
): Promise<GrantedCapability> {
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
function scopeIn(chain: string): Scope {
  const leaf = readChain(chain).at(-1);
  invariant(leaf !== undefined, 'a chain has a token');
  return leaf.claims.scope;
}

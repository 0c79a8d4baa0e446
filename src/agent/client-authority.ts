/**
 * Capabilities in the SDK: granted, passed on, and what they are worth.
 *
 * @module
 */
import { parseDuration } from '../base/duration.ts';
import { type ErrorCode, invariant, isTalosError } from '../base/errors.ts';
import { authorizeCall, type CapabilityRequest, type Denial, verifyChain } from '../capability/authorize.ts';
import { chainText, readChain, splitChain } from '../capability/chain.ts';
import { parseScope, type Scope } from '../capability/scope.ts';
import type { ScopeMembers } from '../capability/scope-members.ts';
import { type Json, parseJson, writeJson } from '../codec/json.ts';
import { type Did, parseDid } from '../identity/did.ts';
import type { AgentCore } from './agent-core.ts';
import { assertTerms, delegate } from './delegating.ts';

/** How long a grant lasts unless asked otherwise. PROTOCOL.md §11. */
export const DEFAULT_GRANT_LIFETIME = '15m';

/** What to grant, and on which terms: members of the scope are named as in PROTOCOL.md §8.2. */
export interface GrantRequest extends ScopeMembers {
  /** The holder's DID. */
  readonly subject: string;
  /** Tool name → argument name → constraint: PROTOCOL.md §8.2. */
  readonly tools: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resources?: readonly unknown[];
  readonly prompts?: readonly unknown[];
  /** The service; the only one that is lent where absent. */
  readonly service?: string;
  /** A duration such as `15m` (the default), `24h` or `7d`. */
  readonly expiresIn?: string;
  /** How often it may be passed on, 0 (the default) to 7. */
  readonly depth?: number;
}

/** What to pass on; the service is that of the capability, and so are the conditions that it is under. */
export type DelegationRequest = Omit<GrantRequest, 'service'>;

/** A capability, and where its serving agent may be reached: a hint that nobody signed. */
export interface GrantedCapability {
  readonly id: string;
  /** The token; of one that was passed on the text of its chain. */
  readonly token: string;
  readonly issuer: Did;
  readonly addresses: readonly string[];
}

/** What is asked of a capability: one of `tool`, `resource` and `prompt`. */
export interface VerificationRequest {
  readonly tool?: string;
  /** Of the tool; none where absent. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** A URI. */
  readonly resource?: string;
  /** A name. */
  readonly prompt?: string;
  /** DID of whoever presents it; its last holder where absent. */
  readonly as?: string;
  /** DID of the serving agent; the one that the capability names where absent. */
  readonly audience?: string;
  /** DIDs of the issuers that it accepts; itself alone where absent. */
  readonly roots?: readonly string[];
}

/** A verdict: a permission, or a code of PROTOCOL.md §13 with a reason for people. */
export type CapabilityVerdict =
  | { readonly allowed: true; readonly expiresAt: number }
  | { readonly allowed: false; readonly code: ErrorCode; readonly reason: string };

/** Grants a capability at this agent. @throws as `TalosClient.grantCapability`. */
export async function grantCapability(
  core: AgentCore,
  request: GrantRequest,
  service: string,
): Promise<Omit<GrantedCapability, 'addresses'>> {
  const { expiresIn = DEFAULT_GRANT_LIFETIME, depth } = request;
  assertTerms(depth === undefined ? {} : { depth });
  const { token } = await core.grants.issue(
    parseDid(request.subject),
    scopeOf(request, service),
    secondsOf(expiresIn),
    depth === undefined ? {} : { depth },
  );
  return { id: token.id, token: token.text, issuer: core.identity.did };
}

/** Passes a capability on. @throws as `TalosClient.delegateCapability`. */
export async function delegateCapability(
  core: AgentCore,
  capability: GrantedCapability,
  request: DelegationRequest,
): Promise<GrantedCapability> {
  const { subject, expiresIn, depth = 0 } = request;
  assertTerms({ depth });
  const parent = await core.grants.receive(capability.token);
  const scope = scopeOf(request, parent.token.claims.scope.service);
  const terms = { depth, ...(expiresIn === undefined ? {} : { expiresInS: secondsOf(expiresIn) }) };
  const made = await delegate(core, parent, parseDid(subject), scope, terms, secondsOf(DEFAULT_GRANT_LIFETIME));
  const { addresses } = capability;
  return { id: made.token.id, token: chainText(made.chain), issuer: core.identity.did, addresses };
}

/** What a capability is worth, as far as this agent knows what was revoked. @throws as `TalosClient.verifyCapability`. */
export function verifyCapability(core: AgentCore, token: string, request: VerificationRequest): CapabilityVerdict {
  const asked = requestOf(request);
  const standing = core.authority.standing();
  try {
    const leaf = readChain(token).at(-1);
    invariant(leaf !== undefined, 'a chain has a token');
    const { claims } = leaf;
    const audience = request.audience === undefined ? claims.audience : parseDid(request.audience);
    const holder = request.as === undefined ? claims.subject : parseDid(request.as);
    const roots = request.roots?.map((root) => parseDid(root)) ?? [audience];
    const context = { ...standing, roots, audience, holder, service: claims.scope.service };
    const verdict = verifyChain(splitChain(token), context);
    if (!verdict.allowed) return refused(verdict);
    const call = authorizeCall(verdict.grant, asked, standing);
    return call.allowed ? { allowed: true, expiresAt: verdict.grant.expiresAtS * 1000 } : refused(call);
  } catch (error) {
    if (isTalosError(error, 'MALFORMED')) return { allowed: false, code: error.code, reason: error.message };
    throw error;
  }
}

function refused({ code, reason }: Denial): CapabilityVerdict {
  return { allowed: false, code, reason };
}

function requestOf({ tool, arguments: given = {}, resource, prompt }: VerificationRequest): CapabilityRequest {
  if ([tool, resource, prompt].filter((each) => each !== undefined).length !== 1)
    throw new RangeError('one of tool, resource and prompt must be asked for');
  if (tool !== undefined) return { kind: 'tool', name: tool, arguments: copyOf(given) };
  return resource === undefined ? { kind: 'prompt', name: prompt ?? '' } : { kind: 'resource', uri: resource };
}

function scopeOf(request: DelegationRequest, service: string): Scope {
  const { subject: _, expiresIn: __, depth: ___, ...members } = request;
  const said = Object.entries<unknown>(members).filter(([, value]) => value !== undefined);
  return parseScope(copyOf({ ...Object.fromEntries(said), service }));
}

/** Through text, so that what the caller changes later changes nothing here. */
function copyOf(value: unknown): Json {
  return parseJson(writeJson(value as Json));
}

function secondsOf(duration: string): number {
  return Math.floor(parseDuration(duration) / 1000);
}

/**
 * Who may do what: the chain of tokens once (PROTOCOL.md §8.3), each request on the verified grant (§8.4).
 *
 * Pure: time and revocations are arguments. There is one function for each question, and caches only spare its
 * signature check: `standing` is asked anew every time.
 *
 * @module
 */
import { isTalosError } from '../base/errors.ts';
import { isFields } from '../codec/fields.ts';
import { isExact, type Json, JsonNumber, MAX_JSON_DEPTH } from '../codec/json.ts';
import type { Did } from '../identity/did.ts';
import { ruleOf } from './argument-rules.ts';
import { delegationDenial, MAX_CHAIN_TOKENS, signatureDenial } from './chain.ts';
import { holds, holdsForUri } from './constraint.ts';
import { Clearance, type Revocations } from './revocations.ts';
import { type ArgumentRules, OTHER_ARGUMENTS, type Scope } from './scope.ts';
import { type ParsedToken, readToken } from './token.ts';
import { ALLOWED, type Allowed, type Denial, deny } from './verdict.ts';

export type { Allowed, Denial } from './verdict.ts';

/** How far the issuer's clock may be ahead of ours, in seconds; for the start of a grant, never for its end. */
export const NOT_BEFORE_SKEW_S = 60;

/** What changes from one check to the next. */
export interface Standing {
  /** Milliseconds since 1970; the greater of the clock and the highest time in the ledger. */
  readonly nowMs: number;
  readonly revocations: Revocations;
}

/** What a chain is verified against. */
export interface ChainContext extends Standing {
  /** Whose root tokens this service accepts; by default its own DID alone. */
  readonly roots: readonly Did[];
  /** The serving agent. */
  readonly audience: Did;
  readonly service: string;
  /** The peer, as the session proved it. */
  readonly holder: Did;
}

/** A verified chain. */
export interface Grant {
  /** The last of {@link Grant.tokens}. */
  readonly leaf: ParsedToken;
  /** The chain, root first: each within the one before it. */
  readonly tokens: readonly ParsedToken[];
  /** The leaf's. */
  readonly scope: Scope;
  /** Seconds since 1970; from this second on the grant is no more. */
  readonly expiresAtS: number;
  readonly holder: Did;
  /** What was last found of its revocation. */
  readonly clearance: Clearance;
}

/** The verdict on a chain. */
export type ChainVerdict = { readonly allowed: true; readonly grant: Grant } | Denial;

/**
 * Verifies a chain of tokens, in the order of PROTOCOL.md §8.3; the first rule that is broken gives the code.
 *
 * @param chain - Token texts as a stranger sent them, root first.
 * @returns The grant, or a denial with `NO_CAPABILITY` (an empty chain), `MALFORMED`, `SIGNATURE_INVALID`,
 *   `UNTRUSTED_ISSUER`, `DELEGATION_INVALID`, `SUBJECT_MISMATCH`, `AUDIENCE_MISMATCH`, `NOT_YET_VALID`, `EXPIRED` or
 *   `REVOKED`.
 */
export function verifyChain(chain: readonly string[], context: ChainContext): ChainVerdict {
  if (chain.length > MAX_CHAIN_TOKENS) return deny('MALFORMED', `chain has more than ${MAX_CHAIN_TOKENS} tokens`);
  const tokens = readAll(chain);
  if ('allowed' in tokens) return tokens;
  const [root] = tokens;
  const leaf = tokens.at(-1);
  if (root === undefined || leaf === undefined) return deny('NO_CAPABILITY', 'no token was presented');
  const denial =
    signatureDenial(tokens) ??
    rootDenial(root, context.roots) ??
    delegationDenial(tokens) ??
    bindingDenial(leaf, context);
  if (denial !== undefined) return denial;
  const { scope, expiresAtS, subject: holder } = leaf.claims;
  const grant: Grant = { leaf, tokens, scope, expiresAtS, holder, clearance: new Clearance(tokens) };
  return standingDenial(grant, context) ?? { allowed: true, grant };
}

function readAll(chain: readonly string[]): readonly ParsedToken[] | Denial {
  try {
    return chain.map(readToken);
  } catch (error) {
    if (isTalosError(error, 'MALFORMED')) return deny('MALFORMED', error.message);
    throw error;
  }
}

function rootDenial(root: ParsedToken, roots: readonly Did[]): Denial | undefined {
  return roots.includes(root.claims.issuer)
    ? undefined
    : deny('UNTRUSTED_ISSUER', 'the issuer is no root of this service');
}

function bindingDenial({ claims }: ParsedToken, { holder, audience, service }: ChainContext): Denial | undefined {
  if (claims.subject !== holder) return deny('SUBJECT_MISMATCH', 'the token belongs to another agent');
  if (claims.audience !== audience) return deny('AUDIENCE_MISMATCH', 'the token is for another agent');
  if (claims.scope.service !== service) return deny('AUDIENCE_MISMATCH', 'the token is for another service');
  return undefined;
}

/**
 * Why `grant` does not stand at this moment: `NOT_YET_VALID`, `EXPIRED` or `REVOKED`; `undefined` where it stands.
 * Costs no signature check.
 */
export function standingDenial(grant: Grant, { nowMs, revocations }: Standing): Denial | undefined {
  // Written so that a time that is no number is refused.
  if (!(nowMs >= (grant.leaf.claims.notBeforeS - NOT_BEFORE_SKEW_S) * 1000))
    return deny('NOT_YET_VALID', 'the token is not valid yet');
  if (!(nowMs < grant.expiresAtS * 1000)) return deny('EXPIRED', 'the token has expired');
  if (grant.clearance.isRevoked(revocations)) return deny('REVOKED', 'the token was revoked');
  return undefined;
}

/** What a peer asks for. Methods that are none of these are not covered by any token. */
export type CapabilityRequest =
  | { readonly kind: 'tool'; readonly name: string; readonly arguments: Json }
  | { readonly kind: 'resource'; readonly uri: string }
  | { readonly kind: 'prompt'; readonly name: string };

/**
 * Decides one request on a verified grant. PROTOCOL.md §8.4.
 *
 * @param request - Parsed once; what is allowed is what must be sent on, re-serialised.
 * @returns Allowed, or a denial with `NOT_YET_VALID`, `EXPIRED`, `REVOKED`, `SCOPE_MISMATCH`, `CONSTRAINT`, or
 *   `MALFORMED` for arguments that are no object.
 */
export function authorizeCall(grant: Grant, request: CapabilityRequest, standing: Standing): Allowed | Denial {
  const denial = standingDenial(grant, standing);
  if (denial !== undefined) return denial;
  switch (request.kind) {
    case 'tool':
      return toolVerdict(grant.scope, request.name, request.arguments);
    case 'resource':
      return coversResource(grant, request.uri) ? ALLOWED : deny('SCOPE_MISMATCH', 'the resource is not granted');
    case 'prompt':
      return coversPrompt(grant, request.name) ? ALLOWED : deny('SCOPE_MISMATCH', 'the prompt is not granted');
    default:
      return deny('SCOPE_MISMATCH', 'this kind of request cannot be granted');
  }
}

/** Whether the grant names the tool, with whatever arguments. Time and revocation are not asked. */
export function coversTool(grant: Grant, name: string): boolean {
  return rulesOf(grant.scope, name) !== undefined;
}

/** Whether the grant covers the resource. Time and revocation are not asked. */
export function coversResource(grant: Grant, uri: string): boolean {
  return isText(uri) && (grant.scope.resources ?? []).some((constraint) => holdsForUri(constraint, uri));
}

/** Whether the grant covers the prompt. Time and revocation are not asked. */
export function coversPrompt(grant: Grant, name: string): boolean {
  return isText(name) && (grant.scope.prompts ?? []).some((constraint) => holds(constraint, name));
}

function rulesOf(scope: Scope, tool: unknown): ArgumentRules | undefined {
  // The objects of a scope inherit nothing; a name that is no string must not become one.
  return isText(tool) ? scope.tools[tool] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function toolVerdict(scope: Scope, tool: string, callArguments: Json): Allowed | Denial {
  const rules = rulesOf(scope, tool);
  if (rules === undefined) return deny('SCOPE_MISMATCH', 'the tool is not granted');
  if (!isFields(callArguments)) return deny('MALFORMED', 'the arguments are no object');
  for (const name in rules) {
    // A missing argument is refused: the tool would take its own default.
    if (name !== OTHER_ARGUMENTS && !Object.hasOwn(callArguments, name))
      return deny('CONSTRAINT', `the argument ${name} is missing`);
  }
  for (const name of Object.keys(callArguments)) {
    const constraint = ruleOf(rules, name);
    // A stranger's argument name stays out of the reason.
    if (constraint === undefined) return deny('CONSTRAINT', 'an argument is not granted');
    const value = callArguments[name] as Json;
    if (!isExactThroughout(value, MAX_JSON_DEPTH)) return deny('CONSTRAINT', 'a number is not exact');
    if (!holds(constraint, value)) return deny('CONSTRAINT', `the argument ${name} is outside what is granted`);
  }
  return ALLOWED;
}

/** Whether every number in `value` is what a double carries: tools read doubles, so nothing else can be judged. */
function isExactThroughout(value: Json, depthLeft: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof JsonNumber) return isExact(value);
  if (depthLeft === 0) return false;
  const items: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return items.every((item) => isExactThroughout(item, depthLeft - 1));
}

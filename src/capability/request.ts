/**
 * What the SDK is asked of capabilities, as an application writes it: what to grant, to pass on, to verify.
 *
 * @module
 */
import { membersOf } from '../base/caller-mistakes.ts';
import { parseDuration } from '../base/duration.ts';
import { type ErrorCode, invariant, isTalosError, TalosError } from '../base/errors.ts';
import { type Json, parseJson, writeJson } from '../codec/json.ts';
import { parseDid } from '../identity/did.ts';
import { authorizeCall, type CapabilityRequest, type Denial, type Standing, verifyChain } from './authorize.ts';
import { readChain, splitChain } from './chain.ts';
import { parseToolPhrases } from './phrase.ts';
import { parseScope, type Scope } from './scope.ts';
import type { ScopeMembers } from './scope-members.ts';

/** How long a grant lasts unless asked otherwise. PROTOCOL.md §11. */
export const DEFAULT_GRANT_LIFETIME = '15m';

/** What to grant, and on which terms: members of the scope are named as in PROTOCOL.md §8.2. */
export interface GrantRequest extends ScopeMembers {
  /** The holder's DID. */
  readonly subject: string;
  /** Tool name → argument name → constraint (PROTOCOL.md §8.2); or phrases, as `read_file(path under /data)`. */
  readonly tools: Readonly<Record<string, Readonly<Record<string, unknown>>>> | readonly string[];
  readonly resources?: readonly unknown[];
  readonly prompts?: readonly unknown[];
  /** The service; the only one that is lent where absent. */
  readonly service?: string;
  /** A duration such as `15m` (the default), `24h` or `7d`. */
  readonly expiresIn?: string;
  /** How often it may be passed on, 0 (the default) to 7. */
  readonly depth?: number;
  /** DID of the serving agent; the granting one where absent. Another one must accept that as a root. */
  readonly audience?: string;
}

/**
 * What to pass on; service and audience are those of the capability, and so are the conditions that it is under. Without
 * a word about what is allowed (tools, resources, prompts, messages, files, services) it is all that the capability allows.
 */
export type DelegationRequest = Omit<GrantRequest, 'service' | 'audience' | 'tools'> &
  Partial<Pick<GrantRequest, 'tools'>>;

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

/** Whom a request is about, and for how long: checked and copied. */
export interface RequestTerms {
  readonly subject: string;
  readonly expiresIn: string | undefined;
  readonly depth: number | undefined;
  readonly audience: string | undefined;
  readonly service: string | undefined;
}

/** @throws {TypeError} for a request or a member of another type. */
export function termsOfRequest(request: GrantRequest | DelegationRequest): RequestTerms {
  const { subject, expiresIn, depth, audience, service } = membersOf<
    Pick<GrantRequest, 'subject' | 'expiresIn' | 'depth' | 'audience' | 'service'>
  >(request as GrantRequest, 'request', {
    subject: 'text',
    expiresIn: 'text?',
    depth: 'number?',
    audience: 'text?',
    service: 'text?',
  });
  return { subject, expiresIn, depth, audience, service };
}

/**
 * The scope that a request asks for. Copied through text, so that what the caller changes later changes nothing.
 *
 * @throws {TypeError} for what is no JSON.
 * @throws {TalosError} `MALFORMED` for what is no scope; `E_USAGE` for a phrase that is not understood.
 */
export function scopeOfRequest(request: Pick<GrantRequest, 'tools'> & Partial<GrantRequest>, service: string): Scope {
  const given = membersOfRequest(request);
  const { tools, tool_limits } = toolsOf(request.tools);
  const limits = toolLimits(given['tool_limits'], tool_limits);
  return parseScope(copyOf({ ...given, ...limits, tools, service }));
}

/**
 * The scope that a request asks for within `parent`: what that allows, on narrower terms, where it says nothing of what
 * is to be allowed.
 *
 * @throws as {@link scopeOfRequest}.
 */
export function scopeToPassOn(request: DelegationRequest, parent: Scope): Scope {
  if (request.tools !== undefined) return scopeOfRequest({ ...request, tools: request.tools }, parent.service);
  const given = membersOfRequest(request);
  const allowed = saysWhat(given) ? { tools: {} } : thingsOf(parent);
  return parseScope(copyOf({ ...allowed, ...given, service: parent.service }));
}

/** The members of a scope that allow something; the others are terms. */
const THINGS = ['tools', 'resources', 'prompts', 'messages', 'files', 'services'] as const;

/** Whether members of a scope say what is allowed, besides on which terms. */
export function saysWhat(members: Readonly<Record<string, unknown>>): boolean {
  return THINGS.some((name) => members[name] !== undefined);
}

/** What `scope` allows, without its terms. */
export function thingsOf(scope: Scope): Pick<Scope, (typeof THINGS)[number]> {
  const named = THINGS.flatMap((name) => (scope[name] === undefined ? [] : [[name, scope[name]] as const]));
  return Object.fromEntries(named) as Pick<Scope, (typeof THINGS)[number]>;
}

/** The members of the scope that a request names, but for its tools. */
function membersOfRequest(request: Partial<GrantRequest>): Readonly<Record<string, unknown>> {
  const { subject: _, expiresIn: __, depth: ___, audience: ____, service: _____, tools: ______, ...said } = request;
  return Object.fromEntries(Object.entries<unknown>(said).filter(([, value]) => value !== undefined));
}

function toolsOf(tools: GrantRequest['tools']): { readonly tools: unknown; readonly tool_limits?: object } {
  if (!Array.isArray(tools)) return { tools };
  const texts = (tools as readonly unknown[]).map((each) => {
    if (typeof each !== 'string') throw new TypeError('tools must be phrases, or an object of rules');
    return each;
  });
  return parseToolPhrases(texts);
}

/**
 * Limits of tools that stand in phrases, and those that were given besides.
 *
 * @throws {TalosError} `E_USAGE` where both are about one tool.
 */
export function toolLimits(given: unknown, phrases: object | undefined): { readonly tool_limits?: unknown } {
  if (phrases === undefined) return given === undefined ? {} : { tool_limits: given };
  if (given === undefined) return { tool_limits: phrases };
  if (typeof given === 'object' && given !== null && Object.keys(given).some((tool) => Object.hasOwn(phrases, tool)))
    throw new TalosError('E_USAGE', 'limits of a tool are said twice');
  return { tool_limits: { ...(given as object), ...phrases } };
}

/** A copy, through text. @throws {TypeError} for what is no JSON. */
export function copyOf(value: unknown): Json {
  try {
    return parseJson(writeJson(value as Json));
  } catch (error) {
    if (isTalosError(error, 'E_MALFORMED'))
      throw new TypeError(`a value must be JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Whole seconds of a duration. @throws {TalosError} `E_USAGE`. */
export function secondsOf(duration: string): number {
  return Math.floor(parseDuration(duration) / 1000);
}

/**
 * What a serving agent would decide about a request under a capability.
 *
 * @param token - The token, or the text of a chain.
 * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
 * @throws {TalosError} `E_BAD_DID`.
 */
export function verdictOn(token: string, request: VerificationRequest, standing: Standing): CapabilityVerdict {
  const asked = callOf(request);
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

function callOf(request: VerificationRequest): CapabilityRequest {
  const {
    tool,
    arguments: given = {},
    resource,
    prompt,
  } = membersOf<VerificationRequest>(request, 'request', {
    tool: 'text?',
    arguments: 'object?',
    resource: 'text?',
    prompt: 'text?',
    as: 'text?',
    audience: 'text?',
    roots: 'texts?',
  });
  if ([tool, resource, prompt].filter((each) => each !== undefined).length !== 1)
    throw new RangeError('one of tool, resource and prompt must be asked for');
  if (tool !== undefined) return { kind: 'tool', name: tool, arguments: copyOf(given) };
  return resource === undefined ? { kind: 'prompt', name: prompt ?? '' } : { kind: 'resource', uri: resource };
}

import { type ErrorCode } from '../base/errors.ts';
import { type Json } from '../codec/json.ts';
import { type Standing } from './authorize.ts';
import { type Scope } from './scope.ts';
import type { ScopeMembers } from './scope-members.ts';
/** How long a grant lasts unless asked otherwise. PROTOCOL.md §11. */
export declare const DEFAULT_GRANT_LIFETIME = "15m";
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
export type DelegationRequest = Omit<GrantRequest, 'service' | 'audience' | 'tools'> & Partial<Pick<GrantRequest, 'tools'>>;
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
export type CapabilityVerdict = {
    readonly allowed: true;
    readonly expiresAt: number;
} | {
    readonly allowed: false;
    readonly code: ErrorCode;
    readonly reason: string;
};
/** Whom a request is about, and for how long: checked and copied. */
export interface RequestTerms {
    readonly subject: string;
    readonly expiresIn: string | undefined;
    readonly depth: number | undefined;
    readonly audience: string | undefined;
    readonly service: string | undefined;
}
/** @throws {TypeError} for a request or a member of another type. */
export declare function termsOfRequest(request: GrantRequest | DelegationRequest): RequestTerms;
/**
 * The scope that a request asks for. Copied through text, so that what the caller changes later changes nothing.
 *
 * @throws {TypeError} for what is no JSON.
 * @throws {TalosError} `MALFORMED` for what is no scope; `E_USAGE` for a phrase that is not understood.
 */
export declare function scopeOfRequest(request: Pick<GrantRequest, 'tools'> & Partial<GrantRequest>, service: string): Scope;
/**
 * The scope that a request asks for within `parent`: what that allows, on narrower terms, where it says nothing of what
 * is to be allowed.
 *
 * @throws as {@link scopeOfRequest}.
 */
export declare function scopeToPassOn(request: DelegationRequest, parent: Scope): Scope;
/** The members of a scope that allow something; the others are terms. */
declare const THINGS: readonly ["tools", "resources", "prompts", "messages", "files", "services"];
/** Whether members of a scope say what is allowed, besides on which terms. */
export declare function saysWhat(members: Readonly<Record<string, unknown>>): boolean;
/** What `scope` allows, without its terms. */
export declare function thingsOf(scope: Scope): Pick<Scope, (typeof THINGS)[number]>;
/**
 * Limits of tools that stand in phrases, and those that were given besides.
 *
 * @throws {TalosError} `E_USAGE` where both are about one tool.
 */
export declare function toolLimits(given: unknown, phrases: object | undefined): {
    readonly tool_limits?: unknown;
};
/** A copy, through text. @throws {TypeError} for what is no JSON. */
export declare function copyOf(value: unknown): Json;
/** Whole seconds of a duration. @throws {TalosError} `E_USAGE`. */
export declare function secondsOf(duration: string): number;
/**
 * What a serving agent would decide about a request under a capability.
 *
 * @param token - The token, or the text of a chain.
 * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
 * @throws {TalosError} `E_BAD_DID`.
 */
export declare function verdictOn(token: string, request: VerificationRequest, standing: Standing): CapabilityVerdict;
export {};

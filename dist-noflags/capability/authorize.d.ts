import type { Did } from '../identity/did.ts';
import { Clearance, type Revocations } from './revocations.ts';
import type { Scope } from './scope.ts';
import { type CapabilityRequest, type Environment } from './scope-check.ts';
import { type ParsedToken } from './token.ts';
import { type Allowed, type Denial } from './verdict.ts';
export type { CapabilityRequest } from './scope-check.ts';
export type { Allowed, Denial } from './verdict.ts';
/** How far the issuer's clock may be ahead of ours, in seconds; for the start of a grant, never for its end. */
export declare const NOT_BEFORE_SKEW_S = 60;
/** What changes from one check to the next. */
export interface Standing {
    /** Milliseconds since 1970; the greater of the clock and the highest time in the ledger. */
    readonly nowMs: number;
    readonly revocations: Revocations;
    /** What the serving side says of itself; an object that is not changed. Absent: nothing. */
    readonly environment?: Environment | undefined;
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
export type ChainVerdict = {
    readonly allowed: true;
    readonly grant: Grant;
} | Denial;
/**
 * Verifies a chain of tokens, in the order of PROTOCOL.md §8.3; the first rule that is broken gives the code.
 *
 * @param chain - Token texts as a stranger sent them, root first.
 * @returns The grant, or a denial with `NO_CAPABILITY` (an empty chain), `MALFORMED`, `SIGNATURE_INVALID`,
 *   `UNTRUSTED_ISSUER`, `DELEGATION_INVALID`, `SUBJECT_MISMATCH`, `AUDIENCE_MISMATCH`, `NOT_YET_VALID`, `EXPIRED` or
 *   `REVOKED`.
 */
export declare function verifyChain(chain: readonly string[], context: ChainContext): ChainVerdict;
/**
 * Why `grant` does not stand at this moment: `NOT_YET_VALID`, `EXPIRED`, `REVOKED` or `REVOCATION_UNKNOWN`; `undefined`
 * where it stands.
 * Costs no signature check.
 */
export declare function standingDenial(grant: Grant, { nowMs, revocations }: Standing): Denial | undefined;
/**
 * Decides one request on a verified grant. PROTOCOL.md §8.4.
 *
 * @param request - Parsed once; what is allowed is what must be sent on, re-serialised.
 * @returns Allowed, or a denial with `NOT_YET_VALID`, `EXPIRED`, `REVOKED`, `SCOPE_MISMATCH`, `CONSTRAINT`, or
 *   `MALFORMED` for arguments that are no object.
 */
export declare function authorizeCall(grant: Grant, request: CapabilityRequest, standing: Standing): Allowed | Denial;
/**
 * Decides on a message of so many bytes to the audience, on a verified grant. PROTOCOL.md §8.2.
 *
 * @returns Allowed, or a denial with `NOT_YET_VALID`, `EXPIRED`, `REVOKED`, `REVOCATION_UNKNOWN`, `SCOPE_MISMATCH` or
 *   `CONSTRAINT`.
 */
export declare function authorizeMessage(grant: Grant, bytes: number, standing: Standing): Allowed | Denial;
/** Whether the holder may send the audience a file of this name and size now. */
export declare function authorizeFile(grant: Grant, file: {
    readonly name: string;
    readonly size: number;
}, standing: Standing): Allowed | Denial;
/** Whether the grant lets the tool be called, with whatever arguments. Time and revocation are not asked. */
export declare function coversTool(grant: Grant, name: string): boolean;
/** Whether the grant covers the resource. Time and revocation are not asked. */
export declare function coversResource(grant: Grant, uri: string): boolean;
/** Whether the grant covers the prompt. Time and revocation are not asked. */
export declare function coversPrompt(grant: Grant, name: string): boolean;

import type { SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
import { type CapabilityVerdict, type DelegationRequest, type GrantRequest, type VerificationRequest } from './request.ts';
import { type Revocations } from './revocations.ts';
import type { Scope } from './scope.ts';
import type { Environment } from './scope-check.ts';
/** Who signs capabilities: an `Identity` is one. */
export interface CapabilityIssuer {
    /** The DID of the signing key. */
    readonly did: Did;
    readonly signing: SigningKey;
}
/** When something is done. */
export interface MomentOptions {
    /** Milliseconds since 1970; the system's clock where absent. */
    readonly nowMs?: number;
}
/** What a capability is verified against. */
export interface CapabilityCheck extends VerificationRequest, MomentOptions {
    /** What is revoked; nothing is known to be where absent. */
    readonly revocations?: Revocations;
    /** What the serving side says of itself, for capabilities that ask. */
    readonly environment?: Environment;
}
/**
 * See the module comment. Immutable.
 *
 * @example
 * const capability = Capability.issue(owner, {
 *   subject: agent.did,
 *   service: 'files',
 *   tools: ['read_file(path under /data)'],
 *   expiresIn: '1h',
 * });
 * capability.verify({ tool: 'read_file', arguments: { path: '/data/a' } }).allowed;
 */
export declare class Capability {
    #private;
    /** The text that is handed over: a token, or the chain of one that was passed on, root first. */
    readonly token: string;
    /** SHA-256 of the signing input of the last token: 64 hex digits. */
    readonly id: string;
    /** Who signed the last token. */
    readonly issuer: Did;
    /** The holder. */
    readonly subject: Did;
    /** The serving agent. */
    readonly audience: Did;
    readonly scope: Scope;
    /** Milliseconds since 1970. */
    readonly issuedAtMs: number;
    /** Milliseconds since 1970: from then on it is no more. */
    readonly expiresAtMs: number;
    /** How many tokens of its chain are above it. */
    readonly depth: number;
    /** How often it may be passed on. */
    readonly further: number;
    private constructor();
    /**
     * Reads a capability that somebody else wrote: its form, not what it is worth; {@link verify} says that.
     *
     * @param text - A token or the text of a chain.
     * @throws {TypeError} for no text.
     * @throws {TalosError} `MALFORMED`.
     */
    static parse(text: string): Capability;
    /**
     * Makes and signs a capability of a service of the issuer's, or of `request.audience`.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration, a depth or a phrase that cannot be.
     * @throws {TalosError} `MALFORMED` for what is no scope; `E_BAD_DID`.
     */
    static issue(issuer: CapabilityIssuer, request: GrantRequest & {
        readonly service: string;
    }, { nowMs }?: MomentOptions): Capability;
    /**
     * Passes the capability on, within what it grants and under the conditions that it is under. It lasts a quarter of an
     * hour unless asked otherwise, and never longer than this one.
     *
     * @param holder - Its holder.
     * @throws {TypeError} or {RangeError} as {@link Capability.issue}, and where `holder` is another than its subject.
     * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `MALFORMED`; `E_BAD_DID`.
     */
    delegate(holder: CapabilityIssuer, request: DelegationRequest, { nowMs }?: MomentOptions): Capability;
    /**
     * What a serving agent would decide about a request: signatures, chain, times, and the request itself.
     *
     * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
     * @throws {TalosError} `E_BAD_DID`.
     */
    verify({ nowMs, revocations, environment, ...request }: CapabilityCheck): CapabilityVerdict;
    /** What it grants and on which terms, in plain words: one line a thing. */
    describe(): readonly string[];
    /** {@link Capability.token}. */
    toString(): string;
    /** What JSON shows: what it is about. */
    toJSON(): {
        readonly id: string;
        readonly issuer: Did;
        readonly subject: Did;
        readonly audience: Did;
    };
}

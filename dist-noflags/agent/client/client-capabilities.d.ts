/**
 * Authority that a client gives and holds: `client.capabilities`. Capabilities alone, without an agent: `Capability`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import { type CapabilityVerdict, type DelegationRequest, type VerificationRequest } from '../../capability/request.ts';
import type { CapabilityDetail, CapabilityView, RenewedView } from '../api/api.ts';
import type { RevokedView, RevokeParams } from '../api/revocation-api.ts';
import { type AgentGrantRequest, type GrantedCapability } from './client-authority.ts';
import type { ClientContext } from './client-context.ts';
/** See the module comment. A capability is named by its 64 hex digits, or at least 8 that fit one alone. */
export declare class ClientCapabilities {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** All that were issued, received or delegated, oldest first. */
    list(): Promise<readonly CapabilityView[]>;
    /** One of them, with its token and its chain. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id: string): Promise<CapabilityDetail>;
    /**
     * Grants a capability; durable when it resolves.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration, a phrase or a service that cannot be.
     * @throws {TalosError} `MALFORMED`, `E_BAD_DID`; `E_AMBIGUOUS` where several services are lent and none is named.
     */
    grant(request: AgentGrantRequest): Promise<GrantedCapability>;
    /**
     * Passes a capability that this agent was given on to another, within what it grants; durable when it resolves.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration or a depth that cannot be.
     * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `SUBJECT_MISMATCH` where it belongs to another
     *   agent; `EXPIRED`, `MALFORMED`, `SIGNATURE_INVALID`, `E_BAD_DID`.
     */
    delegate(capability: Pick<GrantedCapability, 'token' | 'addresses'>, request: DelegationRequest): Promise<GrantedCapability>;
    /**
     * What a serving agent would decide about a request under a capability, as far as is known here what was revoked.
     *
     * @param token - The token, or the text of a chain.
     * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
     * @throws {TalosError} `E_BAD_DID`.
     */
    verify(token: string, request: VerificationRequest): Promise<CapabilityVerdict>;
    /**
     * Takes back what this agent issued or passed on: one capability, all that was delegated from it, or all of a holder or
     * an issuer. In force here for the next call, and told to who serves it.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_LIMIT`; {RangeError} unless exactly one of them is named.
     */
    revoke(params: RevokeParams): Promise<RevokedView>;
    /** Whether anything of a chain is revoked, as far as is known here. @throws {TalosError} `MALFORMED`. */
    isRevoked(token: string): Promise<boolean>;
    /** Has its issuer renew a received capability, for open tunnels too. @throws {TalosError} `RENEWAL_REFUSED`; `REVOKED`; `E_NOT_FOUND`; … */
    renew(id: string, options?: SignalOptions): Promise<RenewedView>;
    /** Has all renewed that can be; each says what became of it. */
    renewAll(options?: SignalOptions): Promise<readonly RenewedView[]>;
}

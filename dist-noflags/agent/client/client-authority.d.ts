/**
 * Capabilities of an agent as the SDK makes them: granted and passed on, kept and recorded.
 *
 * @module
 */
import { type DelegationRequest, type GrantRequest } from '../../capability/request.ts';
import { type Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
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
export declare function grantCapability(core: AgentCore, given: AgentGrantRequest, onlyService: () => string): Promise<Omit<GrantedCapability, 'addresses'>>;
/** Passes a capability on. @throws as `TalosClient.delegateCapability`. */
export declare function delegateCapability(core: AgentCore, { token, addresses }: Pick<GrantedCapability, 'token' | 'addresses'>, request: DelegationRequest): Promise<GrantedCapability>;

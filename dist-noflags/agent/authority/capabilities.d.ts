import type { AgentCore } from '../agent-core.ts';
import type { CapabilityDetail, CapabilityView, DelegateParams, GrantParams, RenewedView } from '../api/api.ts';
import type { RevokedView, RevokeParams } from '../api/revocation-api.ts';
import type { TunnelDialer } from '../tunnel/tunnel-dialer.ts';
import { type RevokingParts } from './revoking.ts';
/** What was issued or passed on, and its text for whom it is. */
export interface Granted {
    readonly capability: CapabilityView;
    readonly token: string;
}
/** What they need of the agent. */
export interface CapabilitiesParts extends RevokingParts {
    readonly core: AgentCore;
    readonly dialer: TunnelDialer;
}
/** See the module comment; errors as `AgentApi` says. */
export declare class Capabilities {
    #private;
    constructor(parts: CapabilitiesParts);
    /** @param onlyService - The service, where `params` names none. */
    grant(params: GrantParams, onlyService: () => string): Promise<Granted>;
    delegate(params: DelegateParams): Promise<Granted>;
    list(): Promise<readonly CapabilityView[]>;
    detail(id: string): Promise<CapabilityDetail>;
    isRevoked(chain: string): Promise<boolean>;
    revoke(params: RevokeParams): Promise<RevokedView>;
    renew({ id }: {
        readonly id?: string;
    }, signal?: AbortSignal): Promise<readonly RenewedView[]>;
}

import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { UsedTunnel } from '../tunnel/used-tunnel.ts';
import type { HeldGrant } from './grant-book.ts';
/** The share of its life after which a grant is renewed. */
export declare const RENEW_AFTER: number;
/** Milliseconds to the next try where an issuer was not reached, at least. */
export declare const RENEW_RETRY_MS = 1000;
/** What renewing needs. */
export interface AutoRenewalParts {
    readonly core: AgentCore;
    readonly tunnel: UsedTunnel;
    /** Asks the issuer of a grant; what it gives is durable. */
    readonly renew: (grant: HeldGrant, signal: AbortSignal) => Promise<HeldGrant>;
    /** Resolves when the tunnel has ended. */
    readonly ended: Promise<unknown>;
    readonly peer: Did;
}
/** Starts to renew `grant`, where it is renewable, until the tunnel ends or its issuer refuses. */
export declare function renewInTime(parts: AutoRenewalParts, grant: HeldGrant): void;

/**
 * Renewing what this agent received, because a person or a program said so. PROTOCOL.md §8.6.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { AgentCore } from '../agent-core.ts';
import type { TunnelDialer } from '../tunnel/tunnel-dialer.ts';
import type { HeldGrant } from './grant-book.ts';
/** What renewing needs. */
export interface RenewingParts {
    readonly core: AgentCore;
    readonly dialer: TunnelDialer;
}
/**
 * Renews one grant, for its open tunnels too.
 *
 * @param id - All 64 hex digits, or at least 8 that fit one alone.
 * @returns The new grant; durable.
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for one that this agent did not receive; as
 *   `TunnelDialer.renew`.
 */
export declare function renewOne(parts: RenewingParts, id: string, signal?: AbortSignal): Promise<HeldGrant>;
/** What became of one grant. */
export interface Renewed {
    readonly id: string;
    readonly outcome: HeldGrant | TalosError;
}
/** Renews the newest of each line that may be renewed still; one that fails does not hold up the others. */
export declare function renewAll(parts: RenewingParts, signal?: AbortSignal): Promise<readonly Renewed[]>;

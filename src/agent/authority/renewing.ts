/**
 * Renewing what this agent received, because a person or a program said so. PROTOCOL.md §8.6.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { isSameLine } from '../../capability/renewal.ts';
import type { AgentCore } from '../agent-core.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
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
export async function renewOne(parts: RenewingParts, id: string, signal?: AbortSignal): Promise<HeldGrant> {
  const held = parts.core.grants.find(id);
  if (held.direction !== 'received')
    throw new TalosError('E_NOT_FOUND', 'only the holder of a capability renews it, from its issuer');
  return renewHeld(parts, held, signal);
}

async function renewHeld({ dialer }: RenewingParts, held: HeldGrant, signal?: AbortSignal): Promise<HeldGrant> {
  const renewed = await dialer.renew(held, signal);
  dialer.renewed(held, renewed);
  return renewed;
}

/** What became of one grant. */
export interface Renewed {
  readonly id: string;
  readonly outcome: HeldGrant | TalosError;
}

/** Renews the newest of each line that may be renewed still; one that fails does not hold up the others. */
export async function renewAll(parts: RenewingParts, signal?: AbortSignal): Promise<readonly Renewed[]> {
  const { nowMs } = parts.core.authority.standing();
  const newest: HeldGrant[] = [];
  for (const grant of [...parts.core.grants.all()].reverse()) {
    const { claims } = grant.token;
    const isRenewable = grant.direction === 'received' && (claims.scope.renewable_until ?? 0) * 1000 > nowMs;
    if (isRenewable && !newest.some(({ token }) => isSameLine(token, grant.token))) newest.push(grant);
  }
  return Promise.all(
    newest.map(async (held) => {
      const { id } = held.token;
      try {
        return { id, outcome: await renewHeld(parts, held, signal) };
      } catch (error) {
        if (isStorageFailure(error) || !isTalosError(error)) throw error;
        return { id, outcome: error };
      }
    }),
  );
}

/**
 * Taking grants back, from what a person said to what the list says. PROTOCOL.md §8.5.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import type { AgentCore } from './agent-core.ts';

/**
 * Revokes a token that this agent issued: durable, and in force for the next call, when it resolves.
 *
 * @param id - All 64 hex digits, or at least 8 that fit one alone.
 * @param reason - At most 512 characters.
 * @returns Milliseconds since 1970 when it was revoked; of the first time where it was before.
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for a token of another issuer; as `RevocationBook.revoke`.
 */
export async function revoke(
  core: AgentCore,
  id: string,
  reason: string,
): Promise<{ readonly id: string; readonly revokedAtMs: number }> {
  const { token, direction } = core.grants.find(id);
  if (direction === 'received')
    throw new TalosError('E_NOT_FOUND', 'only the issuer of a capability can revoke it', {
      hint: `ask ${token.claims.issuer}`,
    });
  const { timeMs } = await core.revocations.revoke([{ kind: 'token', id: token.id }], reason);
  return { id: token.id, revokedAtMs: timeMs };
}

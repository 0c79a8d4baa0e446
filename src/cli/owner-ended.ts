/**
 * Commands that last, beside the process that runs the agent: what they do when that process ends.
 *
 * @module
 */
import { isTalosError } from '../base/errors.ts';
import type { OpenedAgent } from '../node/local/attach.ts';

/**
 * Resolves when the process that ran the agent is gone, where `error` says no more than that it ends: the command can then be
 * done again.
 *
 * @throws `error` in every other case: also where this process runs the agent, or `signal` has ended the command.
 */
export async function ownerEnded(error: unknown, agent: OpenedAgent, signal: AbortSignal): Promise<void> {
  if (!isTalosError(error, 'E_CLOSED') || agent.isOwner || signal.aborted) throw error;
  await agent.gone;
}

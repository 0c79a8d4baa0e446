/** @module `talos doctor`: the whole ledger, recomputed. */
import type { AgentApi } from '../../agent/api/api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { Context } from '../context.ts';
import type { Findings } from '../findings.ts';
import { plural } from '../terminal.ts';

const REMEDY = 'talos audit verify shows more; restore a backup, and tell those who hold checkpoints of this ledger';

/** As `talos audit verify`. */
export async function ledgerOf(context: Context, findings: Findings, api: AgentApi): Promise<void> {
  const { signal } = context.io;
  const feed = await api.audit.verify({}, { signal });
  try {
    for (let step = await feed.next(); step !== undefined; step = await feed.next()) {
      if (step.report === undefined) {
        await feed.take();
        continue;
      }
      const { valid, entries, blocks, archived, problems } = step.report;
      const size = `${plural(entries, 'entry', 'entries')} in ${plural(blocks, 'block')}`;
      const unread = archived === 0 ? '' : `, ${archived} of them archived and checked by their headers alone`;
      if (valid) findings.ok('ledger', { message: `${size}${unread}: everything fits` });
      for (const [at, { code, message }] of problems.entries())
        findings.failed('ledger', 'E_LEDGER_INVALID', {
          part: String(at + 1),
          message: `${code}: ${message}`,
          remedy: REMEDY,
        });
      return;
    }
    await feed.ended;
    signal.throwIfAborted();
    throw new TalosError('E_CLOSED', 'the agent ended meanwhile', { hint: 'run the command again' });
  } catch (error) {
    if (!isTalosError(error)) throw error;
    findings.error('ledger', error, REMEDY);
  } finally {
    await feed.close();
  }
}

/**
 * Questions about calls on the serving terminal, one at a time: whoever answers elsewhere first takes it away.
 *
 * A question is answered with the beginning of its own id, so that neither what was typed before, nor a question that
 * came in the place of another, is answered by mistake.
 *
 * @module
 */
import type { ApprovalsApi, ApprovalView } from '../agent/api/approval-api.ts';
import { isTalosError } from '../base/errors.ts';
import { approvalLines } from './approval-text.ts';
import type { Context } from './context.ts';
import { plural } from './terminal.ts';

/** Digits of the id that say yes. */
const CODE_DIGITS = 4;
/** How often what says neither yes nor no is asked again about. */
const MAX_TRIES = 3;

/** Why a question is not asked any more. */
class Gone extends Error {}

/**
 * Asks about the calls of `service` until `signal` aborts, or the agent ends.
 *
 * @throws What answering throws, but for that somebody else was first.
 */
export async function promptApprovals(
  context: Context,
  approvals: ApprovalsApi,
  service: string,
  signal: AbortSignal,
): Promise<void> {
  const feed = await approvals.follow({ signal });
  let asked: { readonly id: string; readonly gone: AbortController; readonly done: Promise<void> } | undefined;
  try {
    for (let step = await feed.next(); step !== undefined; step = await feed.next()) {
      const pending = step.pending.filter((each) => each.service === service);
      if (asked !== undefined && pending.every(({ id }) => id !== asked?.id)) {
        asked.gone.abort(new Gone());
        await asked.done;
        asked = undefined;
      }
      const [first] = pending;
      if (asked === undefined && first !== undefined) {
        const gone = new AbortController();
        asked = { id: first.id, gone, done: ask(context, approvals, first, pending.length - 1, gone.signal) };
      }
      await feed.take();
    }
  } finally {
    asked?.gone.abort(new Gone());
    await asked?.done;
    await feed.close();
  }
}

async function ask(
  context: Context,
  approvals: ApprovalsApi,
  view: ApprovalView,
  others: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    const allow = await said(context, view, others, signal);
    const { id } = view;
    await approvals.answer({ id, allow, by: 'terminal' });
    context.note(allow ? 'allowed, once' : 'denied');
  } catch (error) {
    if (!(error instanceof Gone) && !isTalosError(error, 'E_NOT_FOUND')) {
      // Nobody can be asked here any more; the others who may answer still can.
      if (!context.io.signal.aborted) context.note(`approvals are not asked about here any more: ${String(error)}`);
      return;
    }
    context.note('that call waits no more');
  }
}

async function said(context: Context, view: ApprovalView, others: number, signal: AbortSignal): Promise<boolean> {
  const code = view.id.slice(0, CODE_DIGITS);
  for (const line of ['a call waits for your approval', ...approvalLines(view)]) context.io.note(line);
  if (others > 0) context.io.note(`${plural(others, 'other call waits', 'other calls wait')} after it`);
  const question = `type ${code} to allow it once; an empty line, or nothing until it is over, denies it: `;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const line = (await context.io.question(question, signal)).trim().toLowerCase();
    if (line === code) return true;
    if (line === '' || line === 'n' || line === 'no') return false;
  }
  return false;
}

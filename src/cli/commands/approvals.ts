/** @module `talos approvals list|show|allow|deny`: calls of peers that wait for a person. */
import type { ApprovalAnswer, ApprovalsApi } from '../../agent/api/approval-api.ts';
import { TalosError } from '../../base/errors.ts';
import { approvalLines, approvalRow } from '../approval-text.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { printable, printableJson, tableOf } from '../terminal.ts';
import { usage } from '../values.ts';

/** `list`: what waits, the oldest first. */
export const list: Run = async (context) =>
  withRunning(context, async (approvals) => {
    const pending = (await approvals?.list()) ?? [];
    await context.print({ approvals: pending }, () =>
      tableOf(pending.map((each) => approvalRow(each, context.io.now()))),
    );
  });

/** `show`: one call with all of its arguments. */
export const show: Run = async (context, args) => {
  const id = approvalId(args);
  return withRunning(context, async (approvals) => {
    const { text, ...view } = await running(approvals).get(id);
    if (context.global.json) {
      const json = JSON.stringify(view);
      await context.io.write(`${printableJson(`${json.slice(0, -1)},"text":${text}}`)}\n`);
    } else for (const line of [...approvalLines(view), printableJson(text)]) await context.io.write(`${line}\n`);
  });
};

/** `allow`: the call is made, once, with exactly these arguments. */
export const allow: Run = (context, args) => answer(context, { id: approvalId(args), allow: true, by: 'approvals' });

/** `deny`: the call is refused. */
export const deny: Run = (context, args, options) => {
  const reason = optional(options, 'reason');
  const said = reason === undefined ? {} : { reason };
  return answer(context, { id: approvalId(args), allow: false, by: 'approvals', ...said });
};

function answer(context: Context, said: ApprovalAnswer): Promise<number> {
  return withRunning(context, async (approvals) => {
    const { id, target, peer } = await running(approvals).answer(said);
    const word = said.allow ? 'allowed' : 'denied';
    await context.print({ id, answer: word }, () => `${word} ${printable(target)} of ${printable(peer)}`);
  });
}

/** Asks the agent that runs: none is started, as what waits ends with its process. */
async function withRunning(
  context: Context,
  task: (approvals: ApprovalsApi | undefined) => Promise<void>,
): Promise<number> {
  await context.identity();
  const agent = await context.io.agents.attach(context.dataDir);
  try {
    await task(agent?.api.approvals);
  } finally {
    await agent?.[Symbol.asyncDispose]();
  }
  return 0;
}

function running(approvals: ApprovalsApi | undefined): ApprovalsApi {
  if (approvals === undefined) throw new TalosError('E_NOT_FOUND', 'no agent runs here, so nothing waits');
  return approvals;
}

function approvalId(args: readonly string[]): string {
  const id = argument(args, 0, 'ID');
  if (!/^[0-9a-f]{4,32}$/.test(id)) throw usage('ID is 4 to 32 hexadecimal digits', 'talos approvals list shows them');
  return id;
}

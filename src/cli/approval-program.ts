/** @module The branch of the command line about approvals. */
import type { Run } from './context.ts';
import { branch, type Define } from './program-parts.ts';

/** `approvals list|show|allow|deny`. */
export const approvalCommands: Define = (program, act) => {
  const approvals = branch(program, 'approvals', 'answer calls of peers that wait for a person');
  const load = (name: 'list' | 'show' | 'allow' | 'deny') => async (): Promise<Run> =>
    (await import('./commands/approvals.ts'))[name];
  act(approvals.command('list').description('list the calls that wait, the oldest first'), load('list'));
  act(
    approvals
      .command('show')
      .description('show one with all of its arguments, as the tool would get them')
      .argument('<id>', 'its id, or enough digits of it'),
    load('show'),
  );
  act(
    approvals
      .command('allow')
      .description('let one call through: once, with exactly these arguments')
      .argument('<id>', 'its id, or enough digits of it'),
    load('allow'),
  );
  act(
    approvals
      .command('deny')
      .description('refuse one call')
      .argument('<id>', 'its id, or enough digits of it')
      .option('--reason <text>', 'told to the caller'),
    load('deny'),
  );
};

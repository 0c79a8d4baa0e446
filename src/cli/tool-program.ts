/** @module The branch of the command line about the tools that are lent: `tools list|diff|approve`. */
import type { Run } from './context.ts';
import { branch, type Define } from './program-parts.ts';

const ABOUT = `
The definition of each tool (name, description, schemas, annotations, everything) is pinned when the tool is first lent,
and so is the command of its server. What changes is quarantined: calls are refused with E_TOOL_CHANGED and the tool is in
no list, until you have looked at the change and approved it. That is in force at once, also for a server that runs.`;

/** `tools`. */
export const toolCommands: Define = (program, act) => {
  const load = (name: 'list' | 'diff' | 'approve') => async (): Promise<Run> =>
    (await import('./commands/tools.ts'))[name];
  const tools = branch(program, 'tools', 'the tools that are lent, and what changed in their definitions');
  tools.addHelpText('after', ABOUT);
  act(
    tools
      .command('list')
      .description('list them, with whether they are as they were approved')
      .option('--service <name>', 'of this service alone'),
    load('list'),
  );
  act(
    tools
      .command('diff')
      .description('show what changed since it was approved')
      .argument('[tool]', 'in this tool alone')
      .option('--service <name>', 'in this service alone'),
    load('diff'),
  );
  act(
    tools
      .command('approve')
      .description('approve what changed: capabilities hold for it from now on')
      .argument('[tool...]', 'these tools')
      .option('--all', 'everything that changed, the servers too')
      .option('--server', 'that the server is another: its command or its address')
      .option('--service <name>', 'of this service')
      .option('--new-grants-only', 'capabilities that were granted for what was before stay refused'),
    load('approve'),
  );
};

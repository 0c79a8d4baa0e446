/** @module The branch `acl`. */
import type { Run } from './context.ts';
import { branch, type Define } from './program-parts.ts';

/** `acl …`. */
export const aclCommands: Define = (program, act) => {
  const load = (name: 'check' | 'lint') => async (): Promise<Run> => (await import('./commands/acl.ts'))[name];
  const acl = branch(program, 'acl', 'access-control lists: what each peer may use of what it was granted');
  act(
    acl
      .command('check')
      .description('say whether the list allows a request, by which rule, in which line')
      .argument('<peer>', 'its whole alias, or named in full')
      .argument('<method>', 'of MCP, as tools/call')
      .argument('[target]', 'the tool, prompt or URI')
      .option('--acl <file>', 'ask this list (permissions.yaml of the data directory, or the one in force)')
      .option('--service <name>', 'ask the list of this service, where there are several'),
    load('check'),
  );
  act(
    acl
      .command('lint')
      .description('show what is wrong with a list, and what is probably a mistake')
      .argument('[file]', 'the list (permissions.yaml of the data directory)'),
    load('lint'),
  );
};

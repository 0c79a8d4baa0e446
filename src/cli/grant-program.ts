/** @module The branches of the command line about what is granted, and on which terms. */
import { grantOptions, termOptions } from './grant-options.ts';
import { branch, collect, type Define } from './program-parts.ts';

/** `capabilities grant`, and the terms of what `mcp-serve` grants. */
export const grantCommands: Define = (program, act) => {
  const grant = branch(program, 'capabilities', 'grant, see and take back authority')
    .command('grant')
    .description('grant tools and more to a peer')
    .requiredOption('--subject <peer>', 'the holder, named in full')
    .option('--service <name>', 'name of the service')
    .option('--expires <duration>', 'life of the capability (24h)')
    .option('--no-pins', 'do not name the definitions of the tools')
    .option('--depth <n>', 'how often it may be passed on, 0 to 3 (0)')
    .option('--audience <did>', 'the serving agent, which accepts this one as a root (the own identity)')
    .option('--out <file>', 'write the token to FILE');
  act(termOptions(grantOptions(grant)), async () => (await import('./commands/capabilities.ts')).grant);
  termOptions(branch(program, 'mcp-serve', 'lend an MCP server until stopped')).option(
    '--environment <declaration>',
    'what this side says of itself, as stage=test; may be given again',
    collect,
  );
};

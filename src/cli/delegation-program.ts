/** @module The branches of the command line about passing capabilities on, and about what they are worth. */
import { termOptions } from './grant-options.ts';
import { branch, collect, type Define } from './program-parts.ts';

/** `capabilities delegate|verify`. */
export const delegationCommands: Define = (program, act) => {
  const capabilities = branch(program, 'capabilities', 'grant, see and take back authority');
  act(
    termOptions(
      capabilities
        .command('delegate')
        .description('pass a capability on, within what it grants')
        .argument('<capability>', 'its id, a file that holds it, or -')
        .requiredOption('--subject <peer>', 'the new holder, named in full')
        .option(
          '--tool <phrase>',
          "as 'read_file(path under /data) calls 10'; may be given again (all that it grants)",
          collect,
        )
        .option('--scope <file>', 'the scope, or what the options do not say of it, as JSON in FILE')
        .option('--expires <duration>', 'life of the new one (24h, or until the capability ends)')
        .option('--depth <n>', 'how often the new one may be passed on, 0 to 3 (0)')
        .option('--out <file>', 'write the new one to FILE'),
    ),
    async () => (await import('./commands/capability-delegate.ts')).delegate,
  );
  act(
    capabilities
      .command('verify')
      .description('decide about a call under a capability, offline')
      .argument('<capability>', 'the token or chain, a file that holds it, or -')
      .requiredOption('--as <did>', 'who calls')
      .option('--tool <name>', 'the tool that is called')
      .option('--arguments <json>', 'its arguments ({})')
      .option('--resource <uri>', 'or the resource that is read')
      .option('--prompt <name>', 'or the prompt that is asked for')
      .option('--root <did>', 'accept this issuer; may be given again (the own identity)', collect)
      .option('--audience <did>', 'the serving agent; the first root by default')
      .option('--service <name>', "name of the service; the token's by default")
      .option(
        '--environment <declaration>',
        'what that side says of itself, as stage=test; may be given again',
        collect,
      ),
    async () => (await import('./commands/capability-verify.ts')).verify,
  );
};

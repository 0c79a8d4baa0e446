/**
 * The options that say what a grant allows and on which terms, shared by the commands that grant. What they ask for is
 * read by `grant-scope.ts`.
 *
 * @module
 */
import { type Command, InvalidArgumentError } from 'commander';
import { collect } from './program-parts.ts';

/** Refuses an option that is given again: which of the two counts would be a guess. */
function once(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError('The option is given twice.');
  return value;
}

/** What a grant allows: of `capabilities grant`. */
export function grantOptions(command: Command): Command {
  return command
    .option('--tool <phrase>', "as 'read_file(path under /data) calls 10'; may be given again", collect)
    .option('--resource <rule>', "resources whose URI fits, as 'glob file:///data/**'; may be given again", collect)
    .option('--prompt <rule>', "prompts whose name fits, as 'prefix review_'; may be given again", collect)
    .option(
      '--messages [size]',
      'messages, of at most so many bytes each: also while contacts alone may write (listen --accept contacts)',
    )
    .option('--files [size]', 'files, of at most so many bytes each; on record, asked for by nothing yet')
    .option('--file-name <rule>', "files whose name fits, as 'suffix .txt'; may be given again", collect)
    .option('--services <names>', 'streams of further services, as a,b; on record, asked for by nothing yet', once)
    .option(
      '--environment <rule>',
      'only where the serving side says so, as stage=test or \'stage in ["a","b"]\'',
      collect,
    )
    .option('--renewable <duration>', 'renewed on request, for as long as 7d from now', once)
    .option('--scope <file>', 'the scope, or what the options do not say of it, as JSON in FILE', once);
}

/** On which terms: of every command that grants. */
export function termOptions(command: Command): Command {
  return command
    .option('--read-only', 'of the tools, only those that say that they change nothing')
    .option('--calls <n>', 'N calls in all', once)
    .option('--bytes <size>', 'so many bytes of arguments and results in all, as 10MB', once)
    .option('--rate <rate>', 'at most so many calls in a time, as 10/min', once)
    .option('--window <when>', "only then, as 'mon-fri 09:00-17:00 Europe/Berlin'; may be given again", collect)
    .option('--require-fresh <duration>', 'only while revocations are known that are no older', once);
}

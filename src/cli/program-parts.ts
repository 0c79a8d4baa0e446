/**
 * What the tree of commands is made of: a command that tells mistakes our way, and how a branch of the tree is defined.
 *
 * @module
 */
import { Command } from 'commander';
import { TalosError } from '../base/errors.ts';
import type { DataHome } from '../node/data-dir.ts';
import type { Run } from './context.ts';

/** A mistake in the command line that the parser found, with the usage of the command that it is about. */
export class UsageError extends TalosError<'E_USAGE'> {
  readonly usageLine: string;

  /** @param usageLine - For example `talos whoami [options]`. */
  constructor(message: string, usageLine: string) {
    super('E_USAGE', message, { hint: `${usageLine.replace(/ \[.*/, '')} --help` });
    this.usageLine = usageLine;
  }
}

/** A program or a command of it, whose mistakes end up with the other errors in `main.ts`. */
export class TalosCommand extends Command {
  override createCommand(name?: string): TalosCommand {
    return new TalosCommand(name);
  }

  // commander's own would write and exit.
  override error(message: string): never {
    const text = message.replace(/^error: /, '').replace(/\n\(?(.*?)\)?$/s, ' ($1)');
    throw new UsageError(text, this.usageLine());
  }

  /** For example `talos whoami [options]`. */
  usageLine(): string {
    return this.createHelp().commandUsage(this);
  }
}

/** Gives a command what it does, loaded when it is run; `home` is where it keeps its data, where that is its own. */
export type Act = (command: Command, load: () => Promise<Run>, home?: DataHome) => void;
/** Adds a branch of commands to the program. */
export type Define = (program: TalosCommand, act: Act) => void;

/** Collects an option that may be given again. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** The command `name` of `parent`, whoever asked for it first; described by whoever does. */
export function branch(parent: TalosCommand, name: string, description: string): TalosCommand {
  const there = parent.commands.find((each) => each.name() === name);
  return (there ?? parent.command(name).description(description)) as TalosCommand;
}

/** `talos audit`, to which several branches add. */
export function auditOf(program: TalosCommand): TalosCommand {
  return branch(program, 'audit', 'read and check the ledger');
}

/** The options that say which entries of the ledger are meant. */
export function auditFilters(command: Command): Command {
  return command
    .option('--last <n>', 'the newest N')
    .option('--peer <peer>', 'about this peer')
    .option('--type <type>', 'of this type, as call')
    .option('--tool <name>', 'calls of this tool, and what came of them')
    .option('--message <id>', 'about the message of this id')
    .option('--from <time>', 'from this time on (ISO 8601, or milliseconds)')
    .option('--to <time>', 'before this time');
}

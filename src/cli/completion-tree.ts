/**
 * The tree of commands as shells complete it: what may stand where, with one line about each.
 *
 * @module
 */
import type { Command, Option } from 'commander';

/** What follows an option. */
export type OptionValue = 'nothing' | 'text' | 'file' | 'folder';

/** An option as it is completed. */
export interface CompletedOption {
  /** Each of its spellings, as `--json`. */
  readonly names: readonly string[];
  readonly about: string;
  readonly value: OptionValue;
}

/** A word as it is completed. */
export interface CompletedWord {
  readonly name: string;
  readonly about: string;
}

/** A command, or a branch of them. */
export interface CompletedCommand {
  /** The words that lead to it, with spaces between them; `""` is the program. */
  readonly path: string;
  /** Its commands, or what its arguments may be. */
  readonly words: readonly CompletedWord[];
  /** Its options and those of everything above it. */
  readonly options: readonly CompletedOption[];
}

/** Every command of the tree of `program`, itself first. */
export function completionTree(program: Command): readonly CompletedCommand[] {
  return nodesOf(program, '', []);
}

function nodesOf(command: Command, path: string, above: readonly CompletedOption[]): readonly CompletedCommand[] {
  const own = command.options.filter(({ hidden }) => !hidden).map(completed);
  const options = [...own, ...above.filter(({ names }) => !own.some((each) => each.names[0] === names[0]))];
  const help = { names: ['--help', '-h'], about: 'display help for command', value: 'nothing' } as const;
  const words = [
    ...command.commands.map((each) => ({ name: each.name(), about: oneLine(each.description()) })),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((name) => ({ name, about: '' }))),
  ];
  const below = command.commands.flatMap((each) =>
    nodesOf(each, path === '' ? each.name() : `${path} ${each.name()}`, options),
  );
  return [{ path, words, options: [...options, help] }, ...below];
}

function completed(option: Option): CompletedOption {
  const { long, short, description } = option;
  const names = [long, short].filter((name) => typeof name === 'string');
  return { names, about: oneLine(description), value: valueOf(option) };
}

function valueOf({ required, flags }: Option): OptionValue {
  // A value that may be left out is no longer missed.
  if (!required) return 'nothing';
  if (/<(?:file|name=@file.*)>/.test(flags)) return 'file';
  return flags.includes('<dir>') ? 'folder' : 'text';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

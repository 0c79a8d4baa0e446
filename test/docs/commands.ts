/** The commands of `talos` and `talos-server` in a text, held against the command line itself: nothing is run. */
import type { Command } from 'commander';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { UsageError } from '../../src/cli/program-parts.ts';
import { buildServerProgram } from '../../src/cli/server-program.ts';

/** The program of a name, whose commands do nothing. */
function programOf(name: string): Command {
  const build = name === 'talos-server' ? buildServerProgram : buildProgram;
  const program = build({} as Io, { status: 0 }, () => undefined);
  const silence = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => undefined);
    for (const each of command.commands) silence(each);
  };
  silence(program);
  return program;
}

/** Words of each command of a shell script, quotes taken off; comments, assignments and redirections are left out. */
export function commandsOf(script: string): string[][] {
  const commands: string[][] = [[]];
  const pattern =
    /\\\n|(\n|\|\|?|&&?|;|\$\(|\))|(?<=^|\s)#[^\n]*|(?:\d?>>?|<<?<?) ?\S+|((?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"|&;()<>\\]|\\.)+)/g;
  for (const [, separator, word] of script.matchAll(pattern)) {
    const command = commands.at(-1) ?? [];
    if (separator !== undefined) commands.push([]);
    else if (word !== undefined && !(command.length === 0 && /^\w+=/.test(word)))
      command.push(
        word.replaceAll(
          /'([^']*)'|"((?:\\.|[^"\\])*)"/g,
          (_, single?: string, double?: string) => single ?? double ?? '',
        ),
      );
  }
  return commands.filter((command) => command.length > 0);
}

/** The program that a command runs, and its arguments, where it is one of ours. */
function ours([first = '', ...rest]: readonly string[]): { name: string; args: readonly string[] } | undefined {
  if (first === 'talos' || first === 'talos-server') return { name: first, args: rest };
  if (first === 'npx' && rest[0] === '-y' && rest[1] === 'talos-protocol')
    return { name: 'talos', args: rest.slice(2) };
  if (first === 'exec' || first === 'sudo') return ours(rest);
  return undefined;
}

/** What is wrong with the commands of ours in a script. */
export async function wrongCommands(script: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const command of commandsOf(script)) {
    const found = ours(command);
    if (found === undefined) continue;
    try {
      await programOf(found.name).parseAsync([...found.args], { from: 'user' });
    } catch (error) {
      if ((error as { exitCode?: number }).exitCode === 0) continue; // --help, --version
      if (!(error instanceof UsageError)) throw error;
      wrong.push(`${command.join(' ')}: ${error.message}`);
    }
  }
  return wrong;
}

/**
 * What is wrong with a command that is named in a sentence, such as `talos capabilities revoke ID`: a command or an option
 * that there is not. Arguments may be left out, `[...]` and `a|b` are taken apart.
 */
export function wrongMention(text: string): string | undefined {
  const [name = '', ...words] = text.replaceAll(/[[\]()]/g, ' ').split(/\s+/);
  if (name !== 'talos' && name !== 'talos-server') return undefined;
  let at = programOf(name);
  const options = [...at.options];
  for (const word of words) {
    if (word === '--') break;
    if (/^--?[a-z]/i.test(word)) {
      const flag = word.replace(/[=,].*$/, '');
      if (flag !== '--help' && !options.some(({ long, short }) => long === flag || short === flag))
        return `${text}: no option ${flag}`;
    } else if (at.commands.length > 0 && /^[a-z]/.test(word)) {
      const names = word.split('|');
      const found = names.map((each) => at.commands.find((command) => command.name() === each));
      const [first] = found;
      if (first === undefined || found.includes(undefined)) return `${text}: no command ${word}`;
      at = first;
      options.push(...found.flatMap((command) => command?.options ?? []));
    }
  }
  return undefined;
}

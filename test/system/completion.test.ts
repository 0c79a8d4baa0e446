/** Completion in the shells themselves, as a person at a terminal has it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { World } from '../cli/fake-io.ts';

const isHere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** Writes the script for a shell, and gives its path. */
async function scriptFor(shell: string): Promise<string> {
  const world = new World();
  if ((await world.run('completion', shell)) !== 0) throw new Error(world.notesText);
  const path = join(world.home, `talos.${shell}`);
  writeFileSync(path, world.out);
  return path;
}

/** Runs a shell on a program, and gives the lines that it prints. */
function linesOf(argv: readonly [string, ...string[]]): string[] {
  const [shell, ...args] = argv;
  const { stdout, stderr, status } = spawnSync(shell, args, { encoding: 'utf8', timeout: 30_000 });
  if (status !== 0) throw new Error(`${shell} ended with ${status}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** What is typed, the last word of it not yet whole, and what must be offered: all of it, or some of it. */
const CASES = [
  { typed: ['talos', 'doc'], offered: ['doctor'] },
  { typed: ['talos', 'audit', 'chain', 'summ'], offered: ['summary'] },
  { typed: ['talos', '--data-dir', '/tmp', 'who'], offered: ['whoami'] },
  { typed: ['talos', '--json', 'audit', 'verif'], offered: ['verify'] },
  { typed: ['talos', 'status', '--js'], offered: ['--json'] },
  { typed: ['talos', 'completion', 'z'], offered: ['zsh'] },
  { typed: ['talos-protocol', 'capabilities', 'gra'], offered: ['grant'] },
  { typed: ['talos', '--passphrase-file', '/etc/hostn'], offered: ['/etc/hostname'] },
  { typed: ['talos', 'audit', 'zqx'], offered: [] },
  { typed: ['talos', 'mcp-serve', '--', 'who'], offered: [] },
  { typed: ['talos', 'audit', 'log', '--last', 'sho'], offered: [] },
];

describe.skipIf(!isHere('bash'))('bash', () => {
  it.each(CASES)('offers $offered after $typed', async ({ typed, offered }) => {
    const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _talos
      [[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(linesOf(['bash', '--norc', '-c', program, 'bash', await scriptFor('bash'), ...typed])).toEqual(offered);
  });
});

describe.skipIf(!isHere('fish'))('fish', () => {
  it.each(CASES)('offers $offered after $typed', async ({ typed, offered }) => {
    const lines = linesOf([
      'fish',
      '--no-config',
      '-c',
      'source $argv[1]; complete -C "$argv[2..]"',
      await scriptFor('fish'),
      typed.join(' '),
    ]);
    expect(lines.map((line) => line.split('\t')[0])).toEqual(offered);
  });
});

describe.skipIf(!isHere('zsh'))('zsh', () => {
  /** An interactive shell at a terminal of its own, in which \`talos\` prints how it was called. */
  const PROGRAM = String.raw`
    zmodload zsh/zpty
    zpty -b shell zsh -f -i
    heard() {
      local all= chunk
      for i in {1..400}; do
        if zpty -rt shell chunk; then
          all+=$chunk
          [[ $all == *$~1* ]] && { print -r -- $all; return 0 }
        else sleep 0.025; fi
      done
      print -ru2 -- "nothing heard: $all"; return 1
    }
    zpty -w shell 'PROMPT=; RPROMPT=; talos talos-protocol() { print -r -- "CALLED:$*:" }; autoload -Uz compinit; compinit -D -u; source '$1'; print READY'
    heard 'READY' >/dev/null || exit 1
    shift
    for line in "$@"; do
      zpty -wn shell $line$'\t\n'
      heard 'CALLED:*:' || exit 1
    done
    zpty -d shell`;

  it('completes what is typed at a terminal', async () => {
    // Where nothing is offered, or only files of this folder, the words stay what they are.
    const some = CASES.filter(({ typed }) => !typed.includes('--'));
    const lines = linesOf([
      'zsh',
      '-f',
      '-c',
      PROGRAM,
      'zsh',
      await scriptFor('zsh'),
      ...some.map(({ typed }) => typed.join(' ')),
    ]);
    const called = lines.flatMap((line) => /CALLED:(.*?) ?:/.exec(line)?.[1] ?? []);
    expect(called).toEqual(
      some.map(({ typed, offered }) => [...typed.slice(1, -1), offered[0] ?? typed.at(-1)].join(' ')),
    );
  });
});

import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { type Build, main } from '../../src/cli/main.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { buildServerProgram } from '../../src/cli/server-program.ts';
import { World } from './fake-io.ts';

/** A wrong line of one command. */
interface Wrong {
  readonly line: string;
  readonly argv: readonly string[];
}

const wrong = (...argv: readonly string[]): Wrong => ({ line: argv.join(' '), argv });

/** Every way in which the words and options of a command can be wrong before it does anything. */
function wrongLines(command: Command, path: readonly string[]): readonly Wrong[] {
  const { commands, registeredArguments: known, options } = command;
  if (commands.length > 0)
    return [
      ...(path.length === 0 ? [] : [wrong(...path)]),
      wrong(...path, 'no-such-command'),
      wrong(...path, '--no-such-option'),
      ...commands.flatMap((each) => wrongLines(each, [...path, each.name()])),
    ];
  const isNeeded = known.some(({ required }) => required) || options.some(({ mandatory }) => mandatory);
  const takesAny = known.some(({ variadic }) => variadic);
  const valued = options.filter(({ required }) => required).map(({ long }) => long ?? '');
  return [
    wrong(...path, '--no-such-option'),
    wrong(...path, '-Q'),
    ...(isNeeded ? [wrong(...path)] : []),
    ...(takesAny ? [] : [wrong(...path, ...Array.from({ length: known.length + 1 }, () => 'x'))]),
    ...valued.map((option) => wrong(...path, option)),
  ];
}

const PROGRAMS: readonly { readonly name: string; readonly build: Build }[] = [
  { name: 'talos', build: buildProgram },
  { name: 'talos-server', build: buildServerProgram },
];

describe.each(PROGRAMS)('L01: each command of $name', ({ name, build }) => {
  const lines = wrongLines(
    build({} as Io, { status: 0 }, () => {}),
    [],
  );

  it('has wrong lines to be tried', () => {
    expect(lines.length).toBeGreaterThan(name === 'talos' ? 250 : 5);
  });

  it('refuses each wrong line with exit 2, usage on standard error and nothing on standard output', async () => {
    const world = new World();
    for (const { line, argv } of lines) {
      world.out = '';
      world.notes.length = 0;
      expect(await main(argv, world.io, build), line).toBe(2);
      expect(world.out, line).toBe('');
      expect(world.notes[0], line).toMatch(/^error: /);
      expect(world.notesText, line).toContain(`usage: ${name}`);
    }
    expect([...world.agents.opened, ...world.agents.created]).toEqual([]);
  });
});

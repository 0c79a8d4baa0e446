import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it('names every command that there is, and no other', () => {
    const program = buildProgram({} as Io, { status: 0 }, () => {});
    const there = program.commands.flatMap((command) => [
      command.name(),
      ...command.commands.map((each) => `${command.name()} ${each.name()}`),
    ]);
    const table = readme.slice(readme.indexOf('| Command |'), readme.indexOf('`talos COMMAND --help`'));
    const named = table
      .split('\n')
      .slice(2)
      .flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? ''))
      .flatMap((text) => {
        const [name = '', second = ''] = text.split(' ');
        if (there.includes(`${name} ${second}`)) return [name, `${name} ${second}`];
        return /^[a-z]+(\\\|[a-z]+)+$/.test(second)
          ? [name, ...second.split('\\|').map((each) => `${name} ${each}`)]
          : [name];
      });
    expect([...new Set(named)].sort()).toEqual(there.sort());
  });
});

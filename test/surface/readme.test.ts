import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
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

  it('has a program that runs as it is printed', async () => {
    const [, program = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    const home = await mkdtemp(join(tmpdir(), 'talos-readme-'));
    try {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
        // Here the package is found by its name.
        cwd: root,
        env: { ...process.env, TALOS_HOME: home },
        timeout: 25_000,
      });
      expect(stdout).toContain('Hello with forward secrecy!');
      expect(stdout).toContain("type: 'text'");
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('links to files that are there', async () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) await access(join(root, path));
  });
});

import { Command, Option } from 'commander';
import { beforeEach, describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/cli/commands/completion.ts';
import { completionTree } from '../../src/cli/completion-tree.ts';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

describe('the tree that is completed', () => {
  const tree = completionTree(buildProgram({} as Io, { status: 0 }, () => {}));
  const at = (path: string) => tree.find((each) => each.path === path);

  it('has every command, each path once, and the options of all above it', () => {
    const paths = tree.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)]);
    expect(paths).toEqual(expect.arrayContaining(['', 'audit', 'audit chain summary', 'doctor', 'completion']));
    for (const { path, options } of tree) {
      const names = options.flatMap((each) => each.names);
      expect(names, path).toEqual([...new Set(names)]);
      expect(names, path).toEqual(expect.arrayContaining(['--json', '--data-dir', '--help']));
    }
  });

  it('knows what follows an option', () => {
    const valueOf = (path: string, name: string) => at(path)?.options.find(({ names }) => names[0] === name)?.value;
    expect(valueOf('', '--data-dir')).toBe('folder');
    expect(valueOf('', '--passphrase-file')).toBe('file');
    expect(valueOf('mcp-serve', '--secret')).toBe('file');
    expect(valueOf('audit log', '--last')).toBe('text');
    expect(valueOf('status', '--json')).toBe('nothing');
    // A value that may be left out is not waited for.
    expect(valueOf('send', '--wait')).toBe('nothing');
  });

  it('has what an argument may be', () => {
    expect(at('completion')?.words.map(({ name }) => name)).toEqual(SHELLS);
  });

  it('describes on one line, and leaves out what is hidden', () => {
    const program = new Command('x').option('--a', 'one\n  two').addOption(new Option('--hidden').hideHelp());
    const [root] = completionTree(program);
    expect(root?.options).toEqual([
      { names: ['--a'], about: 'one two', value: 'nothing' },
      { names: ['--help', '-h'], about: 'display help for command', value: 'nothing' },
    ]);
  });
});

describe('talos completion', () => {
  it.each(SHELLS)('prints a script for %s that has every command, without an identity', async (shell) => {
    world.agents.hasIdentity = false;
    expect(await world.run('completion', shell)).toBe(0);
    for (const { path } of completionTree(buildProgram({} as Io, { status: 0 }, () => {})))
      expect(world.out).toContain(`'${path}'`);
    expect(world.notes).toEqual([]);
    expect(world.agents.opened).toEqual([]);
  });

  it.each([[[]], [['tcsh']], [['bash', 'zsh']], [['__proto__']]])('refuses %j with E_USAGE', async (args) => {
    expect(await world.run('completion', ...args)).toBe(2);
    expect(world.out).toBe('');
    expect(world.notesText).toContain('usage: talos completion');
  });
});

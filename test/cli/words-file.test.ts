import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, lstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryOwnDirectory } from '../../src/node/local/owner-lock.ts';
import { World } from './fake-io.ts';
import { type Ran, runHere } from './in-process.ts';

describe('files that commands write', () => {
  let home: string;
  const at = (name: string): string => join(home, name);
  const talos = (...argv: string[]): Promise<Ran> => runHere(['--json', ...argv], { home });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'talos-words-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('I01: no identity is made whose words could not be written: a failure leaves the state as it was', async () => {
    expect((await talos('init', '--name', 'alice', '--words-file', 'none/words')).code).toBe('E_NOT_FOUND');
    expect(existsSync(at('.talos/keystore.json'))).toBe(false);
    expect(existsSync(at('.talos/keystore.key'))).toBe(false);
    expect((await talos('init', '--name', 'alice', '--words-file', 'words')).status).toBe(0);
  });

  it('I01: an identity goes on that has no successor whose words could be written', async () => {
    await talos('init', '--name', 'alice', '--words-file', 'words');
    const before = readFileSync(at('.talos/keystore.json'));
    const failed = await talos('--offline', 'rotate', 'identity', '--words-file', 'none/words');
    expect(failed.code).toBe('E_NOT_FOUND');
    expect(readFileSync(at('.talos/keystore.json'))).toEqual(before);
    expect(existsSync(at('.talos/rotation'))).toBe(false);
  });

  it('takes the words back where there is no identity for them', async () => {
    await using _held = tryOwnDirectory(home);
    expect((await talos('--data-dir', home, 'init', '--name', 'alice', '--words-file', 'words')).code).toBe('E_LOCKED');
    expect(existsSync(at('words'))).toBe(false);
  });

  it('says what makes another identity with its words, where there was no terminal to show them on', async () => {
    const world = new World();
    world.agents.hasIdentity = false;
    await world.run('init', '--name', 'alice');
    expect(world.notesText).toContain('hint: talos init --force --words-file FILE makes another identity');
    await world.run('--offline', 'rotate', 'identity');
    expect(world.notesText).toContain('hint: talos rotate identity --words-file FILE makes another identity');
  });

  it('D05: --out writes into a pipe or a device, and never puts a file in its place', async () => {
    await talos('init', '--name', 'alice', '--words-file', 'words');
    execFileSync('mkfifo', [at('pipe')]);
    // Open on both ends, so that neither side waits for the other.
    const pipe = openSync(at('pipe'), constants.O_RDWR);
    try {
      for (const command of [
        ['did', 'export', '--out', 'pipe'],
        ['audit', 'export', '--out', 'pipe'],
      ]) {
        expect((await talos(...command)).status).toBe(0);
        expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
        const bytes = Buffer.alloc(16_384);
        expect(bytes.subarray(0, readSync(pipe, bytes)).toString()).toMatch(/^\{/);
      }
    } finally {
      closeSync(pipe);
    }
  });

  it('--out replaces a file of that name, and says what cannot be written to', async () => {
    await talos('init', '--name', 'alice', '--words-file', 'words');
    writeFileSync(at('out'), 'old');
    expect((await talos('did', 'export', '--out', 'out')).status).toBe(0);
    expect(readFileSync(at('out'), 'utf8')).toContain('"@context"');
    expect((await talos('did', 'export', '--out', '.')).code).toBe('E_USAGE');
    expect((await talos('did', 'export', '--out', 'out/x')).code).toBe('E_NOT_FOUND');
  });
});

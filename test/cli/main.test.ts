import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, TalosError } from '../../src/base/errors.ts';
import { VERSION } from '../../src/base/version.ts';
import { limits } from '../../src/node/limits.ts';
import { OWN_DID, PEER_DID } from './fake-agent.ts';
import { WORDS, World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const errorOf = (text: string) =>
  (JSON.parse(text) as { error: { code: string; message: string; hint: string } }).error;

describe('the command line', () => {
  it('is the version that package.json says', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
    expect(await world.run('--version')).toBe(0);
    expect(world.out).toBe(`${VERSION}\n`);
    expect(world.notes).toEqual([]);
  });

  it.each([['--help'], ['help'], ['capabilities', '--help'], ['mcp-serve', '--help']])(
    'prints the help of %s as a result',
    async (...argv) => {
      expect(await world.run(...argv)).toBe(0);
      expect(world.out).toContain('Usage: talos');
      expect(world.notes).toEqual([]);
    },
  );

  it.each([
    [],
    ['capabilities'],
    ['audit'],
    ['proof'],
    ['nonsense'],
    ['capabilities', 'nonsense'],
    ['--nonsense'],
    ['whoami', '--nonsense'],
    ['whoami', 'extra'],
    ['init'],
    ['init', '--name'],
    ['mcp-call', 'peer'],
    ['mcp-connect'],
    ['mcp-connect', 'a', 'b'],
    ['capabilities', 'grant', '--subject', PEER_DID, '--calls'],
    ['capabilities', 'grant', '--subject', PEER_DID, '--tool', 't', '--calls', '1', '--calls', '2'],
    ['capabilities', 'grant', '--tool', 'read_file'],
    ['capabilities', 'show'],
    ['capabilities', 'revoke', 'a'.repeat(64)],
    ['capabilities', 'verify', 'token'],
    ['audit', 'show'],
    ['proof', 'verify'],
    ['proof', 'export'],
    ['mcp-serve', '--allow', '*', '-y', 'x'],
  ])(
    'L01: a wrong line (%s %s %s) exits 2, with usage on standard error and nothing on standard output',
    async (...argv) => {
      expect(await world.run(...argv)).toBe(2);
      expect(world.out).toBe('');
      expect(world.notes[0]).toMatch(/^error: /);
      expect(world.notesText).toContain('usage: talos');
      expect(world.agents.opened).toEqual([]);
    },
  );

  it('suggests what was probably meant', async () => {
    expect(await world.run('whoamy')).toBe(2);
    expect(world.notesText).toContain('whoami');
  });

  it('L01: shows a wrong line as JSON where JSON was asked for', async () => {
    expect(await world.run('whoami', '--nonsense', '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_USAGE');
  });

  it('L05: escapes what would act on a terminal in an error too, as JSON as well', async () => {
    expect(await world.run('history', '--last', 'a\u001b[31mb\u202e\u009b', '--json')).toBe(2);
    // oxlint-disable-next-line no-control-regex
    expect(world.out + world.notesText).not.toMatch(/[\u001b\u202e\u009b]/);
    expect(errorOf(world.out).code).toBe('E_USAGE');
  });

  it('says what to do next where the error itself does not', async () => {
    world.agents.openFailure = new TalosError('REVOKED', 'the peer refused the tunnel: REVOKED');
    expect(await world.run('peers', '--json')).toBe(3);
    expect(world.json).toMatchObject({ error: { code: 'REVOKED', hint: expect.stringContaining('another') } });
    expect(world.notesText).toContain('hint: ask the one who lends it for another');
    world.agents.openFailure = new TalosError('REVOKED', 'revoked', { hint: 'nearer' });
    world.out = '';
    expect(await world.run('peers', '--json')).toBe(3);
    expect(world.json).toMatchObject({ error: { hint: 'nearer' } });
  });

  it('does not take an option of the lent server for its own', async () => {
    const run = world.run('mcp-serve', '--allow', '*', '--', 'tool', '--json', '--quiet', '-y', '--', 'x');
    await expect.poll(() => world.agents.agent.services.length).toBe(1);
    expect(world.agents.agent.services[0]?.params.argv).toEqual(['tool', '--json', '--quiet', '-y', '--', 'x']);
    expect(world.out).toBe('talos:invite:abc\n');
    world.end('SIGTERM');
    expect(await run).toBe(0);
  });

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('exits for %s as the table of codes says', async (code) => {
    world.agents.openFailure = new TalosError(code, 'what\u001b[31m happened', { hint: 'do this', details: { n: 1 } });
    expect(await world.run('audit', 'log', '--json')).toBe(ERROR_CODES[code].exit);
    expect(world.json).toEqual({
      error: { code, message: 'what\u001b[31m happened', hint: 'do this', details: { n: 1 } },
    });
    expect(world.out).not.toContain('\u001b');
    expect(world.notes).toEqual(['error: what\\u{1b}[31m happened', 'hint: do this']);
  });

  it('says of a mistake of its own that it is one, without a stack', async () => {
    world.agents.openFailure = new Error('odd');
    expect(await world.run('audit', 'log')).toBe(1);
    expect(world.notes).toEqual(['error: Error: odd', 'hint: this is a mistake in talos; --debug shows more']);
    expect(world.out).toBe('');
  });

  it('shows the causes of an error with --debug alone', async () => {
    world.agents.openFailure = new TalosError('E_STORAGE', 'outer', { cause: new Error('inner') });
    await world.run('audit', 'log', '--verbose');
    expect(world.notesText).not.toContain('inner');
    await world.run('--debug', 'audit', 'log');
    expect(world.notesText).toContain('inner');
  });

  it('L02: exits 141 and says nothing when the reader of its output went away', async () => {
    world.pipeHolds = 2;
    expect(await world.run('limits')).toBe(141);
    expect(world.notes).toEqual([]);
  });

  it('L02: exits 141 also where only the error could not be written', async () => {
    world.pipeHolds = 0;
    world.agents.openFailure = new TalosError('E_STORAGE', 'no');
    expect(await world.run('audit', 'log', '--json')).toBe(141);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const)('ends a command that waits by %s with %i', async (signal, status) => {
    const run = world.run('mcp-call', PEER_DID, 'wait', '{}');
    await expect.poll(() => world.agents.agent.asked.length).toBe(1);
    world.end(signal);
    expect(await run).toBe(status);
    expect(world.notes).toEqual([]);
    expect(world.agents.agent.isDisposed).toBe(true);
  });
});

describe('the data directory', () => {
  it('is --data-dir, else $TALOS_HOME, else ~/.talos', async () => {
    await world.run('audit', 'log');
    world.env = { TALOS_HOME: '/elsewhere' };
    await world.run('audit', 'log');
    await world.run('audit', 'log', '--data-dir', '/there');
    await world.run('--data-dir', '/here', 'audit', 'log');
    const dirs = world.agents.opened.map((each) => each.dataDir);
    expect(dirs).toEqual([join(world.home, '.talos'), '/elsewhere', '/there', '/here']);
  });

  it('is refused as a relative $TALOS_HOME, and where there is no home: E_CONFIG', async () => {
    for (const env of [{ TALOS_HOME: 'here' }, { HOME: undefined }]) {
      world.env = env;
      world.out = '';
      expect(await world.run('audit', 'log', '--json')).toBe(2);
      expect(errorOf(world.out).code).toBe('E_CONFIG');
    }
  });

  it.each([
    ['whoami'],
    ['status'],
    ['audit', 'log'],
    ['capabilities', 'list'],
    ['mcp-call', PEER_DID, 't', '{}'],
    ['proof', 'export', 'a'.repeat(64)],
    ['mcp-connect', PEER_DID],
  ])('without an identity makes %s %s exit 6', async (...argv) => {
    world.agents.hasIdentity = false;
    world.stdin.end();
    expect(await world.run(...argv, '--json')).toBe(6);
    expect(errorOf(world.out).code).toBe('E_NO_IDENTITY');
    expect(world.agents.created).toEqual([]);
  });
});

describe('talos init', () => {
  beforeEach(() => {
    world.agents.hasIdentity = false;
  });

  it('prints the DID, and the words once to people on a terminal', async () => {
    world.noteIsTerminal = true;
    expect(await world.run('init', '--name', 'alice', '--quiet')).toBe(0);
    expect(world.out).toBe(`${OWN_DID}\n`);
    expect(world.notesText.match(/word\d+/g)).toEqual(WORDS.split(' '));
    expect(world.agents.created).toEqual([
      { dataDir: join(world.home, '.talos'), name: 'alice', passphrase: undefined, force: false },
    ]);
  });

  it('L04: shows no word where nobody is at a terminal', async () => {
    expect(await world.run('init', '--name', 'alice', '--json', '--debug')).toBe(0);
    expect(world.out + world.notesText).not.toContain('word1');
    expect(world.json).toMatchObject({ id: OWN_DID, did: OWN_DID, keystore: 'key-file' });
  });

  it('writes the words to a new file of mode 0600 instead', async () => {
    world.noteIsTerminal = true;
    expect(await world.run('init', '--name', 'alice', '--words-file', 'words')).toBe(0);
    const path = join(world.home, 'words');
    expect(await readFile(path, 'utf8')).toBe(`${WORDS}\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(world.notesText).not.toContain('word1');
  });

  it('refuses a file for the words that is there, before anything is made', async () => {
    await writeFile(join(world.home, 'words'), 'old');
    expect(await world.run('init', '--name', 'alice', '--words-file', 'words')).toBe(6);
    expect(await readFile(join(world.home, 'words'), 'utf8')).toBe('old');
    expect(world.agents.created).toEqual([]);
    expect(await world.run('init', '--name', 'alice', '--words-file', '-')).toBe(2);
  });

  it('I10: refuses to overwrite an identity with E_EXISTS and exit 6, without asking anything', async () => {
    world.agents.hasIdentity = true;
    world.stdinIsTerminal = true;
    expect(await world.run('init', '--name', 'alice', '--json')).toBe(6);
    expect(errorOf(world.out).code).toBe('E_EXISTS');
    expect(world.questions).toEqual([]);
    expect(world.agents.created).toEqual([]);
  });

  it('replaces an identity with --force, and says where the old one is', async () => {
    world.agents.hasIdentity = true;
    expect(await world.run('init', '--name', 'alice', '--force')).toBe(0);
    expect(world.notesText).toContain('/backup');
  });

  it.each(['', ' ', 'a\nb', '\u202ebidi', 'x'.repeat(129), '\u001b[31m'])('I08: refuses the name %j', async (name) => {
    expect(await world.run('init', '--name', name)).toBe(2);
    expect(world.agents.created).toEqual([]);
  });

  it('takes a name of 128 bytes', async () => {
    expect(await world.run('init', '--name', 'x'.repeat(128))).toBe(0);
  });
});

describe('the passphrase', () => {
  beforeEach(() => {
    world.agents.hasIdentity = false;
  });
  const passphrases = () => world.agents.created.map((each) => each.passphrase);

  it('I12: comes from a file, less one line end', async () => {
    await writeFile(join(world.home, 'pass'), ' secret words \n');
    expect(await world.run('init', '--name', 'a', '--passphrase-file', 'pass')).toBe(0);
    expect(world.notesText).toContain('may read the passphrase');
    world.env = { TALOS_PASSPHRASE_FILE: 'pass' };
    expect(await world.run('init', '--name', 'a', '--force')).toBe(0);
    expect(passphrases()).toEqual([' secret words ', ' secret words ']);
    expect(world.out + world.notesText).not.toContain('secret');
  });

  it('I12: is asked for twice on a terminal, and never shown', async () => {
    world.stdinIsTerminal = true;
    world.secrets.push('canary', 'canary');
    expect(await world.run('init', '--name', 'a', '--debug')).toBe(0);
    expect(passphrases()).toEqual(['canary']);
    expect(world.out + world.notesText).not.toContain('canary');
  });

  it('makes nothing where the two differ', async () => {
    world.stdinIsTerminal = true;
    world.secrets.push('one', 'two');
    expect(await world.run('init', '--name', 'a')).toBe(6);
    expect(world.agents.created).toEqual([]);
  });

  it('I12: is no option and no variable', async () => {
    expect(await world.run('init', '--name', 'a', '--passphrase', 'x')).toBe(2);
    world.env = { TALOS_PASSPHRASE: 'canary' };
    expect(await world.run('init', '--name', 'a')).toBe(0);
    expect(passphrases()).toEqual([undefined]);
  });

  it.each([
    ['no file', 'missing', undefined],
    ['an empty file', 'empty', ''],
    ['a line end alone', 'line', '\n'],
    ['4,097 bytes', 'long', 'x'.repeat(4097)],
    ['no UTF-8', 'binary', Uint8Array.of(0xff, 0xfe)],
  ])('is refused from %s with E_PASSPHRASE', async (_what, name, content) => {
    if (content !== undefined) await writeFile(join(world.home, name), content);
    expect(await world.run('init', '--name', 'a', '--passphrase-file', name, '--json')).toBe(6);
    expect(errorOf(world.out).code).toBe('E_PASSPHRASE');
    expect(world.agents.created).toEqual([]);
  });

  it('is asked for once when a keystore needs it, and only where there is a terminal', async () => {
    world.agents.hasIdentity = true;
    await world.run('audit', 'log');
    expect(await world.agents.opened[0]?.passphrase()).toBeUndefined();
    world.stdinIsTerminal = true;
    world.secrets.push('typed');
    await world.run('audit', 'log');
    expect(await world.agents.opened[1]?.passphrase()).toBe('typed');
  });
});

describe('talos whoami and status', () => {
  it('need no agent', async () => {
    expect(await world.run('whoami', '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: OWN_DID, did: OWN_DID, name: 'tester', keystore: 'key-file' });
    world.out = '';
    expect(await world.run('status', '--json')).toBe(0);
    expect(world.json).toMatchObject({ running: false, did: OWN_DID, keystore: 'key-file' });
    world.out = '';
    expect(await world.run('status')).toBe(0);
    expect(world.out).toContain('no agent runs');
    expect(world.agents.opened).toEqual([]);
  });

  it('read a running agent live', async () => {
    world.agents.isRunning = true;
    expect(await world.run('status', '--json')).toBe(0);
    expect(world.json).toMatchObject({ running: true, sessions: [{ peer: PEER_DID }], keystore: 'key-file' });
    world.out = '';
    expect(await world.run('status')).toBe(0);
    expect(world.out).toContain(PEER_DID);
    expect(world.agents.opened).toEqual([]);
  });
});

describe('talos limits and the configuration', () => {
  const limit = (id: string): unknown =>
    (world.json as { limits: { id: string }[] }).limits.find((each) => each.id === id);

  it('show each value with its source: built in, file, environment', async () => {
    await mkdir(join(world.home, '.talos'));
    await writeFile(join(world.home, '.talos', 'config.yaml'), 'port: 1234\nexpires: 2h\n', { mode: 0o600 });
    world.env = { TALOS_EXPIRES: '3h' };
    expect(await world.run('limits', '--json')).toBe(0);
    expect(limit('port')).toMatchObject({ value: 1234, source: 'file' });
    expect(limit('expires')).toMatchObject({ value: 10_800, unit: 's', source: 'environment' });
    expect(limit('invite-expires')).toMatchObject({ value: 900, source: 'built in' });
    for (const id of ['outbox', 'inbox', 'inbox-bytes']) expect(limit(id)).toMatchObject({ source: 'built in' });
    expect(limit('frame')).toMatchObject({ value: 16 * 1024 * 1024, source: 'built in' });
    expect(limit('relay-places')).toMatchObject({ value: 1000, unit: 'places', source: 'built in' });
    expect(limit('relay-bytes')).toMatchObject({ value: 16 * 1024 ** 3, unit: 'bytes' });
    const { limits: printed } = world.json as { limits: unknown };
    expect(await limits({ dataDir: join(world.home, '.talos'), environment: world.env })).toEqual(printed);
    world.out = '';
    expect(await world.run('limits')).toBe(0);
    expect(world.out).toMatch(/^port +1234 +file/m);
  });

  it('are the same for a program, which reads no file where it names no data directory', async () => {
    const found = await limits({ environment: { TALOS_PORT: '4321' } });
    expect(found.find(({ id }) => id === 'port')).toMatchObject({ value: 4321, source: 'environment' });
    expect(found.find(({ id }) => id === 'expires')).toMatchObject({ value: 86_400, source: 'built in' });
    await expect(limits({ environment: { TALOS_PORT: 'http' } })).rejects.toThrow(
      expect.objectContaining({ code: 'E_CONFIG', details: { key: 'TALOS_PORT' } }),
    );
    for (const wrong of [{ dataDir: 1 }, { environment: 'x' }])
      await expect(limits(wrong as object)).rejects.toThrow(TypeError);
  });

  it.each([
    ['an unknown key', 'prot: 1', 'prot'],
    ['a wrong type', 'port: [1]', 'port'],
    ['a wrong value', 'port: 65536', 'port'],
    ['a wrong duration', 'expires: soon', 'expires'],
    ['a list', '- port', ''],
    ['a repeated key', 'port: 1\nport: 2', ''],
    ['no YAML', '{', ''],
    ['an alias', 'port: &a 1\nexpires: *a', ''],
  ])('L07: refuse a file with %s by E_CONFIG, naming the key', async (_what, content, key) => {
    await mkdir(join(world.home, '.talos'));
    await writeFile(join(world.home, '.talos', 'config.yaml'), content, { mode: 0o600 });
    expect(await world.run('limits', '--json')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_CONFIG', details: { key } } });
  });

  it('L07: refuse a file that others may write, and read none from the current folder', async () => {
    await writeFile(join(world.home, 'config.yaml'), 'prot: 1');
    expect(await world.run('limits')).toBe(0);
    await mkdir(join(world.home, '.talos'));
    const path = join(world.home, '.talos', 'config.yaml');
    await writeFile(path, 'port: 1');
    await chmod(path, 0o666);
    world.out = '';
    expect(await world.run('limits', '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_CONFIG');
  });

  it('refuse a wrong variable by its name', async () => {
    world.env = { TALOS_PORT: 'http' };
    expect(await world.run('limits', '--json')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_CONFIG', details: { key: 'TALOS_PORT' } } });
  });
});

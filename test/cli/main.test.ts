import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, TalosError } from '../../src/base/errors.ts';
import { VERSION } from '../../src/base/version.ts';
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
    ['capabilities', 'grant', '--subject', PEER_DID],
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
    expect(limit('frame')).toMatchObject({ value: 16 * 1024 * 1024, source: 'built in' });
    world.out = '';
    expect(await world.run('limits')).toBe(0);
    expect(world.out).toMatch(/^port +1234 +file/m);
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

describe('talos capabilities', () => {
  const ID = '1'.padStart(64, 'a');
  const grant = (...more: string[]) =>
    world.run('capabilities', 'grant', '--subject', PEER_DID, '--tool', 'read_file(path under /data)', ...more);

  it('grant prints the token, or the whole with --json', async () => {
    expect(await grant('--expires', '1h')).toBe(0);
    expect(world.out).toBe('a.b.c\n');
    expect(world.agents.agent.asked.at(-1)).toEqual({
      method: 'grant',
      params: { subject: PEER_DID, tools: ['read_file(path under /data)'], expiresInS: 3600 },
    });
    world.out = '';
    expect(await grant('--tool', 'list', '--service', 'files', '--json')).toBe(0);
    expect(world.json).toMatchObject({
      capability: { service: 'files', expiresAt: world.now + 86_400_000 },
      token: 'a.b.c',
    });
  });

  it('grant writes the token to a file, whole, and says the id', async () => {
    expect(await grant('--out', 'token')).toBe(0);
    expect(await readFile(join(world.home, 'token'), 'utf8')).toBe('a.b.c\n');
    expect(world.out).toBe('');
    expect(world.notesText).toContain(ID);
    expect(await readdir(world.home)).toEqual(['token']);
  });

  it('grant fails with a code for a folder that is not there, and leaves no file', async () => {
    expect(await grant('--out', 'no/token', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
    expect(await readdir(world.home)).toEqual([]);
  });

  it('grant takes a peer by hex key or peer id as well', async () => {
    const hex = '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6';
    expect(await world.run('capabilities', 'grant', '--subject', hex, '--tool', 't')).toBe(0);
    expect(world.agents.agent.granted[0]?.subject).toBe(OWN_DID);
    const peerId = '12D3KooWDNWvYs3iZuj2YR1vY5Cu7AZc7rEdCWnoZyfuS2VQoqFb';
    expect(await world.run('capabilities', 'grant', '--subject', peerId, '--tool', 't')).toBe(0);
    expect(world.agents.agent.granted[1]?.subject).toMatch(/^did:key:z6Mk/);
  });

  it.each([
    ['--subject', 'alice'],
    ['--subject', PEER_DID.slice(0, -1)],
    ['--subject', `${PEER_DID}#key`],
    ['--subject', ''],
    ['--tool', 'read_*'],
    ['--tool', 'read_file('],
    ['--expires', '0s'],
    ['--expires', '401d'],
    ['--expires', '1y'],
    ['--expires', '1.5h'],
  ])('I02: grant refuses %s %s with exit 2 and grants nothing', async (option, value) => {
    expect(await grant(option, value)).toBe(2);
    expect(world.agents.agent.granted).toEqual([]);
  });

  it('I02: grant refuses a prefix that fits two known peers with E_AMBIGUOUS, listing them', async () => {
    await grant();
    const other = OWN_DID.replace('haXg', 'haXh');
    for (const subject of [other, PEER_DID]) await world.agents.agent.grant({ subject, tools: [], expiresInS: 1 });
    world.out = '';
    expect(await grant('--subject', 'did:key:z6Mk', '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_AMBIGUOUS');
    expect(errorOf(world.out).message).toContain(PEER_DID);
  });

  it('list and show what there is', async () => {
    await grant();
    world.out = '';
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.json).toMatchObject({ capabilities: [{ id: ID, subject: PEER_DID, revoked: false }] });
    world.out = '';
    expect(await world.run('capabilities', 'list')).toBe(0);
    expect(world.out).toContain(PEER_DID);
    world.out = '';
    expect(await world.run('capabilities', 'show', ID.slice(0, 8), '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: ID, token: 'a.b.c', scope: { service: 'default' } });
    world.out = '';
    expect(await world.run('capabilities', 'show', ID)).toBe(0);
    expect(world.out).toContain('allows');
  });

  it('list is an empty list where there is none', async () => {
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.json).toEqual({ capabilities: [] });
  });

  it('L03: list shows hostile text escaped', async () => {
    await world.agents.agent.grant({ subject: PEER_DID, tools: ['x\u001b]0;title\u0007\u202e'], expiresInS: 60 });
    expect(await world.run('capabilities', 'list')).toBe(0);
    expect(world.out).toContain('x\\u{1b}]0;title\\u{7}\\u{202e}');
    world.out = '';
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.out).not.toContain('\u202e');
    expect(world.json).toMatchObject({ capabilities: [{ tools: ['x\u001b]0;title\u0007\u202e'] }] });
  });

  it('revoke takes one back, with a reason', async () => {
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'over', '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: ID });
    expect(world.agents.agent.asked).toEqual([{ method: 'revoke', params: { id: ID, reason: 'over' } }]);
  });

  it.each([
    ['show', 'abcdefg'],
    ['show', 'ABCDEF01'],
    ['show', 'a'.repeat(65)],
    ['show', 'a'.repeat(7)],
  ])('%s refuses the id %s with exit 2', async (command, id) => {
    expect(await world.run('capabilities', command, id)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('revoke refuses a reason of 513 characters and takes one of 512', async () => {
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'x'.repeat(513))).toBe(2);
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'x'.repeat(512))).toBe(0);
  });
});

describe('talos audit and proof', () => {
  const entry = (n: number) => ({
    id: n.toString(16).padStart(64, 'b'),
    seq: n,
    timeMs: 1_700_000_000_000 + n,
    type: 'call',
    peer: PEER_DID,
    summary: 'call read_\u202efile',
    entry: '{"n":1.0,"v":1}',
  });

  it('log passes its filters on, in any form of time', async () => {
    expect(
      await world.run(
        'audit',
        'log',
        '--last',
        '5',
        '--peer',
        PEER_DID,
        '--type',
        'call',
        '--from',
        '2023-11-14',
        '--to',
        '99',
      ),
    ).toBe(0);
    expect(world.agents.agent.asked[0]?.params).toEqual({
      last: 5,
      peer: PEER_DID,
      type: 'call',
      fromMs: Date.UTC(2023, 10, 14),
      toMs: 99,
    });
  });

  it('log prints one object a line with --json, each with the entry as it was written', async () => {
    world.agents.agent.entries = [entry(1), entry(2)];
    expect(await world.run('audit', 'log', '--json')).toBe(0);
    const lines = world.out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2]);
    expect(lines[0]).toContain('"entry":{"n":1.0,"v":1}');
    expect(world.out).not.toContain('\u202e');
  });

  it('log prints a table for people, escaped', async () => {
    world.agents.agent.entries = [entry(1)];
    expect(await world.run('audit', 'log')).toBe(0);
    expect(world.out).toContain('2023-11-14T22:13:20Z');
    expect(world.out).toContain('read_\\u{202e}file');
  });

  it.each([
    ['--last', '0'],
    ['--last', '10001'],
    ['--last', '-1'],
    ['--last', '1.5'],
    ['--type', 'calls'],
    ['--from', 'yesterday'],
    ['--from', '2023-13-01'],
    ['--to', '1e3'],
    ['--to', ''],
  ])('log refuses %s %j with exit 2', async (option, value) => {
    expect(await world.run('audit', 'log', option, value)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('show prints one entry', async () => {
    world.agents.agent.entries = [entry(1)];
    expect(await world.run('audit', 'show', entry(1).id, '--json')).toBe(0);
    expect(world.json).toMatchObject({ seq: 1, entry: { v: 1 } });
    expect(await world.run('audit', 'show', 'c'.repeat(64))).toBe(1);
  });

  it('verify exits 0 for a whole ledger and 4 for any other, with each problem', async () => {
    expect(await world.run('audit', 'verify')).toBe(0);
    expect(world.out).toContain('valid');
    world.agents.agent.report = {
      valid: false,
      entries: 3,
      blocks: 1,
      checkpoint: '',
      problems: [{ code: 'CRYPTO_INVALID', message: 'block 1' }],
    };
    world.out = '';
    expect(await world.run('audit', 'verify')).toBe(4);
    expect(world.out).toContain('CRYPTO_INVALID: block 1');
    world.out = '';
    expect(await world.run('audit', 'verify', '--json')).toBe(4);
    expect(world.json).toMatchObject({ valid: false });
  });

  it('proof export writes to standard output or to a file', async () => {
    expect(await world.run('proof', 'export', 'a'.repeat(64))).toBe(0);
    expect(world.out).toBe('{"kind":"talos-proof","v":1}\n');
    expect(await world.run('proof', 'export', 'a'.repeat(64), '--out', 'proof')).toBe(0);
    expect(await readFile(join(world.home, 'proof'), 'utf8')).toBe('{"kind":"talos-proof","v":1}\n');
  });

  it.each([
    ['no proof', '{"kind":"talos-proof","v":1}\n'],
    ['no JSON', 'x\n'],
    ['nothing', ''],
    ['no text', Uint8Array.of(0xff)],
    ['more than a proof may be', `"${'x'.repeat(1024 * 1024)}"\n`],
  ])('proof verify refuses a file with %s: E_PROOF_INVALID, exit 4, without an identity', async (_what, content) => {
    world.agents.hasIdentity = false;
    await writeFile(join(world.home, 'proof'), content);
    expect(await world.run('proof', 'verify', '--offline', 'proof', '--json')).toBe(4);
    expect(errorOf(world.out).code).toBe('E_PROOF_INVALID');
    world.out = '';
    expect(await world.run('proof', 'show', 'proof', '--json')).toBe(4);
    expect(world.json).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
  });

  it('proof verify exits 1 for no file', async () => {
    expect(await world.run('proof', 'verify', '--offline', 'none', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
  });
});

describe('talos mcp-call', () => {
  it('prints the result as it came, its number tokens among it', async () => {
    world.agents.agent.outcome = { result: '{"content":[],"n":1.0}', entry: 'e'.repeat(64) };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{"a":1.0}')).toBe(0);
    expect(world.out).toBe('{"content":[],"n":1.0}\n');
    expect(world.agents.agent.asked[0]?.params).toEqual({ peer: PEER_DID, tool: 'tool', arguments: '{"a":1.0}' });
    world.out = '';
    expect(await world.run('mcp-call', 'alias', 'tool', '{}', '--service', 'files', '--json')).toBe(0);
    expect(world.out).toBe(`{"result":{"content":[],"n":1.0},"entry":"${'e'.repeat(64)}"}\n`);
    expect(world.agents.agent.asked[1]?.params).toMatchObject({ peer: 'alias', service: 'files' });
  });

  it('reads the arguments from standard input', async () => {
    world.stdin.push('{"a":');
    world.stdin.push('1}\n');
    world.stdin.end();
    expect(await world.run('mcp-call', PEER_DID, 'tool', '-')).toBe(0);
    expect(world.agents.agent.asked[0]?.params).toMatchObject({ arguments: '{"a":1}\n' });
  });

  it.each(['', 'x', '[]', '1', '{"a":1,"a":2}', '{"a":1}}'])('refuses the arguments %j with exit 2', async (text) => {
    expect(await world.run('mcp-call', PEER_DID, 'tool', text)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it.each([
    [{ code: -32003, message: 'no', denial: 'SCOPE_MISMATCH' }, 3, 'SCOPE_MISMATCH'],
    [{ code: -32003, message: 'no', denial: 'CONSTRAINT' }, 3, 'CONSTRAINT'],
    [{ code: -32003, message: 'no', denial: 'MALFORMED' }, 4, 'MALFORMED'],
    [{ code: -32003, message: 'no', denial: 'WHATEVER' }, 3, 'E_REFUSED'],
    [{ code: -32004, message: 'down' }, 5, 'E_UNREACHABLE'],
    [{ code: -32005, message: 'unknown' }, 5, 'E_OUTCOME_UNKNOWN'],
    [{ code: -32602, message: 'bad arguments' }, 1, 'E_TOOL_FAILED'],
  ])('exits for the error %j with %i and %s', async (error, status, code) => {
    world.agents.agent.outcome = { error, entry: 'e'.repeat(64) };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}', '--json')).toBe(status);
    expect(world.json).toMatchObject({ error: { code, details: { entry: 'e'.repeat(64) } } });
  });

  it('exits 1 for a result that says it is an error, and prints it', async () => {
    world.agents.agent.outcome = { result: '{"content":[],"isError":true}', entry: 'e' };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}')).toBe(1);
    expect(world.out).toBe('{"content":[],"isError":true}\n');
  });
});

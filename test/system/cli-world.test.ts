/** Commands where the world is not as it should be: readers that go away, machines without a network, a home, a locale. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { entropyOfWords, seedsOfEntropy } from '../../src/identity/mnemonic.ts';
import { BIN, type Ended, fixture, type Served, Terminals } from '../scenario/terminals.ts';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());
const TOOL = [process.execPath, fixture('scripted-tool.mjs')];

/** Runs a command with an environment of which nothing is filled in but `PATH`. */
function bare(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const options = { encoding: 'utf8', input: '', timeout: 60_000, cwd: terminals.folder } as const;
  return spawnSync(process.execPath, [BIN, ...args], { ...options, env: { PATH: process.env['PATH'] ?? '', ...env } });
}

beforeAll(async () => {
  expect((await terminals.run('person', 'init', '--name', 'Zoë', '--words-file', terminals.path('words'))).status).toBe(
    0,
  );
});

describe('L02: output that nobody takes', () => {
  it.each([['--help'], ['limits', '--json'], ['doctor', '--offline'], ['no-such-command', '--json']])(
    'ends %j quietly where its reader has gone',
    (...args) => {
      const line = [process.execPath, BIN, '--data-dir', terminals.path('person'), ...args];
      // The reader is gone before anything is written.
      const script = 'exec 3>&1; { sleep 0.1; "$@"; echo "$?" >&3; } | true';
      const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...line], {
        encoding: 'utf8',
        env: {},
      });
      expect(stdout).toBe('141\n');
      expect(stderr.replace(/^talos: (error|usage|hint): .*\n/gm, '')).toBe('');
    },
  );

  it.each([['--help'], ['whoami']])('says of %s in one line that the disk is full', (command) => {
    const line = [process.execPath, BIN, '--data-dir', terminals.path('person'), command];
    const { status, stderr } = spawnSync('bash', ['--norc', '-c', '"$@" >/dev/full', 'bash', ...line], {
      encoding: 'utf8',
      env: {},
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^talos: error: standard output: ENOSPC\n(talos: hint: .*\n)?$/);
  });
});

describe('L04: at every level of what is told', () => {
  const LEVELS = [[], ['--quiet'], ['--verbose'], ['--debug'], ['--debug', '--json']];
  const HARMLESS = ['whoami', 'status', 'doctor', 'limits', 'audit log', 'audit verify', 'history', 'capabilities list']
    .concat('contacts list', 'session list', 'did show', 'did export')
    .map((line) => line.split(' '));
  const CANARY = 'canary-7c1e09';
  const outputs: string[] = [];
  const secrets: string[] = [];

  const keep = ({ stdout, stderr }: Ended): void => void outputs.push(stdout, stderr);

  beforeAll(async () => {
    await writeFile(terminals.path('word'), `${CANARY}-passphrase\n`, { mode: 0o600 });
    await writeFile(terminals.path('wrong-word'), `${CANARY}-wrong\n`, { mode: 0o600 });
    await writeFile(terminals.path('tool-secret'), `${CANARY}-secret`, { mode: 0o600 });
    const sealed = ['--passphrase-file', terminals.path('word')];
    await terminals.run('sealed', 'init', '--name', 's', '--words-file', terminals.path('sealed-words'), ...sealed);
    for (const name of ['words', 'sealed-words']) {
      const words = (await readFile(terminals.path(name), 'utf8')).trim();
      const entropy = entropyOfWords(words);
      const { ed25519Seed, x25519Secret, recoverySeed } = seedsOfEntropy(entropy);
      secrets.push(words, words.split(' ').slice(0, 3).join(' '));
      for (const bytes of [entropy, ed25519Seed, x25519Secret, recoverySeed])
        secrets.push(toHex(bytes), ...(['base64', 'base64url'] as const).map((as) => Buffer.from(bytes).toString(as)));
    }
    const key = await readFile(terminals.path('person/keystore.key'));
    secrets.push(key.toString('hex'), key.toString('base64'), CANARY);
  });

  it.each(LEVELS.map((level) => ({ level: level.join(' '), flags: level })))(
    'commands with %j tell nothing secret',
    async ({ flags }) => {
      const person = (...args: string[]): Promise<Ended> => terminals.run('person', ...flags, ...args, '--offline');
      for (const args of [
        ...HARMLESS,
        // What fails says what, and not with what.
        ['init', '--name', 'again'],
        ['mcp-connect', `talos:invite:${CANARY}`],
        ['capabilities', 'verify', `${CANARY}.e30.c2ln`, '--tool', 't', '--arguments', '{}', '--as', 'did:key:z6Mk'],
      ])
        keep(await person(...args));
      for (const word of ['word', 'wrong-word'])
        keep(await terminals.run('sealed', ...flags, 'audit', 'log', '--passphrase-file', terminals.path(word)));
      keep(await terminals.run('sealed', ...flags, 'audit', 'log'));
    },
  );

  it('lending with a secret of a tool tells nobody the secret', async () => {
    const secret = ['--secret', `token=@${terminals.path('tool-secret')}`];
    const lender = await terminals.serve('person', ['--debug', '--allow', 'echo', ...secret], TOOL);
    const { invitation } = lender.served satisfies Served;
    const client = terminals.connect('agent', invitation);
    await client.initialize();
    await client.call('echo', { text: '${secret:token}' });
    const ended = [await client.close(), await lender.terminal.end('SIGTERM')];
    outputs.push(...ended.map(({ stderr }) => stderr));
  });

  it('a database that cannot be reached is told without its password', async () => {
    const store = `postgres://talos:${CANARY}@127.0.0.1:1/talos`;
    const server = [process.execPath, BIN.replace('bin.js', 'server-bin.js'), '--port', '0', '--host', '127.0.0.1'];
    const ended = await Promise.all([
      terminals.spawn([...server, '--debug', '--store', store], { input: '' }).ended,
      terminals.spawn([...server, '--json'], { input: '', env: { TALOS_STORE: store } }).ended,
    ]);
    for (const each of ended) expect(each.status).not.toBe(0);
    ended.forEach(keep);
  });

  it('and none of them is in anything that was said', () => {
    const said = outputs.join('\n');
    expect(said.length).toBeGreaterThan(10_000);
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });
});

describe('L12: on a machine', () => {
  const all = (env: Readonly<Record<string, string>>) => {
    const dataDir = ['--data-dir', terminals.path('person')];
    const ended = [
      ['whoami', '--json'],
      ['doctor', '--json'],
    ].map((args) => bare(env, ...dataDir, ...args, '--offline'));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(ended.map(() => [0, '']));
    return ended.map(({ stdout }) => stdout);
  };

  it('without a home every command that needs one says so (E_CONFIG), and works where it is told a place', () => {
    for (const env of [{}, { HOME: '' }, { HOME: 'relative' }]) {
      const { status, stdout, stderr } = bare(env, 'whoami');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^talos: error: there is no home directory.*\ntalos: hint: .*TALOS_HOME\n$/);
      expect(bare({ ...env, TALOS_HOME: terminals.path('person') }, 'whoami').status).toBe(0);
    }
    expect(bare({ TALOS_HOME: 'relative' }, 'whoami').status).toBe(2);
    all({});
  });

  it('with a home that cannot be written says which folder, and makes nothing', () => {
    // Not even root makes folders in sysfs.
    const { status, stdout, stderr } = bare({ HOME: '/sys' }, 'init', '--name', 'x');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^talos: error: the data directory cannot be made: E(PERM|ROFS|ACCES).*\n(talos: hint: .*\n)?$/,
    );
    expect(bare({ HOME: '/sys' }, 'doctor', '--offline').status).toBe(6);
  });

  it.each(['C', 'de_DE.ISO-8859-1'])('whose locale is %s writes UTF-8', (locale) => {
    const [whoami = ''] = all({ HOME: terminals.folder, LANG: locale, LC_ALL: locale });
    expect((JSON.parse(whoami) as { name: string }).name).toBe('Zoë');
  });

  it.each(['Pacific/Kiritimati', 'nonsense/zone'])('in the zone %s shows the same times', (zone) => {
    const env = { HOME: terminals.folder };
    const at = (TZ: string) => bare({ ...env, TZ }, '--data-dir', terminals.path('person'), 'whoami').stdout;
    expect(at(zone)).toBe(at('UTC'));
    expect(at(zone)).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  });

  const isolated = (...argv: readonly string[]) =>
    spawnSync('unshare', ['--net', ...argv], {
      encoding: 'utf8',
      input: '',
      timeout: 60_000,
      env: { PATH: process.env['PATH'] ?? '', HOME: terminals.folder },
    });
  const canIsolate = isolated('true').status === 0;

  it.skipIf(!canIsolate)('without any network answers, works on its own, and says who cannot be reached', async () => {
    const talos = (...args: string[]) =>
      isolated(process.execPath, BIN, '--data-dir', terminals.path('person'), ...args);
    const doctor = talos('doctor', '--json');
    expect(doctor.status, doctor.stdout).toBe(0);
    const { findings } = JSON.parse(doctor.stdout) as { findings: { id: string; state: string; message: string }[] };
    expect(findings.find(({ id }) => id === 'reachability/network')).toMatchObject({ state: 'warning' });
    for (const args of [
      ['whoami'],
      ['audit', 'verify'],
      ['limits'],
      ['bundle', 'export', '--out', terminals.path('b')],
    ])
      expect(talos(...args)).toMatchObject({ status: 0 });
    const did = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
    const ping = talos('ping', did, '--json');
    expect(ping.status).toBe(5);
    expect(ping.stdout).toMatch(/"code":"E_(UNREACHABLE|TIMEOUT)"/);
  });

  it.skipIf(!canIsolate)('without IPv6 lends and uses over IPv4', async () => {
    const folder = terminals.path('no-ip6');
    await mkdir(folder);
    // Loopback alone, and of it IPv4 alone: the demo is two agents with everything between them.
    const script = 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && ip link set lo up && exec "$@"';
    const demo = isolated('bash', '-c', script, 'bash', process.execPath, BIN, 'demo');
    expect(demo.status, demo.stderr).toBe(0);
  });
});

it('L08: what the environment sets is shown by status, with and without a running agent', async () => {
  const env = { HOME: terminals.folder, TALOS_LAN: 'on', TALOS_DURABILITY: 'strict', TALOS_DHT: 'off' };
  const at = ['--data-dir', terminals.path('shown')];
  bare(env, ...at, 'init', '--name', 'x', '--words-file', join(terminals.folder, 'w'));
  const set = [
    { id: 'lan', value: 'on', source: 'environment' },
    { id: 'durability', value: 'strict', source: 'environment' },
    { id: 'dht', value: 'off', source: 'environment' },
  ];
  const idle = JSON.parse(bare(env, ...at, 'status', '--json').stdout) as { settings: unknown };
  expect(idle).toMatchObject({ running: false, settings: expect.arrayContaining(set) });
  const { terminal } = await terminals.serve('shown', ['--allow', 'echo', '--port', '0'], TOOL, { env });
  // Asked from a process that has another environment.
  const running = bare({ HOME: terminals.folder, TALOS_DHT: 'on' }, ...at, 'status', '--json').stdout;
  expect(JSON.parse(running)).toMatchObject({
    running: true,
    durability: 'strict',
    settings: expect.arrayContaining([...set, { id: 'port', value: '0', source: 'flag' }]),
  });
  expect(bare({ HOME: terminals.folder }, ...at, 'status').stdout).toMatch(
    /^settings +.*durability=strict \(environment\)/m,
  );
  await terminal.end('SIGTERM');
});

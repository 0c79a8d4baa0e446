import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isTalosError, TalosError } from '../../src/base/errors.ts';
import type { Finding } from '../../src/cli/findings.ts';
import { clockAhead, measureDisk, NATIVE_MODULES, nativeModules, whyNoPort } from '../../src/node/machine.ts';
import { World } from './fake-io.ts';
import { SERVER } from './fake-servers.ts';
import { Person, type Ran } from './in-process.ts';

interface Examined {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

const examined = (text: string): Examined => JSON.parse(text) as Examined;
const find = (text: string, id: string): Finding | undefined => examined(text).findings.find((each) => each.id === id);

function isWellFormed(text: string): void {
  const { healthy, findings } = examined(text);
  const ids = findings.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(findings.filter(({ state, remedy = '' }) => (state === 'ok') !== (remedy === ''))).toEqual([]);
  expect(findings.filter(({ state, code }) => (state === 'failed') !== (code !== undefined))).toEqual([]);
  expect(healthy).toBe(findings.every(({ state }) => state !== 'failed'));
}

describe('doctor, with a real data directory', () => {
  let person: Person;
  let folder = '';
  beforeAll(async () => {
    person = await Person.named('patient');
    folder = person.file('talos');
  });
  afterAll(() => person[Symbol.asyncDispose]());
  const doctor = (...argv: string[]): Promise<Ran> => person.run(['doctor', '--json', ...argv]);

  it('finds nothing wrong with a new identity, offline, and leaves no file behind', async () => {
    await doctor();
    const before = await readdir(folder);
    const { status, out } = await doctor();
    isWellFormed(out);
    expect(examined(out).findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(status).toBe(0);
    expect(await readdir(folder)).toEqual(before);
    for (const check of ['versions', 'native-modules', 'configuration', 'permissions', 'identity', 'storage', 'ledger'])
      expect(find(out, check)?.state, check).toBe('ok');
    expect(find(out, 'identity')?.message).toContain(person.did);
    expect(find(out, 'reachability')).toMatchObject({ state: 'skipped', message: 'no agent runs' });
  });

  it('looks at the agent that runs', async () => {
    await using _owner = await person.owner();
    const { status, out } = await doctor();
    expect(status).toBe(0);
    expect(find(out, 'storage')?.message).toContain(`process ${process.pid}`);
    expect(find(out, 'ledger')?.state).toBe('ok');
  });

  it.each([
    ['the keystore', 'keystore.json', 0o644, 'chmod 600'],
    ['the folder of the store', 'store', 0o755, 'chmod 700'],
    ['the directory itself', '.', 0o750, 'chmod 700'],
    ['the configuration', 'config.yaml', 0o666, 'chmod go-w'],
  ])('fails where %s has wrong rights, and says how to mend them', async (_what, name, mode, remedy) => {
    const path = join(folder, name);
    if (name === 'config.yaml') await writeFile(path, 'port: 0\n');
    await chmod(path, mode);
    try {
      const { status, out } = await doctor();
      isWellFormed(out);
      expect(find(out, `permissions/${name}`)).toMatchObject({ state: 'failed', code: 'E_STORAGE_DENIED' });
      expect(find(out, `permissions/${name}`)?.remedy).toContain(remedy);
      expect(status).not.toBe(0);
    } finally {
      if (name === 'config.yaml') await rm(path);
      else await chmod(path, name.includes('.json') ? 0o600 : 0o700);
    }
    expect((await doctor()).status).toBe(0);
  });

  it('fails where the configuration is wrong (E_CONFIG), and does not open the agent', async () => {
    const path = join(folder, 'config.yaml');
    await writeFile(path, 'prot: 0\n', { mode: 0o600 });
    const { status, out } = await doctor();
    await rm(path);
    isWellFormed(out);
    expect(find(out, 'configuration')).toMatchObject({ state: 'failed', code: 'E_CONFIG' });
    expect(find(out, 'configuration')?.message).toContain('prot');
    expect(find(out, 'ledger')).toBeUndefined();
    expect(status).toBe(2);
  });

  it('says what is damaged in a ledger, and exits as storage that failed', async () => {
    const journal = join(folder, 'ledger', 'journal');
    const before = await readFile(journal);
    const damaged = Buffer.from(before);
    const at = damaged.length >> 1;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    await writeFile(journal, damaged);
    const { status, out } = await doctor();
    await writeFile(journal, before);
    isWellFormed(out);
    const { findings } = examined(out);
    expect(findings.some(({ state, check }) => state === 'failed' && (check === 'ledger' || check === 'storage'))).toBe(
      true,
    );
    expect([1, 4]).toContain(status);
    expect((await doctor()).status).toBe(0);
  });

  it('without an identity fails with E_NO_IDENTITY, exit 6, and makes nothing', async () => {
    const { status, out } = await doctor('--data-dir', person.file('none'));
    isWellFormed(out);
    expect(status).toBe(6);
    expect(find(out, 'identity')).toMatchObject({ state: 'failed', code: 'E_NO_IDENTITY' });
    expect(existsSync(person.file('none'))).toBe(false);
  });

  it('skips what needs a passphrase that nobody gave, and fails with a wrong one (E_PASSPHRASE)', async () => {
    const sealed = person.file('sealed');
    const word = person.file('word');
    await writeFile(word, 'correct horse\n', { mode: 0o600 });
    await person.run([
      'init',
      '--name',
      's',
      '--data-dir',
      sealed,
      '--passphrase-file',
      word,
      '--words-file',
      `${word}2`,
    ]);
    const without = await doctor('--data-dir', sealed);
    isWellFormed(without.out);
    expect(find(without.out, 'identity/keystore')?.state).toBe('skipped');
    expect(without.status).toBe(0);
    await writeFile(word, 'wrong\n');
    const wrong = await doctor('--data-dir', sealed, '--passphrase-file', word);
    expect(find(wrong.out, 'identity/keystore')).toMatchObject({ state: 'failed', code: 'E_PASSPHRASE' });
    expect(wrong.status).toBe(6);
  });

  it('a data directory that is a file is told as what it is', async () => {
    const path = person.file('file');
    await writeFile(path, '');
    const { status, out } = await doctor('--data-dir', path);
    isWellFormed(out);
    expect(find(out, 'permissions')).toMatchObject({ state: 'failed', code: 'E_STORAGE_DENIED' });
    expect(find(out, 'identity')).toMatchObject({ state: 'failed', code: 'E_KEYSTORE' });
    expect(status).toBe(1);
  });
});

describe('doctor, with an agent in memory', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await mkdir(join(world.home, '.talos'), { mode: 0o700 });
  });
  const doctor = async (...argv: string[]): Promise<number> => {
    const status = await world.run('doctor', '--json', ...argv);
    isWellFormed(world.out);
    return status;
  };
  const entry = { id: 'e'.repeat(64), seq: 0, type: 'call', summary: 'call x', entry: '{}' };

  it('fails where the clock is behind the newest entry (E_STALE), a minute allowed', async () => {
    world.agents.agent.entries = [{ ...entry, timeMs: world.now + 60_000 }];
    expect(await doctor('--offline')).toBe(0);
    world.out = '';
    world.agents.agent.entries = [{ ...entry, timeMs: world.now + 60_001 }];
    expect(await doctor('--offline')).toBe(4);
    expect(find(world.out, 'clock/ledger')).toMatchObject({ state: 'failed', code: 'E_STALE' });
  });

  it('fails where the ledger does not verify, exit 4, and shows each problem escaped', async () => {
    const problems = [
      { code: 'E_LEDGER_INVALID', message: 'entry 3 \u001b[31m' },
      { code: 'CRYPTO_INVALID', message: 'block 1' },
    ];
    world.agents.agent.report = { valid: false, entries: 4, blocks: 2, archived: 0, checkpoint: '', problems };
    expect(await doctor('--offline')).toBe(4);
    expect(examined(world.out).findings.filter(({ check }) => check === 'ledger')).toHaveLength(2);
    expect(world.out).not.toContain('\u001b');
  });

  it('asks each registry, and tells of those that do not answer (E_UNREACHABLE, exit 5)', async () => {
    const { servers } = world.agents.agent;
    servers.all = [SERVER, { ...SERVER, addresses: [] }];
    servers.peers = async () => {
      throw new TalosError('E_UNREACHABLE', 'no address answered');
    };
    world.agents.isRunning = true;
    expect(await doctor()).toBe(5);
    expect(find(world.out, 'registry/server-1')).toMatchObject({ state: 'failed', code: 'E_UNREACHABLE' });
    expect(find(world.out, 'registry/server-2')).toMatchObject({ state: 'failed', code: 'E_UNREACHABLE' });
    expect(find(world.out, 'clock/server-1')?.state).toBe('skipped');
  });

  it('asks nobody with --offline', async () => {
    const { agent } = world.agents;
    agent.servers.all = [SERVER];
    world.agents.isRunning = true;
    expect(await doctor('--offline')).toBe(0);
    expect(agent.asked.map(({ method }) => method)).not.toContain('servers.peers');
    expect(find(world.out, 'registry/server-1')?.state).toBe('skipped');
  });

  it('warns of variables that nothing reads, and of a server that is configured and not registered with', async () => {
    world.env = { TALOS_DURABILTY: 'strict', TALOS_SERVER: 'a.example:8765' };
    expect(await doctor('--offline')).toBe(0);
    expect(find(world.out, 'configuration/TALOS_DURABILTY')?.state).toBe('warning');
    expect(find(world.out, 'configuration')?.message).toBe('set: server (environment)');
    expect(find(world.out, 'registry')?.state).toBe('warning');
  });

  it('says what runs the directory where that does not answer (E_LOCKED)', async () => {
    world.agents.openFailure = new TalosError('E_LOCKED', 'another process owns it and does not answer');
    expect(await doctor('--offline')).toBe(1);
    expect(find(world.out, 'storage')).toMatchObject({ state: 'failed', code: 'E_LOCKED' });
  });

  it('shows people a line for each finding, and its remedy', async () => {
    world.agents.hasIdentity = false;
    expect(await world.run('doctor', '--offline')).toBe(6);
    expect(world.out).toMatch(/^failed +identity .*\(E_NO_IDENTITY\)\n +remedy: talos init --name NAME/m);
  });

  it('fails of a mistake in talos itself as every command does (E_INTERNAL)', async () => {
    world.agents.openFailure = new Error('odd');
    expect(await world.run('doctor', '--json')).toBe(1);
    expect(world.out).toContain('E_INTERNAL');
  });
});

describe('what doctor looks at', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const listening = async (date: string | undefined): Promise<number> => {
    server = createServer((_request, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      response.end();
    });
    await new Promise<void>((resolve) => void server?.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const { signal } = new AbortController();

  it('a port: free, taken, of an address that is not here', async () => {
    const port = await listening(undefined);
    expect(await whyNoPort('127.0.0.1', port)).toBe('EADDRINUSE');
    expect(await whyNoPort('127.0.0.1', 0)).toBeUndefined();
    expect(await whyNoPort('192.0.2.1', 0)).toBe('EADDRNOTAVAIL');
  });

  it('a port that was chosen and is taken is a failure, one that is built in a warning', async () => {
    const world = new World();
    const port = await listening(undefined);
    world.agents.hasIdentity = false;
    world.env = { TALOS_PORT: String(port), TALOS_HOST: '127.0.0.1' };
    await world.run('doctor', '--json', '--offline');
    expect(find(world.out, 'ports')).toMatchObject({ state: 'failed', code: 'E_UNREACHABLE' });
  });

  it('the clock of a server, to a second', async () => {
    const port = await listening(new Date(Date.now() + 3_600_000).toUTCString());
    expect(Math.abs((await clockAhead('127.0.0.1', port, signal)) - 3_600_000)).toBeLessThan(2000);
  });

  it.each([
    ['says no time', undefined],
    ['says nonsense', 'yesterday'],
  ])('a server that %s is E_PROTOCOL', async (_what, date) => {
    const port = await listening(date);
    await expect(clockAhead('127.0.0.1', port, signal)).rejects.toSatisfy((e) => isTalosError(e, 'E_PROTOCOL'));
  });

  it('a server that is not there is E_UNREACHABLE', async () => {
    const port = await listening(undefined);
    await new Promise((resolve) => server?.close(resolve));
    await expect(clockAhead('127.0.0.1', port, signal)).rejects.toSatisfy((e) => isTalosError(e, 'E_UNREACHABLE'));
  });

  it('native modules, each by itself', () => {
    expect(nativeModules()).toEqual(NATIVE_MODULES.map((name) => ({ name })));
    const broken = nativeModules((name) => {
      if (name === 'lmdb') throw new Error('no build for this platform\nstack');
    });
    expect(broken).toEqual([
      { name: 'sodium-native' },
      { name: 'lmdb', failure: 'no build for this platform' },
      { name: 'fs-native-extensions' },
    ]);
  });

  it('a disk that cannot be written to: a folder that is gone is E_STORAGE', () => {
    expect(() => measureDisk('/nonexistent')).toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
  });
});

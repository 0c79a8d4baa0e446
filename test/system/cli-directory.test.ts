/** One data directory: who owns it, what lies in it, and what is in it of the secrets. */
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { toBase64url } from '../../src/base/encoding.ts';
import { entropyOfWords, seedsOfEntropy } from '../../src/identity/mnemonic.ts';
import { type Ended, fixture, type Lender, processesWith, type RpcClient, Terminals } from '../scenario/terminals.ts';

const TOOL = [process.execPath, fixture('scripted-tool.mjs')];
const PASSPHRASE = 'a passphrase that is nowhere else';
/** What passes through the tunnel and is in no ledger. */
const CANARY = 'canary-5d1f0a';
/** A frozen owner is told of within this after the start of the command: 2 s by the protocol, milliseconds. */
const LOCKED_MS = 2500;
const INIT_KILLS_MS = [40, 100, 160, 220, 280, 340];

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** Every file of a data directory that can be read: not the socket. */
async function filesOf(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(terminals.path(directory), { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      files.set(join(entry.parentPath, entry.name), await readFile(join(entry.parentPath, entry.name)));
  return files;
}

describe('two processes on one data directory', () => {
  let lender: Lender;
  beforeAll(async () => {
    lender = await terminals.serve('owner', ['--allow', '*', '--service', 'first'], TOOL);
  });

  it('D14: the second attaches: it lends beside the first, and both are one agent with one ledger', async () => {
    const second = await terminals.serve('owner', ['--allow', 'echo', '--service', 'second'], TOOL);
    expect(second.served.did).toBe(lender.served.did);
    const status = await terminals.json<{ owner: { pid: number }; services: { service: string }[] }>('owner', 'status');
    expect(status.owner.pid).toBe(lender.terminal.pid);
    expect(status.services.map(({ service }) => service).sort()).toEqual(['first', 'second']);
    for (const { invitation } of [lender.served, second.served]) {
      const client = terminals.connect('agent', invitation);
      await client.initialize();
      expect(await client.call('echo')).toHaveProperty('result');
      await client.close();
    }
    expect(await second.terminal.end('SIGTERM')).toMatchObject({ status: 0 });
    expect(await terminals.json('owner', 'status')).toMatchObject({ running: true, services: [{ service: 'first' }] });
    const gone = await terminals.run(
      'agent',
      '--json',
      'mcp-call',
      lender.served.did,
      'echo',
      '{}',
      '--service',
      'second',
    );
    expect(gone.status).toBe(1);
    expect(JSON.parse(gone.stdout)).toMatchObject({ error: { code: 'E_NOT_FOUND' } });
  });

  it('R16: commands that start at once on one data directory number no call and no entry twice', async () => {
    const calls = await Promise.all(
      Array.from({ length: 4 }, () =>
        terminals.process('agent', '--json', 'mcp-call', lender.served.did, 'echo', '{}', '--service', 'first'),
      ),
    );
    expect(calls.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    const entries = calls.map(({ stdout }) => (JSON.parse(stdout) as { entry: string }).entry);
    expect(new Set(entries).size).toBe(4);
    const ledger = await terminals.ledger('agent');
    expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, n) => n));
    const made = ledger.filter(({ type }) => type === 'call').map(({ entry }) => entry.statement?.body);
    expect(new Set(made.map((body) => `${String(body?.['session'])} ${String(body?.['number'])}`)).size).toBe(
      made.length,
    );
    expect(await terminals.json('agent', 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
  });

  it('D14: a frozen owner makes the next command E_LOCKED in time, and nothing is lost', async () => {
    const timed = async (second: readonly string[]): Promise<{ ms: number; ended: Ended[] }> => {
      const startedMs = performance.now();
      const ended = await Promise.all([
        terminals.process('owner', '--json', 'capabilities', 'list'),
        terminals.process('owner', '--json', ...second),
      ]);
      return { ms: performance.now() - startedMs, ended };
    };
    // How long two starts take here and now.
    const { ms: startMs } = await timed(['capabilities', 'list']);
    lender.terminal.child.kill('SIGSTOP');
    const { ms, ended: locked } = await timed(['mcp-serve', '--allow', '*', '--', ...TOOL]);
    expect(ms).toBeLessThan(startMs + LOCKED_MS);
    for (const { status, stdout } of locked) {
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E_LOCKED' } });
    }
    lender.terminal.child.kill('SIGCONT');
    expect(await terminals.json('owner', 'audit', 'verify')).toMatchObject({ valid: true });
    await lender.terminal.end('SIGTERM');
  });
});

describe('the identity', () => {
  it.concurrent('I10: init a second time is E_EXISTS, and changes no byte', async () => {
    expect(await terminals.run('twice', 'init', '--name', 'alice')).toMatchObject({ status: 0 });
    const before = await filesOf('twice');
    const again = await terminals.run('twice', '--json', 'init', '--name', 'bob');
    expect(again.status).toBe(6);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'E_EXISTS' } });
    expect(await filesOf('twice')).toEqual(before);
  });

  it.concurrent.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['another document', () => Buffer.from('{}\n')],
    ['of one flipped bit', (bytes: Buffer) => flipped(bytes)],
  ])('I09: a keystore that is %s ends every command with 6, and stays as it is', async (what, change) => {
    const directory = `damaged-${what}`;
    await terminals.run(directory, 'init', '--name', 'alice');
    const path = terminals.path(`${directory}/keystore.json`);
    await writeFile(path, change(await readFile(path)));
    const before = await filesOf(directory);
    const ended = await Promise.all([
      terminals.run(directory, 'audit', 'log', '--json'),
      terminals.run(directory, 'mcp-serve', '--allow', '*', '--json', '--', ...TOOL),
    ]);
    for (const { status, stdout } of ended) {
      expect(status).toBe(6);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E_KEYSTORE' } });
    }
    const after = await filesOf(directory);
    expect(after.get(path)).toEqual(before.get(path));
    expect([...after.keys()].filter((name) => name.includes('keystore')).sort()).toEqual(
      [...before.keys()].filter((name) => name.includes('keystore')).sort(),
    );
  });

  function flipped(bytes: Buffer): Buffer {
    const changed = Buffer.from(bytes);
    const at = Math.floor(changed.length * 0.8);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed;
  }

  it.concurrent('I09: a data directory that others may read is refused, with what to do', async () => {
    await terminals.run('open', 'init', '--name', 'alice');
    await chmod(terminals.path('open'), 0o755);
    const refused = await terminals.run('open', 'audit', 'log', '--json');
    expect(refused.status).toBe(6);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'E_KEYSTORE' } });
    expect(refused.stdout).toContain('chmod 700');
  });

  it.concurrent('I11: init that is killed leaves no identity, or a whole one', async () => {
    const killed = async (afterMs: number): Promise<number> => {
      const directory = `killed-${afterMs}`;
      const init = terminals.start(directory, ['init', '--name', 'alice']);
      const timer = setTimeout(() => init.child.kill('SIGKILL'), afterMs);
      await init.ended;
      clearTimeout(timer);
      const found = await terminals.run(directory, 'audit', 'verify', '--json');
      if (found.status === 0) return 1;
      expect(found.status).toBe(6);
      expect(JSON.parse(found.stdout)).toMatchObject({ error: { code: 'E_NO_IDENTITY' } });
      expect(await terminals.run(directory, 'init', '--name', 'alice')).toMatchObject({ status: 0 });
      return 0;
    };
    let whole = 0;
    for (let at = 0; at < INIT_KILLS_MS.length; at += 2)
      for (const one of await Promise.all(INIT_KILLS_MS.slice(at, at + 2).map(killed))) whole += one;
    expect(whole).toBeLessThan(INIT_KILLS_MS.length);
  });
});

describe('secrets', () => {
  const outputs: string[] = [];
  let client: RpcClient;
  let lender: Lender;

  beforeAll(async () => {
    await writeFile(terminals.path('pass'), `${PASSPHRASE}\n`, { mode: 0o600 });
    const env = { TALOS_PASSPHRASE_FILE: terminals.path('pass'), SECRET_API_KEY: CANARY };
    for (const [directory, more] of [
      ['sealed', ['--passphrase-file', terminals.path('pass')]],
      ['plain', []],
    ] as const) {
      const words = terminals.path(`${directory}.words`);
      const made = await terminals.process(directory, '--debug', 'init', '--name', 'x', '--words-file', words, ...more);
      expect(made.status).toBe(0);
      outputs.push(made.stdout, made.stderr);
    }
    const noted = ['--debug', '--allow', '*'];
    lender = await terminals.serve('sealed', noted, TOOL, { env });
    client = terminals.connect('plain', lender.served.invitation);
    await client.initialize();
    expect(await client.call('echo', { text: CANARY })).toHaveProperty('result');
    expect(await client.call('no-such-tool', { text: CANARY })).toHaveProperty('error');
  });

  it('I12: a wrong passphrase, or none, ends with 6 and opens nothing', async () => {
    await writeFile(terminals.path('wrong'), 'another\n');
    const copy = 'copied';
    await mkdir(terminals.path(copy), { mode: 0o700 });
    const keystore = await readFile(terminals.path('sealed/keystore.json'));
    await writeFile(terminals.path(`${copy}/keystore.json`), keystore, { mode: 0o600 });
    for (const more of [
      [],
      ['--passphrase-file', terminals.path('wrong')],
      ['--passphrase-file', terminals.path('none')],
    ]) {
      const refused = await terminals.run(copy, '--json', 'audit', 'log', ...more);
      expect(refused.status).toBe(6);
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'E_PASSPHRASE' } });
      outputs.push(refused.stdout, refused.stderr);
    }
    expect(await terminals.json(copy, 'whoami')).toMatchObject({ did: lender.served.did, keystore: 'passphrase' });
    const files = [...(await filesOf(copy)).keys()].filter((name) => !name.endsWith('owner.lock'));
    expect(files).toEqual([terminals.path(`${copy}/keystore.json`)]);
  });

  it('I12, M16: neither the passphrase nor where it lies is in the arguments or the environment of the tool', async () => {
    const answer = await client.call('env');
    const seen = JSON.stringify(answer);
    expect(seen.match(/TALOS_\w+/g)).toEqual(['TALOS_CALLER_DID', 'TALOS_CAPABILITY_ID']);
    for (const secret of ['TALOS_PASSPHRASE_FILE', PASSPHRASE, terminals.path('pass'), 'SECRET_API_KEY', CANARY])
      expect(seen).not.toContain(secret);
    const tools = (await processesWith(fixture('scripted-tool.mjs'))).filter((pid) => pid !== lender.terminal.pid);
    const environments = await Promise.all(
      tools.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
    );
    const ours = environments.filter((text) => text.includes(`HOME=${terminals.folder}`));
    expect(ours).toHaveLength(1);
    for (const text of ours)
      for (const secret of ['PASSPHRASE', terminals.path('pass'), CANARY]) expect(text).not.toContain(secret);
    for (const pid of await processesWith(terminals.folder))
      expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(PASSPHRASE);
  });

  it("I09: everything in a data directory is the owner's alone", async () => {
    for (const directory of ['sealed', 'plain']) {
      expect((await stat(terminals.path(directory))).mode & 0o777).toBe(0o700);
      for (const entry of await readdir(terminals.path(directory), { recursive: true, withFileTypes: true })) {
        const { mode } = await stat(join(entry.parentPath, entry.name));
        expect(mode & 0o777, entry.name).toBe(entry.isDirectory() ? 0o700 : 0o600);
      }
    }
  });

  it('E12, L04, M30: no key, word or passphrase, and nothing of what was said, is in any output or file', async () => {
    await client.close();
    const { stderr } = await lender.terminal.end('SIGTERM');
    outputs.push(stderr, client.terminal.stderr);
    for (const directory of ['sealed', 'plain']) {
      const more = directory === 'sealed' ? ['--passphrase-file', terminals.path('pass')] : [];
      for (const command of [['audit', 'log'], ['capabilities', 'list'], ['whoami'], ['status'], ['limits']]) {
        const ended = await terminals.run(directory, '--debug', ...command, ...more);
        expect(ended.status).toBe(0);
        outputs.push(ended.stdout, ended.stderr);
      }
    }
    const said = Buffer.from(outputs.join('\n'));
    for (const directory of ['sealed', 'plain']) {
      const words = (await readFile(terminals.path(`${directory}.words`), 'utf8')).trim();
      const entropy = entropyOfWords(words);
      const { ed25519Seed, x25519Secret, recoverySeed } = seedsOfEntropy(entropy);
      const secrets = [entropy, ed25519Seed, x25519Secret, recoverySeed].flatMap((bytes) => [
        Buffer.from(bytes),
        ...[toHex(bytes), toBase64url(bytes)].map((text) => Buffer.from(text)),
        Buffer.from(Buffer.from(bytes).toString('base64')),
      ]);
      const texts = [words, words.split(' ').slice(0, 3).join(' '), PASSPHRASE, CANARY].map((text) =>
        Buffer.from(text),
      );
      for (const [name, bytes] of [
        ['the output', said] as const,
        ...(await filesOf('sealed')),
        ...(await filesOf('plain')),
      ]) {
        if (name.endsWith('keystore.key')) continue;
        for (const secret of [...secrets, ...texts]) expect(bytes.includes(secret), name).toBe(false);
      }
    }
  });
});

describe('the keys of sessions at rest', () => {
  it('lie in store/keys, and a store without that file is refused, not begun anew', async () => {
    await terminals.run('keys', 'init', '--name', 'alice');
    const first = await terminals.run('keys', 'bundle', 'export');
    expect(first.status, first.stderr).toBe(0);
    const file = terminals.path('keys/store/keys');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = await readFile(file);
    await rm(file);
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, stderr } = await terminals.run('keys', 'bundle', 'export');
      expect([status, stderr]).toEqual([1, expect.stringContaining('the keys of the store are gone')]);
      expect(stderr).toContain('restore the whole data directory');
    }
    await writeFile(file, kept, { mode: 0o600 });
    expect((await terminals.run('keys', 'bundle', 'export')).status).toBe(0);
  });
});

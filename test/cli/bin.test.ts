import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/base/version.ts';
import { BIN } from '../scenario/terminals.ts';
import { Person, type Ran, runHere } from './in-process.ts';
import { type Running, started } from './running.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SERVER = [process.execPath, join(ROOT, 'test/fixtures/scripted-tool.mjs')];

let home: string;
const running: Running[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'talos-bin-'));
});
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.child.kill('SIGKILL');
    await each.exit;
  }
  await rm(home, { recursive: true });
});

const talos = (...args: string[]) =>
  spawnSync(process.execPath, [BIN, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home },
    input: '',
    timeout: 20_000,
  });

function start(...args: string[]): Running {
  const each = started(BIN, args, { HOME: home });
  running.push(each);
  return each;
}

describe('the program', () => {
  it('tells its version, its help and its mistakes', () => {
    expect(talos('--version')).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(talos('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(talos('nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(talos('whoami')).toMatchObject({ status: 6, stdout: '' });
  });

  it('L02: ends with 141 and without a word when the reader of its output went away', () => {
    const script = `"$0" "$1" limits --json | true; echo "\${PIPESTATUS[0]}"`;
    const ended = spawnSync('bash', ['-c', script, process.execPath, BIN], { encoding: 'utf8', env: { HOME: home } });
    expect(ended.stderr).toBe('');
    // Where the pipe takes it all before its reader is gone, there was nothing to notice.
    expect(['141\n', '0\n']).toContain(ended.stdout);
    const closed = spawnSync(
      'bash',
      ['-c', 'exec 3>&1; { sleep 0.5; "$0" "$1" limits; echo $? >&3; } | true', process.execPath, BIN],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: home },
      },
    );
    expect(closed).toMatchObject({ stdout: '141\n', stderr: '' });
  });

  it('L02: says that the disk is full, and what to do, without a trace', () => {
    const full = spawnSync('bash', ['-c', '"$0" "$1" limits > /dev/full', process.execPath, BIN], {
      encoding: 'utf8',
      env: { HOME: home },
    });
    expect(full.status).toBe(1);
    expect(full.stderr).toMatch(/^talos: error: standard output: ENOSPC\ntalos: hint: make room, then try again\n$/);
  });

  it('makes an identity of mode 0600 in a folder of mode 0700, once', async () => {
    const made = talos('init', '--name', 'alice', '--words-file', join(home, 'words'), '--json');
    expect(made.status).toBe(0);
    const folder = join(home, '.talos');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    const keystore = await readFile(join(folder, 'keystore.json'));
    expect(talos('init', '--name', 'bob').status).toBe(6);
    expect(await readFile(join(folder, 'keystore.json'))).toEqual(keystore);
    const words = (await readFile(join(home, 'words'), 'utf8')).trim().split(' ');
    expect(words).toHaveLength(24);
    expect(made.stdout + made.stderr).not.toContain(words.slice(0, 3).join(' '));
    expect(JSON.parse(talos('whoami', '--json').stdout)).toEqual(JSON.parse(made.stdout));
  });

  it('I12: opens a keystore under a passphrase from a file, and not without it', async () => {
    const file = join(home, 'pass');
    await writeFile(file, 'correct horse\n');
    const here = (...argv: string[]): Promise<Ran> => runHere(argv, { home });
    expect((await here('init', '--name', 'alice', '--passphrase-file', file)).status).toBe(0);
    expect(await here('audit', 'log', '--json')).toMatchObject({ status: 6, code: 'E_PASSPHRASE' });
    await writeFile(file, 'wrong\n');
    expect((await here('audit', 'log', '--passphrase-file', file)).status).toBe(6);
    await writeFile(file, 'correct horse');
    expect(talos('audit', 'log', '--passphrase-file', file).status).toBe(0);
  });

  it('records, verifies, and proves offline on another data directory; no byte of the proof may change', async () => {
    await using alice = await Person.named('alice');
    const [entry] = (await alice.run(['audit', 'log', '--json'])).out.split('\n');
    const { id } = JSON.parse(entry ?? '') as { id: string };
    expect(talos('audit', 'verify', '--data-dir', alice.file('talos')).status).toBe(0);
    const file = join(home, 'proof');
    expect((await alice.run(['proof', 'export', id, '--out', file])).status).toBe(0);
    const elsewhere = ['--data-dir', join(home, 'none')];
    const verified = talos('proof', 'verify', '--offline', file, '--json', ...elsewhere);
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: true, entry: id, type: 'identity' });
    const bytes = await readFile(file);
    const at = bytes.indexOf('created');
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await writeFile(file, bytes);
    expect(talos('proof', 'verify', '--offline', file, ...elsewhere).status).toBe(4);
  });

  it('decides offline about calls under a granted token', async () => {
    await using alice = await Person.named('alice');
    const { did } = alice;
    const holder = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
    const terms = ['--subject', holder, '--tool', 'read_file(path under /data)', '--expires', '1h'];
    const grant = await alice.run(['capabilities', 'grant', ...terms]);
    expect(grant.status).toBe(0);
    const token = grant.out.trim();
    const argv = (given: string, more: readonly string[]): string[] => {
      const options = ['--tool', 'read_file', '--as', holder, '--arguments', '{"path":"/data/x"}', '--json', ...more];
      return ['capabilities', 'verify', given, ...options];
    };
    const said = (status: number | null, out: string): [number | null, string] => {
      const json = JSON.parse(out) as { allowed?: true; error?: { code: string } };
      return [status, json.error?.code ?? String(json.allowed)];
    };
    const elsewhere = ['--data-dir', join(home, 'none')];
    const byProgram = (...more: string[]): [number | null, string] => {
      const { status, stdout } = talos(...argv(token, more));
      return said(status, stdout);
    };
    expect(byProgram('--root', did, ...elsewhere)).toEqual([0, 'true']);
    expect(byProgram('--root', did, ...elsewhere, '--arguments', '{}')).toEqual([3, 'CONSTRAINT']);
    const verify = async (given: string, ...more: string[]): Promise<[number | null, string]> => {
      const { status, out } = await alice.run(argv(given, more));
      return said(status, out);
    };
    expect(await verify(token)).toEqual([0, 'true']);
    expect(await verify(token, '--arguments', '{}')).toEqual([3, 'CONSTRAINT']);
    expect(await verify(token, ...elsewhere)).toEqual([6, 'E_NO_IDENTITY']);
    expect(await verify(token, '--arguments', '{"path":"/data/../etc"}')).toEqual([3, 'CONSTRAINT']);
    expect(await verify(token, '--tool', 'write_file')).toEqual([3, 'SCOPE_MISMATCH']);
    expect(await verify(token, '--as', did)).toEqual([3, 'SUBJECT_MISMATCH']);
    expect(await verify(token, '--root', holder)).toEqual([3, 'UNTRUSTED_ISSUER']);
    expect(await verify(token, '--audience', holder)).toEqual([3, 'AUDIENCE_MISMATCH']);
    expect(await verify(token, '--service', 'other')).toEqual([3, 'AUDIENCE_MISMATCH']);
    expect(await verify(token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA'))).toEqual([
      4,
      'SIGNATURE_INVALID',
    ]);
    expect(await verify(token.slice(0, -10))).toEqual([4, 'MALFORMED']);
    expect(await verify('nothing')).toEqual([4, 'MALFORMED']);
    expect(await verify(token, '--arguments', '{')).toEqual([2, 'E_USAGE']);
  });
});

describe('two data directories and a tool server', () => {
  const A = (): string[] => ['--data-dir', join(home, 'a')];
  const B = (): string[] => ['--data-dir', join(home, 'b')];

  const serving = async (): Promise<{ server: Running; invitation: string; did: string }> => {
    const server = start(
      'mcp-serve',
      ...A(),
      '--allow',
      '*',
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--json',
      '--',
      ...SERVER,
    );
    const first = JSON.parse(await server.line()) as {
      invitation: string;
      did: string;
      addresses: string[];
      tools: string[];
    };
    expect(first.addresses[0]).toContain('/ip4/127.0.0.1/tcp/');
    expect(first.tools.length).toBeGreaterThan(0);
    return { server, ...first };
  };
  const INITIALIZE =
    '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\n';

  it('a command beside a running mcp-serve sees its state, and a stopped one makes it E_LOCKED', async () => {
    const { server, did } = await serving();
    const status = talos('status', ...A(), '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ running: true, did, owner: { pid: server.child.pid } });
    server.child.kill('SIGSTOP');
    const started = performance.now();
    const locked = talos('capabilities', 'list', ...A(), '--json');
    expect(JSON.parse(locked.stdout)).toMatchObject({ error: { code: 'E_LOCKED' } });
    expect(locked.status).toBe(1);
    expect(performance.now() - started).toBeLessThan(4000);
    server.child.kill('SIGCONT');
    expect(talos('capabilities', 'list', ...A()).status).toBe(0);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('mcp-connect is the server over stdio, survives the death of the process that runs its agent, and ends with its input', async () => {
    const { server, invitation, did } = await serving();
    const first = start('mcp-connect', ...B(), invitation);
    first.child.stdin.write(INITIALIZE);
    expect(JSON.parse(await first.line())).toMatchObject({ id: 0, result: {} });
    const second = start('mcp-connect', ...B(), did);
    second.child.stdin.write(INITIALIZE);
    expect(JSON.parse(await second.line())).toMatchObject({ id: 0, result: {} });
    second.child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    first.child.kill('SIGKILL');
    await first.exit;
    second.child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n');
    let answer = JSON.parse(await second.line()) as { id: number; error?: { code: number } };
    // Asked in the moment of the death, it may be told to ask again.
    if (answer.error?.code === -32004) {
      second.child.stdin.write('{"jsonrpc":"2.0","id":2,"method":"tools/list"}\n');
      answer = JSON.parse(await second.line()) as { id: number };
    }
    expect(answer).toHaveProperty('result.tools');
    const ending = performance.now();
    second.child.stdin.end();
    expect(await second.exit).toBe(0);
    expect(performance.now() - ending).toBeLessThan(2000);
    server.child.kill('SIGINT');
    expect(await server.exit).toBe(130);
  });
});

import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromBase64url } from '../../src/base/encoding.ts';
import type { AnchorSource } from '../../src/ledger/anchor/anchor.ts';
import { hasOpenssl, LocalHttp, sendStamp, TimeStampAuthority } from '../fixtures/time-stamp-authority.ts';
import { World } from './fake-io.ts';

const SOURCE: AnchorSource = { kind: 'rfc3161', url: 'https://tsa.example/\u001b[2J', roots: ['AAAA'] };

describe('talos audit anchor, as it is shown', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  const anchors = () => world.agents.agent.anchors;

  it('lists sources and anchors, escaped', async () => {
    await anchors().add(SOURCE);
    anchors().made.push({
      kind: 'rfc3161',
      source: 'ab',
      size: 2,
      atMs: 1_700_000_000_000,
      note: 'n',
      token: 'dA',
      nonce: '',
    });
    expect(await world.run('audit', 'anchor', 'list')).toBe(0);
    expect(world.out).toContain('0123456789abcdef  rfc3161  in use  https://tsa.example/\\u{1b}[2J');
    expect(world.out).toContain('2023-11-14T22:13:20Z  2 entries  anchored by ab');
  });

  it('exits as the first source that failed, and shows no control characters of it', async () => {
    anchors().attempts = [
      { source: 'a', anchor: { kind: 'rfc3161', source: 'a', size: 1, atMs: 0, note: '', token: '', nonce: '' } },
      { source: 'b', error: { code: 'ANCHOR_MISMATCH', message: 'no\u001b[2J' } },
    ];
    expect(await world.run('audit', 'anchor', 'now')).toBe(4);
    expect(world.out).toBe(
      '1 entry anchored by a at 1970-01-01T00:00:00Z\nnot anchored by b: ANCHOR_MISMATCH: no\\u{1b}[2J\n',
    );
    anchors().attempts = [{ source: 'b', error: { code: 'E_TIMEOUT', message: 'late' } }];
    expect(await world.run('audit', 'anchor', 'now', '--json')).toBe(5);
  });

  it('verify exits 4 where one does not hold, and names it', async () => {
    anchors().findings = [
      { source: 'a', size: 1, atMs: 0, by: 'CN=\u202e' },
      { source: 'b', size: 2, atMs: 0, reason: 'other log' },
    ];
    expect(await world.run('audit', 'anchor', 'verify')).toBe(4);
    expect(world.out).toBe(
      'not valid\n1970-01-01T00:00:00Z  1 entry  a  CN=\\u{202e}\nANCHOR_MISMATCH: 2 entries by b: other log\n',
    );
    world = new World();
    anchors().findings = [{ source: 'a', size: 1, atMs: 0, by: 'CN=tsa' }];
    expect(await world.run('audit', 'anchor', 'verify', '--json')).toBe(0);
    expect(world.json).toMatchObject({ valid: true, anchors: [{ id: 'a-1' }] });
  });

  it('cosignature takes the services that are known, and shows their names', async () => {
    const service = {
      kind: 'service',
      id: 'wendy',
      url: 'https://w',
      key: 'wendy\u001b+1+2',
      size: 0,
      atMs: 0,
    } as const;
    const peer = { kind: 'peer', id: 'did:key:z6', url: '', key: '', size: 0, atMs: 0 } as const;
    expect(await world.run('audit', 'anchor', 'add', 'cosignature', '--threshold', '1')).toBe(1);
    world.agents.agent.witness.witnesses = [service, peer];
    expect(await world.run('audit', 'anchor', 'add', 'cosignature', '--threshold', '1')).toBe(0);
    expect(world.out).toContain('anchoring with 1 of wendy\\u{1b} (0123456789abcdef)');
    expect(anchors().all[0]?.source).toEqual({ kind: 'cosignature', threshold: 1, witnesses: ['wendy\u001b+1+2'] });
  });

  it.each([
    [['opentimestamps', 'https://x', '--root', 'r']],
    [['rfc3161', '--root', 'r']],
    [['rfc3161', 'https://x']],
    [['rfc3161', 'https://x', '--root', 'r', '--threshold', '1']],
    [['cosignature']],
    [['cosignature', '--threshold', '0']],
    [['cosignature', '--threshold', '16']],
    [['cosignature', 'https://x', '--threshold', '1']],
    [['cosignature', '--threshold', '1', '--root', 'r']],
  ])('is a usage error: add %j', async (args) => {
    expect(await world.run('audit', 'anchor', 'add', ...args)).toBe(2);
  });
});

const PROGRAM = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const execute = promisify(execFile);

describe.skipIf(!hasOpenssl)('talos audit anchor, with openssl ts for an authority', () => {
  let authority: TimeStampAuthority;
  let http: LocalHttp;
  beforeAll(async () => {
    authority = new TimeStampAuthority();
    http = await LocalHttp.open((body, response) => sendStamp(response, authority.reply(body)));
  });
  afterAll(async () => {
    authority?.[Symbol.dispose]();
    await http?.[Symbol.asyncDispose]();
  });

  /** Runs the real command: sealing a log needs its worker. */
  const talos = async (...args: string[]): Promise<{ status: number; out: Record<string, never>; code?: string }> => {
    const argv = [PROGRAM, '--data-dir', authority.path('data'), '--json', ...args];
    const ended = await execute(process.execPath, argv, { encoding: 'utf8' }).catch((error: unknown) => error);
    const { code = 0, stdout } = ended as { code?: number; stdout: string };
    const out = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, never> & {
      error?: { code: string };
    };
    return { status: code, out, ...(out.error === undefined ? {} : { code: out.error.code }) };
  };
  const anchor = (...args: string[]): ReturnType<typeof talos> => talos('audit', 'anchor', ...args);

  it('anchors the newest checkpoint; the log records it, openssl verifies what is listed', async () => {
    await talos('init', '--name', 'owner', '--words-file', authority.path('words'));
    const root = authority.path('root');
    expect((await anchor('add', 'rfc3161', http.url, '--root', authority.path('ext'))).code).toBe('E_USAGE');
    expect(await anchor('add', 'rfc3161', http.url, '--root', root)).toMatchObject({ status: 0 });
    expect(await anchor('now', '--offline')).toMatchObject({ status: 5 });
    expect(await anchor('now')).toMatchObject({ status: 0 });
    expect(await anchor('verify')).toMatchObject({ status: 0, out: { valid: true, anchors: [{ by: 'CN=good' }] } });
    expect((await talos('audit', 'log', '--type', 'anchor')).out).toMatchObject({
      summary: 'anchored 1 entry by rfc3161',
    });
    const [kept] = (await anchor('list')).out['anchors'] as unknown as { note: string; token: string }[];
    writeFileSync(authority.path('note'), kept?.note ?? '');
    writeFileSync(authority.path('token'), fromBase64url(kept?.token ?? ''));
    const args = ['-data', authority.path('note'), '-in', authority.path('token'), '-CAfile', root];
    expect(spawnSync('openssl', ['ts', '-verify', ...args], { encoding: 'utf8' }).stdout).toContain('Verification: OK');
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import type { OpenedAgent } from '../../src/node/attach.ts';
import { attachLocal } from '../../src/node/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local-socket.ts';
import type { FakeAgent } from './fake-agent.ts';
import { World } from './fake-io.ts';
import { LIGHT } from './fake-light.ts';

const errorOf = (text: string) =>
  (JSON.parse(text) as { error: { code: string; message: string; hint: string; details: object } }).error;
const HEAD = `{"author":"${LIGHT.id}","kind":"talos-headers","v":1}\n`;

describe.each(['in this process', 'attached to the process that runs it'])('talos light %s', (where) => {
  let world: World;
  let fake: FakeAgent;
  let folder: string;
  let server: LocalServer;

  beforeEach(async () => {
    world = new World();
    fake = world.agents.agent;
    folder = await mkdtemp(join(tmpdir(), 'talos-light-'));
    server = await serveLocal(fake, join(folder, 'agent.sock'));
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function run(...argv: string[]): Promise<number> {
    world.out = '';
    if (where !== 'in this process') {
      const agent = await attachLocal(join(folder, 'agent.sock'));
      if (agent === undefined) throw new Error('nobody listens');
      const close = async (): Promise<void> => agent[Symbol.asyncDispose]();
      const attached: OpenedAgent = { api: agent, isOwner: false, gone: agent.gone, [Symbol.asyncDispose]: close };
      world.agents.next.push(attached);
    }
    return world.run(...argv);
  }
  const asked = (method: string): unknown[] =>
    fake.asked.filter((each) => each.method === `light.${method}`).map(({ params }) => params);
  const file = async (text: string): Promise<string> => {
    await writeFile(join(folder, 'file'), text);
    return join(folder, 'file');
  };

  it('sync goes on until there is nothing more, and says how sure it is', async () => {
    fake.light.steps = 3;
    expect(
      await run('light', 'sync', 'alice', '--source', 'bob', '--source', LIGHT.id, '--author', 'carol', '--headers'),
    ).toBe(0);
    expect(asked('sync')).toEqual(
      Array.from({ length: 3 }, () => ({ sources: ['alice', 'bob', LIGHT.id], author: 'carol', keepHeaders: true })),
    );
    expect(world.out).toContain('40 entries, block 12');
    expect(world.out).toContain('confirmed up to 30 entries');
    expect(world.out).toContain('13 headers, 3200 bytes; the whole chain has at least 320000, 99.0 % less');
    expect(world.out).toContain('1 of 1 source agree');
  });

  it('sync says which sources were dropped, and why, in printable words', async () => {
    const refused = { code: 'CRYPTO_INVALID', reason: 'bad \u001b[31m' };
    fake.light.outcomes = [
      { id: LIGHT.id, size: 0, refused },
      { id: 'own', size: 40 },
    ];
    expect(await run('light', 'sync', 'alice')).toBe(0);
    expect(world.notesText).toContain('CRYPTO_INVALID: bad \\u{1b}[31m');
    expect(asked('sync')).toEqual([{ sources: ['alice'] }]);
  });

  it('status is one JSON document, and names what is confirmed, one source, and two histories', async () => {
    expect(await run('light', 'status', '--json')).toBe(0);
    expect(world.json).toEqual({ lights: [LIGHT] });
    for (const [part, word] of [
      [{ confirmed: true }, 'confirmed'],
      [{ confirmedSize: 0 }, 'unconfirmed: one source'],
      [{ evidence: '{}' }, 'E_EQUIVOCATION'],
      [{ chainBytesAtLeast: 1 }, 'at least 1\n'],
    ] as const) {
      fake.light.light = { ...LIGHT, ...part };
      expect(await run('light', 'status')).toBe(0);
      expect(world.out).toContain(word);
    }
  });

  it('verify says confirmed or unconfirmed, and asks nobody with --offline', async () => {
    const proof = await file('{"proof":1}\n');
    expect(await run('light', 'verify', proof)).toBe(0);
    expect(world.out).toMatch(/^unconfirmed: one source alone/);
    fake.light.verdict = { ...fake.light.verdict, confirmed: true } as typeof fake.light.verdict;
    expect(await run('--offline', 'light', 'verify', proof, '--entry', await file('{}'), '--json')).toBe(0);
    expect(world.json).toMatchObject({ valid: true, confirmed: true, seq: 7, size: 40 });
    expect(asked('verify')).toEqual([
      { proof: '{"proof":1}\n', ask: true },
      { proof: '{}', entry: '{}', ask: false },
    ]);
  });

  it('verify exits 4 where the proof does not hold, or is none', async () => {
    fake.light.verdict = { valid: false, code: 'E_PROOF_INVALID', reason: 'of another log \u0007' };
    expect(await run('light', 'verify', await file('x'), '--json')).toBe(4);
    expect(errorOf(world.out)).toMatchObject({
      code: 'E_PROOF_INVALID',
      message: expect.stringContaining('of another log \\u{7}'),
    });
    fake.light.verdict = { valid: false, code: 'E_EQUIVOCATION', reason: 'two histories' };
    expect(await run('light', 'verify', await file('x'), '--json')).toBe(4);
    expect(errorOf(world.out).code).toBe('E_EQUIVOCATION');
    expect(await run('light', 'verify', await file('x'.repeat((1 << 20) + 1)), '--json')).toBe(4);
    expect(errorOf(world.out).code).toBe('E_PROOF_INVALID');
    expect(await run('light', 'verify', join(folder, 'none'), '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
  });

  it('import hands headers over in parts, each going on from the one before', async () => {
    const text = HEAD + Array.from({ length: 2005 }, (_, at) => `line ${at}\n`).join('');
    expect(await run('light', 'import', await file(text), '--json')).toBe(0);
    expect(world.json).toMatchObject({ imported: [{ headers: 2005, light: { id: LIGHT.id } }] });
    const parts = asked('importHeaders') as { author: string; headers: string[]; after?: number }[];
    expect(parts.map(({ author, headers, after }) => [author, headers[0], headers.length, after])).toEqual([
      [LIGHT.id, 'line 0', 1000, undefined],
      [LIGHT.id, 'line 1000', 1000, 999],
      [LIGHT.id, 'line 2000', 5, 1999],
    ]);
  });

  it('S16: import names the first header that is bad, and how many before it are kept', async () => {
    fake.light.badHeader = 1003;
    const text = HEAD + Array.from({ length: 2005 }, (_, at) => `line ${at}\n`).join('');
    expect(await run('light', 'import', await file(text), '--json')).toBe(4);
    expect(errorOf(world.out)).toMatchObject({
      code: 'CRYPTO_INVALID',
      message: expect.stringMatching(/header 1003 of the file is refused: header is not signed \\u\{1b\}/),
      details: { at: 1003, kept: 1003 },
    });
    expect(asked('importHeaders')).toHaveLength(2);
  });

  it('import takes checkpoints and proofs as they are, and none after the first that is refused', async () => {
    expect(await run('light', 'import', await file(LIGHT.checkpoint))).toBe(0);
    expect(asked('importCheckpoint')).toEqual([{ file: LIGHT.checkpoint }]);
    expect(world.out).toContain('a checkpoint');
    fake.failure = new TalosError('E_PROOF_INVALID', 'not joined', { hint: 'sync' });
    expect(await run('light', 'import', await file('x'), join(folder, 'file'), '--json')).toBe(4);
    expect(errorOf(world.out)).toMatchObject({
      code: 'E_PROOF_INVALID',
      message: expect.stringMatching(/file: not joined$/),
    });
    expect(asked('importCheckpoint')).toHaveLength(2);
  });

  it.each([
    ['a first line without end', HEAD.slice(0, -1), 'E_MALFORMED'],
    ['another version', HEAD.replace('"v":1', '"v":2'), 'E_VERSION'],
    ['no last line feed', `${HEAD}abc`, 'MALFORMED_BLOCK'],
  ])('import refuses headers with %s', async (_what, text, code) => {
    expect(await run('light', 'import', await file(text), '--json')).not.toBe(0);
    expect(errorOf(world.out).code).toBe(code);
    expect(asked('importHeaders')).toEqual([]);
  });

  it('export writes a checkpoint, headers or evidence', async () => {
    const out = join(folder, 'out');
    expect(await run('light', 'export', 'alice', '--since', '7')).toBe(0);
    expect([world.out, asked('exportCheckpoint')]).toEqual([LIGHT.checkpoint, [{ author: 'alice', since: 7 }]]);
    fake.light.lines = Array.from({ length: 1001 }, (_, at) => `line ${at}`);
    expect(await run('light', 'export', LIGHT.id, '--headers', '--out', out)).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(HEAD + fake.light.lines.map((line) => `${line}\n`).join(''));
    fake.light.light = { ...LIGHT, evidence: '{"evidence":1}\n' };
    expect(await run('light', 'export', LIGHT.id, '--evidence', '--out', out)).toBe(0);
    expect(await readFile(out, 'utf8')).toBe('{"evidence":1}\n');
  });

  it('export and remove say what is not there', async () => {
    for (const [argv, code, status] of [
      [['export', LIGHT.id, '--evidence'], 'E_NOT_FOUND', 1],
      [['export', 'nobody', '--headers'], 'E_NOT_FOUND', 1],
      [['export', LIGHT.id, '--evidence', '--headers'], 'E_USAGE', 2],
      [['export', LIGHT.id, '--since', '0'], 'E_USAGE', 2],
      [['export'], 'E_USAGE', 2],
      [['import'], 'E_USAGE', 2],
      [['import', '-', '-'], 'E_USAGE', 2],
      [['sync'], 'E_USAGE', 2],
      [['verify'], 'E_USAGE', 2],
    ] as const) {
      expect(await run('light', ...argv, '--json'), argv.join(' ')).toBe(status);
      expect(errorOf(world.out).code).toBe(code);
    }
    expect(await run('light', 'remove', 'alice')).toBe(0);
    expect(asked('remove')).toEqual([{ author: 'alice' }]);
  });

  it('gives the errors of the agent with their exit statuses', async () => {
    for (const [code, status] of [
      ['E_EQUIVOCATION', 4],
      ['E_STALE', 4],
      ['E_REFUSED', 3],
      ['E_UNREACHABLE', 5],
    ] as const) {
      fake.failure = new TalosError(code, 'no', { details: { author: LIGHT.id } });
      expect(await run('light', 'sync', 'alice', '--json')).toBe(status);
      expect(errorOf(world.out)).toMatchObject({ code, details: { author: LIGHT.id } });
    }
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { LIGHT } from './fake-light.ts';
import { somewhere, WHERE } from './where.ts';

const errorOf = (text: string) =>
  (JSON.parse(text) as { error: { code: string; message: string; hint: string; details: object } }).error;
const HEAD = `{"author":"${LIGHT.id}","kind":"talos-headers","v":1}\n`;

describe.each(WHERE)('talos light %s', (where) => {
  const at = somewhere(where);
  const run = (...argv: string[]): Promise<number> => {
    at.world.out = '';
    return at.run(...argv);
  };
  const asked = (method: string): unknown[] => at.asked(`light.${method}`);
  const file = async (text: string): Promise<string> => {
    await writeFile(join(at.folder, 'file'), text);
    return join(at.folder, 'file');
  };

  it('sync goes on until there is nothing more, and says how sure it is', async () => {
    at.fake.light.steps = 3;
    expect(
      await run('light', 'sync', 'alice', '--source', 'bob', '--source', LIGHT.id, '--author', 'carol', '--headers'),
    ).toBe(0);
    expect(asked('sync')).toEqual(
      Array.from({ length: 3 }, () => ({ sources: ['alice', 'bob', LIGHT.id], author: 'carol', keepHeaders: true })),
    );
    expect(at.world.out).toContain('40 entries, block 12');
    expect(at.world.out).toContain('confirmed up to 30 entries');
    expect(at.world.out).toContain('13 headers, 3200 bytes; the whole chain has at least 320000, 99.0 % less');
    expect(at.world.out).toContain('1 of 1 source agree');
  });

  it('sync says which sources were dropped, and why, in printable words', async () => {
    const refused = { code: 'CRYPTO_INVALID', reason: 'bad \u001b[31m' };
    at.fake.light.outcomes = [
      { id: LIGHT.id, size: 0, refused },
      { id: 'own', size: 40 },
    ];
    expect(await run('light', 'sync', 'alice')).toBe(0);
    expect(at.world.notesText).toContain('CRYPTO_INVALID: bad \\u{1b}[31m');
    expect(asked('sync')).toEqual([{ sources: ['alice'] }]);
  });

  it('status is one JSON document, and names what is confirmed, one source, and two histories', async () => {
    expect(await run('light', 'status', '--json')).toBe(0);
    expect(at.world.json).toEqual({ lights: [LIGHT] });
    for (const [part, word] of [
      [{ confirmed: true }, 'confirmed'],
      [{ confirmedSize: 0 }, 'unconfirmed: one source'],
      [{ evidence: '{}' }, 'E_EQUIVOCATION'],
      [{ chainBytesAtLeast: 1 }, 'at least 1\n'],
    ] as const) {
      at.fake.light.light = { ...LIGHT, ...part };
      expect(await run('light', 'status')).toBe(0);
      expect(at.world.out).toContain(word);
    }
  });

  it('verify says confirmed or unconfirmed, and asks nobody with --offline', async () => {
    const proof = await file('{"proof":1}\n');
    expect(await run('light', 'verify', proof)).toBe(0);
    expect(at.world.out).toMatch(/^unconfirmed: one source alone/);
    at.fake.light.verdict = { ...at.fake.light.verdict, confirmed: true } as typeof at.fake.light.verdict;
    expect(await run('--offline', 'light', 'verify', proof, '--entry', await file('{}'), '--json')).toBe(0);
    expect(at.world.json).toMatchObject({ valid: true, confirmed: true, seq: 7, size: 40 });
    expect(asked('verify')).toEqual([
      { proof: '{"proof":1}\n', ask: true },
      { proof: '{}', entry: '{}', ask: false },
    ]);
  });

  it('verify exits 4 where the proof does not hold, or is none', async () => {
    at.fake.light.verdict = { valid: false, code: 'E_PROOF_INVALID', reason: 'of another log \u0007' };
    expect(await run('light', 'verify', await file('x'), '--json')).toBe(4);
    expect(errorOf(at.world.out)).toMatchObject({
      code: 'E_PROOF_INVALID',
      message: expect.stringContaining('of another log \\u{7}'),
    });
    at.fake.light.verdict = { valid: false, code: 'E_EQUIVOCATION', reason: 'two histories' };
    expect(await run('light', 'verify', await file('x'), '--json')).toBe(4);
    expect(errorOf(at.world.out).code).toBe('E_EQUIVOCATION');
    expect(await run('light', 'verify', await file('x'.repeat((1 << 20) + 1)), '--json')).toBe(4);
    expect(errorOf(at.world.out).code).toBe('E_PROOF_INVALID');
    expect(await run('light', 'verify', join(at.folder, 'none'), '--json')).toBe(1);
    expect(errorOf(at.world.out).code).toBe('E_NOT_FOUND');
  });

  it('import hands headers over in parts, each going on from the one before', async () => {
    const text = HEAD + Array.from({ length: 2005 }, (_, at) => `line ${at}\n`).join('');
    expect(await run('light', 'import', await file(text), '--json')).toBe(0);
    expect(at.world.json).toMatchObject({ imported: [{ headers: 2005, light: { id: LIGHT.id } }] });
    const parts = asked('importHeaders') as { author: string; headers: string[]; after?: number }[];
    expect(parts.map(({ author, headers, after }) => [author, headers[0], headers.length, after])).toEqual([
      [LIGHT.id, 'line 0', 1000, undefined],
      [LIGHT.id, 'line 1000', 1000, 999],
      [LIGHT.id, 'line 2000', 5, 1999],
    ]);
  });

  it('S16: import names the first header that is bad, and how many before it are kept', async () => {
    at.fake.light.badHeader = 1003;
    const text = HEAD + Array.from({ length: 2005 }, (_, at) => `line ${at}\n`).join('');
    expect(await run('light', 'import', await file(text), '--json')).toBe(4);
    expect(errorOf(at.world.out)).toMatchObject({
      code: 'CRYPTO_INVALID',
      message: expect.stringMatching(/header 1003 of the file is refused: header is not signed \\u\{1b\}/),
      details: { at: 1003, kept: 1003 },
    });
    expect(asked('importHeaders')).toHaveLength(2);
  });

  it('import takes checkpoints and proofs as they are, and none after the first that is refused', async () => {
    expect(await run('light', 'import', await file(LIGHT.checkpoint))).toBe(0);
    expect(asked('importCheckpoint')).toEqual([{ file: LIGHT.checkpoint }]);
    expect(at.world.out).toContain('a checkpoint');
    at.fake.failure = new TalosError('E_PROOF_INVALID', 'not joined', { hint: 'sync' });
    expect(await run('light', 'import', await file('x'), join(at.folder, 'file'), '--json')).toBe(4);
    expect(errorOf(at.world.out)).toMatchObject({
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
    expect(errorOf(at.world.out).code).toBe(code);
    expect(asked('importHeaders')).toEqual([]);
  });

  it('export writes a checkpoint, headers or evidence', async () => {
    const out = join(at.folder, 'out');
    expect(await run('light', 'export', 'alice', '--since', '7')).toBe(0);
    expect([at.world.out, asked('exportCheckpoint')]).toEqual([LIGHT.checkpoint, [{ author: 'alice', since: 7 }]]);
    at.fake.light.lines = Array.from({ length: 1001 }, (_, at) => `line ${at}`);
    expect(await run('light', 'export', LIGHT.id, '--headers', '--out', out)).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(HEAD + at.fake.light.lines.map((line) => `${line}\n`).join(''));
    at.fake.light.light = { ...LIGHT, evidence: '{"evidence":1}\n' };
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
      expect(errorOf(at.world.out).code).toBe(code);
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
      at.fake.failure = new TalosError(code, 'no', { details: { author: LIGHT.id } });
      expect(await run('light', 'sync', 'alice', '--json')).toBe(status);
      expect(errorOf(at.world.out)).toMatchObject({ code, details: { author: LIGHT.id } });
    }
  });
});

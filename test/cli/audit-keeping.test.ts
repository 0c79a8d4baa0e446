import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
/** Written by a version before indexes by message and hour, networks and archives. */
const KEPT = fileURLToPath(new URL('../fixtures/data-dirs/2026-11-owner.tar.gz', import.meta.url));
const MESSAGE = '01a202b8-a345-7095-9f67-ae6f53802be3';
const folder = mkdtempSync(join(tmpdir(), 'talos-keeping-'));
const dataDir = join(folder, 'data');

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const talosIn = (env: Record<string, string>, ...args: string[]): Ran =>
  spawnSync(process.execPath, [PROGRAM, '--data-dir', dataDir, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ...env },
  });
const talos = (...args: string[]): Ran => talosIn({}, ...args);
const jsonOf = (...args: string[]): Record<string, unknown> =>
  JSON.parse(talos(...args, '--json').stdout) as Record<string, unknown>;
const idsOf = (...filters: string[]): string[] =>
  talos('audit', 'log', '--json', ...filters)
    .stdout.split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);

beforeAll(() => {
  mkdirSync(dataDir, { mode: 0o700 });
  execFileSync('tar', ['-xzf', KEPT, '-C', dataDir]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a data directory of an earlier version', () => {
  it('D12: is brought up at the first start, and everything in it is found and valid', () => {
    const { status, stdout, stderr } = talos('audit', 'verify');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'valid: 18 entries in 9 blocks\n' });
    expect(stderr).not.toContain('error');
    expect(idsOf('--message', MESSAGE)).toHaveLength(1);
    expect(idsOf('--tool', 'count_2')).toHaveLength(2);
    expect(idsOf('--tool', 'count_2', '--type', 'result')).toHaveLength(1);
    expect(idsOf('--tool', 'count_9')).toEqual([]);
    expect(talos('audit', 'show', MESSAGE).stdout).toContain('message received');
    expect(jsonOf('capabilities', 'list')['capabilities']).toHaveLength(2);
  });

  it('D12: B13: stays in the network that it began in, which an explicit other one is refused for', () => {
    for (const env of [{ TALOS_NETWORK: 'lab' }, { TALOS_DIFFICULTY: '12' }]) {
      const { status, stdout } = talosIn(env, 'audit', 'log', '--json');
      expect(status).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E_CONFIG' } });
    }
    expect(talosIn({ TALOS_NETWORK: 'talos', TALOS_DIFFICULTY: '8' }, 'audit', 'log').status).toBe(0);
    expect(talosIn({ TALOS_NETWORK: 'No Name' }, 'audit', 'log').status).toBe(2);
  });
});

describe('what is kept of a ledger', () => {
  let note = '';

  it('audit root gives the signed state, which verify compares with', () => {
    const root = jsonOf('audit', 'root');
    expect(root).toMatchObject({ network: 'talos', difficulty: 8, first: 0, size: 18, work: String(9 * 256) });
    expect(talos('audit', 'root', '--out', 'note').status).toBe(0);
    note = readFileSync(join(folder, 'note'), 'utf8');
    expect(note).toBe(root['checkpoint']);
    expect(talos('audit', 'verify', '--checkpoint', 'note').status).toBe(0);
  });

  it('audit export writes every entry in three formats, and none of them is a formula', () => {
    const lines = talos('audit', 'export').stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(
      Array.from({ length: 18 }, (_, i) => i),
    );
    const csv = talos('audit', 'export', '--format', 'csv', '--type', 'message').stdout.split('\r\n');
    expect(csv[0]).toBe('"id","seq","time","type","peer","summary","entry"');
    expect(csv).toHaveLength(4);
    for (const line of csv.slice(0, 3)) expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){6}$/);
    expect(talos('audit', 'export', '--format', 'cloudevents', '--out', 'events').status).toBe(0);
    const events = readFileSync(join(folder, 'events'), 'utf8').trimEnd().split('\n');
    expect(events.map((line) => JSON.parse(line) as object)).toEqual(
      Array.from({ length: 18 }, () =>
        expect.objectContaining({
          specversion: '1.0',
          source: expect.stringMatching(/^did:key:/),
          type: expect.stringMatching(/^io\.github\.talos-protocol\.ledger\./),
          datacontenttype: 'application/json',
        }),
      ),
    );
    expect(talos('audit', 'export', '--format', 'xml').status).toBe(2);
  });

  it('audit forget erases the text and the salt, is on record once, and the proof holds as before', () => {
    const [message = ''] = idsOf('--message', MESSAGE);
    const [result = ''] = idsOf('--tool', 'count_1', '--type', 'result');
    const before = talos('proof', 'export', result).stdout;
    expect(talos('history').stdout).toContain('the harvest is in 1');
    expect(jsonOf('audit', 'forget', message)).toMatchObject({ id: message, text: true });
    expect(talos('history').stdout).not.toContain('the harvest is in 1');
    const first = jsonOf('audit', 'forget', result);
    expect(first).toMatchObject({ id: result, salt: true, text: false });
    expect(jsonOf('audit', 'forget', result)).toEqual({ ...first, salt: false });
    expect(idsOf('--type', 'forget')).toHaveLength(2);
    talos('proof', 'export', result, '--out', 'proof');
    expect(talos('proof', 'verify', 'proof').status).toBe(0);
    const entriesOf = (text: string): unknown => {
      const { entries } = JSON.parse(text) as { entries: { entry: unknown }[] };
      return entries.map(({ entry }) => entry);
    };
    expect(entriesOf(readFileSync(join(folder, 'proof'), 'utf8'))).toEqual(entriesOf(before));
    expect(talos('audit', 'forget', 'a'.repeat(64)).status).toBe(1);
    expect(talos('audit', 'forget', idsOf('--type', 'identity')[0] ?? '').status).toBe(2);
  });

  it('audit archive moves old entries, names none twice, and what is left and what was moved both verify', () => {
    const [id = ''] = idsOf('--tool', 'count_1', '--type', 'result');
    expect(jsonOf('audit', 'archive', '--before', '7', '--out', 'archive')).toMatchObject({
      from: 0,
      to: 6,
      entries: 10,
    });
    const again = talos('audit', 'archive', '--before', '8', '--out', 'archive', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'E_EXISTS' } });
    for (const args of [[], ['--before', '8'], ['--out', 'x'], ['--before', 'x', '--out', 'y']])
      expect(talos('audit', 'archive', ...args).status).toBe(2);
    expect(talos('audit', 'archive', '--before', '3', '--out', 'x').status).toBe(1);
    expect(existsSync(join(folder, 'x'))).toBe(false);
    for (const more of [[], ['--archive', 'archive'], ['--checkpoint', 'note']])
      expect(talos('audit', 'verify', ...more).stdout).toMatch(/^valid: 21 entries/);
    expect(talos('audit', 'archive', '--check', 'archive').stdout).toMatch(/^valid: 10 entries of the blocks 0 to 6 /);
    expect(talos('proof', 'export', id).stderr).toContain('--archive');
    expect(talos('proof', 'export', id, '--archive', 'archive', '--out', 'old').status).toBe(0);
    expect(talos('proof', 'verify', 'old').status).toBe(0);
    // Nothing that was recorded before is recorded anew because it is not found any more.
    expect(idsOf('--type', 'grant')).toEqual([]);
    expect(talos('audit', 'reindex').status).toBe(0);
    expect(talos('audit', 'verify').status).toBe(0);
  });

  it('an archive with a flipped bit is refused by itself and beside its ledger', () => {
    const bytes = readFileSync(join(folder, 'archive'));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(join(folder, 'bad'), bytes);
    expect(talos('audit', 'archive', '--check', 'bad').status).toBe(4);
    expect(talos('audit', 'verify', '--archive', 'bad').status).toBe(4);
    expect(talos('audit', 'archive', '--check', 'none').status).toBe(1);
  });
});

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Person, type Ran } from '../cli/in-process.ts';
import { leafOf, openCheckpoint, rootOf } from '../reference/tlog.ts';

/** Written by a version before indexes by message and hour, networks and archives. */
const KEPT = fileURLToPath(new URL('../fixtures/data-dirs/2026-11-owner.tar.gz', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const MESSAGE = '01a202b8-a345-7095-9f67-ae6f53802be3';
let person: Person;
/** Follows the log, and so runs the agent that the commands attach to. */
let follower: ChildProcess | undefined;
let followed = '';

const talos = (...args: string[]): Promise<Ran> => person.run(args);
const jsonOf = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await talos(...args, '--json')).out) as Record<string, unknown>;
const idsOf = async (...filters: string[]): Promise<string[]> =>
  (await talos('audit', 'log', '--json', ...filters)).out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);

beforeAll(async () => {
  person = await Person.named('owner');
  const dataDir = person.file('talos');
  rmSync(dataDir, { recursive: true });
  mkdirSync(dataDir, { mode: 0o700 });
  execFileSync('tar', ['-xzf', KEPT, '-C', dataDir]);
});
afterAll(async () => {
  follower?.kill('SIGKILL');
  await person[Symbol.asyncDispose]();
});

describe('a data directory of an earlier version', () => {
  it('D12: is brought up at the first start, and everything in it is found and valid', async () => {
    const { status, out } = await talos('audit', 'verify');
    expect({ status, out }).toEqual({ status: 0, out: 'valid: 18 entries in 9 blocks\n' });
    expect(await idsOf('--message', MESSAGE)).toHaveLength(1);
    expect(await idsOf('--tool', 'count_2')).toHaveLength(2);
    expect(await idsOf('--tool', 'count_2', '--type', 'result')).toHaveLength(1);
    expect(await idsOf('--tool', 'count_9')).toEqual([]);
    expect((await talos('audit', 'show', MESSAGE)).out).toContain('message received');
    expect((await jsonOf('capabilities', 'list'))['capabilities']).toHaveLength(2);
  });

  it('D12: B13: stays in the network that it began in, which an explicit other one is refused for', async () => {
    const config = person.file('talos/config.yaml');
    for (const text of ['network: lab', 'difficulty: 12', 'network: No Name']) {
      writeFileSync(config, text, { mode: 0o600 });
      expect(await talos('audit', 'log', '--json')).toMatchObject({ status: 2, code: 'E_CONFIG' });
    }
    writeFileSync(config, 'network: talos\ndifficulty: 8');
    expect((await talos('audit', 'log')).status).toBe(0);
    rmSync(config);
    const argv = [PROGRAM, '--data-dir', person.file('talos'), '--json', '--offline', 'audit', 'log', '--follow'];
    follower = spawn(process.execPath, [...argv, '--last', '1'], { stdio: ['ignore', 'pipe', 'ignore'] });
    follower.stdout?.on('data', (data: Buffer) => {
      followed += data.toString();
    });
    await expect.poll(() => followed, { timeout: 10_000 }).toMatch(/"seq":17.*\n$/);
  });
});

describe('what is kept of a ledger', () => {
  let note = '';

  it('audit root gives the signed state, which verify compares with', async () => {
    const root = await jsonOf('audit', 'root');
    expect(root).toMatchObject({ network: 'talos', difficulty: 8, first: 0, size: 18, work: String(9 * 256) });
    expect((await talos('audit', 'root', '--out', 'note')).status).toBe(0);
    note = readFileSync(person.file('note'), 'utf8');
    expect(note).toBe(root['checkpoint']);
    expect((await talos('audit', 'verify', '--checkpoint', 'note')).status).toBe(0);
  });

  it('audit export writes every entry in three formats, and none of them is a formula', async () => {
    const lines = (await talos('audit', 'export')).out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(
      Array.from({ length: 18 }, (_, i) => i),
    );
    const csv = (await talos('audit', 'export', '--format', 'csv', '--type', 'message')).out.split('\r\n');
    expect(csv[0]).toBe('"id","seq","time","type","peer","summary","entry"');
    expect(csv).toHaveLength(4);
    for (const line of csv.slice(0, 3)) expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){6}$/);
    expect((await talos('audit', 'export', '--format', 'cloudevents', '--out', 'events')).status).toBe(0);
    const events = readFileSync(person.file('events'), 'utf8').trimEnd().split('\n');
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
    expect((await talos('audit', 'export', '--format', 'xml')).status).toBe(2);
  });

  it('audit export --format tiles writes the log as others read it, under the checkpoint, into a new folder', async () => {
    expect((await talos('audit', 'export', '--format', 'tiles', '--out', 'tiles')).status).toBe(0);
    const read = (name: string): Buffer => readFileSync(person.file(`tiles/${name}`));
    const { did: author, publicKey } = await jsonOf('whoami');
    const key = Buffer.from(String(publicKey), 'hex');
    const [origin, size, root] = openCheckpoint(read('checkpoint').toString(), String(author), key);
    expect([origin, size]).toEqual([author, '18']);
    const bundle = read('tile/entries/000.p/18');
    const leaves: Buffer[] = [];
    for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at))
      leaves.push(leafOf(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))));
    expect(Buffer.concat(leaves).equals(read('tile/0/000.p/18'))).toBe(true);
    expect(rootOf(leaves).toString('base64')).toBe(root);
    const again = await talos('audit', 'export', '--format', 'tiles', '--out', 'tiles', '--json');
    expect(again.code).toBe('E_FILE_EXISTS');
    for (const args of [[], ['--out', '-'], ['--out', 'other', '--type', 'call']])
      expect((await talos('audit', 'export', '--format', 'tiles', ...args)).status).toBe(2);
    expect(existsSync(person.file('other'))).toBe(false);
  });

  it('audit forget erases the text and the salt, is on record once, and the proof holds as before', async () => {
    const [message = ''] = await idsOf('--message', MESSAGE);
    const [result = ''] = await idsOf('--tool', 'count_1', '--type', 'result');
    const before = (await talos('proof', 'export', result)).out;
    expect((await talos('history')).out).toContain('the harvest is in 1');
    expect(await jsonOf('audit', 'forget', message)).toMatchObject({ id: message, text: true });
    expect((await talos('history')).out).not.toContain('the harvest is in 1');
    const first = await jsonOf('audit', 'forget', result);
    expect(first).toMatchObject({ id: result, salt: true, text: false });
    expect(await jsonOf('audit', 'forget', result)).toEqual({ ...first, salt: false });
    expect(await idsOf('--type', 'forget')).toHaveLength(2);
    await talos('proof', 'export', result, '--out', 'proof');
    expect((await talos('proof', 'verify', 'proof')).status).toBe(0);
    const entriesOf = (text: string): unknown => {
      const { entries } = JSON.parse(text) as { entries: { entry: unknown }[] };
      return entries.map(({ entry }) => entry);
    };
    expect(entriesOf(readFileSync(person.file('proof'), 'utf8'))).toEqual(entriesOf(before));
    expect((await talos('audit', 'forget', 'a'.repeat(64))).status).toBe(1);
    expect((await talos('audit', 'forget', (await idsOf('--type', 'identity'))[0] ?? '')).status).toBe(2);
  });

  it('audit archive takes no standard output for a file: what it moves would be gone with it', async () => {
    expect((await talos('audit', 'archive', '--before', '7', '--out', '-')).status).toBe(2);
    expect(existsSync(person.file('-'))).toBe(false);
    expect(await jsonOf('audit', 'root')).toMatchObject({ first: 0 });
  });

  it('audit archive moves old entries, names none twice, and what is left and what was moved both verify', async () => {
    const [id = ''] = await idsOf('--tool', 'count_1', '--type', 'result');
    expect(await jsonOf('audit', 'archive', '--before', '7', '--out', 'archive')).toMatchObject({
      from: 0,
      to: 6,
      entries: 10,
    });
    const again = await talos('audit', 'archive', '--before', '8', '--out', 'archive', '--json');
    expect(again.code).toBe('E_FILE_EXISTS');
    for (const args of [[], ['--before', '8'], ['--out', 'x'], ['--before', 'x', '--out', 'y']])
      expect((await talos('audit', 'archive', ...args)).status).toBe(2);
    expect((await talos('audit', 'archive', '--before', '3', '--out', 'x')).status).toBe(1);
    expect(existsSync(person.file('x'))).toBe(false);
    const unread = '; 7 blocks by headers and hashes alone, as the entries are archived\n';
    for (const [more, says] of [
      [[], unread],
      [['--checkpoint', 'note'], unread],
      [['--archive', 'archive'], '\n'],
    ] as const)
      expect((await talos('audit', 'verify', ...more)).out).toMatch(
        new RegExp(`^valid: 21 entries in \\d+ blocks${says}$`),
      );
    expect(await jsonOf('audit', 'verify')).toMatchObject({ valid: true, archived: 7 });
    expect((await talos('audit', 'report')).out).toContain('entries of 7 blocks: not in this report');
    expect((await talos('audit', 'archive', '--check', 'archive')).out).toMatch(
      /^valid: 10 entries of the blocks 0 to 6 /,
    );
    expect((await talos('proof', 'export', id)).notes).toContain('--archive');
    // Not told to give an option that the command does not have.
    expect((await talos('ledger', 'block', 'export', '0', '--json')).notes).toContain('proof export take the archive');
    expect((await talos('proof', 'export', id, '--archive', 'archive', '--out', 'old')).status).toBe(0);
    expect((await talos('proof', 'verify', 'old')).status).toBe(0);
    // Nothing that was recorded before is recorded anew because it is not found any more.
    expect(await idsOf('--type', 'grant')).toEqual([]);
    expect((await talos('audit', 'reindex')).status).toBe(0);
    expect((await talos('audit', 'verify')).status).toBe(0);
  });

  it('audit chain verify checks on two threads what it checks on one, the entries that are here', () => {
    const verify = (jobs: string): Record<string, unknown> =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [PROGRAM, '--data-dir', person.file('talos'), '--json', 'audit', 'chain', 'verify', '--jobs', jobs],
          { encoding: 'utf8' },
        ),
      ) as Record<string, unknown>;
    const alone = verify('1');
    expect(alone).toMatchObject({ valid: true, first: 7, jobs: 1 });
    expect(verify('2')).toEqual({ ...alone, jobs: 2 });
  });

  it('an archive with a flipped bit is refused by itself and beside its ledger', async () => {
    const bytes = readFileSync(person.file('archive'));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(person.file('bad'), bytes);
    expect((await talos('audit', 'archive', '--check', 'bad')).status).toBe(4);
    expect((await talos('audit', 'verify', '--archive', 'bad')).status).toBe(4);
    expect((await talos('audit', 'archive', '--check', 'none')).status).toBe(1);
  });

  it('audit log --follow prints each new entry once, in order, and ends well', async () => {
    const seqs = followed
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seq: number; type: string }).seq);
    expect(seqs).toEqual([17, 18, 19, 20]);
    const ended = new Promise((resolve) => follower?.once('exit', resolve));
    follower?.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

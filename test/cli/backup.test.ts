import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MAX_COPIES, makeBackup } from '../../src/node/backup.ts';
import { openFileJournal } from '../../src/node/store/file-journal.ts';
import type { CopyableStore } from '../../src/node/store/lmdb-store.ts';
import { Person, type Ran } from './in-process.ts';

const STRANGER = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

const run = promisify(execFile);

let person: Person;
/** Follows the log, and so runs the agent that the commands attach to. */
let owner: ChildProcess;
let followed = '';
beforeAll(async () => {
  person = await Person.named('owner');
  const argv = [PROGRAM, '--data-dir', person.file('talos'), '--json', '--offline', 'audit', 'log', '--follow'];
  owner = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'ignore'] });
  owner.stdout?.on('data', (data: Buffer) => {
    followed += data.toString();
  });
  await vi.waitFor(() => expect(followed).toMatch(/"seq":0.*\n$/), 10_000);
  writeFileSync(person.file('talos/config.yaml'), 'durability: default\n', { mode: 0o600 });
});
afterAll(async () => {
  owner.kill('SIGKILL');
  await person[Symbol.asyncDispose]();
});

const talos = (...args: string[]): Promise<Ran> => person.run(args);
/** What lies beside the data directory. */
const beside = (): string[] => readdirSync(person.home).sort();

function modesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((each) => join(each.parentPath, each.name))
    .map((path) => `${path.slice(folder.length + 1)} ${(statSync(path).mode & 0o777).toString(8)}`)
    .sort();
}

describe('talos backup', () => {
  it('D13: under load copies what opens and verifies, again and again', async () => {
    await using agent = await person.owner();
    let isOver = false;
    const loading = (async () => {
      while (!isOver) {
        await agent.api.grant({ subject: STRANGER, tools: ['read_file'], expiresInS: 60 });
        await agent.api.messages.bundle();
      }
    })();
    const views = [];
    for (const name of ['one', 'two', 'three']) {
      const { out, status } = await talos('backup', '--out', name, '--json');
      expect({ status, out }).toMatchObject({ status: 0 });
      views.push((JSON.parse(out) as { backup: { entries: number; path: string } }).backup);
    }
    isOver = true;
    await loading;
    expect(views[0]).toMatchObject({ path: person.file('one'), did: person.did, keystore: 'key-file' });
    const reports = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => {
        const argv = [PROGRAM, '--data-dir', person.file(name), '--json', '--offline'];
        const { stdout } = await run(process.execPath, [...argv, 'audit', 'verify']);
        // Opens what is under the keys of epochs.
        await run(process.execPath, [...argv, 'bundle', 'export', '--out', person.file(`${name}.bundle`)]);
        return JSON.parse(stdout) as { valid: boolean; entries: number; problems: unknown };
      }),
    );
    for (const [index, { valid, problems, entries }] of reports.entries()) {
      expect({ valid, problems }).toEqual({ valid: true, problems: [] });
      expect(entries).toBeGreaterThanOrEqual(views[index]?.entries ?? Number.POSITIVE_INFINITY);
    }
  });

  it('D13: copies every file for its owner alone, and says that the key is in it', async () => {
    const { out, status } = await talos('backup', '--out', 'copy');
    expect(status).toBe(0);
    expect(out).toContain('the key of the keystore is in it');
    expect(statSync(person.file('copy')).mode & 0o777).toBe(0o700);
    expect(modesIn(person.file('copy'))).toEqual([
      'config.yaml 600',
      'keystore.json 600',
      'keystore.key 600',
      'ledger 700',
      'ledger/journal 600',
      'store 700',
      'store/data.mdb 600',
      'store/format 600',
      'store/keys 600',
    ]);
    for (const name of ['config.yaml', 'keystore.json', 'keystore.key', 'store/keys'])
      expect(readFileSync(person.file(`copy/${name}`))).toEqual(readFileSync(person.file(`talos/${name}`)));
  });

  it('D13: copies a ledger whose beginning was archived', async () => {
    for (let n = 0; n < 3; n++) {
      await talos('capabilities', 'grant', '--subject', STRANGER, '--tool', 'x');
      await talos('audit', 'root');
    }
    expect(await talos('audit', 'archive', '--before', '2', '--out', 'old')).toMatchObject({ status: 0 });
    expect(await talos('backup', '--out', 'short')).toMatchObject({ status: 0 });
    const argv = [PROGRAM, '--data-dir', person.file('short'), '--offline', 'audit', 'verify', '--archive'];
    expect((await run(process.execPath, [...argv, person.file('old')])).stdout).toMatch(/^valid/);
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['a file', (path: string) => writeFileSync(path, 'mine')],
  ])('D13: E_FILE_EXISTS for %s, which is left as it was', async (what, make) => {
    const taken = `taken by ${what}`;
    make(person.file(taken));
    const before = [beside(), statSync(person.file(taken)).mtimeMs];
    expect(await talos('backup', '--out', taken, '--json')).toMatchObject({ code: 'E_FILE_EXISTS' });
    expect([beside(), statSync(person.file(taken)).mtimeMs]).toEqual(before);
  });

  it.each([
    ['E_NOT_FOUND', 'nowhere/copy', 1],
    ['E_NOT_FOUND', 'words/copy', 1],
    ['E_USAGE', '-', 2],
  ])('D13: %s for %s, and nothing is made', async (code, out, status) => {
    const before = beside();
    expect(await talos('backup', '--out', out, '--json')).toMatchObject({ code, status });
    expect(beside()).toEqual(before);
  });

  it('D13: E_NO_IDENTITY where there is nothing to copy', async () => {
    expect(await talos('--data-dir', person.file('none'), 'backup', '--out', 'n', '--json')).toMatchObject({
      code: 'E_NO_IDENTITY',
      status: 6,
    });
    expect(existsSync(person.file('n'))).toBe(false);
  });

  it.runIf(process.getuid?.() !== 0)('D13: E_STORAGE_DENIED in a folder that may not be written', async () => {
    mkdirSync(person.file('closed'));
    chmodSync(person.file('closed'), 0o500);
    expect(await talos('backup', '--out', 'closed/copy', '--json')).toMatchObject({ code: 'E_STORAGE_DENIED' });
  });
});

describe('a backup that fails on the way', () => {
  const keys = (): string => person.file('idle/store/keys');
  /** A directory whose store copies by `copyTo`. */
  async function attempt(copyTo: CopyableStore['copyTo'], signal?: AbortSignal): Promise<unknown> {
    const dataDir = person.file('idle');
    await using journal = await openFileJournal(join(dataDir, 'ledger/journal'));
    const store = { copyTo } as CopyableStore;
    return await makeBackup({ dataDir, store, journal }, person.file('kept'), signal).catch((error: unknown) => error);
  }
  beforeAll(() => {
    for (const name of ['store', 'ledger']) mkdirSync(person.file(`idle/${name}`), { recursive: true });
  });

  it.each([
    ['D13: E_STORAGE_FULL on a full disk', 'ENOSPC', 28, 'E_STORAGE_FULL'],
    ['D13: E_STORAGE on a disk that fails', 'EIO', 5, 'E_STORAGE'],
  ])('%s, and leaves nothing', async (_name, code, errno, expected) => {
    const before = beside();
    expect(await attempt(() => Promise.reject(Object.assign(new Error(code), { code, errno: -errno })))).toMatchObject({
      code: expected,
    });
    expect(beside()).toEqual(before);
  });

  it('D13: a store whose keys are replaced meanwhile is copied again, and not for ever: E_STORAGE', async () => {
    const before = beside();
    let copies = 0;
    const copyTo = async (folder: string): Promise<void> => {
      writeFileSync(join(folder, 'data.mdb'), 'x');
      writeFileSync(keys(), `keys ${++copies}`, { mode: 0o600 });
    };
    expect(await attempt(copyTo)).toMatchObject({ code: 'E_STORAGE' });
    expect(copies).toBe(MAX_COPIES);
    expect(beside()).toEqual(before);
    copies = 0;
    const once = async (folder: string): Promise<void> => {
      if (copies === 0) await copyTo(folder);
      else writeFileSync(join(folder, 'data.mdb'), 'y');
    };
    expect(await attempt(once)).toBe('keys 1'.length + 'y'.length);
    expect(readFileSync(person.file('kept/store/keys'), 'utf8')).toBe('keys 1');
    rmSync(person.file('kept'), { recursive: true });
  });

  it('D13: one that is given up leaves nothing', async () => {
    const before = beside();
    const ending = new AbortController();
    const given = new Error('enough');
    const copyTo = async (): Promise<void> => ending.abort(given);
    expect(await attempt(copyTo, ending.signal)).toBe(given);
    expect(beside()).toEqual(before);
  });
});

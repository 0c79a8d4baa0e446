import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commitFailure, isRoomError, storageError } from '../../../src/node/store/lmdb-errors.ts';
import { openLmdbStore } from '../../../src/node/store/lmdb-store.ts';
import { SPACES } from '../../../src/storage/store.ts';
import { bundleFixture, runChild } from '../../child.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const code = (name: string) => expect.objectContaining({ code: name });

let root: string;
let path: string;
let writer: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'talos-failures-'));
  writer = await bundleFixture('store-writer');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(writer, { force: true });
});
beforeEach(() => {
  path = join(mkdtempSync(join(root, 'home-')), 'store');
});

interface Written {
  readonly acknowledged: number;
  readonly codes: readonly string[];
  readonly readable: number;
  readonly recovered: boolean;
  readonly unhandled: number;
}

/** Runs the writer behind `wrapper`, and what it says. */
async function write(wrapper: readonly string[], ...more: string[]): Promise<Written> {
  const end = await runChild([...wrapper, process.execPath, writer, path, ...more], 60_000);
  expect({ status: end.status, signal: end.signal, stderr: end.stderr }).toMatchObject({ status: 0, signal: null });
  return JSON.parse(end.stdout) as Written;
}

describe('a store without room', () => {
  // A limit on the size of files stands for a full disk: both refuse a page's write, and this needs no mount.
  const sizes = Array.from({ length: SLOW ? 64 : 2 }, (_, i) => (SLOW ? 320 + 48 * i : 320 + 2000 * i) * 1024);

  it('D04: refuses with E_STORAGE_FULL at every size, keeps and reads what it acknowledged, and rejects nothing unseen', async () => {
    for (const size of sizes) {
      path = join(mkdtempSync(join(root, 'full-')), 'store');
      const { acknowledged, codes, readable, unhandled } = await write(['prlimit', `--fsize=${size}`]);
      const message = `limit ${size}`;
      expect(new Set(codes), message).toEqual(new Set(['E_STORAGE_FULL']));
      expect(readable, message).toBe(acknowledged);
      expect(unhandled, message).toBe(0);
      expect(statSync(join(path, 'data.mdb')).size, message).toBeLessThanOrEqual(size);
      // What was acknowledged is there for the next process as well, which has room.
      const again = await write([]);
      expect(again, message).toMatchObject({ acknowledged: 400, codes: [], readable: 400, unhandled: 0 });
    }
  }, 120_000);

  it('D04: goes on without a restart once there is room again', async () => {
    const written = await write(['prlimit', `--fsize=${1024 * 1024}:unlimited`], 'recover');
    expect(written.codes).toContain('E_STORAGE_FULL');
    expect(written).toMatchObject({ recovered: true, unhandled: 0 });
  });

  it('D04: that cannot even be made is refused with E_STORAGE_FULL and made later', async () => {
    const end = await runChild(['prlimit', '--fsize=4096', process.execPath, writer, path]);
    expect(end.status).not.toBe(0);
    expect(end.stderr).toContain('E_STORAGE_FULL');
    expect(await write([])).toMatchObject({ acknowledged: 400, readable: 400 });
  });
});

/** Whether system calls of a child can be made to fail here. */
const canInject =
  spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', '-e', 'inject=fdatasync:error=EIO', 'true']).status ===
  0;
/** A sync while records are written: a new store syncs once for each of its spaces. */
const BEYOND_OPENING = SPACES.length + 4;
const injecting = (call: string, what: string) => [
  'strace',
  '-f',
  // No other call stops for it.
  '--seccomp-bpf',
  '-o',
  '/dev/null',
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:${what}`,
];

// Where nothing can be injected, what decides is tested below: every failure but a page without room ends the writing.
describe.runIf(canInject)('a store on a disk that fails', () => {
  it('D05: acknowledges nothing after its syncs fail, reads on, and does not hang', async () => {
    const before = performance.now();
    const { acknowledged, codes, readable, unhandled } = await write(
      injecting('fdatasync', `error=EIO:when=${BEYOND_OPENING}+`),
    );
    expect(codes.length).toBeGreaterThanOrEqual(3);
    expect(new Set(codes)).toEqual(new Set(['E_STORAGE']));
    // One failure ends it: those after it are refused before they reach the disk, so the count is exact.
    expect(codes).toHaveLength(3 + 5);
    expect(readable).toBe(acknowledged);
    expect(unhandled).toBe(0);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect((await write([])).readable).toBe(400);
  });

  it('D05: acknowledges nothing after one sync failed, though the next would succeed', async () => {
    const { acknowledged, codes } = await write(injecting('fdatasync', `error=EIO:when=${BEYOND_OPENING}`));
    expect(codes).toHaveLength(3 + 5);
    expect(acknowledged).toBeLessThan(400);
  });

  it('D05: refuses with E_STORAGE when a sync takes longer than its deadline', async () => {
    const { codes, unhandled } = await write(
      injecting('fdatasync', `delay_enter=1500000:when=${BEYOND_OPENING}`),
      'none',
      '500',
    );
    expect(new Set(codes)).toEqual(new Set(['E_STORAGE']));
    expect(unhandled).toBe(0);
  });
});

describe('a store that cannot be opened', () => {
  it('D08: is E_STORAGE where its folder is a file', async () => {
    writeFileSync(path, '');
    await expect(openLmdbStore({ path })).rejects.toThrow(code('E_STORAGE'));
  });

  it('D08: is E_STORAGE_DENIED without the rights, with a hint, and is left as it was', async () => {
    mkdirSync(path);
    // Root may do everything, so the rights are dropped in a child.
    chmodSync(path, 0o500);
    chmodSync(join(path, '..'), 0o755);
    chmodSync(root, 0o755);
    const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    const end = await runChild([...drop, process.execPath, writer, path]);
    expect(end.status).not.toBe(0);
    expect(end.stderr).toContain('E_STORAGE_DENIED');
    expect(end.stderr).toContain('hint');
  });
});

describe('what the system says', () => {
  const failure = (codeOf: number | string) => Object.assign(new Error('as it says'), { code: codeOf });

  it.each([
    ['MDB_PAGE_NOTFOUND', -30797, 'E_STORAGE_CORRUPT'],
    ['MDB_CORRUPTED', -30796, 'E_STORAGE_CORRUPT'],
    ['MDB_PANIC', -30795, 'E_STORAGE'],
    ['MDB_VERSION_MISMATCH', -30794, 'E_VERSION'],
    ['MDB_INVALID', -30793, 'E_STORAGE_CORRUPT'],
    ['MDB_MAP_FULL', -30792, 'E_STORAGE_FULL'],
    ['MDB_READERS_FULL', -30790, 'E_STORAGE'],
    ['EIO', 5, 'E_STORAGE'],
    ['ENOSPC', 28, 'E_STORAGE_FULL'],
    ['EFBIG', 27, 'E_STORAGE_FULL'],
    ['EROFS', 30, 'E_STORAGE_DENIED'],
    ['EACCES by name', 'EACCES', 'E_STORAGE_DENIED'],
    ['ENOSPC by name', 'ENOSPC', 'E_STORAGE_FULL'],
    ['a name of nobody', 'EODD', 'E_STORAGE'],
  ])('D06: %s is told by its code', (_name, given, expected) => {
    expect(storageError(failure(given), 'it failed')).toMatchObject({ code: expected, cause: { code: given } });
  });

  it('D06: what is no error is E_STORAGE, what is told already stays', () => {
    expect(storageError('odd', 'it failed').code).toBe('E_STORAGE');
    expect(storageError(undefined, 'it failed').code).toBe('E_STORAGE');
    const told = storageError(failure(28), 'it failed');
    expect(storageError(told, 'again')).toBe(told);
  });

  it('D05: a commit tells the reason that comes after it', async () => {
    const general = Object.assign(new Error('see commitError'), { commitError: Promise.reject(failure(5)) });
    expect(await commitFailure(general)).toMatchObject({ code: 'E_STORAGE', cause: { code: 5 } });
    const silent = Object.assign(new Error('see commitError'), { commitError: Promise.resolve() });
    expect(await commitFailure(silent)).toMatchObject({ code: 'E_STORAGE' });
  });

  it('D05: a full disk at a page leaves the store usable, at a sync it does not', () => {
    const atPage = Object.assign(new Error('No space left on device: Attempting to write page at 1'), { code: 28 });
    expect(isRoomError(storageError(atPage, 'x'))).toBe(true);
    expect(isRoomError(storageError(failure(-30792), 'x'))).toBe(true);
    expect(isRoomError(storageError(failure(28), 'x'))).toBe(false);
    expect(isRoomError(storageError(failure(5), 'x'))).toBe(false);
    expect(isRoomError(failure(28))).toBe(false);
  });
});

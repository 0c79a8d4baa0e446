import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { openFileRoom } from '../../../src/node/files/file-room.ts';
import { MAX_NUMBERED_NAMES } from '../../../src/transfer/file-name.ts';
import type { FileRoom, PartialFile } from '../../../src/transfer/ports.ts';
import { bundleFixture, runChild } from '../../child.ts';

const ID = '0123456789abcdef0123456789abcdef';
const OTHER = 'f'.repeat(32);
const code = (name: string) => expect.objectContaining({ code: name });
const root = mkdtempSync(join(tmpdir(), 'talos-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let dataDir: string;
let downloads: string;
let victim: string;
let room: FileRoom;
beforeEach(() => {
  const home = mkdtempSync(join(root, 'home-'));
  dataDir = join(home, 'data');
  victim = join(home, 'victim');
  downloads = join(dataDir, 'downloads');
  for (const folder of [dataDir, victim]) mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(victim, 'kept.txt'), 'as it was');
  room = openFileRoom({ dataDir });
});

/** Begins a file with this content. */
async function begun(text: string, id = ID): Promise<PartialFile> {
  const file = await room.create(id, text.length);
  await file.write(0, utf8(text));
  return file;
}

/** Receives a file, and gives its path. */
async function received(name: string, text = 'content', id = ID): Promise<string> {
  await using file = await begun(text, id);
  return await file.commit(name);
}

const names = (): string[] => readdirSync(downloads).sort();
const partsOf = (): string[] => names().filter((name) => name.endsWith('.part'));
const victimIs = (): void => {
  expect(readdirSync(victim)).toEqual(['kept.txt']);
  expect(readFileSync(join(victim, 'kept.txt'), 'utf8')).toBe('as it was');
};

describe('a received file', () => {
  it('F09: lies under a temporary name until it is whole, then under its own, of mode 0600 whatever the umask', async () => {
    const before = process.umask(0o277);
    try {
      const file = await room.create(ID, 11);
      expect(names()).toEqual([expect.stringMatching(new RegExp(`^\\.${ID}\\.[0-9a-f]{16}\\.part$`))]);
      await file.write(6, utf8('world'));
      await file.write(0, utf8('hello '));
      await file.sync();
      expect(statSync(join(downloads, names()[0] ?? '')).mode & 0o7777).toBe(0o600);
      expect(fromUtf8(await file.read(0, 11))).toBe('hello world');
      expect(fromUtf8(await file.read(6, 100))).toBe('world');
      const path = await file.commit('greeting.sh');
      await file[Symbol.asyncDispose]();
      expect(path).toBe(join(downloads, 'greeting.sh'));
      expect(names()).toEqual(['greeting.sh']);
      const found = statSync(path);
      expect([found.mode & 0o7777, found.nlink, readFileSync(path, 'utf8')]).toEqual([0o600, 1, 'hello world']);
      expect(statSync(downloads).mode & 0o777).toBe(0o500 | (0o700 & ~0o277));
    } finally {
      process.umask(before);
    }
  });

  it('may be empty', async () => {
    expect(readFileSync(await received('nothing', '')).length).toBe(0);
  });

  it('goes on where it was, under the same temporary name', async () => {
    const first = await begun('hello ');
    await first.sync();
    await first[Symbol.asyncDispose]();
    const [part] = names();
    room = openFileRoom({ dataDir });
    await using file = await room.reopen(ID);
    expect(fromUtf8((await file?.read(0, 100)) ?? utf8('none'))).toBe('hello ');
    expect(names()).toEqual([part]);
    await file?.write(6, utf8('world'));
    expect(readFileSync((await file?.commit('x')) ?? '', 'utf8')).toBe('hello world');
    expect(await room.reopen(OTHER)).toBeUndefined();
  });

  it('F13: that has its name when the process ends gets no second one, and its temporary name goes', async () => {
    const killed = await begun('content');
    const path = await killed.commit('report.pdf');
    // The process ended before it was recorded: nothing was disposed of.
    room = openFileRoom({ dataDir });
    const again = await room.reopen(ID);
    expect(await again?.commit('report.pdf')).toBe(path);
    await again?.[Symbol.asyncDispose]();
    expect(names()).toEqual(['report.pdf']);
    expect(statSync(path).nlink).toBe(1);
    await killed[Symbol.asyncDispose]();
    expect(await room.reopen(ID)).toBeUndefined();
  });

  it('is gone when it is discarded, twice too, and others stay', async () => {
    const file = await begun('x');
    const other = await begun('y', OTHER);
    await file.discard();
    await file.discard();
    await file[Symbol.asyncDispose]();
    expect(partsOf()).toEqual([expect.stringContaining(OTHER)]);
    await other[Symbol.asyncDispose]();
  });

  it('stays when it is discarded after it got its name', async () => {
    const file = await begun('x');
    const path = await file.commit('x');
    await file.discard();
    expect([names(), existsSync(path)]).toEqual([['x'], true]);
  });

  it('F13: of no transfer is removed, and nothing else is', async () => {
    await received('.hidden.part', 'x');
    for (const id of [ID, OTHER]) await (await begun('x', id))[Symbol.asyncDispose]();
    writeFileSync(join(downloads, `.${ID}.part`), 'not ours');
    await room.prune(new Set([OTHER]));
    expect(names()).toEqual([`.${ID}.part`, expect.stringMatching(`^\\.${OTHER}`), '_hidden.part']);
    rmSync(downloads, { recursive: true });
    await room.prune(new Set());
    expect(existsSync(downloads)).toBe(false);
  });

  it('has an id of 32 hex digits, once', async () => {
    for (const id of ['', '../x', 'x'.repeat(32), ID.toUpperCase(), `${ID}0`]) {
      await expect(room.create(id, 1)).rejects.toThrow(TypeError);
      await expect(room.reopen(id)).rejects.toThrow(TypeError);
    }
    await using _file = await begun('x');
    await expect(room.create(ID, 1)).rejects.toThrow(code('E_FILE_EXISTS'));
    expect(fromUtf8(await _file.read(0, 1))).toBe('x');
  });
});

describe('F01: a name that leads elsewhere', () => {
  it.each(['', '..', '../victim/kept.txt', '/etc/x', 'a/b', 'a\\b', 'a\0', 'CON', 'nul.txt', '..\\x'])(
    '%j is refused; nothing is written, and the file is still there to be discarded',
    async (name) => {
      const file = await begun('evil');
      await expect(file.commit(name)).rejects.toThrow(code('E_MALFORMED'));
      expect(names()).toEqual(partsOf());
      await file.discard();
      expect(names()).toEqual([]);
      victimIs();
    },
  );
});

describe('F02: a link', () => {
  it('under the name that a file would have is not followed, dangling or not', async () => {
    mkdirSync(downloads, { mode: 0o700 });
    symlinkSync(join(victim, 'kept.txt'), join(downloads, 'a.txt'));
    symlinkSync(join(victim, 'new.txt'), join(downloads, 'b.txt'));
    expect(basename(await received('a.txt'))).toBe('a (1).txt');
    expect(basename(await received('b.txt'))).toBe('b (1).txt');
    victimIs();
    expect(lstatSync(join(downloads, 'b.txt')).isSymbolicLink()).toBe(true);
  });

  it.each(['a link to another folder', 'a link to itself', 'a file'])(
    'downloads that is %s is E_STORAGE_DENIED',
    async (what) => {
      if (what === 'a file') writeFileSync(downloads, '');
      else symlinkSync(what === 'a link to itself' ? downloads : victim, downloads);
      await expect(room.create(ID, 1)).rejects.toThrow(code('E_STORAGE_DENIED'));
      await expect(room.prune(new Set())).rejects.toThrow(code('E_STORAGE_DENIED'));
      victimIs();
    },
  );

  it('downloads that others may write is E_STORAGE_DENIED', async () => {
    mkdirSync(downloads);
    chmodSync(downloads, 0o777);
    await expect(room.create(ID, 1)).rejects.toThrow(code('E_STORAGE_DENIED'));
    expect(names()).toEqual([]);
  });

  it('in the place of the folder, put there while a file comes, is not followed: E_STORAGE, and the victim is untouched', async () => {
    const file = await begun('evil');
    const moved = join(dataDir, 'moved');
    renameSync(downloads, moved);
    symlinkSync(victim, downloads);
    await file.write(4, utf8('!'));
    await expect(file.commit('kept.txt')).rejects.toThrow(code('E_STORAGE'));
    await expect(file.commit('new.txt')).rejects.toThrow(code('E_STORAGE'));
    await file.discard();
    victimIs();
    expect(readdirSync(moved)).toEqual([]);
  });

  it('in the place of the file, put there while it comes, is given no name', async () => {
    const file = await begun('good');
    const part = join(downloads, names()[0] ?? '');
    rmSync(part);
    symlinkSync(join(victim, 'kept.txt'), part);
    await expect(file.commit('x.txt')).rejects.toThrow(code('E_STORAGE'));
    await file[Symbol.asyncDispose]();
    expect(names()).toEqual([basename(part)]);
    expect(await room.reopen(ID)).toBeUndefined();
    victimIs();
  });

  it('another file in its place is given no name either, and stays what it is', async () => {
    const file = await begun('good');
    const part = join(downloads, names()[0] ?? '');
    rmSync(part);
    linkSync(join(victim, 'kept.txt'), part);
    await expect(file.commit('x.txt')).rejects.toThrow(code('E_STORAGE'));
    await file.discard();
    expect(names()).toEqual([]);
    victimIs();
  });
});

describe('F03: a name that is taken', () => {
  it('is never given again: the next one is', async () => {
    const paths = [];
    for (let count = 0; count < 3; count++) paths.push(basename(await received('report.pdf', String(count))));
    expect(paths).toEqual(['report.pdf', 'report (1).pdf', 'report (2).pdf']);
    expect(names().map((name) => readFileSync(join(downloads, name), 'utf8'))).toEqual(['1', '2', '0']);
    mkdirSync(join(downloads, 'folder'));
    expect(basename(await received('folder'))).toBe('folder (1)');
  });

  it('is never given again by two that come at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => String(index).repeat(32));
    const paths = await Promise.all(ids.map((id) => received('x', id, id)));
    expect(new Set(paths).size).toBe(8);
    expect(new Set(paths.map((path) => readFileSync(path, 'utf8')))).toEqual(new Set(ids));
  });

  it('with all its numbers gets something random', async () => {
    mkdirSync(downloads, { mode: 0o700 });
    writeFileSync(join(downloads, 'x.txt'), 'kept');
    for (let count = 1; count < MAX_NUMBERED_NAMES; count++) writeFileSync(join(downloads, `x (${count}).txt`), 'kept');
    expect(basename(await received('x.txt'))).toBe(`x (${MAX_NUMBERED_NAMES}).txt`);
    expect(basename(await received('x.txt'))).toMatch(/^x \([0-9a-f]{16}\)\.txt$/);
    expect(readFileSync(join(downloads, 'x.txt'), 'utf8')).toBe('kept');
  });
});

describe('F10: room', () => {
  it('of downloads is bounded: at the quota a file is taken, one byte more is E_STORAGE_FULL, and nothing is left', async () => {
    room = openFileRoom({ dataDir, quotaBytes: 10 });
    await expect(room.create(ID, 11)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(names()).toEqual([]);
    await received('five', '12345');
    await using _coming = await room.create(OTHER, 4);
    // What is on its way counts whole.
    await expect(room.create(ID, 2)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(names()).toEqual([expect.stringContaining(OTHER), 'five']);
    await (await room.create(ID, 1)).discard();
  });

  it('counts what was there before, and what was begun by another process', async () => {
    await received('five', '12345');
    await (await begun('123'))[Symbol.asyncDispose]();
    room = openFileRoom({ dataDir, quotaBytes: 10 });
    await expect(room.create(OTHER, 3)).rejects.toThrow(code('E_STORAGE_FULL'));
    await using file = await room.reopen(ID);
    expect(file).toBeDefined();
    await expect(room.create(OTHER, 3)).rejects.toThrow(code('E_STORAGE_FULL'));
    await (await room.create(OTHER, 2)).discard();
  });

  it('of the disk is asked for before anything is written', async () => {
    room = openFileRoom({ dataDir, quotaBytes: Number.MAX_SAFE_INTEGER });
    await expect(room.create(ID, 2 ** 50)).rejects.toThrow(code('E_STORAGE_FULL'));
    expect(names()).toEqual([]);
  });

  it('that ends meanwhile is E_STORAGE_FULL, and a failure leaves the state as it was', async () => {
    const probe = await bundleFixture('file-writer');
    const end = await runChild(['prlimit', '--fsize=65536', process.execPath, probe, dataDir]);
    expect(end).toMatchObject({ status: 0, stdout: 'E_STORAGE_FULL\n' });
    expect(names()).toEqual([]);
  });

  it('in a folder that is removed meanwhile is E_STORAGE; the next file makes it anew', async () => {
    const file = await begun('x');
    rmSync(downloads, { recursive: true });
    await expect(file.commit('x')).rejects.toThrow(code('E_STORAGE'));
    await file.discard();
    expect(await received('y')).toBe(join(downloads, 'y'));
  });

  it('in a folder that may only be read is E_STORAGE_DENIED', async () => {
    mkdirSync(downloads, { mode: 0o500 });
    for (const folder of [root, join(dataDir, '..'), dataDir, downloads])
      chmodSync(folder, folder === downloads ? 0o555 : 0o755);
    const probe = await bundleFixture('file-writer');
    const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    const end = await runChild([...drop, process.execPath, probe, dataDir]);
    expect(end).toMatchObject({ status: 0, stdout: 'E_STORAGE_DENIED\n' });
    expect(names()).toEqual([]);
  });
});

describe('a file that is sent', () => {
  const source = (): string => join(victim, 'kept.txt');

  it('is read in pieces, and says whether it is still the same', async () => {
    await using file = await room.open(source());
    expect(file.size).toBe(9);
    expect(fromUtf8(await file.read(3, 3))).toBe('it ');
    expect(fromUtf8(await file.read(6, 100))).toBe('was');
    expect((await file.read(9, 1)).length).toBe(0);
    expect(await file.isUnchanged()).toBe(true);
    await using again = await room.open(source());
    expect(again.identity).toBe(file.identity);
  });

  it.each([
    ['written', () => writeFileSync(source(), 'as it is!')],
    ['longer', () => writeFileSync(source(), 'as it was, and more')],
    ['touched', () => utimesSync(source(), 1, 1)],
    ['removed', () => rmSync(source())],
    ['replaced', () => (rmSync(source()), writeFileSync(source(), 'as it was'))],
    ['replaced by a link to it', () => (renameSync(source(), `${source()}2`), symlinkSync(`${source()}2`, source()))],
  ])('that was %s is not the same', async (_what, change) => {
    await using file = await room.open(source());
    change();
    expect(await file.isUnchanged()).toBe(false);
  });

  it('is a regular file, through no link: anything else is refused', async () => {
    symlinkSync(source(), join(victim, 'link'));
    mkdirSync(join(victim, 'folder'));
    await runChild(['mkfifo', join(victim, 'pipe')]);
    for (const name of ['link', 'folder', 'pipe'])
      await expect(room.open(join(victim, name))).rejects.toThrow(code('E_USAGE'));
    await expect(room.open('/dev/null')).rejects.toThrow(code('E_USAGE'));
    for (const name of ['none', 'kept.txt/x'])
      await expect(room.open(join(victim, name))).rejects.toThrow(code('E_NOT_FOUND'));
  });
});

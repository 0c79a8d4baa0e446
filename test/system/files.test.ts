/** Files between two people on their own terminals. Row F12 and hostile names; consent; the tree outside downloads. */
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Terminals } from '../scenario/terminals.ts';
import { emptyFolder, FilePerson, MIB, makeFilm, memoryOf, type SentFile, sha256Of, twoPeople } from './files-world.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
/** Most by which the memory of either side may rise. */
const MAX_RISE_BYTES = 64 * MIB;

const terminals = new Terminals();
let alice: FilePerson;
let bob: FilePerson;
/** Where Alice has her files. */
let shelf: string;
afterAll(() => terminals[Symbol.asyncDispose]());
beforeAll(async () => {
  [alice, bob] = await twoPeople(terminals);
  shelf = emptyFolder(terminals, 'shelf');
});

const onShelf = (name: string, content: string): string => {
  const path = join(shelf, name);
  writeFileSync(path, content);
  return path;
};

describe('a file', () => {
  it('that is sent to somebody who listens is delivered, whole, private, on record on both sides', async () => {
    const path = onShelf('note.txt', 'hello');
    const { status, stdout } = await alice.send(['bob', path]).ended;
    expect(status, stdout).toBe(0);
    const sent = JSON.parse(stdout) as SentFile;
    expect(sent).toMatchObject({ state: 'delivered', peer: bob.did, name: 'note.txt', size: 5, bytes: 5 });
    const got = await bob.heard(({ kind, id }) => kind === 'received' && id === sent.id);
    expect(got).toMatchObject({ path: join(bob.downloads, 'note.txt'), sha256: sent.sha256, alias: 'alice' });
    expect(readFileSync(got.path, 'utf8')).toBe('hello');
    expect([statSync(got.path).mode & 0o777, statSync(bob.downloads).mode & 0o777]).toEqual([0o600, 0o700]);
    const logs = await Promise.all([
      terminals.ledger('alice', '--type', 'file'),
      terminals.ledger('bob', '--type', 'file'),
    ]);
    expect(logs.map((log) => log.length > 0)).toEqual([true, true]);
  });

  it('that is empty, and one under a name that is taken, arrive too: F03', async () => {
    const paths: string[] = [];
    for (const content of ['', 'second']) {
      const { id } = await alice.sent('bob', onShelf('note.txt', content));
      paths.push((await bob.heard((line) => line.kind === 'received' && line.id === id)).path);
    }
    expect(paths).toEqual([join(bob.downloads, 'note (1).txt'), join(bob.downloads, 'note (2).txt')]);
    expect(readFileSync(join(bob.downloads, 'note.txt'), 'utf8')).toBe('hello');
  });

  it('F09: that lies about what it is stays what it is, mode 0600, and people see what it is', async () => {
    const elf = Buffer.from('7f454c4602010100', 'hex');
    writeFileSync(join(shelf, 'photo.jpg'), Buffer.concat([elf, Buffer.alloc(64)]), { mode: 0o755 });
    const { id } = await alice.sent('bob', join(shelf, 'photo.jpg'));
    const { path, type } = await bob.heard((line) => line.kind === 'received' && line.id === id);
    expect([type, statSync(path).mode & 0o777]).toEqual(['application/x-elf', 0o600]);
    const { stdout } = await terminals.run('bob', 'transfers', 'list');
    expect(stdout).toContain('photo.jpg (its content is application/x-elf)');
  });

  it('F12: of many megabytes raises the memory of neither side by 64 MiB', async () => {
    const film = join(shelf, 'film.mp4');
    const size = SLOW ? 2048 * MIB : 96 * MIB;
    const sha256 = makeFilm(film, size, 1);
    await alice.listen();
    try {
      // Both have sent and received before: what is loaded with the first file is no rise.
      await alice.sent('bob', onShelf('before.txt', 'x'));
      const pids = [alice.listener?.pid ?? 0, bob.listener?.pid ?? 0];
      const before = pids.map((pid) => memoryOf(pid).nowBytes);
      const sent = await alice.sent('bob', film);
      expect(sent).toMatchObject({ state: 'delivered', bytes: size, sha256 });
      const rises = pids.map((pid, index) => memoryOf(pid).mostBytes - (before[index] ?? 0));
      expect(Math.max(...rises), `${rises.map((rise) => Math.round(rise / MIB)).join(' and ')} MiB`).toBeLessThan(
        MAX_RISE_BYTES,
      );
      const { path } = await bob.heard((line) => line.kind === 'received' && line.id === sent.id);
      expect(await sha256Of(path)).toBe(sha256);
    } finally {
      await alice.stop();
    }
  }, 300_000);
});

describe('a hostile sender', () => {
  const NAMES = [
    '../evil',
    '/etc/evil',
    '../../victim/kept.txt',
    'a/b',
    'a\\b',
    '..',
    '.',
    'CON',
    'nul.txt',
    'C:evil',
    'trailing.',
    '\uff0e\uff0e\uff0fevil',
  ];

  it('F01, F02: with names and links that lead elsewhere touches nothing outside downloads: a watcher saw it', async () => {
    const victim = emptyFolder(terminals, 'victim');
    writeFileSync(join(victim, 'kept.txt'), 'as it was');
    symlinkSync(join(victim, 'kept.txt'), join(bob.downloads, 'linked.txt'));
    symlinkSync(join(victim, 'new.txt'), join(bob.downloads, 'dangling.txt'));
    const before = treeOf(terminals.folder);
    const seen: string[] = [];
    const watchers = [terminals.folder, victim, terminals.path('bob'), shelf].map((folder) =>
      watch(folder, (_change, name) => seen.push(join(folder, String(name)))),
    );
    try {
      const evil = onShelf('evil.txt', 'evil');
      for (const name of NAMES) {
        const [status, code] = await alice.refused('bob', evil, '--name', name);
        expect([name, status === 0 || status === null, code]).toEqual([
          name,
          false,
          expect.stringMatching(/^E_(MALFORMED|USAGE|REFUSED|LIMIT)$/),
        ]);
      }
      for (const name of ['linked.txt', 'dangling.txt', '.bashrc', '-rf', 'x\u001b[2J\u202etxt.exe'])
        expect(await alice.sent('bob', evil, '--name', name)).toMatchObject({ state: 'delivered' });
      expect(bob.files()).toEqual(
        expect.arrayContaining(['_bashrc', '_rf', 'dangling (1).txt', 'linked (1).txt', 'x_[2J_txt.exe']),
      );
      expect(bob.files().filter((name) => /evil|con|nul/i.test(name))).toEqual([]);
    } finally {
      for (const watcher of watchers) watcher.close();
    }
    const own = [
      ...OWN_FILES.map((name) => join(terminals.path('bob'), name)),
      terminals.path('alice'),
      join(shelf, 'evil.txt'),
    ];
    expect(seen.filter((path) => !own.includes(path))).toEqual([]);
    expect(treeOf(terminals.folder)).toEqual(before);
    expect(readFileSync(join(victim, 'kept.txt'), 'utf8')).toBe('as it was');
    expect(lstatSync(join(bob.downloads, 'dangling.txt')).isSymbolicLink()).toBe(true);
    // The terminal and the history of either side: F14.
    for (const argv of [['transfers', 'list'], ['history'], ['transfers', 'list', '--json']])
      for (const name of ['alice', 'bob']) {
        const { stdout } = await terminals.run(name, ...argv);
        // oxlint-disable-next-line no-control-regex
        expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
      }
  });

  it('whom nobody knows waits: nothing is written until a person accepts, and never where one declines', async () => {
    const carol = new FilePerson(terminals, 'carol');
    await carol.init();
    await carol.listen();
    await carol.knows(bob);
    const before = [bob.files(), bob.parts()];
    const path = onShelf('offer.txt', 'an offer');
    const offered = await carol.sent('bob', path);
    expect(offered).toMatchObject({ state: 'queued', awaitsConsent: true });
    const second = await carol.sent('bob', path, '--name', 'other.txt');
    await vi.waitFor(async () => {
      const { transfers } = await bob.transfers();
      expect(transfers.filter(({ state }) => state === 'offered').map(({ id }) => id)).toEqual([offered.id, second.id]);
    });
    expect([bob.files(), bob.parts()]).toEqual(before);
    const declined = await terminals.run('bob', 'transfers', 'decline', second.id);
    expect(declined.status).toBe(0);
    const accepted = await terminals.json<SentFile>('bob', 'transfers', 'accept', offered.id, '--wait', '20s');
    expect(accepted).toMatchObject({ state: 'received', path: join(bob.downloads, 'offer.txt') });
    expect(readFileSync(join(bob.downloads, 'offer.txt'), 'utf8')).toBe('an offer');
    expect(bob.files()).not.toContain('other.txt');
    await carol.heard(({ id, kind }) => id === second.id && kind === 'declined');
    await carol.stop();
  });
});

/** What an agent writes in its data directory besides what it receives. */
const OWN_FILES = ['store', 'ledger', 'owner.lock', 'agent.sock', 'downloads', 'keystore.json', 'keystore.key'];

/** Every name in a folder that is nobody's business while files come, and what lies there. */
function treeOf(folder: string, below = ''): string[] {
  const skipped = new Set([
    'bob/downloads',
    'bob/store',
    'bob/ledger',
    'alice/store',
    'alice/ledger',
    'bob/agent.sock',
    'bob/owner.lock',
    'alice/agent.sock',
    'alice/owner.lock',
    'shelf/evil.txt',
  ]);
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = join(below, name);
    if (skipped.has(path)) return [];
    const found = lstatSync(join(folder, path));
    if (found.isDirectory()) return [path, ...treeOf(folder, path)];
    return [`${path} ${found.ino} ${found.size} ${found.mtimeMs} ${found.mode}`];
  });
}

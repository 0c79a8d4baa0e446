/** A disk that is full: the sender and the receiver are told, nothing is left of the file, and the agent lives. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Terminals } from '../scenario/terminals.ts';
import { emptyFolder, FilePerson, MIB, makeFilm } from './files-world.ts';

/** Whether a process may have file systems of its own. */
const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
const DISK_BYTES = 112 * MIB;

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** Where a file is too large for the disk, and where the disk gets full while it comes. */
it.skipIf(!canMount)(
  'F10: tmpfs: E_STORAGE_FULL on both sides, nothing is left, and the next file arrives',
  async () => {
    const [alice, bob] = [new FilePerson(terminals, 'alice'), new FilePerson(terminals, 'bob')];
    await Promise.all([alice.init(), bob.init()]);
    const mounted = `mkdir -p -m 700 "$0" && mount -t tmpfs -o size=${DISK_BYTES},mode=700 tmpfs "$0" && exec "$@"`;
    await alice.listen();
    await bob.listen([], { prefix: ['unshare', '-m', 'sh', '-c', mounted, bob.downloads] });
    await Promise.all([alice.knows(bob), bob.knows(alice)]);
    /** Runs a command where the disk of Bob is. */
    const atBob = (...argv: string[]): string => {
      const { status, stdout, stderr } = spawnSync('nsenter', ['-t', String(bob.listener?.pid), '-m', ...argv], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      return stdout;
    };
    const shelf = emptyFolder(terminals, 'shelf');
    const [large, film, note] = [join(shelf, 'large.mp4'), join(shelf, 'film.mp4'), join(shelf, 'note.txt')];
    makeFilm(large, DISK_BYTES, 1);
    makeFilm(film, 64 * MIB, 2);
    writeFileSync(note, 'a note');

    // Too large from the start: refused before anything is written.
    expect(await alice.refused('bob', large, '--wait', '20s')).toEqual([1, 'E_STORAGE_FULL']);
    await bob.heard(({ kind, code }) => kind === 'failed' && code === 'E_STORAGE_FULL');
    bob.said.length = 0;
    expect(atBob('ls', '-A', bob.downloads)).toBe('');

    // Full while it comes: something else takes the room that there was.
    const sending = alice.send(['bob', film, '--wait', '20s']);
    await bob.heard(({ kind }) => kind === 'started');
    spawnSync('nsenter', [
      '-t',
      String(bob.listener?.pid),
      '-m',
      'dd',
      'if=/dev/zero',
      `of=${bob.downloads}/filler`,
      'bs=1M',
    ]);
    const { status, stdout } = await sending.ended;
    expect([status, stdout]).toEqual([1, expect.stringContaining('"E_STORAGE_FULL"')]);
    await bob.heard(({ kind, code }) => kind === 'failed' && code === 'E_STORAGE_FULL');
    expect(atBob('ls', '-A', bob.downloads)).toBe('filler\n');

    // There is room again: nobody has to start anything anew.
    atBob('rm', `${bob.downloads}/filler`);
    expect(await alice.sent('bob', note)).toMatchObject({ state: 'delivered' });
    expect(atBob('cat', `${bob.downloads}/note.txt`)).toBe('a note');
  },
  120_000,
);

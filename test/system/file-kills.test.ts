/** SIGKILL of either side while a large file goes: it arrives once, whole, and nothing of the attempts is left. */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { PATIENCE_MS, randomOf, Terminals } from '../scenario/terminals.ts';
import { emptyFolder, MIB, makeFilm, sha256Of, twoPeople } from './files-world.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
/** Of each side. */
const KILLS = Number(process.env['TALOS_KILLS'] ?? (SLOW ? 5 : 2));
const SIZE = SLOW ? 2048 * MIB : 128 * MIB;
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
/** Longest wait for the file to go on by a step, milliseconds. */
const STEP_MS = 60_000;

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

it(`F13: ${KILLS} kills of each side leave one file, the right one (seed ${SEED})`, async () => {
  const { bavail, bsize } = statfsSync(terminals.folder);
  expect(bavail * bsize, 'room on the disk').toBeGreaterThan(3 * SIZE);
  const random = randomOf(SEED);
  const [alice, bob] = await twoPeople(terminals);
  const film = join(emptyFolder(terminals, 'shelf'), 'film.mp4');
  const sha256 = makeFilm(film, SIZE, SEED);
  await alice.listen();
  const begun = await terminals
    .json<{ id: string }>('alice', 'send-file', 'bob', film, '--wait', '1s')
    .catch(() => undefined);
  const isThere = (): boolean => bob.files().length > 0;
  for (let kill = 0; kill < 2 * KILLS && !isThere(); kill++) {
    // Somewhere in what is still to come, each time a little nearer to the end.
    const from = bob.partBytes();
    const until = from + Math.floor(((SIZE - from) * (0.2 + 0.6 * random())) / (2 * KILLS - kill));
    await vi
      .waitFor(() => expect(isThere() || bob.partBytes() >= until).toBe(true), { timeout: STEP_MS, interval: 2 })
      .catch(async (error: unknown) => {
        const sides = await Promise.all([alice.transfers(), bob.transfers()]);
        throw new Error(`after ${kill} kills, at ${bob.partBytes()} of ${until}: ${JSON.stringify(sides)}`, {
          cause: error,
        });
      });
    const victim = kill % 2 === 0 ? bob : alice;
    await victim.kill();
    await victim.listen();
  }
  const done = await bob.heard(({ kind, path }) => kind === 'received' && path !== '', SLOW ? 10 * STEP_MS : STEP_MS);
  expect(begun === undefined || begun.id === done.id).toBe(true);
  expect(bob.files()).toEqual(['film.mp4']);
  expect(await sha256Of(join(bob.downloads, 'film.mp4'))).toBe(sha256);
  await vi.waitFor(async () => {
    const { transfers } = await alice.transfers();
    expect(transfers.map(({ state }) => state)).toEqual(['delivered']);
  }, PATIENCE_MS);
  // Nothing of the attempts is left, at the latest when it starts again.
  await bob.stop();
  await bob.listen();
  await vi.waitFor(() => expect(bob.parts()).toEqual([]), PATIENCE_MS);
  await Promise.all([alice.stop(), bob.stop()]);
  for (const name of ['alice', 'bob'])
    expect(await terminals.json(name, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
}, 900_000);

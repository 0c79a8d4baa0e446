/** Files for somebody who is away, through a mailbox: a server and two agents, the built commands, never both at once. */
import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PATIENCE_MS, randomOf, type Terminal, Terminals } from '../scenario/terminals.ts';
import { emptyFolder, FilePerson, MIB } from './files-world.ts';

const SERVER_BIN = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
const KILLS = process.env['TALOS_SLOW'] === '1' ? 12 : 4;
const terminals = new Terminals();
const alice: FilePerson = new FilePerson(terminals, 'alice');
const bob: FilePerson = new FilePerson(terminals, 'bob');
let server: Terminal;
let shelf: string;
afterAll(() => terminals[Symbol.asyncDispose]());
beforeAll(async () => {
  const args = ['--data-dir', terminals.path('s'), '--host', '127.0.0.1', '--port', '0', '--mailbox', '--json'];
  server = terminals.spawn([process.execPath, SERVER_BIN, ...args]);
  const place = (JSON.parse(await server.line(0)) as { addresses: string[] }).addresses[0] ?? '';
  await Promise.all(
    [alice, bob].map(async (person) => {
      await person.init();
      person.did = (await terminals.json<{ did: string }>(person.name, 'whoami')).did;
      await terminals.json(person.name, 'register', '--server', place);
    }),
  );
  await terminals.run('alice', 'contacts', 'add', 'bob', bob.did);
  await terminals.run('bob', 'contacts', 'add', 'alice', alice.did);
  shelf = emptyFolder(terminals, 'shelf');
});

/** A file of random bytes, and its hash. */
function made(name: string, size: number): { readonly path: string; readonly sha256: string } {
  const bytes = randomFillSync(Buffer.alloc(size));
  const path = join(shelf, name);
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const stateOf = async (person: FilePerson, id: string): Promise<string | undefined> =>
  (await person.transfers()).transfers.find((each) => each.id === id)?.state;

const has = (name: string, sha256: string): void => {
  const bytes = readFileSync(join(bob.downloads, name));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
};

it('a file for somebody who is away waits in the mailbox, arrives when its sender is away, and is delivered when both were there', async () => {
  const { path, sha256 } = made('report.bin', 5 * MIB + 12_345);
  const sent = await alice.sent('bob', path);
  expect(sent).toMatchObject({ state: 'queued', inMailbox: true, awaitsConsent: false });
  const { stdout } = await terminals.run('alice', 'transfers', 'list');
  expect(stdout).toContain('waiting in its mailbox');
  // What lies there whole needs its source no more.
  rmSync(path);
  await bob.listen();
  await bob.heard(({ kind, id }) => kind === 'received' && id === sent.id);
  has('report.bin', sha256);
  await bob.stop();
  expect(bob.parts()).toEqual([]);
  expect(await stateOf(alice, sent.id)).toBe('waiting');
  await alice.listen();
  await vi.waitFor(async () => expect(await stateOf(alice, sent.id)).toBe('delivered'), PATIENCE_MS);
  await alice.stop();
  for (const name of ['alice', 'bob']) {
    const log = await terminals.ledger(name, '--type', 'file');
    expect(log).toHaveLength(1);
  }
});

it('an empty file and one that is too large for a mailbox: the one is left, the other waits for the peer', async () => {
  const empty = await alice.sent('bob', made('empty.bin', 0).path);
  expect(empty).toMatchObject({ state: 'queued', inMailbox: true });
  const large = made('large.bin', 8 * MIB + 1);
  expect(await alice.sent('bob', large.path)).toMatchObject({ state: 'queued', inMailbox: false });
  await bob.listen();
  await bob.heard(({ kind, id }) => kind === 'received' && id === empty.id);
  expect(readFileSync(join(bob.downloads, 'empty.bin'))).toHaveLength(0);
  expect(existsSync(join(bob.downloads, 'large.bin'))).toBe(false);
  await bob.stop();
});

/** Bytes that a process has written so far, to sockets and disk; undefined where it has ended. */
function writtenBy({ pid, isOver }: Terminal): number | undefined {
  if (isOver) return undefined;
  try {
    return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  } catch {
    return undefined; // it ended just now
  }
}

/** Kills a process as soon as it has written so many bytes. Fails where it ends before. */
async function killAt(sending: Terminal, bytes: number): Promise<void> {
  await vi.waitFor(() => expect(writtenBy(sending) ?? bytes).toBeGreaterThanOrEqual(bytes), {
    timeout: PATIENCE_MS,
    interval: 2,
  });
  expect(sending.isOver, `not ended before ${bytes} bytes: ${sending.stderr}`).toBe(false);
  await sending.end('SIGKILL');
}

const listening = (): Terminal => terminals.start('alice', ['listen', '--json', '--port', '0'], {});

it(`${KILLS} kills of each side leave one file, the right one (seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const [name, size] = ['killed.bin', 6 * MIB];
  const { path, sha256 } = made(name, size);
  let id = '';
  for (let kill = 0; kill < KILLS; kill++) {
    // All of them come to less than the letters have, so that there is something left to leave for each.
    await killAt(id === '' ? alice.send(['bob', path]) : listening(), Math.floor((size / KILLS) * random()));
    id = (await alice.transfers()).transfers.find((each) => each.name === name)?.id ?? '';
  }
  if (id === '') ({ id } = await alice.sent('bob', path));
  await alice.listen();
  await vi.waitFor(async () => {
    const found = (await alice.transfers()).transfers.find((each) => each.id === id);
    expect(found).toMatchObject({ inMailbox: true });
  }, PATIENCE_MS);
  await alice.stop();
  const isThere = (): boolean => bob.files().includes(name);
  for (let kill = 0; kill < KILLS && !isThere(); kill++) {
    // Somewhere in what is still to come, each time a little nearer to the end.
    const from = bob.partBytes();
    const until = from + Math.floor(((size - from) * (0.2 + 0.6 * random())) / (KILLS - kill));
    await bob.listen();
    await vi.waitFor(() => expect(isThere() || bob.partBytes() >= until).toBe(true), {
      timeout: PATIENCE_MS,
      interval: 2,
    });
    await bob.kill();
  }
  await bob.listen();
  await vi.waitFor(async () => expect(await stateOf(bob, id)).toBe('received'), PATIENCE_MS);
  has(name, sha256);
  expect(bob.files().filter((each) => each.startsWith('killed'))).toEqual([name]);
  await vi.waitFor(() => expect(bob.parts()).toEqual([]), PATIENCE_MS);
  await bob.stop();
  await alice.listen();
  await vi.waitFor(async () => expect(await stateOf(alice, id)).toBe('delivered'), PATIENCE_MS);
  await alice.stop();
}, 240_000);

it('a file that is cancelled when it lies in the mailbox whole is not taken out: the peer has it, and its sender has cancelled it', async () => {
  const { path, sha256 } = made('cancelled.bin', 100_000);
  const { id } = await alice.sent('bob', path);
  expect((await terminals.run('alice', 'transfers', 'cancel', id)).status).toBe(0);
  await bob.listen();
  await vi.waitFor(async () => expect(await stateOf(bob, id)).toBe('received'), PATIENCE_MS);
  has('cancelled.bin', sha256);
  await bob.stop();
  expect(await stateOf(alice, id)).toBe('cancelled');
});

it('a file that is cancelled when a part of it lies in the mailbox is gone from both sides', async () => {
  const { path } = made('taken-back.bin', 6 * MIB);
  await killAt(alice.send(['bob', path]), 3 * MIB);
  const { transfers } = await alice.transfers();
  const found = transfers.find(({ name }) => name === 'taken-back.bin');
  expect(found).toMatchObject({ state: 'waiting', inMailbox: false });
  const id = found?.id ?? '';
  expect((await terminals.run('alice', 'transfers', 'cancel', id)).status).toBe(0);
  await bob.listen();
  await vi.waitFor(async () => expect(await stateOf(bob, id)).toBe('cancelled'), PATIENCE_MS);
  await bob.stop();
  expect([bob.parts(), bob.files().filter((name) => name.startsWith('taken'))]).toEqual([[], []]);
  expect(await stateOf(alice, id)).toBe('cancelled');
});

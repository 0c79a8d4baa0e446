/** SIGKILL while a first message is being stored, on LMDB: its one-time prekeys and its session go together. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { bundleFixture } from '../child.ts';
import { agent, NOW } from '../unit/session/actors.ts';
import { desk, inbox } from './desks.ts';

const KILLS = process.env['TALOS_SLOW'] === '1' ? 200 : 2;

let root: string;
let program: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'talos-prekeys-'));
  program = await bundleFixture('first-messages');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(program, { force: true });
});

/** Runs the program; killed when it has said `until`. Gives all that it said. */
function run(args: readonly string[], until?: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (until !== undefined && said.includes(`${until}\n`)) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (status, signal) => {
      if (until === undefined ? status === 0 : signal === 'SIGKILL') resolve(said.split('\n'));
      else reject(new Error(`ended by itself: ${said.slice(-200)}`));
    });
  });
}

/** First messages to `bob` of as many agents as there are, each under one-time prekeys of its own. */
async function firstMessages(bob: Identity, path: string, count: number): Promise<string> {
  await using store = await openLmdbStore({ path });
  const { prekeys } = await desk(bob, store);
  const messages: { readonly from: string; readonly envelope: string }[] = [];
  while (messages.length < count)
    for (const bundle of (await prekeys.stock(NOW, Math.min(100, count - messages.length))).single) {
      const from = agent(`initiator ${messages.length}`);
      const { book } = await desk(from);
      expect(await book.establish(bob.did, bundle)).toMatchObject({ oneTime: true, oneTimeKem: true });
      const { envelope } = await book.outbox.send(bob.did, utf8(`text ${messages.length}`));
      messages.push({ from: from.did, envelope: Buffer.from(envelope).toString('base64') });
    }
  const file = join(root, 'messages.json');
  writeFileSync(file, JSON.stringify(messages));
  return file;
}

it(`K13: killed ${KILLS} times between prekey and session, it delivers each message once and keeps no used prekey`, async () => {
  const bob = agent('bob');
  const path = join(root, 'store');
  const file = await firstMessages(bob, path, KILLS + 1);
  const args = (from: number): readonly string[] => [path, toHex(bob.entropy()), file, `${from}`, `${NOW}`];
  const said: string[] = [];
  // What was not acknowledged comes again: each run begins with the message at which the one before was killed.
  for (let kill = 0; kill < KILLS; kill++) said.push(...(await run(args(Math.max(0, kill - 1)), `begin ${kill}`)));
  said.push(...(await run(args(0))));
  const stored = said.filter((line) => line.startsWith('message '));
  expect(new Set(stored).size).toBe(stored.length);
  await using store = await openLmdbStore({ path });
  const after = await desk(bob, store);
  const texts = Array.from({ length: KILLS + 1 }, (_, number) => `text ${number}`);
  expect((await inbox(after)).toSorted()).toEqual(texts.toSorted());
  expect(await after.prekeys.stocked()).toBe(0);
  const left: string[] = [];
  for await (const [key] of store.scan('prekey', { start: Uint8Array.of(4), end: Uint8Array.of(6) }))
    left.push(toHex(key));
  expect(left).toEqual([]);
}, 600_000);

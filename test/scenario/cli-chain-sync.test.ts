/**
 * A chain that another host synchronises through the commands, killed with SIGKILL meanwhile: what is kept in the end is
 * what an uninterrupted run keeps, byte for byte.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { PeerBook } from '../../src/agent/reach/peer-book.ts';
import { ChainShares } from '../../src/agent/record/chain-shares.ts';
import { systemClock } from '../../src/base/clock.ts';
import { initCrypto } from '../../src/crypto/init.ts';
import { Identity } from '../../src/identity/identity.ts';
import { openLedger } from '../../src/ledger/journal/open-ledger.ts';
import { mineSlice } from '../../src/ledger/work.ts';
import { makeFolders } from '../../src/node/data-dir.ts';
import { createKeystore } from '../../src/node/identity/keystore-file.ts';
import { openFileJournal } from '../../src/node/store/file-journal.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { denial } from '../fixtures/ledger.ts';
import { namespaces } from './hosts.ts';
import { randomOf, type Terminal, Terminals } from './terminals.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const BLOCKS = SLOW ? 10_000 : 60;
const KILLS = SLOW ? 50 : 1;
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);

const terminals = new Terminals();
const cable = namespaces(84);
const hosts = cable ?? { prefixes: [[], []], address: '127.0.0.84', close: () => undefined };
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  hosts.close();
});

interface Synced {
  readonly chain: { readonly author: string; readonly height: number; readonly hash: string };
  readonly blocks: number;
}

/** An identity in the directory `name`. */
async function settle(name: string): Promise<Identity> {
  await initCrypto();
  const createdMs = Date.now();
  const identity = Identity.generate(name, createdMs);
  createKeystore(terminals.path(name), { identity, createdMs, passphrase: undefined, force: false });
  makeFolders(join(terminals.path(name), 'ledger'));
  return identity;
}

const storeOf = (name: string) => openLmdbStore({ path: join(terminals.path(name), 'store') });

/** A ledger of `count` small blocks, quickly: nothing here waits for a disk that must survive. */
async function fill(name: string, identity: Identity, count: number, readers: readonly Identity[]): Promise<void> {
  await using store = await storeOf(name);
  await using journal = await openFileJournal(join(terminals.path(name), 'ledger', 'journal'));
  const mine = (header: Uint8Array) => Promise.resolve(mineSlice(header, 0, Number.MAX_SAFE_INTEGER) ?? 0);
  const schedule = () => () => undefined;
  await using ledger = await openLedger({ store, journal, identity, clock: systemClock, mine, schedule });
  ledger.append({ type: 'identity', did: identity.did, event: 'created' });
  for (let block = 1; block <= count; block++) {
    if (block > 1) ledger.append(denial(identity.did, block));
    await ledger.seal();
  }
  for (const { did } of readers) await new ChainShares(store).add(did, 'blocks');
}

async function introduce(name: string, author: Identity, address: string): Promise<void> {
  await using store = await storeOf(name);
  await (await PeerBook.open(store)).note(author.did, { addresses: [address], alias: 'author' });
}

/** All that is kept of chains, but for when. */
async function keptIn(name: string): Promise<string[]> {
  await using store = await storeOf(name);
  const rows: string[] = [];
  for await (const [key, value] of store.scan('chain')) {
    const text = Buffer.from(value).toString(key[0] === 2 ? 'utf8' : 'hex');
    rows.push(`${Buffer.from(key).toString('hex')} ${text.replace(/"synced":[0-9]+/, '')}`);
  }
  return rows;
}

it(
  `S11: ${BLOCKS} blocks from ${hosts.address}, ${KILLS} times killed, are what an uninterrupted run keeps (seed ${SEED})`,
  async ({ skip }) => {
    if (cable === undefined) skip('no network namespaces: that takes the right to make them');
    const [there, here] = hosts.prefixes;
    const random = randomOf(SEED);
    const [author, steady, killed] = [await settle('author'), await settle('steady'), await settle('killed')];
    await fill('author', author, BLOCKS, [steady]);
    expect((await terminals.run('author', 'audit', 'share', 'add', killed.did)).status).toBe(0);
    const listener = terminals.start('author', ['listen', '--json', '--host', hosts.address, '--port', '0'], {
      prefix: there,
    });
    const { addresses } = JSON.parse(await listener.line(0)) as { addresses: readonly string[] };
    for (const name of ['steady', 'killed']) await introduce(name, author, addresses[0] ?? '');
    const sync = (name: string): Terminal =>
      terminals.start(name, ['audit', 'chain', 'sync', 'author', '--json'], { prefix: here });

    const fromMs = performance.now();
    const whole = await sync('steady').ended;
    const wholeMs = performance.now() - fromMs;
    expect(whole).toMatchObject({ status: 0 });
    expect(JSON.parse(whole.stdout) as Synced).toMatchObject({
      chain: { author: author.did, height: BLOCKS },
      blocks: BLOCKS + 1,
    });

    for (let kills = 0; kills < KILLS; ) {
      const running = sync('killed');
      await sleep(wholeMs * (0.15 + 0.55 * random()));
      running.child.kill('SIGKILL');
      const { signal, status, stderr } = await running.ended;
      if (signal === 'SIGKILL' && SLOW && kills % 10 === 0) process.stderr.write(`killed ${kills} times\n`);
      if (signal === 'SIGKILL') kills++;
      else {
        // It was done before: once more from the beginning.
        expect([status, stderr]).toEqual([0, '']);
        expect((await terminals.run('killed', 'audit', 'chain', 'remove', author.did)).status).toBe(0);
      }
    }
    expect(await sync('killed').ended).toMatchObject({ status: 0 });
    expect(await keptIn('killed')).toEqual(await keptIn('steady'));
    await listener.end('SIGTERM');
    if (SLOW) process.stdout.write(`${Math.round((1000 * BLOCKS) / wholeMs)} blocks/s with the start of the process\n`);
    await rm(terminals.path('killed'), { recursive: true, force: true });
  },
  SLOW ? 1_800_000 : 60_000,
);

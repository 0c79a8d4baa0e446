/** Three terminals: a server with registry and mailbox, and two agents of whom one is away or comes back from a copy. */
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { PATIENCE_MS, type Terminal, Terminals } from '../scenario/terminals.ts';

const SERVER_BIN = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
const BUILT = pathToFileURL(resolve(import.meta.dirname, '../../dist/node.js')).href;
const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

interface Ready {
  readonly did: string;
  readonly addresses: readonly string[];
}
interface Kept {
  readonly id: string;
  readonly state: string;
  readonly inMailbox?: boolean;
  readonly direction: string;
  readonly text: string;
}

const dids: Record<string, string> = {};
let place = '';

async function startServer(port: string): Promise<Terminal> {
  const args = ['--data-dir', terminals.path('s'), '--host', '127.0.0.1', '--port', port, '--mailbox', '--json'];
  const server = terminals.spawn([process.execPath, SERVER_BIN, ...args]);
  const { addresses } = JSON.parse(await server.line(0)) as Ready;
  place = addresses[0] ?? '';
  return server;
}

let server: Terminal;
beforeAll(async () => {
  server = await startServer('0');
  await Promise.all(
    ['a', 'b'].map(async (name) => {
      await terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`);
      dids[name] = (await terminals.json<Ready>(name, 'whoami')).did;
      const made = await terminals.json<{ registrations: readonly object[] }>(name, 'register', '--server', place);
      expect(made.registrations).toMatchObject([{ mailbox: true, bundles: 100 }]);
    }),
  );
  await Promise.all([
    terminals.run('a', 'contacts', 'add', 'bob', dids['b'] ?? ''),
    terminals.run('b', 'contacts', 'add', 'alice', dids['a'] ?? ''),
  ]);
});

async function listening(name: string): Promise<Terminal> {
  const terminal = terminals.start(name, ['listen', '--json', '--host', '127.0.0.1', '--port', '0']);
  await terminal.line(0);
  return terminal;
}

/** The texts that a listener has printed, as soon as there are so many. */
async function texts(terminal: Terminal, count: number): Promise<string[]> {
  await terminal.line(count);
  return terminal.lines.slice(1).map((line) => (JSON.parse(line) as Kept).text);
}

const history = async (name: string): Promise<readonly Kept[]> =>
  (await terminals.json<{ messages: readonly Kept[] }>(name, 'history')).messages;

/** Waits until every message that `name` has sent was delivered. */
async function allDelivered(name: string): Promise<void> {
  await vi.waitFor(async () => {
    const own = (await history(name)).filter(({ direction }) => direction === 'sent');
    expect(own.filter(({ state }) => state !== 'delivered')).toEqual([]);
  }, PATIENCE_MS);
}

it('both write at the same instant while the other is away: nothing is lost or doubled', async () => {
  const [a, b] = await Promise.all([
    terminals.json<Kept>('a', 'send', 'bob', 'from a'),
    terminals.json<Kept>('b', 'send', 'alice', 'from b'),
  ]);
  expect([a, b]).toMatchObject([{ inMailbox: true }, { inMailbox: true }]);
  const [left, right] = await Promise.all([listening('a'), listening('b')]);
  expect(await texts(left, 1)).toEqual(['from b']);
  expect(await texts(right, 1)).toEqual(['from a']);
  await Promise.all([allDelivered('a'), allDelivered('b')]);
  await Promise.all([left.end('SIGTERM'), right.end('SIGTERM')]);
  expect([left.lines, right.lines]).toMatchObject([{ length: 2 }, { length: 2 }]);
});

it('the server lists who registered and who is there, until an agent wants to be out of its list', async () => {
  interface Listed {
    readonly server: string;
    readonly peers: readonly {
      readonly id: string;
      readonly alias: string;
      readonly name: string;
      readonly connected: boolean;
    }[];
  }
  const listed = async (): Promise<Listed> => terminals.json<Listed>('a', 'peers', '--server', place);
  const of = async (name: string): Promise<unknown> => (await listed()).peers.find(({ id }) => id === dids[name]);
  expect(await of('b')).toMatchObject({ alias: 'bob', name: '', connected: false });
  const b = await listening('b');
  await vi.waitFor(async () => expect(await of('b')).toMatchObject({ connected: true }), PATIENCE_MS);
  await b.end('SIGTERM');
  await vi.waitFor(async () => expect(await of('b')).toMatchObject({ connected: false }), PATIENCE_MS);
  await terminals.json('b', 'register', '--server', place, '--name', 'Bob & Co');
  expect(await of('b')).toMatchObject({ name: 'Bob & Co' });
  await terminals.json('b', 'register', '--unlisted');
  expect(await of('b')).toBeUndefined();
  // It stays so when it registers by itself.
  const again = await listening('b');
  await again.end('SIGTERM');
  expect(await of('b')).toBeUndefined();
  await terminals.json('b', 'register', '--listed');
  expect(await of('b')).toMatchObject({ name: 'Bob & Co' });
});

it('ten messages to an agent that is away wait in its mailbox, over a restart of the server, and arrive in order, once', async () => {
  const a = await listening('a');
  const expected = Array.from({ length: 10 }, (_, n) => `message ${n}`);
  for (const text of expected)
    expect(await terminals.json('a', 'send', 'bob', text)).toMatchObject({ state: 'queued', inMailbox: true });
  await server.end('SIGKILL');
  server = await startServer(place.split(':')[1] ?? '0');
  const b = await listening('b');
  expect(await texts(b, 10)).toEqual(expected);
  await allDelivered('a');
  // Over their link from now on, which the records of both have led to.
  expect(await terminals.json('b', 'send', 'alice', 'thanks', '--wait', '10s')).toMatchObject({ state: 'delivered' });
  expect(await texts(a, 1)).toEqual(['thanks']);
  expect(await b.end('SIGTERM')).toMatchObject({ status: 0 });
  expect(await a.end('SIGTERM')).toMatchObject({ status: 0 });
  expect(b.lines).toHaveLength(11);
});

it('a client of the SDK registers, and finds what came while it was closed', async () => {
  // Its threads are programs of the build.
  const { TalosClient } = (await import(BUILT)) as typeof import('../../src/node.ts');
  const [home, away] = [terminals.path('sdk'), terminals.path('other')];
  const created = await TalosClient.create('sdk', { dataDir: home, port: 0 });
  const { did } = created;
  await expect(created.register('no place')).rejects.toThrow(TypeError);
  expect(await created.register(place)).toMatchObject({ mailbox: true, bundles: 100 });
  await created[Symbol.asyncDispose]();
  const other = await TalosClient.create('other', { dataDir: away, port: 0 });
  await other.register(place);
  expect(await other.send(did, utf8('while you were out'))).toMatchObject({ state: 'queued', inMailbox: true });
  const back = await TalosClient.create('sdk', { dataDir: home, port: 0 });
  for await (const { from, content } of back.messages()) {
    expect([from, fromUtf8(content)]).toEqual([other.did, 'while you were out']);
    break;
  }
  await back[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

it('R15: D13: a backup that is put back is repaired, visibly, and nothing is lost or doubled', async () => {
  const copy = join(terminals.folder, 'copy');
  await terminals.json('a', 'backup', '--out', copy);
  const b = await listening('b');
  for (const text of ['one', 'two'])
    expect(await terminals.json('a', 'send', 'bob', text, '--wait', '10s')).toMatchObject({ state: 'delivered' });
  rmSync(terminals.path('a'), { recursive: true });
  cpSync(copy, terminals.path('a'), { recursive: true });
  for (const text of ['three', 'four'])
    expect(await terminals.json('a', 'send', 'bob', text, '--wait', '15s')).toMatchObject({ state: 'delivered' });
  expect(await texts(b, 4)).toEqual(['one', 'two', 'three', 'four']);
  expect(await b.end('SIGTERM')).toMatchObject({ status: 0 });
  expect(b.lines).toHaveLength(5);
  for (const name of ['a', 'b'])
    expect((await history(name)).filter(({ state }) => state === 'repaired')).toHaveLength(1);
});

/** Contacts through the commands, in processes of their own: who they are, and what becomes of those that change. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PATIENCE_MS, type Terminal, Terminals } from './terminals.ts';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

interface Compared {
  readonly contact: { readonly id: string; readonly verified: boolean; readonly fingerprint: readonly string[] };
}
interface Refused {
  readonly error: { readonly code: string; readonly message: string; readonly details: Record<string, unknown> };
}

const didOf = async (name: string): Promise<string> => (await terminals.json<{ did: string }>(name, 'whoami')).did;

let alice = '';
let bob = '';
let carol = '';
let listener: Terminal;
let address = '';

/** `talos listen` of B, ready. */
async function listening(port: string, ...args: readonly string[]): Promise<Terminal> {
  const terminal = terminals.start('b', ['listen', '--json', '--host', '127.0.0.1', '--port', port, ...args]);
  const { addresses } = JSON.parse(await terminal.line(0)) as { addresses: readonly string[] };
  address = addresses[0]?.replace(/\/p2p\/.*/, '') ?? '';
  return terminal;
}
async function refused(
  name: string,
  ...args: readonly string[]
): Promise<Refused['error'] & { status: number | null }> {
  const { status, stdout } = await terminals.run(name, '--json', ...args);
  return { ...(JSON.parse(stdout) as Refused).error, status };
}

beforeAll(async () => {
  await Promise.all(
    ['a', 'b', 'c'].map((name) => terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`)),
  );
  [alice, bob, carol] = await Promise.all([didOf('a'), didOf('b'), didOf('c')]);
  listener = await listening('0', '--accept', 'contacts');
  await Promise.all([
    terminals.json('a', 'contacts', 'add', 'bob', bob, '--address', address),
    terminals.json('c', 'contacts', 'add', 'bob', bob, '--address', address),
    terminals.json('b', 'contacts', 'add', 'alice', alice),
  ]);
});

it('show both sides the same 12 words, and are verified by them alone', async () => {
  const seen = await terminals.json<Compared>('a', 'contacts', 'verify', 'bob');
  const words = (await terminals.json<Compared>('b', 'contacts', 'verify', 'alice')).contact.fingerprint;
  expect(words).toHaveLength(12);
  expect(seen.contact).toMatchObject({ id: bob, verified: false, fingerprint: words });
  const wrong = words.toReversed().join(' ');
  expect(await refused('a', 'contacts', 'verify', 'bob', '--words', wrong)).toMatchObject({
    status: 4,
    code: 'E_IDENTITY_MISMATCH',
  });
  const said = `  ${words.join('  ').toUpperCase()} `;
  expect(await terminals.json('a', 'contacts', 'verify', 'bob', '--words', said)).toMatchObject({
    contact: { id: bob, alias: 'bob', verified: true },
  });
  expect(await terminals.json('a', 'peers')).toMatchObject({ peers: [{ id: bob, verified: true }] });
});

it('alone are listened to with --accept contacts: what others send stays queued, and comes when they are contacts', async () => {
  expect(await terminals.json('c', 'send', 'bob', 'from a stranger')).toMatchObject({ state: 'queued' });
  expect(await terminals.json('a', 'send', 'bob', 'from a contact')).toMatchObject({ state: 'delivered' });
  expect(JSON.parse(await listener.line(1))).toMatchObject({ event: 'message', from: alice, alias: 'alice' });
  await terminals.json('b', 'contacts', 'add', 'carol', carol);
  expect(await terminals.json('c', 'send', '*', 'from a new contact')).toMatchObject({
    messages: [{ peer: bob, alias: 'bob', state: 'delivered' }],
  });
  for (const [n, text] of ['from a stranger', 'from a new contact'].entries())
    expect(JSON.parse(await listener.line(2 + n))).toMatchObject({ from: carol, alias: 'carol', text });
});

it('have a history that is followed beside the running agent, at both ends', async () => {
  const following = terminals.start('b', ['--json', 'history', '--follow', '--last', '1']);
  await following.line(0);
  await terminals.json('a', 'send', 'bob', 'followed');
  const states = (): string[] =>
    following.lines
      .map((line) => JSON.parse(line) as { text: string; state: string })
      .filter(({ text }) => text === 'followed')
      .map(({ state }) => state);
  await vi.waitFor(() => expect(states()).toEqual(['waiting', 'received']), PATIENCE_MS);
  expect(await following.end('SIGTERM')).toMatchObject({ status: 0 });
});

it('I07: a contact that was made anew under the same name at the same address gets nothing until it is accepted', async () => {
  await listener.end('SIGTERM');
  const port = address.split('/').at(-1) ?? '';
  expect(await terminals.json('a', 'send', 'bob', 'to the old one')).toMatchObject({ state: 'queued' });
  await terminals.run('b', 'init', '--name', 'b', '--words-file', 'b2.words', '--force');
  const anew = await didOf('b');
  expect(anew).not.toBe(bob);
  listener = await listening(port);
  const change = { code: 'E_IDENTITY_CHANGED', details: { alias: 'bob', pinned: bob, offered: anew } };
  const error = await refused('a', 'send', 'bob', 'to whom?');
  expect(error).toMatchObject({ status: 6, ...change });
  expect(error.message).toContain(bob);
  expect(error.message).toContain(anew);
  expect(await terminals.json('a', 'peers')).toMatchObject({ peers: [{ id: bob, verified: true, changed: anew }] });
  expect(await terminals.json('a', 'contacts', 'accept', 'bob', '--did', anew)).toMatchObject({
    contact: { id: anew, alias: 'bob', verified: false, addresses: [address] },
  });
  expect(await terminals.json('a', 'send', 'bob', 'to the new one')).toMatchObject({ state: 'delivered', peer: anew });
  expect(JSON.parse(await listener.line(1))).toMatchObject({ from: alice, text: 'to the new one' });
  const { messages } = await terminals.json<{ messages: readonly object[] }>('a', 'history', bob, '--last', '1');
  expect(messages).toMatchObject([{ text: 'to the old one', state: 'queued' }]);
  expect(listener.lines).toHaveLength(2);
});

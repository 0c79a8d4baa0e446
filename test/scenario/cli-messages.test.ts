/** Messages between two data directories through the commands, in processes of their own. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PATIENCE_MS, type Terminal, Terminals } from './terminals.ts';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

interface Sent {
  readonly id: string;
  readonly state: string;
}
interface Came extends Sent {
  readonly event: string;
  readonly from: string;
  readonly text: string;
}
interface Ready {
  readonly did: string;
  readonly addresses: readonly string[];
}

let alice = '';
let bob = '';
let port = '0';

beforeAll(async () => {
  for (const name of ['a', 'b']) await terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`);
  alice = (await terminals.json<Ready>('a', 'whoami')).did;
  bob = (await terminals.json<Ready>('b', 'whoami')).did;
});

/** `talos listen` of B, ready. */
async function listening(...args: readonly string[]): Promise<Terminal> {
  const terminal = terminals.start('b', ['listen', '--json', '--host', '127.0.0.1', '--port', port, ...args]);
  const { addresses } = JSON.parse(await terminal.line(0)) as Ready;
  const [address = ''] = addresses;
  if (port === '0') await terminals.json('a', 'contacts', 'add', 'bob', bob, '--address', address);
  port = address.split('/')[4] ?? '0';
  return terminal;
}

const send = (text: string, ...args: readonly string[]): Promise<Sent> =>
  terminals.json('a', 'send', 'bob', text, ...args);

/** The `n`-th message, from 1, that a listener printed. */
const message = async (terminal: Terminal, n: number): Promise<Came> => JSON.parse(await terminal.line(n)) as Came;

async function texts(terminal: Terminal, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let n = 1; n <= count; n++) found.push((await message(terminal, n)).text);
  return found;
}

/** Waits until nothing that came to B waits to be taken. */
async function allTaken(): Promise<void> {
  await vi.waitFor(async () => {
    const { messages } = await terminals.json<{ messages: readonly Sent[] }>('b', 'history');
    expect(messages.filter(({ state }) => state !== 'received')).toEqual([]);
  }, PATIENCE_MS);
}

it('refuses to keep a message for a peer of which nothing is known: E_UNREACHABLE with a hint, and keeps none', async () => {
  const { status, stdout } = await terminals.run('a', '--json', 'send', bob, 'too early');
  expect(status).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'E_UNREACHABLE', hint: expect.stringContaining('contacts add') },
  });
  expect(await terminals.json('a', 'history')).toEqual({ messages: [], transfers: [] });
});

it('messages arrive in order, once, each printed before the next is taken', async () => {
  const terminal = await listening();
  const expected = Array.from({ length: 4 }, (_, n) => `message ${n}`);
  for (const text of expected) expect(await send(text)).toMatchObject({ state: 'delivered', peer: bob });
  expect(await texts(terminal, 4)).toEqual(expected);
  expect(await message(terminal, 1)).toMatchObject({ event: 'message', from: alice });
  await allTaken();
  expect(await terminal.end('SIGTERM')).toMatchObject({ status: 0 });
  expect(terminal.lines).toHaveLength(5);
});

it('what is sent to a peer that is away is queued, and arrives in order, once, when it listens', async () => {
  const expected = ['first', 'second', 'third', 'last'];
  for (const text of expected.slice(0, 3)) expect(await send(text)).toMatchObject({ state: 'queued' });
  const { messages } = await terminals.json<{ messages: readonly Sent[] }>('a', 'history', 'bob', '--last', '3');
  expect(messages.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  const terminal = await listening();
  expect(await send('last')).toMatchObject({ state: 'delivered' });
  expect(await texts(terminal, 4)).toEqual(expected);
  await allTaken();
  expect(await terminal.end('SIGINT')).toMatchObject({ status: 130 });
  expect(terminal.lines).toHaveLength(5);
});

it('waits for a peer that is away until it listens', async () => {
  const waiting = terminals.start('a', ['--json', 'send', 'bob', 'patience', '--wait', '60s'], { input: '' });
  // Asked first whether it runs: a history that came before it would run the agent itself, and end it.
  await vi.waitFor(async () => {
    expect(await terminals.json('a', 'status')).toMatchObject({ running: true });
    const { messages } = await terminals.json<{ messages: readonly Sent[] }>('a', 'history', '--last', '1');
    expect(messages[0]).toMatchObject({ text: 'patience', state: 'queued' });
  }, PATIENCE_MS);
  const terminal = await listening('--count', '1');
  expect(await texts(terminal, 1)).toEqual(['patience']);
  const { status, stdout } = await waiting.ended;
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'delivered' });
  expect(await terminal.ended).toMatchObject({ status: 0 });
});

it('says with E_TIMEOUT that a peer stayed away, and keeps the message', async () => {
  const { status, stdout } = await terminals.run('a', '--json', 'send', 'bob', 'in vain', '--wait', '1s');
  expect(status).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E_TIMEOUT', details: { state: 'queued' } } });
  const terminal = await listening('--count', '2');
  await send('after it');
  expect(await texts(terminal, 2)).toEqual(['in vain', 'after it']);
  await terminal.ended;
});

it('shows hostile texts without letting a terminal act on them, up to 1 MiB and no byte more', async () => {
  const hostile = '\u001b[2J\u202eevil\r\nsecond line\u0007\u0000';
  const terminal = terminals.start('b', ['listen', '--host', '127.0.0.1', '--port', port, '--count', '3']);
  await vi.waitFor(() => expect(terminal.stderr).toContain('listening on'), PATIENCE_MS);
  const long = `\u001b[31m${'x'.repeat(2 ** 20 - 5)}`;
  const sent = (text: string): Promise<{ readonly status: number | null; readonly stdout: string }> =>
    terminals.start('a', ['--json', 'send', 'bob', '-'], { input: text }).ended;
  expect(JSON.parse((await sent(`${long}x`)).stdout)).toMatchObject({ error: { code: 'E_LIMIT' } });
  for (const text of [hostile, long, 'plain']) expect(await sent(text)).toMatchObject({ status: 0 });
  expect(await terminal.ended).toMatchObject({ status: 0 });
  expect(terminal.lines).toHaveLength(3);
  // oxlint-disable-next-line no-control-regex
  for (const line of terminal.lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(terminal.lines[0]).toContain('\\u{1b}[2J\\u{202e}evil\\u{d}\\u{a}second line');
  expect(terminal.lines[1]?.length).toBeLessThan(3000);
  const { messages } = await terminals.json<{ messages: readonly Came[] }>('b', 'history', '--last', '3');
  expect(messages.map(({ text }) => text)).toEqual([hostile, long, 'plain']);
});

it('a listener that is killed between two messages loses and doubles nothing', async () => {
  const seen: string[] = [];
  const expected: string[] = [];
  for (let round = 0; round < 2; round++) {
    const terminal = await listening();
    const [here, away] = [`here ${round}`, `away ${round}`];
    expect(await send(here)).toMatchObject({ state: 'delivered' });
    expected.push(here);
    const count = expected.length - seen.length;
    seen.push(...(await texts(terminal, count)));
    await allTaken();
    await terminal.end('SIGKILL');
    expect(terminal.lines).toHaveLength(1 + count);
    expect(await send(away)).toMatchObject({ state: 'queued' });
    expected.push(away);
  }
  const terminal = await listening('--count', '2');
  await send('end');
  seen.push(...(await texts(terminal, 2)));
  expect(seen).toEqual([...expected, 'end']);
  for (const directory of ['a', 'b'])
    expect(await terminals.json(directory, 'audit', 'verify')).toMatchObject({ valid: true });
});

it('refuses a second listener with E_LIMIT, and tells both sides of the sessions', async () => {
  const terminal = await listening();
  const second = await terminals.run('b', '--json', 'listen');
  expect(second.status).toBe(1);
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'E_LIMIT' } });
  expect(await terminals.json('a', 'session', 'reset', 'bob')).toMatchObject({ peer: bob });
  const { sessions } = await terminals.json<{ sessions: readonly object[] }>('a', 'session', 'list');
  expect(sessions).toMatchObject([{ peer: bob, alias: 'bob', archived: 1 }]);
  expect(await send('under the new session')).toMatchObject({ state: 'delivered' });
  expect(await texts(terminal, 1)).toEqual(['under the new session']);
  await terminal.end('SIGTERM');
});

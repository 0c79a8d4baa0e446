import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryEntry, IncomingMessage } from '../../src/agent/api/message-api.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { attachLocal } from '../../src/node/local/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local/local-socket.ts';
import { FakeAgent, OWN_DID, PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';
import { MESSAGE_ID } from './fake-messages.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; hint: string } }).error;
const came = (n: number, text = `text ${n}`): IncomingMessage => ({
  id: `id-${n}`,
  from: PEER_DID,
  alias: 'bob',
  receivedAtMs: 1_700_000_000_000,
  text,
  bytes: text.length,
});
const past = (n: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `id-${n}`,
  peer: PEER_DID,
  alias: '',
  direction: 'sent',
  atMs: 1_700_000_000_000 + n,
  state: 'delivered',
  reason: '',
  text: `text ${n}`,
  bytes: 6,
  ...more,
});

describe.each(['in this process', 'attached to the process that runs it'])('messages of an agent %s', (where) => {
  let world: World;
  let fake: FakeAgent;
  let folder: string;
  let server: LocalServer;

  /** What the next command opens. */
  async function opened(): Promise<void> {
    if (where === 'in this process') return;
    const agent = await attachLocal(join(folder, 'agent.sock'));
    if (agent === undefined) throw new Error('nobody listens');
    const attached: OpenedAgent = {
      api: agent,
      isOwner: false,
      gone: agent.gone,
      [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose](),
    };
    world.agents.next.push(attached);
  }
  const run = async (...argv: string[]): Promise<number> => {
    await opened();
    return world.run(...argv);
  };

  beforeEach(async () => {
    world = new World();
    fake = world.agents.agent;
    folder = await mkdtemp(join(tmpdir(), 'talos-messages-'));
    server = await serveLocal(fake, join(folder, 'agent.sock'));
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('are sent, from the command line or from standard input as they are', async () => {
    expect(await run('send', 'bob', 'hello')).toBe(0);
    expect(world.out).toBe(`delivered ${MESSAGE_ID}\n`);
    world.stdin.push('a\nb');
    world.stdin.end();
    expect(await run('send', PEER_DID)).toBe(0);
    expect(fake.asked.map(({ params }) => params)).toEqual([
      { peer: 'bob', text: 'hello' },
      { peer: PEER_DID, text: 'a\nb' },
    ]);
  });

  it('are queued with exit 0, and 5 with E_TIMEOUT where the delivery was waited for', async () => {
    fake.messages.outcome = 'queued';
    expect(await run('send', 'bob', 'x', '--json')).toBe(0);
    expect(world.json).toEqual({ id: MESSAGE_ID, peer: 'bob', state: 'queued', inMailbox: false });
    world.out = '';
    expect(await run('send', 'bob', 'x', '--wait', '2s', '--json')).toBe(5);
    expect(errorOf(world.out)).toMatchObject({ code: 'E_TIMEOUT', details: { id: MESSAGE_ID, state: 'queued' } });
    expect(fake.asked.slice(1, 3)).toEqual([
      { method: 'messages.send', params: { peer: 'bob', text: 'x', waitMs: 0 } },
      { method: 'messages.delivery', params: { peer: 'bob', id: MESSAGE_ID, waitMs: 2000 } },
    ]);
    fake.messages.deliveries.push('delivered');
    expect(await run('send', 'bob', 'x', '--wait', '2s')).toBe(0);
    expect(world.out).toContain(`delivered ${MESSAGE_ID}`);
  });

  it('whose wait is interrupted end the command with 130', async () => {
    const sending = run('send', 'bob', 'wait', '--wait');
    await vi.waitFor(() => expect(fake.asked).toHaveLength(1));
    world.end('SIGINT');
    expect(await sending).toBe(130);
  });

  it('are printed once each, escaped, and taken only after they were printed', async () => {
    fake.messages.arrive(came(1, 'red \u001b[31m\n\u202e'), came(2));
    expect(await run('listen', '--count', '2')).toBe(0);
    expect(world.out.split('\n')).toEqual([
      `2023-11-14T22:13:20Z  bob (${PEER_DID})  id-1  red \\u{1b}[31m\\u{a}\\u{202e}`,
      `2023-11-14T22:13:20Z  bob (${PEER_DID})  id-2  text 2`,
      '',
    ]);
    expect(fake.messages.taken).toEqual(['id-1', 'id-2']);
    await vi.waitFor(() => expect(fake.messages.listenings[0]?.isClosed).toBe(true));
  });

  it('are one JSON object a line, after one that says where it listens', async () => {
    fake.messages.arrive(came(1, '\u001b'));
    expect(await run('listen', '--count', '1', '--json', '--port', '0', '--accept', 'contacts')).toBe(0);
    expect(world.out).not.toContain('\u001b');
    expect(
      world.out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { did: OWN_DID, addresses: ['/ip4/127.0.0.1/tcp/7700'] },
      { event: 'message', ...came(1, '\u001b') },
    ]);
    expect(fake.messages.listenings[0]?.params).toEqual({ accept: 'contacts', files: 'contacts', port: 0 });
  });

  it('that could not be printed are not taken', async () => {
    fake.messages.arrive(came(1));
    world.pipeHolds = 0;
    expect(await run('listen')).toBe(141);
    expect(fake.messages.taken).toEqual([]);
    expect(fake.messages.inbox).toHaveLength(1);
  });

  it.each([[[]], [['--json']]])(
    'bring what the agent has to say to standard error, once and escaped, with %j too',
    async (more) => {
      const listening = run('listen', '--count', '1', ...more);
      await vi.waitFor(() => expect(fake.messages.listenings).toHaveLength(1));
      fake.messages.listenings[0]?.notice({ kind: 'network', message: 'the server \u001b[2J\u202e is away' });
      fake.messages.listenings[0]?.notice({ kind: 'identity', message: 'another one answers', peer: PEER_DID });
      fake.messages.arrive(came(1));
      expect(await listening).toBe(0);
      expect(world.notes.filter((note) => !note.startsWith('listening on'))).toEqual([
        'the server \\u{1b}[2J\\u{202e} is away',
        `another one answers (${PEER_DID})`,
      ]);
      expect(world.out).not.toMatch(/away|another one/);
      expect(world.out.trim().split('\n')).toHaveLength(more.length + 1);
    },
  );

  it('are all that is said to who wants quiet', async () => {
    const listening = run('listen', '--count', '1', '--quiet');
    await vi.waitFor(() => expect(fake.messages.listenings).toHaveLength(1));
    fake.messages.listenings[0]?.notice({ kind: 'network', message: 'the server is away' });
    fake.messages.arrive(came(1));
    expect(await listening).toBe(0);
    expect(world.notes).toEqual([]);
  });

  it('end with the signal that stops the listener', async () => {
    const listening = run('listen');
    await vi.waitFor(() => expect(fake.messages.listenings).toHaveLength(1));
    world.end('SIGINT');
    expect(await listening).toBe(130);
  });

  it('end with the error that ends the listening, and with that of a second listener', async () => {
    const listening = run('listen', '--json');
    await vi.waitFor(() => expect(fake.messages.listenings).toHaveLength(1));
    fake.messages.listenings[0]?.fail(new TalosError('E_STORAGE_FULL', 'no room'));
    expect(await listening).toBe(1);
    world.out = '';
    fake.failure = new TalosError('E_LIMIT', 'one listens already');
    expect(await run('listen', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_LIMIT');
  });

  it('are looked back on, as many pages as it takes, failures with their reason', async () => {
    fake.messages.past = [1, 2, 3, 4, 5].map((n) => past(n));
    expect(await run('history', '--last', '4', '--json')).toBe(0);
    const { messages } = world.json as { messages: { id: string }[] };
    expect(messages.map(({ id }) => id)).toEqual(['id-2', 'id-3', 'id-4', 'id-5']);
    world.out = '';
    fake.messages.past = [
      past(1, { state: 'failed', reason: 'not acknowledged within 30 days' }),
      past(2, { direction: 'received', state: 'waiting', text: '\ufffd', base64: '/w==', bytes: 1 }),
    ];
    expect(await run('history', 'bob')).toBe(0);
    expect(world.out).toContain(`to ${PEER_DID}    failed: not acknowledged within 30 days  id-1`);
    expect(world.out).toContain('(1 bytes that are no text)');
    expect(fake.asked.findLast(({ method }) => method === 'messages.history')?.params).toMatchObject({
      peer: 'bob',
      last: 100,
    });
  });

  it('go to peers that have names: added, renamed, removed, listed', async () => {
    const address = '/ip4/192.0.2.7/tcp/8766';
    expect(await run('contacts', 'add', 'bob', PEER_DID, '--address', address)).toBe(0);
    fake.contacts.all.push({ did: OWN_DID, alias: '', addresses: [], verified: false });
    world.out = '';
    expect(await run('contacts', 'list', '--json')).toBe(0);
    expect(world.json).toEqual({
      contacts: [{ id: PEER_DID, did: PEER_DID, alias: 'bob', addresses: [address], verified: false }],
    });
    world.out = '';
    expect(await run('peers')).toBe(0);
    expect(world.out.split('\n')).toHaveLength(3);
    expect(await run('contacts', 'rename', 'bob', 'robert')).toBe(0);
    expect(await run('contacts', 'remove', 'robert')).toBe(0);
    expect(fake.asked.slice(-2)).toEqual([
      { method: 'contacts.rename', params: { peer: 'bob', alias: 'robert' } },
      { method: 'contacts.remove', params: { peer: 'robert' } },
    ]);
  });

  it('travel under sessions that are listed and made anew, or made from the bundle in a file', async () => {
    fake.messages.known = [
      {
        peer: PEER_DID,
        alias: '',
        session: 'cd'.repeat(32),
        role: 'initiator',
        oneTime: true,
        oneTimeKem: false,
        isAnswered: false,
        archived: 1,
        repairs: 2,
        lastRepairAtMs: 1_767_225_600_000,
        unheard: 1000,
        silentSinceMs: 1_767_225_600_000,
        isSilent: true,
      },
    ];
    expect(await run('session', 'list', '--json')).toBe(0);
    expect(world.json).toMatchObject({ sessions: [{ id: 'cd'.repeat(32), peer: PEER_DID, repairs: 2 }] });
    expect(await run('session', 'list')).toBe(0);
    expect(world.out).toMatch(/2 repairs, last at 2026-01-01.*not heard for 1000 messages, since 2026-01-01/);
    expect(await run('session', 'reset', 'bob')).toBe(0);
    const file = join(folder, 'bundle');
    expect(await run('bundle', 'export', '--out', file)).toBe(0);
    expect(await run('send', 'bob', 'x', '--bundle', file)).toBe(0);
    expect(fake.asked.at(-1)?.params).toMatchObject({
      offer: { did: OWN_DID, bundle: 'AAEC', addresses: ['/ip4/127.0.0.1/tcp/7700'] },
    });
  });
});

describe('rotate', () => {
  it('prekeys makes a new signed prekey, and says which and until when', async () => {
    const world = new World();
    expect(await world.run('rotate', 'prekeys', '--json')).toBe(0);
    expect(world.json).toEqual({
      prekey: { id: 4_294_967_295, madeAtMs: 1_767_225_600_000, expiresAtMs: 1_769_817_600_000 },
    });
    world.out = '';
    expect(await world.run('rotate', 'prekeys')).toBe(0);
    expect(world.out).toContain('new signed prekey 4294967295, accepted until 2026-01-31T00:00:00Z');
    expect(world.agents.agent.asked.map(({ method }) => method)).toEqual([
      'messages.rotatePrekeys',
      'messages.rotatePrekeys',
    ]);
  });
});

describe('the commands about messages', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it.each([
    [['send']],
    [['send', 'bob', '']],
    [['send', 'bob', 'x', 'y']],
    [['send', 'bob', 'x', '--wait', 'soon']],
    [['send', 'bob', 'x', '--wait', '0s']],
    [['send', 'bob', 'x', '--port', '65536']],
    [['listen', '--count', '0']],
    [['listen', '--count', 'many']],
    [['listen', '--accept', 'ask']],
    [['listen', '--port', '-1']],
    [['listen', 'extra']],
    [['history', '--last', '0']],
    [['history', '--last', '10001']],
    [['contacts']],
    [['contacts', 'add', 'bob']],
    [['contacts', 'add', 'bob', 'bobby']],
    [['contacts', 'add', 'bob', 'did:key:z6Mk']],
    [['contacts', 'add', '-b', PEER_DID]],
    [['contacts', 'add', 'b/b', PEER_DID]],
    [['contacts', 'add', 'x'.repeat(65), PEER_DID]],
    [['contacts', 'rename', 'bob', 'did:key:x']],
    [['contacts', 'remove']],
    [['session', 'reset']],
    [['session', 'open']],
    [['seal']],
    [['seal', 'bob', 'x', 'y']],
    [['open']],
    [['open', 'a', 'b']],
    [['bundle']],
    [['rotate']],
    [['rotate', 'identity', 'now']],
    [['rotate', 'prekeys', 'now']],
  ])('L01: refuse %j with E_USAGE, before anything is opened', async (argv) => {
    world.stdin.end();
    expect(await world.run(...argv, '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_USAGE');
    expect(world.agents.opened).toEqual([]);
  });

  it('ask for the text where nobody gave one and standard input is a terminal: E_USAGE with a hint', async () => {
    world.stdinIsTerminal = true;
    expect(await world.run('send', 'bob', '--json')).toBe(2);
    expect(errorOf(world.out)).toMatchObject({ code: 'E_USAGE', hint: expect.stringContaining('-') });
  });

  it('need an identity: E_NO_IDENTITY', async () => {
    world.agents.hasIdentity = false;
    for (const argv of [
      ['send', 'bob', 'x'],
      ['listen'],
      ['history'],
      ['peers'],
      ['session', 'list'],
      ['rotate', 'prekeys'],
    ])
      expect(await world.run(...argv)).toBe(6);
  });

  it.each([
    ['E_NOT_FOUND', 1],
    ['E_AMBIGUOUS', 2],
    ['E_UNREACHABLE', 5],
    ['E_IDENTITY_MISMATCH', 4],
    ['E_LIMIT', 1],
  ] as const)('end a send that fails with %s by its exit status', async (name, status) => {
    world.agents.agent.failure = new TalosError(name, 'no');
    expect(await world.run('send', 'bob', 'x', '--json')).toBe(status);
    expect(errorOf(world.out).code).toBe(name);
  });

  it.each([
    ['{}', 4, 'E_MALFORMED'],
    ['not json', 4, 'E_MALFORMED'],
    ['{"v":2,"kind":"talos-bundle","did":"x","bundle":"AA","addresses":[]}', 4, 'E_VERSION'],
    ['{"v":1,"kind":"other","did":"x","bundle":"AA","addresses":[]}', 4, 'E_MALFORMED'],
    ['x'.repeat(40_000), 1, 'E_LIMIT'],
  ])('refuse the bundle file %#', async (content, status, name) => {
    const file = join(world.home, 'bundle');
    await writeFile(file, content);
    expect(await world.run('send', 'bob', 'x', '--bundle', file, '--json')).toBe(status);
    expect(errorOf(world.out).code).toBe(name);
    expect(world.agents.opened).toEqual([]);
  });

  it('wait on from here where the process that ran the agent ended or was killed, as often as that happens', async () => {
    const [ending, killed, here] = [new FakeAgent(), new FakeAgent(), world.agents.agent];
    const attached = (api: FakeAgent): OpenedAgent => ({
      api,
      isOwner: false,
      gone: Promise.resolve(),
      [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
    });
    ending.messages.outcome = 'queued';
    killed.messages.delivery = () => Promise.reject(new TalosError('E_CLOSED', 'gone'));
    here.messages.deliveries.push('delivered');
    world.agents.next.push(attached(ending), attached(killed));
    expect(await world.run('send', 'bob', 'x', '--wait', '1h', '--json')).toBe(0);
    expect(world.json).toEqual({ id: MESSAGE_ID, peer: 'bob', state: 'delivered', inMailbox: false });
    expect([ending.isDisposed, killed.isDisposed, here.isDisposed]).toEqual([true, true, true]);
    expect(here.asked).toEqual([
      { method: 'messages.delivery', params: { peer: 'bob', id: MESSAGE_ID, waitMs: 3_600_000 } },
    ]);
  });

  it('E_TIMEOUT: wait no longer for what was given up', async () => {
    world.agents.agent.messages.outcome = 'queued';
    world.agents.agent.messages.deliveries.push('failed');
    expect(await world.run('send', 'bob', 'x', '--wait', '--json')).toBe(5);
    expect(errorOf(world.out)).toMatchObject({ code: 'E_TIMEOUT', details: { state: 'failed' } });
  });

  it('listen again where the process that ran the agent ended as it should, or while it was asked', async () => {
    const [ending, asked, here] = [new FakeAgent(), new FakeAgent(), world.agents.agent];
    for (const api of [ending, asked])
      world.agents.next.push({ api, isOwner: false, gone: Promise.resolve(), [Symbol.asyncDispose]: async () => {} });
    asked.failure = new TalosError('E_CLOSED', 'gone');
    world.agents.next.push(new TalosError('E_LOCKED', 'it is still ending'));
    const listening = world.run('listen', '--count', '1');
    await vi.waitFor(() => expect(ending.messages.listenings).toHaveLength(1));
    ending.messages.listenings[0]?.fail();
    here.messages.arrive(came(1));
    expect(await listening).toBe(0);
    expect(here.messages.taken).toEqual(['id-1']);
  });

  it('E_LOCKED: do not listen where another process does not answer from the first', async () => {
    world.agents.next.push(new TalosError('E_LOCKED', 'it does not answer'));
    expect(await world.run('listen', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_LOCKED');
  });

  it('listen again where the process that ran the agent died, and print no message twice', async () => {
    const [first, second] = [new FakeAgent(), world.agents.agent];
    let die = (): void => {};
    const gone = new Promise<void>((resolve) => {
      die = resolve;
    });
    world.agents.next.push({ api: first, isOwner: false, gone, [Symbol.asyncDispose]: async () => {} });
    first.messages.arrive(came(1));
    first.messages.inbox.push(came(1)); // it is shown again: the first take was lost
    const listening = world.run('listen', '--count', '2');
    await vi.waitFor(() => expect(first.messages.taken).toHaveLength(2));
    second.messages.arrive(came(1), came(2));
    first.messages.listenings[0]?.fail(new TalosError('E_CLOSED', 'gone'));
    die();
    expect(await listening).toBe(0);
    expect(world.out.match(/id-\d/g)).toEqual(['id-1', 'id-2']);
    expect(second.messages.taken).toEqual(['id-1', 'id-2']);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryEntry } from '../../src/agent/api/message-api.ts';
import { TalosError } from '../../src/base/errors.ts';
import { attachLocal } from '../../src/node/local/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local/local-socket.ts';
import { FakeAgent, OWN_DID, PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';
import { MESSAGE_ID, SPOKEN_WORDS } from './fake-messages.ts';

const THIRD_DID = 'did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw';
const bob = { did: PEER_DID, alias: 'bob', addresses: [], verified: false };
const carol = { did: THIRD_DID, alias: 'carol', addresses: [], verified: true };
const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; message: string } }).error;
const past = (n: number, state: HistoryEntry['state'], text = `text ${n}`): HistoryEntry => ({
  id: `id-${n}`,
  peer: PEER_DID,
  alias: 'bob',
  direction: 'sent',
  atMs: 1_700_000_000_000 + n,
  state,
  reason: '',
  text,
  bytes: 6,
});

describe.each(['in this process', 'attached to the process that runs it'])('contacts of an agent %s', (where) => {
  let world: World;
  let fake: FakeAgent;
  let folder: string;
  let server: LocalServer;

  const run = async (...argv: string[]): Promise<number> => {
    if (where !== 'in this process') {
      const agent = await attachLocal(join(folder, 'agent.sock'));
      if (agent === undefined) throw new Error('nobody listens');
      const { gone } = agent;
      world.agents.next.push({
        api: agent,
        isOwner: false,
        gone,
        [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose](),
      });
    }
    world.out = '';
    return world.run(...argv);
  };
  const lastAsked = (): unknown => fake.asked.at(-1);

  beforeEach(async () => {
    world = new World();
    fake = world.agents.agent;
    fake.contacts.all.push(bob);
    folder = await mkdtemp(join(tmpdir(), 'talos-contacts-'));
    server = await serveLocal(fake, join(folder, 'agent.sock'));
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('show their fingerprint where nobody can be asked, and verify nothing', async () => {
    expect(await run('contacts', 'verify', 'bob', '--json')).toBe(0);
    expect(world.json).toEqual({
      contact: { id: PEER_DID, ...bob, fingerprint: SPOKEN_WORDS, text: 'talos:verify:x' },
    });
    expect(await run('contacts', 'verify', 'bob')).toBe(0);
    expect(world.out).toContain('   1 word0     2 word1     3 word2      4 word3\n');
    expect(world.out).toContain('bob is not verified\n');
    expect(fake.asked.map(({ method }) => method)).not.toContain('contacts.verify');
  });

  it('are verified by the words of the other side, which the agent compares', async () => {
    expect(await run('contacts', 'verify', 'bob', '--words', ' WORD0 word1', '--json')).toBe(0);
    expect(lastAsked()).toEqual({ method: 'contacts.verify', params: { peer: PEER_DID, given: ' WORD0 word1' } });
    expect(world.json).toMatchObject({ contact: { id: PEER_DID, alias: 'bob', verified: true, verifiedAtMs: 1 } });
  });

  it('are verified by a yes on the terminal, and by nothing else: E_IDENTITY_MISMATCH', async () => {
    world.stdinIsTerminal = true;
    for (const answer of ['', 'n', 'no', 'yess', 'y n', 'ye']) {
      world.answers.push(answer);
      expect(await run('contacts', 'verify', 'bob')).toBe(4);
      expect(fake.asked.map(({ method }) => method)).not.toContain('contacts.verify');
    }
    for (const answer of ['y', ' YES ']) {
      world.answers.push(answer);
      expect(await run('contacts', 'verify', 'bob')).toBe(0);
      expect(lastAsked()).toEqual({ method: 'contacts.verify', params: { peer: PEER_DID, given: 'talos:verify:x' } });
    }
    expect(world.questions[0]).toBe('does bob see the same? [y/N] ');
    world.answers.push('n');
    expect(await run('contacts', 'verify', 'bob', '--json')).toBe(4);
    expect(errorOf(world.out).code).toBe('E_IDENTITY_MISMATCH');
  });

  it('show a QR code on a terminal alone, and never in JSON', async () => {
    const isShown = (): boolean => /[▀▄█]/.test(world.out);
    expect([await run('contacts', 'verify', 'bob'), isShown()]).toEqual([0, false]);
    world.outIsTerminal = true;
    expect([await run('contacts', 'verify', 'bob'), isShown()]).toEqual([0, true]);
    expect([await run('contacts', 'verify', 'bob', '--json'), isShown()]).toEqual([0, false]);
    expect(Math.max(...world.out.split('\n').map(({ length }) => length))).toBeGreaterThan(0);
  });

  it('I07: show the pinned identity and the one that was found in its place, everywhere', async () => {
    fake.contacts.all.splice(0, 1, { ...bob, changed: THIRD_DID });
    expect(await run('peers', '--json')).toBe(0);
    expect(world.json).toMatchObject({ peers: [{ did: PEER_DID, changed: THIRD_DID }] });
    for (const command of [['peers'], ['contacts', 'list'], ['contacts', 'verify', 'bob']]) {
      expect(await run(...command)).toBe(0);
      expect(world.out).toContain(PEER_DID);
      expect(world.out).toContain(THIRD_DID);
    }
    expect(world.out).toContain('other0');
    world.agents.isRunning = true;
    world.out = '';
    expect(await world.run('status', '--json')).toBe(0);
    expect(world.json).toMatchObject({ identityChanges: [{ alias: 'bob', pinned: PEER_DID, offered: THIRD_DID }] });
  });

  it('I07: are accepted under one of both identities, named in full', async () => {
    fake.contacts.all.splice(0, 1, { ...bob, changed: THIRD_DID });
    expect(await run('contacts', 'accept', 'bob', '--did', THIRD_DID, '--json')).toBe(0);
    expect(lastAsked()).toEqual({ method: 'contacts.accept', params: { peer: 'bob', did: THIRD_DID } });
    expect(world.json).toEqual({
      contact: { id: THIRD_DID, did: THIRD_DID, alias: 'bob', addresses: [], verified: false },
    });
    expect(world.notesText).toContain('talos contacts verify bob');
  });

  it('I07: are accepted without a DID only where a person is shown which it is, and says yes', async () => {
    fake.contacts.all.splice(0, 1, { ...bob, changed: THIRD_DID });
    expect(await run('contacts', 'accept', 'bob', '--json')).toBe(2);
    world.stdinIsTerminal = true;
    world.answers.push('', 'yes');
    expect(await run('contacts', 'accept', 'bob')).toBe(130);
    expect(fake.asked.filter(({ method }) => method === 'contacts.accept')).toEqual([]);
    expect(await run('contacts', 'accept', 'bob')).toBe(0);
    expect(world.questions).toEqual(Array(2).fill(`is bob ${THIRD_DID} from now on? [y/N] `));
    expect(lastAsked()).toEqual({ method: 'contacts.accept', params: { peer: 'bob', did: THIRD_DID } });
    fake.contacts.all.splice(0, 1, { ...bob });
    expect(await run('contacts', 'accept', 'bob')).toBe(1);
  });

  it('R27: all get a copy of their own of what is sent to *, and it is told of each what became of it', async () => {
    fake.contacts.all.push({ ...carol }, { ...bob, did: OWN_DID, alias: '' });
    expect(await run('send', '*', 'hello', '--json')).toBe(0);
    expect(world.json).toEqual({
      messages: [
        { id: MESSAGE_ID, peer: PEER_DID, alias: 'bob', state: 'delivered', inMailbox: false },
        { id: MESSAGE_ID, peer: THIRD_DID, alias: 'carol', state: 'delivered', inMailbox: false },
      ],
    });
    expect(fake.asked.slice(-2).map(({ params }) => params)).toEqual([
      { peer: PEER_DID, text: 'hello' },
      { peer: THIRD_DID, text: 'hello' },
    ]);
  });

  it('R27: whose copy fails do not keep the others from theirs: the exit is that of the first, E_IDENTITY_CHANGED', async () => {
    fake.contacts.all.push({ ...carol });
    fake.messages.outcome = 'queued';
    fake.messages.failures.set(PEER_DID, new TalosError('E_IDENTITY_CHANGED', 'another \u001b'));
    expect(await run('send', '*', 'hello', '--json')).toBe(6);
    expect(world.json).toEqual({
      messages: [
        { id: '', peer: PEER_DID, alias: 'bob', error: { code: 'E_IDENTITY_CHANGED', message: 'another \u001b' } },
        { id: MESSAGE_ID, peer: THIRD_DID, alias: 'carol', state: 'queued', inMailbox: false },
      ],
    });
    expect(await run('send', '*', 'hello')).toBe(6);
    expect(world.out).toContain('E_IDENTITY_CHANGED: another \\u{1b}');
    fake.messages.failures.clear();
    expect(await run('send', '*', 'hello', '--wait', '2s', '--json')).toBe(5);
    expect(world.json).toMatchObject({ messages: [{ state: 'queued', error: { code: 'E_TIMEOUT' } }, {}] });
  });

  it('R27: a message to * without contacts is E_NOT_FOUND, and one with a bundle E_USAGE', async () => {
    fake.contacts.all.splice(0, 1, { ...bob, alias: '' });
    expect(await run('send', '*', 'hello', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
    expect(await world.run('send', '*', 'hello', '--bundle', 'file', '--json')).toBe(2);
  });

  it('are told where a message that is queued goes out', async () => {
    fake.messages.outcome = 'queued';
    expect(await run('send', 'bob', 'x')).toBe(0);
    if (where === 'in this process') expect(world.notesText).toContain('nothing runs here');
    else expect(world.notesText).toContain('the running agent');
    expect(world.notesText.includes('talos listen')).toBe(where === 'in this process');
  });

  it('have a history that is followed: what there is, then each change once, until SIGTERM', async () => {
    fake.messages.past = [past(1, 'queued'), past(2, 'sent')];
    const following = run('history', 'bob', '--follow', '--json');
    await vi.waitFor(() => expect(world.out.split('\n')).toHaveLength(3));
    expect(fake.asked.find(({ method }) => method === 'messages.follow')?.params).toEqual({ peer: 'bob' });
    // The second was on the page already.
    fake.messages.feeds[0]?.push(past(1, 'sent'), past(2, 'sent'), past(3, 'queued', '\u202e'), past(3, 'delivered'));
    await vi.waitFor(() => expect(world.out.split('\n')).toHaveLength(6));
    world.end('SIGTERM');
    expect(await following).toBe(0);
    const lines = world.out.split('\n').slice(0, -1);
    expect(world.out).not.toContain('\u202e');
    expect(lines.map((line) => JSON.parse(line) as HistoryEntry).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'id-1 queued',
      'id-2 sent',
      'id-1 sent',
      'id-3 queued',
      'id-3 delivered',
    ]);
  });

  it('have a history whose following ends with 130 for SIGINT, and with the code of its end', async () => {
    const interrupted = run('history', '--follow');
    await vi.waitFor(() => expect(fake.messages.feeds).toHaveLength(1));
    fake.messages.feeds[0]?.push(past(1, 'delivered', '\u001b[2J'));
    await vi.waitFor(() => expect(world.out).toContain('id-1'));
    expect(world.out).not.toContain('\u001b');
    world.end('SIGINT');
    expect(await interrupted).toBe(130);
    await vi.waitFor(() => expect(fake.messages.feeds[0]?.isClosed).toBe(true));

    const kept = world;
    world = new World();
    world.agents.next.push({
      api: fake,
      isOwner: true,
      gone: new Promise(() => {}),
      [Symbol.asyncDispose]: async () => {},
    });
    const tooSlow = world.run('history', '--follow', '--json');
    await vi.waitFor(() => expect(fake.messages.feeds).toHaveLength(2));
    fake.messages.feeds[1]?.fail(new TalosError('E_LIMIT', 'too slow'));
    expect(await tooSlow).toBe(1);
    expect(errorOf(world.out).code).toBe('E_LIMIT');
    world = kept;
  });

  it('are not strangers: of those a person is asked one after the other, and no is the answer of an empty line', async () => {
    world.stdinIsTerminal = true;
    const listening = run('listen', '--accept', 'ask');
    await vi.waitFor(() => expect(fake.messages.listenings).toHaveLength(1));
    expect(fake.messages.listenings[0]?.params).toEqual({ accept: 'ask', files: 'ask' });
    const ask = fake.messages.listenings[0]?.ask ?? (async () => false);
    world.answers.push('y', '', 'nope');
    const stranger = { from: THIRD_DID, address: '/ip4/192.0.2.7/tcp/1\u001b[2J' };
    expect([await ask(stranger), await ask(stranger), await ask(stranger)]).toEqual([true, false, false]);
    expect(world.questions[0]).toBe(
      `${THIRD_DID} at /ip4/192.0.2.7/tcp/1\\u{1b}[2J wants to send messages: take them? [y/N] `,
    );
    expect(world.notesText).toContain(`talos contacts add ALIAS ${THIRD_DID}`);
    world.end('SIGTERM');
    expect(await listening).toBe(0);
  });
});

describe('the commands about contacts', () => {
  it.each([
    [['contacts', 'verify']],
    [['contacts', 'verify', 'bob', 'more']],
    [['contacts', 'verify', 'bob', '--words']],
    [['contacts', 'accept']],
    [['contacts', 'accept', 'bob', '--did', 'did:key:z6Mk']],
    [['contacts', 'accept', 'bob', '--did', 'bobby']],
    [['listen', '--accept', 'ask']],
    [['listen', '--accept', 'nobody']],
    [['history', '--follow', '--last', '0']],
  ])('L01: refuse %j with E_USAGE, before anything is opened', async (argv) => {
    const world = new World();
    expect(await world.run(...argv, '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_USAGE');
    expect(world.agents.opened).toEqual([]);
  });

  it('say that nobody can be asked without a terminal: E_USAGE', async () => {
    const world = new World();
    expect(await world.run('listen', '--accept', 'ask', '--json')).toBe(2);
    expect(errorOf(world.out).message).toContain('terminal');
  });

  it.each([
    ['bidi', '\u202ebob'],
    ['control bytes', 'bob\u001b[2J'],
    ['a line feed', 'bob\n'],
    ['another alphabet', 'b\u043eb'],
    ['an invisible character', 'b\u200bob'],
    ['nothing', ''],
    ['a leading dash', '-bob'],
    ['a hex key', 'ab'.repeat(32)],
    ['a DID', PEER_DID],
    ['1 MiB', 'x'.repeat(1 << 20)],
  ])('I08: refuse an alias of %s with E_USAGE, shown escaped and short', async (_what, alias) => {
    const world = new World();
    expect(await world.run('contacts', 'add', '--json', '--', alias, PEER_DID)).toBe(2);
    expect(errorOf(world.out).code).toBe('E_USAGE');
    // oxlint-disable-next-line no-control-regex
    expect(world.notesText).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/);
    expect(world.notesText.length).toBeLessThan(5000);
    expect(world.agents.opened).toEqual([]);
  });
});

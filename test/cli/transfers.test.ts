import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferEvent, TransferView } from '../../src/agent/api/transfer-api.ts';
import { TalosError } from '../../src/base/errors.ts';
import { progressText } from '../../src/cli/progress.ts';
import { bytesText, fileText, percent } from '../../src/cli/transfer-text.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { attachLocal } from '../../src/node/local/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local/local-socket.ts';
import { type FakeAgent, PEER_DID } from './fake-agent.ts';
import { openedAgent, World } from './fake-io.ts';
import { TRANSFER_ID, transfer } from './fake-transfers.ts';

const errorOf = (text: string) =>
  (JSON.parse(text) as { error: { code: string; hint: string; details: object } }).error;
const offer = (more: Partial<TransferView> = {}): TransferView =>
  transfer({ direction: 'received', state: 'offered', path: '', alias: '', ...more });
const event = (kind: TransferEvent['kind'], more: Partial<TransferView> = {}): TransferEvent => ({
  kind,
  transfer: transfer(more),
});

describe.each(['in this process', 'attached to the process that runs it'])('files of an agent %s', (where) => {
  let world: World;
  let fake: FakeAgent;
  let folder: string;
  let file: string;
  let server: LocalServer;

  async function run(...argv: string[]): Promise<number> {
    if (where !== 'in this process') {
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
    return world.run(...argv);
  }
  const asked = (method: string): unknown[] =>
    fake.asked.filter((each) => each.method === method).map(({ params }) => params);

  beforeEach(async () => {
    world = new World();
    fake = world.agents.agent;
    folder = mkdtempSync(join(tmpdir(), 'talos-transfers-'));
    file = join(folder, 'report.pdf');
    writeFileSync(file, '%PDF-1.7');
    server = await serveLocal(fake, join(folder, 'agent.sock'));
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('are sent by the path of the file itself, whatever leads to it', async () => {
    symlinkSync(file, join(folder, 'link'));
    expect(await run('send-file', 'bob', join(folder, 'link'), '--name', 'x.pdf', '--port', '0')).toBe(0);
    expect(world.out).toBe(`delivered ${TRANSFER_ID}\n`);
    expect(asked('transfers.sendFile')).toEqual([{ peer: 'bob', path: file, port: 0, name: 'x.pdf' }]);
    expect(asked('transfers.outcome')).toEqual([{ id: TRANSFER_ID, port: 0 }]);
  });

  it.each([
    ['waiting', 'listen'],
    ['offered', 'has to accept the file'],
  ] as const)('that are %s are queued, and people are told why', async (state, told) => {
    fake.transfers.over = transfer({ state });
    expect(await run('send-file', 'bob', file, '--json')).toBe(0);
    expect(world.json).toMatchObject({
      id: TRANSFER_ID,
      peer: PEER_DID,
      state: 'queued',
      awaitsConsent: state === 'offered',
      name: 'report.pdf',
    });
    if (state !== 'waiting') expect(world.notesText).toContain(told);
    else expect(world.notesText).toContain(where === 'in this process' ? told : 'running agent');
  });

  it.each([
    [{ state: 'failed', code: 'E_STORAGE_FULL' }, 'E_STORAGE_FULL', 1],
    [{ state: 'failed', code: 'E_LIMIT' }, 'E_LIMIT', 1],
    [{ state: 'failed', code: 'no code' }, 'E_INTERNAL', 1],
    [{ state: 'declined' }, 'E_DECLINED', 3],
    [{ state: 'cancelled' }, 'E_CANCELLED', 1],
  ] as const)('that end as %j are an error with its code', async (how, code, status) => {
    fake.transfers.over = transfer(how);
    expect(await run('send-file', 'bob', file, '--json')).toBe(status);
    expect(errorOf(world.out)).toMatchObject({ code, details: { id: TRANSFER_ID, state: how.state } });
  });

  it('that are waited for, and not delivered in time, are E_TIMEOUT and go on', async () => {
    fake.transfers.over = transfer({ state: 'waiting' });
    expect(await run('send-file', 'bob', file, '--wait', '30s', '--json')).toBe(5);
    expect(errorOf(world.out)).toMatchObject({ code: 'E_TIMEOUT', details: { state: 'waiting' } });
    expect(asked('transfers.outcome')).toEqual([{ id: TRANSFER_ID, waitMs: 30_000 }]);
  });

  it('are not begun where there is no such file, or none is named', async () => {
    expect(await run('send-file', 'bob', join(folder, 'none'), '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
    expect(await run('send-file', 'bob')).toBe(2);
    expect(asked('transfers.sendFile')).toEqual([]);
  });

  it('go on when who waits is interrupted, and people are told how they end', async () => {
    fake.transfers.isOver = new Promise(() => undefined);
    const running = run('send-file', 'bob', file);
    await vi.waitFor(() => expect(asked('transfers.outcome')).toHaveLength(1));
    world.end('SIGINT');
    expect(await running).toBe(130);
    expect(world.notesText).toContain(`talos transfers cancel ${TRANSFER_ID}`);
  });

  it('show how far they are on a terminal, and nowhere else', async () => {
    const half = event('progress', { state: 'running', bytes: 1024 ** 2 * 1.5 });
    fake.transfers.first = [event('started', { state: 'running' }), half];
    for (const [isTerminal, flags] of [
      [true, []],
      [true, ['--json']],
      [true, ['--quiet']],
      [false, []],
    ] as const) {
      world.noteIsTerminal = isTerminal;
      world.progress.length = 0;
      let end = (): void => undefined;
      fake.transfers.isOver = new Promise((resolve) => {
        end = resolve;
      });
      const feeds = fake.transfers.feeds.length;
      const running = run('send-file', 'bob', file, ...flags);
      await vi.waitFor(() => expect(fake.transfers.feeds.at(feeds)?.queue).toEqual([]));
      end();
      expect(await running).toBe(0);
      const isShown = isTerminal && flags.length === 0;
      expect(world.progress.some((line) => line.startsWith('report.pdf  ['))).toBe(isShown);
    }
  });

  it('are listed, with what is not what its name says', async () => {
    fake.transfers.all = [
      transfer({ state: 'running', bytes: 1024 ** 2 }),
      offer({ id: 'f'.repeat(32), name: 'photo.jpg', type: 'application/x-elf', size: 5 }),
    ];
    expect(await run('transfers', 'list', '--json')).toBe(0);
    expect(world.json).toEqual({ transfers: fake.transfers.all });
    world.out = '';
    expect(await run('transfers', 'list')).toBe(0);
    expect(world.out).toContain('running, 33%');
    expect(world.out).toContain('photo.jpg (its content is application/x-elf), 5 B');
    expect(world.notesText).toContain('talos transfers accept');
  });

  it('F14: show names of others escaped, wherever they are shown', async () => {
    const name = 'x\u001b[2J\u202egpj.exe\n';
    fake.transfers.all = [offer({ name, type: '\u001b[31m', path: '/d/\u0007' })];
    fake.transfers.over = offer({ name, state: 'received', path: '/d/\u009b' });
    for (const argv of [
      ['transfers', 'list'],
      ['transfers', 'list', '--json'],
      ['transfers', 'accept', TRANSFER_ID, '--wait'],
      ['transfers', 'decline', TRANSFER_ID],
      ['transfers', 'cancel', TRANSFER_ID],
      ['history'],
      ['history', '--json'],
    ]) {
      world.out = '';
      await run(...argv);
      // oxlint-disable-next-line no-control-regex
      expect(world.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
      expect(world.out.split('\n').length).toBe(2);
      expect(world.out).toMatch(/\\u\{1b\}|\\u001b/);
    }
    expect(progressText(transfer({ name }), { atMs: 0, bytes: 0 }, 1)).not.toContain('\u001b');
  });

  it('are accepted, declined and cancelled by their ids', async () => {
    fake.transfers.all = [offer()];
    for (const [verb, state] of [
      ['accept', 'accepted'],
      ['decline', 'declined'],
      ['cancel', 'cancelled'],
    ] as const) {
      world.out = '';
      const status = await run('transfers', verb, TRANSFER_ID, '--json');
      expect([status, world.json]).toEqual([0, { ...offer(), state }]);
      world.out = '';
      expect(await run('transfers', verb, 'ffff', '--json')).toBe(1);
      expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
    }
    expect(asked('transfers.accept')).toEqual([{ id: TRANSFER_ID }, { id: 'ffff' }]);
  });

  it('that were accepted are waited for where that is asked for', async () => {
    fake.transfers.all = [offer()];
    fake.transfers.over = offer({ state: 'received', path: '/d/report.pdf' });
    expect(await run('transfers', 'accept', TRANSFER_ID, '--wait', '5s')).toBe(0);
    expect(world.out).toMatch(/^received /);
    fake.transfers.over = offer({ state: 'accepted' });
    expect(await run('transfers', 'accept', TRANSFER_ID, '--wait', '5s')).toBe(5);
    fake.transfers.over = offer({ state: 'failed', code: 'E_TIMEOUT' });
    expect(await run('transfers', 'accept', TRANSFER_ID, '--wait', '5s')).toBe(5);
  });

  it('are in the history, with messages, by time, and by peer', async () => {
    fake.transfers.all = [transfer({ atMs: 1 }), offer({ id: 'f'.repeat(32), atMs: 3, peer: 'did:key:z6Mkother' })];
    fake.messages.past = [
      {
        id: 'm',
        peer: PEER_DID,
        alias: 'bob',
        direction: 'sent',
        atMs: 2,
        state: 'delivered',
        reason: '',
        text: 'hello',
        bytes: 5,
      },
    ];
    expect(await run('history', '--json')).toBe(0);
    expect(world.json).toEqual({ messages: fake.messages.past, transfers: fake.transfers.all });
    world.out = '';
    expect(await run('history')).toBe(0);
    expect(world.out.split('\n')).toHaveLength(4);
    expect(world.out.indexOf('report.pdf')).toBeLessThan(world.out.indexOf('hello'));
    world.out = '';
    fake.contacts.all = [{ did: PEER_DID, alias: 'bob', addresses: [], verified: false }];
    for (const peer of ['bob', 'bo', PEER_DID]) {
      world.out = '';
      expect(await run('history', peer, '--json')).toBe(0);
      expect((world.json as { transfers: TransferView[] }).transfers.map(({ id }) => id)).toEqual([TRANSFER_ID]);
    }
    world.out = '';
    expect(await run('history', '--last', '1')).toBe(0);
    expect(world.out.split('\n')).toHaveLength(2);
  });

  describe('while it listens', () => {
    const lines = (): Record<string, unknown>[] =>
      world.out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);

    const push = (...events: TransferEvent[]): void => fake.transfers.feeds[0]?.push(...events);
    const drained = (): Promise<void> => vi.waitFor(() => expect(fake.transfers.feeds[0]?.queue).toEqual([]));

    it('are printed as they come, one object a line, progress at most once a second', async () => {
      const running = run('listen', '--json');
      await vi.waitFor(() => expect(fake.transfers.feeds).toHaveLength(1));
      const coming = { direction: 'received', state: 'running', path: '' } as const;
      push(event('started', coming));
      for (let count = 0; count < 20; count++) push(event('progress', { ...coming, bytes: count }));
      push(event('received', { direction: 'received', state: 'received', path: '/d/report.pdf' }));
      await drained();
      world.end('SIGTERM');
      await running;
      const [first, ...events] = lines();
      expect(first).toHaveProperty('addresses');
      expect(events.map(({ event: what, kind }) => [what, kind])).toEqual([
        ['file', 'started'],
        ['file', 'progress'],
        ['file', 'received'],
      ]);
      expect(events.at(-1)).toMatchObject({ id: TRANSFER_ID, path: '/d/report.pdf', peer: PEER_DID });
    });

    it.each([
      [[], 'nothing'],
      [['--accept', 'contacts'], 'nothing'],
      [['--accept', 'all'], 'accept'],
    ])('of strangers are answered under %j with %s', async (argv, answer) => {
      fake.transfers.all = [offer()];
      const running = run('listen', ...argv);
      await vi.waitFor(() => expect(fake.transfers.feeds).toHaveLength(1));
      push({ kind: 'offered', transfer: offer() }, { kind: 'offered', transfer: offer() });
      await drained();
      if (answer === 'accept') await vi.waitFor(() => expect(asked('transfers.accept')).toHaveLength(1));
      else expect(world.notesText).toContain(`talos transfers accept ${TRANSFER_ID}`);
      world.end('SIGTERM');
      await running;
      expect(asked('transfers.decline')).toEqual([]);
      expect(asked('transfers.accept')).toHaveLength(answer === 'accept' ? 1 : 0);
      expect(world.out.match(/offered/g)).toHaveLength(1);
    });

    it('that are not read in time end it with the code: nothing goes by unseen', async () => {
      const running = run('listen', '--json');
      await vi.waitFor(() => expect(fake.transfers.feeds).toHaveLength(1));
      fake.transfers.feeds[0]?.fail(new TalosError('E_LIMIT', 'it is read too slowly'));
      expect(await running).toBe(1);
      expect(world.out).toContain('"code":"E_LIMIT"');
    });

    it.each([
      ['y', 'accept'],
      ['n', 'decline'],
      ['', 'decline'],
    ])('of strangers are asked about on a terminal: "%s" is %s', async (said, verb) => {
      world.stdinIsTerminal = true;
      world.answers.push(said);
      fake.transfers.all = [offer({ name: 'a\u001b[0m.pdf' })];
      const running = run('listen', '--accept', 'ask');
      await vi.waitFor(() => expect(fake.transfers.feeds).toHaveLength(1));
      push({ kind: 'offered', transfer: offer({ name: 'a\u001b[0m.pdf' }) });
      await vi.waitFor(() => expect(asked(`transfers.${verb}`)).toHaveLength(1));
      world.end('SIGTERM');
      await running;
      expect(world.questions[0]).toContain('wants to send a\\u{1b}[0m.pdf, 3.0 MiB: take it? [y/N]');
    });
  });
});

describe('a process that ends while a file is sent', () => {
  it('is waited for no longer: this one goes on', async () => {
    const world = new World();
    const fake = world.agents.agent;
    writeFileSync(join(world.home, 'x'), 'x');
    const ended = openedAgent(fake, false, Promise.resolve());
    const closed = Promise.reject(new TalosError('E_CLOSED', 'it ended'));
    closed.catch(() => undefined);
    fake.transfers.ends.push(closed);
    world.agents.next.push(ended, new TalosError('E_LOCKED', 'it takes its time'));
    expect(await world.run('send-file', 'bob', 'x')).toBe(0);
    expect(world.agents.opened).toHaveLength(3);
    expect(world.out).toBe(`delivered ${TRANSFER_ID}\n`);
  });
});

describe('what people see of files', () => {
  it('is in units that they read, and whole only where it is whole', () => {
    expect([0, 1023, 1024, 1536, 1024 ** 2, 2 ** 31, 2 ** 40, 2 ** 50].map(bytesText)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '1.0 MiB',
      '2.0 GiB',
      '1.0 TiB',
      '1024.0 TiB',
    ]);
    expect([percent(0, 0), percent(999, 1000), percent(1000, 1000), percent(2000, 1000)]).toEqual([
      '100%',
      '99%',
      '100%',
      '100%',
    ]);
    expect(fileText({ name: 'a.pdf', type: 'application/pdf' })).toBe('a.pdf');
    expect(fileText({ name: 'a.pdf', type: '' })).toBe('a.pdf');
  });

  it('is a bar, how much, how fast and how long still', () => {
    const half = transfer({ bytes: 1.5 * 1024 ** 2, name: 'a-name-that-is-longer-than-it-may-be.pdf' });
    expect(progressText(half, { atMs: 0, bytes: 0 }, 1500)).toBe(
      'a-name-that-is-longer-t…  [############............]  50%  1.5 MiB of 3.0 MiB  1.0 MiB/s  0:02',
    );
    const none = transfer({ size: 0 });
    expect(progressText(none, { atMs: 0, bytes: 0 }, 0)).toBe(
      'report.pdf  [########################]  100%  0 B of 0 B',
    );
  });
});

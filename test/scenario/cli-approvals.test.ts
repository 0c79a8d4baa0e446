/** Approvals with the built commands: a filesystem server, a client, and people at other terminals of the serving side. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, fixture, type Lender, mcpServer, PATIENCE_MS, type RpcClient, Terminals } from './terminals.ts';

const FILESYSTEM = [process.execPath, mcpServer('server-filesystem')];
const OUTCOME_UNKNOWN = -32005;
const TERMS = ['--allow', 'read_*,write_file', '--approve', 'write_*', '--require-intent', 'write_*'];

interface Waiting {
  readonly id: string;
  readonly target: string;
  readonly justification?: string;
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
}

const terminals = new Terminals();
let owner: Lender;
let client: RpcClient;
beforeAll(async () => {
  await mkdir(terminals.path('share'));
  owner = await terminals.serve('owner', TERMS, [...FILESYSTEM, terminals.path('share')]);
  client = terminals.connect('agent', owner.served.invitation);
  await client.initialize();
});
afterAll(() => terminals[Symbol.asyncDispose]());

const file = (name: string): string => terminals.path(`share/${name}`);
const write = (name: string, content: string): Promise<Answer> =>
  client.call('write_file', { path: file(name), content });

/** The one call that waits, once it does. */
async function waiting(): Promise<Waiting> {
  return vi.waitFor(
    async () => {
      const { approvals } = await terminals.json<{ approvals: Waiting[] }>('owner', 'approvals', 'list');
      const [first] = approvals;
      if (first === undefined || approvals.length > 1) throw new Error(`${approvals.length} calls wait`);
      return first;
    },
    { timeout: PATIENCE_MS, interval: 50 },
  );
}

/** What was said to approvals, in the order of the log of the owner. */
async function events(directory = 'owner'): Promise<unknown[]> {
  const entries = (await terminals.ledger(directory)) as unknown as {
    type: string;
    entry: { event?: string; by?: string };
  }[];
  return entries.flatMap(({ type, entry }) => (type === 'approval' ? [[entry.event, entry.by].join(' ').trim()] : []));
}

describe('a call that writes a file', () => {
  it('waits, is shown with what would be written, is allowed from another process, and works once', async () => {
    const answer = write('note.txt', 'the figures');
    const { id, arguments: given } = await waiting();
    expect(given).toMatchObject([
      { name: 'path', value: JSON.stringify(file('note.txt')) },
      { name: 'content', value: '"the figures"' },
    ]);
    expect(existsSync(file('note.txt'))).toBe(false);
    expect(await client.call('read_text_file', { path: file('none') })).toHaveProperty('result');
    expect(await terminals.process('owner', 'approvals', 'allow', id)).toMatchObject({ status: 0 });
    expect(await answer).toHaveProperty('result');
    expect(await readFile(file('note.txt'), 'utf8')).toBe('the figures');
    expect(await terminals.run('owner', 'approvals', 'allow', id)).toMatchObject({ status: 1 });
  });

  it('with other bytes is another call: the approval of before is none for it, and it is denied with a reason', async () => {
    const answer = write('note.txt', 'other figures');
    const { id } = await waiting();
    expect(await terminals.run('owner', 'approvals', 'deny', id.slice(0, 8), '--reason', 'not today')).toMatchObject({
      status: 0,
    });
    expect(await answer).toMatchObject({
      error: { message: 'the owner denied the call: not today', data: { code: 'APPROVAL_DENIED' } },
    });
    expect(await readFile(file('note.txt'), 'utf8')).toBe('the figures');
  });

  it('is answered by the first of two who answer at once; the other is told that he was not', async () => {
    const answer = write('both.txt', 'x');
    const { id } = await waiting();
    const [yes, no] = await Promise.all([
      terminals.process('owner', 'approvals', 'allow', id),
      terminals.process('owner', 'approvals', 'deny', id),
    ]);
    expect(new Set([yes.status, no.status])).toEqual(new Set([0, 1]));
    expect('result' in (await answer)).toBe(yes.status === 0);
    expect(existsSync(file('both.txt'))).toBe(yes.status === 0);
  });

  it('is on record on both sides: the proof of a receipt shows intent and approval, audit show all four layers', async () => {
    expect((await events()).slice(0, 4)).toEqual(['asked', 'allowed approvals', 'asked', 'denied approvals']);
    const receipts = (await terminals.ledger('agent', '--type', 'receipt')).filter(
      ({ entry }) => entry.statement?.body['approval'] !== undefined,
    );
    const { id = '' } = receipts[0] ?? {};
    expect(await terminals.run('agent', 'proof', 'export', id, '--out', terminals.path('proof'))).toMatchObject({
      status: 0,
    });
    const proof = await terminals.json<object>('agent', 'proof', 'verify', terminals.path('proof'));
    expect(proof).toMatchObject({
      valid: true,
      intent: expect.any(String),
      approval: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const text = await readFile(terminals.path('proof'), 'utf8');
    await writeFile(terminals.path('forged'), text.replace('"justification":""', '"justification":"x"'));
    expect(await terminals.run('agent', 'proof', 'verify', terminals.path('forged'))).toMatchObject({ status: 4 });
    const shown = await terminals.run('agent', 'audit', 'show', id);
    expect(shown.stdout).toMatch(
      /identity.*\nauthority.*allowed; approval.*\nintent.*which the call fits.*\nexecution.*result/,
    );
  });

  it('C24: that waits when the server is killed is void: nothing is written, the next start says so, and its id is of no use', async () => {
    const answer = write('killed.txt', 'x');
    const { id } = await waiting();
    const before = (await events()).length;
    await owner.terminal.end('SIGKILL');
    // Whoever opens the ledger next is the next start.
    expect((await events()).slice(before - 1)).toEqual(['asked', 'expired']);
    // The next process that lends knows nothing of the tunnel, which the caller hears when it comes back to it.
    const port = /\/tcp\/([0-9]+)\//.exec(owner.served.addresses[0] ?? '')?.[1] ?? '';
    owner = await terminals.serve('owner', [...TERMS, '--port', port], [...FILESYSTEM, terminals.path('share')]);
    expect(await answer).toMatchObject({ error: { code: OUTCOME_UNKNOWN } });
    expect(await terminals.run('owner', 'approvals', 'allow', id)).toMatchObject({ status: 1 });
    expect(existsSync(file('killed.txt'))).toBe(false);
    expect((await terminals.run('owner', 'audit', 'verify')).status).toBe(0);
  });
});

describe('a command of the owner', () => {
  it('decides by its exit status alone, within the time that it has; what it prints counts for nothing', async () => {
    const hook = terminals.path('hook.mjs');
    await writeFile(
      hook,
      `let text = '';
process.stdout.write('allow\\n');
for await (const chunk of process.stdin) text += chunk;
const { v, target, arguments: { content } } = JSON.parse(text);
if (v !== 1 || target !== 'echo' || process.env.TALOS_HOME) process.exit(9);
if (content === 'hang') setInterval(() => {}, 1000); else process.exit(content === 'good' ? 0 : 1);
`,
    );
    const command = [process.execPath, hook].map((word) => `'${word}'`).join(' ');
    const terms = ['--allow', 'echo', '--approve', 'ec*', '--approve-timeout', '1s', '--approve-command', command];
    const lender = await terminals.serve('hooked', terms, [process.execPath, fixture('scripted-tool.mjs')]);
    const caller = terminals.connect('caller', lender.served.invitation);
    await caller.initialize();
    const answers = ['good', 'bad', 'hang'].map((content) => caller.call('echo', { content }));
    const [good, bad, hang] = await Promise.all(answers);
    expect(good).toMatchObject({ result: { content: [{ text: '{"content":"good"}' }] } });
    for (const each of [bad, hang]) expect(each).toMatchObject({ error: { data: { code: 'APPROVAL_DENIED' } } });
    const said = await events('hooked');
    expect(said).toHaveLength(6);
    expect(new Set(said)).toEqual(new Set(['asked', 'allowed command', 'denied command', 'expired']));
  });

  it.each([
    ['--approve-command', 'true'],
    ['--approve-timeout', '1m'],
  ])('%s without --approve is a mistake: exit 2', async (option, value) => {
    const { status } = await terminals.run('owner', 'mcp-serve', '--allow', '*', option, value, '--', 'true');
    expect(status).toBe(2);
  });
});

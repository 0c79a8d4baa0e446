import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApprovalDetail } from '../../src/agent/api/approval-api.ts';
import { promptApprovals } from '../../src/cli/approval-prompt.ts';
import { approvalLines } from '../../src/cli/approval-text.ts';
import { Context } from '../../src/cli/context.ts';
import { PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';

const ID = '0123456789abcdef0123456789abcdef';
const OTHER = 'fedcba9876543210fedcba9876543210';
const detail = (change: Partial<ApprovalDetail> = {}): ApprovalDetail => ({
  id: ID,
  peer: PEER_DID,
  alias: 'bob',
  service: 'files',
  method: 'tools/call',
  target: 'write_file',
  arguments: [{ name: 'path', value: '"/a"', length: 4 }],
  more: 0,
  justification: 'due',
  capability: 'c'.repeat(64),
  digest: 'd'.repeat(64),
  askedAtMs: 1000,
  expiresAtMs: 61_000,
  text: '{"path":"/a"}',
  ...change,
});

describe('talos approvals', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.agents.isRunning = true;
    world.agents.agent.approvals.set([detail()]);
  });

  it('list shows a line a call, show all of one, and what its caller chose is escaped', async () => {
    world.agents.agent.approvals.set([detail({ target: 'write\u001b[2J', justification: '\u202egnp' })]);
    expect(await world.run('approvals', 'list')).toBe(0);
    expect(world.out).toMatch(/^01234567 {2}\d+ s left {2}bob.*files {2}write\\u\{1b\}\[2J\n$/);
    world.out = '';
    expect(await world.run('approvals', 'show', ID.slice(0, 4))).toBe(0);
    expect(world.out).toContain('path = "/a"');
    expect(world.out).toContain('\\u{202e}gnp');
    for (const character of ['\u001b', '\u202e']) expect(world.out).not.toContain(character);
    world.out = '';
    expect(await world.run('approvals', 'show', ID, '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: ID, text: { path: '/a' } });
  });

  it('allow and deny answer one, with the reason', async () => {
    expect(await world.run('approvals', 'allow', ID)).toBe(0);
    expect(world.agents.agent.asked.at(-1)).toEqual({
      method: 'approvals.answer',
      params: { id: ID, allow: true, by: 'approvals' },
    });
    world.agents.agent.approvals.set([detail()]);
    expect(await world.run('approvals', 'deny', ID, '--reason', 'no')).toBe(0);
    expect(world.agents.agent.asked.at(-1)).toEqual({
      method: 'approvals.answer',
      params: { id: ID, allow: false, by: 'approvals', reason: 'no' },
    });
    expect(await world.run('approvals', 'allow', ID)).toBe(1);
    expect(world.notesText).toContain('no approval waits');
  });

  it.each(['abc', 'xyz1', 'ABCD', `${ID}0`, ''])('refuses %j as an id: exit 2', async (id) => {
    for (const command of ['show', 'allow', 'deny']) expect(await world.run('approvals', command, id)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('starts no agent where none runs: nothing waits, and nothing can be answered', async () => {
    world.agents.isRunning = false;
    expect(await world.run('approvals', 'list', '--json')).toBe(0);
    expect(world.json).toEqual({ approvals: [] });
    expect(await world.run('approvals', 'allow', ID)).toBe(1);
  });
});

describe('a question about a call', () => {
  it('shows 16 arguments, each on a line of its own and cut by itself, and says how many there are besides', () => {
    const given = Array.from({ length: 32 }, (_, i) => ({
      name: `a${i}`,
      value: `"${'x'.repeat(399)}`,
      length: 100_000,
    }));
    const lines = approvalLines(detail({ arguments: given, more: 8 }));
    expect(lines.filter((line) => line.startsWith('argument'))).toHaveLength(17);
    expect(lines.find((line) => line.includes('more arguments'))).toContain('24');
    expect(lines.every((line) => line.length < 300)).toBe(true);
    expect(lines.join()).toContain('(100000 characters)');
  });
});

describe('questions on the serving terminal', () => {
  let world: World;
  let stop: AbortController;
  beforeEach(() => {
    world = new World();
    stop = new AbortController();
  });

  /** Asks until `done` holds. */
  async function prompted(done: () => boolean): Promise<unknown[]> {
    const { approvals, asked } = world.agents.agent;
    const asking = promptApprovals(new Context(world.io, {}), approvals, 'files', stop.signal);
    await vi.waitFor(() => expect(done()).toBe(true), { interval: 1 });
    stop.abort();
    await asking;
    return asked.flatMap(({ method, params }) => (method === 'approvals.answer' ? [params] : []));
  }

  it.each([
    ['the beginning of its id', ['0123'], true],
    ['that in capitals and with spaces', [' 0123 '], true],
    ['an empty line', [''], false],
    ['no', ['no'], false],
    ['yes, which is asked again about, and then its id', ['yes', 'y', '0123'], true],
    ['yes, again and again', ['yes', 'yes', 'yes', '0123'], false],
    ['the id of another', ['fedc', 'fedc', 'fedc'], false],
  ])('%s answers it', async (_, answers, allow) => {
    world.answers.push(...answers);
    const { approvals } = world.agents.agent;
    approvals.set([detail()]);
    expect(await prompted(() => approvals.pending.length === 0)).toEqual([{ id: ID, allow, by: 'terminal' }]);
  });

  it('are asked one at a time, the oldest first, and not about other services', async () => {
    world.answers.push('0123', 'fedc');
    const { approvals } = world.agents.agent;
    approvals.set([detail({ service: 'others', id: 'a'.repeat(32) }), detail(), detail({ id: OTHER })]);
    const answers = await prompted(() => approvals.pending.length === 1);
    expect(answers).toEqual([
      { id: ID, allow: true, by: 'terminal' },
      { id: OTHER, allow: true, by: 'terminal' },
    ]);
    expect(world.notesText).toContain('1 other call waits');
  });

  it('are taken back when somebody else has answered: what is typed then is no answer to the next', async () => {
    const { approvals } = world.agents.agent;
    const questions: string[] = [];
    const io = {
      ...world.io,
      question: (text: string, signal?: AbortSignal): Promise<string> => {
        questions.push(text);
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
      },
    };
    approvals.set([detail()]);
    const asking = promptApprovals(new Context(io, {}), approvals, 'files', stop.signal);
    await vi.waitFor(() => expect(questions).toHaveLength(1), { interval: 1 });
    approvals.set([detail({ id: OTHER })]);
    await vi.waitFor(() => expect(questions).toHaveLength(2), { interval: 1 });
    expect([questions[0]?.includes('type 0123'), questions[1]?.includes('type fedc')]).toEqual([true, true]);
    expect(world.notesText).toContain('waits no more');
    stop.abort();
    await asking;
    expect(approvals.pending).toHaveLength(1);
  });
});

/** How the commands end, and what they say while they run: standard input, signals, standard output. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, type Lender, processesWith, type RpcClient, Terminals, untilGone } from '../scenario/terminals.ts';

const TOOL = [process.execPath, fixture('scripted-tool.mjs')];
/** M21: the end of standard input ends mcp-connect within this, milliseconds. */
const END_OF_INPUT_MS = 2000;
/** M22: a signal ends mcp-serve within this, milliseconds. */
const SIGNAL_MS = 5000;
/** M18: nothing that was started lives longer than this, milliseconds. */
const ORPHAN_MS = 5000;

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** The tool servers of a lender: they were started with its mark, which the lender itself has too. */
const toolsOf = async ({ terminal }: Lender, mark: string): Promise<number[]> =>
  (await processesWith(mark)).filter((pid) => pid !== terminal.pid);

async function connected(directory: string, target: string): Promise<RpcClient> {
  const client = terminals.connect(directory, target);
  await client.initialize();
  return client;
}

describe('talos mcp-connect', () => {
  const mark = terminals.path('pids');
  let lender: Lender;
  beforeAll(async () => {
    lender = await terminals.serve('owner', ['--allow', '*'], [...TOOL, '--noise', '--pids', mark]);
  });

  it('M23: writes nothing but JSON-RPC to standard output, on its first run, with warnings and a noisy server', async () => {
    const env = { NODE_OPTIONS: '--trace-warnings', FORCE_COLOR: '1' };
    const client = terminals.connect('agent', lender.served.invitation, { env });
    expect(await client.initialize()).toHaveProperty('result');
    expect(await client.call('noise')).toMatchObject({ result: { content: [{ text: 'after the noise' }] } });
    expect(await client.call('stderr', { text: 'to the lender' })).toHaveProperty('result');
    client.terminal.child.stdin.write('this is not JSON\n');
    expect(await client.request('tools/list')).toHaveProperty('result.tools');
    const { status, stdout, stderr } = await client.close();
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(stderr).toContain('made a new identity');
    expect(stdout).not.toContain('identity');
  });

  it('M23: a wrong configuration, and a service that is not there, leave standard output empty', async () => {
    const strange = await terminals.refused('agent', lender.served.did, '--service', 'none');
    expect(strange).toMatchObject({ status: 3, stdout: '' });
    const env = { TALOS_PORT: 'no-port' };
    const wrong = await terminals.start('agent', ['mcp-connect', lender.served.did], { env }).ended;
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^talos: /);
  });

  it('M21: ends with 0 within two seconds of the end of its input, and the remote tool ends', async () => {
    const client = await connected('agent', lender.served.did);
    const tools = await toolsOf(lender, mark);
    expect(tools).toHaveLength(1);
    const startedMs = performance.now();
    expect(await client.close()).toMatchObject({ status: 0 });
    expect(performance.now() - startedMs).toBeLessThan(END_OF_INPUT_MS);
    await untilGone(tools, ORPHAN_MS);
  });

  it('M21: does so also while a call is open, which the remote tool never answers', async () => {
    const client = await connected('agent', lender.served.did);
    const tools = await toolsOf(lender, mark);
    const hanging = client.ask('tools/call', { name: 'hang', arguments: {} });
    expect(await client.call('echo', { sent: 'after' })).toHaveProperty('result');
    const startedMs = performance.now();
    expect(await client.close()).toMatchObject({ status: 0 });
    expect(performance.now() - startedMs).toBeLessThan(END_OF_INPUT_MS);
    // Answered with an error, or not at all; never with a result.
    expect((await hanging)?.result).toBe(undefined);
    await untilGone(tools, ORPHAN_MS);
    expect(await terminals.json('agent', 'audit', 'verify')).toMatchObject({ valid: true });
  });

  it.each([
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ] as const)('M22: ends on %s during a call with %i, and the remote tool ends', async (signal, status) => {
    const client = await connected('agent', lender.served.did);
    const tools = await toolsOf(lender, mark);
    void client.ask('tools/call', { name: 'hang', arguments: {} });
    expect(await client.call('echo')).toHaveProperty('result');
    const startedMs = performance.now();
    expect(await client.terminal.end(signal)).toMatchObject({ status });
    expect(performance.now() - startedMs).toBeLessThan(SIGNAL_MS);
    await untilGone(tools, ORPHAN_MS);
  });
});

describe('talos mcp-serve', () => {
  it.concurrent.each([
    ['SIGTERM', 0, ['--ignore-eof', '--ignore-term', '--grandchild', '--escapee']],
    ['SIGINT', 130, []],
  ] as const)(
    'M22, M18: ends on %s during calls with %i: they are answered or failed, the ledger is whole, nothing is left',
    async (signal, status, stubborn) => {
      const mark = terminals.path(`pids-${signal}`);
      const lender = await terminals.serve(signal, ['--allow', '*'], [...TOOL, ...stubborn, '--pids', mark]);
      const client = await connected(`${signal}-agent`, lender.served.invitation);
      const started = JSON.parse(await readFile(mark, 'utf8')) as number[];
      expect(started).toHaveLength(stubborn.length === 0 ? 1 : 3);
      const hanging = client.ask('tools/call', { name: 'hang', arguments: {} });
      const many = Array.from({ length: 20 }, () => client.ask('tools/call', { name: 'echo', arguments: {} }));
      await Promise.race(many);
      const startedMs = performance.now();
      expect(await lender.terminal.end(signal)).toMatchObject({ status });
      expect(performance.now() - startedMs).toBeLessThan(SIGNAL_MS);
      await untilGone(started, ORPHAN_MS);
      for (const answer of await Promise.all([hanging, ...many]))
        if (answer?.result === undefined) expect(answer?.error?.code).toBe(-32005);
      expect((await hanging)?.error?.data).toEqual({ code: 'E_OUTCOME_UNKNOWN' });
      expect(await client.close()).toMatchObject({ status: 0 });
      const ledger = await terminals.ledger(signal);
      const decisions = ledger.filter(({ type }) => type === 'decision').length;
      expect(decisions).toBeGreaterThan(0);
      for (const directory of [signal, `${signal}-agent`])
        expect(await terminals.json(directory, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
    },
  );
});

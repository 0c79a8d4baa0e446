/** D17: SIGTERM in a burst ends a process within five seconds, with 0, and nothing that was acknowledged is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { fixture, type RpcClient, randomOf, Terminals } from '../scenario/terminals.ts';
import { correspondents } from './correspondents.ts';

const ROUNDS = process.env['TALOS_SLOW'] === '1' ? 50 : 2;
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
/** What is asked for. */
const END_MS = 5000;
const LANES = 4;
/** The signal comes up to this long after the first answer, milliseconds. */
const LOAD_MS = 250;

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

it(`D17: calls, ${ROUNDS} times (seed ${SEED}): whatever was answered is on record on both sides`, async () => {
  const random = randomOf(SEED);
  let answered = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const tool = [process.execPath, fixture('scripted-tool.mjs')];
    const { terminal, served } = await terminals.serve('owner', ['--allow', '*', '--service', 'tools'], tool);
    const client: RpcClient = terminals.connect('agent', served.invitation);
    await client.initialize();
    await client.call('echo');
    answered++;
    let isOver = false;
    const lanes = Array.from({ length: LANES }, async () => {
      while (!isOver) {
        const answer = await client.ask('tools/call', { name: 'echo', arguments: {} });
        if (answer?.result === undefined) return;
        answered++;
      }
    });
    await sleep(random() * LOAD_MS);
    const startedMs = performance.now();
    const { status, stderr } = await terminal.end('SIGTERM');
    const tookMs = performance.now() - startedMs;
    isOver = true;
    expect([status, stderr]).toMatchObject([0, expect.not.stringContaining('not all has ended')]);
    expect(tookMs).toBeLessThan(END_MS);
    await client.terminal.end('SIGTERM');
    await Promise.all(lanes);
  }
  const count = async (directory: string, type: string): Promise<number> =>
    (await terminals.ledger(directory, '--type', type)).length;
  expect(answered).toBeGreaterThan(ROUNDS);
  expect(await count('owner', 'result')).toBeGreaterThanOrEqual(answered);
  expect(await count('agent', 'receipt')).toBeGreaterThanOrEqual(answered);
  for (const directory of ['owner', 'agent'])
    expect((await terminals.run(directory, 'audit', 'verify')).status, directory).toBe(0);
}, 600_000);

it('D17: neither a mute peer with a call open nor a tool that ignores its end holds up the end', async () => {
  const tool = [process.execPath, fixture('scripted-tool.mjs'), '--ignore-eof', '--ignore-term'];
  const { terminal, served } = await terminals.serve('stubborn', ['--allow', '*', '--service', 'tools'], tool);
  const client = terminals.connect('mute', served.invitation);
  await client.initialize();
  await client.call('echo');
  void client.ask('tools/call', { name: 'hang', arguments: {} });
  client.terminal.child.kill('SIGSTOP');
  const startedMs = performance.now();
  expect(await terminal.end('SIGTERM')).toMatchObject({ status: 0 });
  expect(performance.now() - startedMs).toBeLessThan(END_MS);
  expect((await terminals.run('stubborn', 'audit', 'verify')).status).toBe(0);
  await client.terminal.end('SIGKILL');
});

it(`D17: messages, ${ROUNDS} times on each side (seed ${SEED}): whatever was acknowledged is there, once`, async () => {
  const random = randomOf(SEED);
  const pair = await correspondents(terminals);
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const stop = new AbortController();
    const lanes = pair.flatMap((each) =>
      [0, 1].map((lane) => each.lane(2 * round + lane, stop.signal, () => Promise.resolve())),
    );
    await sleep(random() * LOAD_MS);
    const victim = pair[round % 2] ?? pair[0];
    const startedMs = performance.now();
    expect(await victim.end('SIGTERM')).toMatchObject({ status: 0 });
    expect(performance.now() - startedMs).toBeLessThan(END_MS);
    stop.abort();
    await Promise.all(lanes);
    await victim.start();
  }
  const [alice, bob] = pair;
  await bob.hasAllOf(alice);
  await alice.hasAllOf(bob);
  expect(alice.answered.size + bob.answered.size).toBeGreaterThan(4 * ROUNDS);
  for (const each of pair) expect(await each.end('SIGTERM')).toMatchObject({ status: 0 });
}, 600_000);

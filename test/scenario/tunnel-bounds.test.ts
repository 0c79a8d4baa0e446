import { describe, expect, it, vi } from 'vitest';
import { MAX_UNREAD_CHARACTERS } from '../../src/agent/tunnel/line-queue.ts';
import { CANCEL_GRACE_MS, MAX_CALLS_IN_FLIGHT } from '../../src/agent/tunnel/open-requests.ts';
import { PAUSE_AT_BYTES } from '../../src/agent/tunnel/served-tunnel.ts';
import { STREAM_CREDIT_BYTES } from '../../src/agent/tunnel/tunnel-stream.ts';
import { type JsonObject, parseJson } from '../../src/codec/json.ts';

import { also, SILENT, settled, until } from '../fixtures/agents.ts';
import { another, codeOf, denialOf, lent, open, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';

watchTests();

describe('the end of a tool', () => {
  it('M19: answers every open call with its id when the tool ends, and starts another for the next', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    const calls = [client.call('echo'), client.call('echo'), client.call('echo')];
    await until(() => world.tools.servers[0]?.received.length === 3);
    toolOf(world, world.caller).exit(9);
    const answers = await Promise.all(calls);
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(answers.map(codeOf)).toEqual([-32005, -32005, -32005]);
    expect(answers.map(denialOf)).toEqual(['E_OUTCOME_UNKNOWN', 'E_OUTCOME_UNKNOWN', 'E_OUTCOME_UNKNOWN']);
    const results = await world.server.entries('result');
    expect(results.map((entry) => entry.type === 'result' && entry.statement.statement.outcome)).toEqual([
      'none',
      'none',
      'none',
    ]);
    expect(await world.caller.entries('receipt')).toHaveLength(3);
    await until(() => world.tools.servers.length === 2);
    expect(await client.ask('ping')).toMatchObject({ result: {} });
    expect(world.server.notices.map(({ message }) => message)).toContain('the tool server ended (status 9)');
  });

  it('M19: answers a call that hangs when its time is over, and drops a later answer', async () => {
    const world = await lent(
      also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)),
      { server: { callTimeoutMs: 50 } },
    );
    const client = await open(world.caller, world.server);
    expect(await client.call('echo')).toMatchObject({ id: 1, error: { code: -32005 } });
    toolOf(world, world.caller).say({ jsonrpc: '2.0', id: 1, result: {} });
    expect(await client.ask('ping')).toMatchObject({ id: 2, result: {} });
    expect(client.heard).toHaveLength(2);
    expect(await world.server.entries('result')).toHaveLength(1);
  });

  it('M21: ends the tool when the client closes the tunnel', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.ask('ping');
    await client.close();
    await until(() => toolOf(world, world.caller).isClosed);
    expect(world.server.agent.tunnels.peersOf('files')).toEqual([]);
    await expect(client.say({})).rejects.toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
  });

  it('M22: answers what is open when the service ends, with the ledger whole', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    const call = client.call('echo');
    await until(() => world.tools.servers[0]?.received.length === 1);
    await world.server.agent[Symbol.asyncDispose]();
    expect(await call).toMatchObject({ id: 1, error: { code: -32005 } });
    expect(toolOf(world, world.caller).isClosed).toBe(true);
    const [decision] = await world.server.ledger.query({ type: 'decision' });
    expect(await world.server.entries('result')).toMatchObject([{ answers: decision?.id }]);
    expect(await world.server.ledger.verify()).toMatchObject({ ok: true });
  });

  it('M22: answers what is open when the client ends its tunnel, and leaves no decision without a result', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    const [call, list] = [client.call('echo'), client.ask('tools/list')];
    expect(await list).toMatchObject({ id: 2 });
    await client.close();
    expect(await call).toMatchObject({ id: 1, error: { code: -32005 } });
    await until(async () => (await world.server.entries('result')).length === 1);
  });
});

describe('cancelled calls', () => {
  it('passes the cancellation on with the id as it was written', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    await client.sayText('{"jsonrpc":"2.0","id":1.0,"method":"tools/call","params":{"name":"echo"}}');
    await client.sayText(
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1.0,"reason":"r"}}',
    );
    await until(() => world.tools.servers[0]?.received.length === 2);
    expect(toolOf(world, world.caller).texts[1]).toContain('"requestId":1.0,"reason":"r"');
  });

  it('frees a cancelled call that the tool never answers, records it at both ends, and tells the client nothing', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    void client.call('echo');
    await client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await until(() => world.tools.servers[0]?.received.length === 2);
    vi.advanceTimersByTime(CANCEL_GRACE_MS - 1);
    await settled();
    expect(await world.server.entries('result')).toEqual([]);
    vi.advanceTimersByTime(1);
    await until(async () => (await world.caller.entries('receipt')).length === 1);
    expect(await world.server.entries('result')).toMatchObject([
      { statement: { statement: { decision: 'allowed', outcome: 'none' } } },
    ]);
    await settled();
    expect(client.heard).toEqual([]);
    // The id is free again, here and there.
    await client.say({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect(await client.answerTo(1)).toMatchObject({ result: {} });
  });

  it('hands the answer on that a cancelled call gets all the same', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    const answer = client.call('echo');
    await client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await until(() => world.tools.servers[0]?.received.length === 2);
    toolOf(world, world.caller).say({ jsonrpc: '2.0', id: 1, result: { late: true } });
    expect(await answer).toMatchObject({ result: { late: true } });
  });
});

describe('bounds', () => {
  it(`opens ${MAX_CALLS_IN_FLIGHT} calls at a time and refuses the next, which leaves the others as they were`, async () => {
    const world = await lent(also((message) => (message['method'] === 'ping' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    for (let id = 0; id <= MAX_CALLS_IN_FLIGHT; id++) await client.say({ jsonrpc: '2.0', id, method: 'ping' });
    expect(await client.answerTo(MAX_CALLS_IN_FLIGHT)).toMatchObject({ error: { code: -32600 } });
    const tool = toolOf(world, world.caller);
    expect(tool.received).toHaveLength(MAX_CALLS_IN_FLIGHT);
    tool.say({ jsonrpc: '2.0', id: 7, result: {} });
    expect(await client.answerTo(7)).toMatchObject({ result: {} });
    await client.say({ jsonrpc: '2.0', id: 'next', method: 'ping' });
    await until(() => tool.received.length === MAX_CALLS_IN_FLIGHT + 1);
    expect(client.heard).toHaveLength(2);
  });

  it(`lets the tool ask ${MAX_CALLS_IN_FLIGHT} questions at a time; those that it took back make room`, async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.ask('ping');
    const tool = toolOf(world, world.caller);
    const askOne = (id: number): void => tool.say({ jsonrpc: '2.0', id, method: 'roots/list' });
    for (let id = 0; id < MAX_CALLS_IN_FLIGHT; id++) askOne(id);
    askOne(5000);
    expect(tool.received.at(-1)).toMatchObject({ id: 5000, error: { code: -32603 } });
    tool.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } });
    askOne(5001);
    await until(() => client.heard.length === MAX_CALLS_IN_FLIGHT + 3);
    expect(client.heard.at(-1)).toMatchObject({ id: 5001 });
  });

  it('M24: pauses a tool that says more than anybody reads, in bounded memory, and loses nothing', async () => {
    const world = await lent();
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    await tunnel.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    await until(() => world.tools.servers[0]?.received.length === 1);
    const tool = toolOf(world, world.caller);
    const lines = SLOW ? 200_000 : 20_000;
    const pad = 'x'.repeat(1000);
    let said = 0;
    const bound = MAX_UNREAD_CHARACTERS + 2 * STREAM_CREDIT_BYTES + 2 * PAUSE_AT_BYTES;
    // The script says no more than a process could: it stops when it is paused.
    const speak = (): void => {
      while (!tool.isPaused && said < lines)
        tool.say({ jsonrpc: '2.0', method: 'notifications/message', params: { i: said++, pad } });
    };
    speak();
    for (let i = 0; i < 200; i++) {
      await settled(1);
      speak();
    }
    expect(tool.isPaused).toBe(true);
    expect(said * 1000).toBeLessThan(bound);
    const stopped = said;
    await settled(50);
    speak();
    expect(said).toBe(stopped);
    let next = 0;
    for await (const line of tunnel.lines) {
      expect(((parseJson(line) as JsonObject)['params'] as JsonObject)['i']).toBe(next++);
      if (next === lines) break;
      speak();
    }
    expect(next).toBe(lines);
    await tunnel.close();
  });

  it('M24: does not read a peer that asks and reads no answer', async () => {
    const world = await lent(() => SILENT);
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    // Each is refused with an answer of about the size of the question; nobody reads them.
    let sent = 0;
    const ask = async (): Promise<void> => {
      for (; sent < 200_000; sent++)
        await tunnel.send(`{"jsonrpc":"2.0","id":"${String(sent).padEnd(900, 'i')}","method":"nobody/knows"}`);
    };
    const asking = ask();
    await until(async () => {
      const before = sent;
      await settled(100);
      return sent === before;
    }, 20_000);
    expect(sent).toBeLessThan(20_000);
    await tunnel.close();
    await asking.catch(() => undefined);
  });

  it('M25: denies thousands of calls, with a ledger bounded by its window, and serves the others', async () => {
    const world = await lent();
    const bob = await another('bob', world);
    const [injected, good] = [await open(world.caller, world.server), await open(bob, world.server)];
    const count = SLOW ? 10_000 : 3000;
    const denials: Promise<JsonObject>[] = [];
    let served = 0;
    for (let i = 0; i < count; i++) {
      denials.push(injected.call(i % 2 === 0 ? 'secret' : 'other', { i }));
      if (i % 500 === 0) {
        expect(await good.call('echo', { i })).toMatchObject({ result: { structuredContent: { i } } });
        served++;
      }
    }
    const answers = await Promise.all(denials);
    expect(answers.every((answer) => codeOf(answer) === -32003 && denialOf(answer) === 'SCOPE_MISMATCH')).toBe(true);
    expect(
      world.tools.servers.flatMap(({ received }) => received).filter(({ method }) => method === 'tools/call'),
    ).toHaveLength(served);
    const decided = await world.server.entries('decision');
    expect(decided.filter((entry) => entry.type === 'decision' && entry.decision !== 'allowed')).toHaveLength(64);
    world.server.clock.advance(60_000);
    world.server.core.denials.flush();
    expect(await world.server.entries('denial')).toMatchObject([
      { subject: 'call', code: 'SCOPE_MISMATCH', count: count - 64 },
    ]);
  }, 60_000);
});

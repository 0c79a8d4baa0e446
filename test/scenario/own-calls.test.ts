import { describe, expect, it, vi } from 'vitest';
import { MAX_DEADLINE_MS } from '../../src/agent/client/client-requests.ts';
import { CALL_LINGER_MS, TUNNEL_LINGER_MS } from '../../src/agent/tunnel/tunnel-linger.ts';
import { TalosError } from '../../src/base/errors.ts';
import { deadline } from '../../src/base/lifetime.ts';
import type { CallStatement, SignedStatement } from '../../src/ledger/entry/statement.ts';
import { also, type Lending, SILENT, scopeOf, settled, until } from '../fixtures/agents.ts';
import { lent, reached, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const GONE = new TalosError('E_UNREACHABLE', 'gone');
const echoAt = (world: Lending) => ({ peer: world.server.identity.did, tool: 'echo', arguments: '{}' });
/** A tool that answers no call by itself. */
const silent = (options: Parameters<typeof lent>[1] = {}) =>
  lent(
    also(({ method }) => (method === 'tools/call' ? SILENT : undefined)),
    options,
  );

describe('one call', () => {
  it('gives the result with the entry that proves it, or the denial', async () => {
    const world = await lent();
    const call = (tool: string, args = '{"a":1.0}'): ReturnType<typeof world.caller.agent.call> =>
      world.caller.agent.call({ peer: world.server.identity.did, tool, arguments: args });
    const outcome = await call('echo');
    expect(outcome.result).toContain('"structuredContent":{"a":1.0}');
    expect(await world.caller.agent.proof(outcome.entry)).toContain('talos-proof');
    expect(await call('secret')).toMatchObject({ error: { code: -32003, denial: 'SCOPE_MISMATCH' } });
    await expect(call('echo', '[]')).rejects.toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    expect(await call('x'.repeat(40_000))).toMatchObject({ error: { code: -32600 } });
    // One channel served them all.
    expect(await world.server.entries('session')).toHaveLength(1);
  });

  it('presents the newest capability that covers it: a narrower one that came later takes nothing away', async () => {
    const world = await lent();
    const { server, caller } = world;
    const hand = async (tools: readonly string[]): Promise<string> => {
      const { token } = await server.core.grants.issue(caller.identity.did, scopeOf(tools), 3600);
      return (await caller.core.grants.receive(token.text)).token.id;
    };
    const wide = await hand(['echo', 'other']);
    const narrow = await hand(['other']);
    const under = async (tool: string): Promise<unknown> => {
      const outcome = await caller.agent.call({ peer: server.identity.did, tool, arguments: '{}' });
      expect(outcome.error?.denial).toBe(tool === 'secret' ? 'SCOPE_MISMATCH' : undefined);
      const [call] = (await caller.entries('call')).slice(-1);
      return (call as { statement?: SignedStatement<CallStatement> } | undefined)?.statement?.statement.token;
    };
    expect([await under('echo'), await under('other'), await under('secret')]).toEqual([wide, narrow, narrow]);
  });

  it('is given up with its signal, and the tool is told', async () => {
    const world = await silent();
    const stop = new AbortController();
    const call = world.caller.agent.call(
      { peer: world.server.identity.did, tool: 'echo', arguments: '{}' },
      stop.signal,
    );
    const rejected = expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await until(() => reached(world) === 1);
    stop.abort();
    await rejected;
    await until(() => reached(world, 'notifications/cancelled') === 1 || toolOf(world, world.caller).isClosed);
  });

  it('E_UNREACHABLE: goes nowhere without an address', async () => {
    const world = await lent();
    await expect(
      world.server.agent.call({ peer: world.caller.identity.did, tool: 'echo', arguments: '{}' }),
    ).rejects.toThrow(expect.objectContaining({ code: 'E_UNREACHABLE' }));
  });

  it('E_OUTCOME_UNKNOWN: is said to be unknown where the serving side has the tunnel no more, and is not made again', async () => {
    const world = await silent();
    const call = world.caller.agent.call(echoAt(world));
    const rejected = expect(call).rejects.toThrow(expect.objectContaining({ code: 'E_OUTCOME_UNKNOWN' }));
    await until(() => reached(world) === 1);
    world.net.refuse = GONE;
    world.net.cut();
    await world.relend();
    world.net.refuse = undefined;
    await rejected;
    expect(reached(world)).toBe(1);
  });

  it('goes on when its connection is lost: the answer comes, and the tool was called once', async () => {
    const world = await silent();
    const call = world.caller.agent.call({ ...echoAt(world), deadlineMs: 60_000 });
    await until(() => reached(world) === 1);
    world.net.refuse = GONE;
    world.net.cut();
    const tool = toolOf(world, world.caller);
    const { id } = tool.received.find(({ method }) => method === 'tools/call') ?? {};
    tool.say({ jsonrpc: '2.0', id: id as number, result: { content: [{ type: 'text', text: 'late' }] } });
    await until(async () => (await world.server.entries('result')).length === 1);
    world.net.refuse = undefined;
    expect((await call).result).toContain('late');
    expect([world.tools.servers.length, reached(world)]).toEqual([1, 1]);
    expect(await world.caller.entries('receipt')).toHaveLength(1);
  });

  it(`E_OUTCOME_UNKNOWN: gives up its tool where its caller does not come back in ${CALL_LINGER_MS} ms`, async () => {
    const world = await silent();
    const call = world.caller.agent.call(echoAt(world));
    const rejected = expect(call).rejects.toThrow(expect.objectContaining({ code: 'E_OUTCOME_UNKNOWN' }));
    await until(() => reached(world) === 1);
    const tool = toolOf(world, world.caller);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world.net.refuse = GONE;
    world.net.cut();
    await settled();
    vi.advanceTimersByTime(CALL_LINGER_MS - 1);
    await settled();
    expect(tool.isClosed).toBe(false);
    vi.advanceTimersByTime(1);
    await settled();
    expect(tool.isClosed).toBe(true);
    await rejected;
    expect(await world.server.entries('result')).toHaveLength(1);
  });

  it('E_OUTCOME_UNKNOWN: is said to be unknown when its time is over, and the tool is told', async () => {
    const world = await silent();
    const call = world.caller.agent.call({ ...echoAt(world), deadlineMs: 300 });
    await expect(call).rejects.toThrow(expect.objectContaining({ code: 'E_OUTCOME_UNKNOWN' }));
    expect(reached(world)).toBe(1);
    await until(() => reached(world, 'notifications/cancelled') === 1 || toolOf(world, world.caller).isClosed);
  });

  it.each([0, -1, 0.5, Number.NaN, MAX_DEADLINE_MS + 1])('E_USAGE: has no deadline of %d ms', async (deadlineMs) => {
    const world = await lent();
    await expect(world.caller.agent.call({ ...echoAt(world), deadlineMs })).rejects.toThrow(
      expect.objectContaining({ code: 'E_USAGE' }),
    );
    expect(world.tools.servers).toHaveLength(0);
  });
});

describe('a connection for calls that is lost', () => {
  /** A connection of which one call is under way. */
  async function lost(options: Parameters<typeof lent>[1] = {}) {
    const world = await silent(options);
    const calls = await world.caller.agent.openCalls({ server: world.server.identity.did, service: '' });
    const first = calls.callTool('echo', { i: 1 });
    // It is rejected when the agent ends.
    first.catch(() => undefined);
    await until(() => reached(world) === 1);
    world.net.refuse = GONE;
    world.net.cut();
    await settled();
    return { world, calls, first };
  }
  const tool = ({ tools }: Lending) =>
    tools.servers.find(({ received }) => received.some(({ method }) => method === 'tools/call'));
  const answer = (world: Lending): void => {
    for (const { id } of tool(world)?.received.filter(({ method }) => method === 'tools/call') ?? [])
      tool(world)?.say({ jsonrpc: '2.0', id: id as number, result: { content: [] } });
  };

  it('keeps its tool as long as any tunnel does: more calls may come', async () => {
    const world = await silent();
    const calls = await world.caller.agent.openCalls({ server: world.server.identity.did, service: '' });
    const rejected = expect(calls.callTool('echo', {})).rejects.toThrow(
      expect.objectContaining({ code: 'E_OUTCOME_UNKNOWN' }),
    );
    await until(() => reached(world) === 1);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world.net.refuse = GONE;
    world.net.cut();
    await settled();
    vi.advanceTimersByTime(TUNNEL_LINGER_MS - 1);
    await settled();
    expect(tool(world)?.isClosed).toBe(false);
    vi.advanceTimersByTime(1);
    await settled();
    expect(tool(world)?.isClosed).toBe(true);
    await rejected;
  });

  it('lets new calls wait, and sends them when it is there again, but not those that were given up', async () => {
    const { world, calls, first } = await lost();
    const second = calls.callTool('echo', { i: 2 });
    const stop = new AbortController();
    const third = expect(calls.callTool('echo', { i: 3 }, { signal: stop.signal })).rejects.toThrow('not any more');
    await settled();
    expect(reached(world)).toBe(1);
    stop.abort(new Error('not any more'));
    await third;
    world.net.refuse = undefined;
    await until(() => reached(world) === 2);
    answer(world);
    expect([await first, await second]).toEqual([
      expect.objectContaining({ kind: 'result' }),
      expect.objectContaining({ kind: 'result' }),
    ]);
    expect([reached(world), reached(world, 'notifications/cancelled')]).toEqual([2, 0]);
    await calls[Symbol.asyncDispose]();
  });

  it('E_UNREACHABLE: does not send what waited too long', async () => {
    const { world, calls } = await lost({ caller: { reconnectDeadlineMs: 50 } });
    await expect(calls.callTool('echo', {})).rejects.toThrow(expect.objectContaining({ code: 'E_UNREACHABLE' }));
    world.net.refuse = undefined;
    await settled();
    expect(reached(world)).toBe(1);
  });

  it('E_TIMEOUT: does not send what has a deadline that is over', async () => {
    const { world, calls, first } = await lost();
    using limit = deadline(undefined, 50);
    await expect(calls.callTool('echo', {}, { signal: limit.signal })).rejects.toThrow(
      expect.objectContaining({ code: 'E_TIMEOUT' }),
    );
    world.net.refuse = undefined;
    await settled();
    answer(world);
    expect(await first).toMatchObject({ kind: 'result' });
    expect(reached(world)).toBe(1);
  });

  it('E_OUTCOME_UNKNOWN, E_UNREACHABLE: says of what was sent that it may be done, of what was not that it is not', async () => {
    const { world, calls, first } = await lost();
    const sent = expect(first).rejects.toThrow(expect.objectContaining({ code: 'E_OUTCOME_UNKNOWN' }));
    const unsent = expect(calls.callTool('echo', { i: 2 })).rejects.toThrow(
      expect.objectContaining({ code: 'E_UNREACHABLE' }),
    );
    await world.relend();
    world.net.refuse = undefined;
    await Promise.all([sent, unsent]);
    expect([calls.isOver(), reached(world)]).toEqual([true, 1]);
    await expect(calls.callTool('echo', {})).rejects.toThrow(expect.objectContaining({ code: 'E_UNREACHABLE' }));
  });
});

import { describe, expect, it } from 'vitest';
import type { Tunnel } from '../../src/agent/api/api.ts';
import { acceptChannel } from '../../src/agent/tunnel/channel.ts';
import { MAX_WAITING_MESSAGES } from '../../src/agent/tunnel/supervised-tunnel.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { also, type ClientEnd, clientOf, type Lending, SILENT, scopeOf, settled, until } from '../fixtures/agents.ts';
import { codeOf, denialOf, lent, reached, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const GONE = new TalosError('E_UNREACHABLE', 'gone');

interface Open extends Lending {
  readonly tunnel: Tunnel;
  readonly client: ClientEnd;
  /** The network is gone until `back`, and the service is lent anew meanwhile: its tunnels are no more. */
  readonly away: () => void;
  readonly back: () => Promise<void>;
}

/** A tunnel whose client has initialised it, with a tool that answers nothing but what `answered` says. */
async function opened(answered: readonly string[] = [], options: Parameters<typeof lent>[1] = {}): Promise<Open> {
  const own = ['initialize', 'notifications/initialized', 'ping', ...answered];
  const world = await lent(
    also((message) => (own.includes(message['method'] as string) ? undefined : SILENT)),
    options,
  );
  const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
  const client = clientOf(tunnel);
  await client.ask('initialize', { protocolVersion: '2025-11-25', clientInfo: { name: 'the client' } });
  await client.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  let anew: Promise<void> = Promise.resolve();
  const away = (): void => {
    world.net.refuse = GONE;
    world.net.cut();
    anew = world.relend();
  };
  const back = async (): Promise<void> => {
    await anew;
    world.net.refuse = undefined;
  };
  return { ...world, tunnel, client, away, back };
}

const methods = (world: Lending): unknown[] =>
  world.tools.servers.map(({ received }) => received.map(({ method }) => method));

describe('a tunnel that the serving side has no more after a break', () => {
  it('says of a call that was sent that its outcome is unknown, once, and sends it never again', async () => {
    const world = await opened();
    const call = world.client.call('echo');
    await until(() => reached(world) === 1);
    world.away();
    await world.back();
    expect(await call).toMatchObject({ id: 2, error: { code: -32005, data: { code: 'E_OUTCOME_UNKNOWN' } } });
    await until(() => world.tools.servers.length === 2);
    expect(await world.client.ask('ping')).toMatchObject({ result: {} });
    expect(reached(world)).toBe(1);
    expect(world.client.heard.filter(({ id }) => id === 2)).toHaveLength(1);
    expect(await world.caller.entries('call')).toHaveLength(1);
    expect(await world.caller.entries('receipt')).toEqual([]);
  });

  it('initialises the new tool as the client did, and keeps the answer to itself', async () => {
    const world = await opened();
    world.away();
    await world.back();
    await until(() => world.tools.servers.length === 2);
    expect(await world.client.ask('ping')).toMatchObject({ result: {} });
    const again = toolOf(world, world.caller).received;
    expect(again.map(({ method }) => method)).toEqual(['initialize', 'notifications/initialized', 'ping']);
    expect(again[0]?.['params']).toEqual(world.tools.servers[0]?.received[0]?.['params']);
    expect(again[0]?.['id']).not.toBe(1);
    expect(world.client.heard.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('asks the new tool again what the old one had not answered, lists and checks alike', async () => {
    const world = await opened();
    const list = world.client.ask('tools/list');
    await until(() => reached(world, 'tools/list') === 1);
    world.away();
    await settled();
    expect(world.client.heard).toHaveLength(1);
    await world.back();
    await until(() => reached(world, 'tools/list') === 2);
    toolOf(world, world.caller).say({
      jsonrpc: '2.0',
      id: 2,
      result: { tools: [{ name: 'echo' }, { name: 'secret' }] },
    });
    expect(await list).toMatchObject({ result: { tools: [{ name: 'echo' }] } });
  });

  it('lets new messages wait for the next connection, in order', async () => {
    const world = await opened(['tools/call', 'tools/list']);
    world.away();
    await until(() => world.caller.notices.some(({ message }) => message.includes('next try')));
    const answers = [
      world.client.call('echo', { i: 1 }),
      world.client.ask('tools/list'),
      world.client.call('echo', { i: 2 }),
    ];
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/roots/list_changed' });
    await world.back();
    await Promise.all(answers);
    await until(() => (methods(world)[1] as unknown[]).length === 6);
    expect(methods(world)[1]).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/call',
      'tools/list',
      'tools/call',
      'notifications/roots/list_changed',
    ]);
  });

  it('sends nothing that was cancelled while it waited, nor the cancellation, and answers it not', async () => {
    const world = await opened(['tools/call']);
    world.away();
    await settled();
    void world.client.call('echo');
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await world.client.say({ jsonrpc: '2.0', id: 'answer', result: {} });
    await world.back();
    await until(() => world.tools.servers.length === 2);
    expect(await world.client.ask('ping')).toMatchObject({ id: 3 });
    expect(methods(world)[1]).toEqual(['initialize', 'notifications/initialized', 'ping']);
    expect(world.client.heard.map(({ id }) => id)).toEqual([1, 3]);
  });

  it('says nothing of a cancelled call whose connection broke', async () => {
    const world = await opened();
    void world.client.call('echo');
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await until(() => toolOf(world, world.caller).received.length === 4);
    world.away();
    await world.back();
    await until(() => world.tools.servers.length === 2);
    await world.client.ask('ping');
    expect(world.client.heard.map(({ id }) => id)).toEqual([1, 3]);
  });

  it('answers what waits too long with −32004', async () => {
    const world = await opened([], { caller: { reconnectDeadlineMs: 100 } });
    world.away();
    await settled();
    expect(await world.client.call('echo')).toMatchObject({
      id: 2,
      error: { code: -32004, data: { code: 'E_UNREACHABLE' } },
    });
    await world.back();
    await until(() => world.tools.servers.length === 2);
    await world.client.ask('ping');
    expect(reached(world)).toBe(0);
    expect(await world.caller.entries('call')).toEqual([]);
  });

  it(`lets ${MAX_WAITING_MESSAGES} messages wait, and answers the next −32004 at once`, async () => {
    const world = await opened();
    world.away();
    await settled();
    for (let i = 0; i < MAX_WAITING_MESSAGES; i++)
      await world.client.say({ jsonrpc: '2.0', id: `w${i}`, method: 'ping' });
    await settled();
    expect(world.client.heard).toHaveLength(1);
    await world.client.say({ jsonrpc: '2.0', id: 'more', method: 'ping' });
    expect(await world.client.answerTo('more')).toMatchObject({ error: { code: -32004 } });
    await world.back();
    await until(() => world.client.heard.length === MAX_WAITING_MESSAGES + 2);
    expect(world.client.heard.slice(2).map(({ id }) => id)).toEqual(
      Array.from({ length: MAX_WAITING_MESSAGES }, (_, i) => `w${i}`),
    );
  });

  it('refuses an id that waits already', async () => {
    const world = await opened();
    world.away();
    await settled();
    await world.client.say({ jsonrpc: '2.0', id: 'w', method: 'ping' });
    await world.client.say({ jsonrpc: '2.0', id: 'w', method: 'tools/list' });
    expect(await world.client.answerTo('w')).toMatchObject({ error: { code: -32600 } });
  });

  it('answers −32003 while the server refuses, and goes on when it does not any more', async () => {
    const world = await opened(['tools/call']);
    const { server, caller } = world;
    world.away();
    await settled();
    const waiting = world.client.call('echo');
    await server.agent.revoke({ id: server.core.grants.all()[0]?.token.id ?? '', reason: '' });
    await world.back();
    expect([codeOf(await waiting), denialOf(await waiting)]).toEqual([-32003, 'REVOKED']);
    expect(denialOf(await world.client.call('echo'))).toBe('REVOKED');
    server.clock.advance(1000);
    caller.clock.advance(1000);
    await server.core.grants.issue(caller.identity.did, scopeOf(['echo']), 60);
    await until(async () => (await world.client.ask('ping'))['result'] !== undefined, 10_000);
    expect(await world.client.call('echo')).toMatchObject({ result: {} });
  });

  it('is not initialised again before the client has done it once', async () => {
    const world = await lent(
      also((message) => (message['method'] === 'initialize' && reached(world, 'initialize') < 2 ? SILENT : undefined)),
    );
    const client = clientOf(await world.caller.agent.connect({ target: world.server.identity.did }));
    const first = client.ask('initialize', { protocolVersion: 'x' });
    await until(() => reached(world, 'initialize') === 1);
    world.net.cut();
    await world.relend();
    expect(await first).toMatchObject({ id: 1, result: { protocolVersion: 'x' } });
    expect(methods(world)).toEqual([['initialize'], ['initialize']]);
  });

  it('tries again where the new tool does not take the initialisation', async () => {
    let initialisations = 0;
    const world = await lent(
      also((message, server) => {
        if (message['method'] !== 'initialize' || ++initialisations !== 2) return undefined;
        server.say({ jsonrpc: '2.0', id: message['id'] ?? null, error: { code: -32602, message: 'not again' } });
        return SILENT;
      }),
    );
    const client = clientOf(await world.caller.agent.connect({ target: world.server.identity.did }));
    await client.ask('initialize', { protocolVersion: 'x' });
    world.net.cut();
    await world.relend();
    await until(() => initialisations === 3);
    expect(await client.ask('ping')).toMatchObject({ id: 2, result: {} });
    expect(initialisations).toBe(3);
    expect(client.heard).toHaveLength(2);
  });

  it('breaks again and again, loses no answer, gives none twice, and makes no call twice', async () => {
    const world = await opened(['tools/call', 'tools/list']);
    const asked: Promise<JsonObject>[] = [];
    // Between two breaks so many turns pass that calls are cut off at every stage.
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 40; i++) {
        asked.push(world.client.call('echo', { i: asked.length }), world.client.ask('tools/list'));
        if (i % 10 === round) await settled(1);
      }
      await settled(round);
      world.away();
      await world.back();
      await until(() => world.tools.servers.length === round + 2, 20_000);
    }
    const answers = await Promise.all(asked);
    const ids = world.client.heard.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [i, answer] of answers.entries())
      if (i % 2 === 1) expect(answer).toHaveProperty('result');
      else expect(codeOf(answer) ?? -32005).toBe(-32005);
    const made = world.tools.servers
      .flatMap(({ received }) => received)
      .filter(({ method }) => method === 'tools/call');
    const each = made.map(({ params }) => ((params as JsonObject)['arguments'] as JsonObject)['i']);
    expect(new Set(each).size).toBe(each.length);
    // Each call that was made has its result, each that was answered its receipt.
    await until(async () => (await world.server.entries('result')).length === made.length);
    const receipts = await world.caller.entries('receipt');
    expect(receipts).toHaveLength(answers.filter((answer, i) => i % 2 === 0 && codeOf(answer) === undefined).length);
  }, 60_000);
});

describe('the end of a tunnel', () => {
  it('by the client ends everything, answers what is open, and is done once', async () => {
    const world = await opened();
    const [call, list] = [world.client.call('echo'), world.client.ask('tools/list')];
    await until(() => reached(world) === 1);
    const closed = [world.tunnel.close(), world.tunnel.close()];
    expect([codeOf(await call), codeOf(await list)]).toEqual([-32005, -32004]);
    await Promise.all(closed);
    await world.tunnel.ended;
    await expect(world.client.say({ jsonrpc: '2.0', method: 'notifications/x' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_CLOSED' }),
    );
    await until(() => toolOf(world, world.caller).isClosed);
  });

  it('while it is down answers what waits', async () => {
    const world = await opened();
    world.away();
    await settled();
    const waiting = world.client.ask('ping');
    await world.tunnel.close();
    expect(await waiting).toMatchObject({ error: { code: -32004 } });
    await world.tunnel.ended;
  });

  it('comes though nobody reads what the server says', async () => {
    const world = await lent();
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    await tunnel.send('{"jsonrpc":"2.0","method":"notifications/x"}');
    await until(() => world.tools.servers.length === 1);
    for (let i = 0; i < 4000; i++)
      toolOf(world, world.caller).say({ jsonrpc: '2.0', method: 'notifications/y', params: { pad: 'x'.repeat(1000) } });
    await settled();
    await tunnel.close();
    await tunnel.ended;
    await until(() => toolOf(world, world.caller).isClosed);
  });

  it('comes with its signal, also where that has aborted before', async () => {
    const world = await lent();
    const stop = new AbortController();
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did }, { signal: stop.signal });
    stop.abort();
    await tunnel.ended;
    await expect(
      world.caller.agent.connect({ target: world.server.identity.did }, { signal: stop.signal }),
    ).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('comes with the agent, which then opens no other', async () => {
    const world = await opened();
    const call = world.client.call('echo');
    await until(() => reached(world) === 1);
    await Promise.all([world.caller.agent[Symbol.asyncDispose](), world.caller.agent[Symbol.asyncDispose]()]);
    expect(codeOf(await call)).toBe(-32005);
    await world.tunnel.ended;
    await expect(world.caller.agent.connect({ target: world.server.identity.did })).rejects.toThrow(
      expect.objectContaining({ code: 'E_CLOSED' }),
    );
    await expect(
      world.caller.agent.call({ peer: world.server.identity.did, tool: 'echo', arguments: '{}' }),
    ).rejects.toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
    await until(() => toolOf(world, world.caller).isClosed);
    expect(world.server.agent.tunnels.peersOf('files')).toEqual([]);
  });

  it('comes soon where the server never answers that it is open', async () => {
    const world = await opened();
    world.away();
    await settled();
    // It takes channels now, and says nothing on them.
    world.net.serve(world.server.key, async (link) => {
      (await acceptChannel({ link, identity: world.server.identity, clock: world.server.clock })).onPacket(() => {});
    });
    await world.back();
    await until(() => world.net.pairs.length > 0);
    await settled();
    const start = performance.now();
    await world.tunnel.close();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

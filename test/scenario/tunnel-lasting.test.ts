import { describe, expect, it } from 'vitest';
import type { Tunnel } from '../../src/agent/api/api.ts';
import { MAX_LINGERING_A_PEER } from '../../src/agent/tunnel/lasting-tunnels.ts';
import { MAX_TUNNELS_A_PEER, STARTS_A_MINUTE } from '../../src/agent/tunnel/tunnel-host.ts';
import { decodeRefusal, encodeTunnelMessage, encodeTunnelResume } from '../../src/agent/tunnel/tunnel-wire.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type JsonObject, writeJson } from '../../src/codec/json.ts';
import { PACKET } from '../../src/message/packet.ts';
import { also, type ClientEnd, clientOf, type Lending, SILENT, settled, until } from '../fixtures/agents.ts';
import { RawCaller } from '../fixtures/raw-tunnel.ts';
import {
  another,
  codeOf,
  denialOf,
  endWith,
  lent,
  open,
  reached,
  toolOf,
  watchTests,
} from '../fixtures/tunnel-world.ts';

watchTests();

const IS_SLOW = process.env['TALOS_SLOW'] === '1';
const GONE = new TalosError('E_UNREACHABLE', 'gone');

interface Open extends Lending {
  readonly tunnel: Tunnel;
  readonly client: ClientEnd;
  /** The network is gone until `back`. */
  readonly away: () => Promise<void>;
  readonly back: () => void;
}

/** A tunnel that its client has initialised, with a tool that answers no call by itself. */
async function opened(options: Parameters<typeof lent>[1] = {}): Promise<Open> {
  const world = await lent(
    also(({ method }) => (method === 'tools/call' ? SILENT : undefined)),
    options,
  );
  const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
  const client = clientOf(tunnel);
  await client.ask('initialize', { protocolVersion: '2025-11-25', clientInfo: { name: 'the client' } });
  await client.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  const away = async (): Promise<void> => {
    world.net.refuse = GONE;
    world.net.cut();
    await until(() => world.caller.notices.some(({ message }) => message.includes('next try')));
  };
  const back = (): void => {
    world.net.refuse = undefined;
  };
  return { ...world, tunnel, client, away, back };
}

const resultOf = (id: number): JsonObject => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text: `${id}` }] },
});

describe('a tunnel whose connection breaks', () => {
  it('goes on: calls in flight are answered by the same tool, made once, and recorded once', async () => {
    const world = await opened();
    const calls = [
      world.client.call('echo', { i: 1 }),
      world.client.call('echo', { i: 2 }),
      world.client.call('echo', { i: 3 }),
    ];
    await until(() => reached(world) === 3);
    await world.away();
    // The tool goes on meanwhile.
    toolOf(world, world.caller).say(resultOf(2));
    toolOf(world, world.caller).say(resultOf(4));
    await until(async () => (await world.server.entries('result')).length === 2);
    expect(world.client.heard).toHaveLength(1);
    world.back();
    expect(await calls[0]).toEqual(resultOf(2));
    expect(await calls[2]).toEqual(resultOf(4));
    toolOf(world, world.caller).say(resultOf(3));
    expect(await calls[1]).toEqual(resultOf(3));
    expect([world.tools.servers.length, reached(world), reached(world, 'initialize')]).toEqual([1, 3, 1]);
    expect(world.client.heard.map(({ id }) => id)).toEqual([1, 2, 4, 3]);
    await until(async () => (await world.server.entries('acknowledgement')).length > 0);
    expect((await world.caller.entries('receipt')).length).toBe(3);
    // Two channels, and statements bound to the first.
    expect(await world.server.entries('session')).toHaveLength(2);
    expect(await world.server.ledger.verify()).toMatchObject({ ok: true });
  });

  it('lets new messages wait, in order, and takes cancellations and answers to the tool that asked', async () => {
    const world = await opened();
    const tool = toolOf(world, world.caller);
    tool.say({ jsonrpc: '2.0', id: 'asked', method: 'roots/list' });
    await until(() => world.client.heard.some(({ method }) => method === 'roots/list'));
    void world.client.call('echo', { i: 1 });
    await until(() => reached(world) === 1);
    await world.away();
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await world.client.say({ jsonrpc: '2.0', id: 'asked', result: { roots: [] } });
    const ping = world.client.ask('ping');
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/roots/list_changed' });
    world.back();
    expect(await ping).toMatchObject({ result: {} });
    await until(() => tool.received.some(({ method }) => method === 'notifications/roots/list_changed'));
    expect(tool.received.slice(3).map(({ id, method }) => method ?? id)).toEqual([
      'notifications/cancelled',
      'asked',
      'ping',
      'notifications/roots/list_changed',
    ]);
  });

  it('is over at once with its grant: REVOKED while it waits, and its calls are on record', async () => {
    const world = await opened();
    const call = world.client.call('echo');
    await until(() => reached(world) === 1);
    await world.away();
    const [grant] = world.server.core.grants.all();
    await world.server.agent.revoke({ id: grant?.token.id ?? '', reason: '' });
    await until(() => toolOf(world, world.caller).isClosed);
    expect(await world.server.entries('result')).toMatchObject([{ statement: { statement: { outcome: 'none' } } }]);
    world.back();
    expect(codeOf(await call)).toBe(-32005);
    expect(denialOf(await world.client.ask('ping'))).toBe('REVOKED');
  });

  it('is over at once when its client ends it, connected or not', async () => {
    const world = await opened();
    await world.tunnel.close();
    await until(() => toolOf(world, world.caller).isClosed);
    const second = await open(world.caller, world.server);
    await second.ask('ping');
    const call = second.call('echo');
    await until(() => reached(world) === 1);
    await world.away();
    await second.close();
    expect(codeOf(await call)).toBe(-32005);
  });

  it('makes each call once and answers it once, in order, however often it breaks', async () => {
    const cuts = IS_SLOW ? 200 : 3;
    const world = await lent();
    const client = clientOf(await world.caller.agent.connect({ target: world.server.identity.did }));
    await client.ask('initialize', { protocolVersion: 'x' });
    const asked: Promise<JsonObject>[] = [];
    for (let round = 0; round < cuts; round++) {
      // What was cut off is cut off at another stage in each round.
      for (let i = 0; i < 10; i++) {
        asked.push(client.call('echo', { i: asked.length }));
        await settled(i === round % 10 ? 1 : 0);
      }
      const before = world.net.pairs.length;
      await settled(round % 7);
      world.net.cut();
      // Those who come back too often are asked to wait.
      for (const { clock } of [world.server, world.caller]) clock.advance(10_000);
      if (round % 2 === 0) await until(() => world.net.pairs.length > 0 || before === 0, 20_000);
      await until(() => client.heard.length > asked.length, 20_000);
    }
    const answers = await Promise.all(asked);
    for (const [i, answer] of answers.entries())
      expect(answer).toMatchObject({ id: i + 2, result: { structuredContent: { i } } });
    expect(client.heard.map(({ id }) => id)).toEqual(Array.from({ length: asked.length + 1 }, (_, i) => i + 1));
    expect([world.tools.servers.length, reached(world)]).toEqual([1, asked.length]);
    expect(await world.server.entries('result')).toHaveLength(asked.length);
    expect(await world.caller.entries('receipt')).toHaveLength(asked.length);
  }, 240_000);
});

describe('a tunnel to whose peer there is a better way', () => {
  it('moves there while calls are in flight: none is lost, none is made twice', async () => {
    const world = await lent(also(({ method }) => (method === 'tools/call' ? SILENT : undefined)));
    world.net.path = 'relayed';
    const client = clientOf(await world.caller.agent.connect({ target: world.server.identity.did }));
    await client.ask('initialize', { protocolVersion: 'x' });
    const calls = [client.call('echo', { i: 0 }), client.call('echo', { i: 1 })];
    await until(() => reached(world) === 2);
    toolOf(world, world.caller).say(resultOf(2));
    world.net.better(world.server.key);
    toolOf(world, world.caller).say(resultOf(3));
    expect(await Promise.all(calls)).toEqual([resultOf(2), resultOf(3)]);
    const paths = async (): Promise<unknown[]> => (await world.caller.agent.status()).sessions.map(({ path }) => path);
    await until(async () => (await paths()).includes('direct'));
    // It stays a little for what else may need it.
    if (IS_SLOW) expect(await world.net.pairs[0]?.dialler.closed).toBe(undefined);
    expect(await world.server.entries('session')).toHaveLength(2);
    expect([reached(world), world.tools.servers.length, client.heard.length]).toEqual([2, 1, 3]);
    expect(world.caller.notices.some(({ message }) => message.includes('better connection'))).toBe(true);
  });

  it('stays where it is while the better way leads nowhere', async () => {
    const world = await opened();
    world.net.refuse = GONE;
    world.net.better(world.server.key);
    expect(await world.client.ask('ping')).toMatchObject({ result: {} });
    expect(world.net.pairs).toHaveLength(1);
  });
});

describe('a tunnel whose machine wakes', () => {
  it('is resumed at once, however long the next try was away', async () => {
    const world = await opened();
    await world.away();
    // Nobody waits for an answer, so tries are far apart by now.
    const tries = (): number => world.caller.notices.filter(({ message }) => message.includes('next try')).length;
    await until(() => tries() >= 3, 10_000);
    world.back();
    world.caller.core.network.wake();
    await until(() => world.caller.notices.some(({ message }) => message.includes('goes on')), 200);
    expect(await world.client.ask('ping')).toMatchObject({ result: {} });
    expect(world.tools.servers).toHaveLength(1);
  });
});

describe('a request with a deadline', () => {
  it('E_OUTCOME_UNKNOWN, E_TIMEOUT: is answered when its time is over, the tool is told, and its answer comes to nobody', async () => {
    const world = await lent(
      also(({ method }) => (method === 'tools/call' || method === 'tools/list' ? SILENT : undefined)),
    );
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did, deadlineMs: 200 });
    const client = clientOf(tunnel);
    const [call, list] = [client.call('echo'), client.ask('tools/list')];
    expect(await call).toMatchObject({ error: { code: -32005, data: { code: 'E_OUTCOME_UNKNOWN' } } });
    expect(await list).toMatchObject({ error: { code: -32004, data: { code: 'E_TIMEOUT' } } });
    await until(() => reached(world, 'notifications/cancelled') === 2);
    toolOf(world, world.caller).say(resultOf(1));
    await until(async () => (await world.caller.entries('receipt')).length === 1);
    expect(await client.ask('ping')).toMatchObject({ result: {} });
    expect(client.heard.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('is answered also while there is no connection, and tells a client that asked for progress of that', async () => {
    const world = await lent();
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did, deadlineMs: 500 });
    const client = clientOf(tunnel);
    await client.ask('ping');
    world.net.refuse = GONE;
    world.net.cut();
    await until(() => world.caller.notices.some(({ message }) => message.includes('next try')));
    const waiting = client.ask('tools/call', { name: 'echo', _meta: { progressToken: 'p' } });
    expect(await waiting).toMatchObject({ error: { code: -32004 } });
    expect(await world.caller.entries('call')).toEqual([]);
  });

  it('E_USAGE: has one of at most a day', async () => {
    const world = await lent();
    for (const deadlineMs of [0, -1, 86_400_001, Number.NaN])
      await expect(world.caller.agent.connect({ target: world.server.identity.did, deadlineMs })).rejects.toThrow(
        expect.objectContaining({ code: 'E_USAGE' }),
      );
  });
});

describe('the id of a lasting tunnel', () => {
  const resume = (raw: RawCaller, stream: number, tunnel: Uint8Array, turn: number, received = 0): void =>
    raw.send(
      PACKET.tunnelResume,
      encodeTunnelResume({ tunnel: new Uint8Array(tunnel), turn, received, given: 0 }),
      stream,
    );

  const pingAs = (id: number): Parameters<typeof encodeTunnelMessage>[0] => {
    const json = utf8(writeJson({ jsonrpc: '2.0', id, method: 'ping' }));
    return { statement: undefined, salt: undefined, json };
  };

  async function rawLasting(): Promise<{ world: Lending; raw: RawCaller; id: Uint8Array }> {
    const world = await lent();
    const raw = await RawCaller.dial(world.net, world.caller.identity, world.server);
    endWith(() => raw.channel.close());
    const answer = await raw.open([], '', true);
    if (!('token' in answer) || answer.tunnel === undefined) throw new Error('it does not last');
    return { world, raw, id: answer.tunnel };
  }

  it('is given to whoever asks for it, and is 16 bytes that are new each time', async () => {
    const { world, raw, id } = await rawLasting();
    const second = await raw.open([], '', true);
    expect(id).toHaveLength(16);
    expect('tunnel' in second && second.tunnel).not.toEqual(id);
    const third = await raw.open();
    expect('token' in third && third.tunnel).toBe(undefined);
    expect(world.tools.servers).toHaveLength(3);
  });

  it('E_NOT_FOUND: is of no use to another agent, and the tunnel goes on untouched', async () => {
    const { world, raw, id } = await rawLasting();
    const thief = await another('thief', world);
    const other = await RawCaller.dial(world.net, thief.identity, world.server);
    endWith(() => other.channel.close());
    resume(other, 1, id, 9);
    const { type, content } = await other.packets.next();
    expect([type, new TextDecoder().decode(content)]).toEqual([PACKET.refusal, expect.stringContaining('unknown')]);
    raw.say({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect((await raw.hear()).json).toMatchObject({ id: 1, result: {} });
    expect((await world.server.entries('denial')).length).toBeGreaterThan(0);
  });

  it('moves the tunnel to the newest channel of its own, which the old one hears nothing of', async () => {
    const { world, raw, id } = await rawLasting();
    raw.say({ jsonrpc: '2.0', id: 1, method: 'ping' });
    await raw.hear();
    const next = await RawCaller.dial(world.net, world.caller.identity, world.server);
    endWith(() => next.channel.close());
    resume(next, 1, id, 1, 0);
    // What was answered before and not acknowledged comes again, for whoever says that it has not got it.
    const kinds = [await next.packets.next(), await next.packets.next()].map(({ type }) => type);
    expect(kinds).toEqual([PACKET.tunnelResumed, PACKET.mcpMessage]);
    raw.say({ jsonrpc: '2.0', id: 2, method: 'ping' });
    await settled();
    expect(reached(world, 'ping')).toBe(1);
  });

  it('REPLAY: with the turn of a request that was taken, or a lower one, moves nothing', async () => {
    const { world, raw, id } = await rawLasting();
    resume(raw, 2, id, 5);
    expect((await raw.packets.next()).type).toBe(PACKET.tunnelResumed);
    for (const [stream, turn] of [
      [3, 5],
      [4, 4],
    ] as const) {
      resume(raw, stream, id, turn);
      const { type, stream: on, content } = await raw.packets.next();
      expect([type, on, decodeRefusal(content).code]).toEqual([PACKET.refusal, stream, 'REPLAY']);
    }
    raw.send(PACKET.mcpMessage, encodeTunnelMessage(pingAs(1)), 2);
    expect((await raw.packets.next()).stream).toBe(2);
    expect(reached(world, 'ping')).toBe(1);
  });

  it('E_PROTOCOL: with counts that cannot be ends the tunnel and the channel', async () => {
    const { world, raw, id } = await rawLasting();
    const next = await RawCaller.dial(world.net, world.caller.identity, world.server);
    resume(next, 1, id, 1, 5);
    await next.channel.closed;
    await until(() => toolOf(world, world.caller).isClosed);
    await raw.channel.close();
  });

  it(`holds a place for whoever comes back, and gives it up to the tunnel that would be one above ${MAX_TUNNELS_A_PEER}`, async () => {
    const { world, raw } = await rawLasting();
    for (let n = 1; n < MAX_LINGERING_A_PEER; n++) await raw.open([], '', true);
    world.net.cut();
    const next = await RawCaller.dial(world.net, world.caller.identity, world.server);
    endWith(() => next.channel.close());
    const open = (): number => world.tools.servers.filter(({ isClosed }) => !isClosed).length;
    for (let n = MAX_LINGERING_A_PEER; n < MAX_TUNNELS_A_PEER; n++) expect(await next.open()).toHaveProperty('token');
    expect(open()).toBe(MAX_TUNNELS_A_PEER);
    expect(await next.open()).toHaveProperty('token');
    await until(() => open() === MAX_TUNNELS_A_PEER);
    expect(world.tools.servers.map(({ isClosed }) => isClosed).indexOf(true)).toBe(0);
  });

  it(`E_RATE_LIMITED: is taken ${STARTS_A_MINUTE} times a minute, with the channels that it takes`, async () => {
    const { world, raw, id } = await rawLasting();
    // A channel and a tunnel were taken before.
    for (let turn = 1; turn <= STARTS_A_MINUTE - 2; turn++) resume(raw, turn + 1, id, turn);
    await until(
      () => raw.packets.all.filter(({ type }) => type === PACKET.tunnelResumed).length === STARTS_A_MINUTE - 2,
    );
    resume(raw, STARTS_A_MINUTE, id, STARTS_A_MINUTE);
    await until(() => raw.packets.all.at(-1)?.type === PACKET.refusal);
    expect(new TextDecoder().decode(raw.packets.all.at(-1)?.content)).toContain('busy');
    expect(world.tools.servers).toHaveLength(1);
  });
});

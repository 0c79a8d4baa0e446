import { describe, expect, it, vi } from 'vitest';
import { DENIALS_A_WINDOW } from '../../src/agent/record/denials.ts';
import { CallCounter, MAX_OUT_OF_ORDER } from '../../src/agent/tunnel/call-records.ts';
import { MAX_STREAMS_A_CHANNEL } from '../../src/agent/tunnel/streams.ts';
import { MAX_CHANNELS_A_PEER, MAX_TUNNELS_A_PEER, STARTS_A_MINUTE } from '../../src/agent/tunnel/tunnel-host.ts';
import {
  CLOSE_GRACE_MS,
  MAX_MESSAGE_PACKET_BYTES,
  MAX_WAITING_CONTROL_PACKETS,
  MAX_WAITING_MESSAGE_PACKETS,
  STREAM_CREDIT_BYTES,
} from '../../src/agent/tunnel/tunnel-stream.ts';
import { encodeTunnelMessage, MAX_STATEMENT_BYTES } from '../../src/agent/tunnel/tunnel-wire.ts';
import { concat, utf8 } from '../../src/base/bytes.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { type JsonObject, writeJson } from '../../src/codec/json.ts';
import { u32 } from '../../src/codec/writer.ts';
import { Identity } from '../../src/identity/identity.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { PACKET } from '../../src/message/packet.ts';
import { clientOf, type Lending, type lending, scopeOf, settled, until } from '../fixtures/agents.ts';
import { NEW_YEAR } from '../fixtures/ledger.ts';
import { knowToken, RawCaller } from '../fixtures/raw-tunnel.ts';
import { denialOf, lent, reached, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const SALT = new Uint8Array(32).fill(7);

interface Hostile extends Lending {
  readonly raw: RawCaller;
  readonly mallory: Identity;
  readonly token: string;
}

/** A server, and a peer with a grant for `echo` that writes its packets by hand. */
async function hostile(
  script?: Parameters<typeof lending>[0],
  options?: Parameters<typeof lending>[1],
): Promise<Hostile> {
  const world = await lent(script, options);
  const mallory = Identity.generate('mallory', NEW_YEAR);
  const { token } = await world.server.core.grants.issue(mallory.did, scopeOf(['echo']), 3600);
  knowToken(token.text, token.id);
  const raw = await RawCaller.dial(world.net, mallory, world.server);
  await raw.open();
  return { ...world, raw, mallory, token: token.text };
}

describe('a caller that writes its own statements', () => {
  it('is answered where they are right', async () => {
    const { raw, server } = await hostile();
    raw.call(1, 'echo', { a: 1 });
    const answer = await raw.hear();
    expect(answer).toMatchObject({
      type: PACKET.mcpResponse,
      json: { id: 1, result: { structuredContent: { a: 1 } } },
    });
    expect((await server.entries()).map(({ type }) => type)).toEqual([
      'grant',
      'grant',
      'session',
      'decision',
      'result',
    ]);
  });

  it.each([
    ['to another server', (raw: RawCaller) => ({ to: raw.identity.did }), 'MALFORMED'],
    ['from another caller', (raw: RawCaller) => ({ from: raw.server }), 'SIGNATURE_INVALID'],
    ['of another service', () => ({ service: 'other' }), 'MALFORMED'],
    ['under another token', () => ({ token: '11'.repeat(32) }), 'MALFORMED'],
    ['of another session', () => ({ session: '22'.repeat(32) }), 'MALFORMED'],
    ['of another method', () => ({ method: 'resources/read' }), 'MALFORMED'],
    ['of another tool', () => ({ target: 'secret' }), 'MALFORMED'],
    ['of other arguments', () => ({ arguments: commit(SALT, { a: 2 }) }), 'MALFORMED'],
  ] as const)('I06, K09: is refused a call with a statement %s', async (_what, changes, code) => {
    const world = await hostile();
    world.raw.call(1, 'echo', { a: 1 }, changes(world.raw));
    const answer = await world.raw.hear();
    expect(answer.json).toMatchObject({ id: 1, error: { code: -32003, data: { code } } });
    expect(answer.statement).toBeUndefined();
    expect(reached(world)).toBe(0);
    expect(await world.server.entries('denial')).toMatchObject([{ subject: 'statement', code, count: 1 }]);
    // A failure leaves the state as it was: the right call goes through.
    world.raw.call(2, 'echo');
    expect((await world.raw.hear()).json).toMatchObject({ id: 2, result: {} });
  });

  it('is refused a call without a statement, with a result for one, and with bytes that are none', async () => {
    const world = await hostile();
    const { raw } = world;
    const request: JsonObject = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo', arguments: {} },
    };
    raw.say(request);
    expect(denialOf((await raw.hear()).json)).toBe('MALFORMED');
    for (const statement of ['{}', '[]', 'x', '{"body":{}}']) {
      raw.sendCall(utf8(statement), SALT, writeJson(request));
      expect(denialOf((await raw.hear()).json)).toBe('MALFORMED');
    }
    const good = raw.statement(request, SALT);
    const flipped = new Uint8Array(good.bytes);
    const at = flipped.length - 20;
    flipped[at] = (flipped[at] as number) === 0x41 ? 0x42 : 0x41;
    raw.sendCall(flipped, SALT, writeJson(request));
    expect(['SIGNATURE_INVALID', 'MALFORMED']).toContain(denialOf((await raw.hear()).json));
    // The right statement, but another salt.
    raw.sendCall(good.bytes, new Uint8Array(32), writeJson(request));
    expect(denialOf((await raw.hear()).json)).toBe('MALFORMED');
    expect(reached(world)).toBe(0);
  });

  it('REPLAY: is refused a statement the second time, on this tunnel and on another of the session', async () => {
    const world = await hostile();
    const { raw, token } = world;
    const request: JsonObject = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo', arguments: {} },
    };
    const signed = raw.statement(request, SALT);
    raw.sendCall(signed.bytes, SALT, writeJson(request));
    expect((await raw.hear()).json).toMatchObject({ id: 1, result: {} });
    raw.sendCall(signed.bytes, SALT, writeJson(request));
    expect(denialOf((await raw.hear()).json)).toBe('REPLAY');
    await raw.open([token]);
    raw.sendCall(signed.bytes, SALT, writeJson(request));
    expect(denialOf((await raw.hear()).json)).toBe('REPLAY');
    expect(reached(world)).toBe(1);
    // In another session it is about another one.
    const again = await RawCaller.dial(world.net, world.mallory, world.server);
    await again.open([token]);
    again.sendCall(signed.bytes, SALT, writeJson(request));
    expect(denialOf((await again.hear()).json)).toBe('MALFORMED');
    expect(reached(world)).toBe(1);
  });

  it('C11: gets nothing for a token, or a session, of somebody else', async () => {
    const world = await hostile();
    const { text } = (await world.server.core.grants.issue(world.caller.identity.did, scopeOf(['secret']), 3600)).token;
    expect(await world.raw.open([text])).toEqual({ word: 'denied', code: 'SUBJECT_MISMATCH' });
    // Not even when its owner has used it, and it is cached.
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    expect(await world.raw.open([text])).toEqual({ word: 'denied', code: 'SUBJECT_MISMATCH' });
    await tunnel.close();
    expect(world.tools.servers.map(({ caller }) => caller)).toEqual([world.mallory.did, world.caller.identity.did]);
  });

  it('C22, M25: fills no disk with refusals of its statements', async () => {
    const { raw, server } = await hostile();
    for (let id = 0; id < 500; id++) {
      raw.call(id, 'echo', {}, { service: 'other' });
      await raw.hear();
    }
    expect(await server.entries('denial')).toHaveLength(DENIALS_A_WINDOW);
    expect(server.notices.filter(({ kind }) => kind === 'denied')).toEqual([]);
  });

  it('C20: is denied every method that is not on the list', async () => {
    const world = await hostile();
    const { raw } = world;
    const denied = [
      'tasks/list',
      'tasks/get',
      'tasks/cancel',
      'tasks/result',
      'sampling/createMessage',
      'roots/list',
      'elicitation/create',
      'tools/Call',
      'TOOLS/CALL',
      'tools/call ',
      'rpc.discover',
      '__proto__',
      'constructor',
      'resources/write',
    ];
    for (const [id, method] of denied.entries()) {
      raw.say({ jsonrpc: '2.0', id, method, params: { name: 'echo' } });
      expect([method, (await raw.hear()).json]).toMatchObject([
        method,
        { id, error: { code: -32003, data: { code: 'SCOPE_MISMATCH' } } },
      ]);
    }
    raw.say({ jsonrpc: '2.0', id: 'task', method: 'tools/call', params: { name: 'echo', task: {} } });
    expect(denialOf((await raw.hear()).json)).toBe('SCOPE_MISMATCH');
    for (const [method, params] of [
      ['resources/read', { uri: 'file:///x' }],
      ['resources/subscribe', { uri: 'file:///x' }],
      ['prompts/get', { name: 'p' }],
    ] as const) {
      const request: JsonObject = { jsonrpc: '2.0', id: method, method, params };
      raw.sendCall(raw.statement(request, SALT, { arguments: commit(SALT, params) }).bytes, SALT, writeJson(request));
      expect([method, denialOf((await raw.hear()).json)]).toEqual([method, 'SCOPE_MISMATCH']);
    }
    for (const [method, params] of [
      ['resources/unsubscribe', { uri: 'file:///x' }],
      ['completion/complete', { ref: { type: 'ref/prompt', name: 'p' } }],
    ] as const) {
      raw.say({ jsonrpc: '2.0', id: method, method, params });
      expect([method, denialOf((await raw.hear()).json)]).toEqual([method, 'SCOPE_MISMATCH']);
    }
    expect(world.tools.servers[0]?.received).toEqual([]);
    for (const [id, method] of [
      'initialize',
      'ping',
      'tools/list',
      'resources/list',
      'resources/templates/list',
      'prompts/list',
      'logging/setLevel',
      'server/discover',
    ].entries()) {
      raw.say({ jsonrpc: '2.0', id, method, params: {} });
      expect([method, (await raw.hear()).json]).toMatchObject([method, { id, result: {} }]);
    }
  });
});

describe('a peer that breaks the rules of the stream', () => {
  /** The server ends the stream and goes on with others. */
  async function endsTheStream(raw: RawCaller, word = 'failed'): Promise<void> {
    const { type, content } = await raw.packets.next();
    expect([type, content]).toMatchObject([PACKET.tunnelClose, {}]);
    expect(new TextDecoder('latin1').decode(content)).toContain(word);
    expect(await raw.open()).toMatchObject({ service: 'files' });
  }

  it('E_PROTOCOL: ends its tunnel for a packet of another type', async () => {
    const { raw } = await hostile();
    raw.send(PACKET.mcpResponse, encodeTunnelMessage({ statement: undefined, salt: undefined, json: utf8('{}') }));
    await endsTheStream(raw);
    raw.send(PACKET.inviteGrant, utf8('{}'));
    await endsTheStream(raw);
  });

  it('E_MALFORMED: ends its tunnel for a content that cannot be read', async () => {
    const { raw } = await hostile();
    raw.send(PACKET.mcpMessage, Uint8Array.of(0, 0));
    await endsTheStream(raw, 'MALFORMED');
    raw.send(PACKET.mcpMessage, concat(u32(MAX_STATEMENT_BYTES + 1), new Uint8Array(MAX_STATEMENT_BYTES + 100)));
    await endsTheStream(raw);
    raw.send(PACKET.acknowledge, utf8('{"not":"a statement"}'));
    await endsTheStream(raw);
  });

  it('drops an acknowledgement of nothing, and takes one once', async () => {
    const { raw, server, caller } = await hostile();
    const tunnel = await caller.agent.connect({ target: server.identity.did });
    const client = clientOf(tunnel);
    await client.call('echo');
    await until(async () => (await server.entries('acknowledgement')).length === 1);
    await tunnel.close();
    expect(raw.channel.bufferedBytes).toBe(0);
  });

  /** A tunnel to a tool that takes nothing, so that nothing more is read of the peer. */
  async function stuck(): Promise<{ raw: RawCaller; isOver: () => boolean; closed: () => boolean }> {
    const world = await hostile();
    let isClosed = false;
    world.server.agent.tunnels.lend({
      name: 'stuck',
      startTool: () => ({
        send: () => false,
        drained: () => new Promise<void>(() => {}),
        pause: () => {},
        resume: () => {},
        exited: new Promise(() => {}),
        close: () => {
          isClosed = true;
          return Promise.resolve();
        },
      }),
      callTimeoutMs: 1000,
      onDiagnostic: () => {},
    });
    const scope = scopeOf(['echo'], { service: 'stuck' });
    const { token } = await world.server.core.grants.issue(world.mallory.did, scope, 3600);
    const raw = await RawCaller.dial(world.net, world.mallory, world.server);
    await raw.open([token.text]);
    raw.sayText('{"jsonrpc":"2.0","method":"notifications/a"}');
    await settled();
    let isOver = false;
    void raw.channel.closed.then(() => {
      isOver = true;
    });
    return { raw, isOver: () => isOver, closed: () => isClosed };
  }

  async function sendMany(raw: RawCaller, count: number, send: () => void): Promise<void> {
    for (let i = 0; i < count; i++) {
      send();
      if (i % 256 === 0) await raw.channel.drained();
    }
    await settled(50);
  }

  it(`holds ${MAX_WAITING_MESSAGE_PACKETS} messages that cost no credit, and ends the channel for one more`, async () => {
    const { raw, isOver } = await stuck();
    const send = (): void => raw.send(PACKET.mcpMessage, new Uint8Array(0));
    await sendMany(raw, MAX_WAITING_MESSAGE_PACKETS, send);
    expect(isOver()).toBe(false);
    send();
    await until(isOver);
  });

  it(`holds ${MAX_WAITING_CONTROL_PACKETS} control packets, and ends the channel for one more`, async () => {
    const { raw, isOver } = await stuck();
    const send = (): void => raw.send(PACKET.refusal, Uint8Array.of(0));
    await sendMany(raw, MAX_WAITING_CONTROL_PACKETS, send);
    expect(isOver()).toBe(false);
    send();
    await until(isOver);
  });

  it('takes one message beyond its credit, and ends the channel for the next', async () => {
    const { raw, isOver } = await stuck();
    // The first notification has cost some already: the second leaves one byte, the third takes it and more.
    const first = '{"jsonrpc":"2.0","method":"notifications/a"}'.length + 4;
    raw.send(PACKET.mcpMessage, new Uint8Array(STREAM_CREDIT_BYTES - first - 1));
    raw.send(PACKET.mcpMessage, new Uint8Array(MAX_MESSAGE_PACKET_BYTES));
    await settled(50);
    expect(isOver()).toBe(false);
    raw.send(PACKET.mcpMessage, new Uint8Array(1));
    await until(isOver);
  });

  it('ends the channel for a message above the limit of one', async () => {
    const { raw, isOver } = await stuck();
    raw.send(PACKET.mcpMessage, new Uint8Array(MAX_MESSAGE_PACKET_BYTES + 1));
    await until(isOver);
  });

  it('ends the tool of a peer that left, though it takes nothing of what came before', async () => {
    const { raw, isOver, closed } = await stuck();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    raw.send(PACKET.tunnelClose, encodeCbor({ word: 'unknown' }));
    await settled();
    expect(closed()).toBe(false);
    vi.advanceTimersByTime(CLOSE_GRACE_MS);
    await until(closed);
    expect(isOver()).toBe(false);
  });

  it(`opens ${MAX_STREAMS_A_CHANNEL} streams on a channel, and tells the next that it is busy`, async () => {
    const { raw } = await hostile();
    for (let i = 1; i < MAX_STREAMS_A_CHANNEL; i++) expect(await raw.open()).toMatchObject({ service: 'files' });
    expect(await raw.open()).toEqual({ word: 'busy', code: undefined });
    raw.send(PACKET.tunnelClose, encodeCbor({ word: 'unknown' }), 1);
    await settled();
    expect(await raw.open()).toMatchObject({ service: 'files' });
  });

  it(`opens ${MAX_TUNNELS_A_PEER} tunnels for a peer on however many channels`, async () => {
    const { raw, net, mallory, server } = await hostile();
    for (let i = 1; i < MAX_TUNNELS_A_PEER; i++) await raw.open();
    const second = await RawCaller.dial(net, mallory, server);
    expect(await second.open()).toEqual({ word: 'busy', code: undefined });
    expect(await server.entries('denial')).toMatchObject([{ subject: 'tunnel', code: 'E_RATE_LIMITED' }]);
  });

  it(`takes ${MAX_CHANNELS_A_PEER} channels of a peer at a time`, async () => {
    const { net, mallory, server } = await hostile();
    for (let i = 1; i < MAX_CHANNELS_A_PEER; i++) await RawCaller.dial(net, mallory, server);
    await expect(RawCaller.dial(net, mallory, server)).rejects.toThrow(expect.objectContaining({ code: 'E_REFUSED' }));
    expect(server.agent.tunnels.channels).toHaveLength(MAX_CHANNELS_A_PEER);
  });

  it(`N07: starts ${STARTS_A_MINUTE} things a minute for a peer`, async () => {
    const { raw, server } = await hostile();
    // A channel and a tunnel were started.
    for (let i = 2; i < STARTS_A_MINUTE; i++) {
      raw.send(PACKET.tunnelClose, encodeCbor({ word: 'unknown' }));
      expect(await raw.open()).toMatchObject({ service: 'files' });
    }
    raw.send(PACKET.tunnelClose, encodeCbor({ word: 'unknown' }));
    expect(await raw.open()).toEqual({ word: 'busy', code: undefined });
    server.clock.advance(60_000);
    expect(await raw.open()).toMatchObject({ service: 'files' });
  });

  it('ends the channel of a peer that numbers a stream twice, or sends what is not of stream 0', async () => {
    const first = await hostile();
    first.raw.send(PACKET.tunnelOpen, new Uint8Array(0), 1);
    await first.raw.channel.closed;
    const second = await RawCaller.dial(first.net, first.mallory, first.server);
    second.send(PACKET.mcpMessage, new Uint8Array(8), 0);
    await second.channel.closed;
    await until(() => first.server.agent.tunnels.channels.length === 0);
    expect(first.tools.servers.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('refuses a request for a tunnel that cannot be read with MALFORMED, or with the code of what lacks', async () => {
    const { raw } = await hostile();
    expect(await raw.open(['x'])).toEqual({ word: 'denied', code: 'MALFORMED' });
    expect(await raw.open([], 'nobody')).toEqual({ word: 'denied', code: 'NO_CAPABILITY' });
    expect(await raw.open(Array.from({ length: 9 }, () => 'x'))).toEqual({ word: 'denied', code: 'MALFORMED' });
  });
});

describe('numbers of calls', () => {
  it('takes each once, in whatever order', () => {
    const counter = new CallCounter();
    const numbers = [0, 5, 3, 1, 4, 2, 6];
    expect(numbers.map((number) => counter.take(number))).toEqual(numbers.map(() => true));
    expect(numbers.map((number) => counter.take(number))).toEqual(numbers.map(() => false));
    expect(counter.take(7)).toBe(true);
  });

  it(`remembers ${MAX_OUT_OF_ORDER} out of order; a gap that is older counts as taken`, () => {
    const counter = new CallCounter();
    for (let i = 1; i <= MAX_OUT_OF_ORDER; i++) expect(counter.take(i)).toBe(true);
    const other = new CallCounter();
    expect(counter.take(0)).toBe(true);
    for (let i = 1; i <= MAX_OUT_OF_ORDER; i++) other.take(2 * i);
    expect(other.take(1)).toBe(true);
    for (let i = MAX_OUT_OF_ORDER + 1; i <= MAX_OUT_OF_ORDER + 2; i++) other.take(2 * i);
    expect(other.take(0)).toBe(false);
    expect(other.take(2)).toBe(false);
    expect(other.take(2 * MAX_OUT_OF_ORDER + 1)).toBe(true);
  });
});

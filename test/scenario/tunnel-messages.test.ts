import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Json, JsonNumber, type JsonObject, parseJson, writeJson } from '../../src/codec/json.ts';
import { CALLER_META } from '../../src/mcp/meta.ts';
import { MAX_RPC_BYTES } from '../../src/mcp/rpc.ts';
import {
  also,
  clientOf,
  echo,
  introduce,
  type Lending,
  type Script,
  SILENT,
  scopeOf,
  settled,
  until,
} from '../fixtures/agents.ts';
import { agentFor, another, codeOf, denialOf, lent, open, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';

watchTests();

/** Who calls, as the tool is told. */
async function callerOf({ server, caller }: Lending): Promise<JsonObject> {
  const [capability] = await server.agent.capabilities();
  return { did: caller.identity.did, capability: capability?.id ?? '' };
}

describe('two agents at one server', () => {
  it('M01: gives each its own answer to the same id', async () => {
    const world = await lent();
    const bob = await another('bob', world);
    const [a, b] = [await open(world.caller, world.server), await open(bob, world.server)];
    const [toA, toB] = await Promise.all([a.call('echo', { of: 'a' }), b.call('echo', { of: 'b' })]);
    expect(toA).toMatchObject({ id: 1, result: { content: [{ text: world.caller.identity.did }] } });
    expect(toB).toMatchObject({
      id: 1,
      result: { content: [{ text: bob.identity.did }], structuredContent: { of: 'b' } },
    });
  });

  it(
    'M01: crosses none of a thousand interleaved calls',
    async () => {
      // Answers come in another order than the questions.
      const late: Script = async (message, server) => {
        for (let i = Math.floor(Math.random() * 5); i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
        return echo(message, server);
      };
      const world = await lent(
        also((message, server) => (message['method'] === 'tools/call' ? late(message, server) : undefined)),
      );
      const others = await Promise.all(['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => another(name, world)));
      const callers = [world.caller, ...others];
      const clients = await Promise.all(callers.map((caller) => open(caller, world.server)));
      const each = (SLOW ? 10_000 : 1000) / clients.length;
      const answers = await Promise.all(
        clients.map((client) => Promise.all(Array.from({ length: each }, (_, i) => client.call('echo', { i })))),
      );
      const wrong = answers.flatMap((of, c) =>
        of.filter((answer, i) => {
          const result = answer['result'] as JsonObject;
          const caller = (result['content'] as JsonObject[])[0]?.['text'];
          return caller !== callers[c]?.identity.did || (result['structuredContent'] as JsonObject)['i'] !== i;
        }),
      );
      expect(wrong).toEqual([]);
      expect(await world.server.ledger.verify()).toMatchObject({ ok: true });
    },
    SLOW ? 300_000 : 30_000,
  );

  it('M04: lets progress, cancellation and subscriptions of one not touch the other', async () => {
    const world = await lent(
      also((message) =>
        message['method'] === 'tools/call' || message['method'] === 'resources/subscribe' ? SILENT : undefined,
      ),
      { scope: scopeOf(['echo'], { resources: [{ any: true }] }) },
    );
    const bob = await another('bob', world);
    const [a, b] = [await open(world.caller, world.server), await open(bob, world.server)];
    for (const client of [a, b])
      await client.say({
        jsonrpc: '2.0',
        id: 'same',
        method: 'tools/call',
        params: { name: 'echo', _meta: { progressToken: 7 } },
      });
    await a.say({ jsonrpc: '2.0', id: 's', method: 'resources/subscribe', params: { uri: 'file:///a' } });
    await until(() => toolOf(world, world.caller).received.length === 2 && toolOf(world, bob).received.length === 1);
    toolOf(world, world.caller).say({
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 7, progress: 1 },
    });
    toolOf(world, world.caller).say({
      jsonrpc: '2.0',
      method: 'notifications/resources/updated',
      params: { uri: 'file:///a' },
    });
    await a.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'same' } });
    await until(() => a.heard.length === 2);
    await settled();
    expect(b.heard).toEqual([]);
    expect(toolOf(world, bob).received.map(({ method }) => method)).toEqual(['tools/call']);
    toolOf(world, bob).say({ jsonrpc: '2.0', id: 'same', result: { of: 'bob' } });
    expect(await b.answerTo('same')).toMatchObject({ result: { of: 'bob' } });
  });

  it('M13: takes no token of another server for the same tool', async () => {
    const world = await lent();
    const elsewhere = await agentFor('elsewhere', world.net, { tool: world.tools.start });
    const { token } = await elsewhere.core.grants.issue(world.caller.identity.did, scopeOf(['other']), 3600);
    await introduce(world.caller, elsewhere);
    await expect(
      world.caller.agent.openCalls({ server: world.server.identity.did, service: 'files', token: token.text }),
    ).rejects.toThrow(expect.objectContaining({ code: 'UNTRUSTED_ISSUER' }));
    const [denied] = await world.server.entries('denial');
    expect(denied).toMatchObject({ subject: 'tunnel', code: 'UNTRUSTED_ISSUER', count: 1 });
  });
});

describe('ids', () => {
  it('M02: drops the answer of an ended tunnel', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const first = await open(world.caller, world.server);
    void first.call('echo');
    await until(() => world.tools.servers[0]?.received.length === 1);
    const old = toolOf(world, world.caller);
    await first.close();
    const second = await open(world.caller, world.server);
    void second.call('echo');
    await until(() => world.tools.servers[1]?.received.length === 1);
    // The script still writes, as a process whose pipe nobody closed yet.
    old.say({ jsonrpc: '2.0', id: 1, result: { of: 'the first' } });
    toolOf(world, world.caller).say({ jsonrpc: '2.0', id: 1, result: { of: 'the second' } });
    expect(await second.answerTo(1)).toMatchObject({ result: { of: 'the second' } });
    expect(second.heard).toHaveLength(1);
  });

  it('M03: tells the questions of the server and of the client apart, whatever their ids', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    void client.call('echo');
    await until(() => world.tools.servers[0]?.received.length === 1);
    const tool = toolOf(world, world.caller);
    tool.say({ jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {} });
    await until(() => client.heard.length === 1);
    await client.say({ jsonrpc: '2.0', id: 1, result: { role: 'assistant' } });
    await until(() => tool.received.length === 2);
    expect(tool.received[1]).toEqual({ jsonrpc: '2.0', id: 1, result: { role: 'assistant' } });
    tool.say({ jsonrpc: '2.0', id: 1, result: { of: 'the call' } });
    expect(await client.answerTo(1)).toMatchObject({ result: { of: 'the call' } });
  });

  it('M05: answers a batch with −32600 and passes nothing of it on', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    const hidden = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'other' } };
    await client.say([{ jsonrpc: '2.0', id: 1, method: 'ping' }, hidden]);
    await until(() => client.heard.length === 1);
    expect(client.heard[0]).toMatchObject({ id: null, error: { code: -32600 } });
    await client.ask('ping');
    expect(toolOf(world, world.caller).received.map(({ method }) => method)).toEqual(['ping']);
  });

  it('M09: carries large and fractional ids as they were written, and refuses what is no id', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    const ids = [
      '9007199254740993',
      '1.0',
      '-0',
      '1e2',
      '123456789012345678901234567890',
      '0.5',
      '"1"',
      `"${'i'.repeat(1024)}"`,
    ];
    for (const id of ids) await client.sayText(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    await until(() => client.texts.length === ids.length);
    expect(client.texts.map((text) => /"id":("[^"]*"|[^,}]+)/.exec(text)?.[1])).toEqual(ids);
    expect(toolOf(world, world.caller).texts.map((text) => /"id":("[^"]*"|[^,}]+)/.exec(text)?.[1])).toEqual(ids);
    for (const id of ['{}', '[1]', 'true', 'null', `"${'i'.repeat(1025)}"`])
      await client.sayText(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    await until(() => client.heard.length === ids.length + 5);
    expect(client.heard.slice(ids.length).map(codeOf)).toEqual(Array.from({ length: 5 }, () => -32600));
    expect(toolOf(world, world.caller).texts).toHaveLength(ids.length);
  });

  it('refuses an id that is in use, at either end', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    void client.call('echo');
    await client.say({ jsonrpc: '2.0', id: 1, method: 'ping' });
    await until(() => client.heard.length === 1);
    expect(client.heard[0]).toMatchObject({ id: 1, error: { code: -32600 } });
    await until(() => toolOf(world, world.caller).received.length === 1);
    await settled();
    expect(toolOf(world, world.caller).received).toHaveLength(1);
  });

  it('M10: answers no notification, and hands on no answer that nobody asked for', async () => {
    const world = await lent(also((message) => (message['method'] === 'twice' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    for (const method of ['notifications/initialized', 'notifications/unknown', 'tools/call', 'rm', 'notifications'])
      await client.say({ jsonrpc: '2.0', method, params: { name: 'echo' } });
    await client.say({ jsonrpc: '2.0', id: 77, result: {} });
    await client.say({ jsonrpc: '2.0', id: 78, error: { code: 1, message: 'x' } });
    await client.sayText('{"jsonrpc":"2.0","id":79,"result":{},"error":{}}');
    expect(await client.ask('ping')).toMatchObject({ result: {} });
    const tool = toolOf(world, world.caller);
    expect(tool.received.map(({ method }) => method)).toEqual([
      'notifications/initialized',
      'notifications/unknown',
      'ping',
    ]);
    for (const id of [1, 5, 'nobody', null] as const) tool.say({ jsonrpc: '2.0', id, result: { stray: true } });
    tool.say({ jsonrpc: '2.0', id: null, error: { code: -32700, message: 'parse error' } });
    expect(await client.ask('ping')).toMatchObject({ id: 2 });
    expect(client.heard).toHaveLength(2);
    expect(await world.caller.entries('call')).toEqual([]);
  });
});

describe('what the tool gets', () => {
  it('M08, C19: is what was checked, written anew', async () => {
    const world = await lent(echo, { scope: scopeOf(['echo']) });
    const client = await open(world.caller, world.server);
    for (const text of [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"other"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"},"params":{"name":"other"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","Method":"tools/list","params":{"name":"echo"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":1,"a":2}}}',
    ])
      await client.sayText(text);
    await client.sayText('{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"echo","Name":"other"}}');
    await until(() => client.heard.length === 5);
    expect(client.heard.map(codeOf)).toEqual([-32700, -32700, -32600, -32700, -32003]);
    expect(denialOf(client.heard[4] ?? {})).toBe('MALFORMED');
    await client.sayText(
      '{ "jsonrpc" : "2.0","id":2 , "method":"tools/call","params":{"name":"\\u0065cho","arguments":{"n":1.50,"s":"\\u0041"}}}',
    );
    await until(() => client.heard.length === 6);
    const meta = JSON.stringify(await callerOf(world));
    expect(toolOf(world, world.caller).texts).toEqual([
      `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"n":1.50,"s":"A"},"_meta":{"${CALLER_META}":${meta}}}}`,
    ]);
  });

  it('names the caller, and no caller that a peer names', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    const forged = { [CALLER_META]: { did: 'did:key:mallory' }, progressToken: 1 };
    await client.ask('tools/call', { name: 'echo', _meta: forged });
    await client.say({ jsonrpc: '2.0', method: 'notifications/x', params: { _meta: forged } });
    await client.ask('ping', { _meta: forged });
    for (const { params } of toolOf(world, world.caller).received)
      expect((params as JsonObject)['_meta']).toEqual({
        progressToken: 1,
        [CALLER_META]: await callerOf(world),
      });
  });

  it('M15: starts nothing that a peer names', async () => {
    const starts: unknown[] = [];
    const world = await lent();
    const spied = world.tools.start;
    const bob = await another('bob', world);
    world.server.agent.tunnels.lend({
      name: 'watched',
      startTool: (start) => {
        starts.push(Object.keys(start), start.caller, start.service);
        return spied(start);
      },
      callTimeoutMs: 1000,
      onDiagnostic: () => {},
    });
    await world.server.core.grants.issue(bob.identity.did, scopeOf(['echo'], { service: 'watched' }), 3600);
    const tunnel = await bob.agent.connect({
      target: bob.core.peers.resolve(world.server.identity.did),
      service: 'watched',
    });
    const client = clientOf(tunnel);
    const hostile = { command: 'touch', args: ['PWNED'], env: { LD_PRELOAD: 'x' }, cwd: '/', url: 'http://127.0.0.1/' };
    await client.ask('initialize', { protocolVersion: '2025-06-18', ...hostile });
    await client.ask('tools/call', { name: 'echo', ...hostile });
    expect(starts).toEqual([['caller', 'who', 'service', 'onLine', 'onDiagnostic'], bob.identity.did, 'watched']);
    await tunnel.close();
  });

  it('M26: gets the protocol version that the client asked for, whatever it is', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    for (const protocolVersion of ['2025-06-18', '2025-11-25', '2026-07-28', '1999-01-01', '', 'latest'])
      expect(await client.ask('initialize', { protocolVersion, capabilities: {} })).toMatchObject({
        result: { protocolVersion },
      });
  });
});

describe('fidelity', () => {
  const key = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('a', '__proto__', 'constructor', 'toString', 'ſ', '\u2028', ''),
  );
  const number = fc.constantFrom(
    '0',
    '-0',
    '1',
    '1.0',
    '1e2',
    '1E+2',
    '-1.5',
    '9007199254740993',
    '1e400',
    '0.1000000000000000055511',
    '123456789012345678901234567890',
  );
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<Json>(null, true, false),
      fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text.isWellFormed()),
      number.map((token) => parseJson(token)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(
          fc.tuple(
            key.filter((k) => k.isWellFormed()),
            tie('value'),
          ),
          { maxLength: 3 },
        )
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const params = fc
    .array(fc.tuple(fc.constantFrom('x', 'y', 'cursor', '__proto__', 'level', '_meta2', 'Ω'), value), { maxLength: 3 })
    .map((entries) => Object.fromEntries(entries) as JsonObject);

  it('M27: every message arrives equal as JSON, in order, both ways, number tokens kept', async () => {
    const world = await lent(() => SILENT);
    const client = await open(world.caller, world.server);
    await client.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    await until(() => world.tools.servers.length === 1);
    const tool = toolOf(world, world.caller);
    let id = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(params, fc.constantFrom('notification', 'request', 'answer')), {
          minLength: 1,
          maxLength: 6,
        }),
        async (batch) => {
          const [toTool, toClient] = [tool.texts.length, client.texts.length];
          const [sentToTool, sentToClient]: [string[], string[]] = [[], []];
          for (const [given, kind] of batch) {
            id++;
            const bare: JsonObject = {
              jsonrpc: '2.0',
              ...(kind === 'notification' ? {} : { id: `q${id}` }),
              method: kind === 'notification' ? 'notifications/any' : 'ping',
              params: given,
            };
            sentToTool.push(writeJson(bare));
            await client.say(bare);
            const theirs: JsonObject = {
              jsonrpc: '2.0',
              ...(kind === 'notification' ? {} : { id: `t${id}` }),
              method: kind === 'notification' ? 'notifications/message' : 'sampling/createMessage',
              params: given,
            };
            sentToClient.push(writeJson(theirs));
            tool.say(theirs);
          }
          await until(
            () => tool.texts.length === toTool + batch.length && client.texts.length === toClient + batch.length,
          );
          const withoutMeta = tool.texts
            .slice(toTool)
            .map((text) => writeJson(unmarked(parseJson(text) as JsonObject)));
          expect(withoutMeta).toEqual(sentToTool.map((text) => writeJson(unmarked(parseJson(text) as JsonObject))));
          expect(client.texts.slice(toClient)).toEqual(sentToClient);
          // Answers, both ways.
          for (const [i, [given, kind]] of batch.entries()) {
            if (kind === 'notification') continue;
            const at = id - batch.length + 1 + i;
            tool.sayText(`{"jsonrpc":"2.0","id":"q${at}","result":${writeJson(given)}}`);
            expect(writeJson((await client.answerTo(`q${at}`))['result'] ?? null)).toBe(writeJson(given));
            const before = tool.texts.length;
            await client.say({ jsonrpc: '2.0', id: `t${at}`, result: given });
            await until(() => tool.texts.length === before + 1);
            expect(tool.texts.at(-1)).toBe(writeJson({ jsonrpc: '2.0', id: `t${at}`, result: given }));
          }
        },
      ),
    );
  });

  /** Without what the bridge adds. */
  function unmarked(message: JsonObject): JsonObject {
    const given = { ...(message['params'] as JsonObject) };
    if (Object.keys((given['_meta'] as JsonObject | undefined) ?? {}).join() === CALLER_META) delete given['_meta'];
    return { ...message, params: given };
  }

  it('M27: results and errors of recorded calls arrive as the tool wrote them', async () => {
    const world = await lent(also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)));
    const client = await open(world.caller, world.server);
    await fc.assert(
      fc.asyncProperty(value, fc.boolean(), async (given, isError) => {
        const before = world.tools.servers[0]?.received.length ?? 0;
        const answer = client.call('echo');
        await until(() => (world.tools.servers[0]?.received.length ?? 0) === before + 1);
        const { id } = toolOf(world, world.caller).received.at(-1) as JsonObject;
        const member = isError
          ? { error: { code: new JsonNumber('1.0'), message: 'm', data: given } }
          : { result: given };
        toolOf(world, world.caller).say({ jsonrpc: '2.0', id: id ?? null, ...member });
        await answer;
        expect(client.texts.at(-1)).toBe(writeJson({ jsonrpc: '2.0', id: id ?? null, ...member }));
      }),
    );
    expect((await world.caller.entries('receipt')).length).toBe((await world.server.entries('result')).length);
  });

  it('keeps a notification behind the answer that it follows', async () => {
    const world = await lent(
      also((message, server) => {
        if (message['method'] !== 'tools/call') return undefined;
        const { id = null } = message;
        for (let i = 0; i < 3; i++)
          server.say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: id, progress: i } });
        server.say({ jsonrpc: '2.0', id, result: {} });
        server.say({ jsonrpc: '2.0', method: 'notifications/after', params: { of: id } });
        return SILENT;
      }),
    );
    const client = await open(world.caller, world.server);
    await Promise.all([client.call('echo'), client.call('echo')]);
    await until(() => client.heard.length === 10);
    const order = client.heard.map((message) => message['method'] ?? `answer ${writeJson(message['id'] ?? null)}`);
    const progress = 'notifications/progress';
    expect(order).toEqual([
      progress,
      progress,
      progress,
      'answer 1',
      'notifications/after',
      progress,
      progress,
      progress,
      'answer 2',
      'notifications/after',
    ]);
  });

  it('carries a message of 8 MiB both ways, and answers one byte more with an error', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    const frame = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":""}}}';
    const fits = frame.replace('""', `"${'x'.repeat(MAX_RPC_BYTES - frame.length - 400)}"`);
    await client.sayText(fits);
    expect(await client.answerTo(1)).toMatchObject({
      result: { structuredContent: { a: expect.any(String) as string } },
    });
    await client.sayText(frame.replace('""', `"${'x'.repeat(MAX_RPC_BYTES)}"`));
    await until(() => client.heard.length === 2);
    expect(client.heard[1]).toMatchObject({ id: null, error: { code: -32600 } });
    await client.say({ jsonrpc: '2.0', id: 2, method: 'ping' });
    expect(await client.answerTo(2)).toMatchObject({ result: {} });
  });
});

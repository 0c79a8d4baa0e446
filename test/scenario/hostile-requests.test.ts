/** The rows of `vectors/talos/hostile-requests-v1.json` through live tunnels, and what a service says of itself. */
import { describe, expect, it } from 'vitest';
import { parseScope } from '../../src/capability/scope.ts';
import { type Json, type JsonObject, parseJson } from '../../src/codec/json.ts';
import { readRpc } from '../../src/mcp/rpc.ts';
import { clientOf, echo, introduce, MemoryNet, scopeOf, scripted } from '../fixtures/agents.ts';
import { agentFor, denialOf, lent, watchTests } from '../fixtures/tunnel-world.ts';
import { HOSTILE, type HostileRequest } from '../vectors/hostile-requests.ts';

watchTests();

/** What the tool must have seen of it, as JSON. */
const reachedAs = ({ method, params }: HostileRequest): Json => ({ method, params: parseJson(params) });

const withoutMeta = ({ _meta, ...params }: JsonObject): JsonObject => params;

describe('hostile requests in a tunnel', () => {
  it('C01, C02, C03, C04, C05, C19, C20, M28: each gets its verdict, and the tool sees what was allowed alone', async () => {
    const net = new MemoryNet();
    const [server, caller] = await Promise.all([agentFor('server', net), agentFor('caller', net)]);
    await introduce(caller, server);
    for (const [service, scope] of Object.entries(HOSTILE.scopes)) {
      const tools = scripted(echo);
      server.agent.tunnels.lend({
        name: service,
        startTool: tools.start,
        callTimeoutMs: 60_000,
        onDiagnostic: () => undefined,
      });
      await server.core.grants.issue(caller.identity.did, parseScope({ ...scope, service }), 3600);
      const tunnel = await caller.agent.connect({ target: server.identity.did, service });
      const client = clientOf(tunnel);
      const rows = HOSTILE.rows.filter((row) => row.scope === service);
      const verdicts: unknown[] = [];
      for (const [at, { method, params }] of rows.entries()) {
        const text = `{"jsonrpc":"2.0","id":"r${at}","method":${JSON.stringify(method)},"params":${params}}`;
        await client.sayText(text);
        // What is no request has no id to be answered under.
        const isRequest = readRpc(Buffer.from(text)).kind === 'request';
        const code = isRequest ? denialOf(await client.answerTo(`r${at}`)) : 'MALFORMED';
        verdicts.push(code ?? 'allowed');
      }
      expect(verdicts.map((code, i) => [rows[i]?.about, code])).toEqual(rows.map(({ about, code }) => [about, code]));
      const allowed = rows.filter(({ code }) => code === 'allowed');
      const reached = tools.servers[0]?.received ?? [];
      expect(reached.map(({ method, params }) => ({ method, params: withoutMeta(params as JsonObject) }))).toEqual(
        allowed.map(reachedAs),
      );
      await tunnel.close();
    }
  });
});

describe('what a service says of itself', () => {
  it.each<[string, Readonly<Record<string, string>> | undefined, unknown]>([
    ['as the grant asks', { stage: 'test' }, undefined],
    ['otherwise', { stage: 'production' }, 'CONSTRAINT'],
    ['nothing', undefined, 'CONSTRAINT'],
  ])('%s: %o', async (_, environment, code) => {
    const world = await lent(echo);
    const { service: __, ...members } = scopeOf(['echo']);
    const scope = parseScope({
      ...members,
      service: 'there',
      environment: { stage: { exact: 'test' } },
    } as unknown as Json);
    const tools = scripted(echo);
    world.server.agent.tunnels.lend({
      name: 'there',
      startTool: tools.start,
      environment,
      callTimeoutMs: 60_000,
      onDiagnostic: () => undefined,
    });
    await world.server.core.grants.issue(world.caller.identity.did, scope, 3600);
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did, service: 'there' });
    expect(denialOf(await clientOf(tunnel).call('echo', {}))).toBe(code);
    await tunnel.close();
  });
});

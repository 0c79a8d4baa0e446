import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartToolServer } from '../../src/agent/tunnel/tool-server.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { Guardian } from '../../src/node/tool/guardian.ts';
import { startTool, type ToolProcess } from '../../src/node/tool/tool-process.ts';
import {
  type ClientEnd,
  clientOf,
  introduce,
  type Made,
  MemoryNet,
  scopeOf,
  settled,
  until,
} from '../fixtures/agents.ts';
import { compiled, isRunning, SCRIPTED_TOOL } from '../fixtures/tools.ts';
import { agentFor, codeOf, denialOf, endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const NODE = process.execPath;
const EVERYTHING = 'node_modules/@modelcontextprotocol/server-everything/dist/index.js';
let folder: string;
let guardian: Guardian;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-tunnel-'));
  guardian = new Guardian({ guardianPath: await compiled('src/node/tool/guardian-main.ts', folder) });
});
afterAll(async () => {
  await guardian.close();
  await rm(folder, { recursive: true });
});

interface World {
  readonly server: Made;
  readonly caller: Made;
  readonly client: ClientEnd;
  readonly close: () => Promise<void>;
  /** Child processes, in the order of their start. */
  readonly children: ToolProcess[];
  readonly net: MemoryNet;
}

/** A child process lent over a tunnel. */
async function withProcess(
  argv: readonly string[],
  tools: readonly string[],
  alias = '',
  callTimeoutMs = 20_000,
): Promise<World> {
  const net = new MemoryNet();
  const [server, caller] = await Promise.all([agentFor('server', net), agentFor('caller', net)]);
  await introduce(caller, server);
  if (alias !== '') await server.core.peers.call(caller.identity.did, alias);
  const children: ToolProcess[] = [];
  const start: StartToolServer = ({ caller: did, who, onLine, onDiagnostic }) => {
    const child = startTool({
      argv,
      guardian,
      ...who,
      caller: did,
      onLine,
      onNoise: onDiagnostic,
      onStderr: onDiagnostic,
    });
    children.push(child);
    return child;
  };
  server.agent.tunnels.lend({
    name: 'files',
    startTool: start,
    callTimeoutMs,
    onDiagnostic: (text) => server.core.notice('tool', text),
  });
  await server.core.grants.issue(caller.identity.did, scopeOf(tools), 3600);
  const tunnel = await caller.agent.connect({ target: server.identity.did });
  endWith(() => tunnel.close());
  return { server, caller, client: clientOf(tunnel), close: () => tunnel.close(), children, net };
}

function textOf(answer: JsonObject): string {
  return ((answer['result'] as JsonObject)['content'] as JsonObject[])[0]?.['text'] as string;
}

const SCRIPTED = ['echo', 'env', 'exit', 'hang', 'flood', 'noise', 'twice', 'stray', 'ask', 'large'];

describe('a child process behind a tunnel', () => {
  it('M16: knows its caller by DID, alias and capability, answers, and is gone when the tunnel is', async () => {
    const { client, caller, children, close, server } = await withProcess([NODE, SCRIPTED_TOOL], SCRIPTED, 'ada');
    expect(textOf(await client.call('echo', { a: 1 }))).toBe('{"a":1}');
    const environment = JSON.parse(textOf(await client.call('env'))) as Record<string, string>;
    const [grant] = await server.agent.capabilities();
    expect(Object.entries(environment).filter(([name]) => /^talos/i.test(name))).toEqual([
      ['TALOS_CALLER_DID', caller.identity.did],
      ['TALOS_CALLER_ALIAS', 'ada'],
      ['TALOS_CAPABILITY_ID', grant?.id],
    ]);
    expect(denialOf(await client.call('spawned'))).toBe('SCOPE_MISMATCH');
    await close();
    await until(() => !isRunning(children[0]?.pid ?? 0));
    expect(await server.agent.auditVerify()).toMatchObject({ valid: true });
  });

  it('M06, M10: is heard for its answers alone, whatever else it writes', async () => {
    const { client } = await withProcess([NODE, SCRIPTED_TOOL, '--noise'], SCRIPTED);
    expect(textOf(await client.call('noise'))).toBe('after the noise');
    expect(textOf(await client.call('stray'))).toBe('mine');
    expect(textOf(await client.call('twice'))).toBe('first');
    await client.ask('ping');
    expect(client.heard.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('M19: that is killed is an error with the id of each open call within 2 s, and is started anew', async () => {
    const { client, children } = await withProcess([NODE, SCRIPTED_TOOL], SCRIPTED);
    await client.ask('ping');
    const calls = [client.call('hang'), client.call('hang')];
    await client.ask('ping');
    const start = performance.now();
    process.kill(children[0]?.pid ?? 0, 'SIGKILL');
    expect((await Promise.all(calls)).map((answer) => [answer['id'], codeOf(answer)])).toEqual([
      [2, -32005],
      [3, -32005],
    ]);
    expect(performance.now() - start).toBeLessThan(2000);
    await until(() => children.length === 2);
    expect(await client.ask('ping')).toMatchObject({ result: {} });
  });

  it('M19: that ends, or hangs, is an error with the id of the call', async () => {
    const { client } = await withProcess([NODE, SCRIPTED_TOOL], SCRIPTED, '', 500);
    expect(await client.call('hang')).toMatchObject({ id: 1, error: { code: -32005 } });
    expect(await client.call('exit', { code: 3 })).toMatchObject({ id: 2, error: { code: -32005 } });
  });

  it('M24: blocks when nobody reads, and loses nothing', async () => {
    const world = await withProcess([NODE, SCRIPTED_TOOL], SCRIPTED);
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did });
    const bytes = 8 * 1024 * 1024;
    await tunnel.send(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"flood","arguments":{"bytes":${bytes}}}}`,
    );
    const before = process.memoryUsage();
    // Once every buffer on the way is full the child sleeps in write.
    await until(() => world.children.length === 2);
    const written = (): number =>
      Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${world.children[1]?.pid}/io`, 'latin1'))?.[1]);
    await until(async () => {
      const sofar = written();
      await settled(200);
      return sofar > 512 * 1024 && written() === sofar;
    }, 20_000);
    expect(written()).toBeLessThan(6 * 1024 * 1024);
    let lines = 0;
    let characters = 0;
    for await (const line of tunnel.lines) {
      lines++;
      characters += line.length + 1;
      if (line.includes('"id":1')) break;
    }
    expect(characters).toBeGreaterThan(bytes);
    expect(lines).toBeGreaterThan(7000);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(32 * 1024 * 1024);
    await tunnel.close();
  });

  it('M22: is gone with the agent, though it ignores the end of its input and SIGTERM', async () => {
    const { server, children, client } = await withProcess(
      [NODE, SCRIPTED_TOOL, '--ignore-eof', '--ignore-term', '--grandchild'],
      SCRIPTED,
    );
    await client.ask('ping');
    const call = client.call('hang');
    await client.ask('ping');
    await server.agent[Symbol.asyncDispose]();
    expect(codeOf(await call)).toBe(-32005);
    expect(isRunning(children[0]?.pid ?? 0)).toBe(false);
  });
});

describe('a real MCP server behind a tunnel', () => {
  it('M27: initialises, lists, calls, reports progress and asks back, as it does directly', async () => {
    const { client, server, caller } = await withProcess(
      [NODE, EVERYTHING, 'stdio'],
      ['echo', 'get-sum', 'add', 'longRunningOperation', 'trigger-long-running-operation'],
    );
    const hello = await client.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: { roots: {} },
      clientInfo: { name: 'test', version: '1' },
    });
    expect(hello).toMatchObject({ result: { protocolVersion: '2025-06-18', serverInfo: {} } });
    await client.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const list = (await client.ask('tools/list')) as unknown as { result: { tools: { name: string }[] } };
    const names = list.result.tools.map(({ name }) => name);
    expect(names).toContain('echo');
    expect(names).not.toContain('printEnv');
    expect(names).not.toContain('get-env');
    expect(textOf(await client.call('echo', { message: 'hello' }))).toContain('hello');
    const long = names.find((name) => name.toLowerCase().replaceAll('-', '').includes('longrunningoperation')) ?? '';
    await client.say({
      jsonrpc: '2.0',
      id: 'long',
      method: 'tools/call',
      params: { name: long, arguments: { duration: 0.4, steps: 4 }, _meta: { progressToken: 'p' } },
    });
    expect(await client.answerTo('long')).toMatchObject({ result: {} });
    const progress = client.heard.filter(({ method }) => method === 'notifications/progress');
    expect(progress).toHaveLength(4);
    expect(denialOf(await client.call('printEnv'))).toBe('SCOPE_MISMATCH');
    for (const side of [server, caller]) expect(await side.agent.auditVerify()).toMatchObject({ valid: true });
    expect(await caller.entries('receipt')).toHaveLength(3);
  });
});

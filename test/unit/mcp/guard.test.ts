/** The guard in servers and clients of the official SDKs, of both generations, over their own transports in memory. */
import * as v2client from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as v2server from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { Authorizer } from '../../../src/capability/authorizer.ts';
import { PossessionChallenge } from '../../../src/capability/possession.ts';
import type { Json } from '../../../src/codec/json.ts';
import type { Did } from '../../../src/identity/did.ts';
import {
  CAPABILITY_META,
  CHALLENGE_META,
  guardTransport,
  HolderProofs,
  MAX_GUARDED_REQUESTS,
  PROOF_META,
  withCapabilities,
} from '../../../src/mcp/guard.ts';
import { presentingCapability } from '../../../src/mcp/presenting.ts';
import { grantText, holder, NOW_S, server, stranger } from '../capability/world.ts';

const SCOPE = {
  service: 'files',
  tools: { read: { '*': { any: true } } },
  resources: [{ exact: 'mem://a' }],
  prompts: [{ exact: 'hello' }],
};

const authorizer = (): Authorizer => new Authorizer({ self: server().did, service: 'files', now: () => NOW_S * 1000 });

type Seen = { readonly name: string; readonly meta: unknown }[];

/** A server of the SDK 1.x with more than is granted. */
function made(seen: Seen): McpServer {
  const it = new McpServer({ name: 'test', version: '1' });
  for (const name of ['read', 'write'])
    it.registerTool(name, { description: name }, (extra) => {
      seen.push({ name, meta: extra._meta });
      return { content: [{ type: 'text', text: name }] };
    });
  const contents = (uri: URL): { contents: { uri: string; text: string }[] } => ({
    contents: [{ uri: uri.href, text: '' }],
  });
  for (const uri of ['mem://a', 'mem://b']) it.registerResource(uri, uri, {}, contents);
  it.registerResource('all', new ResourceTemplate('mem://{name}', { list: undefined }), {}, contents);
  for (const name of ['hello', 'other'])
    it.registerPrompt(name, {}, () => ({ messages: [{ role: 'user', content: { type: 'text', text: name } }] }));
  return it;
}

interface World {
  readonly client: Client;
  readonly seen: Seen;
  /** What the client's end of the wire carried, both ways. */
  readonly wire: Record<string, unknown>[];
  /** Sends anything. */
  readonly say: (message: object) => Promise<void>;
}

/** A client that presents `capability` with the key of `as`; without one, nothing. */
async function connected(capability?: string, as = holder(), guard = authorizer()): Promise<World> {
  const seen: Seen = [];
  const wire: Record<string, unknown>[] = [];
  const [near, far] = InMemoryTransport.createLinkedPair();
  await withCapabilities(made(seen), { authorizer: guard }).connect(far);
  const send = near.send.bind(near);
  near.send = (message, options) => {
    wire.push(structuredClone(message) as never);
    return send(message, options);
  };
  const presented = { signing: as.signing, capability: capability ?? '', server: server().did };
  const transport = capability === undefined ? near : presentingCapability(near, presented);
  const client = new Client({ name: 'client', version: '1' });
  await client.connect(transport);
  return { client, seen, wire, say: (message) => send(message as never) };
}

/** The public code of a denial. */
async function codeOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'allowed',
    (error: { code?: unknown; data?: { code?: unknown } }) => error.data?.code ?? error.code,
  );
}

describe('a guarded server of the official SDK', () => {
  it('serves what the capability grants to whoever proves to hold it, and shows that alone', async () => {
    const { client, seen } = await connected(grantText(SCOPE));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['read']);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['mem://a']);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['hello']);
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([]);
    expect(await client.callTool({ name: 'read' })).toMatchObject({ content: [{ text: 'read' }] });
    expect(await codeOf(client.readResource({ uri: 'mem://a' }))).toBe('allowed');
    expect(await codeOf(client.getPrompt({ name: 'hello' }))).toBe('allowed');
    expect(seen).toEqual([{ name: 'read', meta: { 'io.github.talos-protocol/caller': { did: holder().did } } }]);
    await client.close();
  });

  it('refuses the rest, and its handlers see nothing of it', async () => {
    const { client, seen } = await connected(grantText(SCOPE));
    expect(await codeOf(client.callTool({ name: 'write' }))).toBe('SCOPE_MISMATCH');
    expect(await codeOf(client.readResource({ uri: 'mem://b' }))).toBe('SCOPE_MISMATCH');
    expect(await codeOf(client.readResource({ uri: 'mem://a/../b' }))).toBe('MALFORMED');
    expect(await codeOf(client.getPrompt({ name: 'other' }))).toBe('SCOPE_MISMATCH');
    expect(await codeOf(client.subscribeResource({ uri: 'mem://b' }))).toBe('SCOPE_MISMATCH');
    expect(seen).toEqual([]);
    expect(await codeOf(client.ping())).toBe('allowed');
  });

  it('C11: a capability that is presented without the key of its holder is refused', async () => {
    const text = grantText(SCOPE);
    const thief = await connected(text, stranger());
    expect(await codeOf(thief.client.callTool({ name: 'read' }))).toBe('SUBJECT_MISMATCH');
    expect(await codeOf(thief.client.listTools())).toBe('SUBJECT_MISMATCH');
    const bearer = await connected();
    const _meta = { [CAPABILITY_META]: text };
    expect(await codeOf(bearer.client.callTool({ name: 'read', _meta }))).toBe('NO_CAPABILITY');
    expect(await codeOf(bearer.client.callTool({ name: 'read' }))).toBe('NO_CAPABILITY');
    expect([...thief.seen, ...bearer.seen]).toEqual([]);
  });

  it('C16: a request that is sent again as it was is REPLAY, on the same connection and on another', async () => {
    const guard = authorizer();
    const { client, wire, seen, say } = await connected(grantText(SCOPE), holder(), guard);
    await client.callTool({ name: 'read' });
    const call = wire.find(({ method }) => method === 'tools/call') as Record<string, unknown>;
    const answers: unknown[] = [];
    const transport = client.transport as { onmessage?: (message: never) => void };
    transport.onmessage = ((message: Record<string, unknown>) => answers.push(message)) as never;
    await say({ ...call, id: 77 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toMatchObject([{ id: 77, error: { code: -32003, data: { code: 'REPLAY' } } }]);
    const params = call['params'] as { name: string; _meta: Record<string, unknown> };
    const other = await connected(undefined, holder(), guard);
    expect(await codeOf(other.client.callTool(params))).toBe('REPLAY');
    expect(seen).toHaveLength(1);
  });

  it('C16: a new challenge is learnt from the refusal, and the request is sent again once', async () => {
    const guard = authorizer();
    const [near, far] = InMemoryTransport.createLinkedPair();
    const proofs = new HolderProofs(guard, new PossessionChallenge(2));
    await made([]).connect(guardTransport(far, { authorizer: guard }, proofs));
    const client = new Client({ name: 'client', version: '1' });
    const text = grantText(SCOPE);
    await client.connect(
      presentingCapability(near, { signing: holder().signing, capability: text, server: server().did }),
    );
    for (let i = 0; i < 9; i++) expect(await codeOf(client.callTool({ name: 'read' }))).toBe('allowed');
  });

  it('C21: limits are charged', async () => {
    const { client } = await connected(grantText({ ...SCOPE, limits: { calls: 2 } } as Json));
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push(await codeOf(client.callTool({ name: 'read' })));
    expect(codes).toEqual(['allowed', 'allowed', 'BUDGET_EXHAUSTED']);
    expect((await client.listTools()).tools).toHaveLength(1);
  });

  it('takes the holder from whoever knows it, instead of a proof', async () => {
    const [near, far] = InMemoryTransport.createLinkedPair();
    const known: Did[] = [holder().did, stranger().did];
    const capability = grantText(SCOPE);
    const caller = (): { holder: Did; capability: string } => ({ holder: known.shift() as Did, capability });
    await withCapabilities(made([]), { authorizer: authorizer(), caller }).connect(far);
    const client = new Client({ name: 'client', version: '1' });
    await client.connect(near);
    expect(await codeOf(client.callTool({ name: 'read' }))).toBe('allowed');
    expect(await codeOf(client.callTool({ name: 'read' }))).toBe('SUBJECT_MISMATCH');
  });

  it('guards servers of the SDK 2.x too', async () => {
    const it = new v2server.McpServer({ name: 'test', version: '1' });
    for (const name of ['read', 'write'])
      it.registerTool(name, {}, () => ({ content: [{ type: 'text', text: name }] }));
    const [near, far] = v2client.InMemoryTransport.createLinkedPair();
    await withCapabilities(it, { authorizer: authorizer() }).connect(far as never);
    const client = new v2client.Client({ name: 'client', version: '1' });
    const presented = { signing: holder().signing, capability: grantText(SCOPE), server: server().did };
    await client.connect(presentingCapability(near, presented));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['read']);
    expect(await codeOf(client.callTool({ name: 'read', arguments: {} }))).toBe('allowed');
    expect(await codeOf(client.callTool({ name: 'write', arguments: {} }))).toBe('SCOPE_MISMATCH');
  });
});

/** A transport whose two ends are plain functions. */
function bare(): {
  readonly take: (message: object) => unknown[];
  readonly say: (message: object) => unknown[];
} {
  let heard: unknown[] = [];
  let sent: unknown[] = [];
  const inner = {
    onmessage: undefined as ((message: never) => void) | undefined,
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: (message: never) => {
      sent.push(message);
      return Promise.resolve();
    },
  };
  const guarded = guardTransport(inner, { authorizer: authorizer() });
  guarded.onmessage = (message: never) => void heard.push(message);
  return {
    take: (message) => {
      [heard, sent] = [[], []];
      inner.onmessage?.(message as never);
      return heard.length > 0 ? heard : sent;
    },
    say: (message) => {
      sent = [];
      void guarded.send(message as never);
      return sent;
    },
  };
}

describe('what a guard lets through', () => {
  const rpc = (method: string, id?: Json, params?: Json): object => ({
    jsonrpc: '2.0',
    method,
    ...(id === undefined ? {} : { id }),
    ...(params === undefined ? {} : { params }),
  });

  it.each<[string, object, number]>([
    ['a method that nobody is granted', rpc('tasks/get', 1), -32003],
    ['an unknown method', rpc('debug/eval', 1), -32003],
    ['parameters that are no object', rpc('tools/call', 1, ['read']), -32600],
    ['an id that is none', rpc('tools/call', true, {}), -32600],
    ['a second spelling of what decides', rpc('tools/call', 1, { name: 'read', Name: 'write' }), -32003],
  ])('is not %s', (_, message, code) => {
    expect(bare().take(message)).toMatchObject([{ error: { code } }]);
  });

  it.each<[string, unknown]>([
    ['a batch', [rpc('ping', 1)]],
    ['a text', 'ping'],
    ['a call that wants no answer', rpc('tools/call', undefined, { name: 'read' })],
    ['a method that is no text', { jsonrpc: '2.0', id: 1, method: 7 }],
  ])('is not %s, which has no answer', (_, message) => {
    expect(bare().take(message as object)).toEqual([]);
  });

  it('is initialize, whose answer says the challenge, and a second answer to anything is not', () => {
    const it = bare();
    it.take(rpc('initialize', 1, {}));
    const answer = { jsonrpc: '2.0', id: 1, result: { _meta: { a: 1 } } };
    expect(it.say(answer)).toMatchObject([{ result: { _meta: { a: 1, [CHALLENGE_META]: expect.any(String) } } }]);
    expect(it.say(answer)).toEqual([]);
  });

  it('is without capability, proof and caller of its own making', () => {
    const _meta = {
      [CAPABILITY_META]: 'x',
      [PROOF_META]: 'y',
      'io.github.talos-protocol/caller': {},
      progressToken: 1,
    };
    expect(bare().take(rpc('ping', 1, { _meta }))).toMatchObject([{ params: { _meta: { progressToken: 1 } } }]);
    expect(JSON.stringify(bare().take(rpc('ping', 1, { _meta })))).not.toContain('talos');
  });

  it('is bounded, and what was cancelled makes room', () => {
    const it = bare();
    for (let id = 0; id < MAX_GUARDED_REQUESTS; id++) it.take(rpc('ping', id));
    expect(it.take(rpc('ping', 5000))).toMatchObject([{ error: { code: -32600 } }]);
    it.take(rpc('notifications/cancelled', undefined, { requestId: 3 }));
    expect(it.take(rpc('ping', 5000))).toMatchObject([{ method: 'ping' }]);
    expect(it.say({ jsonrpc: '2.0', id: 3, result: {} })).toEqual([]);
  });
});

import { Buffer } from 'node:buffer';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretParams } from '../../src/agent/api/tool-api.ts';
import { parseScope } from '../../src/capability/scope.ts';
import { type Json, type JsonObject, parseJson } from '../../src/codec/json.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { readSecretFile } from '../../src/node/files/secret-file.ts';
import {
  also,
  everythingKept,
  introduce,
  type Made,
  MemoryNet,
  type Scripted,
  scripted,
  settled,
} from '../fixtures/agents.ts';
import { agentFor, denialOf, open, watchTests } from '../fixtures/tunnel-world.ts';

const TOKEN = 'tok-7b1f/+"\\zwölf-9c';
const OTHER = 'other-secret-${secret:TOKEN}';

watchTests();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-secrets-'));
  await writeFile(join(folder, 'token'), `${TOKEN}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'other'), OTHER, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

interface World {
  readonly owner: Made;
  readonly caller: Made;
  readonly tools: Scripted;
  /** Notices and diagnostics of the tool. */
  readonly said: string[];
}

const secret = (name: string, file: string, tools?: string): SecretParams => ({
  name,
  file: join(folder, file),
  ...(tools === undefined ? {} : { tools }),
});

/** Lends echo, other and secret with the secrets; the tool gives its arguments back in many forms. */
async function world(secrets: readonly SecretParams[], scope?: JsonObject): Promise<World> {
  const tools = scripted(
    also(({ method, params }) => {
      if (method !== 'tools/call') return undefined;
      const given = (params as JsonObject)['arguments'] ?? {};
      const { key: text = '' } = given as { key?: string };
      return {
        content: [
          { type: 'text', text: JSON.stringify(given) },
          { type: 'text', text: `Basic ${Buffer.from(`u:${text}`).toString('base64')}` },
        ],
        structuredContent: given,
        _meta: { [text === '' ? 'none' : text]: true },
      };
    }),
  );
  const net = new MemoryNet();
  const [owner, caller] = await Promise.all([
    agentFor('owner', net, { readSecret: readSecretFile }),
    agentFor('caller', net),
  ]);
  await introduce(caller, owner);
  const said: string[] = [];
  await owner.agent.lend(
    { service: 'files', allow: '*', expiresInS: 3600, authorizedPeer: caller.identity.did, secrets },
    tools.start,
    { onNotice: ({ message }) => said.push(message) },
  );
  if (scope !== undefined) {
    owner.clock.advance(1000);
    await owner.core.grants.issue(caller.identity.did, parseScope({ service: 'files', ...scope }), 600);
  }
  return { owner, caller, tools, said };
}

/** What the tool got in its last call. */
function got({ tools }: World): Json | undefined {
  const call = tools.servers.flatMap(({ received }) => received).findLast(({ method }) => method === 'tools/call');
  return (call?.['params'] as JsonObject | undefined)?.['arguments'];
}

describe('a secret that a caller names', () => {
  it('is in the arguments of the tool, and nowhere else', async () => {
    const at = await world([secret('TOKEN', 'token')]);
    const client = await open(at.caller, at.owner);
    const answer = await client.call('echo', {
      key: '${secret:TOKEN}',
      list: ['a ${secret:TOKEN} b', 1.5],
      n: { '${secret:X}': null },
    });
    expect(got(at)).toEqual({ key: TOKEN, list: [`a ${TOKEN} b`, 1.5], n: { '${secret:X}': null } });
    expect(answer).toHaveProperty('result');
    await settled();
    const seen = [
      client.texts.join('\n'),
      await everythingKept(at.owner),
      await everythingKept(at.caller),
      JSON.stringify(await at.owner.entries()),
      at.said.join('\n'),
    ].join('\n');
    expect(client.texts.at(-1)).toContain('[redacted]');
    for (const form of [
      TOKEN,
      JSON.stringify(TOKEN).slice(1, -1),
      'tok-7b1f',
      Buffer.from(TOKEN).toString('base64').slice(2, -4),
    ])
      expect(seen).not.toContain(form);
  });

  it('is on record as the caller named it: the commitment is over the reference, that of the result over what left', async () => {
    const at = await world([secret('TOKEN', 'token')]);
    const outcome = await at.caller.agent.call({
      peer: at.owner.identity.did,
      tool: 'echo',
      arguments: '{"key":"${secret:TOKEN}"}',
    });
    const [decision] = await at.owner.entries('decision');
    const call = decision?.type === 'decision' ? decision.statement.statement : undefined;
    await at.caller.core.salts.flush();
    const salts: Uint8Array[] = [];
    for await (const [, value] of at.caller.store.scan('salt')) salts.push(value);
    const committed = salts.map((salt) => commit(salt.subarray(-32), { key: '${secret:TOKEN}' }));
    expect(committed).toContain(call?.arguments);
    expect(salts.map((salt) => commit(salt.subarray(-32), { key: TOKEN }))).not.toContain(call?.arguments);
    const [result] = await at.owner.entries('result');
    const stated = result?.type === 'result' ? result.statement.statement.result : '';
    expect(salts.map((salt) => commit(salt.subarray(-32), parseJson(outcome.result ?? '')))).toContain(stated);
    expect(outcome.result).not.toContain('tok-7b1f');
  });

  it('is checked as the caller wrote it, so that a grant can demand it', async () => {
    const at = await world([secret('TOKEN', 'token')], { tools: { echo: { key: { exact: '${secret:TOKEN}' } } } });
    const client = await open(at.caller, at.owner);
    expect(await client.call('echo', { key: '${secret:TOKEN}' })).toHaveProperty('result');
    expect(denialOf(await client.call('echo', { key: TOKEN }))).toBe('CONSTRAINT');
    expect(denialOf(await client.call('echo', { key: 'a${secret:TOKEN}' }))).toBe('CONSTRAINT');
  });

  it('is not expanded again', async () => {
    const at = await world([secret('TOKEN', 'token'), secret('OTHER', 'other')]);
    const client = await open(at.caller, at.owner);
    await client.call('echo', { key: '${secret:OTHER}', b: '$${secret:TOKEN}', c: '${secret:${secret:TOKEN}}' });
    expect(got(at)).toBeUndefined();
    await client.call('echo', { key: '${secret:OTHER}', b: '$${secret:TOKEN}', c: '$& $1 ${SECRET:TOKEN} ${secret}' });
    expect(got(at)).toEqual({ key: OTHER, b: `$${TOKEN}`, c: '$& $1 ${SECRET:TOKEN} ${secret}' });
  });

  it.each([
    'an unknown ${secret:NOBODY}',
    '${secret:}',
    '${secret:TOKEN',
    '${secret:TOKEN }',
    '${secret:token}',
    '${secret:TOKEN:x}',
    '${secret:../token}',
    '${secret:__proto__}',
    '${secret:constructor}',
    '${secret:${secret:TOKEN}}',
    '${secret:TOKEN}${secret:',
  ])('as %s is CONSTRAINT, and the tool hears nothing of it', async (text) => {
    const at = await world([secret('TOKEN', 'token')]);
    const client = await open(at.caller, at.owner);
    expect(denialOf(await client.call('echo', { deep: [{ text }] }))).toBe('CONSTRAINT');
    expect(got(at)).toBeUndefined();
  });

  it('for other tools is CONSTRAINT', async () => {
    const at = await world([secret('TOKEN', 'token', 'oth*,nothing_*'), secret('OTHER', 'other', 'echo')]);
    expect(at.said).toContain('no tool of the server fits nothing_*');
    const client = await open(at.caller, at.owner);
    expect(denialOf(await client.call('echo', { key: '${secret:TOKEN}' }))).toBe('CONSTRAINT');
    expect(await client.call('echo', { key: '${secret:OTHER}' })).toHaveProperty('result');
    expect(await client.call('other', { key: '${secret:TOKEN}' })).toHaveProperty('result');
    expect(denialOf(await client.call('other', { key: '${secret:TOKEN} ${secret:OTHER}' }))).toBe('CONSTRAINT');
  });

  it('so often that the message would be too long is CONSTRAINT', async () => {
    await writeFile(join(folder, 'long'), 'x'.repeat(65_536), { mode: 0o600 });
    const at = await world([secret('LONG', 'long')]);
    const client = await open(at.caller, at.owner);
    expect(denialOf(await client.call('echo', { key: '${secret:LONG}'.repeat(130) }))).toBe('CONSTRAINT');
    expect(got(at)).toBeUndefined();
  });

  it('is a text like any other where the service has none', async () => {
    const at = await world([]);
    const client = await open(at.caller, at.owner);
    await client.call('echo', { key: '${secret:TOKEN}' });
    expect(got(at)).toEqual({ key: '${secret:TOKEN}' });
  });

  it('is taken out of errors, questions, notifications, lists and diagnostics of the tool, too', async () => {
    const at = await world([secret('TOKEN', 'token')]);
    const client = await open(at.caller, at.owner);
    await client.ask('ping');
    const tool = at.tools.servers.at(-1);
    tool?.say({ jsonrpc: '2.0', method: 'notifications/message', params: { data: TOKEN, [TOKEN]: 1 } });
    tool?.say({ jsonrpc: '2.0', id: 'q', method: `sampling/${TOKEN}`, params: { messages: [TOKEN] } });
    tool?.say({ jsonrpc: '2.0', id: 9, error: { code: -1, message: `bad key ${TOKEN}`, data: { key: [TOKEN] } } });
    tool?.sayText(`{"broken": "${TOKEN}"`);
    await settled();
    const call = client.say({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'echo', arguments: {} } });
    await call;
    await client.answerTo(7);
    expect(client.texts.join('\n').match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(4);
    expect(client.texts.join('\n') + at.said.join('\n')).not.toContain('tok-7b1f');
  });
});

describe('the file of a secret', () => {
  it('that everybody may read is told of, one that everybody may write is refused', async () => {
    await chmod(join(folder, 'token'), 0o644);
    const at = await world([secret('TOKEN', 'token')]);
    expect(at.said.join('\n')).toContain('every user of this machine may read the secret');
    await chmod(join(folder, 'token'), 0o666);
    await expect(world([secret('TOKEN', 'token')])).rejects.toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
    await chmod(join(folder, 'token'), 0o600);
  });

  it.each([
    ['too short', 'seven77', 'E_USAGE'],
    ['too long', 'x'.repeat(65_537), 'E_USAGE'],
    ['far too long', 'x'.repeat(200_000), 'E_CONFIG'],
    ['empty', '\n', 'E_USAGE'],
    ['no text', Buffer.from([0xff, 0xfe, 1, 2, 3, 4, 5, 6, 7]), 'E_CONFIG'],
  ])('that is %s is refused', async (_what, content, code) => {
    await writeFile(join(folder, 'bad'), content, { mode: 0o600 });
    await expect(world([secret('BAD', 'bad')])).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('that is not there, a name that is none, a name given twice, an empty pattern are refused', async () => {
    const refused = async (code: string, ...secrets: SecretParams[]): Promise<void> =>
      expect(world(secrets)).rejects.toThrow(expect.objectContaining({ code }));
    await refused('E_CONFIG', secret('A', 'nowhere'));
    for (const name of ['', '1A', 'a-b', 'x'.repeat(65), '__proto__ ']) await refused('E_USAGE', secret(name, 'token'));
    await refused('E_USAGE', secret('A', 'token'), secret('A', 'other'));
    await refused('E_USAGE', secret('A', 'token', 'a,,b'));
    await refused('E_USAGE', ...Array.from({ length: 65 }, (_, at) => secret(`S${at}`, 'token')));
  });

  it('loses one line break at its end and nothing else', async () => {
    for (const [content, value] of [
      ['12345678\n', '12345678'],
      ['12345678\r\n', '12345678'],
      ['1234567\n\n', '1234567\n'],
      [' 1234567 ', ' 1234567 '],
    ] as const) {
      await writeFile(join(folder, 'break'), content, { mode: 0o600 });
      expect(readSecretFile(join(folder, 'break'), () => {})).toBe(value);
    }
  });
});

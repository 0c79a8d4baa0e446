import { describe, expect, it, vi } from 'vitest';
import { DENIALS_A_WINDOW } from '../../src/agent/record/denials.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { SPACES } from '../../src/storage/store.ts';
import { AclShelf, STANDARD } from '../fixtures/acl-shelf.ts';
import {
  also,
  BreakableStore,
  echo,
  introduce,
  type Made,
  type MadeWith,
  MemoryNet,
  makeAgent,
  type Script,
  type Scripted,
  SILENT,
  scopeOf,
  scripted,
  until,
} from '../fixtures/agents.ts';
import { MemoryJournal } from '../fixtures/ledger.ts';
import { agentFor, codeOf, denialOf, endWith, open, reached, toolOf, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

interface World {
  readonly net: MemoryNet;
  readonly shelf: AclShelf;
  readonly server: Made;
  readonly caller: Made;
  readonly tools: Scripted;
}

const TERMS = { service: 'files', allow: '*,resource:*,prompt:*', expiresInS: 3600 };

/** An agent that lends its tools under the list `text`, and one that calls `caller` by its DID in it. */
async function world(
  text: (caller: string) => string | undefined,
  script: Script = echo,
  made: MadeWith = {},
): Promise<World> {
  const net = new MemoryNet();
  const tools = scripted(script);
  const caller = await agentFor('caller', net);
  const shelf = new AclShelf(text(caller.identity.did));
  const server = await agentFor('server', net, { tool: tools.start, accessLists: shelf, ...made });
  await server.agent.lend(TERMS, tools.start);
  await admit({ net, server }, caller);
  return { net, shelf, server, caller, tools };
}

/** Grants everything that is lent. */
async function admit({ server }: Pick<World, 'net' | 'server'>, caller: Made): Promise<void> {
  await introduce(caller, server);
  const scope = scopeOf(['echo', 'secret', 'other'], { resources: [{ any: true }], prompts: [{ any: true }] });
  await server.core.grants.issue(caller.identity.did, scope, 3600);
}

const only =
  (...lines: string[]) =>
  (did: string): string =>
    `peers:\n  ${did}:\n${lines.map((line) => `    ${line}`).join('\n')}\n`;

/** What is in a store at this moment. */
async function copyOf(store: BreakableStore): Promise<BreakableStore> {
  const copy = new BreakableStore();
  for (const space of SPACES)
    for await (const [key, value] of store.scan(space)) await copy.apply([{ kind: 'put', space, key, value }]);
  return copy;
}

const told = ({ server }: World): string[] =>
  server.notices.filter(({ kind }) => kind === 'acl').map(({ message }) => message);

const toolNames = (answer: JsonObject): unknown[] =>
  ((answer['result'] as JsonObject)['tools'] as JsonObject[]).map(({ name }) => name);

describe('a call under an access-control list', () => {
  it('must be within the list and within the capability, whichever is narrower', async () => {
    const made = await world(only('allow_tools: [echo, nothing]', 'deny_tools: [other]'));
    await made.server.agent.revoke({ id: made.server.core.grants.all()[0]?.token.id ?? '', reason: 'narrower' });
    await made.server.core.grants.issue(made.caller.identity.did, scopeOf(['echo', 'secret']), 3600);
    const client = await open(made.caller, made.server);
    expect(await client.call('echo')).toHaveProperty('result');
    expect(denialOf(await client.call('secret'))).toBe('ACL_DENIED');
    expect(denialOf(await client.call('other'))).toBe('SCOPE_MISMATCH');
    expect(denialOf(await client.call('nothing'))).toBe('SCOPE_MISMATCH');
    expect(reached(made)).toBe(1);
    const decisions = await made.server.entries('decision');
    expect(decisions.map((entry) => entry.type === 'decision' && entry.decision)).toEqual([
      'allowed',
      'ACL_DENIED',
      'SCOPE_MISMATCH',
      'SCOPE_MISMATCH',
    ]);
  });

  it('C20: handshake, ping and lists work for who is disabled, and show nothing; everything else is ACL_DENIED', async () => {
    const made = await world(only('enabled: false', 'allow_tools: ["*"]'), (message, end) =>
      message['method'] === 'resources/list' ? { resources: [{ uri: 'memo://a', name: 'a' }] } : echo(message, end),
    );
    const client = await open(made.caller, made.server);
    expect(await client.ask('initialize', { protocolVersion: '2025-06-18' })).toHaveProperty('result');
    expect(await client.ask('ping')).toHaveProperty('result');
    expect(toolNames(await client.ask('tools/list'))).toEqual([]);
    expect(await client.ask('resources/list')).toMatchObject({ result: { resources: [] } });
    for (const [method, params] of [
      ['tools/call', { name: 'echo' }],
      ['resources/read', { uri: 'memo://a' }],
      ['resources/subscribe', { uri: 'memo://a' }],
      ['resources/unsubscribe', { uri: 'memo://a' }],
      ['prompts/get', { name: 'a' }],
      ['completion/complete', { ref: { type: 'ref/prompt', name: 'a' }, argument: { name: 'a', value: '' } }],
    ] as const)
      expect(denialOf(await client.ask(method, params)), method).toBe('ACL_DENIED');
    expect(denialOf(await client.ask('tasks/list'))).toBe('SCOPE_MISMATCH');
  });

  it('lists show what list and capability allow', async () => {
    const made = await world(only('allow_tools: [echo, secret]', 'deny_tools: [secret]'));
    const client = await open(made.caller, made.server);
    expect(toolNames(await client.ask('tools/list'))).toEqual(['echo']);
  });

  it('I02: who only begins like a peer that is listed is nobody: another key, another alias', async () => {
    const made = await world((did) => `peers:\n  ${did}:\n    allow_tools: ["*"]\n  carol:\n    allow_tools: ["*"]\n`);
    const other = await agentFor('other', made.net);
    await admit(made, other);
    await made.server.core.peers.note(other.identity.did, { alias: 'carol2' });
    const client = await open(other, made.server);
    expect(denialOf(await client.call('echo'))).toBe('ACL_DENIED');
    // An alias is its owner's to give, and counts for the next call.
    await made.server.core.peers.call(other.identity.did, 'carol');
    expect(await client.call('echo')).toHaveProperty('result');
    await made.server.core.peers.call(other.identity.did, 'carolyn');
    expect(denialOf(await client.call('echo'))).toBe('ACL_DENIED');
  });

  it('is not asked about where there is no list, and neither a list nor an entry appears', async () => {
    const made = await world(() => undefined);
    const client = await open(made.caller, made.server);
    expect(await client.call('secret')).toHaveProperty('result');
    expect(await made.server.entries('acl')).toEqual([]);
    expect(await made.server.agent.acl.lists()).toEqual([
      { file: STANDARD, services: ['files'], digest: '', problem: '' },
    ]);
  });
});

describe('a list that changes', () => {
  it('is in force for the next call of an open tunnel, and on record by its digest', async () => {
    const made = await world(only('allow_tools: [echo]'));
    const client = await open(made.caller, made.server);
    expect(denialOf(await client.call('secret'))).toBe('ACL_DENIED');
    made.shelf.put(only('allow_tools: [secret]')(made.caller.identity.did));
    await until(() => told(made).length === 2);
    expect(await client.call('secret')).toHaveProperty('result');
    expect(denialOf(await client.call('echo'))).toBe('ACL_DENIED');
    expect(toolNames(await client.ask('tools/list'))).toEqual(['secret']);
    expect(await made.server.entries('acl')).toMatchObject([{ event: 'loaded' }, { event: 'loaded' }]);
    // The same content once more is no news.
    made.shelf.touch();
    await made.server.agent.acl.lists();
    expect(await made.server.entries('acl')).toHaveLength(2);
  });

  it('is told to a peer whose server says that it tells of lists, of those kinds alone, and to no other', async () => {
    const script = also(({ method }) =>
      method === 'initialize'
        ? { capabilities: { tools: { listChanged: true }, prompts: { listChanged: false }, resources: {} } }
        : undefined,
    );
    const made = await world(only('allow_tools: [echo]'), script);
    const [client, other] = [await open(made.caller, made.server), await open(made.caller, made.server)];
    await client.ask('initialize');
    made.shelf.put(only('allow_tools: [secret]')(made.caller.identity.did));
    await until(() => client.heard.some(({ method }) => method === 'notifications/tools/list_changed'));
    made.shelf.put('default_allow: perhaps');
    await until(() => told(made).length === 3);
    await other.ask('ping');
    expect(client.heard.flatMap(({ method }) => method ?? [])).toEqual(['notifications/tools/list_changed']);
    expect(other.heard.flatMap(({ method }) => method ?? [])).toEqual([]);
    expect(toolNames(await client.ask('tools/list'))).toEqual(['secret']);
  });

  it('and is bad is refused, loudly and once, on record, and the one before stays; so does it where the file is gone', async () => {
    const made = await world(only('allow_tools: [echo]'));
    const client = await open(made.caller, made.server);
    const bad = async (change: () => void, message: RegExp): Promise<void> => {
      const before = told(made).length;
      change();
      await until(() => told(made).length > before);
      expect(told(made).at(-1)).toMatch(message);
      expect(await client.call('echo')).toHaveProperty('result');
      expect(denialOf(await client.call('secret'))).toBe('ACL_DENIED');
    };
    await bad(
      () => made.shelf.put('default_allow: perhaps'),
      /permissions\.yaml:1:16: .*the list from before stays in force/,
    );
    made.shelf.touch();
    await bad(() => made.shelf.put(''), /the list is empty/);
    await bad(() => made.shelf.put(undefined), /is gone: the list from before stays/);
    made.shelf.unreadable = true;
    await bad(() => made.shelf.touch(), /cannot be read: EACCES/);
    made.shelf.unreadable = false;
    expect((await made.server.agent.acl.lists())[0]?.problem).toMatch(/EACCES/);
    expect(await made.server.entries('acl')).toMatchObject([
      { event: 'loaded' },
      { event: 'refused' },
      { event: 'refused' },
      { event: 'missing' },
      { event: 'missing' },
    ]);
    const before = told(made).length;
    made.shelf.put(only('allow_tools: [echo]')(made.caller.identity.did));
    await until(() => told(made).length > before);
    expect(told(made).at(-1)).toMatch(/in force again/);
    expect((await made.server.agent.acl.lists())[0]?.problem).toBe('');
  });

  it('comes into force where there was none', async () => {
    const made = await world(() => undefined);
    const client = await open(made.caller, made.server);
    expect(await client.call('echo')).toHaveProperty('result');
    made.shelf.put('default_allow: maybe');
    await until(() => told(made).length === 1);
    expect(told(made)[0]).toMatch(/no access-control list is in force/);
    made.shelf.put('default_allow: false');
    await until(() => told(made).length === 2);
    expect(denialOf(await client.call('echo'))).toBe('ACL_DENIED');
  });

  it('is not in force where it cannot be recorded', async () => {
    const made = await world(only('allow_tools: [echo]'));
    const client = await open(made.caller, made.server);
    made.server.journal.failWrite = new TalosError('E_STORAGE_FULL', 'no room');
    made.shelf.put('default_allow: true');
    await until(() => made.server.core.failure !== undefined);
    await until(() => toolOf(made, made.caller).isClosed);
    expect(told(made).filter((message) => message.includes('is in force'))).toHaveLength(1);
    await client.close();
  });
});

describe('a service whose list is bad', () => {
  it.each([
    ['a list that is none', new AclShelf('peers: 7'), undefined, /permissions\.yaml:1:8/],
    ['a named list that is not there', new AclShelf(), '/talos/other.yaml', /there is no access-control list/],
    [
      'a list that cannot be read',
      Object.assign(new AclShelf('default_allow: true'), { unreadable: true }),
      undefined,
      /EACCES/,
    ],
  ])('is not lent: %s is E_CONFIG, no tool is started, nothing is watched', async (_what, shelf, acl, message) => {
    const tools = scripted();
    const server = await agentFor('server', new MemoryNet(), { tool: tools.start, accessLists: shelf });
    const lending = server.agent.lend({ ...TERMS, ...(acl === undefined ? {} : { acl }) }, tools.start);
    await expect(lending).rejects.toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    );
    expect(tools.servers).toEqual([]);
    expect(shelf.watched).toEqual([]);
    expect(server.agent.tunnels.peersOf('files')).toEqual([]);
  });

  it('of two services each obeys its own, and a list is let go with the last of its services', async () => {
    const made = await world(() => 'default_allow: false');
    made.shelf.put('default_allow: true', '/talos/open.yaml');
    const second = await made.server.agent.lend(
      { ...TERMS, service: 'open', acl: '/talos/open.yaml' },
      made.tools.start,
    );
    const check = (more: object): Promise<{ allowed: boolean }> =>
      made.server.agent.acl.check({ peer: made.caller.identity.did, method: 'tools/call', target: 'echo', ...more });
    await expect(check({})).rejects.toThrow(expect.objectContaining({ code: 'E_AMBIGUOUS' }));
    expect((await check({ service: 'open' })).allowed).toBe(true);
    expect((await check({ service: 'files' })).allowed).toBe(false);
    await expect(check({ service: 'none' })).rejects.toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    expect(made.shelf.watched).toEqual([STANDARD, '/talos/open.yaml']);
    await second.close();
    await until(() => made.shelf.watched.length === 1);
  });
});

describe('limits', () => {
  const MINUTE = 61_000;

  it('requests_per_minute: so many calls, and the next is RATE_LIMITED, until a minute has passed', async () => {
    const made = await world(only('allow_tools: ["*"]', 'rate_limit: {requests_per_minute: 3}'));
    const client = await open(made.caller, made.server);
    for (let n = 0; n < 3; n++) expect(await client.call('echo')).toHaveProperty('result');
    const answer = await client.call('echo');
    expect([codeOf(answer), denialOf(answer)]).toEqual([-32003, 'RATE_LIMITED']);
    expect(await client.ask('tools/list')).toHaveProperty('result');
    made.server.clock.advance(59_000);
    expect(denialOf(await client.call('echo'))).toBe('RATE_LIMITED');
    made.server.clock.advance(MINUTE - 59_000);
    // What was refused is not counted.
    for (let n = 0; n < 3; n++) expect(await client.call('echo')).toHaveProperty('result');
    expect(denialOf(await client.call('echo'))).toBe('RATE_LIMITED');
    // Nor is what the list denies.
    expect(reached(made)).toBe(6);
  });

  it.each(['an end', 'a kill'])('hold after a restart: of calls and of bytes, after %s', async (how) => {
    const first = await world(
      only('allow_tools: ["*"]', 'rate_limit: {requests_per_minute: 3, data_bytes_per_day: 2000}'),
    );
    const client = await open(first.caller, first.server);
    for (let n = 0; n < 2; n++) expect(await client.call('echo')).toHaveProperty('result');
    await client.close();
    const { server, caller, shelf, tools } = first;
    const { clock, identity } = server;
    if (how === 'an end') await server.end();
    // What was written is there, what was only in memory is not.
    const journal = new MemoryJournal(server.journal.bytes);
    const store = await copyOf(server.store);
    first.net.cut();
    const again = await makeAgent('server', first.net, {
      clock,
      store,
      journal,
      identity,
      tool: tools.start,
      accessLists: shelf,
    });
    endWith(again.end);
    await again.agent.lend(TERMS, tools.start);
    const second = await open(caller, again);
    expect(await second.call('echo')).toHaveProperty('result');
    expect(denialOf(await second.call('echo'))).toBe('RATE_LIMITED');
    clock.advance(MINUTE);
    const long = { text: 'x'.repeat(1500) };
    expect(denialOf(await second.call('echo', long))).toBe('RATE_LIMITED');
    clock.advance(86_400_000);
    await again.core.grants.issue(caller.identity.did, scopeOf(['echo']), 3600);
    await second.close();
    const third = await open(caller, again);
    expect(await third.call('echo')).toHaveProperty('result');
  });

  it('data_bytes_per_day: arguments and results count, and an answer beyond it does not leave', async () => {
    const made = await world(
      only('allow_tools: ["*"]', 'rate_limit: {data_bytes_per_day: 3000}'),
      also((message) =>
        message['method'] === 'tools/call'
          ? {
              content: [],
              text: 'x'.repeat(Number(((message['params'] as JsonObject)['arguments'] as JsonObject)['size'] ?? 0)),
            }
          : undefined,
      ),
    );
    const client = await open(made.caller, made.server);
    expect(await client.call('echo', { size: 1000 })).toHaveProperty('result');
    const withheld = await client.call('echo', { size: 2500 });
    expect([codeOf(withheld), denialOf(withheld)]).toEqual([-32003, 'RATE_LIMITED']);
    expect(JSON.stringify(withheld)).not.toContain('xxx');
    expect(reached(made)).toBe(2);
    // It is on record as an answer of the tool that was an error, on both sides.
    expect(await made.server.entries('result')).toMatchObject([
      { statement: { statement: { decision: 'allowed', outcome: 'result' } } },
      { statement: { statement: { decision: 'allowed', outcome: 'error' } } },
    ]);
    expect(await client.call('echo', { size: 100 })).toHaveProperty('result');
    expect(denialOf(await client.call('echo', { more: 'y'.repeat(3000) }))).toBe('RATE_LIMITED');
    expect(reached(made)).toBe(3);
  });

  it('max_execution_time_seconds: the call is answered -32005, recorded without an outcome, and cancelled at the tool', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const made = await world(
      only('allow_tools: ["*"]', 'rate_limit: {max_execution_time_seconds: 2}'),
      also((message) => (message['method'] === 'tools/call' ? SILENT : undefined)),
    );
    const client = await open(made.caller, made.server);
    const answer = client.call('echo');
    await until(() => reached(made) === 1);
    await vi.advanceTimersByTimeAsync(1999);
    expect(reached(made, 'notifications/cancelled')).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(codeOf(await answer)).toBe(-32005);
    expect(denialOf(await answer)).toBe('E_OUTCOME_UNKNOWN');
    const { received } = toolOf(made, made.caller);
    expect(received.at(-1)).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: received.find(({ method }) => method === 'tools/call')?.['id'] },
    });
    expect(await made.server.entries('result')).toMatchObject([{ statement: { statement: { outcome: 'none' } } }]);
  });
});

describe('a peer that is denied again and again', () => {
  it('M25 C22: 10,000 denied calls leave a log that is bounded, and others are served meanwhile', async () => {
    const count = process.env['TALOS_SLOW'] === '1' ? 10_000 : 200;
    const made = await world((did) => `peers:\n  ${did}:\n    deny_tools: ["*"]\n  friend:\n    allow_tools: [echo]\n`);
    const friend = await agentFor('friend', made.net);
    await admit(made, friend);
    await made.server.core.peers.note(friend.identity.did, { alias: 'friend' });
    const [client, served] = [await open(made.caller, made.server), await open(friend, made.server)];
    const codes = new Set<unknown>();
    for (let n = 0; n < count; n += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => client.call('echo')));
      for (const answer of answers) codes.add(denialOf(answer));
      if (n % 500 === 0) expect(await served.call('echo')).toHaveProperty('result');
    }
    expect([...codes]).toEqual(['ACL_DENIED']);
    const denied = (await made.server.entries('decision')).filter(
      (entry) => entry.type === 'decision' && entry.decision === 'ACL_DENIED',
    );
    expect(denied).toHaveLength(DENIALS_A_WINDOW);
    made.server.core.denials.flush(true);
    expect(await made.server.entries('denial')).toMatchObject([
      { subject: 'call', code: 'ACL_DENIED', count: count - DENIALS_A_WINDOW },
    ]);
    expect(told(made)).toHaveLength(1);
    expect(utf8(told(made).join()).length).toBeLessThan(500);
  });
});

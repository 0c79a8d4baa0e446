import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { type Json, MAX_JSON_DEPTH } from '../../src/codec/json.ts';
import { MAX_RPC_BYTES } from '../../src/mcp/rpc.ts';
import { clientOf, everythingKept, type Lending, lending, scopeOf, settled, until } from '../fixtures/agents.ts';
import { MemoryJournal } from '../fixtures/ledger.ts';
import {
  agentFor,
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

/** The id of the one grant that a server issued. */
const grantOf = ({ server }: Lending): string => server.core.grants.all()[0]?.token.id ?? '';

describe('a grant, at each call', () => {
  it('C12: that is revoked stops the very next call of a tunnel that is open, and every list it showed stays filtered', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    expect(await client.call('echo')).toMatchObject({ result: {} });
    await world.server.agent.revoke({ id: grantOf(world), reason: 'over' });
    const denied = await client.call('echo');
    expect([codeOf(denied), denialOf(denied)]).toEqual([-32003, 'REVOKED']);
    expect(reached(world)).toBe(1);
    const [revocation] = await world.server.entries('revocation');
    expect(revocation).toMatchObject({ token: grantOf(world), issuer: world.server.identity.did });
    expect(
      (await world.server.entries('decision')).map((entry) => entry.type === 'decision' && entry.decision),
    ).toEqual(['allowed', 'REVOKED']);
    expect(await world.caller.entries('receipt')).toHaveLength(2);
  });

  it('C12: that is revoked while its call runs lets that one complete', async () => {
    let finish = (): void => {};
    const world = await lent(async (message) => {
      if (message['method'] === 'tools/call')
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      return {};
    });
    const client = await open(world.caller, world.server);
    const running = client.call('echo');
    await until(() => reached(world) === 1);
    await world.server.agent.revoke({ id: grantOf(world), reason: 'over' });
    finish();
    expect(await running).toMatchObject({ result: {} });
    expect(denialOf(await client.call('echo'))).toBe('REVOKED');
  });

  it('C15: stays revoked when the agent is opened again, also where the ledger was not reached', async () => {
    const world = await lending();
    endWith(world.caller.end);
    const client = await open(world.caller, world.server);
    await client.call('echo');
    // The storage of the ledger fails after the revocation was stored: the command says so.
    world.server.journal.failWrite = new TalosError('E_STORAGE_FULL', 'no room');
    await expect(world.server.agent.revoke({ id: grantOf(world), reason: 'over' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_STORAGE_FULL' }),
    );
    const { store, journal, identity, clock } = world.server;
    await world.server.end();
    journal.failWrite = undefined;
    const again = await agentFor('server', world.net, {
      store,
      identity,
      clock,
      journal: new MemoryJournal(journal.bytes),
    });
    expect(await again.agent.capabilities()).toMatchObject([{ id: grantOf(world), revoked: true }]);
    expect(await again.entries('revocation')).toMatchObject([{ token: grantOf(world) }]);
    again.agent.tunnels.lend({
      name: 'files',
      startTool: world.tools.start,
      callTimeoutMs: 1000,
      onDiagnostic: () => {},
    });
    await expect(world.caller.agent.connect({ target: identity.did })).rejects.toThrow(
      expect.objectContaining({ code: 'REVOKED' }),
    );
    expect(reached(world)).toBe(1);
  });

  it('C13: is revoked by its issuer alone', async () => {
    const world = await lent();
    await open(world.caller, world.server);
    const [held] = world.caller.core.grants.all();
    await expect(world.caller.agent.revoke({ id: held?.token.id ?? '', reason: 'x' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_NOT_FOUND' }),
    );
    // Nor before it exists.
    await expect(world.server.agent.revoke({ id: '12'.repeat(32), reason: 'x' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_NOT_FOUND' }),
    );
    expect(await world.server.entries('revocation')).toEqual([]);
  });

  it('revokes once, however often it is asked, and refuses a reason that is too long', async () => {
    const world = await lent();
    await expect(world.server.agent.revoke({ id: grantOf(world), reason: 'x'.repeat(513) })).rejects.toThrow(
      expect.objectContaining({ code: 'E_USAGE' }),
    );
    const both = await Promise.all(
      [1, 2].map(() => world.server.agent.revoke({ id: grantOf(world), reason: 'x'.repeat(512) })),
    );
    world.server.clock.advance(1000);
    const third = await world.server.agent.revoke({ id: grantOf(world).slice(0, 8), reason: '' });
    expect(new Set([...both, third].map(({ revokedAtMs }) => revokedAtMs)).size).toBe(1);
    expect(await world.server.entries('revocation')).toHaveLength(1);
  });

  it('C17: that expires while its tunnel is open is EXPIRED at the next call', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    expect(await client.call('echo')).toMatchObject({ result: {} });
    world.server.clock.advance(3599_000);
    expect(await client.call('echo')).toMatchObject({ result: {} });
    world.server.clock.advance(1000);
    expect(denialOf(await client.call('echo'))).toBe('EXPIRED');
    expect(reached(world)).toBe(2);
  });

  it('C18: does not come back to life when the clock is set back', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    world.server.clock.advance(3600_000);
    expect(denialOf(await client.call('echo'))).toBe('EXPIRED');
    world.server.clock.advance(-7200_000);
    expect(denialOf(await client.call('echo'))).toBe('EXPIRED');
    expect(reached(world)).toBe(0);
  });

  it('C19: is checked on the arguments that the tool gets', async () => {
    const made = await lent();
    const { token } = await made.server.agent.grant({
      subject: made.caller.identity.did,
      service: 'files',
      tools: ['echo(path under /data)'],
      expiresInS: 60,
    });
    const calls = await made.caller.agent.openCalls({ server: made.server.identity.did, service: 'files', token });
    expect(await calls.callTool('echo', { path: '/data/a' })).toMatchObject({
      kind: 'result',
      result: { structuredContent: { path: '/data/a' } },
    });
    for (const path of ['/data/../etc', '/etc', ['/data/a'], null, { toString: '/data/a' }])
      expect(await calls.callTool('echo', { path } as never)).toMatchObject({
        kind: 'error',
        error: { data: { code: 'CONSTRAINT' } },
      });
    expect(await calls.callTool('echo', { path: '/data/a', Path: '/etc' })).toMatchObject({
      kind: 'error',
      error: { data: { code: 'CONSTRAINT' } },
    });
    await calls[Symbol.asyncDispose]();
  });

  it('tells the caller of a call that is too long or too deep to be sent, and serves the next', async () => {
    const made = await lent();
    const calls = await made.caller.agent.openCalls({ server: made.server.identity.did, service: 'files' });
    const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
    // The message, its `params`, its `arguments`: three levels are the call's own.
    expect(await calls.callTool('echo', { path: nested(MAX_JSON_DEPTH - 3) })).toMatchObject({ kind: 'result' });
    await expect(calls.callTool('echo', { path: nested(MAX_JSON_DEPTH - 2) })).rejects.toThrow(
      expect.objectContaining({ code: 'E_MALFORMED' }),
    );
    await expect(calls.callTool('echo', { path: 'a'.repeat(MAX_RPC_BYTES) })).rejects.toThrow(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
    expect(await calls.callTool('echo', { path: '/data/a' })).toMatchObject({ kind: 'result' });
    await calls[Symbol.asyncDispose]();
  });

  it('C07: trusts no token that its holder issued to itself', async () => {
    const world = await lent();
    const { grants } = world.caller.core;
    const own = await grants.issue(world.caller.identity.did, scopeOf(['secret']), 60);
    await expect(
      world.caller.agent.openCalls({ server: world.server.identity.did, service: 'files', token: own.token.text }),
    ).rejects.toThrow(expect.objectContaining({ code: 'UNTRUSTED_ISSUER' }));
  });

  it('C08: gives nothing to whom a token is not bound', async () => {
    const world = await lent();
    const bob = await another('bob', world);
    const stolen = world.server.core.grants
      .all()
      .find(({ token }) => token.claims.subject === world.caller.identity.did);
    await expect(
      bob.agent.openCalls({ server: world.server.identity.did, service: 'files', token: stolen?.token.text ?? '' }),
    ).rejects.toThrow(expect.objectContaining({ code: 'SUBJECT_MISMATCH' }));
    expect(world.tools.servers).toEqual([]);
  });

  it('C14: stays revoked under another signature or another encoding of it', async () => {
    const world = await lent();
    const { text } = world.server.core.grants.all()[0]?.token ?? { text: '' };
    await world.server.agent.revoke({ id: grantOf(world), reason: '' });
    const [head, body, signature = ''] = text.split('.');
    const last = signature.at(-1) === 'A' ? 'Q' : 'A';
    for (const [token, code] of [
      [text, 'REVOKED'],
      [`${text}=`, 'MALFORMED'],
      [`${head}.${body}.${signature.slice(0, -1)}${last}`, /SIGNATURE_INVALID|MALFORMED/],
      [`${head}.${body}.${'A'.repeat(86)}`, 'SIGNATURE_INVALID'],
    ] as const)
      await expect(
        world.caller.agent.openCalls({ server: world.server.identity.did, service: 'files', token }),
      ).rejects.toThrow(
        expect.objectContaining({ code: typeof code === 'string' ? code : (expect.stringMatching(code) as string) }),
      );
  });

  it('uses the newest that the server issued where the one at hand is no more', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.close();
    await world.server.agent.revoke({ id: grantOf(world), reason: '' });
    await expect(world.caller.agent.connect({ target: world.server.identity.did })).rejects.toThrow(
      expect.objectContaining({ code: 'REVOKED' }),
    );
    world.server.clock.advance(1000);
    await world.server.core.grants.issue(world.caller.identity.did, scopeOf(['echo']), 60);
    const again = await open(world.caller, world.server);
    expect(await again.call('echo')).toMatchObject({ result: {} });
  });
});

describe('what a service lends', () => {
  it('bounds every grant, also one from before', async () => {
    const world = await lent();
    const served = await world.server.agent.serve({
      argv: ['x'],
      cwd: '/',
      env: {},
      service: 'narrow',
      allow: 'echo',
      deny: 'other',
      expiresInS: 60,
      inviteTtlS: 0,
    });
    expect(served.info).toMatchObject({ service: 'narrow', tools: ['echo'] });
    expect(served.info.invitation).toBeUndefined();
    const scope = scopeOf(['echo', 'other', 'secret'], { service: 'narrow' });
    await world.server.core.grants.issue(world.caller.identity.did, scope, 60);
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did, service: 'narrow' });
    const client = clientOf(tunnel);
    const { result } = (await client.ask('tools/list')) as unknown as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name)).toEqual(['echo']);
    expect(await client.call('echo')).toMatchObject({ result: {} });
    expect(denialOf(await client.call('other'))).toBe('SCOPE_MISMATCH');
    expect(denialOf(await client.call('secret'))).toBe('SCOPE_MISMATCH');
    await served.close();
    await served.ended;
    expect(toolOf(world, world.caller).isClosed).toBe(true);
  });

  it('shows in lists what is granted alone', async () => {
    const world = await lent(
      (message) =>
        ({
          'tools/list': { tools: [{ name: 'echo' }, { name: 'secret' }, { nameless: 1 }], nextCursor: 'c' },
          'resources/list': { resources: [{ uri: 'file:///data/a' }, { uri: 'file:///etc/a' }] },
          'resources/templates/list': {
            resourceTemplates: [{ uriTemplate: 'file:///data/{x}' }, { uriTemplate: 'file:///{x}' }],
          },
          'prompts/list': { prompts: [{ name: 'p' }, { name: 'q' }] },
        })[message['method'] as string] ?? {},
      { scope: scopeOf(['echo'], { resources: [{ prefix: 'file:///data/' }], prompts: [{ exact: 'p' }] }) },
    );
    const client = await open(world.caller, world.server);
    expect(await client.ask('tools/list')).toMatchObject({ result: { tools: [{ name: 'echo' }], nextCursor: 'c' } });
    expect(await client.ask('resources/list')).toMatchObject({ result: { resources: [{ uri: 'file:///data/a' }] } });
    expect(await client.ask('resources/templates/list')).toMatchObject({
      result: { resourceTemplates: [{ uriTemplate: 'file:///data/{x}' }] },
    });
    expect(await client.ask('prompts/list')).toMatchObject({ result: { prompts: [{ name: 'p' }] } });
  });
});

describe('M30, B18: what is kept', () => {
  it('holds no argument, no result and no file name, nor a hash of them that could be tried', async () => {
    const canary = 'CANARY-5f2b';
    const world = await lent(
      (message, server) => {
        server.say({ jsonrpc: '2.0', method: 'notifications/message', params: { data: canary } });
        return message['method'] === 'tools/call' ? { content: [{ type: 'text', text: `${canary} yes` }] } : {};
      },
      { scope: scopeOf(['echo'], { resources: [{ any: true }] }) },
    );
    const client = await open(world.caller, world.server);
    await client.call('echo', { path: `/tmp/${canary}`, answer: 'yes' });
    await client.call('secret', { path: canary });
    await client.ask('ping', { text: canary });
    await Promise.all(
      [world.server, world.caller].map(async ({ ledger, core }) => {
        await ledger.seal();
        await core.salts.flush();
      }),
    );
    for (const side of [world.server, world.caller]) {
      const kept = await everythingKept(side);
      expect(kept).toContain(`"type":"${side === world.server ? 'decision' : 'call'}"`);
      expect(kept).not.toContain(canary);
      expect(kept).not.toContain(Buffer.from(canary).toString('base64').slice(0, 12));
      for (const text of ['yes', '"yes"', `{"answer":"yes","path":"/tmp/${canary}"}`])
        expect(kept).not.toContain(createHash('sha256').update(text).digest('hex'));
    }
    await settled();
  });
});

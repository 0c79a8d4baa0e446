import { describe, expect, it, vi } from 'vitest';
import { Announcer, MAX_PREPARED_INTENTS } from '../../src/agent/authority/announcer.ts';
import { IntentDesk, MAX_USED_INTENTS, MAX_WAITING_INTENTS } from '../../src/agent/authority/intent-desk.ts';
import { TalosClient } from '../../src/agent/client/client.ts';
import { ServerRecords } from '../../src/agent/tunnel/call-records.ts';
import { decodeTunnelOpened, encodeTunnelOpened } from '../../src/agent/tunnel/tunnel-wire.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { type Json, type JsonObject, writeJson } from '../../src/codec/json.ts';
import { Identity } from '../../src/identity/identity.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import type {
  CallStatement,
  IntentStatement,
  ResultStatement,
  SignedStatement,
} from '../../src/ledger/entry/statement.ts';
import { readSignedStatement, signStatements } from '../../src/ledger/entry/statement.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { INTENT_META } from '../../src/mcp/meta.ts';
import { PACKET } from '../../src/message/packet.ts';
import { clientOf, type Lending, type Made, scopeOf } from '../fixtures/agents.ts';
import { NEW_YEAR, person, signedCall, signedIntent } from '../fixtures/ledger.ts';
import { knowToken, RawCaller } from '../fixtures/raw-tunnel.ts';
import { denialOf, endWith, lent, open, reached, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const WHY = 'the quarterly report is due';
const types = async (made: Made): Promise<string[]> =>
  (await made.entries())
    .map(({ type }) => type)
    .filter((type) => type !== 'grant' && type !== 'session' && type !== 'grant-received');
const saying = (name: string, args: JsonObject, wish: Json): JsonObject => ({
  name,
  arguments: args,
  _meta: { [INTENT_META]: wish },
});

describe('a call that needs an intent', () => {
  it('is announced by itself: both sides have the intent before the call, the result names it, either proof shows it', async () => {
    const world = await lent(undefined, { needsIntent: 'ec*' });
    const client = await open(world.caller, world.server);
    expect(await client.call('echo', { a: 1 })).toMatchObject({ result: { structuredContent: { a: 1 } } });
    expect(await types(world.server)).toEqual(['intent', 'decision', 'result']);
    expect(await types(world.caller)).toEqual(['intent', 'call', 'receipt']);
    for (const [made, type] of [
      [world.server, 'result'],
      [world.caller, 'receipt'],
    ] as const) {
      const [answer] = await made.core.ledger.query({ type, last: 1 });
      const verdict = verifyProofFile(await made.core.ledger.prove(answer?.id ?? ''));
      expect(verdict).toMatchObject({
        valid: true,
        intent: { body: { statement: { statement: { justification: '' } } } },
      });
    }
  });

  it('C12: of a grant that is revoked while the intent is written is not made', async () => {
    const world = await lent(undefined, { needsIntent: 'ec*' });
    const client = await open(world.caller, world.server);
    type Announced = (this: ServerRecords, ...args: Parameters<ServerRecords['announced']>) => Promise<void>;
    const { announced } = ServerRecords.prototype as unknown as { readonly announced: Announced };
    vi.spyOn(ServerRecords.prototype, 'announced').mockImplementation(async function (this: ServerRecords, intent) {
      await announced.call(this, intent);
      const { id } = world.server.core.grants.newestFor(world.caller.identity.did, '')?.token ?? { id: '' };
      await world.server.agent.revoke({ id, reason: '' });
    });
    expect(denialOf(await client.call('echo', { a: 1 }))).toBe('REVOKED');
    vi.restoreAllMocks();
    expect(reached(world)).toBe(0);
    expect(await types(world.server)).toEqual(['intent', 'revocation', 'decision']);
  });

  it('says why in the words of its request, else in those of the connection; the words reach no tool', async () => {
    const world = await lent(undefined, { needsIntent: 'echo' });
    const tunnel = await world.caller.agent.connect({ target: world.server.identity.did, justification: 'by default' });
    const client = clientOf(tunnel);
    await client.ask('tools/call', saying('echo', {}, { justification: WHY }));
    await client.call('echo');
    const said = (await world.server.entries('intent')).map(
      (body) => body.type === 'intent' && body.statement.statement.justification,
    );
    expect(said).toEqual([WHY, 'by default']);
    const seen = world.tools.servers.flatMap(({ texts }) => texts).join('\n');
    expect(seen).not.toContain(INTENT_META);
    expect(seen).not.toContain(WHY);
    await tunnel.close();
  });

  it('a request that gives a reason is announced where no intent is asked for, one that does not is not', async () => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    await client.call('echo');
    await client.ask('tools/call', saying('echo', {}, { justification: WHY }));
    expect(await types(world.caller)).toEqual(['call', 'receipt', 'intent', 'call', 'receipt']);
    expect(await types(world.server)).toEqual(['decision', 'result', 'intent', 'decision', 'result']);
  });

  it.each([
    ['no object', 'why'],
    ['a reason that is no text', { justification: 7 }],
    ['a reason that is too long', { justification: 'x'.repeat(1025) }],
    ['an unknown member', { reason: WHY }],
    ['an intent that was never announced', { intent: '00'.repeat(32) }],
    ['an intent that is no hash', { intent: 'ab' }],
  ])('with %s in its place is answered −32600 and E_MALFORMED, and not made', async (_, wish) => {
    const world = await lent();
    const client = await open(world.caller, world.server);
    const answer = await client.ask('tools/call', saying('echo', {}, wish));
    expect(answer).toMatchObject({ error: { code: -32_600, data: { code: 'E_MALFORMED' } } });
    expect(reached(world)).toBe(0);
    expect(await types(world.server)).toEqual([]);
    expect(await client.call('echo')).toMatchObject({ result: {} });
  });
});

interface Announcing extends Lending {
  readonly raw: RawCaller;
  readonly mallory: Identity;
}

/** A server that wants intents for `echo`, and a peer that writes its packets by hand. */
async function announcing(): Promise<Announcing> {
  const world = await lent(undefined, { needsIntent: 'echo' });
  const mallory = Identity.generate('mallory', NEW_YEAR);
  const { token } = await world.server.core.grants.issue(mallory.did, scopeOf(['echo', 'other']), 3600);
  knowToken(token.text, token.id);
  const raw = await RawCaller.dial(world.net, mallory, world.server);
  await raw.open();
  return { ...world, raw, mallory };
}

const SALT = new Uint8Array(32).fill(7);

const requestOf = (id: number, name: string, args: JsonObject): JsonObject => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** Sends the intent of a call to `echo` with `args`, but for the changes. @returns Its statement. */
function announce(
  raw: RawCaller,
  args: JsonObject,
  changes: Partial<IntentStatement> = {},
): SignedStatement<IntentStatement> {
  const { number: _, ...action } = raw.statement(requestOf(0, 'echo', args), SALT).statement;
  const intent = { ...action, kind: 'intent', justification: WHY, ...changes } as IntentStatement;
  const [signed] = signStatements(raw.identity.signing, raw.identity.did, [intent]) as [
    SignedStatement<IntentStatement>,
  ];
  raw.send(PACKET.intent, signed.bytes);
  return signed;
}

/** Calls under the same salt as {@link announce}. */
function call(raw: RawCaller, id: number, args: JsonObject, name = 'echo', changes: Partial<CallStatement> = {}): void {
  const request = requestOf(id, name, args);
  raw.sendCall(raw.statement(request, SALT, changes).bytes, SALT, writeJson(request));
}

async function answered(raw: RawCaller): Promise<{ readonly code: unknown; readonly result: ResultStatement }> {
  const { json, statement } = await raw.hear();
  const { statement: result } = readSignedStatement(statement ?? new Uint8Array(), { kind: 'result' });
  return { code: denialOf(json) ?? 'allowed', result };
}

describe('a server that wants intents', () => {
  it('says so when it opens the tunnel', async () => {
    const { raw } = await announcing();
    expect(raw.opened?.intents).toEqual(['echo']);
  });

  it('refuses a call without one: INTENT_REQUIRED, on record, and the tool sees nothing', async () => {
    const world = await announcing();
    call(world.raw, 1, {});
    expect(await answered(world.raw)).toMatchObject({
      code: 'INTENT_REQUIRED',
      result: { decision: 'INTENT_REQUIRED' },
    });
    expect(reached(world)).toBe(0);
    expect(await types(world.server)).toEqual(['decision']);
  });

  it('lets the call that was announced through, once: the result names the intent', async () => {
    const world = await announcing();
    const intent = announce(world.raw, { a: 1 });
    call(world.raw, 1, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'allowed', result: { intent: intent.hash } });
    call(world.raw, 2, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'INTENT_REQUIRED' });
    expect(reached(world)).toBe(1);
    expect(await types(world.server)).toEqual(['intent', 'decision', 'result', 'decision']);
  });

  it('takes an intent that was used no second time: INTENT_REQUIRED', async () => {
    const world = await announcing();
    const intent = announce(world.raw, { a: 1 });
    call(world.raw, 1, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'allowed' });
    world.raw.send(PACKET.intent, intent.bytes);
    call(world.raw, 2, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'INTENT_REQUIRED' });
    expect(reached(world)).toBe(1);
  });

  it.each([
    ['other arguments', {}, { a: 2 }],
    ['an argument more', {}, { a: 1, b: 1 }],
    ['another commitment', { arguments: commit(SALT, { a: 2 }) }, { a: 1 }],
    ['another tool', { target: 'other' }, { a: 1 }],
    ['another method', { method: 'resources/read' }, { a: 1 }],
    ['another token', { token: '11'.repeat(32) }, { a: 1 }],
    ['another session', { session: '22'.repeat(32) }, { a: 1 }],
    ['another service', { service: 'others' }, { a: 1 }],
  ])(
    'refuses a call with %s than were announced: INTENT_MISMATCH, on record, and the tool sees nothing',
    async (_, changes, args) => {
      const world = await announcing();
      announce(world.raw, { a: 1 }, changes);
      call(world.raw, 1, args as JsonObject);
      const { code, result } = await answered(world.raw);
      expect([code, result.decision, result.intent]).toEqual(['INTENT_MISMATCH', 'INTENT_MISMATCH', undefined]);
      expect(reached(world)).toBe(0);
      expect(await types(world.server)).toEqual(['decision']);
    },
  );

  it('a call that needs none goes on, whatever waits', async () => {
    const world = await announcing();
    announce(world.raw, { a: 1 });
    call(world.raw, 1, {}, 'other');
    // `other` is granted to this peer, but not lent by the tool server; what matters is that no intent is asked for.
    const { code, result } = await answered(world.raw);
    expect([code, result.intent]).toEqual(['allowed', undefined]);
    call(world.raw, 2, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'allowed' });
  });

  it.each([
    [
      'of another signer',
      (world: Announcing, text: Uint8Array) => {
        const [forged] = signStatements(world.server.identity.signing, world.server.identity.did, [
          { ...readSignedStatement(text, { kind: 'intent' }).statement },
        ]);
        return forged?.bytes ?? text;
      },
    ],
    ['with a bit flipped', (_: Announcing, text: Uint8Array) => text.map((byte, i) => (i === 40 ? byte ^ 1 : byte))],
    ['of another kind', (world: Announcing) => world.raw.statement(requestOf(1, 'echo', {}), SALT).bytes],
    ['that is empty', () => new Uint8Array(0)],
  ])('ends the tunnel of a peer that sends an intent %s', async (_, change) => {
    const world = await announcing();
    const { number: __, ...action } = world.raw.statement(requestOf(0, 'echo', {}), SALT).statement;
    const [good] = signStatements(world.mallory.signing, world.mallory.did, [
      { ...action, kind: 'intent', justification: WHY } as IntentStatement,
    ]);
    world.raw.send(PACKET.intent, change(world, good?.bytes ?? new Uint8Array()) as Uint8Array);
    expect((await world.raw.packets.next()).type).toBe(PACKET.tunnelClose);
    expect(await types(world.server)).toEqual([]);
  });

  it(`M25: keeps ${MAX_WAITING_INTENTS} intents of a session, and records none that no call came for`, async () => {
    const world = await announcing();
    for (let i = 0; i <= MAX_WAITING_INTENTS; i++) announce(world.raw, { i });
    call(world.raw, 1, { i: 0 });
    expect(await answered(world.raw)).toMatchObject({ code: 'INTENT_MISMATCH' });
    call(world.raw, 2, { i: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'allowed' });
    expect(await types(world.server)).toEqual(['decision', 'intent', 'decision', 'result']);
  });

  it('takes an intent that came through another tunnel of the session', async () => {
    const world = await announcing();
    announce(world.raw, { a: 1 });
    await world.raw.open();
    call(world.raw, 1, { a: 1 });
    expect(await answered(world.raw)).toMatchObject({ code: 'allowed' });
  });
});

describe('the SDK', () => {
  /** The caller as a client, at a server that wants intents for `echo`. */
  async function client(): Promise<Lending & { readonly sdk: TalosClient; readonly peer: string }> {
    const world = await lent(undefined, { needsIntent: 'echo' });
    const { agent, core } = world.caller;
    const none = (): Promise<never> => Promise.reject(new Error('no messages'));
    const sdk = new TalosClient({ agent, core, messenger: none, listen: async () => [], close: async () => {} });
    endWith(() => sdk[Symbol.asyncDispose]());
    return { ...world, sdk, peer: world.server.identity.did };
  }

  it('announces a call, makes it, and gets a receipt whose proof holds the intent; the same intent is good for no other', async () => {
    const { sdk, peer, caller } = await client();
    const intent = await sdk.createIntent(peer, 'echo', { a: 1 }, { justification: WHY });
    const { receipt } = await sdk.callTool(peer, 'echo', { a: 1 }, { intent });
    const verdict = verifyProofFile(await caller.core.ledger.prove(receipt));
    expect(verdict).toMatchObject({ valid: true, intent: { body: { statement: { hash: intent.hash } } } });
    const used = expect.objectContaining({ code: 'E_MALFORMED' });
    await expect(sdk.callTool(peer, 'echo', { a: 1 }, { intent })).rejects.toThrow(used);
  });

  it('is refused a call with other arguments than were announced: INTENT_MISMATCH, on record at the server', async () => {
    const { sdk, peer, server } = await client();
    const intent = await sdk.createIntent(peer, 'echo', { a: 1 }, { justification: WHY });
    const mismatch = expect.objectContaining({ code: 'INTENT_MISMATCH' });
    await expect(sdk.callTool(peer, 'echo', { a: 2 }, { intent })).rejects.toThrow(mismatch);
    expect(await types(server)).toEqual(['decision']);
    await sdk.callTool(peer, 'echo', { a: 2 }, { justification: WHY });
    expect(await types(server)).toEqual(['decision', 'intent', 'decision', 'result']);
  });

  it('takes no reason that is none, or too long, nor a reason and an intent at once', async () => {
    const { sdk, peer, caller } = await client();
    const create = (justification: unknown) =>
      sdk.createIntent(peer, 'echo', {}, { justification: justification as string });
    await expect(create('x'.repeat(1025))).rejects.toThrow(RangeError);
    await expect(create('\ud800')).rejects.toThrow(RangeError);
    await expect(create(undefined)).rejects.toThrow(TypeError);
    const intent = { hash: '00'.repeat(32), tool: 'echo' };
    await expect(sdk.callTool(peer, 'echo', {}, { intent, justification: WHY })).rejects.toThrow(TypeError);
    expect(await types(caller)).toEqual([]);
  });
});

describe('the desk of intents', () => {
  it('remembers those that were used up to its limit, so that the last of them is taken no second time', () => {
    const [alice, bob] = [person(1), person(2)];
    const desk = new IntentDesk();
    const call = signedCall(bob, alice);
    const intent = signedIntent(bob, call);
    for (let i = 0; i < MAX_USED_INTENTS + 1; i++) {
      const each = { ...intent, hash: i.toString(16).padStart(64, '0') };
      desk.announce(each);
      expect(desk.take(call.statement)).toBe(each);
    }
    desk.announce({ ...intent, hash: '1'.padStart(64, '0') });
    expect(desk.take(call.statement)).toBeUndefined();
    expect(desk.isWaiting).toBe(false);
  });
});

describe('what TUNNEL_OPENED asks for', () => {
  const opened = { service: 'files', token: 'x', expiresAtS: 1, checkpoint: '' };

  it('is read as it was written, and is not there where nothing is asked for', () => {
    for (const intents of [[], ['write_*', 'resource:*', 'prompt:x']])
      expect(decodeTunnelOpened(encodeTunnelOpened({ ...opened, intents }))).toEqual({ ...opened, intents });
    expect(encodeTunnelOpened(opened)).toEqual(encodeTunnelOpened({ ...opened, intents: [] }));
  });

  it('is E_MALFORMED beyond 64 patterns, or with one that is empty, too long or no text', () => {
    const { expiresAtS, ...rest } = opened;
    const bytes = (intents: unknown): Uint8Array =>
      encodeCbor({ v: 1, ...rest, expires: expiresAtS, intents } as never);
    expect(decodeTunnelOpened(bytes(Array.from({ length: 64 }, () => 'x'.repeat(128)))).intents).toHaveLength(64);
    for (const intents of [Array.from({ length: 65 }, () => 'x'), [''], ['x'.repeat(129)], [7], 'x', null])
      expect(() => decodeTunnelOpened(bytes(intents))).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });

  it('is E_PROTOCOL where a pattern names nothing', () => {
    expect(() => new Announcer({} as never, ['resource:'])).toThrow(expect.objectContaining({ code: 'E_PROTOCOL' }));
    expect(() => new Announcer({} as never, [], 'x'.repeat(1025))).toThrow(
      expect.objectContaining({ code: 'E_MALFORMED' }),
    );
    expect(MAX_PREPARED_INTENTS).toBe(MAX_WAITING_INTENTS);
  });
});

import { describe, expect, it } from 'vitest';
import { encodeTunnelOpened } from '../../src/agent/tunnel/tunnel-wire.ts';
import { concat, utf8 } from '../../src/base/bytes.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { u32 } from '../../src/codec/writer.ts';
import type { SigningKey } from '../../src/crypto/sign.ts';
import type { Did } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { PACKET } from '../../src/message/packet.ts';
import { clientOf, introduce, type Made, MemoryNet, scopeOf, settled, until } from '../fixtures/agents.ts';
import { NEW_YEAR, person } from '../fixtures/ledger.ts';
import { RawServer, type RawServerEnd, type SeenCall } from '../fixtures/raw-tunnel.ts';
import { agentFor, endWith, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const SALT = new Uint8Array(32).fill(7);

/** A real caller at a server that writes its packets by hand. */
async function atRawServer(
  onCall: (call: SeenCall, end: RawServerEnd) => void,
): Promise<{ caller: Made; raw: RawServer; server: Identity; call: () => Promise<JsonObject>; heard: JsonObject[] }> {
  const net = new MemoryNet();
  const [caller, owner] = await Promise.all([agentFor('caller', net), agentFor('owner', net)]);
  await introduce(caller, owner);
  const { token } = await owner.core.grants.issue(caller.identity.did, scopeOf(['echo']), 3600);
  const raw = new RawServer(owner.identity, owner.clock, token.text);
  raw.onCall = onCall;
  net.serve(owner.key, (link) => raw.accept(link));
  const tunnel = await caller.agent.connect({ target: owner.identity.did });
  endWith(() => tunnel.close());
  const client = clientOf(tunnel);
  return { caller, raw, server: owner.identity, call: () => client.call('echo', { a: 1 }), heard: client.heard };
}

describe('a server that writes its own statements', () => {
  const result = { content: [] };

  it('is believed where they are right', async () => {
    const { call, caller } = await atRawServer((seen, end) => end.answer(seen, result));
    expect(await call()).toMatchObject({ id: 1, result });
    expect(await caller.entries('receipt')).toHaveLength(1);
  });

  const other = { content: [{ type: 'text', text: 'other' }] };
  it.each<[string, (call: SeenCall, end: RawServerEnd) => void]>([
    ['no statement', (call, end) => end.sayPlain({ jsonrpc: '2.0', id: call.request['id'] ?? null, result })],
    [
      'no statement, as a response',
      (call, end) => end.sayPlain({ jsonrpc: '2.0', id: call.request['id'] ?? null, result }, PACKET.mcpResponse),
    ],
    [
      'no statement, as an error of the tool',
      (call, end) =>
        end.sayPlain(
          { jsonrpc: '2.0', id: call.request['id'] ?? null, error: { code: -32000, message: 'x' } },
          PACKET.mcpError,
        ),
    ],
    [
      'no statement, as a plain error',
      (call, end) =>
        end.sayPlain({ jsonrpc: '2.0', id: call.request['id'] ?? null, error: { code: -32003, message: 'x' } }),
    ],
    [
      'a result as a refusal',
      (call, end) => end.sayPlain({ jsonrpc: '2.0', id: call.request['id'] ?? null, result }, PACKET.mcpError),
    ],
    [
      'an intent that was never announced',
      (call, end) => end.answer(call, result, { statement: { intent: '00'.repeat(32) } }),
    ],
    [
      'another result than committed to',
      (call, end) =>
        end.answer(call, result, { json: { jsonrpc: '2.0', id: call.request['id'] ?? null, result: other } }),
    ],
    ['another salt', (call, end) => end.answer(call, result, { salt: SALT })],
    [
      'a statement about another call',
      (call, end) => end.answer(call, result, { statement: { call: '33'.repeat(32) } }),
    ],
    ['a statement about an error', (call, end) => end.answer(call, result, { statement: { outcome: 'error' } })],
    [
      'a statement about nothing',
      (call, end) => end.answer(call, result, { statement: { outcome: 'none', result: '' } }),
    ],
    [
      'a refusal that comes with a result',
      (call, end) => end.answer(call, result, { statement: { decision: 'REVOKED' } }),
    ],
    ['a statement of somebody else', (call, end) => end.answer(call, result, { by: Identity.generate('x', NEW_YEAR) })],
    [
      'a statement in an error that says another code',
      (call, end) =>
        end.answer(call, result, {
          type: PACKET.mcpError,
          statement: { decision: 'REVOKED', outcome: 'none', result: '' },
          json: {
            jsonrpc: '2.0',
            id: call.request['id'] ?? null,
            error: { code: -32003, message: 'x', data: { code: 'EXPIRED' } },
          },
        }),
    ],
    [
      'a statement of a refusal with an error of a tool',
      (call, end) =>
        end.answer(call, result, {
          type: PACKET.mcpError,
          statement: { decision: 'REVOKED', outcome: 'none', result: '' },
          json: { jsonrpc: '2.0', id: call.request['id'] ?? null, error: { code: -32000, message: 'x' } },
        }),
    ],
    ['what is no message', (_call, end) => end.send(PACKET.mcpResponse, concat(u32(0), utf8('{"jsonrpc":"1.0"}')))],
    ['what is no content', (_call, end) => end.send(PACKET.mcpResponse, Uint8Array.of(0xff))],
    ['a packet of another type', (_call, end) => end.send(PACKET.acknowledge, Uint8Array.of(1))],
  ])('E_PROTOCOL: is left where it answers with %s, and the call has no outcome', async (_what, onCall) => {
    const { call, caller, heard } = await atRawServer(onCall);
    expect(await call()).toMatchObject({ id: 1, error: { code: -32005, data: { code: 'E_OUTCOME_UNKNOWN' } } });
    expect(await caller.entries('receipt')).toEqual([]);
    expect(await caller.entries('call')).toHaveLength(1);
    expect(heard).toHaveLength(1);
    expect(caller.notices.some(({ message }) => message.includes('E_PROTOCOL'))).toBe(true);
  });

  it('is not believed an answer that comes twice, or for a call that was not made', async () => {
    const { call, caller, heard } = await atRawServer((seen, end) => {
      end.answer(seen, result, { json: { jsonrpc: '2.0', id: 'nobody', result } });
      end.answer(seen, result);
      end.answer(seen, result);
      end.sayPlain({ jsonrpc: '2.0', id: 1, result: { second: true } });
    });
    await call();
    await settled();
    expect(heard).toHaveLength(1);
    expect(await caller.entries('receipt')).toHaveLength(1);
  });

  it('may refuse the form of a request without a statement', async () => {
    for (const code of [-32600, -32003]) {
      const { call } = await atRawServer((seen, end) =>
        end.sayPlain(
          { jsonrpc: '2.0', id: seen.request['id'] ?? null, error: { code, message: 'x' } },
          PACKET.mcpError,
        ),
      );
      expect(await call()).toMatchObject({ error: { code } });
    }
  });

  it('REPLAY: its statement about one call is none about the next', async () => {
    let first: SeenCall | undefined;
    const { call } = await atRawServer((seen, end) => {
      first ??= seen;
      end.answer(first, result, { json: { jsonrpc: '2.0', id: seen.request['id'] ?? null, result } });
    });
    expect(await call()).toMatchObject({ result });
    expect(await call()).toMatchObject({ error: { code: -32005 } });
  });

  it('opens no tunnel under another token, for another service, or by another word', async () => {
    const { caller, raw, server } = await atRawServer(() => {});
    const open = (): Promise<unknown> => caller.agent.openCalls({ server: server.did, service: 'files' });
    const opened = raw.onOpen;
    for (const [onOpen, code] of [
      [(end: RawServerEnd) => end.send(PACKET.mcpMessage, new Uint8Array(8)), 'E_PROTOCOL'],
      [(end: RawServerEnd) => end.send(PACKET.tunnelOpened, encodeCbor({ v: 1 })), 'E_MALFORMED'],
      [(end: RawServerEnd) => end.send(PACKET.refusal, encodeCbor({ word: 'denied', code: 'REVOKED' })), 'REVOKED'],
      [(end: RawServerEnd) => end.send(PACKET.refusal, encodeCbor({ word: 'denied', code: 'E_LATER' })), 'E_REFUSED'],
      [(end: RawServerEnd) => end.send(PACKET.refusal, encodeCbor({ word: 'busy' })), 'E_RATE_LIMITED'],
      [(end: RawServerEnd) => end.send(PACKET.refusal, encodeCbor({ word: 'unknown' })), 'E_NOT_FOUND'],
      [(end: RawServerEnd) => end.send(PACKET.refusal, encodeCbor({ word: 'failed' })), 'E_TOOL_FAILED'],
      [(end: RawServerEnd) => end.send(PACKET.tunnelClose, encodeCbor({ word: 'failed' })), 'E_TOOL_FAILED'],
      [(end: RawServerEnd) => void end.channel.close(), 'E_UNREACHABLE'],
    ] as const) {
      raw.onOpen = onOpen;
      await expect(open()).rejects.toThrow(expect.objectContaining({ code }));
    }
    raw.onOpen = opened;
    await (await caller.agent.openCalls({ server: server.did, service: 'files' }))[Symbol.asyncDispose]();
  });

  it('E_PROTOCOL: opens no tunnel with a checkpoint that is none of its own', async () => {
    const { caller, raw, server } = await atRawServer(() => {});
    const other = person(9);
    const note = (by: { did: Did; signing: SigningKey }) => signCheckpoint(by.signing, by.did, 3, new Uint8Array(32));
    const opening = (checkpoint: string) => (end: RawServerEnd) =>
      end.send(
        PACKET.tunnelOpened,
        encodeTunnelOpened({ service: 'files', token: raw.token, expiresAtS: 2e9, checkpoint }),
      );
    const open = () => caller.agent.openCalls({ server: server.did, service: 'files' });
    for (const checkpoint of ['x', note(other), note({ did: server.did, signing: other.signing })]) {
      raw.onOpen = opening(checkpoint);
      await expect(open()).rejects.toThrow(expect.objectContaining({ code: 'E_PROTOCOL' }));
    }
    raw.onOpen = opening(note(server));
    await (await open())[Symbol.asyncDispose]();
  });

  it('opens no tunnel at the caller', async () => {
    const { caller, raw } = await atRawServer(() => {});
    raw.channels[0]?.send(PACKET.tunnelOpen, 9, new Uint8Array(0));
    await until(() => caller.notices.length > 0);
    await raw.channels[0]?.closed;
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import type { CborMap } from '../../../src/codec/cbor.ts';
import { MAX_AGENT_RECORD_BYTES, verifyAgentRecord } from '../../../src/identity/agent-record.ts';
import type { Link } from '../../../src/net/link.ts';
import { pairLinks } from '../../../src/net/memory-link.ts';
import { type RequestServer, serveRequests } from '../../../src/net/request-link.ts';
import { MAX_SERVER_OFFERS } from '../../../src/registry/api.ts';
import { RegistryClient, type RegistryClientTerms } from '../../../src/registry/client.ts';
import { MAX_STOCK_BUNDLES } from '../../../src/registry/limits.ts';
import { MAX_BUNDLE_BYTES, verifyBundle } from '../../../src/session/prekeys.ts';
import { agent, lastOf, NOW, recordOf, singleOf } from '../../fixtures/registry.ts';

const links: Link[] = [];
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close()));
});
const alice = agent('alice');
const bob = agent('bob');
const expected = { did: alice.did, nowMs: NOW };
const code = (name: string) => expect.objectContaining({ code: name });

/** A client of a registry that answers everything with `answer`. */
function lying(
  answer: CborMap,
  terms: RegistryClientTerms = {},
): { readonly client: RegistryClient; readonly server: RequestServer } {
  const keys = { diallerKey: new Uint8Array(32).fill(1), listenerKey: new Uint8Array(32).fill(2) };
  const { dialler, listener } = pairLinks({ ...keys, purpose: 'registry' });
  links.push(dialler);
  const server = serveRequests(listener, { answer: () => Promise.resolve(answer) });
  return { client: new RegistryClient(dialler, terms), server };
}

describe('the client of a registry that lies', () => {
  it.each<[string, CborMap, string]>([
    ['no record', {}, 'E_MALFORMED'],
    ['text', { record: '<!doctype html>' }, 'E_MALFORMED'],
    ['more than a record', { record: new Uint8Array(1), peers: [] }, 'E_MALFORMED'],
    ['a list of all peers', { peers: Array.from({ length: 30_000 }, () => 'peer') }, 'E_MALFORMED'],
    ['too long a record', { record: new Uint8Array(MAX_AGENT_RECORD_BYTES + 1) }, 'E_LIMIT'],
  ])('G05: takes no answer to a look-up that is %s', async (_, answer, refusal) => {
    await expect(lying(answer).client.lookup(alice.did)).rejects.toMatchObject({ code: refusal });
  });

  it.each<[string, CborMap, string]>([
    ['no bundle', { record: new Uint8Array(1) }, 'E_MALFORMED'],
    ['a list of them', { bundle: [new Uint8Array(1)] }, 'E_MALFORMED'],
    ['too long', { bundle: new Uint8Array(MAX_BUNDLE_BYTES + 1) }, 'E_LIMIT'],
  ])('G05: takes no answer to the request of a bundle that is %s', async (_, answer, refusal) => {
    await expect(lying(answer).client.takeBundle(alice.did)).rejects.toMatchObject({ code: refusal });
  });

  it.each<[CborMap]>([
    [{}],
    [{ left: -1 }],
    [{ left: MAX_STOCK_BUNDLES + 1 }],
    [{ left: '1' }],
    [{ left: 1, more: 2 }],
  ])('takes no number of bundles from %o: E_MALFORMED', async (answer) => {
    const { client } = lying(answer);
    await expect(client.register(recordOf(alice))).rejects.toMatchObject({ code: 'E_MALFORMED' });
    await expect(client.offer({ last: lastOf(alice), single: [] })).rejects.toMatchObject({ code: 'E_MALFORMED' });
  });

  it.each<[CborMap]>([
    [{}],
    [{ name: 7, offers: [] }],
    [{ name: 'a\u001b[2J', offers: [] }],
    [{ name: 'a'.repeat(129), offers: [] }],
    [{ name: '', offers: 'relay' }],
    [{ name: '', offers: ['Relay'] }],
    [{ name: '', offers: ['a'.repeat(33)] }],
    [{ name: '', offers: Array.from({ length: MAX_SERVER_OFFERS + 1 }, () => 'a') }],
  ])('takes nothing that a server says of itself from %o: E_MALFORMED', async (answer) => {
    await expect(lying(answer).client.info()).rejects.toMatchObject({ code: 'E_MALFORMED' });
  });

  const listed = { did: alice.did, name: '', seen: 1, connected: true };
  it.each<[string, CborMap, string]>([
    ['no list', {}, 'E_MALFORMED'],
    ['HTML', { peers: '<!doctype html>', more: false }, 'E_MALFORMED'],
    [
      '10,000 where 2 were asked for',
      { peers: Array.from({ length: 10_000 }, () => listed), more: true },
      'E_MALFORMED',
    ],
    ['one agent twice', { peers: [listed, listed], more: true }, 'E_MALFORMED'],
    ['more behind nobody', { peers: [], more: true }, 'E_MALFORMED'],
    ['no DID', { peers: [{ ...listed, did: 'alice' }], more: false }, 'E_BAD_DID'],
    ['a name that cannot be shown', { peers: [{ ...listed, name: '\u202e' }], more: false }, 'E_MALFORMED'],
    ['a key beside the DID', { peers: [{ ...listed, key: 1 }], more: false }, 'E_MALFORMED'],
  ])('G05: takes no list of agents that is %s', async (_, answer, refusal) => {
    await expect(lying(answer).client.list(undefined, 2)).rejects.toMatchObject({ code: refusal });
  });

  it('takes what it knows of what a server says of itself, and leaves the rest', async () => {
    const unknown = Array.from({ length: MAX_SERVER_OFFERS - 2 }, (_, n) => `later-${'a'.repeat(n)}`);
    const offers = ['relay', 'relay', ...unknown];
    const { client } = lying({ name: 'a'.repeat(128), offers, later: [1] });
    expect(await client.info()).toEqual({ name: 'a'.repeat(128), offers: ['relay'] });
  });

  it('G05: hands on what it is given, of which nothing verifies that is not the agent’s own', async () => {
    const wrong = (await lying({ record: recordOf(bob) }).client.lookup(alice.did)) ?? new Uint8Array();
    expect(() => verifyAgentRecord(wrong, expected)).toThrow(code('E_IDENTITY_MISMATCH'));
    const page = (await lying({ record: utf8('<!doctype html>') }).client.lookup(alice.did)) ?? new Uint8Array();
    expect(() => verifyAgentRecord(page, expected)).toThrow(code('E_BAD_RECORD'));
    const old = (await lying({ record: recordOf(alice) }).client.lookup(alice.did)) ?? new Uint8Array();
    expect(() => verifyAgentRecord(old, { ...expected, newest: { sequence: NOW + 1 } })).toThrow(code('E_STALE'));
    const swapped =
      (await lying({ bundle: singleOf(bob, 1)[0] ?? '' }).client.takeBundle(alice.did)) ?? new Uint8Array();
    expect(() => verifyBundle(swapped, expected)).toThrow(code('E_BAD_BUNDLE'));
  });

  it('K15: a registry that withholds one-time prekeys is seen: the bundle has none, or E_DOWNGRADE where one is required', async () => {
    const stripped = (await lying({ bundle: lastOf(alice) }).client.takeBundle(alice.did)) ?? new Uint8Array();
    expect(verifyBundle(stripped, expected).oneTimePrekeys).toEqual([]);
    expect(() => verifyBundle(stripped, { ...expected, requireOneTime: true })).toThrow(code('E_DOWNGRADE'));
  });

  it('ends the link where it is told what there is no word for, or nonsense', async () => {
    for (const [op, fields] of [
      ['high', { left: 1 }],
      ['low', {}],
      ['low', { left: -1 }],
    ] as const) {
      const { client, server } = lying({}, { onLow: () => expect.unreachable() });
      server.push(op, fields);
      await client.closed;
      await expect(client.lookup(alice.did)).rejects.toMatchObject({
        code: expect.stringMatching(/^E_(PROTOCOL|MALFORMED)$/),
      });
    }
  });

  it('does not mind to be told that little is left where nobody listens', async () => {
    const { client, server } = lying({ left: 3 });
    server.push('low', { left: 1 });
    expect(await client.register(recordOf(alice))).toBe(3);
  });

  it('waits no longer than it was told to', async () => {
    const keys = { diallerKey: new Uint8Array(32).fill(1), listenerKey: new Uint8Array(32).fill(2) };
    const { dialler, listener } = pairLinks({ ...keys, purpose: 'registry' });
    links.push(dialler);
    listener.onFrame(() => undefined);
    const client = new RegistryClient(dialler, { timeoutMs: 5 });
    await expect(client.lookup(alice.did)).rejects.toMatchObject({ code: 'E_TIMEOUT' });
    await expect(client.takeBundle(alice.did, AbortSignal.abort(new Error('no')))).rejects.toThrow('no');
  });
});

import { describe, expect, it } from 'vitest';
import { MAX_SERVERS, namedAddresses, type Server, ServerBook } from '../../../src/agent/reach/server-book.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { MAX_ADDRESSES } from '../../../src/net/address.ts';
import { formatPeerId } from '../../../src/net/peer-id.ts';
import { LISTED, NO_INFO } from '../../../src/registry/api.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import { agent } from '../session/actors.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const place = (n: number): string => `/ip4/192.0.2.${n}/tcp/8765`;
const server = (n: number, more: Partial<Server> = {}): Server => ({
  did: agent(`server ${n}`).did,
  addresses: [place(n)],
  mailbox: true,
  prekeyId: 3,
  info: NO_INFO,
  listing: LISTED,
  ...more,
});

async function book(count = 0) {
  const store = new BreakableStore();
  const servers = await ServerBook.open(store);
  for (let n = 0; n < count; n++) await servers.keep(server(n));
  const reopened = async (): Promise<readonly Server[]> => (await ServerBook.open(store)).all().toSorted(byDid);
  return { store, servers, reopened };
}
const byDid = (a: Server, b: Server): number => (a.did < b.did ? -1 : 1);

describe('the book of servers', () => {
  it('keeps servers for the next process', async () => {
    const { servers, reopened } = await book(2);
    expect(servers.all()).toEqual([server(0), server(1)]);
    expect(await reopened()).toEqual([server(0), server(1)].toSorted(byDid));
    expect(servers.get(server(1).did)).toEqual(server(1));
    expect(servers.at(place(1))).toEqual(server(1));
    expect(servers.at(place(7))).toBeUndefined();
    expect(servers.get(agent('other').did)).toBeUndefined();
  });

  it('puts the address that was given last first, and keeps those before', async () => {
    const { servers, reopened } = await book(1);
    const kept = await servers.keep(server(0, { addresses: [place(9)], mailbox: false, prekeyId: 4 }));
    expect(kept).toEqual(server(0, { addresses: [place(9), place(0)], mailbox: false, prekeyId: 4 }));
    expect(await reopened()).toEqual([kept]);
    const many = Array.from({ length: MAX_ADDRESSES }, (_, n) => place(100 + n));
    expect((await servers.keep(server(0, { addresses: many }))).addresses).toEqual(many);
    expect(await reopened()).toEqual(servers.all());
  });

  it(`E_LIMIT: keeps ${MAX_SERVERS} and no more, and stays as it was`, async () => {
    const { servers, reopened } = await book(MAX_SERVERS);
    expect(() => servers.with(server(MAX_SERVERS))).toThrow(code('E_LIMIT'));
    await expect(servers.keep(server(MAX_SERVERS))).rejects.toThrow(code('E_LIMIT'));
    expect(servers.all()).toHaveLength(MAX_SERVERS);
    expect(await reopened()).toHaveLength(MAX_SERVERS);
    await servers.keep(server(0, { prekeyId: 9 }));
    expect(servers.get(server(0).did)?.prekeyId).toBe(9);
  });

  it('E_LIMIT: keeps no more where many come at the same time', async () => {
    const { servers, reopened } = await book();
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((n) => servers.keep(server(n))));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    expect(servers.all()).toHaveLength(MAX_SERVERS);
    expect(await reopened()).toHaveLength(MAX_SERVERS);
  });

  it('forgets the one at whose address another key is, also where it is full', async () => {
    const { servers, reopened } = await book(MAX_SERVERS);
    const other = server(8, { addresses: [place(2)] });
    expect(servers.with(other).map(({ did }) => did)).not.toContain(server(2).did);
    expect(servers.get(server(2).did)).toEqual(server(2));
    await servers.keep(other);
    expect(servers.get(server(2).did)).toBeUndefined();
    expect(servers.at(place(2))).toEqual(other);
    expect(await reopened()).toEqual([server(0), server(1), server(3), other].toSorted(byDid));
  });

  it('E_STORAGE_FULL: stays as it was where the store fails', async () => {
    const { store, servers, reopened } = await book(1);
    store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    for (const failing of [
      servers.keep(server(1)),
      servers.keep(server(0, { addresses: [place(9)] })),
      servers.keep(server(8, { addresses: [place(0)] })),
      servers.offered(server(0).did, 7),
    ])
      await expect(failing).rejects.toThrow(code('E_STORAGE_FULL'));
    store.failApply = undefined;
    expect(servers.all()).toEqual([server(0)]);
    expect(await reopened()).toEqual([server(0)]);
  });

  it('notes what a server was offered, and nothing of one that is not kept any more', async () => {
    const { servers, reopened } = await book(1);
    await servers.offered(server(0).did, 7);
    await servers.offered(server(1).did, 7);
    expect(servers.all()).toEqual([server(0, { prekeyId: 7 })]);
    expect(await reopened()).toEqual([server(0, { prekeyId: 7 })]);
  });

  it.each([
    ['no DID', 'did:web:example', '{"addresses":[],"mailbox":true,"prekey":1,"v":1}'],
    ['no JSON', server(0).did, '{'],
    ['another version', server(0).did, '{"addresses":[],"mailbox":true,"prekey":1,"v":2}'],
    ['a field too many', server(0).did, '{"addresses":[],"mailbox":true,"more":1,"prekey":1,"v":1}'],
    ['a field too few', server(0).did, '{"addresses":[],"mailbox":true,"v":1}'],
    ['an address that is none', server(0).did, '{"addresses":["here"],"mailbox":true,"prekey":1,"v":1}'],
    ['a prekey below none', server(0).did, '{"addresses":[],"mailbox":true,"prekey":-2,"v":1}'],
    ['a mailbox that is no boolean', server(0).did, '{"addresses":[],"mailbox":1,"prekey":1,"v":1}'],
  ])('E_STORAGE_CORRUPT: does not open with %s', async (_, did, text) => {
    const { store, reopened } = await book(1);
    await store.apply([{ kind: 'put', space: 'server', key: utf8(did), value: utf8(text) }]);
    await expect(reopened()).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });

  it('names addresses with the key', () => {
    const peerId = formatPeerId(agent('server 1').signing.publicKey);
    expect(namedAddresses(server(1))).toEqual([`${place(1)}/p2p/${peerId}`]);
  });

  it('keeps what a server says of itself, and writes only what is new', async () => {
    const { servers, store, reopened } = await book(1);
    const info = { name: 'Ground \u00e9', offers: ['registry', 'relay'] } as const;
    await servers.said(server(0).did, info);
    const writes = store.applied.length;
    await servers.said(server(0).did, info);
    await servers.said(server(7).did, info);
    expect(store.applied).toHaveLength(writes);
    expect(await reopened()).toEqual([server(0, { info })]);
  });

  it('reads servers that were kept before they said anything', async () => {
    const { servers, store, reopened } = await book(1);
    const key = utf8(server(0).did);
    const value = utf8(`{"addresses":["${place(0)}"],"mailbox":true,"prekey":3,"v":1}`);
    await store.apply([{ kind: 'put', space: 'server', key, value }]);
    expect(await reopened()).toEqual(servers.all());
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { assertUnchanged, connectTo } from '../../src/agent/identity/identity-change.ts';
import { Contacts } from '../../src/agent/reach/contacts.ts';
import { MAX_PEERS, PeerBook } from '../../src/agent/reach/peer-book.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { isTalosError, TalosError } from '../../src/base/errors.ts';
import { canonicalBytes, type Json } from '../../src/codec/json.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { type Did, didOfKey } from '../../src/identity/did.ts';
import { fingerprintOf } from '../../src/identity/fingerprint.ts';
import type { Host, Target } from '../../src/net/link.ts';
import { openHost } from '../../src/node/host.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { type Made, MemoryNet } from '../fixtures/agents.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const keyOf = (n: number): Uint8Array => signingKey(seed(n)).publicKey;
const didOf = (n: number): Did => didOfKey(keyOf(n));
const [BOB, OTHER, THIRD] = [didOf(1), didOf(2), didOf(3)];
const HERE = '/ip4/192.0.2.7/tcp/8766';
const ELSEWHERE = '/ip4/192.0.2.8/tcp/8766';
const code = (name: string, details: object = {}): unknown =>
  expect.objectContaining({
    code: name,
    ...(Object.keys(details).length === 0 ? {} : { details: expect.objectContaining(details) }),
  });
const changed = code('E_IDENTITY_CHANGED', { alias: 'bob', pinned: BOB, offered: OTHER });

const hosts: Host[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host[Symbol.asyncDispose]();
});
async function hostOf(n: number, listen: readonly string[] = []): Promise<Host> {
  const host = await openHost({ seed: seed(n), listen });
  hosts.push(host);
  return host;
}

/** An agent with the contact `bob`, at two addresses. */
async function agentWithBob(): Promise<Made & { settled: Did[]; contacts: Contacts }> {
  const made = await agentFor('alice', new MemoryNet());
  const settled: Did[] = [];
  const contacts = new Contacts(made.core, async (did) => void settled.push(did));
  await contacts.add({ did: BOB, alias: 'bob', addresses: [HERE, ELSEWHERE] });
  return { ...made, settled, contacts };
}
/** What a host does at whose addresses the agent `answered` is. */
const answering = (answered: string, asked: Target[] = []): Host =>
  ({
    onBetterPath: () => () => {},
    connect: (_purpose: string, target: Target) => {
      asked.push(target);
      const details = target.askWho === true ? { answered, address: HERE } : {};
      return Promise.reject(new TalosError('E_IDENTITY_MISMATCH', 'another peer answered', { details }));
    },
  }) as unknown as Host;
const dial = (made: Made, did: Did, host: Host) => connectTo(made.core, host, 'message', { did, addresses: [HERE] });
const view = { did: BOB, alias: 'bob', addresses: [HERE, ELSEWHERE], verified: false };

describe('who answers in the place of another', () => {
  it.each(['', '/ws'])(
    'I07: is told by E_IDENTITY_MISMATCH where it is asked for, and learns nothing of who asks (tcp%s)',
    async (suffix) => {
      const server = await hostOf(2, [`/ip4/127.0.0.1/tcp/0${suffix}`]);
      const met: string[] = [];
      await server.serve('message', (link) => void met.push(didOfKey(link.peerKey)));
      const client = await hostOf(4);
      const [address = ''] = server.addresses.map((each) => each.replace(/\/p2p\/.*/, ''));
      const target = { peerKey: keyOf(1), addresses: ['/ip4/127.0.0.1/tcp/9', address] };
      await expect(client.connect('message', { ...target, askWho: true })).rejects.toThrow(
        code('E_IDENTITY_MISMATCH', { answered: OTHER, address }),
      );
      const error = await client.connect('message', target).catch((thrown: unknown) => thrown);
      expect(isTalosError(error, 'E_IDENTITY_MISMATCH') && 'answered' in error.details).toBe(false);
      expect(met).toEqual([]);
      // Who is expected gets its link, whoever else was asked about.
      await using _ = await client.connect('message', { peerKey: keyOf(2), addresses: [address], askWho: true });
    },
  );

  it('I06: is nobody to tell where no address answers: E_UNREACHABLE, and E_IDENTITY_MISMATCH without a name where it is gone again', async () => {
    const client = await hostOf(4);
    const target = { peerKey: keyOf(1), addresses: ['/ip4/127.0.0.1/tcp/9'], askWho: true };
    await expect(client.connect('message', target)).rejects.toThrow(code('E_UNREACHABLE'));
    const { whoAnswers } = await import('../../src/node/network/who-answers.ts');
    const { startDeadline } = await import('../../src/node/deadline.ts');
    expect(await whoAnswers(['/ip4/127.0.0.1/tcp/9'], startDeadline(5000))).toBeUndefined();
    expect(await whoAnswers([], startDeadline(5000))).toBeUndefined();
    const over = AbortSignal.abort(new Error('over'));
    expect(await whoAnswers(['/ip4/127.0.0.1/tcp/9'], startDeadline(5000, over))).toBeUndefined();
  });
});

describe('a contact with another identity', () => {
  it('I07: is E_IDENTITY_CHANGED with both identities, noted durably, told once, and changes nothing else', async () => {
    const alice = await agentWithBob();
    await alice.contacts.verify({ peer: 'bob', given: fingerprintOf(alice.identity.did, BOB).text });
    const [before] = await alice.contacts.peers();
    for (let n = 0; n < 2; n++) await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    expect(await alice.contacts.peers()).toEqual([{ ...before, changed: OTHER }]);
    const again = await PeerBook.open(alice.store);
    expect(again.all()).toEqual(alice.core.peers.all());
    expect(alice.notices.filter(({ kind }) => kind === 'identity')).toHaveLength(1);
    expect(await alice.agent.status()).toMatchObject({
      identityChanges: [{ alias: 'bob', pinned: BOB, offered: OTHER }],
    });
  });

  it('I06: E_IDENTITY_MISMATCH stays where no contact is concerned, the answer is not known, or it is ourselves', async () => {
    const alice = await agentWithBob();
    const asked: Target[] = [];
    await alice.core.peers.note(THIRD, { addresses: [HERE] });
    await expect(dial(alice, THIRD, answering(OTHER, asked))).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    // Of a peer without an alias nobody is asked who is there.
    expect(asked.map(({ askWho }) => askWho)).toEqual([false]);
    for (const answered of ['', 'bob', 'did:key:z6Mk', alice.identity.did])
      await expect(dial(alice, BOB, answering(answered))).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect(alice.core.peers.get(BOB)?.changed).toBeUndefined();
    expect(alice.core.peers.get(OTHER)).toBeUndefined();
  });

  it('I07: gets no message, keeps what is queued, and what comes from its pinned identity is still taken', async () => {
    const alice = await agentWithBob();
    await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    for (const peer of ['bob', BOB])
      await expect(alice.agent.messages.send({ peer, text: 'x' })).rejects.toThrow(changed);
    const messenger = await alice.agent.messages.messenger();
    await expect(messenger.send(BOB, utf8('x'))).rejects.toThrow(changed);
    await expect(messenger.establishSession(BOB)).rejects.toThrow(changed);
    await expect(alice.agent.messages.seal({ peer: 'bob', text: 'x' })).rejects.toThrow(changed);
    expect((await alice.agent.messages.history({ last: 10 })).messages).toEqual([]);
    expect(() => assertUnchanged(alice.core.peers.get(OTHER))).not.toThrow();
  });

  it('I07, I08: is none where its alias is given to another DID: E_EXISTS, which changes nothing', async () => {
    const alice = await agentWithBob();
    await expect(alice.contacts.add({ did: OTHER, alias: 'bob', addresses: [HERE] })).rejects.toThrow(
      code('E_EXISTS', { alias: 'bob', pinned: BOB, offered: OTHER }),
    );
    expect(await alice.contacts.peers()).toEqual([view]);
    expect(alice.core.peers.get(OTHER)).toBeUndefined();
    await alice.contacts.add({ did: BOB, alias: 'bob', addresses: [HERE] });
  });

  it('I07, I08: is what the bundle of another DID makes of it, which changes nothing but the note', async () => {
    const alice = await agentWithBob();
    const offer = { did: THIRD, bundle: 'AAEC', addresses: [HERE] };
    await expect(alice.agent.messages.send({ peer: 'bob', text: 'x', offer })).rejects.toThrow(
      code('E_IDENTITY_CHANGED', { pinned: BOB, offered: THIRD }),
    );
    expect(await alice.contacts.peers()).toEqual([{ ...view, changed: THIRD }]);
    await alice.core.peers.note(OTHER, { addresses: [HERE] });
    await expect(alice.contacts.rename({ peer: OTHER, alias: 'bob' })).rejects.toThrow(code('E_USAGE'));
    await expect(alice.agent.messages.send({ peer: OTHER, text: 'x', offer })).rejects.toThrow(
      code('E_IDENTITY_MISMATCH'),
    );
  });

  it('I07: is accepted by its owner alone: the alias goes over with the addresses, unverified, in one transaction', async () => {
    const alice = await agentWithBob();
    const { contacts, settled } = alice;
    await contacts.verify({ peer: 'bob', given: fingerprintOf(alice.identity.did, BOB).words.join(' ') });
    await expect(contacts.accept({ peer: 'bob', did: OTHER })).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    await expect(contacts.accept({ peer: 'bob', did: THIRD })).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    await expect(contacts.accept({ peer: 'bo', did: OTHER })).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(contacts.accept({ peer: OTHER, did: OTHER })).rejects.toThrow(code('E_NOT_FOUND'));
    expect(settled).toEqual([]);
    const batches = alice.store.applied.length;
    expect(await contacts.accept({ peer: 'bob', did: OTHER })).toEqual({ ...view, did: OTHER, addresses: [HERE] });
    expect(alice.store.applied.slice(batches).filter(([first]) => first?.space === 'peer')).toHaveLength(1);
    expect(settled).toEqual([OTHER]);
    expect(await contacts.peers()).toEqual([
      { did: BOB, alias: '', addresses: [ELSEWHERE], verified: false },
      { did: OTHER, alias: 'bob', addresses: [HERE], verified: false },
    ]);
    const again = await PeerBook.open(alice.store);
    for (const did of [BOB, OTHER]) expect(again.get(did)).toEqual(alice.core.peers.get(did));
    await expect(contacts.accept({ peer: BOB, did: OTHER })).rejects.toThrow(code('E_NOT_FOUND'));
  });

  it('I07: keeps the pinned identity, verified as it was, where its owner says so', async () => {
    const alice = await agentWithBob();
    await alice.contacts.verify({ peer: BOB, given: fingerprintOf(alice.identity.did, BOB).text });
    const [before] = await alice.contacts.peers();
    await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    expect(await alice.contacts.accept({ peer: 'bob', did: BOB })).toEqual(before);
    expect(await alice.contacts.accept({ peer: 'bob', did: BOB })).toEqual(before);
    expect(alice.settled).toEqual([BOB, BOB]);
    await expect(alice.agent.messages.send({ peer: 'bob', text: 'x' })).resolves.toMatchObject({ state: 'queued' });
  });

  it('I07, I08: does not go over to an identity that is another contact: E_USAGE', async () => {
    const alice = await agentWithBob();
    await alice.contacts.add({ did: OTHER, alias: 'carol', addresses: [] });
    await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    await expect(alice.contacts.accept({ peer: 'bob', did: OTHER })).rejects.toThrow(code('E_USAGE'));
    expect(await alice.contacts.peers()).toMatchObject([
      { did: BOB, changed: OTHER },
      { did: OTHER, alias: 'carol' },
    ]);
  });

  it('is compared under either identity, and verified under the pinned one alone', async () => {
    const alice = await agentWithBob();
    const of = (did: Did) => fingerprintOf(alice.identity.did, did);
    expect(await alice.contacts.fingerprint('bob')).toEqual({ peer: view, fingerprint: { did: BOB, ...of(BOB) } });
    await expect(dial(alice, BOB, answering(OTHER))).rejects.toThrow(changed);
    expect(await alice.contacts.fingerprint(BOB)).toMatchObject({ offered: { did: OTHER, ...of(OTHER) } });
    await expect(alice.contacts.verify({ peer: 'bob', given: of(OTHER).words.join(' ') })).rejects.toThrow(changed);
    for (const given of ['', of(THIRD).text, of(BOB).words.slice(1).join(' '), 'x'.repeat(1 << 20)])
      await expect(alice.contacts.verify({ peer: 'bob', given })).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    for (const peer of ['bo', 'BOB', '', OTHER, 'did:key:z6Mk'])
      await expect(alice.contacts.verify({ peer, given: of(BOB).text })).rejects.toThrow(code('E_NOT_FOUND'));
    expect(alice.core.peers.get(BOB)?.verifiedAtMs).toBe(0);
    expect(await alice.contacts.verify({ peer: 'bob', given: of(BOB).text })).toMatchObject({ verified: true });
    await alice.contacts.remove('bob');
    expect(await alice.contacts.peers()).toEqual([]);
  });
});

describe('the peer book', () => {
  const record = (fields: Record<string, Json>): Uint8Array =>
    canonicalBytes({ alias: 'bob', addresses: [HERE], sequence: 3, ...fields });
  async function opened(value: Uint8Array, key: string = BOB): Promise<PeerBook> {
    const store = openMemoryStore();
    await store.apply([{ kind: 'put', space: 'peer', key: utf8(key), value }]);
    return PeerBook.open(store);
  }

  it('reads records of version 1, and of version 2 with and without a change', async () => {
    const known = {
      did: BOB,
      alias: 'bob',
      addresses: [HERE],
      servers: [],
      sequence: 3,
      verifiedAtMs: 0,
      changed: undefined,
    };
    expect((await opened(record({ v: 1 }))).all()).toEqual([known]);
    expect((await opened(record({ v: 2, verified: 5 }))).all()).toEqual([{ ...known, verifiedAtMs: 5 }]);
    const found = { did: OTHER, addresses: [HERE] };
    expect((await opened(record({ v: 2, verified: 0, changed: found }))).all()).toEqual([{ ...known, changed: found }]);
  });

  it.each<[string, Record<string, Json>]>([
    ['of no version', {}],
    ['of a version to come', { v: 3, verified: 0 }],
    ['of version 1 that was verified', { v: 1, verified: 0 }],
    ['of version 1 with a change', { v: 1, changed: { did: OTHER, addresses: [] } }],
    ['of version 2 that does not say whether', { v: 2 }],
    ['verified before 1970', { v: 2, verified: -1 }],
    ['verified by a word', { v: 2, verified: 'yes' }],
    ['changed into nothing', { v: 2, verified: 0, changed: null }],
    ['changed into no DID', { v: 2, verified: 0, changed: { did: 'bob', addresses: [] } }],
    ['changed without addresses', { v: 2, verified: 0, changed: { did: OTHER } }],
    ['changed at what is no address', { v: 2, verified: 0, changed: { did: OTHER, addresses: ['here'] } }],
    ['with another field', { v: 2, verified: 0, trusted: true }],
  ])('E_STORAGE_CORRUPT: does not open with a record %s', async (_what, fields) => {
    await expect(opened(record(fields))).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });

  it('E_STORAGE_CORRUPT: does not open with a record of nobody', async () => {
    await expect(opened(record({ v: 1 }), 'bob')).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });

  it('loses nothing where several things are noted at once', async () => {
    const store = openMemoryStore();
    const book = await PeerBook.open(store);
    await book.call(BOB, 'bob');
    await Promise.all([
      book.note(BOB, { addresses: [HERE] }),
      book.noteChange(BOB, {
        did: OTHER,
        addresses: [`${HERE}/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5`],
      }),
      book.verified(BOB, 7),
      book.note(BOB, { addresses: [ELSEWHERE], sequence: 4 }),
    ]);
    const expected = {
      servers: [],
      did: BOB,
      alias: 'bob',
      addresses: [ELSEWHERE, HERE],
      sequence: 4,
      verifiedAtMs: 7,
      changed: { did: OTHER, addresses: [HERE] },
    };
    expect(book.all()).toEqual([expected]);
    expect((await PeerBook.open(store)).all()).toEqual([expected]);
  });

  it('I08: notes a change of contacts alone, whoever tells of it', async () => {
    const book = await PeerBook.open(openMemoryStore());
    await book.note(BOB, { addresses: [HERE] });
    await book.noteChange(BOB, { did: OTHER, addresses: [HERE] });
    await book.noteChange(THIRD, { did: OTHER, addresses: [HERE] });
    await book.call(BOB, 'bob');
    await book.noteChange(BOB, { did: BOB, addresses: [HERE] });
    expect(book.all()).toMatchObject([{ did: BOB, changed: undefined }]);
  });

  it(`E_LIMIT: holds ${MAX_PEERS} peers, also where an alias would go over to one more`, async () => {
    const book = await PeerBook.open(openMemoryStore());
    await book.call(BOB, 'bob');
    await book.noteChange(BOB, { did: OTHER, addresses: [HERE] });
    const key = new Uint8Array(32);
    for (let n = 1; n < MAX_PEERS; n++) {
      key[0] = n & 255;
      key[1] = n >> 8;
      await book.note(didOfKey(key), {});
    }
    await expect(book.settle(BOB, OTHER)).rejects.toThrow(code('E_LIMIT'));
    await expect(book.note(OTHER, {})).rejects.toThrow(code('E_LIMIT'));
    expect(book.called('bob')?.did).toBe(BOB);
  });
});

describe('contacts', () => {
  it('I08: refuse the own identity, what is no alias, and addresses of others, and change nothing', async () => {
    const alice = await agentWithBob();
    const { contacts } = alice;
    const wrong = `${HERE}/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5`;
    for (const peer of [
      { did: alice.identity.did, alias: 'me', addresses: [] },
      ...['-', '', 'a b', '\u202eeve', 'bob\u0000', 'x'.repeat(65), 'x'.repeat(1 << 20)].map((alias) => ({
        did: BOB,
        alias,
        addresses: [],
      })),
      { did: BOB, alias: 'robert', addresses: ['/ip4/0.0.0.0/tcp/1'] },
      { did: BOB, alias: 'robert', addresses: [wrong] },
    ])
      await expect(contacts.add(peer)).rejects.toThrow(code('E_USAGE'));
    await expect(contacts.rename({ peer: 'nobody', alias: 'x' })).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(contacts.remove(OTHER)).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await contacts.peers()).toEqual([view]);
    await contacts.rename({ peer: 'bob', alias: 'robert' });
    await contacts.remove('robert');
    expect((await PeerBook.open(alice.store)).all()).toEqual([]);
  });
});

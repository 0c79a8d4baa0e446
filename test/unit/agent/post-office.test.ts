import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LINGER_MS } from '../../../src/agent/client/lingering.ts';
import { MAX_VEILED_IN_USE } from '../../../src/agent/client/veiled-clients.ts';
import { DHT_AFTER_MS } from '../../../src/agent/reach/dht-presence.ts';
import { PeerBook } from '../../../src/agent/reach/peer-book.ts';
import { MAX_RECORDS } from '../../../src/agent/reach/record-book.ts';
import { LOOKUP_INTERVAL_MS } from '../../../src/agent/reach/record-finder.ts';
import { STAGGER_MS } from '../../../src/agent/staggered.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { CborMap } from '../../../src/codec/cbor.ts';
import { MailboxClient } from '../../../src/mailbox/client.ts';
import { openDeposit } from '../../../src/message/deposit.ts';
import type { Link } from '../../../src/net/link.ts';
import { serveRequests } from '../../../src/net/request-link.ts';
import { verifyBundle } from '../../../src/session/prekeys.ts';
import { BreakableStore, settled, until } from '../../fixtures/agents.ts';
import { MailNet, type MailServer, placeOf, type Rooms, roomsOf } from '../../fixtures/mail-world.ts';
import { recordOf, singleOf } from '../../fixtures/registry.ts';
import { agent, NOW } from '../session/actors.ts';

const [alice, bob, me] = [agent('alice'), agent('bob'), agent('me')];
const code = (name: string) => expect.objectContaining({ code: name });
const AWAY = new TalosError('E_UNREACHABLE', 'away');
const ENVELOPE = utf8('an envelope');

let net: MailNet;
let rooms: Rooms;
beforeEach(async () => {
  net = new MailNet();
  rooms = await roomsOf(net, 'me');
});
afterEach(async () => {
  await rooms.post[Symbol.asyncDispose]();
  await net.end();
  expect(net.faults).toEqual([]);
});

/** A server of one's own. */
async function own(n: number): Promise<MailServer> {
  const server = await net.server(`server ${n}`, n);
  await rooms.servers.keep(server.server);
  return server;
}

/** A mailbox of `who` at `server`, and what is in it. */
async function emptied(server: MailServer, who = alice): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  await using client = new MailboxClient(server.take('mailbox', who.signing.publicKey));
  const { waiting } = await client.open({ onMessage: async (sealed) => void found.push(sealed) });
  await until(() => found.length === waiting);
  await settled();
  return found;
}

/** A server that answers all with `answer`. */
const saying = (answer: CborMap) => (_purpose: unknown, link: Link) =>
  void serveRequests(link, { answer: () => Promise.resolve(answer) });

/** What a registry may do that is none for us. */
const HOSTILE: readonly (readonly [string, (server: MailServer) => void])[] = [
  ['that are away', (server) => void (server.refuse = AWAY)],
  [
    'at whose address another key answers',
    (server) => void net.at.set(server.place, Object.create(server, { key: { value: bob.signing.publicKey } })),
  ],
  ['that take no link', (server) => void (server.refuse = new TalosError('E_REFUSED', 'busy'))],
  ['that know nothing', () => {}],
  ['that hand out the record of another', (server) => void (server.instead = saying({ record: recordOf(bob) }))],
  ['that hand out a page', (server) => void (server.instead = saying({ record: utf8('<!doctype html>') }))],
  ['that answer with nonsense', (server) => void (server.instead = saying({ left: 1 }))],
  [
    'that say what nobody asked for',
    (server) =>
      void (server.instead = (_, link) =>
        serveRequests(link, { answer: () => Promise.resolve({}) }).push('low', { left: -1 })),
  ],
  ['that end the link', (server) => void (server.instead = (_, link) => void link.close())],
];

const mailboxesAt = (...servers: readonly MailServer[]) => ({ mailboxes: servers.map(({ named }) => named) });

describe('the post office looks for a peer', () => {
  it('at the own registries, under a key that nobody knows, and once a minute', async () => {
    const server = await own(0);
    await net.announce(server, alice);
    server.visits.length = 0;
    expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did, sequence: NOW });
    expect(rooms.post.finder.isFound(alice.did)).toBe(true);
    expect(server.visits).toEqual([{ did: rooms.veils.dids[0], purpose: 'registry' }]);
    rooms.timer.advance(LINGER_MS);
    await settled();
    await net.announce(server, alice, recordOf(alice, { sequence: NOW + 1 }));
    net.clock.advance(LOOKUP_INTERVAL_MS - 1);
    expect(await rooms.post.find(alice.did)).toMatchObject({ sequence: NOW });
    net.clock.advance(1);
    expect(await rooms.post.find(alice.did)).toMatchObject({ sequence: NOW + 1 });
    expect(rooms.veils.dids).toHaveLength(2);
    expect(server.visits.at(-1)?.did).toBe(rooms.veils.dids[1]);
  });

  it('once for all who ask meanwhile', async () => {
    const server = await own(0);
    await net.announce(server, alice);
    server.visits.length = 0;
    const found = await Promise.all([1, 2, 3].map(() => rooms.post.find(alice.did)));
    expect(found.map((record) => record?.did)).toEqual([alice.did, alice.did, alice.did]);
    expect(server.visits).toHaveLength(1);
  });

  it('at no server without servers, and finds nothing where nobody has it', async () => {
    expect(await rooms.post.find(alice.did)).toBeUndefined();
    await own(0);
    net.clock.advance(LOOKUP_INTERVAL_MS);
    expect(await rooms.post.find(alice.did)).toBeUndefined();
    expect(rooms.post.finder.isFound(alice.did)).toBe(false);
    expect(rooms.post.finder.isFound(bob.did)).toBe(false);
  });

  it.each(HOSTILE)('G05: passes over registries %s', async (_, make) => {
    const [first, second] = [await own(0), await own(1)];
    await net.announce(second, alice);
    make(first);
    expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did });
    expect(await rooms.records.newest(bob.did)).toBeUndefined();
  });

  it.each(HOSTILE)('G05: falls back to the DHT where it knows none but registries %s', async (_, make) => {
    const dht = { name: 'the DHT', afterMs: DHT_AFTER_MS, find: () => Promise.resolve([recordOf(alice)]) };
    rooms = await roomsOf(net, 'me', new BreakableStore(), [dht]);
    make(await own(0));
    expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did });
    expect(await rooms.records.newest(bob.did)).toBeUndefined();
  });

  it('G05: hears nothing of the DHT either where that has no better record than the registry', async () => {
    const dht = { name: 'the DHT', afterMs: DHT_AFTER_MS, find: () => Promise.resolve([recordOf(bob)]) };
    rooms = await roomsOf(net, 'me', new BreakableStore(), [dht]);
    (await own(0)).instead = saying({ record: recordOf(bob) });
    expect(await rooms.post.find(alice.did)).toBeUndefined();
    expect(rooms.notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the registry .* lies$/),
      'the DHT lies',
    ]);
  });

  it('G05: passes over a registry that hands out an older record than one that was seen, and takes the newer of another', async () => {
    const [first, second] = [await own(0), await own(1)];
    await rooms.records.take(alice.did, recordOf(alice, { sequence: NOW + 5 }));
    await net.announce(first, alice, recordOf(alice, { sequence: NOW + 4 }));
    await net.announce(second, alice, recordOf(alice, { sequence: NOW + 6 }));
    expect(await rooms.post.find(alice.did)).toMatchObject({ sequence: NOW + 6 });
  });

  it('at the registries that an invitation of it named, also after a restart', async () => {
    const named = await net.server('named', 6);
    await net.announce(named, alice);
    const { peers, store } = rooms.core;
    expect(await rooms.post.find(alice.did)).toBeUndefined();
    await peers.note(alice.did, { servers: [named.named] });
    await peers.note(alice.did, { addresses: ['/ip4/192.0.2.1/tcp/1'] });
    expect((await PeerBook.open(store)).get(alice.did)?.servers).toEqual([named.named]);
    net.clock.advance(LOOKUP_INTERVAL_MS);
    expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did });
    // Nobody else is looked for there.
    named.visits.length = 0;
    expect(await rooms.post.find(bob.did)).toBeUndefined();
    expect(named.visits).toEqual([]);
  });

  it('at the own registries first, then at those beside its mailboxes', async () => {
    const beside = await net.server('beside', 5);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(beside)));
    await net.announce(beside, alice, recordOf(alice, { sequence: NOW + 1, ...mailboxesAt(beside) }));
    expect(await rooms.post.find(alice.did)).toMatchObject({ sequence: NOW + 1 });
    const server = await own(0);
    await net.announce(server, alice, recordOf(alice, { sequence: NOW + 2 }));
    beside.visits.length = 0;
    net.clock.advance(LOOKUP_INTERVAL_MS);
    expect(await rooms.post.find(alice.did)).toMatchObject({ sequence: NOW + 2 });
    expect(beside.visits).toEqual([]);
  });

  it(`also where ${MAX_RECORDS} records are kept already`, async () => {
    const server = await own(0);
    await net.announce(server, alice);
    const value = new Uint8Array(40);
    const fill = (n: number) => ({ kind: 'put', space: 'record', key: utf8(`did:key:${n}`), value }) as const;
    await rooms.store.apply(Array.from({ length: MAX_RECORDS }, (_, n) => fill(n)));
    for (let again = 0; again < 2; again++) expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did });
    expect(rooms.post.finder.isFound(alice.did)).toBe(true);
  });

  it('ends for one whose signal aborts alone, and is done for the next', async () => {
    const server = await own(0);
    await net.announce(server, alice);
    let open: () => void = () => {};
    server.gate = new Promise<void>((resolve) => (open = resolve));
    const stop = new AbortController();
    const waits = rooms.post.find(alice.did, stop.signal);
    const other = rooms.post.find(alice.did);
    stop.abort(new Error('enough'));
    await expect(waits).rejects.toThrow('enough');
    await expect(rooms.post.find(alice.did, stop.signal)).rejects.toThrow('enough');
    open();
    expect(await other).toMatchObject({ did: alice.did });
  });

  it('E_STORAGE_FULL: tells a failure of the store, and looks again then', async () => {
    const server = await own(0);
    await net.announce(server, alice);
    rooms.store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await expect(rooms.post.find(alice.did)).rejects.toThrow(code('E_STORAGE_FULL'));
    rooms.store.failApply = undefined;
    expect(await rooms.post.find(alice.did)).toMatchObject({ did: alice.did });
  });
});

describe('the post office takes a bundle of a peer', () => {
  it('each once, from the first registry that has one', async () => {
    const [, second] = [await own(0), await own(1)];
    await net.announce(second, alice, recordOf(alice), 2);
    const expected = { did: alice.did, nowMs: NOW };
    const taken = [1, 2, 3].map(async () => verifyBundle(await rooms.post.bundleOf(alice.did), expected));
    const bundles = (await Promise.all(taken)).map(({ oneTimePrekeys }) => oneTimePrekeys[0]?.id ?? 0);
    expect(bundles.toSorted((a, b) => a - b)).toEqual([0, 100, 101]);
    expect(second.visits.filter(({ did }) => did !== alice.did)).toEqual([
      { did: rooms.veils.dids[1], purpose: 'registry' },
    ]);
  });

  it.each<[string, CborMap]>([
    ['the bundle of another', { bundle: singleOf(bob, 1)[0] ?? '' }],
    ['a page', { bundle: utf8('<!doctype html>') }],
    ['no bundle', { record: recordOf(alice) }],
  ])('G05: passes over a registry that gives %s', async (_, answer) => {
    const [first, second] = [await own(0), await own(1)];
    await net.announce(second, alice, recordOf(alice), 1);
    first.instead = saying(answer);
    expect(verifyBundle(await rooms.post.bundleOf(alice.did), { did: alice.did, nowMs: NOW }).did).toBe(alice.did);
  });

  it('G06: from the second where the first is silent, without waiting for its end', async () => {
    const [first, second] = [await own(0), await own(1)];
    await net.announce(second, alice, recordOf(alice), 1);
    first.instead = (_purpose, link) => link.onFrame(() => undefined);
    const taking = rooms.post.bundleOf(alice.did);
    await settled();
    rooms.timer.advance(STAGGER_MS);
    expect(verifyBundle(await taking, { did: alice.did, nowMs: NOW }).did).toBe(alice.did);
  });

  it('E_UNREACHABLE: says so where no registry has one, or none is there', async () => {
    await expect(rooms.post.bundleOf(alice.did)).rejects.toThrow(code('E_UNREACHABLE'));
    const server = await own(0);
    await expect(rooms.post.bundleOf(alice.did)).rejects.toThrow(code('E_UNREACHABLE'));
    server.refuse = AWAY;
    await expect(rooms.post.bundleOf(bob.did)).rejects.toThrow(code('E_UNREACHABLE'));
    await expect(rooms.post.bundleOf(bob.did, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('no longer than its signal allows, also while it connects', async () => {
    const server = await own(0);
    server.gate = new Promise(() => {});
    const stop = new AbortController();
    const taking = rooms.post.bundleOf(alice.did, stop.signal);
    await settled();
    stop.abort(new Error('enough'));
    await expect(taking).rejects.toThrow('enough');
    server.gate = Promise.resolve();
    rooms = await roomsOf(net, 'me'); // those before wait for ever
  });
});

describe('the post office leaves an envelope', () => {
  it('in a mailbox of the peer, with the own record, under a key that nobody knows', async () => {
    const server = await net.server('server', 0);
    expect(await emptied(server)).toEqual([]);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(server)));
    await rooms.records.take(me.did, recordOf(me));
    server.visits.length = 0;
    await rooms.post.deposit(alice.did, ENVELOPE);
    await rooms.post.deposit(alice.did, ENVELOPE);
    expect(server.visits).toEqual([{ did: rooms.veils.dids[0], purpose: 'mailbox' }]);
    const deposits = await emptied(server);
    expect(deposits).toHaveLength(2);
    expect(openDeposit(deposits[0] ?? ENVELOPE, alice)).toEqual({ envelope: ENVELOPE, record: recordOf(me) });
  });

  it('for a peer whose record it has to look for, without one of its own', async () => {
    const server = await own(0);
    await emptied(server);
    await net.announce(server, alice, recordOf(alice, mailboxesAt(server)));
    await rooms.post.deposit(alice.did, ENVELOPE);
    const [deposit = ENVELOPE] = await emptied(server);
    expect(openDeposit(deposit, alice)).toEqual({ envelope: ENVELOPE, record: undefined });
  });

  it.each<[string, (server: MailServer) => Promise<void> | void]>([
    [
      'is full',
      async (server) => {
        await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(server)));
        await rooms.post.deposit(alice.did, ENVELOPE);
      },
    ],
    ['is away', (server) => void (server.refuse = AWAY)],
    ['is none of the peer', () => {}],
    ['ends the link', (server) => void (server.instead = (_, link) => void link.close())],
    ['says something else', (server) => void (server.instead = saying({ waiting: 3 }))],
  ])('in the second mailbox where the first %s', async (what, make) => {
    const first = await net.server('first', 0, { mailboxLimits: { messages: 1 } });
    const second = await net.server('second', 1);
    await emptied(second);
    if (what !== 'is none of the peer') await emptied(first);
    await make(first);
    await rooms.records.take(alice.did, recordOf(alice, { sequence: NOW + 1, ...mailboxesAt(first, second) }));
    await rooms.post.deposit(alice.did, ENVELOPE);
    expect(await emptied(second)).toHaveLength(1);
  });

  it.each<[string, string, (server: MailServer) => Promise<void> | void]>([
    ['is full', 'E_RATE_LIMITED', async () => rooms.post.deposit(alice.did, ENVELOPE)],
    ['is away', 'E_UNREACHABLE', (server) => void (server.refuse = AWAY)],
    ['takes no part in that', 'E_REFUSED', (server) => void (server.refuse = new TalosError('E_REFUSED', 'no'))],
  ])('and says what the last one said where it %s: %s', async (_, refusal, make) => {
    const server = await net.server('server', 0, { mailboxLimits: { messages: 1 } });
    await emptied(server);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(server)));
    await make(server);
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code(refusal));
    server.refuse = undefined;
    expect(await emptied(server)).toHaveLength(refusal === 'E_RATE_LIMITED' ? 1 : 0);
  });

  it('E_NOT_FOUND: says so where the peer has no mailbox there any more, and looks for it again, once a minute', async () => {
    const [old, now] = [await net.server('old', 5), await net.server('now', 6)];
    const server = await own(0);
    await emptied(now);
    await net.announce(server, alice, recordOf(alice, mailboxesAt(old)));
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_NOT_FOUND'));
    await net.announce(server, alice, recordOf(alice, { sequence: NOW + 1, ...mailboxesAt(now) }));
    net.clock.advance(LOOKUP_INTERVAL_MS - 1);
    server.visits.length = 0;
    for (let n = 0; n < 3; n++) {
      rooms.timer.advance(LINGER_MS);
      await settled();
      await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_NOT_FOUND'));
    }
    expect(server.visits).toEqual([]);
    net.clock.advance(1);
    await rooms.post.deposit(alice.did, ENVELOPE);
    expect(server.visits).toHaveLength(1);
    expect(await emptied(now)).toHaveLength(1);
  });

  it('for each peer under another key, and under another again once that was not used for long', async () => {
    const server = await own(0);
    for (const who of [alice, bob]) {
      await emptied(server, who);
      await net.announce(server, who, recordOf(who, mailboxesAt(server)));
    }
    server.visits.length = 0;
    for (let round = 0; round < 2; round++) {
      for (const who of [alice, bob, alice]) await rooms.post.deposit(who.did, ENVELOPE);
      rooms.timer.advance(LINGER_MS);
      await settled();
    }
    // Two look-ups, and of each round two mailboxes.
    expect(server.visits.map(({ purpose }) => purpose).toSorted()).toEqual([
      ...Array(4).fill('mailbox'),
      ...Array(2).fill('registry'),
    ]);
    expect(new Set(server.visits.map(({ did }) => did)).size).toBe(6);
  });

  it(`for no more than ${MAX_VEILED_IN_USE} peers at a time, and keeps twice as many connections at most`, async () => {
    const server = await net.server('server', 0);
    const many = Array.from({ length: 3 * MAX_VEILED_IN_USE }, (_, n) => agent(`peer ${n}`));
    for (const who of many) {
      await emptied(server, who);
      await rooms.records.take(who.did, recordOf(who, mailboxesAt(server)));
    }
    await until(() => server.mailbox?.links === 0);
    let open: () => void = () => {};
    server.gate = new Promise<void>((resolve) => (open = resolve));
    const stop = new AbortController();
    const made = rooms.veils.dids.length;
    const leaving = many.map((who, n) =>
      rooms.post.deposit(who.did, ENVELOPE, n === many.length - 1 ? stop.signal : undefined),
    );
    await settled();
    expect(rooms.veils.dids.length - made).toBe(MAX_VEILED_IN_USE);
    stop.abort(new Error('enough'));
    await expect(leaving.pop()).rejects.toThrow('enough');
    open();
    await Promise.all(leaving);
    await until(() => (server.mailbox?.links ?? 0) <= 2 * MAX_VEILED_IN_USE);
    expect(rooms.veils.dids.length - made).toBe(many.length - 1);
  });

  it.each<[string, readonly string[]]>([
    ['no mailbox', []],
    ['a mailbox of another kind of key', [`${placeOf(0)}/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N`]],
    [
      'a mailbox at no address that is dialled',
      ['/unix/tmp/x/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'],
    ],
    [
      'a mailbox through another peer',
      [`${placeOf(0)}/p2p-circuit/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5`],
    ],
    ['a mailbox where nobody is', ['/ip4/192.0.2.9/tcp/1/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5']],
  ])('E_UNREACHABLE: nowhere where the record names %s', async (_, mailboxes) => {
    const server = await net.server('server', 0);
    await emptied(server);
    server.visits.length = 0;
    await rooms.records.take(alice.did, recordOf(alice, { mailboxes }));
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_UNREACHABLE'));
    expect(server.visits).toEqual([]);
  });

  it('E_IDENTITY_MISMATCH: nowhere where another key answers than the record names', async () => {
    const [named, there] = [await net.server('named', 0), await net.server('there', 0)];
    await emptied(there);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(named)));
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect(await emptied(there)).toEqual([]);
  });

  it('E_UNREACHABLE: nowhere without a record', async () => {
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_UNREACHABLE'));
  });

  it('no longer than its signal allows', async () => {
    const [first, second] = [await net.server('first', 0), await net.server('second', 1)];
    await emptied(second);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(first, second)));
    first.instead = (_, link) => link.onFrame(() => {});
    const stop = new AbortController();
    const leaving = rooms.post.deposit(alice.did, ENVELOPE, stop.signal);
    await until(() => first.count('mailbox') === 1);
    await settled();
    stop.abort(new Error('enough'));
    await expect(leaving).rejects.toThrow('enough');
    await expect(rooms.post.deposit(alice.did, ENVELOPE, stop.signal)).rejects.toThrow('enough');
    expect(await emptied(second)).toEqual([]);
  });

  it('E_CLOSED: nowhere after its end, which closes its links', async () => {
    const server = await net.server('server', 0);
    await emptied(server);
    await rooms.records.take(alice.did, recordOf(alice, mailboxesAt(server)));
    await rooms.post.deposit(alice.did, ENVELOPE);
    expect(server.mailbox?.links).toBe(1);
    await rooms.post[Symbol.asyncDispose]();
    await until(() => server.mailbox?.links === 0);
    await expect(rooms.post.deposit(alice.did, ENVELOPE)).rejects.toThrow(code('E_CLOSED'));
  });
});

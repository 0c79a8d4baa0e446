import { afterEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { encodeCbor } from '../../../src/codec/cbor.ts';
import { MAX_AGENT_RECORD_BYTES, MAX_AGENT_RECORD_LIFETIME_MS } from '../../../src/identity/agent-record.ts';
import { askOver } from '../../../src/net/request-link.ts';
import { LOW_STOCK_BUNDLES, MAX_STOCK_BUNDLES } from '../../../src/registry/limits.ts';
import { REGISTRY_PRUNE_MS } from '../../../src/registry/registry.ts';
import { MAX_BUNDLE_BYTES, verifyBundle } from '../../../src/session/prekeys.ts';
import { BreakableStore, settled } from '../../fixtures/agents.ts';
import { agent, DAY, lastOf, NOW, RegistryWorld, recordOf, singleOf } from '../../fixtures/registry.ts';
import { prekeysOf } from '../session/actors.ts';

const worlds: RegistryWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()));
});
function open(...init: ConstructorParameters<typeof RegistryWorld>): RegistryWorld {
  const world = new RegistryWorld(...init);
  worlds.push(world);
  return world;
}

const alice = agent('alice');
const bob = agent('bob');
const refused = (word: string, code = 'E_REFUSED') => ({ code, details: { reason: word } });
const oneTimeKems = [prekeysOf('one-time KEM').oneTimeKem];
const BUSY = refused('busy', 'E_RATE_LIMITED');

describe('registering', () => {
  it('keeps the record of the agent whose key the link proves, for whoever asks', async () => {
    const world = open();
    const record = recordOf(alice);
    expect(await (await world.client('alice')).register(record)).toBe(0);
    expect(await (await world.client('bob')).lookup(alice.did)).toEqual(record);
    expect(await (await world.client('bob')).lookup(bob.did)).toBeUndefined();
  });

  it('G01: a record of somebody else is denied, and nothing of it is kept', async () => {
    const world = open();
    const mallory = await world.client('mallory');
    const stolen = recordOf(alice, { addresses: ['/ip4/203.0.113.9/tcp/1'] });
    await expect(mallory.register(stolen)).rejects.toMatchObject(refused('denied'));
    expect(await mallory.lookup(alice.did)).toBeUndefined();
  });

  it('G02: a record older than the newest is refused, also after a restart and when the newest has expired', async () => {
    const world = open();
    const old = recordOf(alice, { sequence: NOW });
    const brief = recordOf(alice, { sequence: NOW + 5, expiresAtMs: NOW + 1000 });
    const client = await world.client('alice');
    await client.register(old);
    await client.register(brief);
    await expect(client.register(old)).rejects.toMatchObject(refused('failed'));
    world.clock.advance(1000);
    expect(await client.lookup(alice.did)).toBeUndefined();
    await expect(client.register(brief)).rejects.toMatchObject(refused('failed'));
    await (await world.registry()).prune();
    await world.restart();
    const again = await world.client('alice');
    await expect(again.register(old)).rejects.toMatchObject(refused('failed'));
    expect(await again.lookup(alice.did)).toBeUndefined();
    const other = recordOf(alice, { sequence: NOW + 5, addresses: [] });
    await expect(again.register(other)).rejects.toMatchObject(refused('failed'));
    expect(await again.register(recordOf(alice, { sequence: NOW + 6 }))).toBe(0);
  });

  it('G03: what was said to one registry can be said to another by the agent alone: its key is proved afresh', async () => {
    const [a, b] = [open(), open()];
    const record = recordOf(alice);
    await (await a.client('alice')).register(record);
    const captured = await (await a.client('mallory')).lookup(alice.did);
    await expect((await b.client('mallory')).register(captured ?? record)).rejects.toMatchObject(refused('denied'));
    expect(await (await b.client('bob')).lookup(alice.did)).toBeUndefined();
  });

  it('G07: nobody can take another agent out: no operation names whom it is about', async () => {
    const world = open();
    await world.registered('alice', 1);
    const asker = askOver(await world.link('mallory'));
    for (const op of ['unregister', 'remove', 'delete', 'expire'])
      await expect(asker.ask(op, { did: alice.did })).rejects.toMatchObject(refused('failed'));
    const short = recordOf(alice, { sequence: NOW + 1, addresses: [], expiresAtMs: NOW + 1 });
    await expect(asker.ask('register', { record: short })).rejects.toMatchObject(refused('denied'));
    await expect(asker.ask('offer', { last: lastOf(alice), single: [] })).rejects.toMatchObject(
      refused('unknown', 'E_NOT_FOUND'),
    );
    expect(await (await world.client('bob')).lookup(alice.did)).toBeDefined();
  });

  it('the same record again is no news: nothing is written', async () => {
    const store = new BreakableStore();
    const world = open({}, store);
    const client = await world.client('alice');
    await client.register(recordOf(alice));
    const writes = store.applied.length;
    expect(await client.register(recordOf(alice))).toBe(0);
    expect(store.applied).toHaveLength(writes);
  });

  it.each<[string, Uint8Array]>([
    ['no record', new Uint8Array(10)],
    ['of a bad signature', recordOf(alice).map((byte, at) => (at > 20 && byte === 0x35 ? 0x36 : byte))],
    ['expired', recordOf(alice, { expiresAtMs: NOW + 1 })],
    ['from the future', recordOf(alice, { issuedAtMs: NOW + 600_002, expiresAtMs: NOW + DAY })],
    ['too long', new Uint8Array(MAX_AGENT_RECORD_BYTES + 1)],
  ])('refuses a record that is %s', async (_, record) => {
    const world = open();
    world.clock.advance(1);
    await expect((await world.client('alice')).register(record)).rejects.toMatchObject(refused('failed'));
  });

  it('a storage that fails is `failed` for the agent, and told to the registry', async () => {
    const store = new BreakableStore();
    const world = open({}, store);
    const client = await world.client('alice');
    store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await expect(client.register(recordOf(alice))).rejects.toMatchObject(refused('failed'));
    expect(world.faults).toEqual([store.failApply]);
    store.failApply = undefined;
    expect(await client.register(recordOf(alice))).toBe(0);
  });
});

describe('bundles', () => {
  it('are given once each, the oldest first, then the last-resort one to everybody', async () => {
    const world = open();
    const [first, second] = singleOf(alice, 2);
    await world.registered('alice', 2);
    const client = await world.client('bob');
    expect(await client.takeBundle(alice.did)).toEqual(first);
    expect(await client.takeBundle(alice.did)).toEqual(second);
    for (let i = 0; i < 3; i++) expect(await client.takeBundle(alice.did)).toEqual(lastOf(alice));
    expect(await client.takeBundle(bob.did)).toBeUndefined();
  });

  it('are given once each to a hundred who ask at the same time', async () => {
    const world = open({ singleUseAMinute: 1000, singleUseOfAnAgentAMinute: 1000 });
    await world.registered('alice', 50);
    const clients = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => world.client(name)));
    const taken = await Promise.all(
      clients.flatMap((client) => Array.from({ length: 20 }, () => client.takeBundle(alice.did))),
    );
    const sequences = taken.map(
      (bytes) => verifyBundle(bytes ?? new Uint8Array(), { did: alice.did, nowMs: NOW }).sequence,
    );
    expect(new Set(sequences.filter((sequence) => sequence !== NOW)).size).toBe(50);
    expect(sequences.filter((sequence) => sequence === NOW)).toHaveLength(50);
  });

  it('are durably gone before they are given: a storage that fails gives none', async () => {
    const store = new BreakableStore();
    const world = open({}, store);
    await world.registered('alice', 2);
    const client = await world.client('bob');
    store.failApply = new TalosError('E_STORAGE', 'no disk');
    await expect(client.takeBundle(alice.did)).rejects.toMatchObject(refused('failed'));
    store.failApply = undefined;
    const taken = await client.takeBundle(alice.did);
    await world.restart();
    const again = await (await world.client('bob')).takeBundle(alice.did);
    expect([taken, again]).toEqual(singleOf(alice, 2));
  });

  it('replace those that were there, or come to them', async () => {
    const world = open();
    const owner = await world.registered('alice', 3);
    expect(await owner.offer({ single: singleOf(alice, 2, NOW + 10), add: true })).toBe(5);
    expect(
      await owner.offer({ last: lastOf(alice, { sequence: NOW + 20 }), single: singleOf(alice, 1, NOW + 21) }),
    ).toBe(1);
    const client = await world.client('bob');
    expect(await client.takeBundle(alice.did)).toEqual(singleOf(alice, 1, NOW + 21)[0]);
    expect(await client.takeBundle(alice.did)).toEqual(lastOf(alice, { sequence: NOW + 20 }));
    expect(await owner.register(recordOf(alice, { sequence: NOW + 1 }))).toBe(0);
  });

  it('that have expired are not given, nor those of an agent whose record has', async () => {
    const world = open();
    const owner = await world.client('alice');
    await owner.register(recordOf(alice, { expiresAtMs: NOW + 5000 }));
    const soon = { expiresAtMs: NOW + 1000, prekeysExpireAtMs: NOW + 1000 };
    const single = [...singleOf(alice, 2, NOW + 1, soon), ...singleOf(alice, 2, NOW + 3)];
    await owner.offer({ last: lastOf(alice, { expiresAtMs: NOW + 3000, prekeysExpireAtMs: NOW + 3000 }), single });
    const client = await world.client('bob');
    world.clock.advance(1000);
    expect(await client.takeBundle(alice.did)).toEqual(single[2]);
    expect(await owner.register(recordOf(alice, { sequence: NOW + 1, expiresAtMs: NOW + 5000 }))).toBe(1);
    await client.takeBundle(alice.did);
    expect(await client.takeBundle(alice.did)).toBeDefined();
    world.clock.advance(2000);
    expect(await client.takeBundle(alice.did)).toBeUndefined();
    await owner.offer({ last: lastOf(alice, { sequence: NOW + 9 }), single: singleOf(alice, 1, NOW + 9) });
    world.clock.advance(2000);
    expect(await client.takeBundle(alice.did)).toBeUndefined();
  });

  it(`tell their owner, over every link of it, when fewer than ${LOW_STOCK_BUNDLES} are left`, async () => {
    const world = open();
    const heard: number[] = [];
    const elsewhere: number[] = [];
    await world.registered('alice', LOW_STOCK_BUNDLES + 1, { onLow: (left) => void heard.push(left) });
    await world.client('alice', '192.0.2.2', { onLow: (left) => void elsewhere.push(left) });
    const client = await world.client('bob', '192.0.2.3', { onLow: () => expect.unreachable() });
    await client.takeBundle(alice.did);
    await client.takeBundle(bob.did);
    expect(heard).toEqual([]);
    await client.takeBundle(alice.did);
    await client.takeBundle(alice.did);
    await new Promise((next) => setImmediate(next));
    expect(heard).toEqual([LOW_STOCK_BUNDLES - 1, LOW_STOCK_BUNDLES - 2]);
    expect(elsewhere).toEqual(heard);
  });

  const last = lastOf(alice, { sequence: NOW + 50 });
  const single = singleOf(alice, 2, NOW + 50);
  it.each<[string, object]>([
    ['of another agent', { last: lastOf(bob), single: [] }],
    ['of another agent among many', { last, single: [single[0], singleOf(bob, 1, NOW + 60)[0]] }],
    ['of a bad signature', { last: last.map((byte, at) => (at === last.length - 1 ? byte ^ 1 : byte)), single: [] }],
    ['stale: expired', { last, single: singleOf(alice, 1, NOW + 60, { issuedAtMs: NOW - DAY, expiresAtMs: NOW }) }],
    ['stale: older than the last-resort one that is there', { last: lastOf(alice, { sequence: NOW - 1 }), single: [] }],
    ['stale: offered before', { last, single: singleOf(alice, 1) }],
    ['twice', { last, single: [single[0], single[0]] }],
    ['single-use without a one-time prekey', { last, single: [lastOf(alice, { sequence: NOW + 60 })] }],
    ['last-resort with a one-time prekey', { last: single[0], single: [] }],
    [
      'last-resort with a one-time KEM prekey',
      { last: lastOf(alice, { sequence: NOW + 50, oneTimeKems }), single: [] },
    ],
    ['too long', { last: new Uint8Array(MAX_BUNDLE_BYTES + 1), single: [] }],
    ['no bundle', { last: new Uint8Array(0), single: [] }],
    ['text', { last: 'bundle', single: [] }],
    ['no list', { last, single: single[0] }],
    ['instead of others without a last-resort one', { single }],
    ['with an unknown field', { last, single, more: 1 }],
    ['added by something else than true or false', { last, single, add: 1 }],
    [
      `more than ${MAX_STOCK_BUNDLES}`,
      { last, single: Array.from({ length: MAX_STOCK_BUNDLES + 1 }, () => new Uint8Array(1)) },
    ],
  ])('are refused where one is %s, and none is kept', async (_, offer) => {
    const world = open();
    await world.registered('alice', 1);
    const asker = askOver(await world.link('alice'));
    await expect(asker.ask('offer', offer as never)).rejects.toMatchObject(refused('failed'));
    const client = await world.client('bob');
    expect(await client.takeBundle(alice.did)).toEqual(singleOf(alice, 1)[0]);
    expect(await client.takeBundle(alice.did)).toEqual(lastOf(alice));
  });

  it('are taken from registered agents alone', async () => {
    const owner = await open().client('alice');
    await expect(owner.offer({ last: lastOf(alice), single: [] })).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
  });

  it('K14: one who asks a thousand times empties no stock and keeps nobody out', async () => {
    const world = open();
    await world.registered('alice', MAX_STOCK_BUNDLES);
    const greedy = await world.client('mallory', '203.0.113.1');
    const taken = await Promise.all(Array.from({ length: 1000 }, () => greedy.takeBundle(alice.did)));
    expect(taken.every((bundle) => bundle !== undefined)).toBe(true);
    const single = taken.filter(
      (bundle) => verifyBundle(bundle ?? new Uint8Array(), { did: alice.did, nowMs: NOW }).oneTimePrekeys.length > 0,
    );
    expect(single).toHaveLength(world.limits.singleUseOfAnAgentAMinute);
    expect(await (await world.client('bob', '198.51.100.1')).takeBundle(alice.did)).toEqual(lastOf(alice));
    world.clock.advance(60_000);
    const next = await (await world.client('bob', '198.51.100.1')).takeBundle(alice.did);
    expect(verifyBundle(next ?? new Uint8Array(), { did: alice.did, nowMs: NOW, requireOneTime: true })).toBeDefined();
  });
});

describe('the limits', () => {
  it('G08: agents in all: one more is busy, those who are known are served', async () => {
    const world = open({ agents: 2 });
    await (await world.client('alice')).register(recordOf(alice));
    await (await world.client('bob')).register(recordOf(bob));
    await expect((await world.client('carol')).register(recordOf(agent('carol')))).rejects.toMatchObject(BUSY);
    expect(await (await world.client('alice')).register(recordOf(alice, { sequence: NOW + 1 }))).toBe(0);
    await world.restart();
    await expect((await world.client('carol')).register(recordOf(agent('carol')))).rejects.toMatchObject(BUSY);
  });

  it('G08: new agents a day and source: one more is busy, from elsewhere it is not', async () => {
    const world = open({ newAgentsADay: 2 });
    await (await world.client('alice')).register(recordOf(alice));
    await (await world.client('bob')).register(recordOf(bob));
    const carol = agent('carol');
    await expect((await world.client('carol')).register(recordOf(carol))).rejects.toMatchObject(BUSY);
    expect(await (await world.client('carol', '198.51.100.1')).register(recordOf(carol))).toBe(0);
    const dave = agent('dave');
    await expect((await world.client('dave')).register(recordOf(dave))).rejects.toMatchObject(BUSY);
    world.clock.advance(DAY);
    expect(await (await world.client('dave')).register(recordOf(dave, { issuedAtMs: NOW + DAY }))).toBe(0);
  });

  it('G08: new agents a day, and links, of a /48: four times what a source may, under however many addresses', async () => {
    const world = open({ newAgentsADay: 1, linksASource: 2 });
    const from = (n: number): string => `2001:db8:1:${n}::1`;
    for (let n = 0; n < 4; n++) {
      const name = `agent ${n}`;
      await (await world.client(name, from(n))).register(recordOf(agent(name)));
    }
    const fifth = await world.client('bob', from(5));
    await expect(fifth.register(recordOf(bob))).rejects.toMatchObject(BUSY);
    expect(await (await world.client('bob', '2001:db8:2::1')).register(recordOf(bob))).toBe(0);
    // Five links of the /48 are open by now, of the eight that it may have.
    for (let n = 6; n < 9; n++) await (await world.client('bob', from(n))).lookup(bob.did);
    await expect((await world.client('bob', from(9))).lookup(bob.did)).rejects.toMatchObject(refused('busy'));
    expect(await (await world.client('bob', '2001:db8:2:1::1')).lookup(bob.did)).toBeDefined();
  });

  it('G08: announcements, look-ups and offers a minute: one more is busy until the minute is over', async () => {
    const world = open({ registrationsAMinute: 2, lookupsAMinute: 2, offersAMinute: 2 });
    const client = await world.client('alice');
    const doings: (() => Promise<unknown>)[] = [
      () => client.register(recordOf(alice)),
      () => client.lookup(bob.did),
      () => client.offer({ last: lastOf(alice), single: [] }),
    ];
    for (const once of doings) {
      await once();
      await once();
      await expect(once()).rejects.toMatchObject(BUSY);
    }
    world.clock.advance(60_000);
    for (const once of doings) await once();
  });

  it('bundles that are offered a minute and source, by however many agents: one more is busy, before it is looked at', async () => {
    const world = open({ offeredBundlesAMinute: 4 });
    await world.registered('alice', 2);
    const other = await world.client('bob');
    await other.register(recordOf(bob));
    const two = { last: new Uint8Array(1), single: [new Uint8Array(1)] };
    await expect(other.offer(two)).rejects.toMatchObject(BUSY);
    expect(await other.offer({ last: lastOf(bob), single: [] })).toBe(0);
    await expect(other.offer({ single: singleOf(bob, 1), add: true })).rejects.toMatchObject(BUSY);
    const elsewhere = await world.client('bob', '198.51.100.1');
    expect(await elsewhere.offer({ single: singleOf(bob, 1), add: true })).toBe(1);
  });

  it('others have their turn again and again while a hundred bundles are verified', async () => {
    const owner = await open().registered('alice');
    const single = singleOf(alice, MAX_STOCK_BUNDLES);
    const offering = owner.offer({ last: lastOf(alice), single });
    let isDone = false;
    void offering.finally(() => {
      isDone = true;
    });
    let turns = 0;
    while (!isDone) {
      await new Promise((next) => setTimeout(next, 0));
      turns += 1;
    }
    expect(await offering).toBe(MAX_STOCK_BUNDLES);
    expect(turns).toBeGreaterThan(8);
  });

  it('single-use bundles a minute and source, and of an agent: one more is the last-resort one', async () => {
    const world = open({ singleUseAMinute: 2, singleUseOfAnAgentAMinute: 3 });
    await world.registered('alice', 9);
    const kinds = async (source: string, count: number): Promise<readonly number[]> => {
      const client = await world.client('bob', source);
      const taken: number[] = [];
      for (let i = 0; i < count; i++) {
        const bundle = (await client.takeBundle(alice.did)) ?? new Uint8Array();
        taken.push(verifyBundle(bundle, { did: alice.did, nowMs: NOW }).oneTimePrekeys.length);
      }
      return taken;
    };
    expect(await kinds('192.0.2.1', 3)).toEqual([1, 1, 0]);
    expect(await kinds('198.51.100.1', 2)).toEqual([1, 0]);
    world.clock.advance(60_000);
    expect(await kinds('192.0.2.1', 1)).toEqual([1]);
  });

  it(`bundles of an agent: ${MAX_STOCK_BUNDLES}, one more is busy`, async () => {
    const world = open();
    const owner = await world.registered('alice', MAX_STOCK_BUNDLES - 1);
    expect(await owner.offer({ single: singleOf(alice, 1, NOW + 500), add: true })).toBe(MAX_STOCK_BUNDLES);
    await expect(owner.offer({ single: singleOf(alice, 1, NOW + 501), add: true })).rejects.toMatchObject(BUSY);
  });

  it('bytes in all: one more is busy, what is erased makes room', async () => {
    const record = recordOf(alice);
    const [single = new Uint8Array()] = singleOf(alice, 1);
    const bytes = record.length + lastOf(alice).length + single.length;
    const world = open({ bytes });
    const owner = await world.registered('alice', 1);
    await expect(owner.offer({ single: singleOf(alice, 1, NOW + 9), add: true })).rejects.toMatchObject(BUSY);
    await expect((await world.client('bob')).register(recordOf(bob))).rejects.toMatchObject(BUSY);
    await world.restart();
    const again = await world.client('alice');
    await expect(again.offer({ single: singleOf(alice, 1, NOW + 9), add: true })).rejects.toMatchObject(BUSY);
    await (await world.client('bob')).takeBundle(alice.did);
    expect(await again.offer({ single: singleOf(alice, 1, NOW + 9), add: true })).toBe(1);
  });

  it('links of a source: one more is refused with busy, until one ends', async () => {
    const world = open({ linksASource: 2 });
    const first = await world.client('alice');
    await first.lookup(bob.did);
    await world.client('alice');
    await expect((await world.client('bob')).lookup(alice.did)).rejects.toMatchObject(refused('busy'));
    expect(await (await world.client('bob', '198.51.100.1')).lookup(bob.did)).toBeUndefined();
    await first.close();
    await new Promise((next) => setImmediate(next));
    expect(await (await world.client('bob')).lookup(bob.did)).toBeUndefined();
  });

  it('what has expired is erased, and an agent forgotten when no older record of it could count', async () => {
    const world = open({ agents: 1 });
    await world.registered('alice', 3);
    const registry = await world.registry();
    const held = async (): Promise<number> => {
      let count = 0;
      for await (const _ of world.store.scan('registry')) count++;
      return count;
    };
    expect(await held()).toBe(7);
    world.clock.advance(MAX_AGENT_RECORD_LIFETIME_MS);
    world.timer.advance(REGISTRY_PRUNE_MS - 1);
    await settled();
    expect(await held()).toBe(7);
    world.timer.advance(1);
    await settled();
    expect(await held()).toBe(1);
    const other = recordOf(bob, { issuedAtMs: world.clock.now() });
    await expect((await world.client('bob')).register(other)).rejects.toMatchObject(BUSY);
    world.clock.advance(MAX_AGENT_RECORD_LIFETIME_MS);
    await registry.prune();
    expect(await held()).toBe(0);
    const later = recordOf(bob, { issuedAtMs: world.clock.now() });
    expect(await (await world.client('bob')).register(later)).toBe(0);
  });
});

describe('the end of a registry', () => {
  it('ends its links, takes no further one, and erases nothing more', async () => {
    const world = open();
    const client = await world.registered('alice', 1);
    const registry = await world.registry();
    await registry[Symbol.asyncDispose]();
    expect(await client.closed).toBeUndefined();
    await expect(client.lookup(alice.did)).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    await expect((await world.client('bob')).lookup(alice.did)).rejects.toMatchObject(refused('busy'));
    world.clock.advance(MAX_AGENT_RECORD_LIFETIME_MS);
    world.timer.advance(REGISTRY_PRUNE_MS);
    await settled();
    const left: unknown[] = [];
    for await (const entry of world.store.scan('registry')) left.push(entry);
    expect(left).toHaveLength(5);
  });
});

describe('requests that are none', () => {
  it.each<[string, string, object]>([
    ['register', 'without a record', {}],
    ['register', 'with text', { record: 'x' }],
    ['register', 'with more', { record: recordOf(alice), to: 'all' }],
    ['lookup', 'without a DID', {}],
    ['lookup', 'of no DID', { did: 'alice' }],
    ['lookup', 'of a number', { did: 7 }],
    ['lookup', 'N11: of a property of objects', { did: '__proto__' }],
    ['bundle', 'of a DID of another method', { did: 'did:web:example.org' }],
    ['low', 'which only the registry says', { left: 1 }],
    ['peers', 'G09: which would list everybody', {}],
  ])('are refused: %s %s', async (op, _, fields) => {
    await expect(askOver(await open().link('alice')).ask(op, fields as never)).rejects.toMatchObject(refused('failed'));
  });

  it('are at most a mebibyte: what is longer ends the link', async () => {
    const link = await open().link('alice');
    link.send(1, encodeCbor({ v: 1, n: 1, op: 'lookup', did: 'x'.repeat(1024 * 1024) }));
    expect(await link.closed).toMatchObject(refused('failed'));
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { signingKey } from '../../../src/crypto/sign.ts';
import { type AgentRecordFields, MAX_AGENT_RECORD_LIFETIME_MS } from '../../../src/identity/agent-record.ts';
import type { Did } from '../../../src/identity/did.ts';
import { compareDistance, kadIdOfPeer } from '../../../src/node/dht/dht-distance.ts';
import { DhtRecords, dhtKeyOf, didOfDhtKey, newestOf, verifyDhtRecord } from '../../../src/node/dht/dht-records.ts';
import { dhtDatastore, MAX_WRAPPED_BYTES, unwrapValue, wrapValue } from '../../../src/node/dht/dht-wire.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { recordOf } from '../../fixtures/registry.ts';
import { agent, NOW } from '../session/actors.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const code = (name: string) => expect.objectContaining({ code: name });
const node = signingKey(new Uint8Array(32).fill(9)).publicKey;
const key = (did: Did = alice.did): Uint8Array => dhtKeyOf(did);
const at = (n: number, more: Partial<AgentRecordFields> = {}): Uint8Array =>
  recordOf(alice, { sequence: NOW + n, ...more });

let store: Store;
let clock: ManualClock;
let records: DhtRecords;
beforeEach(async () => {
  store = openMemoryStore();
  clock = new ManualClock(NOW);
  records = await DhtRecords.open(store, clock, node);
});
const reopened = (): Promise<DhtRecords> => DhtRecords.open(store, clock, node);

describe('the keys of the DHT', () => {
  it('are those of agents', () => expect(didOfDhtKey(key())).toBe(alice.did));

  it.each([
    '',
    '/talos/',
    `/talos/${alice.did}/`,
    `/talos/${alice.did}/x`,
    `/talos//${alice.did}`,
    `/TALOS/${alice.did}`,
    `/talos/${alice.did.toUpperCase()}`,
    `/pk/${alice.did}`,
    `/ipns/${alice.did}`,
    `talos/${alice.did}`,
    `/talos/did:web:a.example`,
    `/talos/${alice.did.slice(0, -1)}`,
    `/talos/${alice.did.slice(0, -1)}0`,
    `/talos/${alice.did.slice(0, -1)} `,
  ])('H04: "%s" is none', (text) => {
    expect(() => didOfDhtKey(utf8(text))).toThrow(code('E_MALFORMED'));
  });

  it('H04: nor is anything of that length with other bytes', () => {
    for (let index = 0; index < key().length; index++) {
      const other = key().slice();
      other[index] = (other[index] ?? 0) | 0x80;
      expect(() => didOfDhtKey(other)).toThrow(code('E_MALFORMED'));
    }
  });
});

describe('a node of the DHT keeps a record', () => {
  it('that its agent signed, and gives it', async () => {
    await records.put(key(), at(0));
    expect(await records.get(key())).toEqual(at(0));
    expect(await (await reopened()).get(key())).toEqual(at(0));
    expect(records.size).toMatchObject({ records: 1, bytes: at(0).length, heads: 1 });
  });

  it.each([
    ['H01: an unsigned one', () => utf8('{"body":{},"sig":""}'), 'E_BAD_RECORD'],
    ['H01: nonsense', () => new Uint8Array(100).fill(7), 'E_BAD_RECORD'],
    [
      'H01: one with a bit flipped',
      () => at(0).map((byte, index) => (index === 200 ? byte ^ 1 : byte)),
      'E_BAD_RECORD',
    ],
    ['H04: one of another agent', () => recordOf(bob), 'E_IDENTITY_MISMATCH'],
    ['H03: an expired one', () => at(0, { issuedAtMs: NOW - 1000, expiresAtMs: NOW }), 'E_STALE'],
    ['H05: one of 8,193 bytes', () => new Uint8Array(8193), 'E_LIMIT'],
    ['H05: one of 8,192 bytes that is none', () => new Uint8Array(8192), 'E_BAD_RECORD'],
  ])('but not %s', async (_what, bytes, refusal) => {
    await records.put(key(), at(0));
    await expect(records.put(key(), bytes())).rejects.toThrow(code(refusal));
    await expect(records.verify(key(), bytes())).rejects.toThrow(code(refusal));
    expect(() => verifyDhtRecord(key(), bytes(), NOW)).toThrow(code(refusal));
    expect(await records.get(key())).toEqual(at(0));
  });

  it('H02: and never an older one than one that it has had, also after a restart', async () => {
    await records.put(key(), at(5));
    for (const each of [records, await reopened()]) {
      await expect(each.put(key(), at(4))).rejects.toThrow(code('E_STALE'));
      await expect(each.verify(key(), at(4))).rejects.toThrow(code('E_STALE'));
      await expect(each.put(key(), at(5, { addresses: [] }))).rejects.toThrow(code('E_STALE'));
      expect(await each.get(key())).toEqual(at(5));
    }
    await records.put(key(), at(6));
    expect(await records.get(key())).toEqual(at(6));
  });

  it('H02: of two that come at once the newer', async () => {
    const all = await Promise.allSettled([3, 1, 4, 2].map((n) => records.put(key(), at(n))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await records.get(key())).toEqual(at(4));
  });

  it('H03: until it expires; its sequence is remembered as long as an older one may be valid', async () => {
    await records.put(key(), at(0));
    clock.advance(MAX_AGENT_RECORD_LIFETIME_MS);
    expect(await records.get(key())).toBeUndefined();
    await records.prune();
    expect(records.size).toEqual({ records: 0, bytes: 0, heads: 1 });
    const older = recordOf(alice, { issuedAtMs: NOW - 1, sequence: NOW - 1, expiresAtMs: NOW + 1 });
    await expect(records.put(key(), older)).rejects.toThrow(code('E_STALE'));
    clock.advance(MAX_AGENT_RECORD_LIFETIME_MS + 1);
    await records.prune();
    expect(records.size).toEqual({ records: 0, bytes: 0, heads: 0 });
  });

  it('selects the newest of several', () => {
    expect(newestOf(key(), [at(1), at(3), at(2)], NOW)).toBe(1);
  });
});

describe('H05: a node of the DHT keeps so many records', () => {
  const many = Array.from({ length: 6 }, (_, n) => agent(`one of many ${n}`));
  const far = (who: (typeof many)[number]): Uint8Array => sha256(key(who.did));
  const self = kadIdOfPeer(node);
  const nearFirst = many.toSorted((a, b) => compareDistance(self, far(a), far(b)));
  const own = (n: number) => nearFirst[n] ?? alice;

  it('and drops the one farthest from it for a nearer one, whose sequence it remembers', async () => {
    const small = await DhtRecords.open(store, clock, node, { records: 2 });
    await small.put(key(own(1).did), recordOf(own(1)));
    await small.put(key(own(3).did), recordOf(own(3), { sequence: NOW + 9 }));
    await expect(small.put(key(own(4).did), recordOf(own(4)))).rejects.toThrow(code('E_LIMIT'));
    await small.put(key(own(2).did), recordOf(own(2)));
    expect(await small.get(key(own(3).did))).toBeUndefined();
    expect(await small.get(key(own(1).did))).toEqual(recordOf(own(1)));
    expect(small.size).toMatchObject({ records: 2, heads: 3 });
    await expect(small.put(key(own(3).did), recordOf(own(3), { sequence: NOW + 8 }))).rejects.toThrow(code('E_STALE'));
    // What is there already may become newer.
    await small.put(key(own(2).did), recordOf(own(2), { sequence: NOW + 1 }));
  });

  it('and drops one that has expired before all others', async () => {
    const small = await DhtRecords.open(store, clock, node, { records: 2 });
    await small.put(key(own(0).did), recordOf(own(0), { expiresAtMs: NOW + 1000 }));
    await small.put(key(own(1).did), recordOf(own(1)));
    clock.advance(2000);
    await small.put(key(own(5).did), recordOf(own(5)));
    expect(await small.get(key(own(1).did))).toEqual(recordOf(own(1)));
    expect(await small.get(key(own(5).did))).toEqual(recordOf(own(5)));
  });

  it('of so many bytes', async () => {
    const [first, second] = [recordOf(own(0)), recordOf(own(1))];
    const small = await DhtRecords.open(store, clock, node, { bytes: first.length + second.length - 1 });
    await small.put(key(own(0).did), first);
    await expect(small.put(key(own(1).did), second)).rejects.toThrow(code('E_LIMIT'));
    expect(small.size).toEqual({ records: 1, bytes: first.length, heads: 1 });
  });

  it('and sequences of so many agents', async () => {
    const small = await DhtRecords.open(store, clock, node, { records: 1, heads: 2 });
    for (const n of [2, 1, 0]) await small.put(key(own(n).did), recordOf(own(n)));
    expect(small.size).toMatchObject({ records: 1, heads: 2 });
    expect((await DhtRecords.open(store, clock, node)).size).toMatchObject({ records: 1, heads: 2 });
  });
});

describe('two servers of one store', () => {
  /** Of which the other one, at the next change, is first. */
  function raced(of: Store, first: () => Promise<unknown>): Store {
    let task: (() => Promise<unknown>) | undefined = first;
    return {
      ...of,
      get: (space, key) => of.get(space, key),
      scan: (space, range) => of.scan(space, range),
      apply: async (changes) => {
        const before = task;
        task = undefined;
        await before?.();
        return of.apply(changes);
      },
      [Symbol.asyncDispose]: () => of[Symbol.asyncDispose](),
    };
  }

  it('do not erase for time what the other one has anew', async () => {
    await records.put(key(), at(0, { expiresAtMs: NOW + 1000 }));
    const other = await reopened();
    clock.advance(1000);
    await other.put(key(), at(5));
    await records.prune();
    expect(await records.get(key())).toEqual(at(5));
    expect(records.size).toMatchObject({ records: 1, bytes: at(5).length, heads: 1 });
  });

  it('nor where it comes while that is done', async () => {
    const other = await reopened();
    await records.put(key(), at(0, { expiresAtMs: NOW + 1000 }));
    const known = await DhtRecords.open(
      raced(store, () => other.put(key(), at(5))),
      clock,
      node,
    );
    clock.advance(1000);
    await known.prune();
    expect(await known.get(key())).toEqual(at(5));
  });

  it('nor for room: of whom it knew no record the other one may have one that is nearer', async () => {
    const self = kadIdOfPeer(node);
    const far = (who: typeof alice): Uint8Array => sha256(key(who.did));
    const [near, between, last] = [alice, bob, agent('carol')].toSorted((a, b) =>
      compareDistance(self, far(a), far(b)),
    ) as [typeof alice, typeof alice, typeof alice];
    const small = await DhtRecords.open(store, clock, node, { records: 1, heads: 2 });
    await small.put(key(near.did), recordOf(near, { expiresAtMs: NOW + 1000 }));
    clock.advance(1000);
    await small.prune();
    await small.put(key(last.did), recordOf(last));
    const other = await reopened();
    const newest = recordOf(near, { sequence: NOW + 7 });
    await other.put(key(near.did), newest);
    await expect(small.put(key(between.did), recordOf(between))).rejects.toThrow(code('E_LIMIT'));
    expect(await small.get(key(near.did))).toEqual(newest);
  });
});

describe('the wrapped record of libp2p', () => {
  const wrapped = wrapValue(key(), at(0), NOW);

  it('is read as it was written', () => {
    expect(unwrapValue(wrapped)).toEqual({ key: key(), value: at(0) });
    expect(wrapped.length).toBeLessThanOrEqual(MAX_WRAPPED_BYTES);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'E_MALFORMED'],
    ['a cut one', wrapped.slice(0, -1), 'E_MALFORMED'],
    ['one with a field twice', Uint8Array.from([...wrapped, ...wrapped]), 'E_MALFORMED'],
    ['one with a number in it', Uint8Array.of(0x08, 0x01), 'E_MALFORMED'],
    ['H13: one that says it has 2^31 bytes', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07), 'E_MALFORMED'],
    ['one without a value', wrapped.slice(0, key().length + 2), 'E_MALFORMED'],
    ['H05: one that is too long', new Uint8Array(MAX_WRAPPED_BYTES + 1), 'E_LIMIT'],
  ])('is not %s', (_what, bytes, refusal) => {
    expect(() => unwrapValue(bytes)).toThrow(code(refusal));
  });

  it('lies in the datastore of kad-dht under the key that it names', async () => {
    const datastore = dhtDatastore(records, () => NOW);
    const named = (text: string) => ({ toString: () => text }) as unknown as Parameters<typeof datastore.get>[0];
    const base32 = (bytes: Uint8Array): string => {
      const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      return (bits.match(/.{1,5}/g) ?? [])
        .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
        .join('');
    };
    const name = named(`/dht/record/${base32(key())}`);
    expect(await datastore.has(name)).toBe(false);
    await datastore.put(name, wrapped);
    expect(unwrapValue(await datastore.get(name))).toEqual({ key: key(), value: at(0) });
    await expect(datastore.put(named('/dht/provider/aa'), wrapped)).rejects.toThrow('no key');
    await expect(datastore.get(named('/dht/provider/aa'))).rejects.toThrow('no key');
  });
});

import { describe, expect, it } from 'vitest';
import { MAX_RECORDS, RecordBook } from '../../../src/agent/reach/record-book.ts';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { MAX_AGENT_RECORD_LIFETIME_MS } from '../../../src/identity/agent-record.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { BreakableStore, settled } from '../../fixtures/agents.ts';
import { recordOf } from '../../fixtures/registry.ts';
import { agent, flipped, NOW } from '../session/actors.ts';

const [alice, bob, me] = [agent('alice'), agent('bob'), agent('me')];
const code = (name: string) => expect.objectContaining({ code: name });

function book(store: Store = new BreakableStore(), clock = new ManualClock(NOW)) {
  return { store, clock, records: new RecordBook(store, clock, me.did) };
}

/** Everything in the space of records. */
async function kept(store: Store): Promise<string[]> {
  const all: string[] = [];
  for await (const [key, value] of store.scan('record')) all.push(Buffer.concat([key, value]).toString('hex'));
  return all;
}

describe('the book of agent records', () => {
  it('keeps the newest, also for the next process', async () => {
    const { store, records } = book();
    expect(await records.get(alice.did)).toBeUndefined();
    expect(await records.newest(alice.did)).toBeUndefined();
    await records.take(alice.did, recordOf(alice));
    const taken = await records.take(alice.did, recordOf(alice, { sequence: NOW + 5, addresses: [] }));
    expect(taken).toMatchObject({ did: alice.did, sequence: NOW + 5, addresses: [] });
    const again = book(store).records;
    expect(await again.get(alice.did)).toEqual(taken);
    expect(await again.newest(alice.did)).toBe(NOW + 5);
    expect(await again.get(bob.did)).toBeUndefined();
  });

  it('takes the same one again and changes nothing', async () => {
    const { store, records } = book();
    await records.take(alice.did, recordOf(alice));
    const before = (store as BreakableStore).applied.length;
    expect(await records.take(alice.did, recordOf(alice))).toMatchObject({ sequence: NOW });
    expect((store as BreakableStore).applied).toHaveLength(before);
  });

  it.each<[string, string, () => Uint8Array]>([
    ['an older one', 'E_STALE', () => recordOf(alice, { sequence: NOW + 4 })],
    ['another one of the same sequence', 'E_STALE', () => recordOf(alice, { sequence: NOW + 5, addresses: [] })],
    [
      'one that has expired',
      'E_STALE',
      () => recordOf(alice, { issuedAtMs: NOW - 1000, sequence: NOW + 9, expiresAtMs: NOW }),
    ],
    ['one from the future', 'E_STALE', () => recordOf(alice, { issuedAtMs: NOW + 3_600_000 })],
    ['that of another agent', 'E_IDENTITY_MISMATCH', () => recordOf(bob, { sequence: NOW + 9 })],
    ['one of which a bit is another', 'E_BAD_RECORD', () => flipped(recordOf(alice, { sequence: NOW + 9 }), 60)],
    ['what is no record', 'E_BAD_RECORD', () => utf8('<!doctype html>')],
    ['nothing', 'E_BAD_RECORD', () => new Uint8Array(0)],
    ['more than a record can be', 'E_LIMIT', () => new Uint8Array(8 * 1024 + 1)],
  ])('refuses %s with %s, and stays as it was', async (_, refusal, bytes) => {
    const { store, records } = book();
    await records.take(alice.did, recordOf(alice, { sequence: NOW + 5 }));
    const before = await kept(store);
    await expect(records.take(alice.did, bytes())).rejects.toThrow(code(refusal));
    expect(await kept(store)).toEqual(before);
    expect(await records.get(alice.did)).toMatchObject({ sequence: NOW + 5 });
  });

  it('E_STALE: gives none that has expired, and still refuses an older one', async () => {
    const { clock, records } = book();
    await records.take(alice.did, recordOf(alice, { sequence: NOW + 5 }));
    clock.advance(MAX_AGENT_RECORD_LIFETIME_MS);
    expect(await records.get(alice.did)).toBeUndefined();
    expect(await records.newest(alice.did)).toBe(NOW + 5);
    clock.advance(-1000);
    await expect(records.take(alice.did, recordOf(alice))).rejects.toThrow(code('E_STALE'));
    clock.advance(1000);
    const issuedAtMs = clock.now();
    await records.take(alice.did, recordOf(alice, { issuedAtMs }));
    expect(await records.get(alice.did)).toMatchObject({ sequence: issuedAtMs });
  });

  it('of two that come at the same time the newer one stays', async () => {
    const { records } = book();
    const sequences = [3, 1, 4, 2, 5];
    await Promise.allSettled(sequences.map((n) => records.take(alice.did, recordOf(alice, { sequence: NOW + n }))));
    expect(await records.newest(alice.did)).toBe(NOW + 5);
  });

  it.each([
    ['is short', (value: Uint8Array) => value.subarray(0, 39)],
    ['is empty', () => new Uint8Array(0)],
    ['has another record', (value: Uint8Array) => concat(value.subarray(0, 40), recordOf(bob))],
    ['has a flipped bit', (value: Uint8Array) => flipped(value, value.length - 10)],
  ])('E_STORAGE_CORRUPT: says so where what is kept %s', async (_, damage) => {
    const { store, records } = book();
    await records.take(alice.did, recordOf(alice));
    const key = utf8(alice.did);
    const value = (await store.get('record', key)) ?? new Uint8Array();
    await store.apply([{ kind: 'put', space: 'record', key, value: damage(value) }]);
    await expect(records.get(alice.did)).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });

  it('E_STORAGE_FULL: keeps what it had where the store fails', async () => {
    const { store, records } = book();
    await records.take(alice.did, recordOf(alice));
    (store as BreakableStore).failApply = new TalosError('E_STORAGE_FULL', 'no room');
    await expect(records.take(alice.did, recordOf(alice, { sequence: NOW + 1 }))).rejects.toThrow(
      code('E_STORAGE_FULL'),
    );
    (store as BreakableStore).failApply = undefined;
    expect(await records.newest(alice.did)).toBe(NOW);
  });

  it(`keeps ${MAX_RECORDS} and no more, but newer ones of those, and the own one`, async () => {
    const store = openMemoryStore();
    const { records } = book(store);
    await store.apply(
      Array.from({ length: MAX_RECORDS - 1 }, (_, n) => ({
        kind: 'put' as const,
        space: 'record' as const,
        key: utf8(`did:key:${n}`),
        value: new Uint8Array(40),
      })),
    );
    await records.take(alice.did, recordOf(alice));
    expect(await records.newest(alice.did)).toBe(NOW);
    expect(await records.take(bob.did, recordOf(bob))).toMatchObject({ did: bob.did });
    expect(await records.newest(bob.did)).toBeUndefined();
    await records.take(alice.did, recordOf(alice, { sequence: NOW + 1 }));
    expect(await records.newest(alice.did)).toBe(NOW + 1);
    await records.take(me.did, recordOf(me));
    expect(await records.newest(me.did)).toBe(NOW);
    expect(await kept(store)).toHaveLength(MAX_RECORDS + 1);
    await settled(1);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { AccessUsage, MAX_AHEAD_BYTES } from '../../../src/agent/authority/access-usage.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { BreakableStore, settled } from '../../fixtures/agents.ts';
import { did } from '../acl/world.ts';

const DAY_MS = 86_400_000;
const MIDDAY = 20_000 * DAY_MS + DAY_MS / 2;
const LIMITS = { dataBytesPerDay: 10_000_000 };
const peer = did(1);

let store: BreakableStore;
let clock: ManualClock;
let failures: unknown[];
beforeEach(() => {
  store = new BreakableStore();
  clock = new ManualClock(MIDDAY);
  failures = [];
});

/** A ledger without decisions whose newest entry is of `highestTimeMs`. */
function opened(highestTimeMs = 0): Promise<AccessUsage> {
  const ledger = { size: 0, highestTimeMs, query: async () => [] } as unknown as Ledger;
  return AccessUsage.open({ store, ledger, clock, onFailure: (error) => failures.push(error) });
}

/** Most bytes that the peer may still move, of `LIMITS`. */
function left(usage: AccessUsage): number {
  let [low, high] = [0, LIMITS.dataBytesPerDay + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (usage.excess(peer, LIMITS, middle) === undefined) low = middle;
    else high = middle;
  }
  return low;
}

describe('what a peer has used of a day', () => {
  it('is kept to the byte by an agent that ends', async () => {
    const usage = await opened();
    usage.called(peer, LIMITS, 1_000_000);
    usage.moved(peer, LIMITS, 234_567);
    await usage.close();
    expect(left(await opened())).toBe(LIMITS.dataBytesPerDay - 1_234_567);
  });

  it('is never less after a kill, and at most a little more', async () => {
    const usage = await opened();
    let used = 0;
    for (let n = 0; n < 50; n++) {
      usage.moved(peer, LIMITS, 12_345);
      used += 12_345;
      await settled(2);
      const after = LIMITS.dataBytesPerDay - left(await opened());
      expect(after).toBeGreaterThanOrEqual(used);
      expect(after).toBeLessThanOrEqual(used + MAX_AHEAD_BYTES);
    }
    // Not a write for each call.
    expect(store.applied.length).toBeLessThan(15);
  });

  it('begins anew at midnight UTC, and a clock set back does not bring it back, nor end it', async () => {
    const usage = await opened();
    usage.moved(peer, LIMITS, LIMITS.dataBytesPerDay);
    expect(left(usage)).toBe(0);
    clock.advance(DAY_MS / 2 - 1);
    expect(usage.excess(peer, LIMITS, 1)).toMatch(/more than 10000000 bytes on a day/);
    clock.advance(-DAY_MS);
    expect(usage.excess(peer, LIMITS, 1)).toBeDefined();
    clock.advance(DAY_MS + 1);
    expect(left(usage)).toBe(LIMITS.dataBytesPerDay);
    usage.moved(peer, LIMITS, 7);
    await usage.close();
    // What the ledger has is the least that the time can be.
    clock.advance(-DAY_MS);
    expect(left(await opened(MIDDAY + DAY_MS))).toBe(LIMITS.dataBytesPerDay - 7);
  });

  it('of days before is forgotten', async () => {
    const usage = await opened();
    usage.moved(peer, LIMITS, 1);
    await usage.close();
    clock.advance(DAY_MS);
    await opened();
    const rows: unknown[] = [];
    for await (const row of store.scan('usage')) rows.push(row);
    expect(rows).toEqual([]);
  });

  it('goes on in memory where it cannot be written, which is told', async () => {
    const usage = await opened();
    store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    usage.moved(peer, LIMITS, 1000);
    await settled(2);
    expect(failures).toHaveLength(1);
    expect(left(usage)).toBe(LIMITS.dataBytesPerDay - 1000);
    store.failApply = undefined;
    await usage.close();
    expect(left(await opened())).toBe(LIMITS.dataBytesPerDay - 1000);
  });

  it('that cannot be read is E_STORAGE_CORRUPT, and what others keep beside it is left alone', async () => {
    // The account of a token whose id begins with the letter of ours.
    await store.apply([{ kind: 'put', space: 'usage', key: new Uint8Array(32).fill(0x61), value: utf8('theirs') }]);
    await opened();
    await store.apply([
      { kind: 'put', space: 'usage', key: utf8(`a${peer}`), value: utf8('{"v":1,"day":-1,"bytes":0}') },
    ]);
    await expect(opened()).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }));
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { u8, u64 } from '../../../src/codec/writer.ts';
import { decodeBlock, encodeHeader, hashHeader } from '../../../src/ledger/block.ts';
import { totalWork } from '../../../src/ledger/network.ts';
import type { Store } from '../../../src/storage/store.ts';
import { denial, LedgerBench, type Person, person, recordCall } from '../../fixtures/ledger.ts';

const STATE = utf8('ledger/index');

describe('the index of a ledger', () => {
  let alice: Person;
  let bob: Person;
  let bench: LedgerBench;
  const rows = async (): Promise<Map<string, string>> => {
    const all = new Map<string, string>();
    for await (const [key, value] of bench.store.scan('index'))
      all.set(Buffer.from(key).toString('hex'), Buffer.from(value).toString('hex'));
    return all;
  };
  const reopened = async (): Promise<boolean> => {
    bench.restart();
    await using ledger = await bench.open();
    expect(await ledger.verify()).toMatchObject({ ok: true });
    return ledger.isReindexed;
  };

  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  beforeEach(async () => {
    bench = new LedgerBench(alice);
    await using ledger = await bench.open();
    for (let block = 0; block < 4; block++) {
      recordCall(ledger, bob, alice, block);
      ledger.append(denial(bob.did));
      await ledger.seal();
    }
  });

  it('D12: of an earlier version is made anew at the start, once', async () => {
    const whole = await rows();
    for (const [key] of whole)
      if (/^0[4-7]/.test(key))
        await bench.store.apply([{ kind: 'delete', space: 'index', key: Buffer.from(key, 'hex') }]);
    await bench.store.apply([
      { kind: 'delete', space: 'meta', key: STATE },
      { kind: 'delete', space: 'meta', key: utf8('ledger/network') },
    ]);
    expect(await reopened()).toBe(true);
    expect(await rows()).toEqual(whole);
    expect(await reopened()).toBe(false);
  });

  it('B20: that disagrees with the newest block is made anew, with nothing left of what was there', async () => {
    const whole = await rows();
    const [key = ''] = [...whole.keys()].filter((each) => each.startsWith('02')).slice(-1);
    await bench.store.apply([
      { kind: 'put', space: 'index', key: Buffer.from(key, 'hex'), value: u64(7) },
      { kind: 'put', space: 'index', key: concat(u8(9), u64(1)), value: u8(1) },
    ]);
    expect(await reopened()).toBe(true);
    expect(await rows()).toEqual(whole);
  });

  it('D12: interrupted at any commit, it goes on at the next start', async () => {
    const whole = await rows();
    for (let commits = 0; commits < 4; commits++) {
      await bench.store.apply([{ kind: 'delete', space: 'meta', key: STATE }]);
      const { store } = bench;
      let left = commits;
      bench.store = {
        get: (space, key) => store.get(space, key),
        scan: (space, range) => store.scan(space, range),
        apply: async (changes) => {
          if (left-- <= 0) throw new TalosError('E_STORAGE', 'the process ended');
          return store.apply(changes);
        },
        [Symbol.asyncDispose]: async () => {},
      } satisfies Store;
      bench.restart();
      const opening = bench.open();
      if (commits < 3) await expect(opening).rejects.toThrow('the process ended');
      else await (await opening)[Symbol.asyncDispose]();
      bench.store = store;
      expect(await reopened()).toBe(commits < 3);
      expect(await rows()).toEqual(whole);
    }
  });

  it('finds blocks by hash and height, entries by subject and archived ones as well, and sums the work', async () => {
    bench.restart();
    await using ledger = await bench.open();
    const bytes = (await ledger.block(3)) ?? new Uint8Array(0);
    const { header } = decodeBlock(bytes);
    expect(await ledger.block(hashHeader(encodeHeader(header)))).toEqual(bytes);
    expect(await ledger.block(new Uint8Array(32))).toBeUndefined();
    const [decision] = await ledger.query({ type: 'decision', last: 1 });
    if (decision?.body.type !== 'decision') throw new Error('no decision');
    const subject = decision.body.statement.hash;
    expect((await ledger.query({ subject })).map(({ body }) => body.type)).toEqual(['decision', 'result']);
    expect(await ledger.positions({ type: 'result', subject })).toEqual([decision.seq + 1]);
    expect(await ledger.positions({ type: 'result', peer: alice.did, subject })).toEqual([]);
    expect((await ledger.query({ tool: 'read_file', after: -1, last: 3 })).map(({ seq }) => seq)).toEqual([0, 1, 3]);
    expect(await ledger.query({ tool: 'read_files' })).toEqual([]);
    expect((await ledger.query({ fromMs: 0, toMs: 1 })).length).toBe(0);
    expect((await ledger.query({ fromMs: bench.clock.now() })).length).toBe(12);
    expect(ledger.work).toBe(5n * 256n);
    expect(totalWork(0, { name: 'lab', difficulty: 20 })).toBe(2n ** 20n);
  });

  it('B13: a ledger begins in the network that is configured, stays there, and refuses any other', async () => {
    bench = new LedgerBench(alice);
    const { openLedger } = await import('../../../src/ledger/journal/open-ledger.ts');
    const at = (network: { name?: string; difficulty?: number }) => openLedger({ ...bench.parts(), network });
    {
      await using ledger = await at({ name: 'lab', difficulty: 3 });
      ledger.append(denial(bob.did));
      await ledger.seal();
      expect(ledger.network).toEqual({ name: 'lab', difficulty: 3 });
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 1 });
    }
    bench.restart();
    const config = expect.objectContaining({ code: 'E_CONFIG' });
    await expect(at({ name: 'talos' })).rejects.toThrow(config);
    await expect(at({ difficulty: 8 })).rejects.toThrow(config);
    await expect(at({ name: 'lab', difficulty: 4 })).rejects.toThrow(config);
    for (const network of [{}, { name: 'lab' }, { name: 'lab', difficulty: 3 }]) {
      bench.restart();
      await using ledger = await at(network);
      expect(ledger.network).toEqual({ name: 'lab', difficulty: 3 });
    }
    bench = new LedgerBench(alice);
    await expect(at({ name: 'No' })).rejects.toThrow(RangeError);
    await expect(at({ difficulty: 25 })).rejects.toThrow(RangeError);
  });
});

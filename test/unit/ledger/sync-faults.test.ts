/** Synchronising chains from sources that fail, fall silent or give something else, and with interruptions. */
import { beforeAll, describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { MAX_BLOCK_BYTES } from '../../../src/ledger/block.ts';
import { MAX_RESTS } from '../../../src/ledger/chain/sync-sources.ts';
import type { Store } from '../../../src/storage/store.ts';
import { ChainMaker } from '../../fixtures/chains.ts';
import { codeOf, from, Keeper } from '../../fixtures/keeper.ts';
import { person } from '../../fixtures/ledger.ts';

describe('a source that is not right', () => {
  let honest: ChainMaker;
  beforeAll(() => {
    honest = new ChainMaker(person(1)).grow(40, 2);
  });

  describe('S07: an answer that is not what was asked for drops its source, and what is right of it is kept', () => {
    const huge = () => new Uint8Array(MAX_BLOCK_BYTES + 1);
    it.each<[string, string, number, (blocks: Uint8Array<ArrayBuffer>[]) => Uint8Array<ArrayBuffer>[]]>([
      ['a block above the limit', 'MALFORMED_BLOCK', 5, (blocks) => [...blocks.slice(0, 5), huge()]],
      ['a block of nothing', 'MALFORMED_BLOCK', 0, () => [new Uint8Array(0)]],
      ['blocks of other heights', 'CONSENSUS_VIOLATION', 0, (blocks) => blocks.slice(3)],
      ['the same block twice', 'CONSENSUS_VIOLATION', 1, ([first]) => (first === undefined ? [] : [first, first])],
      ['blocks in reverse', 'CONSENSUS_VIOLATION', 0, (blocks) => blocks.toReversed()],
      [
        'a flipped bit of an entry',
        'CRYPTO_INVALID',
        9,
        (blocks) => blocks.map((block, i) => (i === 9 ? flipped(block, 300) : block)),
      ],
      [
        'a flipped bit of a signature',
        'CRYPTO_INVALID',
        2,
        (blocks) => blocks.map((block, i) => (i === 2 ? flipped(block, 170) : block)),
      ],
      [
        'a cut block',
        'MALFORMED_BLOCK',
        4,
        (blocks) => blocks.map((block, i) => (i === 4 ? block.slice(0, -1) : block)),
      ],
    ])('%s: %s', async (_, refusal, right, alter) => {
      const liar = from(honest, 'liar');
      liar.alter = alter;
      const kept = new Keeper();
      expect(await codeOf(kept.sync([liar]))).toBe(refusal);
      expect(await kept.blocks()).toEqual(honest.blocks.slice(0, right));
      const report = await kept.sync([liar, from(honest, 'honest')]);
      expect(report).toMatchObject({ height: 39, sources: [{ dropped: { code: refusal } }, { name: 'honest' }] });
      expect(await kept.blocks()).toEqual(honest.blocks);
    });
  });

  describe('S08: who is silent is left for the next', () => {
    const never = () => new Promise<void>(() => undefined);
    it.each(['status', 'headers', 'blocks'])('from its first %s on', async (silent) => {
      const mute = from(honest, 'mute');
      mute.before = (op) => (op === silent ? never() : undefined);
      const kept = new Keeper();
      expect(await codeOf(kept.sync([mute]))).toBe('E_TIMEOUT');
      expect(await kept.sync([mute, from(honest)])).toMatchObject({
        height: 39,
        sources: [{ dropped: { code: 'E_TIMEOUT' } }, { blocks: 40 }],
      });
    });

    it('after a part of an answer, and many of them', async () => {
      const mutes = Array.from({ length: 6 }, (_, i) => {
        const mute = from(honest, `mute ${i}`);
        mute.most = 2;
        mute.before = (op, at) => (op === 'blocks' && at >= 2 * (i + 1) ? never() : undefined);
        return mute;
      });
      const kept = new Keeper();
      const report = await kept.sync([...mutes, from(honest)]);
      expect(report.height).toBe(39);
      expect(report.sources.every(({ blocks }) => blocks > 0)).toBe(true);
      expect(await kept.blocks()).toEqual(honest.blocks);
    });

    it('and the next run is not stuck', async () => {
      const mute = from(honest, 'mute');
      mute.most = 3;
      mute.before = (op, at) => (op === 'blocks' && at > 3 ? never() : undefined);
      const kept = new Keeper();
      expect(await codeOf(kept.sync([mute]))).toBe('E_TIMEOUT');
      expect(await kept.blocks()).toHaveLength(6);
      expect(await kept.sync([from(honest)])).toMatchObject({ from: 5, height: 39 });
    });

    it('who is busy is asked again later, not without end', async () => {
      const busy = from(honest, 'busy');
      busy.most = 20;
      let times = 0;
      busy.before = (op) => {
        if (op === 'blocks' && times++ % 2 === 0) throw new TalosError('E_RATE_LIMITED', 'later');
      };
      expect(await new Keeper().sync([busy])).toMatchObject({ height: 39, blocks: 40 });
      busy.before = () => {
        throw new TalosError('E_RATE_LIMITED', 'later');
      };
      busy.asked.length = 0;
      expect(await codeOf(new Keeper().sync([busy]))).toBe('E_RATE_LIMITED');
      expect(busy.asked).toHaveLength(MAX_RESTS + 1);
    });

    it('a connection that is lost after it gave something is made again, once without progress', async () => {
      const shaky = from(honest, 'shaky');
      shaky.most = 10;
      let lost = 0;
      shaky.before = (op, at) => {
        if (op === 'blocks' && at === 20 && lost++ === 0) throw new TalosError('E_UNREACHABLE', 'lost');
      };
      expect(await new Keeper().sync([shaky])).toMatchObject({ height: 39 });
      shaky.before = (op, at) => {
        if (op === 'blocks' && at === 20) throw new TalosError('E_UNREACHABLE', 'lost');
      };
      const kept = new Keeper();
      expect(await codeOf(kept.sync([shaky]))).toBe('E_UNREACHABLE');
      expect(await kept.blocks()).toHaveLength(20);
    });
  });

  it('S11: interrupted at any batch it goes on from the last durable one, to the same end', async () => {
    const whole = new Keeper();
    await whole.sync([Object.assign(from(honest), { most: 3 })]);
    const kept = new Keeper();
    for (let deaths = 0; ; deaths++) {
      // The process ends while a batch is on its way: it is there or not.
      const dying = dyingAt(kept.store, 2, deaths % 2 === 0);
      const ended = await codeOf(kept.sync([Object.assign(from(honest), { most: 3 })], {}, undefined, dying));
      if (ended === 'done') break;
      expect(ended).toBe('E_STORAGE');
      expect(deaths).toBeLessThan(40);
    }
    expect(await kept.content('blocks')).toEqual(await whole.content('blocks'));
    const [held] = await whole.chains().all();
    expect(await kept.chains().all()).toMatchObject([{ height: 39, size: 78, bytes: held?.bytes }]);
  });

  it('S11: ends at once when it is told to, and keeps what it has', async () => {
    const kept = new Keeper();
    const stop = new AbortController();
    const source = from(honest);
    source.most = 4;
    source.before = (op, at) => {
      if (op === 'blocks' && at >= 12) stop.abort(new TalosError('E_ABORTED', 'enough'));
    };
    expect(await codeOf(kept.sync([source], {}, stop.signal))).toBe('E_ABORTED');
    expect((await kept.blocks()).length).toBeGreaterThanOrEqual(8);
    expect(await kept.sync([from(honest)])).toMatchObject({ height: 39 });
  });
});

function flipped(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** The store of a process that ends in its `nth` batch, before that is applied or after. */
function dyingAt(store: Store, nth: number, isApplied: boolean): Store {
  let batches = 0;
  return {
    get: (space, key) => store.get(space, key),
    scan: (space, range) => store.scan(space, range),
    apply: async (changes) => {
      if (++batches < nth) return store.apply(changes);
      if (isApplied) await store.apply(changes);
      throw new TalosError('E_STORAGE', 'the process ended');
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Synchronising chains from sources that are honest, slow, silent or wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { labelledHash } from '../../../src/crypto/hash.ts';
import { DIFFICULTY, NETWORK } from '../../../src/ledger/block.ts';
import { workOf } from '../../../src/ledger/chain/chain-header.ts';
import { syncChain } from '../../../src/ledger/chain/sync.ts';
import { heightsBetween, locatorHeights } from '../../../src/ledger/chain/sync-claims.ts';
import { MAX_SYNC_SOURCES } from '../../../src/ledger/chain/sync-types.ts';
import { readCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { verifyEvidenceFile } from '../../../src/ledger/log/evidence.ts';
import { MAX_AHEAD_MS } from '../../../src/ledger/validation/validation-link.ts';
import { ChainMaker } from '../../fixtures/chains.ts';
import { codeOf, from, Keeper } from '../../fixtures/keeper.ts';
import { denial, NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';

describe('synchronising a chain', () => {
  let alice: Person;
  let bob: Person;
  let honest: ChainMaker;
  beforeAll(() => {
    [alice, bob] = [person(1), person(2)];
    honest = new ChainMaker(alice).grow(40, 2);
  });

  it('keeps every block as it was given, and serves them with headers, status and consistency', async () => {
    const kept = new Keeper();
    const report = await kept.sync([from(honest)]);
    expect(report).toMatchObject({
      from: -1,
      height: 39,
      target: 39,
      blocks: 40,
      sources: [{ name: 'source', blocks: 40 }],
    });
    expect(report.fork).toBeUndefined();
    expect(await kept.blocks()).toEqual(honest.blocks);
    const reader = await kept.chains().get(alice.did);
    expect(await reader?.head()).toMatchObject({
      height: 39,
      logSize: 78,
      hash: honest.hash,
      work: 40n * workOf(DIFFICULTY),
    });
    expect(readCheckpoint((await reader?.head())?.note ?? '', alice.did)?.size).toBe(78);
    expect((await reader?.consistency(3, 77))?.length).toBeGreaterThan(3);
  });

  it('brings only what is new, and nothing where there is nothing', async () => {
    const kept = new Keeper();
    const growing = new ChainMaker(alice).grow(10);
    await kept.sync([from(growing)]);
    growing.grow(7);
    expect(await kept.sync([from(growing)])).toMatchObject({ from: 9, height: 16, blocks: 7 });
    const again = from(growing);
    expect(await kept.sync([again])).toMatchObject({ from: 16, height: 16, blocks: 0 });
    expect(again.asked.some((asked) => asked.startsWith('blocks'))).toBe(false);
  });

  it('keeps the newest checkpoint that it was shown, whatever older one a source shows later', async () => {
    const [keeper, chain] = [new Keeper(), new ChainMaker(alice).grow(8, 2)];
    await keeper.sync([from(chain)]);
    const { note } = chain;
    const behind = from(chain.grow(1, 2));
    behind.claims = { note: new ChainMaker(alice).grow(3, 2).note };
    await keeper.sync([behind]);
    expect((await (await keeper.chains().get(keeper.author))?.head())?.note).toBe(note);
  });

  it('a chain that is kept anew while an earlier removal ends is not erased by that', async () => {
    const keeper = new Keeper();
    const chain = new ChainMaker(alice).grow(8, 2);
    await keeper.sync([from(chain)]);
    const scan = keeper.store.scan.bind(keeper.store);
    let isSlow = true;
    keeper.store.scan = async function* (space, range) {
      const slow = isSlow && range?.limit !== undefined;
      isSlow &&= !slow;
      // Long enough for a synchronisation that does not wait.
      for (let turn = 0; slow && turn < 500; turn++) await new Promise(setImmediate);
      yield* scan(space, range);
    };
    const chains = keeper.chains();
    const removed = chains.remove(keeper.author);
    while ((await chains.get(keeper.author)) !== undefined) await new Promise(setImmediate);
    const kept = await chains.open(keeper.author, NETWORK, DIFFICULTY);
    const terms = { author: keeper.author, network: NETWORK, difficulty: DIFFICULTY, now: () => keeper.clock.now() };
    await syncChain({ ...terms, kept, sources: [from(chain)] });
    await removed;
    expect(await keeper.blocks()).toEqual(chain.blocks);
  });

  it('what a removal left that was interrupted is erased before the next chain is kept, whose ever that is', async () => {
    const keeper = new Keeper();
    await keeper.sync([from(new ChainMaker(alice).grow(8, 2))]);
    const apply = keeper.store.apply.bind(keeper.store);
    let applied = 0;
    keeper.store.apply = (changes) =>
      applied++ === 0 ? apply(changes) : Promise.reject(new TalosError('E_STORAGE', 'killed'));
    expect(await codeOf(keeper.chains().remove(keeper.author))).toBe('E_STORAGE');
    keeper.store.apply = apply;
    expect(await keeper.chains().all()).toEqual([]);
    expect(await keeper.content()).not.toEqual([]);
    await keeper.chains().open(person(3).did, NETWORK, DIFFICULTY);
    expect(await keeper.content()).toEqual([]);
  });

  it('leaves a kept chain as it is where the source is behind', async () => {
    const kept = new Keeper();
    await kept.sync([from(honest)]);
    const before = await kept.content('blocks');
    const behind = new ChainMaker(alice);
    behind.blocks.push(...honest.blocks.slice(0, 10));
    const source = from(behind);
    source.claims = { height: 9 };
    expect(await kept.sync([source])).toMatchObject({ height: 39, blocks: 0 });
    expect(await kept.content('blocks')).toEqual(before);
  });

  describe('S02: what a source says of itself is a hint', () => {
    it('that is not believed without a signed header', async () => {
      const liar = from(honest, 'liar');
      liar.claims = { height: 1_000_000, work: 1n << 200n };
      const kept = new Keeper();
      expect(await codeOf(kept.sync([liar]))).toBe('E_NOT_FOUND');
      expect(await kept.content()).toEqual([]);
      expect(await kept.sync([liar, from(honest)])).toMatchObject({
        height: 39,
        sources: [
          { name: 'liar', blocks: 0, dropped: { code: 'E_NOT_FOUND' } },
          { name: 'source', blocks: 40 },
        ],
      });
    });

    it('so that of two histories the one of more work is taken, whatever either claims', async () => {
      const [long, short] = [new ChainMaker(alice).grow(30, 1, 1), new ChainMaker(alice).grow(20, 1, 2)];
      const [liar, modest] = [from(short, 'liar'), from(long, 'modest')];
      liar.claims = { work: 1n << 250n };
      modest.claims = { work: 0n };
      const kept = new Keeper();
      const report = await kept.sync([liar, modest]);
      expect(report).toMatchObject({ height: 29, fork: { code: 'E_EQUIVOCATION' } });
      expect(await kept.blocks()).toEqual(long.blocks);
    });

    it.each([['of another height than it stands at', (height: number) => height - 1]])(
      'a header %s drops it',
      async (_, other) => {
        const liar = from(honest, 'liar');
        liar.alterHeaders = ([header]) => (header === undefined ? [] : [honest.header(other(header.header.height))]);
        expect(await codeOf(new Keeper().sync([liar]))).toBe('E_PROTOCOL');
      },
    );
  });

  it.each([1, 7])('S03: a fork of %i bits less with more blocks is refused', async (bits) => {
    const easy = new ChainMaker(alice);
    for (let i = 0; i < 60; i++) easy.add(i === 0 ? [] : [denial(bob.did, 9)], { difficulty: DIFFICULTY - bits });
    const kept = new Keeper();
    expect(await codeOf(kept.sync([from(easy)]))).toBe('CONSENSUS_VIOLATION');
    expect(await kept.sync([from(easy, 'easy'), from(honest)])).toMatchObject({
      height: 39,
      sources: [{ dropped: { code: 'CONSENSUS_VIOLATION' } }, {}],
    });
    expect(await kept.blocks()).toEqual(honest.blocks);
  });

  describe('S04: the difficulty is fixed and time goes one way', () => {
    it.each([
      ['a difficulty that falls', { difficulty: DIFFICULTY - 1 }],
      ['a difficulty that rises', { difficulty: DIFFICULTY + 1 }],
      ['a time that goes back', { timeMs: NEW_YEAR }],
      ['a time that is far ahead', { timeMs: NEW_YEAR + 3_600_000 + MAX_AHEAD_MS + 1 }],
    ])('%s within a chain is refused, by blocks and by headers', async (_, fields) => {
      const bent = new ChainMaker(alice).grow(5);
      bent.add([denial(bob.did)], fields);
      const kept = new Keeper();
      expect(await codeOf(kept.sync([from(bent.grow(3))]))).toBe('CONSENSUS_VIOLATION');
      expect((await kept.blocks()).length).toBeLessThanOrEqual(5);
      // Weighed against another history its headers alone are enough.
      const other = new Keeper();
      expect(await other.sync([from(bent, 'bent'), from(new ChainMaker(alice).grow(4, 1, 3), 'other')])).toMatchObject({
        height: 3,
        sources: [{ dropped: { code: 'CONSENSUS_VIOLATION' } }, { blocks: 4 }],
      });
    });
  });

  describe('S05: what is kept is never replaced', () => {
    it(`by a fork of ${SLOW ? '10,000' : '100'} blocks with more work: E_REORG_DEPTH, with evidence`, async () => {
      const kept = new Keeper();
      await kept.sync([from(honest)]);
      const before = await kept.blocks();
      const deep = new ChainMaker(alice).grow(SLOW ? 10_000 : 100, 1, 5);
      const report = await kept.sync([from(deep, 'deep')]);
      expect(report).toMatchObject({ height: 39, blocks: 0, fork: { code: 'E_REORG_DEPTH', depth: 39 } });
      expect(report.sources[0]?.dropped?.code).toBe('E_REORG_DEPTH');
      expect(verifyEvidenceFile(report.fork?.evidence ?? '')).toMatchObject({
        valid: true,
        what: 'fork',
        author: alice.did,
      });
      expect(await kept.blocks()).toEqual(before);
    });

    it('by one that begins just before the newest block, of no more work', async () => {
      const kept = new Keeper();
      const chain = new ChainMaker(alice).grow(10);
      const other = chain.fork().grow(1, 1, 2);
      await kept.sync([from(chain.grow(1))]);
      const report = await kept.sync([from(other)]);
      expect(report).toMatchObject({ height: 10, fork: { code: 'E_EQUIVOCATION', depth: 1 } });
    });

    it('and an honest source beside it is taken', async () => {
      const kept = new Keeper();
      const chain = new ChainMaker(alice).grow(10);
      const other = chain.fork().grow(30, 1, 2);
      await kept.sync([from(chain.grow(5))]);
      const report = await kept.sync([from(other, 'other'), from(chain.grow(5), 'honest')]);
      expect(report).toMatchObject({ height: 19, blocks: 5, fork: { code: 'E_REORG_DEPTH', depth: 5 } });
      expect(await kept.blocks()).toEqual(chain.blocks);
    });

    it('the locator goes back further and further, to height 0', () => {
      expect(locatorHeights(0)).toEqual([0]);
      expect(locatorHeights(10)).toEqual([10, 9, 8, 6, 2, 0]);
      const far = locatorHeights(Number.MAX_SAFE_INTEGER);
      expect([far.length <= 64, far.at(-1)]).toEqual([true, 0]);
      expect(heightsBetween(2, 6)).toEqual([5, 4, 3]);
      expect(heightsBetween(2, 3)).toEqual([]);
      expect(heightsBetween(-1, 1_000_000).length).toBeLessThanOrEqual(64);
    });
  });

  it('S06: headers without end that the author did not sign drop their source at the first', async () => {
    const forged = new ChainMaker(bob, new ChainMaker(alice).chainId).grow(3);
    const flood = from(forged, 'flood');
    flood.claims = { height: 10_000_000 };
    flood.alterHeaders = (_, at) =>
      Array.from({ length: 1000 }, () => ({ ...forged.header(2), header: { ...forged.header(2).header, height: at } }));
    const kept = new Keeper();
    expect(await codeOf(kept.sync([flood]))).toBe('CRYPTO_INVALID');
    expect(flood.asked).toEqual(['status 0 0', 'headers 10000000 1']);
    expect(await kept.content()).toEqual([]);
  });

  it('S06: a history that is weighed leaves nothing in the store before it is chosen', async () => {
    const kept = new Keeper();
    const [a, b] = [new ChainMaker(alice).grow(50, 1, 1), new ChainMaker(alice).grow(60, 1, 2)];
    const endless = from(b, 'endless');
    let seen = -1;
    endless.before = async (op) => {
      if (op !== 'headers') return;
      seen = Math.max(seen, (await kept.content()).length);
    };
    endless.alterHeaders = (headers) => (headers.length > 1 ? headers.slice(0, 10).concat(b.header(3)) : headers);
    expect(await kept.sync([endless, from(a)])).toMatchObject({
      height: 49,
      sources: [{ dropped: { code: 'CONSENSUS_VIOLATION' } }, {}],
    });
    expect(seen).toBe(0);
  });

  it('S09: of two histories of one work every node takes the same, before and after they meet', async () => {
    const stem = new ChainMaker(alice).grow(5);
    const [left, right] = [stem.fork().grow(6, 1, 1), stem.fork().grow(6, 1, 2)];
    const orders = [
      [from(left, 'left'), from(right, 'right')],
      [from(right, 'right'), from(left, 'left')],
      [from(left, 'left'), from(right, 'right'), from(left, 'left 2')],
    ];
    const lower = Buffer.compare(left.hash, right.hash) < 0 ? left : right;
    for (const sources of orders) {
      const kept = new Keeper();
      const report = await kept.sync(sources);
      expect(report.fork?.code).toBe('E_EQUIVOCATION');
      expect(await kept.blocks()).toEqual(lower.blocks);
      // What was begun before the fork goes the same way after it.
      const begun = new Keeper();
      const before = new ChainMaker(alice);
      before.blocks.push(...stem.blocks);
      await begun.sync([Object.assign(from(before), { claims: { height: stem.height } })]);
      await begun.sync(sources);
      expect(await begun.blocks()).toEqual(lower.blocks);
    }
  });

  it.each<[string, () => ChainMaker]>([
    ['another author', () => new ChainMaker(bob).grow(5)],
    [
      'another network',
      () =>
        new ChainMaker(
          alice,
          labelledHash('chainId', Uint8Array.of(0, 4, 116, 101, 115, 116), alice.signing.publicKey),
        ).grow(5),
    ],
  ])('S10: a chain of %s is refused at its genesis', async (_, make) => {
    const kept = new Keeper();
    expect(await codeOf(kept.sync([from(make())]))).toBe('CONSENSUS_VIOLATION');
    expect(await kept.content()).toEqual([]);
  });

  it('S10: a source that says so itself is refused', async () => {
    const other = from(honest);
    other.claims = { network: 'test' };
    expect(await codeOf(new Keeper().sync([other]))).toBe('CONSENSUS_VIOLATION');
    expect(other.asked).toEqual(['status 0 0']);
  });

  it('takes no chain that contradicts a checkpoint of its author that is known', async () => {
    const other = new ChainMaker(alice).grow(30, 2, 7);
    const known = readCheckpoint(new ChainMaker(alice).grow(8, 2, 1).note, alice.did);
    const checkpoints = known === undefined ? [] : [known];
    const kept = new Keeper();
    const report = await codeOf(kept.sync([from(other)], { checkpoints }));
    expect(report).toBe('E_EQUIVOCATION');
    expect((await kept.blocks()).length).toBeLessThan(8);
    expect(await kept.sync([from(other, 'other')], { checkpoints }).catch(() => 'refused')).toBe('refused');
    expect(await codeOf(new Keeper().sync([from(honest)], { checkpoints: [] }))).toBe('done');
  });

  it('tells a checkpoint of the author that a source shows and that is of another log', async () => {
    const source = from(honest);
    source.claims = { note: new ChainMaker(alice).grow(8, 2, 3).note };
    const kept = new Keeper();
    const report = await kept.sync([source]);
    expect(report).toMatchObject({ height: 39, fork: { code: 'E_EQUIVOCATION' } });
    expect(verifyEvidenceFile(report.fork?.evidence ?? '')).toMatchObject({ valid: true });
  });

  it('says that the entries of old blocks are archived where it needs them', async () => {
    const archived = from(honest);
    archived.claims = { first: 20 };
    expect(await codeOf(new Keeper().sync([archived]))).toBe('E_NOT_FOUND');
    const kept = new Keeper();
    expect(await kept.sync([archived, from(honest)])).toMatchObject({ height: 39 });
  });

  it('stops where there is no room, keeps what fits, and blames nobody', async () => {
    const kept = new Keeper(undefined, 12_000);
    const source = from(honest);
    source.most = 5;
    expect(await codeOf(kept.sync([source]))).toBe('E_LIMIT');
    const held = await kept.blocks();
    expect(held.length).toBeGreaterThan(5);
    expect(held).toEqual(honest.blocks.slice(0, held.length));
  });

  it('tells how far it is, batch by batch', async () => {
    const seen: number[] = [];
    const source = from(honest);
    source.most = 10;
    await new Keeper().sync([source], { onProgress: ({ height }) => seen.push(height) });
    expect(seen).toEqual([-1, 9, 19, 29, 39]);
  });

  it('is told sources, and not too many', async () => {
    await expect(new Keeper().sync([])).rejects.toThrow(RangeError);
    const many = Array.from({ length: MAX_SYNC_SOURCES + 1 }, () => from(honest));
    await expect(new Keeper().sync(many)).rejects.toThrow(RangeError);
  });

  it('a mistake of a source that is no error of the network is not hidden', async () => {
    const broken = from(honest);
    broken.before = () => {
      throw new TypeError('a bug');
    };
    await expect(new Keeper().sync([broken])).rejects.toThrow(TypeError);
  });
});

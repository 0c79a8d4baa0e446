import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentCore } from '../../../src/agent/agent-core.ts';
import { Blocks } from '../../../src/agent/record/blocks.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { fromBase64 } from '../../../src/base/encoding.ts';
import { parseDid } from '../../../src/identity/did.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { ValidationEngine } from '../../../src/ledger/validation/validation-engine.ts';
import { decodeChainState } from '../../../src/ledger/validation/validation-state.ts';
import { ChainMaker } from '../../fixtures/chains.ts';
import { from, Keeper } from '../../fixtures/keeper.ts';
import { denial, LedgerBench, person } from '../../fixtures/ledger.ts';

describe('the own chain as commands read it', () => {
  let bench: LedgerBench;
  let ledger: Ledger;
  let blocks: Blocks;
  let ids: string[];
  let keeper: Keeper;
  beforeEach(async () => {
    bench = new LedgerBench(person(4));
    ledger = await bench.open();
    ids = [];
    for (let i = 1; i <= 5; i++) {
      ids.push(ledger.append(denial(person(2).did, i)).id, ledger.append(denial(person(3).did, i)).id);
      await ledger.seal();
    }
    // Nothing else of the core has a part in it.
    keeper = new Keeper();
    const core = { identity: bench.author, ledger, store: bench.store, known: parseDid };
    blocks = new Blocks(core as unknown as AgentCore, keeper.chains());
  });
  const all = async (from: number): Promise<Uint8Array[]> =>
    (await blocks.range({ from, count: 100 })).blocks.map((block) => fromBase64(block));

  it('validates at the level paranoid, and comes to what the summary says', async () => {
    const summary = await blocks.summary();
    expect(summary).toMatchObject({
      author: bench.author.did,
      height: 5,
      entries: 10,
      first: 0,
      start: '',
      work: '1536',
    });
    const engine = new ValidationEngine({ author: summary.author, level: 'paranoid', clock: bench.clock });
    expect(await engine.validateChain(await all(0))).toMatchObject({ isValid: true, blocks: 6, entries: 10 });
    expect(toHex(engine.state?.tip.hash ?? new Uint8Array())).toBe(summary.hash);
    expect(String(engine.state?.work)).toBe(summary.work);
  });

  it('finds a block by height, hash and the id of an entry in it; anything else is E_NOT_FOUND', async () => {
    const byHeight = await blocks.find('3');
    expect(byHeight.height).toBe(3);
    expect(await blocks.find(byHeight.hash)).toEqual(byHeight);
    expect(await blocks.find(ids[5] ?? '')).toEqual(byHeight);
    const waiting = ledger.append(denial(person(2).did, 9)).id;
    for (const at of ['6', '-1', '1e1', '', 'f'.repeat(64), 'abc', waiting])
      await expect(blocks.find(at), at).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
  });

  it('gives as many blocks as are asked for, and none beyond the newest', async () => {
    expect((await blocks.range({ from: 1, count: 2 })).blocks).toHaveLength(2);
    expect((await blocks.range({ from: 5, count: 9 })).blocks).toHaveLength(1);
    expect((await blocks.range({ from: 6, count: 9 })).blocks).toEqual([]);
  });

  it('goes on from where entries were archived', async () => {
    await ledger.archive({ height: 3 }, async (pieces) => {
      for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
    });
    await ledger.seal();
    const { first, start, height } = await blocks.summary();
    expect(first).toBe(3);
    const engine = new ValidationEngine({ state: decodeChainState(fromBase64(start)), clock: bench.clock });
    expect(await engine.validateChain(await all(first))).toMatchObject({ isValid: true, height });
    await expect(blocks.find('1')).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
  });

  it('gives a kept chain of another author, which validates as the own one does; none that is not kept', async () => {
    const { author } = keeper;
    await expect(blocks.summary({ author })).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    await expect(blocks.range({ author, from: 0, count: 1 })).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    await keeper.sync([from(new ChainMaker(person(1)).grow(6, 2))]);
    const summary = await blocks.summary({ author });
    expect(summary).toMatchObject({ author, height: 5, entries: 10, first: 0, start: '', work: '1536' });
    const given = (await blocks.range({ author, from: 0, count: 100 })).blocks.map((block) => fromBase64(block));
    const engine = new ValidationEngine({ author, level: 'paranoid', clock: keeper.clock });
    expect(await engine.validateChain(given)).toMatchObject({ isValid: true, blocks: 6, entries: 10 });
    expect(toHex(engine.state?.tip.hash ?? new Uint8Array())).toBe(summary.hash);
  });
});

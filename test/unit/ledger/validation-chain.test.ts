import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concat } from '../../../src/base/bytes.ts';
import type { ManualClock } from '../../../src/base/clock.ts';
import { encodeBlock } from '../../../src/ledger/block.ts';
import { ValidationEngine } from '../../../src/ledger/validation/validation-engine.ts';
import { decodeChainState, encodeChainState } from '../../../src/ledger/validation/validation-state.ts';
import { type ChainMaker, flipped, type MadeBlock } from '../../fixtures/block-chain.ts';
import { denial, type Person } from '../../fixtures/ledger.ts';
import { bytesOf, ValidationBench } from '../../fixtures/validation.ts';

let peer: Person;
let chain: ChainMaker;
let clock: ManualClock;
let engineOf: ValidationBench['engineOf'];
let after: ValidationBench['after'];
let branch: ValidationBench['branch'];
beforeAll(() => {
  ({ peer, chain, clock, engineOf, after, branch } = new ValidationBench());
});

describe('validating a chain', () => {
  const blocks = (): Bytes[] => chain.taken.map(bytesOf);

  it('tells how far it is, and gives each block before it is committed', async () => {
    const engine = engineOf();
    const told: number[] = [];
    const given: number[] = [];
    const report = await engine.validateChain(blocks(), {
      onProgress: ({ height }) => told.push(height),
      onBlock: ({ header, next }, bytes) => {
        expect(bytes).toEqual(chain.taken[header?.height ?? -1]?.bytes);
        expect(next?.tip.height).toBe((engine.state?.tip.height ?? -1) + 1);
        given.push(header?.height ?? -1);
      },
    });
    expect(report).toEqual({ isValid: true, blocks: 13, entries: 24, height: 12 });
    expect(given).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(told.at(-1)).toBe(12);
  });

  it('ends at the first block that is refused, and keeps what came before', async () => {
    const bad = flipped(chain.taken[7]?.bytes ?? new Uint8Array(300), 200);
    const engine = engineOf();
    let asked = 0;
    async function* source(): AsyncIterable<Uint8Array> {
      for (const [height, bytes] of blocks().entries()) {
        asked = height;
        yield height === 7 ? bad : bytes;
      }
    }
    const report = await engine.validateChain(source());
    expect(report).toMatchObject({
      isValid: false,
      blocks: 7,
      height: 6,
      firstBad: { height: 7, errors: [{ number: 202 }] },
    });
    expect(asked).toBe(7);
    expect(engine.state?.tip.height).toBe(6);
    expect(await engine.validateChain(blocks().slice(7))).toMatchObject({ isValid: true, blocks: 6, height: 12 });
  });

  it('goes on from a state that was stored, to the same end, wherever it was cut', async () => {
    const whole = await after(13);
    const end = encodeChainState(whole.state as NonNullable<typeof whole.state>);
    for (let cut = 1; cut < 13; cut++) {
      const part = await after(cut);
      const state = decodeChainState(encodeChainState(part.state as NonNullable<typeof part.state>));
      const engine = new ValidationEngine({ state, clock });
      expect(await engine.validateChain(blocks().slice(cut))).toMatchObject({ isValid: true, height: 12 });
      expect(encodeChainState(engine.state as NonNullable<typeof engine.state>)).toEqual(end);
    }
  });

  it('ends with its signal between two blocks, and stands at the last one that was committed', async () => {
    const engine = engineOf();
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = engine.validateChain(blocks(), {
      signal: controller.signal,
      onBlock: ({ header }) => {
        if (header?.height === 4) controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(engine.state?.tip.height).toBe(4);
    await expect(engine.validateChain(blocks(), { signal: controller.signal })).rejects.toBe(reason);
    expect(await engine.validateChain(blocks().slice(5))).toMatchObject({ isValid: true, height: 12 });
  });

  it('a source or a store that fails ends it, and it can go on', async () => {
    const failure = new Error('link lost');
    async function* breaking(): AsyncIterable<Uint8Array> {
      yield* blocks().slice(0, 3);
      throw failure;
    }
    const engine = engineOf();
    await expect(engine.validateChain(breaking())).rejects.toBe(failure);
    expect(engine.state?.tip.height).toBe(2);
    await expect(engine.validateChain(blocks().slice(3), { onBlock: () => Promise.reject(failure) })).rejects.toBe(
      failure,
    );
    expect(engine.state?.tip.height).toBe(2);
    expect(await engine.validateChain(blocks().slice(3))).toMatchObject({ isValid: true });
  });

  it('at the level minimal reads the form alone, and makes no chain of it', async () => {
    const engine = new ValidationEngine({ level: 'minimal' });
    expect(await engine.validateChain(blocks())).toEqual({ isValid: true, blocks: 13, entries: 24, height: 12 });
    expect(engine.state).toBeUndefined();
  });

  it('a state in any other form is E_MALFORMED or E_VERSION', async () => {
    const engine = await after(13);
    const state = encodeChainState(engine.state as NonNullable<typeof engine.state>);
    expect(decodeChainState(state)).toEqual(engine.state);
    expect(() => new ValidationEngine({ state: decodeChainState(state), network: 'other' })).toThrow(RangeError);
    for (let length = 0; length < state.length; length++)
      expect(() => decodeChainState(state.slice(0, length)), `${length}`).toThrow(
        expect.objectContaining({ code: 'E_MALFORMED' }),
      );
    expect(() => decodeChainState(concat(state, Uint8Array.of(0)))).toThrow(
      expect.objectContaining({ code: 'E_MALFORMED' }),
    );
    expect(() => decodeChainState(flipped(state, 0, 1))).toThrow(expect.objectContaining({ code: 'E_VERSION' }));
    // Another size has other subtrees.
    expect(() => decodeChainState(flipped(state, 96))).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
  });

  it('a fork is judged by its own blocks alone', async () => {
    const other = branch(6);
    other.add([denial(peer.did, 3)]);
    const engine = await after(7);
    const fork = other.taken[7] as MadeBlock;
    expect(await engine.validateBlock(fork.bytes)).toMatchObject({ isValid: true });
    expect(await engine.validateBlock(bytesOf(chain.taken[7] as MadeBlock))).toMatchObject({ isValid: true });
    expect(encodeBlock(fork.block)).toEqual(fork.bytes);
  });
});

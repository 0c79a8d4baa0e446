import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { parseDid } from '../../src/identity/did.ts';
import { ValidationEngine } from '../../src/ledger/validation/validation-engine.ts';
import type { Examined } from '../../src/ledger/validation/validation-examine.ts';
import { recentIds, VALIDATION_LEVELS } from '../../src/ledger/validation/validation-levels.ts';
import {
  MAX_VALIDATION_THREADS,
  openValidationPool,
  type ValidationPool,
} from '../../src/node/ledger/validation-pool.ts';
import { ChainMaker } from '../fixtures/block-chain.ts';
import type { BadBlocks, GoodChain } from '../fixtures/block-vectors.ts';
import { denial, NEW_YEAR, person } from '../fixtures/ledger.ts';
import { loadVectors } from '../vectors/files.ts';

/** What the build makes of it: `npm run build` comes before the tests. */
const workerUrl = new URL('../../dist/node/ledger/validation-worker.js', import.meta.url);
const good = loadVectors<GoodChain>('talos/blocks/good.json');
const chain = good.blocks.map(({ block }) => fromHex(block));
const bad = ['structural', 'cryptographic', 'consensus', 'semantic', 'cross-chain'].flatMap(
  (layer) => loadVectors<BadBlocks>(`talos/blocks/${layer}.json`).cases,
);

describe('validation on several threads', () => {
  let pool: ValidationPool;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => {
    process.on('unhandledRejection', note);
    pool = openValidationPool({ threads: 2, workerUrl });
  });
  afterAll(async () => {
    await pool[Symbol.asyncDispose]();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
  const clock = new ManualClock(good.nowMs);
  const author = parseDid(good.author.did);
  const engineOf = (level: (typeof VALIDATION_LEVELS)[number]): ValidationEngine =>
    new ValidationEngine({ author, level, clock, seen: recentIds() });
  /** Blocks of another author, many. */
  const long = (count: number): { blocks: Uint8Array[]; engine: ValidationEngine } => {
    const maker = new ChainMaker(person(3), 0);
    maker.add([]);
    for (let i = 1; i < count; i++) maker.add([denial(author, i)]);
    const engine = new ValidationEngine({
      author: maker.author.did,
      difficulty: 0,
      clock: new ManualClock(NEW_YEAR + 1e9),
    });
    return { blocks: maker.taken.map(({ bytes }) => bytes), engine };
  };

  it.each(VALIDATION_LEVELS)('says of every vector what one thread says, at the level %s', async (level) => {
    const { examined } = await pool.examine(
      bad.map(({ block }) => fromHex(block)),
      { author, level },
    );
    const engines = await Promise.all(
      [0, 1, 2, 3, 4].map(async (count) => {
        const engine = engineOf(level);
        expect(await engine.validateChain(chain.slice(0, count), { examiner: pool })).toMatchObject({ isValid: true });
        return engine;
      }),
    );
    for (const [i, { name, after, block }] of bad.entries()) {
      const engine = engines[after + 1] as ValidationEngine;
      const { entries: _entries, next: _next, ...alone } = await engine.validateBlock(fromHex(block));
      const { next: _other, ...together } = await engine.judge(examined[i] as Examined);
      expect(together, name).toEqual(alone);
    }
    const whole = engines[4] as ValidationEngine;
    if (level !== 'minimal') expect(whole.state && toHex(whole.state.tip.hash)).toBe(good.blocks[3]?.hash);
  });

  it('a chain of many batches comes out in order, with what was counted', async () => {
    const { blocks, engine } = long(600);
    let next = 0;
    const report = await engine.validateChain(blocks, {
      examiner: pool,
      onBlock: ({ header }) => expect(header?.height).toBe(next++),
    });
    expect(report).toEqual({ isValid: true, blocks: 600, entries: 599, height: 599 });
    expect(engine.metrics).toMatchObject({ blocks: 600, entries: 599, signatures: 600 });
    expect(engine.metrics.layerMs.semantic).toBeGreaterThan(0);
  });

  it('ends with its signal, and goes on from there', async () => {
    const { blocks, engine } = long(400);
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = engine.validateChain(blocks, {
      examiner: pool,
      signal: controller.signal,
      onBlock: ({ header }) => {
        if (header?.height === 100) controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(engine.state?.tip.height).toBe(100);
    const rest = await engine.validateChain(blocks.slice(101), { examiner: pool });
    expect(rest).toMatchObject({ isValid: true, height: 399 });
  });

  it('a source that fails is met after what came before it', async () => {
    const { blocks, engine } = long(200);
    const failure = new Error('link lost');
    async function* breaking(): AsyncIterable<Uint8Array> {
      yield* blocks.slice(0, 150);
      throw failure;
    }
    await expect(engine.validateChain(breaking(), { examiner: pool })).rejects.toBe(failure);
    expect(engine.state?.tip.height).toBe(149);
  });

  it('a thread that dies is replaced; where each dies the chain is not validated: E_INTERNAL', async () => {
    const dying = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    const { blocks, engine } = long(130);
    await using broken = openValidationPool({
      threads: 2,
      workerUrl: dying(
        "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
      ),
    });
    await expect(engine.validateChain(blocks, { examiner: broken })).rejects.toMatchObject({ code: 'E_INTERNAL' });
    await using missing = openValidationPool({ threads: 1, workerUrl: new URL('none.js', workerUrl) });
    await expect(engine.validateChain(blocks, { examiner: missing })).rejects.toMatchObject({ code: 'E_INTERNAL' });
    expect(engine.state).toBeUndefined();
    expect(await engine.validateChain(blocks, { examiner: pool })).toMatchObject({ isValid: true });
  });

  it('who waits when it is disposed of gets E_CLOSED, and so does whoever comes later', async () => {
    const { blocks, engine } = long(200);
    const short = openValidationPool({ threads: 1, workerUrl });
    const run = engine.validateChain(blocks, { examiner: short });
    const ended = expect(run).rejects.toMatchObject({ code: 'E_CLOSED' });
    await short[Symbol.asyncDispose]();
    await ended;
    await expect(engine.validateChain(blocks, { examiner: short })).rejects.toMatchObject({ code: 'E_CLOSED' });
    await short[Symbol.asyncDispose]();
  });

  it('has 1 to 16 threads', () => {
    for (const threads of [0, 1.5, MAX_VALIDATION_THREADS + 1])
      expect(() => openValidationPool({ threads })).toThrow(RangeError);
    expect(openValidationPool().threads).toBeGreaterThanOrEqual(1);
  });
});

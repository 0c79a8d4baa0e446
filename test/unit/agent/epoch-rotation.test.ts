import { describe, expect, it } from 'vitest';
import {
  EPOCH_MS,
  EPOCH_REST_MS,
  EPOCH_STEPS,
  EpochRotation,
  RESEAL_PAUSE_MS,
} from '../../../src/agent/message/epoch-rotation.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { type ErrorCode, TalosError } from '../../../src/base/errors.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { RESEAL_RECORDS } from '../../../src/storage/reseal.ts';
import { openRecordSealer } from '../../../src/storage/sealed.ts';
import type { Store } from '../../../src/storage/store.ts';

const NOW = 1_800_000_000_000;
const SECRET = new Uint8Array(64).fill(5);
const key = utf8('key');

/** A rotation over a store, with time that moves when told to. */
async function rotating(store: Store = openMemoryStore(), clock = new ManualClock(NOW)) {
  const timer = new ManualTimer();
  const failures: ErrorCode[] = [];
  const sealer = await openRecordSealer(store, SECRET, { nowMs: clock.now() });
  const rotation = new EpochRotation({ sealer, clock, timer, onFailure: ({ code }) => failures.push(code) });
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 100; turns++) await Promise.resolve();
  };
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    timer.advance(ms);
    await settle();
  };
  const step = (count = 1): void => {
    for (let at = 0; at < count; at++) sealer.seal('session', key, key);
  };
  const epoch = (): number => sealer.seal('session', key, key)[4] as number;
  return { store, clock, sealer, rotation, failures, settle, pass, step, epoch };
}

describe('the key of sessions at rest', () => {
  it('is replaced ten minutes after it came', async () => {
    const { pass, epoch, step } = await rotating();
    step();
    await pass(EPOCH_MS - 1);
    expect(epoch()).toBe(1);
    await pass(1);
    expect(epoch()).toBe(2);
    await pass(EPOCH_MS);
    expect(epoch()).toBe(3);
  });

  it('is not replaced again while nothing is sealed under it', async () => {
    const { pass, epoch } = await rotating();
    await pass(EPOCH_MS);
    await pass(10 * EPOCH_MS);
    expect(epoch()).toBe(2);
    await pass(EPOCH_MS);
    expect(epoch()).toBe(3);
  });

  it('is replaced after a thousand steps, and no sooner than a minute after the last', async () => {
    const { pass, epoch, step, settle } = await rotating();
    await pass(EPOCH_REST_MS);
    step(EPOCH_STEPS - 1);
    await pass(1);
    expect(epoch()).toBe(1);
    await pass(1);
    expect(epoch()).toBe(2);
    step(5 * EPOCH_STEPS);
    await settle();
    await pass(EPOCH_REST_MS - 1);
    expect(epoch()).toBe(2);
    await pass(1);
    expect(epoch()).toBe(3);
  });

  it('is replaced at the start where it is older, from the future, or its replacement was interrupted', async () => {
    for (const [ageMs, expected] of [
      [EPOCH_MS - 1, 1],
      [EPOCH_MS, 2],
      [-1, 2],
    ] as const) {
      const { store, clock, rotation } = await rotating();
      await rotation[Symbol.asyncDispose]();
      clock.advance(ageMs);
      const later = await rotating(store, clock);
      await later.settle();
      expect(later.epoch()).toBe(expected);
    }
    const { store, clock, sealer, rotation } = await rotating();
    await rotation[Symbol.asyncDispose]();
    await expect(sealer.replace(NOW, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
    const later = await rotating(store, clock);
    await later.settle();
    expect([later.epoch(), later.sealer.isReplacing]).toEqual([2, false]);
  });

  it('what is sealed while it is replaced counts for the next', async () => {
    const { pass, epoch, step, settle, clock, sealer } = await rotating();
    step();
    clock.advance(EPOCH_MS);
    const replaced = pass(EPOCH_MS);
    step(EPOCH_STEPS);
    await replaced;
    await settle();
    expect(sealer.isReplacing).toBe(false);
    await pass(EPOCH_REST_MS);
    expect(epoch()).toBe(3);
  });

  it('is replaced a few records at a time, with a pause between', async () => {
    const { store, sealer, pass, epoch, step } = await rotating();
    const names = Array.from({ length: RESEAL_RECORDS + 1 }, (_, at) => utf8(`peer ${at}`));
    for (const name of names)
      await store.apply([{ kind: 'put', space: 'session', key: name, value: sealer.seal('session', name, name) }]);
    step();
    await pass(EPOCH_MS);
    expect([epoch(), sealer.isReplacing]).toEqual([2, true]);
    await pass(RESEAL_PAUSE_MS - 1);
    await pass(1);
    expect(sealer.isReplacing).toBe(true);
    await pass(RESEAL_PAUSE_MS);
    expect(sealer.isReplacing).toBe(false);
  });

  it('a replacement that fails is told once and tried again', async () => {
    const store = openMemoryStore();
    const { pass, epoch, step, failures } = await rotating(store);
    const apply = store.apply.bind(store);
    store.apply = () => Promise.reject(new TalosError('E_STORAGE_FULL', 'no room'));
    step();
    for (let i = 0; i < 3; i++) await pass(EPOCH_MS);
    expect([failures, epoch()]).toEqual([['E_STORAGE_FULL'], 1]);
    store.apply = apply;
    await pass(EPOCH_MS);
    expect(epoch()).toBe(2);
    store.apply = () => Promise.reject(new TalosError('E_STORAGE', 'gone'));
    await pass(EPOCH_MS);
    expect(failures).toEqual(['E_STORAGE_FULL', 'E_STORAGE']);
  });

  it('ends with its agent, and waits for what is under way', async () => {
    const { pass, step, rotation, sealer, epoch, failures } = await rotating();
    step();
    await rotation[Symbol.asyncDispose]();
    await pass(2 * EPOCH_MS);
    step(2 * EPOCH_STEPS);
    await pass(2 * EPOCH_MS);
    expect([epoch(), sealer.onSealed, failures]).toEqual([1, undefined, []]);
    const running = await rotating();
    running.step();
    const replaced = running.pass(EPOCH_MS);
    await running.rotation[Symbol.asyncDispose]();
    await replaced;
    expect(running.failures).toEqual([]);
    expect(running.sealer.isReplacing).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeAll, deadline, Mutex } from '../../../src/base/lifetime.ts';

describe('Mutex', () => {
  it('runs one task at a time, in the order of the calls', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} starts`);
      await Promise.resolve();
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all(['a', 'b', 'c'].map((name) => mutex.run(task(name))));
    expect(results).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('a task that fails fails its caller alone', async () => {
    const mutex = new Mutex();
    const failed = mutex.run(() => Promise.reject(new Error('no')));
    const thrown = mutex.run(() => {
      throw new Error('neither');
    });
    const next = mutex.run(() => 1);
    await expect(failed).rejects.toThrow('no');
    await expect(thrown).rejects.toThrow('neither');
    await expect(next).resolves.toBe(1);
  });

  it('a task aborted before its turn does not run', async () => {
    const mutex = new Mutex();
    const controller = new AbortController();
    let ran = false;
    const first = mutex.run(() => controller.abort(new Error('changed my mind')));
    const second = mutex.run(() => {
      ran = true;
    }, controller.signal);
    await first;
    await expect(second).rejects.toThrow('changed my mind');
    expect(ran).toBe(false);
    await expect(mutex.run(() => 'still works')).resolves.toBe('still works');
  });
});

describe('deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('aborts with E_TIMEOUT when the time is over, and not before', () => {
    const { signal } = deadline(undefined, 100);
    vi.advanceTimersByTime(99);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toEqual(expect.objectContaining({ code: 'E_TIMEOUT', details: { ms: 100 } }));
  });

  it('aborts with the outer signal and its reason, and gives the timer back', () => {
    const outer = new AbortController();
    const { signal } = deadline(outer.signal, 100);
    outer.abort(new Error('outer'));
    expect(signal.reason).toEqual(new Error('outer'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is aborted at once where the outer signal is', () => {
    const { signal } = deadline(AbortSignal.abort('before'), 100);
    expect([signal.aborted, signal.reason]).toEqual([true, 'before']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('disposed of, it holds no timer, follows nothing and never aborts', () => {
    const outer = new AbortController();
    const limit = deadline(outer.signal, 100);
    limit[Symbol.dispose]();
    limit[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
    outer.abort();
    vi.advanceTimersByTime(1000);
    expect(limit.signal.aborted).toBe(false);
  });

  it('takes times longer than a timer holds', () => {
    const { signal } = deadline(undefined, 2 ** 40);
    vi.advanceTimersByTime(1000);
    expect(signal.aborted).toBe(false);
  });

  it('refuses times that are none', () => {
    for (const ms of [-1, Number.NaN]) expect(() => deadline(undefined, ms)).toThrow(RangeError);
  });
});

describe('closeAll', () => {
  const closable = (log: string[], name: string, error?: Error): AsyncDisposable => ({
    [Symbol.asyncDispose]: async () => {
      await Promise.resolve();
      log.push(name);
      if (error !== undefined) throw error;
    },
  });

  it('closes the last opened first, one after the other', async () => {
    const log: string[] = [];
    await closeAll([closable(log, 'a'), undefined, { [Symbol.dispose]: () => void log.push('b') }, closable(log, 'c')]);
    expect(log).toEqual(['c', 'b', 'a']);
  });

  it('closes the others where one fails, and throws its error', async () => {
    const log: string[] = [];
    const failing = closeAll([closable(log, 'a'), closable(log, 'b', new Error('stuck')), closable(log, 'c')]);
    await expect(failing).rejects.toThrow('stuck');
    expect(log).toEqual(['c', 'b', 'a']);
  });

  it('throws all errors where several fail', async () => {
    const failing = closeAll([closable([], 'a', new Error('one')), closable([], 'b', new Error('two'))]);
    await expect(failing).rejects.toThrow(expect.objectContaining({ errors: [new Error('two'), new Error('one')] }));
  });
});

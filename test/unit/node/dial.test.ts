import { describe, expect, it } from 'vitest';
import { firstToAnswer } from '../../../src/node/network/dial.ts';

const never = (signal: AbortSignal): Promise<string> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const open = new AbortController().signal;
const nothing = (): void => {};

describe('firstToAnswer', () => {
  it('gives the first success and aborts the others, but not the winner, ever', async () => {
    let winner: AbortSignal | undefined;
    let loser: AbortSignal | undefined;
    const stop = new AbortController();
    const first = await firstToAnswer(
      [
        (signal) => {
          loser = signal;
          return never(signal);
        },
        (signal) => {
          winner = signal;
          return Promise.resolve('second');
        },
      ],
      nothing,
      stop.signal,
    );
    stop.abort();
    expect(first).toBe('second');
    expect([winner?.aborted, loser?.aborted]).toEqual([false, true]);
  });

  it('starts the next at once when one fails, and fails with all errors', async () => {
    const started = performance.now();
    const failing = Array.from({ length: 10 }, (_, n) => () => Promise.reject(new Error(String(n))));
    const failure = await firstToAnswer(failing, nothing, open).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect((failure as AggregateError).errors.map((error: Error) => error.message)).toEqual('0123456789'.split(''));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('gives a success that came too late to be thrown away', async () => {
    const late: string[] = [];
    let answer: (value: string) => void = () => {};
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    expect(await firstToAnswer([() => slow, () => Promise.resolve('quick')], (value) => late.push(value), open)).toBe(
      'quick',
    );
    answer('slow');
    await new Promise((next) => setImmediate(next));
    expect(late).toEqual(['slow']);
  });

  it('gives the reason of its signal, before and while it tries', async () => {
    const reason = new Error('enough');
    await expect(firstToAnswer([never], nothing, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const trying = firstToAnswer([never, never], nothing, stop.signal);
    stop.abort(reason);
    await expect(trying).rejects.toBe(reason);
  });

  it('fails at once where there is nothing to try', async () => {
    await expect(firstToAnswer([], nothing, open)).rejects.toBeInstanceOf(AggregateError);
  });
});

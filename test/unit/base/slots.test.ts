import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src/base/slots.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Tasks that end when they are told to. */
function tasks(slots: Slots) {
  const running: { readonly name: number; readonly end: (failure?: Error) => void }[] = [];
  const run = (name: number, signal?: AbortSignal): Promise<number> =>
    slots.run(
      () =>
        new Promise<number>((resolve, reject) => {
          running.push({ name, end: (failure) => (failure === undefined ? resolve(name) : reject(failure)) });
        }),
      signal,
    );
  return { running, run };
}

describe('slots', () => {
  it('let so many run at a time, the others in order, whether those before end well or badly', async () => {
    const { running, run } = tasks(new Slots(2));
    const results = [1, 2, 3, 4].map((n) => run(n).catch((error: Error) => error.message));
    await settled();
    expect(running.map(({ name }) => name)).toEqual([1, 2]);
    running[0]?.end(new Error('failed'));
    await settled();
    expect(running.map(({ name }) => name)).toEqual([1, 2, 3]);
    for (const at of [1, 2]) running[at]?.end();
    await settled();
    running[3]?.end();
    expect(await Promise.all(results)).toEqual(['failed', 2, 3, 4]);
    // All are free again.
    for (const n of [5, 6, 7]) void run(n);
    await settled();
    expect(running.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are not waited for by one whose signal aborts, which takes none', async () => {
    const { running, run } = tasks(new Slots(1));
    const stop = new AbortController();
    const [first, second, third] = [run(1), run(2, stop.signal), run(3)];
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await expect(run(4, stop.signal)).rejects.toThrow('enough');
    running[0]?.end();
    await first;
    await settled();
    running[1]?.end();
    expect(await third).toBe(3);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be %d', (count) => {
    expect(() => new Slots(count)).toThrow(RangeError);
  });
});

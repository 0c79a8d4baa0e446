import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/node/deadline.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

describe('startDeadline', () => {
  it('aborts when its time is over, and says that it was the time', async () => {
    const deadline = startDeadline(1, new AbortController().signal, undefined);
    await aborted(deadline.signal);
    expect(deadline.isPast()).toBe(true);
    expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the reason of the first signal that does, also of one that had', () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const deadline = startDeadline(60_000, undefined, stop.signal);
    stop.abort(reason);
    expect(deadline.signal.reason).toBe(reason);
    expect(startDeadline(60_000, stop.signal, new AbortController().signal).signal.reason).toBe(reason);
    expect(deadline.isPast()).toBe(false);
  });

  it('does not abort once cleared', () => {
    const stop = new AbortController();
    const deadline = startDeadline(60_000, stop.signal);
    deadline.clear();
    stop.abort();
    expect(deadline.signal.aborted).toBe(false);
  });
});

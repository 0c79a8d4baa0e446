import { describe, expect, it, vi } from 'vitest';
import { LineQueue, MAX_UNREAD_CHARACTERS } from '../../../src/agent/tunnel/line-queue.ts';
import { CANCEL_GRACE_MS, MAX_CALLS_IN_FLIGHT, OpenRequests } from '../../../src/agent/tunnel/open-requests.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { MAX_COUNTED, RateCounter } from '../../../src/base/rate-counter.ts';
import { JsonNumber } from '../../../src/codec/json.ts';

/** Whether `promise` is settled once everything at hand ran. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('a queue of lines', () => {
  it('gives lines in order, those that wait first, and ends after them', async () => {
    const queue = new LineQueue();
    await queue.push('a');
    await queue.push('b');
    queue.end();
    await queue.push('dropped');
    const got: string[] = [];
    for await (const line of queue) got.push(line);
    expect(got).toEqual(['a', 'b']);
  });

  it(`lets ${MAX_UNREAD_CHARACTERS - 1} characters wait, and whoever adds one more waits for the reader`, async () => {
    const queue = new LineQueue();
    expect(await isSettled(queue.push('x'.repeat(MAX_UNREAD_CHARACTERS - 1)))).toBe(true);
    const held = queue.push('y');
    expect(await isSettled(held)).toBe(false);
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    expect(await isSettled(held)).toBe(true);
  });

  it('lets go of a writer and of a reader when it ends', async () => {
    const full = new LineQueue();
    const held = full.push('x'.repeat(MAX_UNREAD_CHARACTERS));
    full.end();
    await held;
    const empty = new LineQueue();
    const next = empty[Symbol.asyncIterator]().next();
    empty.end();
    expect(await next).toMatchObject({ done: true });
  });
});

describe('open requests', () => {
  it(`has room for ${MAX_CALLS_IN_FLIGHT}, each id once, as it was written`, () => {
    const open = new OpenRequests<string>(1000, () => {});
    open.add(1, 'number');
    expect([1, '1', new JsonNumber('1.0')].map((id) => open.hasRoomFor(id))).toEqual([false, true, true]);
    expect(open.take('1')).toBeUndefined();
    expect(open.take(1)).toBe('number');
    expect(open.take(1)).toBeUndefined();
    for (let i = 0; i < MAX_CALLS_IN_FLIGHT; i++) {
      expect(open.hasRoomFor(i)).toBe(true);
      open.add(i, String(i));
    }
    expect(open.hasRoomFor('more')).toBe(false);
    expect(open.takeAll()).toHaveLength(MAX_CALLS_IN_FLIGHT);
    expect(open.hasRoomFor('more')).toBe(true);
  });

  it('ends in its time, or soon after it was cancelled, once', () => {
    vi.useFakeTimers();
    const expired: unknown[] = [];
    const open = new OpenRequests<string>(60_000, (value, wasCancelled) => expired.push([value, wasCancelled]));
    for (const id of ['a', 'b', 'c', 'd']) open.add(id, id);
    open.cancel('b');
    open.cancel('b');
    open.cancel('nobody');
    open.cancel('c');
    open.take('c');
    vi.advanceTimersByTime(CANCEL_GRACE_MS - 1);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(expired).toEqual([['b', true]]);
    open.take('d');
    vi.advanceTimersByTime(60_000);
    expect(expired).toEqual([
      ['b', true],
      ['a', false],
    ]);
    open.add('e', 'e');
    open.takeAll();
    vi.advanceTimersByTime(60_000);
    expect(expired).toHaveLength(2);
    vi.useRealTimers();
  });
});

describe('a rate counter', () => {
  it('counts each name for itself, in a window that starts with the first', () => {
    const clock = new ManualClock(0);
    const counter = new RateCounter(2, 1000, clock);
    expect([1, 2, 3].map(() => counter.take('a'))).toEqual([true, true, false]);
    expect(counter.take('b')).toBe(true);
    clock.advance(999);
    expect(counter.take('a')).toBe(false);
    clock.advance(1);
    expect(counter.take('a')).toBe(true);
  });

  it(`counts ${MAX_COUNTED} names and forgets the oldest for one more`, () => {
    const counter = new RateCounter(1, 1000, new ManualClock(0));
    for (let i = 0; i < MAX_COUNTED; i++) counter.take(`${i}`);
    expect(counter.take('0')).toBe(false);
    counter.take('more');
    expect(counter.take('0')).toBe(true);
  });

  it('counts several at a time, what does not fit not at all, and gives back', () => {
    const clock = new ManualClock(0);
    const counter = new RateCounter(10, 1000, clock);
    expect([7, 4, 3, 1].map((count) => counter.take('a', count))).toEqual([true, false, true, false]);
    counter.giveBack('a', 3);
    expect([4, 3].map((count) => counter.take('a', count))).toEqual([false, true]);
    clock.advance(1000);
    expect(counter.take('a', 1)).toBe(true);
    // Of the window before: nothing is given twice.
    counter.giveBack('a', 10);
    counter.giveBack('nobody', 10);
    expect([10, 1].map((count) => counter.take('a', count))).toEqual([true, false]);
  });

  it('lets nothing through where the limit is 0', () => {
    expect(new RateCounter(0, 1000, new ManualClock(0)).take('a')).toBe(false);
  });
});

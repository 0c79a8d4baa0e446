import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from '../../../src/base/sliding-window.ts';

describe('a sliding window', () => {
  it('counts what was in it, whenever one looks', () => {
    const window = new SlidingWindow(60_000, 60);
    window.add(1_000_000);
    window.add(1_000_999);
    window.add(1_030_000);
    expect([1_030_000, 1_060_999, 1_061_000, 1_090_999, 1_091_000, 9_000_000].map((at) => window.count(at))).toEqual([
      3, 3, 1, 1, 0, 0,
    ]);
  });

  it('does not go back with the clock: nothing is forgotten for it', () => {
    const window = new SlidingWindow(60_000, 60);
    window.add(1_000_000);
    window.add(500_000);
    expect(window.count(0)).toBe(2);
    expect(window.count(1_061_000)).toBe(0);
  });

  it('never counts fewer than happened in the window, and none for more than a slot too long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (steps, slots) => {
          const window = new SlidingWindow(70 * slots, slots);
          const times: number[] = [];
          let now = 0;
          for (const step of steps) {
            now += step;
            const count = window.count(now);
            const within = (ms: number): number => times.filter((time) => time > now - ms).length;
            expect(count).toBeGreaterThanOrEqual(within(70 * slots));
            expect(count).toBeLessThanOrEqual(within(70 * slots + 70));
            window.add(now);
            times.push(now);
          }
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RETRY_BASE_MS, RETRY_CAP_MS, retryDelays } from '../../../src/net/backoff.ts';

const take = (count: number, terms: Parameters<typeof retryDelays>[0]): number[] => {
  const delays = retryDelays(terms);
  return Array.from({ length: count }, () => delays.next().value);
};

describe('retryDelays', () => {
  it('doubles its bound up to the cap, and stays there for ever', () => {
    expect(take(7, { baseMs: 100, capMs: 1000, random: () => 0.5 })).toEqual([50, 100, 200, 400, 500, 500, 500]);
    expect(take(10_000, { random: () => 1 }).at(-1)).toBe(RETRY_CAP_MS);
    expect(take(1, { random: () => 1 })).toEqual([RETRY_BASE_MS]);
  });

  it('never waits longer than the cap or less than nothing, whatever is drawn', () => {
    const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(
        draws,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1000, max: 100_000 }),
        (drawn, baseMs, capMs) => {
          let n = 0;
          const random = (): number => drawn[n++ % drawn.length] as number;
          for (const ms of take(40, { baseMs, capMs, random })) expect(ms >= 0 && ms < capMs).toBe(true);
        },
      ),
    );
  });

  it('N09: spreads a thousand clients evenly over each wait', () => {
    let n = 0;
    const random = (): number => (n++ % 1000) / 1000;
    const first = Array.from({ length: 1000 }, () => retryDelays({ baseMs: 1000, random }).next().value);
    for (let slot = 0; slot < 10; slot++)
      expect(first.filter((ms) => ms >= slot * 100 && ms < (slot + 1) * 100)).toHaveLength(100);
  });

  it('refuses a base that is not above zero and a cap below the base', () => {
    for (const terms of [{ baseMs: 0 }, { baseMs: -1 }, { baseMs: Number.NaN }, { baseMs: 10, capMs: 9 }])
      expect(() => take(1, { ...terms, random: () => 0 })).toThrow(RangeError);
    expect(take(1, { baseMs: 10, capMs: 10, random: () => 0 })).toEqual([0]);
  });
});

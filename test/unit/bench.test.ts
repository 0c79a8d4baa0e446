import { describe, expect, it } from 'vitest';
import { Figures, formatNumber, remarksOf, tableLines } from '../../src/bench/figures.ts';
import { awaitedRatesOf, median, quantile, ratesOf, ratioOf } from '../../src/bench/rounds.ts';

describe('rounds', () => {
  it('takes quantiles of what was measured, in any order', () => {
    const values = Array.from({ length: 100 }, (_, i) => 99 - i);
    expect([quantile(values, 0), median(values), quantile(values, 0.99), quantile(values, 1)]).toEqual([0, 50, 99, 99]);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('takes the ratio round by round, so that a slow round counts for both', () => {
    expect(ratioOf([10, 1, 12], [5, 0.5, 6])).toBe(2);
    expect(ratioOf([1], [])).toBeNaN();
  });

  it('gives a rate for each thing and round, and what is slower a lower one', async () => {
    const spin = (times: number) => (): number => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += Math.sqrt(i);
      return sum;
    };
    const pace = { rounds: 3, ms: 5 };
    const [few = [], many = []] = ratesOf([spin(100), spin(100_000)], pace);
    expect([few.length, many.length]).toEqual([3, 3]);
    expect(ratioOf(few, many)).toBeGreaterThan(10);
    const awaited = await awaitedRatesOf([async () => spin(100)(), async () => spin(100_000)()], pace);
    expect(awaited.map((rates) => rates.length)).toEqual([3, 3]);
  });
});

describe('figures', () => {
  it('says what an aim is, and whether it was reached', () => {
    const figures = new Figures(() => undefined);
    figures.begin('one');
    figures.add('fast', 3, '/s', { atLeast: 3, beside: [{ name: 'bare', value: 6, ratio: 0.5 }] });
    figures.add('slow', 1.2, 'ms', { below: 1.2, note: 'a note' });
    figures.missing('peer', 'not installed');
    const [{ figures: found } = { figures: [] }] = figures.sections;
    expect(found).toMatchObject([
      { name: 'fast', aim: '>= 3', reached: true },
      { name: 'slow', aim: '< 1.2', reached: false },
      { name: 'peer', value: null, note: 'not measured: not installed' },
    ]);
    expect(found.map(remarksOf)).toEqual([
      '0.50 × bare (6.00); aim >= 3: reached',
      'aim < 1.2: not reached; a note',
      'not measured: not installed',
    ]);
    expect(tableLines(figures.report()).join('\n')).toMatch(/fast +3\.00 \/s/);
  });

  it('keeps what is no number out of the document', () => {
    const figures = new Figures(() => undefined);
    figures.begin('one');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) figures.add('x', value, '/s', { atLeast: 1 });
    const report = figures.report();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.sections[0]?.figures).toEqual([
      { name: 'x', value: null, unit: '/s', aim: '>= 1', reached: false },
      { name: 'x', value: null, unit: '/s', aim: '>= 1', reached: false },
    ]);
  });

  it('adds nothing before a section was begun', () => {
    expect(() => new Figures(() => undefined).add('x', 1, '/s')).toThrow(TypeError);
  });

  it.each([
    [0, '0'],
    [0.0431, '0.043'],
    [0.5, '0.50'],
    [12.34, '12.3'],
    [123.4, '123'],
    [12_345.6, '12,346'],
    [null, '-'],
  ])('shows %s as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedMap, BoundedQueue } from '../../../src/base/bounded.ts';

describe('BoundedMap', () => {
  it('holds capacity entries, and gives up the oldest for one more', () => {
    const map = new BoundedMap<string, number>(2);
    expect([map.set('a', 1), map.set('b', 2)]).toEqual([undefined, undefined]);
    expect(map.set('c', 3)).toEqual(['a', 1]);
    expect([...map]).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
    expect([map.size, map.has('a'), map.get('a'), map.get('b')]).toEqual([2, false, undefined, 2]);
  });

  it('setting a key again makes it the youngest and evicts nothing', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.set('a', 3)).toBeUndefined();
    expect(map.set('c', 4)).toEqual(['b', 2]);
    expect(map.get('a')).toBe(3);
  });

  it('reading a key does not keep it', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    expect(map.set('c', 3)).toEqual(['a', 1]);
  });

  it('holds undefined as a key and as a value', () => {
    const map = new BoundedMap<undefined, undefined>(1);
    map.set(undefined, undefined);
    expect([map.size, map.has(undefined)]).toEqual([1, true]);
    expect(map.delete(undefined)).toBe(true);
    expect(map.delete(undefined)).toBe(false);
  });

  it('has room again after delete and clear', () => {
    const map = new BoundedMap<number, number>(2);
    map.set(1, 1);
    map.set(2, 2);
    map.delete(1);
    expect(map.set(3, 3)).toBeUndefined();
    map.clear();
    expect(map.size).toBe(0);
  });

  it('never holds more than capacity, and always the youngest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.nat(12), { maxLength: 60 }), (capacity, keys) => {
        const map = new BoundedMap<number, number>(capacity);
        for (const [i, key] of keys.entries()) map.set(key, i);
        const youngest = [...new Set(keys.toReversed())].slice(0, capacity).toReversed();
        expect([...map].map(([key]) => key)).toEqual(youngest);
      }),
    );
  });

  it('refuses a capacity that is none', () => {
    for (const capacity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new BoundedMap(capacity)).toThrow(RangeError);
      expect(() => new BoundedQueue(capacity)).toThrow(RangeError);
    }
  });
});

describe('BoundedQueue', () => {
  it('takes capacity items and refuses one more, with the queue as it was', () => {
    const queue = new BoundedQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
    expect([queue.size, queue.shift(), queue.shift(), queue.shift()]).toEqual([2, 1, 2, undefined]);
    expect(queue.push(4)).toBe(true);
  });

  it('is empty after clear', () => {
    const queue = new BoundedQueue<number>(2);
    queue.push(1);
    queue.clear();
    expect([queue.size, queue.shift()]).toEqual([0, undefined]);
  });

  it('behaves as an array, whatever the order of calls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.option(fc.nat()), { maxLength: 200 }),
        (capacity, steps) => {
          const queue = new BoundedQueue<number>(capacity);
          const model: number[] = [];
          for (const step of steps) {
            if (step === null) expect(queue.shift()).toBe(model.shift());
            else {
              const fits = model.length < capacity;
              if (fits) model.push(step);
              expect(queue.push(step)).toBe(fits);
            }
            expect(queue.size).toBe(model.length);
          }
        },
      ),
    );
  });
});

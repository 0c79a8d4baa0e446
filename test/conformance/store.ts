import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Change,
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  type Range,
  SPACES,
  type Store,
} from '../../src/storage/store.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const put = (key: Uint8Array, value: Uint8Array = key): Change => ({ kind: 'put', space: 'block', key, value });

/** The contract of `Store`. Every adapter's test file is one call of this. */
export function storeConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`${name} keeps the Store contract`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore();
    });
    afterEach(() => store[Symbol.asyncDispose]());

    const keysOf = async (range?: Range) => {
      const found: number[][] = [];
      for await (const [key] of store.scan('block', range)) found.push([...key]);
      return found;
    };

    it('has nothing under a key never written', async () => {
      expect(await store.get('block', bytes(1))).toBeUndefined();
      expect(await keysOf()).toEqual([]);
    });

    it('returns copies the caller may scribble on', async () => {
      await store.apply([put(bytes(1), bytes(7))]);
      (await store.get('block', bytes(1)))?.fill(0);
      for await (const [key, value] of store.scan('block')) {
        key.fill(0);
        value.fill(0);
      }
      expect(await store.get('block', bytes(1))).toEqual(bytes(7));
      expect(await keysOf()).toEqual([[1]]);
    });

    it('copies what it is given before apply returns', async () => {
      const key = bytes(1);
      const value = bytes(7);
      const applied = store.apply([put(key, value)]);
      key.fill(9);
      value.fill(9);
      await applied;
      expect(await store.get('block', bytes(1))).toEqual(bytes(7));
      expect(await store.get('block', bytes(9))).toBeUndefined();
    });

    it('keeps every space apart', async () => {
      await store.apply(SPACES.map((space, i) => ({ kind: 'put', space, key: bytes(1), value: bytes(i) })));
      for (const [i, space] of SPACES.entries()) expect(await store.get(space, bytes(1))).toEqual(bytes(i));
    });

    it('replaces, deletes, and deletes what is not there', async () => {
      await store.apply([put(bytes(1), bytes(7))]);
      await store.apply([put(bytes(1), bytes(8))]);
      expect(await store.get('block', bytes(1))).toEqual(bytes(8));
      expect(await store.apply([{ kind: 'delete', space: 'block', key: bytes(1) }])).toBe(true);
      expect(await store.apply([{ kind: 'delete', space: 'block', key: bytes(1) }])).toBe(true);
      expect(await store.get('block', bytes(1))).toBeUndefined();
    });

    it('applies the changes of one batch in order', async () => {
      await store.apply([
        put(bytes(1), bytes(1)),
        put(bytes(1), bytes(2)),
        put(bytes(2)),
        { kind: 'delete', space: 'block', key: bytes(2) },
      ]);
      expect(await store.get('block', bytes(1))).toEqual(bytes(2));
      expect(await store.get('block', bytes(2))).toBeUndefined();
    });

    it('scans in byte order, start included, end excluded, both ways', async () => {
      await store.apply([bytes(255), bytes(2), bytes(1), bytes(128), bytes(1, 0)].map((key) => put(key)));
      expect(await keysOf()).toEqual([[1], [1, 0], [2], [128], [255]]);
      expect(await keysOf({ start: bytes(2), end: bytes(255) })).toEqual([[2], [128]]);
      expect(await keysOf({ start: bytes(2), end: bytes(255), reverse: true })).toEqual([[128], [2]]);
      expect(await keysOf({ start: bytes(3), reverse: true })).toEqual([[255], [128]]);
      expect(await keysOf({ end: bytes(2), reverse: true })).toEqual([[1, 0], [1]]);
      expect(await keysOf({ reverse: true, limit: 1 })).toEqual([[255]]);
      expect(await keysOf({ start: bytes(1, 0), limit: 2 })).toEqual([[1, 0], [2]]);
      expect(await keysOf({ limit: 0 })).toEqual([]);
      expect(await keysOf({ start: bytes(9), end: bytes(2) })).toEqual([]);
      expect(await keysOf({ start: bytes(2), end: bytes(2), reverse: true })).toEqual([]);
    });

    it('scans as of the first step, whatever is written meanwhile', async () => {
      await store.apply([bytes(1), bytes(2), bytes(3)].map((key) => put(key)));
      const found: number[][] = [];
      for await (const [key, value] of store.scan('block')) {
        found.push([...key, ...value]);
        await store.apply([put(bytes(2), bytes(99)), put(bytes(4)), { kind: 'delete', space: 'block', key: bytes(3) }]);
      }
      expect(found).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
      ]);
    });

    it('applies all of a batch or, where a requirement fails, none of it', async () => {
      const grow = (expected: Uint8Array | undefined) =>
        store.apply([
          { kind: 'put', space: 'peer', key: bytes(0), value: bytes(9) },
          { kind: 'require', space: 'block', key: bytes(0), value: expected },
          put(bytes(0), bytes(9)),
        ]);
      expect(await grow(bytes(1))).toBe(false);
      expect(await store.get('peer', bytes(0))).toBeUndefined();
      expect(await grow(undefined)).toBe(true);
      expect(await grow(undefined)).toBe(false);
      expect(await grow(bytes(9, 9))).toBe(false);
      expect(await grow(bytes(9))).toBe(true);
    });

    it('tells an empty value from none', async () => {
      expect(await store.apply([put(bytes(1), bytes())])).toBe(true);
      expect(await store.get('block', bytes(1))).toEqual(bytes());
      const requiring = (value: Uint8Array | undefined) =>
        store.apply([{ kind: 'require', space: 'block', key: bytes(1), value }]);
      expect(await requiring(undefined)).toBe(false);
      expect(await requiring(bytes())).toBe(true);
    });

    it('judges a requirement by what was there before the batch', async () => {
      const batch: Change[] = [
        put(bytes(1), bytes(1)),
        { kind: 'require', space: 'block', key: bytes(1), value: undefined },
      ];
      expect(await store.apply(batch)).toBe(true);
      expect(await store.apply(batch)).toBe(false);
    });

    it('lets exactly one of many racing writers win, the first', async () => {
      const claim = (value: number) =>
        store.apply([
          { kind: 'require', space: 'block', key: bytes(0), value: undefined },
          put(bytes(0), bytes(value)),
        ]);
      expect(await Promise.all([claim(1), claim(2), claim(3)])).toEqual([true, false, false]);
      expect(await store.get('block', bytes(0))).toEqual(bytes(1));
    });

    it('applies batches in the order of the calls', async () => {
      const values = Array.from({ length: 300 }, (_, i) => bytes(i >> 8, i & 255));
      await Promise.all(values.map((value) => store.apply([put(bytes(1), value)])));
      expect(await store.get('block', bytes(1))).toEqual(values.at(-1));
    });

    it('takes keys of 1 to MAX_KEY_BYTES bytes and refuses 0 and one more', async () => {
      for (const length of [1, MAX_KEY_BYTES]) {
        expect(await store.apply([put(new Uint8Array(length).fill(5), bytes(length & 255))])).toBe(true);
        expect(await store.get('block', new Uint8Array(length).fill(5))).toEqual(bytes(length & 255));
      }
      for (const length of [0, MAX_KEY_BYTES + 1]) {
        await expect(store.apply([put(new Uint8Array(length), bytes())])).rejects.toThrow(RangeError);
        await expect(store.get('block', new Uint8Array(length))).rejects.toThrow(RangeError);
      }
      expect(await keysOf()).toHaveLength(2);
    });

    it('takes values of MAX_VALUE_BYTES and refuses one more', async () => {
      const largest = new Uint8Array(MAX_VALUE_BYTES).fill(3);
      await store.apply([put(bytes(1), largest)]);
      expect((await store.get('block', bytes(1)))?.length).toBe(MAX_VALUE_BYTES);
      await expect(store.apply([put(bytes(2), new Uint8Array(MAX_VALUE_BYTES + 1))])).rejects.toThrow(RangeError);
    });

    it('refuses a limit that is no natural number', async () => {
      for (const limit of [-1, 1.5, Number.NaN]) await expect(keysOf({ limit })).rejects.toThrow(RangeError);
    });

    it('rejects use after disposal, and disposes twice without complaint', async () => {
      const closed = expect.objectContaining({ code: 'E_CLOSED' });
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await expect(store.get('block', bytes(1))).rejects.toThrow(closed);
      await expect(store.apply([put(bytes(1))])).rejects.toThrow(closed);
      await expect(keysOf()).rejects.toThrow(closed);
    });

    it('finishes what was queued before disposal', async () => {
      const applied = store.apply([put(bytes(1))]);
      await store[Symbol.asyncDispose]();
      expect(await applied).toBe(true);
    });
  });
}

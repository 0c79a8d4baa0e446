/**
 * Sealing the records of a store anew, a few at a time, while others write it.
 *
 * @module
 */
import { type Bytes, concat } from '../base/bytes.ts';
import type { Space, Store } from './store.ts';

/** Records that are read, and sealed anew in one commit, before others have their turn. */
export const RESEAL_RECORDS = 32;
/** Bytes of them; one record may go beyond. */
export const RESEAL_BYTES: number = 1024 * 1024;

/** The value to put in the place of `value`; `undefined` where it is to stay. */
type Reseal = (space: Space, key: Bytes, value: Bytes) => Bytes | undefined;

/** How records are gone through. */
export interface ResealPace {
  /** Ends it before the next batch. */
  readonly signal?: AbortSignal;
  /** Waited for after each batch but the last of a space: a store that reads at once would let nobody else run. */
  readonly pause?: () => Promise<void>;
}

/**
 * Goes through `spaces` once. A record that another writer changes meanwhile is left to that.
 *
 * @returns How many records were to be sealed anew.
 * @throws What `reseal` and the store throw, and the reason of `signal`; what was sealed until then stays so.
 */
export async function resealSpaces(
  store: Store,
  spaces: readonly Space[],
  reseal: Reseal,
  { signal, pause }: ResealPace = {},
): Promise<number> {
  let count = 0;
  for (const space of spaces) {
    for (let start: Bytes | undefined = new Uint8Array(0); start !== undefined; ) {
      signal?.throwIfAborted();
      const { entries, next } = await someOf(store, space, start);
      const changed = entries.flatMap(([key, value]) => {
        const sealed = reseal(space, key, value);
        return sealed === undefined ? [] : [{ key, value, sealed }];
      });
      // One condition a record; a store that groups what comes in one turn still writes them together.
      await Promise.all(
        changed.map(({ key, value, sealed }) =>
          store.apply([
            { kind: 'require', space, key, value },
            { kind: 'put', space, key, value: sealed },
          ]),
        ),
      );
      count += changed.length;
      start = next;
      if (start !== undefined) await pause?.();
    }
  }
  return count;
}

/** The first records from `start` on, and where the next ones start. No scan lasts: it would keep old pages in use. */
async function someOf(
  store: Store,
  space: Space,
  start: Bytes,
): Promise<{ readonly entries: readonly (readonly [Bytes, Bytes])[]; readonly next: Bytes | undefined }> {
  const entries: (readonly [Bytes, Bytes])[] = [];
  let bytes = 0;
  for await (const [key, value] of store.scan(space, { start, limit: RESEAL_RECORDS })) {
    entries.push([key, value]);
    bytes += value.length;
    if (entries.length === RESEAL_RECORDS || bytes >= RESEAL_BYTES)
      return { entries, next: concat(key, Uint8Array.of(0)) };
  }
  return { entries, next: undefined };
}

/**
 * How much lies under the prefixes of a space of the store: looked up once, then kept up to date by whoever writes.
 *
 * @module
 */
import { type Bytes, toHex } from '../../base/bytes.ts';
import type { Range, Space, Store } from '../../storage/store.ts';

/** Entries under a prefix, and the bytes of their values. */
export interface EntryCount {
  entries: number;
  bytes: number;
}

/** See the module comment. One number a prefix that was asked for. */
export class EntryCounts {
  readonly #store: Store;
  readonly #space: Space;
  readonly #counts = new Map<string, EntryCount>();

  constructor(store: Store, space: Space) {
    this.#store = store;
    this.#space = space;
  }

  /** What lies in `range`, which `prefix` names. */
  async of(prefix: Bytes, range: Range): Promise<Readonly<EntryCount>> {
    const known = this.#counts.get(toHex(prefix));
    if (known !== undefined) return known;
    const count: EntryCount = { entries: 0, bytes: 0 };
    for await (const [, value] of this.#store.scan(this.#space, range)) {
      count.entries++;
      count.bytes += value.length;
    }
    // Another caller may have counted, and changed, meanwhile.
    const counted = this.#counts.get(toHex(prefix)) ?? count;
    this.#counts.set(toHex(prefix), counted);
    return counted;
  }

  /** Adds to what was counted under `prefix`; what was never asked for is counted when it is. */
  adjust(prefix: Bytes, entries: number, bytes = 0): void {
    const count = this.#counts.get(toHex(prefix));
    if (count === undefined) return;
    count.entries += entries;
    count.bytes += bytes;
  }
}

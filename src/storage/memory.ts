/**
 * A {@link Store} in memory: for tests, and for agents that keep nothing. "Durable" means nothing here.
 *
 * @module
 */
import { type Bytes, equalBytes, fromHex, toHex } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { assertKey, assertRange, type Change, copyChanges, type Range, type Space, type Store } from './store.ts';

/** Opens an empty store. Disposing it forgets everything. */
export function openMemoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  // Hexadecimal keeps byte order, so sorting strings sorts keys.
  #spaces: Map<Space, Map<string, Bytes>> | undefined = new Map();

  #space(name: Space): Map<string, Bytes> {
    if (this.#spaces === undefined) throw new TalosError('E_CLOSED', 'the store is closed');
    const space = this.#spaces.get(name) ?? new Map<string, Bytes>();
    this.#spaces.set(name, space);
    return space;
  }

  async get(space: Space, key: Uint8Array): Promise<Bytes | undefined> {
    assertKey(key);
    return this.#space(space).get(toHex(key))?.slice();
  }

  async *scan(space: Space, range: Range = {}): AsyncIterable<readonly [Bytes, Bytes]> {
    assertRange(range);
    const start = range.start && toHex(range.start);
    const end = range.end && toHex(range.end);
    const entries = [...this.#space(space)]
      .filter(([key]) => (start === undefined || key >= start) && (end === undefined || key < end))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (range.reverse === true) entries.reverse();
    // A value is replaced, never changed, so the list is a snapshot.
    for (const [key, value] of entries.slice(0, range.limit)) yield [fromHex(key), value.slice()];
  }

  async apply(changes: readonly Change[]): Promise<boolean> {
    const batch = copyChanges(changes);
    if (!batch.every((change) => change.kind !== 'require' || this.#holds(change.space, change.key, change.value)))
      return false;
    for (const change of batch) {
      if (change.kind === 'put') this.#space(change.space).set(toHex(change.key), new Uint8Array(change.value));
      if (change.kind === 'delete') this.#space(change.space).delete(toHex(change.key));
    }
    // An empty batch on a closed store is refused like any other.
    this.#space('meta');
    return true;
  }

  #holds(space: Space, key: Uint8Array, value: Uint8Array | undefined): boolean {
    const held = this.#space(space).get(toHex(key));
    return value === undefined ? held === undefined : held !== undefined && equalBytes(held, value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#spaces = undefined;
  }
}

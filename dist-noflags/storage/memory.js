/**
 * A {@link Store} in memory: for tests, and for agents that keep nothing. "Durable" means nothing here.
 *
 * @module
 */
import { equalBytes, fromHex, toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { assertKey, assertRange, copyChanges } from "./store.js";
/** Opens an empty store. Disposing it forgets everything. */
export function openMemoryStore() {
    return new MemoryStore();
}
class MemoryStore {
    // Hexadecimal keeps byte order, so sorting strings sorts keys.
    #spaces = new Map();
    #space(name) {
        if (this.#spaces === undefined)
            throw new TalosError('E_CLOSED', 'the store is closed');
        const space = this.#spaces.get(name) ?? new Map();
        this.#spaces.set(name, space);
        return space;
    }
    async get(space, key) {
        assertKey(key);
        return this.#space(space).get(toHex(key))?.slice();
    }
    async *scan(space, range = {}) {
        assertRange(range);
        const start = range.start && toHex(range.start);
        const end = range.end && toHex(range.end);
        const entries = [...this.#space(space)]
            .filter(([key]) => (start === undefined || key >= start) && (end === undefined || key < end))
            .sort(([a], [b]) => (a < b ? -1 : 1));
        if (range.reverse === true)
            entries.reverse();
        // A value is replaced, never changed, so the list is a snapshot.
        for (const [key, value] of entries.slice(0, range.limit))
            yield [fromHex(key), value.slice()];
    }
    async apply(changes) {
        const batch = copyChanges(changes);
        if (!batch.every((change) => change.kind !== 'require' || this.#holds(change.space, change.key, change.value)))
            return false;
        for (const change of batch) {
            if (change.kind === 'put')
                this.#space(change.space).set(toHex(change.key), new Uint8Array(change.value));
            if (change.kind === 'delete')
                this.#space(change.space).delete(toHex(change.key));
        }
        // An empty batch on a closed store is refused like any other.
        this.#space('meta');
        return true;
    }
    #holds(space, key, value) {
        const held = this.#space(space).get(toHex(key));
        return value === undefined ? held === undefined : held !== undefined && equalBytes(held, value);
    }
    async [Symbol.asyncDispose]() {
        this.#spaces = undefined;
    }
}

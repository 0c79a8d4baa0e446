/**
 * Collections with a bound, for whatever strangers can fill.
 *
 * @module
 */
function assertCapacity(capacity) {
    if (!Number.isSafeInteger(capacity) || capacity < 1)
        throw new RangeError(`capacity must be a positive integer, got ${capacity}`);
}
/** A map of at most `capacity` entries; the one set longest ago makes room for a new one. */
export class BoundedMap {
    capacity;
    // A Map keeps the order of insertion: its first key is the oldest.
    #entries = new Map();
    /** @param capacity - Most entries, 1 or more. */
    constructor(capacity) {
        assertCapacity(capacity);
        this.capacity = capacity;
    }
    /** Entries now held. */
    get size() {
        return this.#entries.size;
    }
    /** The value under `key`. Reading does not make an entry younger. */
    get(key) {
        return this.#entries.get(key);
    }
    /** Whether there is an entry under `key`. */
    has(key) {
        return this.#entries.has(key);
    }
    /**
     * Sets `key` and makes its entry the youngest.
     *
     * @returns The entry that had to go for it, if any.
     */
    set(key, value) {
        this.#entries.delete(key);
        const [oldest] = this.#entries.size === this.capacity ? this.#entries : [];
        if (oldest !== undefined)
            this.#entries.delete(oldest[0]);
        this.#entries.set(key, value);
        return oldest;
    }
    /** Removes `key`; whether it was there. */
    delete(key) {
        return this.#entries.delete(key);
    }
    /** Removes every entry. */
    clear() {
        this.#entries.clear();
    }
    /** Entries, the oldest first. */
    [Symbol.iterator]() {
        return this.#entries[Symbol.iterator]();
    }
}
/** A queue of at most `capacity` items, first in, first out, that refuses what does not fit. */
export class BoundedQueue {
    capacity;
    #items = [];
    #first = 0;
    /** @param capacity - Most items, 1 or more. */
    constructor(capacity) {
        assertCapacity(capacity);
        this.capacity = capacity;
    }
    /** Items now waiting. */
    get size() {
        return this.#items.length - this.#first;
    }
    /** Appends `item`; `false`, with the queue as it was, where there is no room. */
    push(item) {
        if (this.size === this.capacity)
            return false;
        this.#items.push(item);
        return true;
    }
    /** Takes the first item; `undefined` where none waits. */
    shift() {
        if (this.size === 0)
            return undefined;
        const item = this.#items[this.#first++];
        // Array.shift() costs the length of the array; dropping the used half now and then costs one step an item.
        if (this.#first * 2 >= this.#items.length) {
            this.#items = this.#items.slice(this.#first);
            this.#first = 0;
        }
        return item;
    }
    /** Removes every item. */
    clear() {
        this.#items = [];
        this.#first = 0;
    }
}

/**
 * Collections with a bound, for whatever strangers can fill.
 *
 * @module
 */
/** A map of at most `capacity` entries; the one set longest ago makes room for a new one. */
export declare class BoundedMap<K, V> {
    #private;
    readonly capacity: number;
    /** @param capacity - Most entries, 1 or more. */
    constructor(capacity: number);
    /** Entries now held. */
    get size(): number;
    /** The value under `key`. Reading does not make an entry younger. */
    get(key: K): V | undefined;
    /** Whether there is an entry under `key`. */
    has(key: K): boolean;
    /**
     * Sets `key` and makes its entry the youngest.
     *
     * @returns The entry that had to go for it, if any.
     */
    set(key: K, value: V): readonly [K, V] | undefined;
    /** Removes `key`; whether it was there. */
    delete(key: K): boolean;
    /** Removes every entry. */
    clear(): void;
    /** Entries, the oldest first. */
    [Symbol.iterator](): IterableIterator<[K, V]>;
}
/** A queue of at most `capacity` items, first in, first out, that refuses what does not fit. */
export declare class BoundedQueue<T> {
    #private;
    readonly capacity: number;
    /** @param capacity - Most items, 1 or more. */
    constructor(capacity: number);
    /** Items now waiting. */
    get size(): number;
    /** Appends `item`; `false`, with the queue as it was, where there is no room. */
    push(item: T): boolean;
    /** Takes the first item; `undefined` where none waits. */
    shift(): T | undefined;
    /** Removes every item. */
    clear(): void;
}

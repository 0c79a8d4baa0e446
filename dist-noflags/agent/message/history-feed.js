/**
 * Changes of messages as they happen, for somebody who looks on: what a store is given is also told to whoever watches.
 *
 * @module
 */
import { BoundedQueue } from "../../base/bounded.js";
import { TalosError } from "../../base/errors.js";
/** Changes that wait for a reader who is slow. */
export const MAX_FEED_CHANGES = 4096;
/** Bytes of them. */
export const MAX_FEED_BYTES = 16 * 1024 * 1024;
/** A store that tells what is put into its space `message`. */
export class WatchedStore {
    #store;
    #watchers = new Set();
    constructor(store) {
        this.#store = store;
    }
    get = (space, key) => this.#store.get(space, key);
    scan = (space, range) => this.#store.scan(space, range);
    async apply(changes) {
        const isDone = await this.#store.apply(changes);
        if (isDone && this.#watchers.size > 0)
            for (const change of changes)
                if (change.kind === 'put' && change.space === 'message')
                    for (const watcher of this.#watchers)
                        watcher(new Uint8Array(change.key), new Uint8Array(change.value));
        return isDone;
    }
    /** Calls `watcher` from now on. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    /** The store is its maker's. */
    async [Symbol.asyncDispose]() { }
}
/** The records that are put into a store, as a reader wants them. */
export class HistoryFeed {
    ended;
    #queue = new BoundedQueue(MAX_FEED_CHANGES);
    #read;
    #unwatch;
    #bytes = 0;
    #shown;
    #isClosed = false;
    #wake = () => { };
    #settle = () => { };
    /** @param read - What a record is to the reader; undefined for one that is nothing. */
    constructor(store, read) {
        this.#read = read;
        this.#unwatch = store.watch((key, value) => this.#add(key, value));
        this.ended = new Promise((resolve, reject) => {
            this.#settle = (error) => (error === undefined ? resolve() : reject(error));
        });
        this.ended.catch(() => undefined); // who awaits it hears of it
    }
    async next() {
        for (;;) {
            if (this.#isClosed)
                return undefined;
            if (this.#shown !== undefined)
                return this.#shown;
            const record = this.#queue.shift();
            if (record === undefined)
                await new Promise((resolve) => {
                    this.#wake = resolve;
                });
            else {
                this.#bytes -= record.value.length;
                this.#shown = this.#read(record.key, record.value);
            }
        }
    }
    async take() {
        this.#shown = undefined;
    }
    async close() {
        this.end();
    }
    /** Ends it, with an error where there is one. Repeatable. */
    end(error) {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#unwatch();
        this.#queue.clear();
        this.#settle(error);
        this.#wake();
    }
    #add(key, value) {
        this.#bytes += value.length;
        if (this.#bytes <= MAX_FEED_BYTES && this.#queue.push({ key, value }))
            this.#wake();
        else
            this.end(new TalosError('E_LIMIT', 'the history was read more slowly than it grows', { hint: 'run the command again' }));
    }
}

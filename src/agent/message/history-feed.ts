/**
 * Changes of messages as they happen, for somebody who looks on: what a store is given is also told to whoever watches.
 *
 * @module
 */

import { BoundedQueue } from '../../base/bounded.ts';
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { Feed } from '../api/message-api.ts';

/** Changes that wait for a reader who is slow. */
export const MAX_FEED_CHANGES = 4096;
/** Bytes of them. */
export const MAX_FEED_BYTES: number = 16 * 1024 * 1024;

/** Takes a record that was put into the space `message`. */
type Watcher = (key: Bytes, value: Bytes) => void;

/** A store that tells what is put into its space `message`. */
export class WatchedStore implements Store {
  readonly #store: Store;
  readonly #watchers = new Set<Watcher>();

  constructor(store: Store) {
    this.#store = store;
  }

  get: Store['get'] = (space, key) => this.#store.get(space, key);
  scan: Store['scan'] = (space, range) => this.#store.scan(space, range);

  async apply(changes: readonly Change[]): Promise<boolean> {
    const isDone = await this.#store.apply(changes);
    if (isDone && this.#watchers.size > 0)
      for (const change of changes)
        if (change.kind === 'put' && change.space === 'message')
          for (const watcher of this.#watchers) watcher(new Uint8Array(change.key), new Uint8Array(change.value));
    return isDone;
  }

  /** Calls `watcher` from now on. @returns A function that undoes it. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** The store is its maker's. */
  async [Symbol.asyncDispose](): Promise<void> {}
}

/** The records that are put into a store, as a reader wants them. */
export class HistoryFeed<T> implements Feed<T> {
  readonly ended: Promise<void>;
  readonly #queue = new BoundedQueue<{ readonly key: Bytes; readonly value: Bytes }>(MAX_FEED_CHANGES);
  readonly #read: (key: Bytes, value: Bytes) => T | undefined;
  readonly #unwatch: () => void;
  #bytes = 0;
  #shown: T | undefined;
  #isClosed = false;
  #wake: () => void = () => {};
  #settle: (error?: TalosError) => void = () => {};

  /** @param read - What a record is to the reader; undefined for one that is nothing. */
  constructor(store: WatchedStore, read: (key: Bytes, value: Bytes) => T | undefined) {
    this.#read = read;
    this.#unwatch = store.watch((key, value) => this.#add(key, value));
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => undefined); // who awaits it hears of it
  }

  async next(): Promise<T | undefined> {
    for (;;) {
      if (this.#isClosed) return undefined;
      if (this.#shown !== undefined) return this.#shown;
      const record = this.#queue.shift();
      if (record === undefined)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      else {
        this.#bytes -= record.value.length;
        this.#shown = this.#read(record.key, record.value);
      }
    }
  }

  async take(): Promise<void> {
    this.#shown = undefined;
  }

  async close(): Promise<void> {
    this.end();
  }

  /** Ends it, with an error where there is one. Repeatable. */
  end(error?: TalosError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unwatch();
    this.#queue.clear();
    this.#settle(error);
    this.#wake();
  }

  #add(key: Bytes, value: Bytes): void {
    this.#bytes += value.length;
    if (this.#bytes <= MAX_FEED_BYTES && this.#queue.push({ key, value })) this.#wake();
    else
      this.end(
        new TalosError('E_LIMIT', 'the history was read more slowly than it grows', { hint: 'run the command again' }),
      );
  }
}

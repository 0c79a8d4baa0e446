/**
 * Changes of messages as they happen, for somebody who looks on: what a store is given is also told to whoever watches.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { Feed } from '../api/message-api.ts';
/** Changes that wait for a reader who is slow. */
export declare const MAX_FEED_CHANGES = 4096;
/** Bytes of them. */
export declare const MAX_FEED_BYTES: number;
/** Takes a record that was put into the space `message`. */
type Watcher = (key: Bytes, value: Bytes) => void;
/** A store that tells what is put into its space `message`. */
export declare class WatchedStore implements Store {
    #private;
    constructor(store: Store);
    get: Store['get'];
    scan: Store['scan'];
    apply(changes: readonly Change[]): Promise<boolean>;
    /** Calls `watcher` from now on. @returns A function that undoes it. */
    watch(watcher: Watcher): () => void;
    /** The store is its maker's. */
    [Symbol.asyncDispose](): Promise<void>;
}
/** The records that are put into a store, as a reader wants them. */
export declare class HistoryFeed<T> implements Feed<T> {
    #private;
    readonly ended: Promise<void>;
    /** @param read - What a record is to the reader; undefined for one that is nothing. */
    constructor(store: WatchedStore, read: (key: Bytes, value: Bytes) => T | undefined);
    next(): Promise<T | undefined>;
    take(): Promise<void>;
    close(): Promise<void>;
    /** Ends it, with an error where there is one. Repeatable. */
    end(error?: TalosError): void;
}
export {};

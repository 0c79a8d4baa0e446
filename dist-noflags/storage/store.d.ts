/**
 * The storage port: ordered bytes to bytes, in a fixed set of spaces, with atomic conditional batches. Small enough
 * that LMDB, IndexedDB and a `Map` all keep it.
 *
 * `test/conformance/store.ts` is the contract in executable form; an adapter is done when it passes that suite.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** The spaces of a data directory. Each has one owner, which lays out its keys. Adding one is a schema migration. */
export declare const SPACES: readonly ["meta", "grant", "invitation", "revocation", "session", "prekey", "message", "block", "node", "index", "salt", "peer", "mailbox", "registry", "record", "server", "chain", "light", "witness", "anchor", "usage", "approval", "pin", "dht", "succession", "transfer"];
/** One of {@link SPACES}. */
export type Space = (typeof SPACES)[number];
/** Longest key, in bytes: LMDB's limit for pages of 4 KiB. The shortest has one byte. */
export declare const MAX_KEY_BYTES = 511;
/** Longest value, in bytes: one frame's payload. */
export declare const MAX_VALUE_BYTES: number;
/**
 * The way out that is told with `E_STORAGE_CORRUPT`. Store or ledger without the other is refused at the next start: a
 * journal of a log that the store does not know.
 */
export declare const RESTORE_HINT = "restore the whole data directory from a backup, or move its folders store and ledger away together and start again: the identity stays, everything else begins anew";
/** One step of an atomic batch. */
export type Change = {
    readonly kind: 'put';
    readonly space: Space;
    readonly key: Uint8Array;
    readonly value: Uint8Array;
} | {
    readonly kind: 'delete';
    readonly space: Space;
    readonly key: Uint8Array;
}
/** The batch applies only if the key holds `value` before it, or nothing where `undefined`. */
 | {
    readonly kind: 'require';
    readonly space: Space;
    readonly key: Uint8Array;
    readonly value: Uint8Array | undefined;
};
/** Bounds of a scan: from `start`, included, to `end`, excluded, in byte order. An absent bound is open. */
export interface Range {
    readonly start?: Uint8Array;
    readonly end?: Uint8Array;
    /** Largest key first; the bounds keep their meaning. */
    readonly reverse?: boolean;
    /** Most entries to yield, a natural number. */
    readonly limit?: number;
}
/**
 * See the module comment. Keys are 1 to {@link MAX_KEY_BYTES} bytes and values at most {@link MAX_VALUE_BYTES}; other
 * lengths are a `RangeError`. Every method rejects with `E_CLOSED` once the store is disposed, and with `E_STORAGE`,
 * `E_STORAGE_FULL`, `E_STORAGE_CORRUPT` or `E_STORAGE_DENIED` when the medium fails.
 */
export interface Store extends AsyncDisposable {
    /** The value, as a copy that is the caller's to keep; `undefined` where there is none. */
    get(space: Space, key: Uint8Array): Promise<Bytes | undefined>;
    /** Entries in key order, as of the first step: later writes are not seen. Keys and values are copies. */
    scan(space: Space, range?: Range): AsyncIterable<readonly [key: Bytes, value: Bytes]>;
    /**
     * Applies every change in order, or none. Batches apply one after the other, in the order of the calls.
     *
     * The bytes of `changes` are copied before this returns.
     *
     * @returns `true` once the batch is durable; `false` if a `require` did not hold: nothing changed then. A rejection
     *   says that the batch is not known to be durable; it never resolves `true` afterwards.
     */
    apply(changes: readonly Change[]): Promise<boolean>;
}
/**
 * Checks a key.
 *
 * @throws {RangeError} unless it has 1 to {@link MAX_KEY_BYTES} bytes.
 */
export declare function assertKey(key: Uint8Array): void;
/**
 * Checks the lengths of `changes` and copies their bytes: every adapter starts with this.
 *
 * @throws {RangeError} for a key or value of a length that no store takes.
 */
export declare function copyChanges(changes: readonly Change[]): readonly Change[];
/**
 * Checks the bounds of a scan.
 *
 * @throws {RangeError} for a `limit` that is no natural number.
 */
export declare function assertRange(range: Range): void;

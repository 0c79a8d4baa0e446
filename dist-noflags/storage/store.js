/**
 * The storage port: ordered bytes to bytes, in a fixed set of spaces, with atomic conditional batches. Small enough
 * that LMDB, IndexedDB and a `Map` all keep it.
 *
 * `test/conformance/store.ts` is the contract in executable form; an adapter is done when it passes that suite.
 *
 * @module
 */
import { assertBytes } from "../base/bytes.js";
/** The spaces of a data directory. Each has one owner, which lays out its keys. Adding one is a schema migration. */
export const SPACES = [
    'meta',
    'grant',
    'invitation',
    'revocation',
    'session',
    'prekey',
    'message',
    'block',
    'node',
    'index',
    'salt',
    'peer',
    'mailbox',
    'registry',
    'record',
    'server',
    'chain',
    'light',
    'witness',
    'anchor',
    'usage',
    'approval',
    'pin',
    'dht',
    'succession',
    'transfer',
];
/** Longest key, in bytes: LMDB's limit for pages of 4 KiB. The shortest has one byte. */
export const MAX_KEY_BYTES = 511;
/** Longest value, in bytes: one frame's payload. */
export const MAX_VALUE_BYTES = 16 * 1024 * 1024;
/**
 * The way out that is told with `E_STORAGE_CORRUPT`. Store or ledger without the other is refused at the next start: a
 * journal of a log that the store does not know.
 */
export const RESTORE_HINT = 'restore the whole data directory from a backup, or move its folders store and ledger away together and start again: the identity stays, everything else begins anew';
/**
 * Checks a key.
 *
 * @throws {RangeError} unless it has 1 to {@link MAX_KEY_BYTES} bytes.
 */
export function assertKey(key) {
    assertBytes(key, 'key');
    if (key.length < 1 || key.length > MAX_KEY_BYTES)
        throw new RangeError(`key must be 1 to ${MAX_KEY_BYTES} bytes, got ${key.length}`);
}
/**
 * Checks the lengths of `changes` and copies their bytes: every adapter starts with this.
 *
 * @throws {RangeError} for a key or value of a length that no store takes.
 */
export function copyChanges(changes) {
    return changes.map((change) => {
        assertKey(change.key);
        const key = new Uint8Array(change.key);
        if (change.kind === 'delete')
            return { kind: change.kind, space: change.space, key };
        if (change.value === undefined)
            return { kind: 'require', space: change.space, key, value: undefined };
        assertBytes(change.value, 'value');
        if (change.value.length > MAX_VALUE_BYTES)
            throw new RangeError(`value must be at most ${MAX_VALUE_BYTES} bytes, got ${change.value.length}`);
        return { kind: change.kind, space: change.space, key, value: new Uint8Array(change.value) };
    });
}
/**
 * Checks the bounds of a scan.
 *
 * @throws {RangeError} for a `limit` that is no natural number.
 */
export function assertRange(range) {
    const { limit } = range;
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0))
        throw new RangeError(`limit must be a natural number, got ${limit}`);
}

import { TalosError } from '../../base/errors.ts';
/**
 * Layout of the records, the spaces and the marker; a store of a higher one is refused, one of a lower one brought up. It
 * grows with every space: a version that does not know one would take the store for damaged.
 *
 * - 1: the first, with spaces that came one by one.
 * - 2: all spaces that there are now.
 */
export declare const STORE_FORMAT = 3;
/** Up to this size the whole file is walked at each start; above it only its head, and all of it on demand. */
export declare const MAX_BYTES_CHECKED_AT_START: number;
/**
 * Makes and checks the folder `path`.
 *
 * @returns What to call once LMDB has opened it: marks the folder as holding a store.
 * @throws {TalosError} `E_STORAGE_CORRUPT` if there was a store and its file is gone, empty, cut short or damaged;
 *   `E_VERSION` for a marker of a higher format; `E_STORAGE_DENIED` or `E_STORAGE` as the system says.
 */
export declare function prepareStoreDirectory(path: string): () => void;
/**
 * Looks for room by writing as much as `bytes`, and some more, where the store's file would grow, into a file that is
 * removed again.
 *
 * @returns The `E_STORAGE_FULL` to throw where there is none, `undefined` where there is, or it cannot be told.
 */
export declare function findNoRoom(path: string, bytes: number): TalosError | undefined;
/** Makes the copy of a store that LMDB has written into `path` durable, and marks it as one. */
export declare function finishCopy(path: string): Promise<void>;

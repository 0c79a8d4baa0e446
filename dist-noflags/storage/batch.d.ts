import type { Change, Space } from './store.ts';
/** What becomes of one key: its value, or nothing where it is deleted. */
export interface Write {
    readonly space: Space;
    readonly key: Uint8Array;
    readonly value: Uint8Array | undefined;
}
/** What a group writes, by {@link keyName}. */
export type Writes = Map<string, Write>;
/** A key's name among those of all spaces. */
export declare function keyName(space: Space, key: Uint8Array): string;
/**
 * Adds to `writes` what one batch writes, where its requirements hold against the store and the batches before it.
 *
 * @param read - What the store holds before the group.
 * @returns Whether they hold; otherwise nothing was added.
 */
export declare function addBatch(changes: readonly Change[], writes: Writes, read: (space: Space, key: Uint8Array) => Uint8Array | undefined): boolean;

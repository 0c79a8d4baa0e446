import type { Change, Range, Space } from '../../storage/store.ts';
import type { PgLink } from './pg-connections.ts';
interface Row {
    readonly key: Buffer;
    readonly value: Buffer;
}
/** A row of {@link readKeys} or {@link readPage}. */
export type Entry = Row;
/** What is held under `keys`, in any order. */
export declare function readKeys(link: PgLink, space: Space, keys: readonly Buffer[]): Promise<readonly Entry[]>;
/**
 * Up to `limit` entries of a range, in its direction.
 *
 * @param behind - The key that was read last, where this is not the first page.
 */
export declare function readPage(link: PgLink, space: Space, { start, end, reverse }: Range, { limit, behind }: {
    readonly limit: number;
    readonly behind?: Buffer | undefined;
}): Promise<readonly Entry[]>;
/**
 * Applies batches one after the other, in the transaction of `link`.
 *
 * @returns For each whether its requirements held.
 * @throws {PgConflict} where another process wrote a key meanwhile that was not there: the transaction is to be run again.
 */
export declare function applyBatches(link: PgLink, batches: readonly (readonly Change[])[]): Promise<readonly boolean[]>;
export {};

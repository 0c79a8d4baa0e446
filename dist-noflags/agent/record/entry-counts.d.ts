/**
 * How much lies under the prefixes of a space of the store: looked up once, then kept up to date by whoever writes.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Range, Space, Store } from '../../storage/store.ts';
/** Entries under a prefix, and the bytes of their values. */
export interface EntryCount {
    entries: number;
    bytes: number;
}
/** See the module comment. One number a prefix that was asked for. */
export declare class EntryCounts {
    #private;
    constructor(store: Store, space: Space);
    /** What lies in `range`, which `prefix` names. */
    of(prefix: Bytes, range: Range): Promise<Readonly<EntryCount>>;
    /** Adds to what was counted under `prefix`; what was never asked for is counted when it is. */
    adjust(prefix: Bytes, entries: number, bytes?: number): void;
}

/**
 * Who is there: the list that a registry gives of its agents, when each was last seen, and whether it is connected now.
 * PROTOCOL.md §6.5.
 *
 * An agent that does not want to be listed has no row, nor has one whose record is gone. A row says until when its agent counts as connected, which the
 * process that has its link says anew before that is over: so it is true for several processes on one store, and a
 * process that was killed is believed no longer than that. What another process said of an agent since, this one does not take
 * back: it may have gone there.
 *
 * ```text
 *   space registry    0x05 | key    CBOR { name, seen, until }
 * ```
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type Did } from '../identity/did.ts';
import type { Change, Store } from '../storage/store.ts';
import type { ListedPeer, Listing } from './api.ts';
/** How long an agent counts as connected after its registry said so last, in milliseconds: ten minutes. */
export declare const PRESENCE_LASTS_MS = 600000;
/** How often a registry says it of those that are, in milliseconds. */
export declare const PRESENCE_STEP_MS: number;
/** One page of the list. */
export interface Page {
    readonly peers: readonly ListedPeer[];
    /** Whether more follow the last one. */
    readonly isMore: boolean;
}
/** See the module comment. Keys of agents are 32 bytes. */
export declare class PresenceBook {
    #private;
    /** @param store - Its space `registry`, of which this is one part. */
    constructor(store: Store);
    /** What a registration changes: for the batch that keeps the record. */
    registered(key: Bytes, { isUnlisted, name }: Listing, nowMs: number): Change;
    /** Whether the list has the agent as it wants to be in it, and connected here. */
    isAsTold(key: Bytes, { isUnlisted, name }: Listing, nowMs: number): Promise<boolean>;
    /** The agents of `keys` are connected still. */
    stay(keys: Iterable<Bytes>, nowMs: number): Promise<void>;
    /** The last link that the agent of `key` had here has ended. */
    left(key: Bytes, nowMs: number): Promise<void>;
    /** At most `limit` agents behind the one of `after`, in the order of their keys. */
    page(after: Did | undefined, limit: number, nowMs: number): Promise<Page>;
}

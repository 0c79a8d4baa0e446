/**
 * What a registry keeps of each agent: its record, its bundles, and for good the highest sequence of both. PROTOCOL.md
 * §6.5.
 *
 * Every change of one agent is made in its turn and in one batch of the store, so that a registry that is killed holds
 * what it has answered; and the batch requires the head that was read, so that several registries may share a store.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Change, Store } from '../storage/store.ts';
import type { RegistryLimits } from './limits.ts';
/** A bundle that was given out. */
export interface Taken {
    readonly bundle: Bytes;
    /** Single-use bundles that are left. */
    readonly left: number;
}
/** How a book is kept. */
export interface RegistryBookTerms {
    readonly limits: Pick<RegistryLimits, 'agents' | 'bytes' | 'stock'>;
    /** Whether other processes write to its store, too: what they add and erase is counted when the book is pruned. */
    readonly isShared: boolean;
}
/** See the module comment. Keys of agents are 32 bytes; times are in milliseconds since 1970. */
export declare class RegistryBook {
    #private;
    private constructor();
    /** Opens the book of a store. @throws {TalosError} `E_STORAGE…`. */
    static open(store: Store, terms: RegistryBookTerms): Promise<RegistryBook>;
    /** Agents that are known, and bytes of what is kept of them. */
    get totals(): {
        readonly agents: number;
        readonly bytes: number;
    };
    /**
     * Keeps the record of the agent of `key`.
     *
     * @param mayAdd - Asked once, where the agent is not known.
     * @param also - What is written with a record that is new; not asked where it is none.
     * @returns How many single-use bundles of it there are.
     * @throws {TalosError} As {@link verifyAgentRecord} and {@link assertAnnounceable}; `E_REFUSED` (busy) where there is no
     *   room, or `mayAdd` says no.
     */
    register(key: Bytes, record: Bytes, nowMs: number, { mayAdd, also }: {
        readonly mayAdd: () => boolean;
        readonly also: () => readonly Change[];
    }): Promise<number>;
    /**
     * Keeps bundles of the agent of `key`: instead of those that are there, or besides them.
     *
     * @returns How many single-use bundles of it there are then.
     * @throws {TalosError} `E_NOT_FOUND` where it is not registered; as {@link verifyBundle}; `E_MALFORMED` for a last-resort
     *   bundle with one-time prekeys or a single-use one without; `E_STALE` for one that is older than what was offered;
     *   `E_REFUSED` (busy) where there is no room.
     */
    offer(key: Bytes, offer: {
        readonly last: Bytes | undefined;
        readonly single: readonly Bytes[];
        readonly add: boolean;
    }, nowMs: number): Promise<number>;
    /** The record of the agent of `key`, while it has not expired. */
    lookup(key: Bytes, nowMs: number): Promise<Bytes | undefined>;
    /** The oldest single-use bundle of the agent of `key`, which is durably gone before it is given. */
    take(key: Bytes, nowMs: number): Promise<Taken | undefined>;
    /** How many single-use bundles there are of the agent of `key`; undefined where it is not registered. */
    stock(key: Bytes, nowMs: number): Promise<number | undefined>;
    /** The last-resort bundle of the agent of `key`, while neither it nor the agent's record has expired. */
    last(key: Bytes, nowMs: number): Promise<Bytes | undefined>;
    /** Erases what has expired; agents whose older records have all expired are forgotten. */
    prune(nowMs: number): Promise<void>;
}

/**
 * What becomes of the messages that are sent, told to whoever watches. Nobody who does not read holds up a message: a
 * feed keeps the newest {@link MAX_DELIVERY_EVENTS}, and says how many it had to drop.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { EventFeed } from '../event-feed.ts';
/** Deliveries that a feed keeps for its reader; the oldest go first. */
export declare const MAX_DELIVERY_EVENTS = 1024;
/** Feeds that may be open at once. */
export declare const MAX_DELIVERY_FEEDS = 64;
/**
 * `queued`: kept, and has not left yet. `sent`: handed to a link for the first time. `delivered`: the peer has stored
 * it. `failed`: given up. A message that leaves at once is never `queued`; after the last two nothing follows.
 */
export type DeliveryState = 'queued' | 'sent' | 'delivered' | 'failed';
/** What became of a message. */
export interface Delivery {
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    readonly peer: Did;
    readonly state: DeliveryState;
    /** Why it failed; `""` otherwise. */
    readonly reason: string;
}
/** Deliveries as they come, for one reader. */
export type DeliveryFeed = EventFeed<Delivery>;
/** Tells deliveries to all who watch. */
export declare class Deliveries {
    #private;
    /** To be called when it is durable. */
    tell(peer: Did, id: Bytes, state: DeliveryState, reason?: string): void;
    /** Calls `watcher`, which must not throw, with every delivery from now on. @returns A function that undoes it. */
    watch(watcher: (delivery: Delivery) => void): () => void;
    /** Deliveries from now on, for one reader. Close it. @throws {TalosError} `E_LIMIT` beyond {@link MAX_DELIVERY_FEEDS}. */
    open(): DeliveryFeed;
    /** Ends every feed, now and from now on; what is in them can be read still. */
    close(): void;
}

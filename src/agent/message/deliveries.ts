/**
 * What becomes of the messages that are sent, told to whoever watches. Nobody who does not read holds up a message: a
 * feed keeps the newest {@link MAX_DELIVERY_EVENTS}, and says how many it had to drop.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { EventFeed } from '../event-feed.ts';

/** Deliveries that a feed keeps for its reader; the oldest go first. */
export const MAX_DELIVERY_EVENTS = 1024;
/** Feeds that may be open at once. */
export const MAX_DELIVERY_FEEDS = 64;

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
export class Deliveries {
  readonly #watchers = new Set<(delivery: Delivery) => void>();
  readonly #feeds = new Set<DeliveryFeed>();
  #isClosed = false;

  /** To be called when it is durable. */
  tell(peer: Did, id: Bytes, state: DeliveryState, reason = ''): void {
    const delivery: Delivery = { id, peer, state, reason };
    for (const watcher of this.#watchers) watcher(delivery);
  }

  /** Calls `watcher`, which must not throw, with every delivery from now on. @returns A function that undoes it. */
  watch(watcher: (delivery: Delivery) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Deliveries from now on, for one reader. Close it. @throws {TalosError} `E_LIMIT` beyond {@link MAX_DELIVERY_FEEDS}. */
  open(): DeliveryFeed {
    if (this.#feeds.size >= MAX_DELIVERY_FEEDS)
      throw new TalosError('E_LIMIT', `${MAX_DELIVERY_FEEDS} readers of deliveries are open`, {
        hint: 'leave the loop, or abort the signal, of those that are not read any longer',
      });
    const feed: DeliveryFeed = new EventFeed(MAX_DELIVERY_EVENTS, () => {
      this.#feeds.delete(feed);
      unwatch();
    });
    const unwatch = this.watch((delivery) => feed.take(delivery));
    this.#feeds.add(feed);
    if (this.#isClosed) feed.close();
    return feed;
  }

  /** Ends every feed, now and from now on; what is in them can be read still. */
  close(): void {
    this.#isClosed = true;
    for (const feed of this.#feeds) feed.close();
  }
}

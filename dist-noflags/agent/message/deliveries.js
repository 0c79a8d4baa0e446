import { TalosError } from "../../base/errors.js";
import { EventFeed } from "../event-feed.js";
/** Deliveries that a feed keeps for its reader; the oldest go first. */
export const MAX_DELIVERY_EVENTS = 1024;
/** Feeds that may be open at once. */
export const MAX_DELIVERY_FEEDS = 64;
/** Tells deliveries to all who watch. */
export class Deliveries {
    #watchers = new Set();
    #feeds = new Set();
    #isClosed = false;
    /** To be called when it is durable. */
    tell(peer, id, state, reason = '') {
        const delivery = { id, peer, state, reason };
        for (const watcher of this.#watchers)
            watcher(delivery);
    }
    /** Calls `watcher`, which must not throw, with every delivery from now on. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    /** Deliveries from now on, for one reader. Close it. @throws {TalosError} `E_LIMIT` beyond {@link MAX_DELIVERY_FEEDS}. */
    open() {
        if (this.#feeds.size >= MAX_DELIVERY_FEEDS)
            throw new TalosError('E_LIMIT', `${MAX_DELIVERY_FEEDS} readers of deliveries are open`, {
                hint: 'leave the loop, or abort the signal, of those that are not read any longer',
            });
        const feed = new EventFeed(MAX_DELIVERY_EVENTS, () => {
            this.#feeds.delete(feed);
            unwatch();
        });
        const unwatch = this.watch((delivery) => feed.take(delivery));
        this.#feeds.add(feed);
        if (this.#isClosed)
            feed.close();
        return feed;
    }
    /** Ends every feed, now and from now on; what is in them can be read still. */
    close() {
        this.#isClosed = true;
        for (const feed of this.#feeds)
            feed.close();
    }
}

/** See the module comment. */
export class Backlogs {
    #send;
    #last = new WeakMap();
    /** Passes that have not looked into the outbox yet. */
    #queued = new WeakMap();
    /** @param send - Sends all that waits for the peer, the oldest first. Never rejects. */
    constructor(send) {
        this.#send = send;
    }
    /** The last pass of a link. Who has waited for it, and finds the same one here, is not overtaking anything. */
    last(link) {
        return this.#last.get(link);
    }
    /** All that waits for `peer` now goes out over `link`. */
    add(peer, link) {
        if (this.#queued.has(link))
            return;
        const sending = (this.#last.get(link) ?? Promise.resolve()).then(() => {
            this.#queued.delete(link);
            return this.#send(peer, link);
        });
        this.#queued.set(link, sending);
        this.#last.set(link, sending);
    }
    /** As {@link Backlogs.add}; resolves when it has gone. */
    async run(peer, link) {
        this.add(peer, link);
        await this.#last.get(link);
    }
}

/**
 * An outbox that keeps order while its messages become ready in any order: an answer that waits for its ledger entry
 * is not overtaken by what was said after it. PROTOCOL.md §7.2.
 *
 * @module
 */
/** See the module comment. What it is given to release must not throw. */
export class OrderedOutbox {
    #slots = [];
    #bytes = 0;
    #flushing = false;
    #idle = [];
    /** Places that are not released yet. */
    get size() {
        return this.#slots.length;
    }
    /** Bytes of what is not released yet, as told by who put it there. */
    get bytes() {
        return this.#bytes;
    }
    /** Resolves when every place is released. */
    async emptied() {
        while (this.#slots.length > 0)
            await new Promise((resolve) => {
                this.#idle.push(resolve);
            });
    }
    /** Releases `send` when all that was pushed before is released; at once if nothing waits. */
    push(send, bytes = 0) {
        if (this.#slots.length === 0)
            send();
        else
            this.#add({ release: send, bytes });
    }
    /**
     * Takes the next place for something that is not ready yet.
     *
     * @returns A function that fills the place; called once, with what to do when its turn has come.
     */
    reserve(bytes = 0) {
        const slot = { release: undefined, bytes };
        this.#add(slot);
        return (send) => {
            slot.release = send;
            this.#flush();
        };
    }
    #add(slot) {
        this.#slots.push(slot);
        this.#bytes += slot.bytes;
    }
    #flush() {
        if (this.#flushing)
            return;
        this.#flushing = true;
        try {
            // A slot stays in place while it is released, so that what its release pushes queues up behind it.
            for (let slot = this.#slots[0]; slot?.release !== undefined; slot = this.#slots[0]) {
                slot.release();
                this.#slots.shift();
                this.#bytes -= slot.bytes;
            }
        }
        finally {
            this.#flushing = false;
        }
        if (this.#slots.length > 0)
            return;
        const idle = this.#idle;
        this.#idle = [];
        for (const resolve of idle)
            resolve();
    }
}

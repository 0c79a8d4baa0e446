/** Envelopes of one link that are stored and answered while the next are opened. */
export const MAX_STORING = 64;
/** Bytes of them; one may go beyond. */
export const MAX_STORING_BYTES = 1024 * 1024;
/** See the module comment. Those of one link. */
export class StoringEnvelopes {
    #link;
    #storing = [];
    #bytes = 0;
    #last = Promise.resolve();
    #failure;
    constructor(link) {
        this.#link = link;
    }
    /**
     * Runs `answer` when those before have been answered. Where it fails, the link ends.
     *
     * @returns When there is room for another one.
     * @throws What `answer` of this or an earlier one has thrown by then.
     */
    async add(bytes, answer) {
        const over = this.#last.then(answer).catch((error) => this.#fail(error));
        const storing = { bytes, over: over.then(() => this.#remove(storing)) };
        this.#last = storing.over;
        this.#storing.push(storing);
        this.#bytes += bytes;
        while (this.#storing.length >= MAX_STORING || this.#bytes >= MAX_STORING_BYTES)
            await this.#storing[0]?.over;
        if (this.#failure !== undefined)
            throw this.#failure.error;
    }
    #remove(storing) {
        this.#storing.splice(this.#storing.indexOf(storing), 1);
        this.#bytes -= storing.bytes;
    }
    #fail(error) {
        this.#failure ??= { error };
        // Nothing may come that would throw it.
        void this.#link.close();
    }
    /** Resolves when what was added is over. */
    async settled() {
        await this.#last;
    }
}

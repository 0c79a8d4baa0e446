/** See the module comment. */
export class LatestFeed {
    ended;
    #onEnd;
    #newest;
    #shown;
    #isLast = false;
    #isOver = false;
    #wake = () => { };
    #settle = () => { };
    /** @param onEnd - Called once, when it is over. */
    constructor(onEnd = () => { }) {
        this.#onEnd = onEnd;
        this.ended = new Promise((resolve, reject) => {
            this.#settle = (error) => (error === undefined ? resolve() : reject(error));
        });
        this.ended.catch(() => undefined); // who awaits it hears of it
    }
    /** Gives the reader `value` instead of what it has not seen yet. */
    tell(value) {
        if (this.#isLast)
            return;
        this.#newest = value;
        this.#wake();
    }
    /** As {@link tell}; when the reader has taken it, the feed is over. */
    finish(value) {
        this.tell(value);
        this.#isLast = true;
    }
    async next() {
        while (this.#newest === undefined && !this.#isOver)
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        if (this.#isOver)
            return undefined;
        this.#shown = this.#newest;
        return this.#shown;
    }
    async take() {
        if (this.#newest !== this.#shown)
            return;
        this.#newest = undefined;
        if (this.#isLast)
            this.end();
    }
    async close() {
        this.end();
    }
    /** Ends it, with an error where there is one. Repeatable. */
    end(error) {
        if (this.#isOver)
            return;
        this.#isOver = true;
        this.#onEnd();
        this.#settle(error);
        this.#wake();
    }
}

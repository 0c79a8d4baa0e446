/**
 * JSON-RPC texts on their way to one reader, bounded: whoever adds waits while too much is unread.
 *
 * @module
 */
/** Characters that may wait unread before adding waits too. */
export const MAX_UNREAD_CHARACTERS = 1024 * 1024;
/** See the module comment. */
export class LineQueue {
    #lines = [];
    #unread = 0;
    #readers = [];
    #writers = [];
    #isOver = false;
    /** Adds a line. Resolves when the next may be added; after {@link end} it is dropped. */
    async push(line) {
        if (this.#isOver)
            return;
        this.#lines.push(line);
        this.#unread += line.length;
        this.#readers.shift()?.(false);
        if (this.#unread < MAX_UNREAD_CHARACTERS)
            return;
        await new Promise((resolve) => {
            this.#writers.push(resolve);
        });
    }
    /** Ends the iteration after the lines that wait. */
    end() {
        this.#isOver = true;
        this.#release();
        for (const reader of this.#readers)
            reader(true);
        this.#readers = [];
    }
    #release() {
        const writers = this.#writers;
        this.#writers = [];
        for (const resolve of writers)
            resolve();
    }
    async *[Symbol.asyncIterator]() {
        for (;;) {
            const line = this.#lines.shift();
            if (line !== undefined) {
                this.#unread -= line.length;
                if (this.#unread < MAX_UNREAD_CHARACTERS)
                    this.#release();
                yield line;
            }
            else if (this.#isOver) {
                return;
            }
            else {
                await new Promise((resolve) => {
                    this.#readers.push(resolve);
                });
            }
        }
    }
}

/**
 * What happens to transfers, for one reader: each event in order, but of progress that was not read in time only the
 * newest of each transfer.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** Events besides progress that wait for a reader who is slow. PROTOCOL.md §11. */
export const MAX_TRANSFER_EVENTS = 4096;
/** See the module comment. */
export class TransferFeed {
    ended;
    #queue = [];
    #onEnd;
    #shown;
    #isClosed = false;
    #wake = () => { };
    #settle = () => { };
    /** @param onEnd - Called once, when it is over. */
    constructor(onEnd) {
        this.#onEnd = onEnd;
        this.ended = new Promise((resolve, reject) => {
            this.#settle = (error) => (error === undefined ? resolve() : reject(error));
        });
        this.ended.catch(() => undefined); // who awaits it hears of it
    }
    /** Adds an event. */
    add(event) {
        if (this.#isClosed)
            return;
        const { id } = event.transfer;
        const last = this.#queue.findLastIndex(({ transfer }) => transfer.id === id);
        if (event.kind === 'progress' && this.#queue[last]?.kind === 'progress')
            this.#queue[last] = event;
        else if (this.#queue.length < MAX_TRANSFER_EVENTS)
            this.#queue.push(event);
        else
            return this.end(new TalosError('E_LIMIT', 'transfers were looked at more slowly than they go on'));
        this.#wake();
    }
    async next() {
        for (;;) {
            if (this.#shown !== undefined)
                return this.#shown;
            this.#shown = this.#queue.shift();
            if (this.#shown !== undefined)
                return this.#shown;
            if (this.#isClosed)
                return undefined;
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
    }
    async take() {
        this.#shown = undefined;
    }
    async close() {
        this.end();
    }
    /** Ends it, with an error where there is one. Repeatable. */
    end(error) {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#queue.length = 0;
        this.#onEnd();
        this.#settle(error);
        this.#wake();
    }
}

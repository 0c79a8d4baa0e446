/**
 * One write for all entries of a moment: calls that arrive together are recorded together. PROTOCOL.md §9.6.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
/** Entries written together at most: a block takes no more than 4,096, and others wait meanwhile. */
export const MAX_ENTRIES_TOGETHER = 256;
/** How often entries wait for a block before they are given up: others may take the room that sealing makes. */
const MAX_TRIES = 100;
/** See the module comment. */
export class EntryBatch {
    #ledger;
    #waiting = [];
    #isScheduled = false;
    constructor(ledger) {
        this.#ledger = ledger;
    }
    /**
     * Resolves when the entry is written, in the order of the calls. Where too many entries wait for a block it waits
     * too, so that calls are not made faster than blocks are.
     *
     * @throws {TalosError} as `Ledger.append`.
     */
    append(body) {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ body, resolve, reject });
            this.#schedule();
        });
    }
    #schedule() {
        if (this.#isScheduled)
            return;
        this.#isScheduled = true;
        queueMicrotask(() => void this.#flush());
    }
    /** Never rejects. One at a time, so that no entry overtakes another. */
    async #flush() {
        while (this.#waiting.length > 0) {
            const together = this.#waiting.splice(0, MAX_ENTRIES_TOGETHER);
            try {
                const appended = await this.#write(together);
                for (const [i, { resolve }] of together.entries())
                    resolve(appended[i]);
            }
            catch (error) {
                // The ledger takes all of them or none.
                for (const { reject } of together)
                    reject(error);
            }
        }
        this.#isScheduled = false;
    }
    #write(together) {
        const bodies = together.map(({ body }) => body);
        try {
            return this.#ledger.appendAll(bodies);
        }
        catch (error) {
            if (!isTalosError(error, 'E_LIMIT'))
                throw error;
            return this.#writeWhenRoom(bodies);
        }
    }
    async #writeWhenRoom(bodies) {
        for (let tries = 1;; tries++)
            try {
                await this.#ledger.seal();
                return this.#ledger.appendAll(bodies);
            }
            catch (error) {
                if (!isTalosError(error, 'E_LIMIT') || tries === MAX_TRIES)
                    throw error;
            }
    }
}

/**
 * How many messages wait: a store that knows the keys of its inbox and outbox, so that nobody has to read all of them to
 * count them.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { endOf, PARTS, prefixOf } from "./message-records.js";
/** Where messages wait. */
export const MESSAGE_QUEUES = ['inbox', 'outbox'];
/** See the module comment. The store under it is its maker's. */
export class WaitingMessages {
    #store;
    #keys = { inbox: new Set(), outbox: new Set() };
    /** What went before the store was read. */
    #gone = new Set();
    #reading;
    #isRead = false;
    constructor(store) {
        this.#store = store;
    }
    get = (space, key) => this.#store.get(space, key);
    scan = (space, range) => this.#store.scan(space, range);
    async apply(changes) {
        const isDone = await this.#store.apply(changes);
        // Before the first question nothing is noted: the store is read then.
        if (isDone && this.#reading !== undefined)
            for (const change of changes)
                if (change.kind !== 'require' && change.space === 'message')
                    this.#note(change);
        return isDone;
    }
    #note({ kind, key }) {
        const queue = MESSAGE_QUEUES.find((each) => PARTS[each] === key[0]);
        if (queue === undefined)
            return;
        const name = toHex(key);
        if (kind === 'put') {
            this.#gone.delete(name);
            this.#keys[queue].add(name);
        }
        else if (!this.#keys[queue].delete(name) && !this.#isRead)
            this.#gone.add(name);
    }
    /** How many wait in `queue`. The store is read at the first question. @throws {TalosError} `E_STORAGE…`. */
    async count(queue) {
        this.#reading ??= this.#read().catch((error) => {
            this.#reading = undefined;
            throw error;
        });
        await this.#reading;
        return this.#keys[queue].size;
    }
    async #read() {
        for (const keys of [this.#gone, this.#keys.inbox, this.#keys.outbox])
            keys.clear();
        for (const queue of MESSAGE_QUEUES) {
            const start = prefixOf(PARTS[queue]);
            for await (const [key] of this.#store.scan('message', { start, end: endOf(start) })) {
                const name = toHex(key);
                if (!this.#gone.has(name))
                    this.#keys[queue].add(name);
            }
        }
        this.#gone.clear();
        this.#isRead = true;
    }
    /** See the class comment. */
    async [Symbol.asyncDispose]() { }
}

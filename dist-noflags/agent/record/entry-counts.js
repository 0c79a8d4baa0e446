/**
 * How much lies under the prefixes of a space of the store: looked up once, then kept up to date by whoever writes.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
/** See the module comment. One number a prefix that was asked for. */
export class EntryCounts {
    #store;
    #space;
    #counts = new Map();
    constructor(store, space) {
        this.#store = store;
        this.#space = space;
    }
    /** What lies in `range`, which `prefix` names. */
    async of(prefix, range) {
        const known = this.#counts.get(toHex(prefix));
        if (known !== undefined)
            return known;
        const count = { entries: 0, bytes: 0 };
        for await (const [, value] of this.#store.scan(this.#space, range)) {
            count.entries++;
            count.bytes += value.length;
        }
        // Another caller may have counted, and changed, meanwhile.
        const counted = this.#counts.get(toHex(prefix)) ?? count;
        this.#counts.set(toHex(prefix), counted);
        return counted;
    }
    /** Adds to what was counted under `prefix`; what was never asked for is counted when it is. */
    adjust(prefix, entries, bytes = 0) {
        const count = this.#counts.get(toHex(prefix));
        if (count === undefined)
            return;
        count.entries += entries;
        count.bytes += bytes;
    }
}

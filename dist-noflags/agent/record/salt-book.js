/**
 * Salts of commitments, beside the ledger: PROTOCOL.md §9.2. Written in batches off the hot path; losing the last ones
 * in a crash loses the way to open these commitments, and no proof.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { u64 } from "../../codec/writer.js";
/** Milliseconds that salts wait to be written together: each time is a commit of the store. */
export const SALT_DELAY_MS = 1000;
const LEAF_BYTES = 8;
/** Salts that wait at most; then they are written at once. */
export const MAX_WAITING_SALTS = 512;
/** In the order of the log: such keys land on one page of the store, hashes alone on one each. */
function saltKey({ seq, leaf }) {
    return concat(u64(seq), leaf.subarray(0, LEAF_BYTES));
}
/** The change of the store that keeps `salt`. */
export function keptSalt(entry, salt) {
    return { kind: 'put', space: 'salt', key: saltKey(entry), value: salt };
}
/** See the module comment. */
export class SaltBook {
    #store;
    #onFailure;
    #waiting = [];
    #timer;
    #writing = Promise.resolve();
    /** @param onFailure - Told when a batch could not be written; the ledger is not affected. */
    constructor(store, onFailure) {
        this.#store = store;
        this.#onFailure = onFailure;
    }
    /** See {@link SaltKeeper}. */
    keep(entry, salt) {
        this.#waiting.push(keptSalt(entry, salt));
        if (this.#waiting.length >= MAX_WAITING_SALTS)
            void this.flush();
        else
            this.#timer ??= setTimeout(() => void this.flush(), SALT_DELAY_MS);
    }
    /** The salt of the commitment in `entry`. */
    async get(entry) {
        await this.flush();
        return this.#store.get('salt', saltKey(entry));
    }
    /** Erases the salt of the commitment in `entry`; durable when it resolves. @returns Whether there was one. */
    async erase(entry) {
        const held = await this.get(entry);
        if (held !== undefined)
            await this.#store.apply([{ kind: 'delete', space: 'salt', key: saltKey(entry) }]);
        return held !== undefined;
    }
    /** Writes what waits. Resolves when it is durable, or its failure was told. */
    async flush() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        const changes = this.#waiting;
        this.#waiting = [];
        if (changes.length > 0)
            this.#writing = this.#writing.then(() => this.#store.apply(changes)).then(() => { }, this.#onFailure);
        await this.#writing;
    }
}

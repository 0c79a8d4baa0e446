/**
 * Ledger entries of what the store holds: each is kept in the batch that stores what it tells of, until it is on record.
 * Where the process ends between the two, the next start records it. In the space `message`, in clear as the ledger is:
 *
 * ```text
 *   0x06 | leaf hash (32) of the entry as if it were the first      the entry, at the place that it had at the earliest
 * ```
 *
 * @module
 */
import { concat, toHex } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { makeEntry, readEntry } from "../../ledger/entry/entry.js";
import { PARTS, prefixOf } from "../message/message-records.js";
/** Recorded entries that are forgotten together: one commit for many, and no more than those are looked for at a start. */
export const FORGOTTEN_TOGETHER = 64;
/** Entries of the ledger that are read at once, to look for those that were due. */
const PAGE_ENTRIES = 256;
const PREFIX = prefixOf(PARTS.due);
/** See the module comment. */
export class DueEntries {
    #store;
    #ledger;
    /** Keys of those that are on record. */
    #recorded = [];
    /** Those that are written, and are made durable together. */
    #noted = [];
    constructor(store, ledger) {
        this.#store = store;
        this.#ledger = ledger;
    }
    /** Records what a crash kept out of the ledger. @throws {TalosError} `E_STORAGE…`. */
    static async open(store, ledger) {
        const due = new DueEntries(store, ledger);
        await due.#reconcile();
        return due;
    }
    async #reconcile() {
        const left = new Map();
        for await (const [key, value] of this.#store.scan('message', { start: PREFIX, end: END }))
            left.set(toHex(key), readEntry(value));
        const earliest = new Map();
        for (const { body, seq } of left.values())
            earliest.set(body.type, Math.min(seq, earliest.get(body.type) ?? Number.POSITIVE_INFINITY));
        const missing = new Map(left);
        for (const [type, seq] of earliest)
            for await (const body of this.#newest(type, seq))
                missing.delete(toHex(keyOf(body)));
        const appended = this.#ledger.appendAll([...missing.values()].map(({ body }) => body));
        // The last one is durable when all before it are.
        await appended.at(-1)?.durable();
        this.#recorded.push(...[...left.values()].map(({ body }) => keyOf(body)));
        await this.forget();
    }
    /** Entries of a type from place `from` on, the newest first. */
    async *#newest(type, from) {
        for (let before = this.#ledger.size; before > from;) {
            const page = await this.#ledger.query({ type, before, last: PAGE_ENTRIES });
            for (const { body } of page)
                yield body;
            before = page[0]?.seq ?? 0;
        }
    }
    /** Keeps `body` until it is recorded: for the batch that stores what it tells of. */
    keep(body) {
        return { kind: 'put', space: 'message', key: keyOf(body), value: makeEntry(body, this.#ledger.size, 0).bytes };
    }
    /** Records what is kept. Durable when it resolves. @throws {TalosError} `E_STORAGE…`, and of `Ledger.append`. */
    async record(body) {
        await this.#ledger.append(body).durable();
        this.#recorded.push(keyOf(body));
        if (this.#recorded.length >= FORGOTTEN_TOGETHER)
            await this.forget();
    }
    /**
     * Records what is kept, for who need not wait until it is durable: that it is kept is enough. Written when it returns.
     *
     * @throws {TalosError} of `Ledger.append`.
     */
    note(body) {
        const appended = this.#ledger.append(body);
        this.#noted.push({ key: keyOf(body), durable: () => appended.durable() });
        if (this.#noted.length < FORGOTTEN_TOGETHER)
            return;
        void this.forget().catch((error) => {
            // It stays kept. A ledger or a store that has failed says so to whoever writes next.
            if (!isTalosError(error))
                throw error;
        });
    }
    /** Makes what was noted durable, and forgets what is on record. @throws {TalosError} `E_STORAGE…`: what is kept stays so. */
    async forget() {
        const noted = this.#noted;
        this.#noted = [];
        // The last one is durable when all before it are.
        await noted.at(-1)?.durable();
        const keys = [...this.#recorded, ...noted.map(({ key }) => key)];
        this.#recorded = [];
        if (keys.length > 0)
            await this.#store.apply(keys.map((key) => ({ kind: 'delete', space: 'message', key })));
    }
}
const END = prefixOf(PARTS.due + 1);
/** The same for the same body, wherever in the log it is. */
function keyOf(body) {
    return concat(PREFIX, makeEntry(body, 0, 0).leaf);
}

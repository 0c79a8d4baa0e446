/**
 * How much may wait in the inbox, and how much of it strangers' messages may be: whoever finds this agent may send, and
 * must not take the room of those it deals with. PROTOCOL.md §5.6.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
/** Messages that may wait to be taken by the application. PROTOCOL.md §11. */
export const MAX_INBOX_MESSAGES = 10_000;
/** Bytes of them: who may send is not asked, so nobody must fill the disk under the ledger. One may go beyond. */
export const MAX_INBOX_BYTES = 64 * 1024 * 1024;
/** Messages of all strangers among them: a twentieth, so that the others always have room. PROTOCOL.md §11. */
export const MAX_STRANGERS_MESSAGES = 512;
/** Bytes of those; one may go beyond. */
export const MAX_STRANGERS_BYTES = 8 * 1024 * 1024;
/** Messages of one stranger among those: an introduction, no more. PROTOCOL.md §11. */
export const MAX_STRANGER_MESSAGES = 64;
/** Bytes of those; one may go beyond. */
export const MAX_STRANGER_BYTES = 1024 * 1024;
const NOTHING = { messages: 0, bytes: 0 };
/** See the module comment. One for an inbox; told of all that comes and goes. */
export class InboxRoom {
    #terms;
    /** By key in hex; no more than may wait. */
    #held = new Map();
    #loads = new Map();
    #all = { ...NOTHING };
    #reading;
    /** Keys of what went while the store was being read. */
    #gone = new Set();
    #onFreed = new Set();
    constructor(terms) {
        this.#terms = terms;
    }
    /** @throws {TalosError} `E_LIMIT` where no further message of `peer` may wait now. */
    async assertRoomFor(peer) {
        this.#reading ??= this.#read().catch((error) => {
            this.#forget();
            throw error;
        });
        await this.#reading;
        assertBelow(this.#all, { messages: MAX_INBOX_MESSAGES, bytes: MAX_INBOX_BYTES }, 'wait to be taken');
        if (!this.#terms.isStranger(peer))
            return;
        const own = this.#loads.get(peer) ?? NOTHING;
        assertBelow(own, { messages: MAX_STRANGER_MESSAGES, bytes: MAX_STRANGER_BYTES }, 'of this stranger wait');
        assertBelow(this.#ofStrangers(), { messages: MAX_STRANGERS_MESSAGES, bytes: MAX_STRANGERS_BYTES }, 'of strangers wait');
    }
    #ofStrangers() {
        const sum = { ...NOTHING };
        for (const [peer, { messages, bytes }] of this.#loads)
            if (this.#terms.isStranger(peer)) {
                sum.messages += messages;
                sum.bytes += bytes;
            }
        return sum;
    }
    async #read() {
        for await (const { key, bytes, from } of this.#terms.waiting())
            if (!this.#held.has(toHex(key)))
                this.#add(toHex(key), { from: from(), bytes });
        for (const key of this.#gone)
            this.#remove(key);
        this.#gone.clear();
    }
    /** Whoever asks next has the store read again. */
    #forget() {
        this.#reading = undefined;
        this.#held.clear();
        this.#loads.clear();
        this.#gone.clear();
        Object.assign(this.#all, NOTHING);
    }
    /** A message of `from` waits. */
    added(key, from, bytes) {
        // Before the first look it is counted with the others.
        if (this.#reading !== undefined)
            this.#add(toHex(key), { from, bytes });
    }
    /** It was taken. */
    removed(key) {
        if (this.#reading === undefined)
            return;
        if (!this.#remove(toHex(key)))
            this.#gone.add(toHex(key));
        for (const wake of this.#onFreed)
            wake();
    }
    /**
     * Waits until a message is taken.
     *
     * @param wait - Waits until its argument calls back; what it gives is what this gives.
     */
    async untilFreed(wait) {
        let wake = () => { };
        try {
            return await wait((done) => {
                wake = done;
                this.#onFreed.add(wake);
            });
        }
        finally {
            this.#onFreed.delete(wake);
        }
    }
    #add(key, held) {
        if (this.#held.has(key))
            return;
        this.#held.set(key, held);
        const load = this.#loads.get(held.from) ?? { ...NOTHING };
        this.#loads.set(held.from, load);
        for (const each of [load, this.#all]) {
            each.messages++;
            each.bytes += held.bytes;
        }
    }
    #remove(key) {
        const held = this.#held.get(key);
        const load = held && this.#loads.get(held.from);
        if (held === undefined || load === undefined)
            return false;
        this.#held.delete(key);
        for (const each of [load, this.#all]) {
            each.messages--;
            each.bytes -= held.bytes;
        }
        if (load.messages === 0)
            this.#loads.delete(held.from);
        return true;
    }
}
function assertBelow({ messages, bytes }, limits, what) {
    if (messages >= limits.messages || bytes >= limits.bytes)
        throw new TalosError('E_LIMIT', `${messages} messages of ${bytes} bytes ${what}`, { details: { inbox: 'full' } });
}
/** Whether an envelope was refused because there is no room for what it brings now: later there may be. */
export function isForWantOfRoom(failure) {
    return failure?.code === 'E_LIMIT' && failure.details['inbox'] === 'full';
}

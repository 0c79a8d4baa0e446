/**
 * The inbox and its readers. A message stays in it until its reader says that it was taken: where the process ends
 * before, it comes again, under the same id.
 *
 * There is one general reader at most, and one for a peer at most. While there is one for a peer, the messages of that
 * peer come to it alone, and all others to the general one; when it is closed, what it did not take is the general one's
 * again. So no message is shown by two readers, and none is lost for want of the right one.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
/** Readers of single peers that may be open at once: each looks through what waits for the others once. */
export const MAX_PEER_READERS = 256;
/** See the module comment. */
export class Inbox {
    #store;
    #readers = new Map();
    /** Who sent what waits, by key in hex, so that each is opened once: no more than wait. */
    #senders = new Map();
    /** Keys in hex of what a reader has shown, until it is taken or given back. */
    #shown = new Set();
    constructor(store) {
        this.#store = store;
    }
    /**
     * A reader, for the messages of `peer` alone where one is named; undefined where there is one already. Close it.
     *
     * @param wants - Whose messages the general reader takes; others wait for the next one.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEER_READERS}.
     */
    open(peer, wants = () => true) {
        if (this.#readers.has(peer))
            return undefined;
        if (this.#readers.size > MAX_PEER_READERS)
            throw new TalosError('E_LIMIT', `the messages of ${MAX_PEER_READERS} peers are being read`);
        const reader = new InboxReader({
            find: (after, skip) => this.#find({ peer, wants }, after, skip),
            take: (key) => this.#take(key),
            giveBack: (key) => {
                this.#shown.delete(toHex(key));
                this.#lookAgain();
            },
            closed: () => {
                this.#readers.delete(peer);
                this.#lookAgain();
            },
        });
        this.#readers.set(peer, reader);
        return reader;
    }
    #lookAgain() {
        for (const reader of this.#readers.values())
            reader.lookAgain();
    }
    /** To be called when a message of `from` has come. */
    arrived(from) {
        (this.#readers.get(from) ?? this.#readers.get(undefined))?.arrived();
    }
    /** Closes every reader. */
    close() {
        for (const reader of this.#readers.values())
            reader.close();
    }
    async #find({ peer, wants }, after, skip) {
        for await (const { key, read } of this.#store.waiting(after)) {
            const place = toHex(key);
            const from = this.#senders.get(place) ?? read().from;
            this.#senders.set(place, from);
            // From here to the mark nothing is awaited: two readers never show one message.
            const isWanted = peer === undefined ? !this.#readers.has(from) && wants(from) : peer === from;
            if (isWanted && !this.#shown.has(place)) {
                this.#shown.add(place);
                return { key, message: read() };
            }
            skip(key);
        }
        return undefined;
    }
    async #take(key) {
        const place = toHex(key);
        await this.#store.take(key);
        this.#shown.delete(place);
        this.#senders.delete(place);
    }
}
/** One reader of the inbox, for one caller at a time. */
export class InboxReader {
    #parts;
    #shown;
    #taking;
    /** Up to here nothing is this reader's. */
    #after;
    /** Grows when what was passed over may be this reader's after all. */
    #round = 0;
    #wake = () => { };
    #isClosed = false;
    /** Made by {@link Inbox.open}. */
    constructor(parts) {
        this.#parts = parts;
    }
    /** Messages until it is closed, which leaving the loop does. One is taken when the loop goes on or is left. */
    async *messages() {
        try {
            for (let next = await this.next(); next !== undefined; next = await this.next()) {
                try {
                    yield next;
                }
                finally {
                    await this.take();
                }
            }
        }
        finally {
            this.close();
        }
    }
    /** The oldest message, when there is one; the same one again until it was taken. Undefined once closed. */
    async next() {
        while (!this.#isClosed) {
            if (this.#shown !== undefined)
                return this.#shown.message;
            const arrival = new Promise((resolve) => {
                this.#wake = resolve;
            });
            if (!(await this.#look()))
                await arrival;
        }
        return undefined;
    }
    /** Whether there is one to show. */
    async #look() {
        const round = this.#round;
        const found = await this.#parts.find(this.#after, (key) => {
            if (this.#round === round)
                this.#after = key;
        });
        if (found === undefined)
            return false;
        if (this.#isClosed)
            this.#parts.giveBack(found.key);
        else
            this.#shown = found;
        return true;
    }
    /** The message that `next` gave was taken; durable when it resolves. */
    async take() {
        const shown = this.#shown;
        if (shown === undefined)
            return;
        this.#taking = shown;
        try {
            await this.#parts.take(shown.key);
            if (this.#shown === shown)
                this.#shown = undefined;
        }
        catch (error) {
            if (this.#isClosed)
                this.#parts.giveBack(shown.key);
            throw error;
        }
        finally {
            this.#taking = undefined;
        }
    }
    /** To be called when a message has come. */
    arrived() {
        this.#wake();
    }
    /** To be called when messages that were another reader's may be this one's. */
    lookAgain() {
        this.#round++;
        this.#after = undefined;
        this.#wake();
    }
    /** Ends the waiting, gives back what was shown and not taken, and makes room for another reader. Repeatable. */
    close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        // What is just being taken is gone in a moment.
        if (this.#shown !== undefined && this.#shown !== this.#taking)
            this.#parts.giveBack(this.#shown.key);
        this.#shown = undefined;
        this.#parts.closed();
        this.#wake();
    }
}

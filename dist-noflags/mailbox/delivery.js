/**
 * The messages of one mailbox on their way to its owner: oldest first, so many at a time. PROTOCOL.md §6.6.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { MAX_UNTAKEN_BYTES, MAX_UNTAKEN_MESSAGES, MESSAGE_PUSH } from "./api.js";
/** Pushes over one link from {@link Delivery.start} until it ends or {@link Delivery.stop}. */
export class Delivery {
    #init;
    /** Pushed and not taken: id → bytes. */
    #untaken = new Map();
    #untakenBytes = 0;
    /** Id of the message pushed last. */
    #last = 0;
    #isStarted = false;
    #isPushing = false;
    #isStopped = false;
    #wakes = 0;
    constructor(init) {
        this.#init = init;
    }
    /** Begins: its owner has been told what waits. */
    start() {
        this.#isStarted = true;
        this.wake();
    }
    /** There may be something to push. */
    wake() {
        this.#wakes += 1;
        if (!this.#isStarted || this.#isPushing || this.#isStopped)
            return;
        this.#isPushing = true;
        void this.#push();
    }
    /** Pushes no more. */
    stop() {
        this.#isStopped = true;
    }
    /** Whether all of `ids` were pushed here and are not taken. */
    hasPushed(ids) {
        return ids.every((id) => this.#untaken.has(id));
    }
    /** They are deleted: there is room for others. */
    taken(ids) {
        for (const id of ids) {
            this.#untakenBytes -= this.#untaken.get(id) ?? 0;
            this.#untaken.delete(id);
        }
        this.wake();
    }
    async #push() {
        const { link, onFault } = this.#init;
        try {
            // What came while the last was found to be the last is looked for again.
            for (let seen = -1; seen !== this.#wakes;) {
                seen = this.#wakes;
                while (!this.#isStopped && (await this.#pushNext()))
                    ;
            }
        }
        catch (error) {
            this.stop();
            if (!isTalosError(error, 'E_CLOSED'))
                onFault(error);
            // Whoever comes back finds what was not taken.
            await link.close();
        }
        finally {
            this.#isPushing = false;
        }
    }
    /** Pushes one message; whether there may be a next one. */
    async #pushNext() {
        const { boxes, link, server } = this.#init;
        const row = await boxes.next(link.peerKey, this.#last);
        if (row === undefined || !this.#hasRoomFor(row))
            return false;
        const sealed = await boxes.sealed(link.peerKey, row.id);
        this.#last = row.id;
        // It expired this moment.
        if (sealed === undefined)
            return true;
        if (this.#isStopped)
            return false;
        this.#untaken.set(row.id, row.bytes);
        this.#untakenBytes += row.bytes;
        server.push(MESSAGE_PUSH, { id: row.id, sealed });
        // One that is slow to read holds up one deposit here, not all that it may have untaken.
        await link.drained();
        return true;
    }
    #hasRoomFor({ bytes }) {
        return this.#untaken.size < MAX_UNTAKEN_MESSAGES && this.#untakenBytes + bytes <= MAX_UNTAKEN_BYTES;
    }
}

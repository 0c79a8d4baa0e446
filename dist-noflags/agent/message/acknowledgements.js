/**
 * Acknowledgements of what came out of a mailbox: they lie in the sender's mailbox in turn and take of its room, so those
 * for one peer wait a moment for each other and go in one envelope. PROTOCOL.md §5.6.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { MAX_ACKNOWLEDGED_IDS } from "../../message/acknowledgement.js";
/** How long an acknowledgement waits for others to the same peer, in milliseconds. */
export const ACKNOWLEDGE_DELAY_MS = 250;
/** See the module comment. A process that ends before leaves its peers to send again. */
export class Acknowledgements {
    #send;
    #timer;
    #batches = new Map();
    /** @param send - Seals and sends one envelope; of 1 to `MAX_ACKNOWLEDGED_IDS` ids. */
    constructor(send, timer) {
        this.#send = send;
        this.#timer = timer;
    }
    /** Acknowledges a message to `peer` soon; gives what `send` gives, the same for all that go together. */
    add(peer, id) {
        const batch = this.#batches.get(peer) ?? this.#begin(peer);
        if (!batch.ids.some((each) => equalBytes(each, id)))
            batch.ids.push(id);
        if (batch.ids.length === MAX_ACKNOWLEDGED_IDS)
            batch.send();
        return batch.sent;
    }
    #begin(peer) {
        const ids = [];
        let begin = () => { };
        const sent = new Promise((resolve) => {
            begin = resolve;
        }).then(() => this.#send(peer, ids));
        const batch = {
            ids,
            sent,
            send: () => {
                cancel();
                if (this.#batches.get(peer) === batch)
                    this.#batches.delete(peer);
                begin();
            },
        };
        const cancel = this.#timer.after(ACKNOWLEDGE_DELAY_MS, batch.send);
        this.#batches.set(peer, batch);
        return batch;
    }
    /** Sends now what waits. */
    flush() {
        for (const batch of this.#batches.values())
            batch.send();
    }
}

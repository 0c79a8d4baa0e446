/**
 * What a lasting tunnel has sent and its peer has not acknowledged: kept, so that it can be sent again over another
 * channel. PROTOCOL.md §7.5.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** Packets without credit that may be unacknowledged: what costs credit is bounded by that. PROTOCOL.md §11. */
export const MAX_KEPT_FREE_PACKETS = 4096;
/** Acknowledged packets that are let go of together. */
const LET_GO_TOGETHER = 256;
/** See the module comment. Packets are counted from the beginning of the tunnel. */
export class KeptPackets {
    /** The first {@link KeptPackets.#gone} of them are acknowledged already. */
    #kept = [];
    #gone = 0;
    #acknowledged = 0;
    #free = 0;
    /** Packets that were sent. */
    get sent() {
        return this.#acknowledged + this.#kept.length - this.#gone;
    }
    /** Packets that the peer has for certain. */
    get acknowledged() {
        return this.#acknowledged;
    }
    /** Whether the peer has left too much unacknowledged. */
    get isOverfull() {
        return this.#free > MAX_KEPT_FREE_PACKETS;
    }
    add(packet) {
        this.#kept.push(packet);
        if (packet.cost === 0)
            this.#free++;
    }
    /** @throws {TalosError} `E_PROTOCOL` for a count that goes back, or beyond what was sent. */
    assertCount(count) {
        if (count < this.#acknowledged || count > this.sent)
            throw new TalosError('E_PROTOCOL', `the peer counts ${count} packets, of ${this.sent} after ${this.#acknowledged}`);
    }
    /** The peer has the first `count` packets. @throws as {@link assertCount}. */
    acknowledge(count) {
        this.assertCount(count);
        for (; this.#acknowledged < count; this.#acknowledged++, this.#gone++)
            if (this.#kept[this.#gone]?.cost === 0)
                this.#free--;
        if (this.#gone < LET_GO_TOGETHER && this.#gone < this.#kept.length)
            return;
        this.#kept = this.#kept.slice(this.#gone);
        this.#gone = 0;
    }
    /** The bytes that those after the first `count` cost. */
    costAfter(count) {
        return this.#after(count).reduce((sum, { cost }) => sum + cost, 0);
    }
    /** Takes back all that the peer does not have, to be sent again. @param count - What it has. @throws as above. */
    rewind(count) {
        this.acknowledge(count);
        const again = this.#after(count);
        this.#kept = [];
        this.#gone = 0;
        this.#free = 0;
        return again;
    }
    #after(count) {
        return this.#kept.slice(this.#gone + count - this.#acknowledged);
    }
}

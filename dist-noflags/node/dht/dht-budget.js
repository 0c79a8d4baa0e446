/**
 * What one look-up may dial: so many addresses in all, and few of those that one node names, once its first ones lead nowhere.
 * Whoever answers with invented nodes makes an agent dial these few, and does not keep it from what others name.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
/** Addresses that one look-up dials. */
export const MAX_LOOKUP_DIALS = 120;
/** Dials in vain to nodes that one node named, after which nobody else that it names is dialled. */
export const MAX_VAIN_REFERRALS = 3;
/** Nodes of whom it is known who named them. */
const MAX_REFERRALS = 4096;
/** See the module comment. */
export class DhtBudget {
    #dials;
    #namedBy = new BoundedMap(MAX_REFERRALS);
    #vain = new Map();
    /** @param dials - {@link MAX_LOOKUP_DIALS} unless given. */
    constructor(dials = MAX_LOOKUP_DIALS) {
        this.#dials = dials;
    }
    /** Notes that `by` named `peerId`; the first who does counts. */
    refer(peerId, by) {
        if (!this.#namedBy.has(peerId))
            this.#namedBy.set(peerId, by);
    }
    /** Counts one dial of an address of `peerId`; `false` where it is one too many. */
    take(peerId) {
        const by = this.#namedBy.get(peerId);
        if (by !== undefined && (this.#vain.get(by) ?? 0) >= MAX_VAIN_REFERRALS)
            return false;
        if (this.#dials <= 0)
            return false;
        this.#dials--;
        return true;
    }
    /** Notes that `peerId` was dialled in vain. */
    failed(peerId) {
        const by = this.#namedBy.get(peerId);
        if (by !== undefined)
            this.#vain.set(by, (this.#vain.get(by) ?? 0) + 1);
    }
    /** Gives dials back, up to `most`: for what goes on for ever. */
    refill(dials, most) {
        this.#dials = Math.min(most, this.#dials + dials);
        this.#vain.clear();
    }
}

/**
 * Verified headers in memory, one record after the other, from height 0 on. PROTOCOL.md §9.12.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { decodeSignedHeader, encodeSignedHeader, SIGNED_HEADER_BYTES, } from "../chain/chain-header.js";
/** See the module comment. */
export class HeaderShelf {
    #bytes = new Uint8Array(0);
    #count = 0;
    /** How many there are: the heights 0 to before this. */
    get count() {
        return this.#count;
    }
    /** Adds the next one. */
    push(header) {
        const at = this.#count * SIGNED_HEADER_BYTES;
        // Doubled, so that each record is copied about once.
        if (at === this.#bytes.length)
            this.#bytes = concat(this.#bytes, new Uint8Array(Math.max(at, 64 * SIGNED_HEADER_BYTES)));
        this.#bytes.set(encodeSignedHeader(header), at);
        this.#count++;
    }
    /** The header at `height`; `undefined` where there is none. */
    at(height) {
        return height >= 0 && height < this.#count ? decodeSignedHeader(this.slice(height, height + 1)) : undefined;
    }
    /** The newest one. */
    last() {
        return this.at(this.#count - 1);
    }
    /** The records from one height to before another: a copy. */
    slice(from, to) {
        return this.#bytes.slice(from * SIGNED_HEADER_BYTES, Math.min(to, this.#count) * SIGNED_HEADER_BYTES);
    }
    /** The header whose block ends the log of `size` entries. The log grows with each height, so halving finds it. */
    ofLog(size) {
        let [low, high] = [0, this.#count];
        while (low < high) {
            const middle = Math.floor((low + high) / 2);
            if ((this.at(middle)?.header.logSize ?? size) < size)
                low = middle + 1;
            else
                high = middle;
        }
        const found = this.at(low);
        return found?.header.logSize === size ? found : undefined;
    }
}

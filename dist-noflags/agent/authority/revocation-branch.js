/**
 * One history of a revocation list, in memory: its hashes and its newest head. An honest issuer has one; one that was
 * put back to an older state, or lies, has more, which all count. PROTOCOL.md §8.5.
 *
 * @module
 */
import { equalBytes, fromHex, toHex } from "../../base/bytes.js";
import { EMPTY_LIST_HASH, itemHash } from "../../capability/revocation-list.js";
const HASH_BYTES = 32;
const FIRST_ROOM = 16;
/** See the module comment. */
export class RevocationBranch {
    index;
    /** The branch that this one leaves, and after how many items; the first leaves none. */
    base;
    #hashes;
    #size;
    head;
    /**
     * @param index - 0 for the first branch.
     * @param from - The branch that this one leaves after `n` items.
     */
    constructor(index, from) {
        this.index = index;
        this.base = from === undefined ? { branch: 0, n: 0 } : { branch: from.branch.index, n: from.n };
        this.#size = this.base.n;
        this.#hashes = new Uint8Array(Math.max(FIRST_ROOM, this.#size) * HASH_BYTES);
        if (from !== undefined)
            this.#hashes.set(from.branch.#hashes.subarray(0, this.#size * HASH_BYTES));
    }
    /** Items of the list. */
    get size() {
        return this.#size;
    }
    /** Items that are not those of the branch that it left. */
    get added() {
        return this.#size - this.base.n;
    }
    /** h_n, `n` being 0 to {@link size}. */
    hashAt(n) {
        return n === 0 ? EMPTY_LIST_HASH : this.#hashes.subarray((n - 1) * HASH_BYTES, n * HASH_BYTES);
    }
    /** Whether the list has `seq` items or more, and `hash` is that of the first `seq`. */
    holds({ seq, hash }) {
        return seq <= this.#size && equalBytes(this.hashAt(seq), fromHex(hash));
    }
    /** How many of `hashes`, which are those after `from` items, are those of this list. */
    agreesWith(from, hashes) {
        let same = 0;
        while (same < hashes.length && from + same < this.#size) {
            if (!equalBytes(this.hashAt(from + same + 1), hashes[same]))
                break;
            same++;
        }
        return same;
    }
    /** Adds an item that is durable. */
    append(item) {
        const hash = itemHash(this.hashAt(this.#size), item);
        if ((this.#size + 1) * HASH_BYTES > this.#hashes.length) {
            const larger = new Uint8Array(this.#hashes.length * 2);
            larger.set(this.#hashes);
            this.#hashes = larger;
        }
        this.#hashes.set(hash, this.#size * HASH_BYTES);
        this.#size++;
    }
    /** Where the list is: its length, and the hash of all of it. */
    get end() {
        return { seq: this.#size, hash: toHex(this.hashAt(this.#size)) };
    }
}
/** The hashes after each of `items`, the first of which follows `before`. */
export function hashesAfter(before, items) {
    const hashes = [];
    let last = before;
    for (const item of items) {
        const hash = itemHash(last, item);
        hashes.push(hash);
        last = hash;
    }
    return hashes;
}

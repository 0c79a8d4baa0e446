import { emptyRoot, nodeHash } from "./merkle.js";
/** See the module comment. Mutable; {@link Frontier.copy} gives one that may go another way. */
export class Frontier {
    #size;
    /** Roots of the whole subtrees, largest first: one for each one-bit of the size. */
    #roots;
    /**
     * @param size - Leaves so far.
     * @param roots - Roots of the whole subtrees that these leaves make, largest first.
     */
    constructor(size = 0, roots = []) {
        this.#size = size;
        this.#roots = [...roots];
    }
    /** Leaves so far. */
    get size() {
        return this.#size;
    }
    /** Roots of the whole subtrees, largest first: with the size, all there is to know of the log. Not to be changed. */
    get roots() {
        return this.#roots;
    }
    /** Adds a leaf hash. */
    append(leaf) {
        this.#roots.push(leaf);
        // Each trailing one-bit of the old size is a whole subtree as large as the one just made.
        for (let left = this.#size; left % 2 === 1; left = (left - 1) / 2) {
            const right = this.#roots.pop();
            this.#roots.push(nodeHash(this.#roots.pop(), right));
        }
        this.#size++;
    }
    /** Root of the tree: new bytes. */
    root() {
        const [last, ...larger] = this.#roots.toReversed();
        if (last === undefined)
            return emptyRoot();
        return new Uint8Array(larger.reduce((right, left) => nodeHash(left, right), last));
    }
    /** An independent copy. */
    copy() {
        return new Frontier(this.#size, this.#roots);
    }
}

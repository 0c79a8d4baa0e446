/**
 * The right edge of a growing Merkle tree: enough to append leaves and to know the root, in memory of log n hashes.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
/** See the module comment. Mutable; {@link Frontier.copy} gives one that may go another way. */
export declare class Frontier {
    #private;
    /**
     * @param size - Leaves so far.
     * @param roots - Roots of the whole subtrees that these leaves make, largest first.
     */
    constructor(size?: number, roots?: readonly Bytes[]);
    /** Leaves so far. */
    get size(): number;
    /** Roots of the whole subtrees, largest first: with the size, all there is to know of the log. Not to be changed. */
    get roots(): readonly Bytes[];
    /** Adds a leaf hash. */
    append(leaf: Bytes): void;
    /** Root of the tree: new bytes. */
    root(): Bytes;
    /** An independent copy. */
    copy(): Frontier;
}

/**
 * Merkle trees: RFC 9162 §2.1, which hashes as RFC 6962 does. PROTOCOL.md §9.4, §9.5.
 *
 * Pure functions of hashes. What a leaf is, and who keeps the leaves, is not known here. Whatever a stranger sends to
 * the two `verify…` functions, they answer `true` or `false` after at most one hash for each hash of the path.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
/** Hash of a leaf: SHA-256(0x00 ‖ entry). 32 new bytes. */
export declare function leafHash(entry: Uint8Array): Bytes;
/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). 32 new bytes. */
export declare function nodeHash(left: Uint8Array, right: Uint8Array): Bytes;
/** Root of the tree without leaves: SHA-256(""). 32 new bytes. */
export declare function emptyRoot(): Bytes;
/** Root of the tree with these leaf hashes, in order. 32 new bytes. */
export declare function rootHash(leaves: readonly Uint8Array[]): Bytes;
/** The largest power of two below `n`, which is at least 2. RFC 9162 §2.1.1 calls it k. */
export declare function largestPowerBelow(n: number): number;
/**
 * The path that proves leaf `index` under the root of `leaves`, lowest hash first. RFC 9162 §2.1.3.1.
 *
 * @returns At most ⌈log₂ leaves.length⌉ hashes of 32 bytes.
 * @throws {RangeError} if there is no such leaf.
 */
export declare function inclusionPath(leaves: readonly Uint8Array[], index: number): Bytes[];
/** The inclusion paths of all `leaves`, with no hash computed twice: for many that are proved together. */
export declare function inclusionPaths(leaves: readonly Uint8Array[]): Bytes[][];
/**
 * The path that proves that the tree of the first `oldSize` of `leaves` is a prefix of the tree of all of them.
 * RFC 9162 §2.1.4.1. Empty where both are the same tree.
 *
 * @throws {RangeError} unless `oldSize` is 1 to `leaves.length`.
 */
export declare function consistencyPath(leaves: readonly Uint8Array[], oldSize: number): Bytes[];
/** A subtree, as the leaves from its first to before its second number. */
export type LeafRange = readonly [start: number, end: number];
/**
 * The subtrees whose roots are the inclusion path of leaf `index` in a tree of `size` leaves, in the path's order.
 *
 * @throws {RangeError} if there is no such leaf.
 */
export declare function inclusionRanges(index: number, size: number): LeafRange[];
/**
 * The subtrees whose roots are the consistency path from `oldSize` to `size` leaves, in the path's order.
 *
 * @throws {RangeError} unless `oldSize` is 1 to `size`.
 */
export declare function consistencyRanges(oldSize: number, size: number): LeafRange[];
/**
 * Whether `path` proves that the leaf hash `leaf` stands at `index` of the tree of `size` leaves with this `root`.
 * RFC 9162 §2.1.3.2.
 */
export declare function verifyInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array): boolean;
/**
 * Whether `path` proves that the tree of `oldSize` leaves with `oldRoot` is a prefix of the tree of `size` leaves with
 * `root`. RFC 9162 §2.1.4.2. From no leaves nothing can be proved: an `oldSize` of 0 is `false`.
 */
export declare function verifyConsistency(oldSize: number, oldRoot: Uint8Array, size: number, root: Uint8Array, path: readonly Uint8Array[]): boolean;

/**
 * Merkle trees: RFC 9162 §2.1, which hashes as RFC 6962 does. PROTOCOL.md §9.4, §9.5.
 *
 * Pure functions of hashes. What a leaf is, and who keeps the leaves, is not known here. Whatever a stranger sends to
 * the two `verify…` functions, they answer `true` or `false` after at most one hash for each hash of the path.
 *
 * @module
 */
import { assertBytes, equalBytes } from "../../base/bytes.js";
import { HASH_BYTES, sha256, sha256Into, sha256Joined } from "../../crypto/hash.js";
// RFC 9162 §2.1.1: distinct prefixes keep a leaf from passing for a node.
const LEAF = Uint8Array.of(0x00);
const NODE = 0x01;
/** 0x01 ‖ left ‖ right, written anew for each node; no other call can interrupt its use. */
const pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = NODE;
/** Hash of a leaf: SHA-256(0x00 ‖ entry). 32 new bytes. */
export function leafHash(entry) {
    return sha256Joined(LEAF, entry);
}
/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). 32 new bytes. */
export function nodeHash(left, right) {
    fillPair(left, right);
    return sha256(pair);
}
function fillPair(left, right) {
    // Shorter ones would leave bytes of the pair before.
    assertBytes(left, 'left', HASH_BYTES);
    assertBytes(right, 'right', HASH_BYTES);
    pair.set(left, 1);
    pair.set(right, 1 + HASH_BYTES);
}
/** Root of the tree without leaves: SHA-256(""). 32 new bytes. */
export function emptyRoot() {
    return sha256(new Uint8Array(0));
}
/** Root of the tree with these leaf hashes, in order. 32 new bytes. */
export function rootHash(leaves) {
    return leaves.length === 0 ? emptyRoot() : subtreeRoot(leaves, 0, leaves.length);
}
/**
 * Level by level, in one piece of memory: where a level has an odd number of nodes the last one rises as it is, which
 * gives the tree of RFC 9162 §2.1.1.
 */
function subtreeRoot(leaves, start, end) {
    let count = end - start;
    if (count === 1)
        return new Uint8Array(leaves[start]);
    const level = new Uint8Array(Math.ceil(count / 2) * HASH_BYTES);
    for (let i = 0; 2 * i < count; i++) {
        const [left, right] = [leaves[start + 2 * i], leaves[start + 2 * i + 1]];
        if (2 * i + 1 === count) {
            level.set(left, i * HASH_BYTES);
        }
        else {
            fillPair(left, right);
            sha256Into(pair, level, i * HASH_BYTES);
        }
    }
    for (count = Math.ceil(count / 2); count > 1; count = Math.ceil(count / 2))
        hashLevel(level, count);
    return level.slice(0, HASH_BYTES);
}
/** Replaces a level of `count` nodes by the one above. */
function hashLevel(level, count) {
    const half = count >> 1;
    for (let i = 0; i < half; i++) {
        const from = 2 * i * HASH_BYTES;
        for (let at = 0; at < 2 * HASH_BYTES; at++)
            pair[1 + at] = level[from + at];
        sha256Into(pair, level, i * HASH_BYTES);
    }
    if (count % 2 === 1)
        level.copyWithin(half * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
}
/** The largest power of two below `n`, which is at least 2. RFC 9162 §2.1.1 calls it k. */
export function largestPowerBelow(n) {
    let power = 1;
    while (power * 2 < n)
        power *= 2;
    return power;
}
/**
 * The path that proves leaf `index` under the root of `leaves`, lowest hash first. RFC 9162 §2.1.3.1.
 *
 * @returns At most ⌈log₂ leaves.length⌉ hashes of 32 bytes.
 * @throws {RangeError} if there is no such leaf.
 */
export function inclusionPath(leaves, index) {
    return inclusionRanges(index, leaves.length).map(([start, end]) => subtreeRoot(leaves, start, end));
}
/** The inclusion paths of all `leaves`, with no hash computed twice: for many that are proved together. */
export function inclusionPaths(leaves) {
    const paths = leaves.map(() => []);
    const walk = (start, end) => {
        if (end - start === 1)
            return new Uint8Array(leaves[start]);
        const split = start + largestPowerBelow(end - start);
        const [left, right] = [walk(start, split), walk(split, end)];
        for (let leaf = start; leaf < end; leaf++)
            paths[leaf]?.push(leaf < split ? right : left);
        return nodeHash(left, right);
    };
    if (leaves.length > 0)
        walk(0, leaves.length);
    return paths;
}
/**
 * The path that proves that the tree of the first `oldSize` of `leaves` is a prefix of the tree of all of them.
 * RFC 9162 §2.1.4.1. Empty where both are the same tree.
 *
 * @throws {RangeError} unless `oldSize` is 1 to `leaves.length`.
 */
export function consistencyPath(leaves, oldSize) {
    return consistencyRanges(oldSize, leaves.length).map(([start, end]) => subtreeRoot(leaves, start, end));
}
/**
 * The subtrees whose roots are the inclusion path of leaf `index` in a tree of `size` leaves, in the path's order.
 *
 * @throws {RangeError} if there is no such leaf.
 */
export function inclusionRanges(index, size) {
    if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
        throw new RangeError(`index must be 0 to before ${size}, got ${index}`);
    const ranges = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
        const split = start + largestPowerBelow(end - start);
        if (index < split) {
            ranges.push([split, end]);
            end = split;
        }
        else {
            ranges.push([start, split]);
            start = split;
        }
    }
    return ranges.reverse();
}
/**
 * The subtrees whose roots are the consistency path from `oldSize` to `size` leaves, in the path's order.
 *
 * @throws {RangeError} unless `oldSize` is 1 to `size`.
 */
export function consistencyRanges(oldSize, size) {
    if (!Number.isSafeInteger(size) || !Number.isSafeInteger(oldSize) || oldSize < 1 || oldSize > size)
        throw new RangeError(`oldSize must be 1 to ${size}, got ${oldSize}`);
    const ranges = [];
    let [start, end] = [0, size];
    // RFC 9162 §2.1.4.1: SUBPROOF descends until the old tree's edge is the edge of a subtree.
    while (oldSize < end) {
        const split = start + largestPowerBelow(end - start);
        if (oldSize <= split) {
            ranges.push([split, end]);
            end = split;
        }
        else {
            ranges.push([start, split]);
            start = split;
        }
    }
    // The old root itself is known to the verifier where the old tree is one whole subtree from the first leaf.
    if (start > 0)
        ranges.push([start, end]);
    return ranges.reverse();
}
function areHashes(hashes) {
    return hashes.every((hash) => hash instanceof Uint8Array && hash.length === HASH_BYTES);
}
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const half = (value) => Math.floor(value / 2);
/**
 * Whether `path` proves that the leaf hash `leaf` stands at `index` of the tree of `size` leaves with this `root`.
 * RFC 9162 §2.1.3.2.
 */
export function verifyInclusion(leaf, index, size, path, root) {
    if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...path.slice(0, 64)]))
        return false;
    let node = index;
    let last = size - 1;
    const hash = new Uint8Array(leaf);
    for (const sibling of path) {
        if (last === 0)
            return false;
        if (node % 2 === 1 || node === last) {
            fillPair(sibling, hash);
            while (node % 2 === 0 && node !== 0) {
                node = half(node);
                last = half(last);
            }
        }
        else {
            fillPair(hash, sibling);
        }
        sha256Into(pair, hash, 0);
        node = half(node);
        last = half(last);
    }
    return last === 0 && equalBytes(hash, root);
}
/**
 * Whether `path` proves that the tree of `oldSize` leaves with `oldRoot` is a prefix of the tree of `size` leaves with
 * `root`. RFC 9162 §2.1.4.2. From no leaves nothing can be proved: an `oldSize` of 0 is `false`.
 */
export function verifyConsistency(oldSize, oldRoot, size, root, path) {
    if (!isCount(oldSize) || !isCount(size) || oldSize === 0 || oldSize > size)
        return false;
    // Nothing is hashed where both are the same tree, so its root may be of any kind.
    if (oldSize === size)
        return path.length === 0 && equalBytes(oldRoot, root);
    if (path.length === 0 || !areHashes([oldRoot, root, ...path.slice(0, 64)]))
        return false;
    let [node, last] = [oldSize - 1, size - 1];
    while (node % 2 === 1)
        [node, last] = [half(node), half(last)];
    // The old tree is a whole subtree: its root is where the path starts.
    const [first, ...rest] = node === 0 ? [oldRoot, ...path] : path;
    let [oldHash, hash] = [first, first];
    for (const sibling of rest) {
        if (last === 0)
            return false;
        if (node % 2 === 1 || node === last) {
            [oldHash, hash] = [nodeHash(sibling, oldHash), nodeHash(sibling, hash)];
            while (node % 2 === 0 && node !== 0)
                [node, last] = [half(node), half(last)];
        }
        else {
            hash = nodeHash(hash, sibling);
        }
        [node, last] = [half(node), half(last)];
    }
    return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root);
}

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  HASH_BYTES,
  sha256,
  sha256Into,
  sha256Joined
} from "./chunk-IOG4ONSQ.js";
import {
  assertBytes,
  equalBytes
} from "./chunk-BYUQUT5F.js";

// src/ledger/log/merkle.ts
var LEAF = Uint8Array.of(0);
var NODE = 1;
var pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = NODE;
function leafHash(entry) {
  return sha256Joined(LEAF, entry);
}
function nodeHash(left, right) {
  fillPair(left, right);
  return sha256(pair);
}
function fillPair(left, right) {
  assertBytes(left, "left", HASH_BYTES);
  assertBytes(right, "right", HASH_BYTES);
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
}
function emptyRoot() {
  return sha256(new Uint8Array(0));
}
function rootHash(leaves) {
  return leaves.length === 0 ? emptyRoot() : subtreeRoot(leaves, 0, leaves.length);
}
function subtreeRoot(leaves, start, end) {
  let count = end - start;
  if (count === 1) return new Uint8Array(leaves[start]);
  const level = new Uint8Array(Math.ceil(count / 2) * HASH_BYTES);
  for (let i = 0; 2 * i < count; i++) {
    const [left, right] = [leaves[start + 2 * i], leaves[start + 2 * i + 1]];
    if (2 * i + 1 === count) {
      level.set(left, i * HASH_BYTES);
    } else {
      fillPair(left, right);
      sha256Into(pair, level, i * HASH_BYTES);
    }
  }
  for (count = Math.ceil(count / 2); count > 1; count = Math.ceil(count / 2)) hashLevel(level, count);
  return level.slice(0, HASH_BYTES);
}
function hashLevel(level, count) {
  const half2 = count >> 1;
  for (let i = 0; i < half2; i++) {
    const from = 2 * i * HASH_BYTES;
    for (let at = 0; at < 2 * HASH_BYTES; at++) pair[1 + at] = level[from + at];
    sha256Into(pair, level, i * HASH_BYTES);
  }
  if (count % 2 === 1) level.copyWithin(half2 * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
}
function largestPowerBelow(n) {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
function inclusionPaths(leaves) {
  const paths = leaves.map(() => []);
  const walk = (start, end) => {
    if (end - start === 1) return new Uint8Array(leaves[start]);
    const split = start + largestPowerBelow(end - start);
    const [left, right] = [walk(start, split), walk(split, end)];
    for (let leaf = start; leaf < end; leaf++) paths[leaf]?.push(leaf < split ? right : left);
    return nodeHash(left, right);
  };
  if (leaves.length > 0) walk(0, leaves.length);
  return paths;
}
function inclusionRanges(index, size) {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(`index must be 0 to before ${size}, got ${index}`);
  const ranges = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start);
    if (index < split) {
      ranges.push([split, end]);
      end = split;
    } else {
      ranges.push([start, split]);
      start = split;
    }
  }
  return ranges.reverse();
}
function consistencyRanges(oldSize, size) {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(oldSize) || oldSize < 1 || oldSize > size)
    throw new RangeError(`oldSize must be 1 to ${size}, got ${oldSize}`);
  const ranges = [];
  let [start, end] = [0, size];
  while (oldSize < end) {
    const split = start + largestPowerBelow(end - start);
    if (oldSize <= split) {
      ranges.push([split, end]);
      end = split;
    } else {
      ranges.push([start, split]);
      start = split;
    }
  }
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}
function areHashes(hashes) {
  return hashes.every((hash) => hash instanceof Uint8Array && hash.length === HASH_BYTES);
}
var isCount = (value) => Number.isSafeInteger(value) && value >= 0;
var half = (value) => Math.floor(value / 2);
function verifyInclusion(leaf, index, size, path, root) {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...path.slice(0, 64)]))
    return false;
  let node = index;
  let last = size - 1;
  const hash = new Uint8Array(leaf);
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      fillPair(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      fillPair(hash, sibling);
    }
    sha256Into(pair, hash, 0);
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, root);
}
function verifyConsistency(oldSize, oldRoot, size, root, path) {
  if (!isCount(oldSize) || !isCount(size) || oldSize === 0 || oldSize > size) return false;
  if (oldSize === size) return path.length === 0 && equalBytes(oldRoot, root);
  if (path.length === 0 || !areHashes([oldRoot, root, ...path.slice(0, 64)])) return false;
  let [node, last] = [oldSize - 1, size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const [first, ...rest] = node === 0 ? [oldRoot, ...path] : path;
  let [oldHash, hash] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [oldHash, hash] = [nodeHash(sibling, oldHash), nodeHash(sibling, hash)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root);
}

export {
  leafHash,
  nodeHash,
  emptyRoot,
  rootHash,
  largestPowerBelow,
  inclusionPaths,
  inclusionRanges,
  consistencyRanges,
  verifyInclusion,
  verifyConsistency
};

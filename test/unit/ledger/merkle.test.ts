import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, toHex, utf8 } from '../../../src/base/bytes.ts';
import { Frontier } from '../../../src/ledger/log/frontier.ts';
import {
  consistencyPath,
  consistencyRanges,
  inclusionPath,
  inclusionPaths,
  inclusionRanges,
  leafHash,
  nodeHash,
  rootHash,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/ledger/log/merkle.ts';
import { loadFrontier, rootOfRange, TileEdge } from '../../../src/ledger/log/tiles.ts';

/** A second implementation, after the definition of RFC 6962 §2.1 and with another hash function's code. */
function rfc6962(entries: readonly Uint8Array[]): string {
  const sha = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const tree = (d: readonly Uint8Array[]): Buffer => {
    if (d.length === 0) return sha();
    if (d.length === 1) return sha(Buffer.of(0), d[0] as Uint8Array);
    const k = 2 ** Math.floor(Math.log2(d.length - 1));
    return sha(Buffer.of(1), tree(d.slice(0, k)), tree(d.slice(k)));
  };
  return tree(entries).toString('hex');
}

const entriesOf = (count: number): Bytes[] => Array.from({ length: count }, (_, i) => utf8(`entry ${i}`));
const leavesOf = (count: number): Bytes[] => entriesOf(count).map(leafHash);

describe('merkle trees', () => {
  it('the roots of 0 to 70 leaves are those of a second implementation', () => {
    for (let count = 0; count <= 70; count++)
      expect(toHex(rootHash(leavesOf(count))), `${count} leaves`).toBe(rfc6962(entriesOf(count)));
  });

  it('every path of every leaf verifies, for its place alone', () => {
    for (let size = 1; size <= 33; size++) {
      const leaves = leavesOf(size);
      const root = rootHash(leaves);
      const all = inclusionPaths(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const path = inclusionPath(leaves, index);
        expect(all[index]).toEqual(path);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(verifyInclusion(leaf, index, size, path, root)).toBe(true);
        for (let other = 0; other < size; other++)
          if (other !== index) expect(verifyInclusion(leaf, other, size, path, root)).toBe(false);
      }
    }
  });

  it('every prefix is proved to be one, and no other size is', () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = leavesOf(size);
      const root = rootHash(leaves);
      for (let old = 1; old <= size; old++) {
        const path = consistencyPath(leaves, old);
        const oldRoot = rootHash(leaves.slice(0, old));
        expect(verifyConsistency(old, oldRoot, size, root, path)).toBe(true);
        for (let other = 1; other <= size; other++)
          if (other !== old) expect(verifyConsistency(other, oldRoot, size, root, path)).toBe(false);
      }
    }
  });

  it('B01: a leaf repeated at the end changes the root, and its path proves nothing in the honest tree', () => {
    for (let size = 1; size <= 16; size++) {
      const leaves = leavesOf(size);
      const repeated = [...leaves, leaves.at(-1) as Bytes];
      expect(rootHash(repeated)).not.toEqual(rootHash(leaves));
      const path = inclusionPath(repeated, size);
      expect(verifyInclusion(leaves.at(-1) as Bytes, size, size + 1, path, rootHash(leaves))).toBe(false);
    }
  });

  it('B02: an inner node is no leaf: neither its hash nor its children pass for an entry', () => {
    const leaves = leavesOf(4);
    const [a, b, c, d] = leaves as [Bytes, Bytes, Bytes, Bytes];
    const root = rootHash(leaves);
    const forged = concat(a, b);
    expect(verifyInclusion(leafHash(forged), 0, 2, [nodeHash(c, d)], root)).toBe(false);
    expect(leafHash(forged)).not.toEqual(nodeHash(a, b));
    // Claimed to be the leaf of a smaller tree with the same root: the size is what a checkpoint signs.
    expect(verifyInclusion(nodeHash(a, b), 0, 4, [nodeHash(c, d)], root)).toBe(false);
  });

  it('B03: paths of another shape are refused', () => {
    const leaves = leavesOf(5);
    const root = rootHash(leaves);
    const leaf = leaves[2] as Bytes;
    const path = inclusionPath(leaves, 2);
    const [first = new Uint8Array(32), ...rest] = path;
    const bad: Uint8Array[][] = [
      [],
      rest,
      [...path, first],
      [first.slice(1), ...rest],
      [concat(first, first), ...rest],
      [new Uint8Array(0), ...rest],
      path.toReversed(),
      Array.from({ length: 100_000 }, () => first),
    ];
    for (const other of bad) {
      expect(verifyInclusion(leaf, 2, 5, other, root)).toBe(false);
      expect(verifyConsistency(3, rootHash(leaves.slice(0, 3)), 5, root, other)).toBe(false);
    }
  });

  it('B03: indexes, sizes and hashes that are none are refused', () => {
    const leaves = leavesOf(5);
    const [root, path, leaf] = [rootHash(leaves), inclusionPath(leaves, 2), leaves[2] as Bytes];
    for (const odd of [-1, 5, 0.5, Number.NaN, Infinity, 2 ** 53, 2 ** 64, -0.5]) {
      expect(verifyInclusion(leaf, odd, 5, path, root)).toBe(false);
      expect(verifyConsistency(odd, root, 4, root, path)).toBe(false);
    }
    for (const odd of [-1, 0, 2, 1.5, Number.NaN, 2 ** 53]) {
      expect(verifyInclusion(leaf, 2, odd, path, root)).toBe(false);
      expect(verifyConsistency(3, root, odd, root, path)).toBe(false);
    }
    for (const odd of [root.slice(1), concat(root, root), new Uint8Array(0)]) {
      expect(verifyInclusion(leaf, 2, 5, path, odd)).toBe(false);
      expect(verifyInclusion(odd, 2, 5, path, root)).toBe(false);
      expect(verifyConsistency(3, odd, 5, root, path)).toBe(false);
      expect(verifyConsistency(3, root, 5, odd, path)).toBe(false);
    }
    expect(verifyConsistency(0, rootHash([]), 5, root, [])).toBe(false);
  });

  it('whatever a stranger sends, the answer is false and comes at once', () => {
    const hash = fc.uint8Array({ maxLength: 40 });
    const number = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger());
    fc.assert(
      fc.property(hash, number, number, fc.array(hash, { maxLength: 70 }), hash, (leaf, index, size, path, root) => {
        expect(verifyInclusion(leaf, index, size, path, root)).toBe(false);
        expect(typeof verifyConsistency(index, leaf, size, root, path)).toBe('boolean');
      }),
    );
  });

  it('a place or size that a tree does not have is a mistake of the caller', () => {
    for (const index of [-1, 5, 0.5]) expect(() => inclusionPath(leavesOf(5), index)).toThrow(RangeError);
    for (const size of [0, 6, 1.5]) expect(() => consistencyPath(leavesOf(5), size)).toThrow(RangeError);
    expect(() => inclusionRanges(0, Number.NaN)).toThrow(RangeError);
  });
});

describe('a growing tree', () => {
  it('its frontier has the root of all leaves so far, and a copy goes its own way', () => {
    const frontier = new Frontier();
    const leaves = leavesOf(300);
    for (const [i, leaf] of leaves.entries()) {
      expect(frontier.size).toBe(i);
      if (i % 7 === 0) expect(frontier.root()).toEqual(rootHash(leaves.slice(0, i)));
      const copy = frontier.copy();
      copy.append(leafHash(utf8('other')));
      frontier.append(leaf);
      expect(copy.root()).not.toEqual(frontier.root());
    }
    expect(frontier.root()).toEqual(rootHash(leaves));
  });

  it('its tiles give every path and frontier, whenever they are stored and loaded again', async () => {
    const leaves = leavesOf(1300);
    const stored = new Map<string, Bytes>();
    const read = async (level: number, number: number): Promise<Bytes | undefined> => stored.get(`${level}/${number}`);
    let edge = new TileEdge();
    for (const [i, leaf] of leaves.entries()) {
      edge.append(leaf);
      if (i % 97 !== 0 && i !== 255 && i !== 1299) continue;
      for (const { level, number, hashes } of edge.take()) stored.set(`${level}/${number}`, hashes);
      edge = await TileEdge.load(i + 1, read);
      expect((await loadFrontier(i + 1, read)).root()).toEqual(rootHash(leaves.slice(0, i + 1)));
    }
    for (const [index, size] of [
      [0, 1300],
      [1299, 1300],
      [255, 257],
      [511, 1300],
      [700, 701],
      [0, 1],
      [1024, 1025],
    ] as const) {
      const path = await Promise.all(inclusionRanges(index, size).map((range) => rootOfRange(read, range)));
      expect(path).toEqual(inclusionPath(leaves.slice(0, size), index));
    }
    const path = await Promise.all(consistencyRanges(300, 1300).map((range) => rootOfRange(read, range)));
    expect(verifyConsistency(300, rootHash(leaves.slice(0, 300)), 1300, rootHash(leaves), path)).toBe(true);
  });

  it('B20: a tile that lacks is E_STORAGE_CORRUPT', async () => {
    const none = async (): Promise<undefined> => undefined;
    const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });
    await expect(loadFrontier(3, none)).rejects.toThrow(corrupt);
    await expect(TileEdge.load(3, none)).rejects.toThrow(corrupt);
    await expect(loadFrontier(3, async () => new Uint8Array(33))).rejects.toThrow(corrupt);
  });
});

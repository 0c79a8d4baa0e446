/**
 * The right edge of a growing Merkle tree: enough to append leaves and to know the root, in memory of log n hashes.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { emptyRoot, nodeHash } from './merkle.ts';

/** See the module comment. Mutable; {@link Frontier.copy} gives one that may go another way. */
export class Frontier {
  #size: number;
  /** Roots of the whole subtrees, largest first: one for each one-bit of the size. */
  readonly #roots: Bytes[];

  /**
   * @param size - Leaves so far.
   * @param roots - Roots of the whole subtrees that these leaves make, largest first.
   */
  constructor(size = 0, roots: readonly Bytes[] = []) {
    this.#size = size;
    this.#roots = [...roots];
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Roots of the whole subtrees, largest first: with the size, all there is to know of the log. Not to be changed. */
  get roots(): readonly Bytes[] {
    return this.#roots;
  }

  /** Adds a leaf hash. */
  append(leaf: Bytes): void {
    this.#roots.push(leaf);
    // Each trailing one-bit of the old size is a whole subtree as large as the one just made.
    for (let left = this.#size; left % 2 === 1; left = (left - 1) / 2) {
      const right = this.#roots.pop() as Bytes;
      this.#roots.push(nodeHash(this.#roots.pop() as Bytes, right));
    }
    this.#size++;
  }

  /** Root of the tree: new bytes. */
  root(): Bytes {
    const [last, ...larger] = this.#roots.toReversed();
    if (last === undefined) return emptyRoot();
    return new Uint8Array(larger.reduce((right, left) => nodeHash(left, right), last));
  }

  /** An independent copy. */
  copy(): Frontier {
    return new Frontier(this.#size, this.#roots);
  }
}

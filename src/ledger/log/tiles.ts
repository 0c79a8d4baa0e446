/**
 * The nodes of the log as tiles of 256 hashes, after C2SP `tlog-tiles`: tile (level, number) holds the hashes of tree
 * level 8 × level, from 256 × number on. One write serves 256 leaves, and a proof reads a few tiles.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { HASH_BYTES } from '../../crypto/hash.ts';
import { Frontier } from './frontier.ts';
import { type LeafRange, largestPowerBelow, nodeHash, rootHash } from './merkle.ts';

/** Hashes in a whole tile. */
export const TILE_HASHES = 256;

/** A tile: whole, or the last of its level so far. */
export interface Tile {
  readonly level: number;
  readonly number: number;
  /** Its hashes, one after the other. */
  readonly hashes: Bytes;
}

/** Gives the hashes of a tile, or `undefined` where it is not there. */
export type ReadTile = (level: number, number: number) => Promise<Uint8Array | undefined>;

interface OpenTile {
  number: number;
  hashes: Bytes[];
}

/** The open right edge of the tiles; leaves are appended, changed tiles taken. */
export class TileEdge {
  readonly #levels: OpenTile[] = [];
  readonly #changed = new Map<string, Tile>();

  /** Loads the edge of a log of `size` entries. @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks. */
  static async load(size: number, read: ReadTile): Promise<TileEdge> {
    const edge = new TileEdge();
    for (let [level, nodes] = [0, size]; nodes > 0; level++, nodes = Math.floor(nodes / TILE_HASHES)) {
      const number = Math.floor(nodes / TILE_HASHES);
      const held = nodes % TILE_HASHES;
      const hashes = held === 0 ? [] : splitTile(await readWhole(read, level, number, held)).slice(0, held);
      edge.#levels.push({ number, hashes });
    }
    return edge;
  }

  /** Adds a leaf hash. */
  append(leaf: Bytes): void {
    this.#push(0, leaf);
  }

  #push(level: number, hash: Bytes): void {
    const tile = (this.#levels[level] ??= { number: 0, hashes: [] });
    tile.hashes.push(hash);
    if (tile.hashes.length === TILE_HASHES) {
      this.#note(level, tile);
      this.#push(level + 1, rootHash(tile.hashes));
      tile.number++;
      tile.hashes = [];
    }
  }

  #note(level: number, { number, hashes }: OpenTile): void {
    this.#changed.set(`${level}/${number}`, { level, number, hashes: concat(...hashes) });
  }

  /** The tiles that may have changed since they were last taken: every whole one, and the open one of each level. */
  take(): Tile[] {
    for (const [level, tile] of this.#levels.entries()) if (tile.hashes.length > 0) this.#note(level, tile);
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }
}

/** The hashes of a tile one by one, over the memory of `tile`. */
export function splitTile(tile: Uint8Array): Bytes[] {
  return Array.from(
    { length: Math.floor(tile.length / HASH_BYTES) },
    (_, i) => new Uint8Array(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
  );
}

async function readWhole(read: ReadTile, level: number, number: number, atLeast: number): Promise<Uint8Array> {
  const tile = await read(level, number);
  if (tile === undefined || tile.length < atLeast * HASH_BYTES || tile.length % HASH_BYTES !== 0)
    throw new TalosError('E_STORAGE_CORRUPT', `tile ${number} of level ${level} lacks hashes`, {
      details: { level, number },
    });
  return tile;
}

/**
 * Root of the subtree over the leaves of `range`, which one of the path functions of `merkle.ts` named.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks.
 */
export async function rootOfRange(read: ReadTile, [start, end]: LeafRange): Promise<Bytes> {
  const count = end - start;
  const level = Math.log2(count);
  if (!Number.isInteger(level)) {
    const split = start + largestPowerBelow(count);
    return nodeHash(await rootOfRange(read, [start, split]), await rootOfRange(read, [split, end]));
  }
  const tileLevel = Math.floor(level / 8);
  const node = start / TILE_HASHES ** tileLevel;
  const [first, nodes] = [node % TILE_HASHES, 2 ** (level - 8 * tileLevel)];
  const tile = await readWhole(read, tileLevel, Math.floor(node / TILE_HASHES), first + nodes);
  return rootHash(splitTile(tile.subarray(first * HASH_BYTES, (first + nodes) * HASH_BYTES)));
}

/** The frontier of a log of `size` entries. @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks. */
export async function loadFrontier(size: number, read: ReadTile): Promise<Frontier> {
  const roots: Bytes[] = [];
  for (let start = 0; start < size; ) {
    const left = size - start;
    // The largest whole subtree that fits: all that is left, where that is a power of two.
    const count = Number.isInteger(Math.log2(left)) ? left : largestPowerBelow(left);
    roots.push(await rootOfRange(read, [start, start + count]));
    start += count;
  }
  return new Frontier(size, roots);
}

import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  largestPowerBelow,
  nodeHash,
  rootHash
} from "./chunk-5ZXZSGQE.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/log/tiles.ts
var TILE_HASHES = 256;
var TileEdge = class _TileEdge {
  #levels = [];
  #changed = /* @__PURE__ */ new Map();
  /** Loads the edge of a log of `size` entries. @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks. */
  static async load(size, read) {
    const edge = new _TileEdge();
    for (let [level, nodes] = [0, size]; nodes > 0; level++, nodes = Math.floor(nodes / TILE_HASHES)) {
      const number = Math.floor(nodes / TILE_HASHES);
      const held = nodes % TILE_HASHES;
      const hashes = held === 0 ? [] : splitTile(await readWhole(read, level, number, held)).slice(0, held);
      edge.#levels.push({ number, hashes });
    }
    return edge;
  }
  /** Adds a leaf hash. */
  append(leaf) {
    this.#push(0, leaf);
  }
  #push(level, hash) {
    const tile = this.#levels[level] ??= { number: 0, hashes: [] };
    tile.hashes.push(hash);
    if (tile.hashes.length === TILE_HASHES) {
      this.#note(level, tile);
      this.#push(level + 1, rootHash(tile.hashes));
      tile.number++;
      tile.hashes = [];
    }
  }
  #note(level, { number, hashes }) {
    this.#changed.set(`${level}/${number}`, { level, number, hashes: concat(...hashes) });
  }
  /** The tiles that may have changed since they were last taken: every whole one, and the open one of each level. */
  take() {
    for (const [level, tile] of this.#levels.entries()) if (tile.hashes.length > 0) this.#note(level, tile);
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }
};
function splitTile(tile) {
  return Array.from(
    { length: Math.floor(tile.length / HASH_BYTES) },
    (_, i) => new Uint8Array(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  );
}
async function readWhole(read, level, number, atLeast) {
  const tile = await read(level, number);
  if (tile === void 0 || tile.length < atLeast * HASH_BYTES || tile.length % HASH_BYTES !== 0)
    throw new TalosError("E_STORAGE_CORRUPT", `tile ${number} of level ${level} lacks hashes`, {
      details: { level, number }
    });
  return tile;
}
async function rootOfRange(read, [start, end]) {
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
async function loadFrontier(size, read) {
  const roots = [];
  for (let start = 0; start < size; ) {
    const left = size - start;
    const count = Number.isInteger(Math.log2(left)) ? left : largestPowerBelow(left);
    roots.push(await rootOfRange(read, [start, start + count]));
    start += count;
  }
  return new Frontier(size, roots);
}

export {
  TILE_HASHES,
  TileEdge,
  rootOfRange,
  loadFrontier
};

/**
 * The nodes of the log as tiles of 256 hashes, after C2SP `tlog-tiles`: tile (level, number) holds the hashes of tree
 * level 8 × level, from 256 × number on. One write serves 256 leaves, and a proof reads a few tiles.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { Frontier } from './frontier.ts';
import { type LeafRange } from './merkle.ts';
/** Hashes in a whole tile. */
export declare const TILE_HASHES = 256;
/** A tile: whole, or the last of its level so far. */
export interface Tile {
    readonly level: number;
    readonly number: number;
    /** Its hashes, one after the other. */
    readonly hashes: Bytes;
}
/** Gives the hashes of a tile, or `undefined` where it is not there. */
export type ReadTile = (level: number, number: number) => Promise<Uint8Array | undefined>;
/** The open right edge of the tiles; leaves are appended, changed tiles taken. */
export declare class TileEdge {
    #private;
    /** Loads the edge of a log of `size` entries. @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks. */
    static load(size: number, read: ReadTile): Promise<TileEdge>;
    /** Adds a leaf hash. */
    append(leaf: Bytes): void;
    /** The tiles that may have changed since they were last taken: every whole one, and the open one of each level. */
    take(): Tile[];
}
/** The hashes of a tile one by one, over the memory of `tile`. */
export declare function splitTile(tile: Uint8Array): Bytes[];
/**
 * Root of the subtree over the leaves of `range`, which one of the path functions of `merkle.ts` named.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks.
 */
export declare function rootOfRange(read: ReadTile, [start, end]: LeafRange): Promise<Bytes>;
/** The frontier of a log of `size` entries. @throws {TalosError} `E_STORAGE_CORRUPT` if a tile lacks. */
export declare function loadFrontier(size: number, read: ReadTile): Promise<Frontier>;

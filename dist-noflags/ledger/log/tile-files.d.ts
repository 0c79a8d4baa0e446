/**
 * The log as the files of C2SP `tlog-tiles`, which other tools read: tiles of hashes, and bundles of entries.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Frontier } from './frontier.ts';
/** One file: its path below the root, `/` between folders, and what it holds. */
export interface TileFile {
    readonly path: string;
    readonly bytes: Bytes;
}
/** The path of a tile or bundle of `width` elements, at most 256: partial ones name their width. */
export declare function elementPath(folder: string, number: number, width: number): string;
/**
 * The files of a log: bundles `tile/entries/N` (each entry behind its u16 length) and tiles `tile/L/N`, the last ones as
 * they are, partial. No more than one bundle and the open tiles are held at a time.
 *
 * @param entries - Encoded, from index 0 on; at most 65,535 bytes each.
 * @param frontier - Takes every leaf; afterwards it has the size and the root of the log.
 */
export declare function tileFiles(entries: AsyncIterable<Uint8Array>, frontier: Frontier): AsyncIterable<TileFile>;

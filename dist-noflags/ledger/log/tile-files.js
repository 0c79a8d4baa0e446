/**
 * The log as the files of C2SP `tlog-tiles`, which other tools read: tiles of hashes, and bundles of entries.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { u16 } from "../../codec/writer.js";
import { leafHash } from "./merkle.js";
import { TILE_HASHES, TileEdge } from "./tiles.js";
/** A number as `tlog-tiles` spells it: groups of three digits, all but the last led by an x: `x001/x234/067`. */
function numberPath(number) {
    const digits = String(number);
    const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
    const groups = padded.match(/\d{3}/g) ?? [];
    return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}
/** The path of a tile or bundle of `width` elements, at most 256: partial ones name their width. */
export function elementPath(folder, number, width) {
    const path = `tile/${folder}/${numberPath(number)}`;
    return width === TILE_HASHES ? path : `${path}.p/${width}`;
}
/**
 * The files of a log: bundles `tile/entries/N` (each entry behind its u16 length) and tiles `tile/L/N`, the last ones as
 * they are, partial. No more than one bundle and the open tiles are held at a time.
 *
 * @param entries - Encoded, from index 0 on; at most 65,535 bytes each.
 * @param frontier - Takes every leaf; afterwards it has the size and the root of the log.
 */
export async function* tileFiles(entries, frontier) {
    const edge = new TileEdge();
    let bundle = [];
    const bundleFile = (number) => ({
        path: elementPath('entries', number, bundle.length / 2),
        bytes: concat(...bundle),
    });
    for await (const entry of entries) {
        const leaf = leafHash(entry);
        frontier.append(leaf);
        edge.append(leaf);
        bundle.push(u16(entry.length), new Uint8Array(entry));
        if (bundle.length < 2 * TILE_HASHES)
            continue;
        yield bundleFile(frontier.size / TILE_HASHES - 1);
        bundle = [];
        for (const tile of wholeTiles(edge))
            yield tile;
    }
    if (bundle.length > 0)
        yield bundleFile(Math.floor(frontier.size / TILE_HASHES));
    for (const tile of tilesOf(edge))
        yield tile;
}
function tilesOf(edge) {
    return edge.take().map(({ level, number, hashes }) => ({
        path: elementPath(String(level), number, hashes.length / 32),
        bytes: hashes,
    }));
}
const PARTIAL = /\.p\/\d+$/;
/** What is whole for good; an open tile is given once, at the end. */
function wholeTiles(edge) {
    return tilesOf(edge).filter(({ path }) => !PARTIAL.test(path));
}

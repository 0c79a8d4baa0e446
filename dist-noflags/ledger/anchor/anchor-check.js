/**
 * The fifth layer: whether a log is the one that was anchored. PROTOCOL.md §9.10.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { equalBytes, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { encodeHeader, hashHeader } from "../block.js";
import { readCheckpoint } from "../log/checkpoint.js";
/** So much later than its anchor a block may say it was made: clocks differ. The same as §9.5 allows. */
export const ANCHOR_SKEW_MS = 10 * 60 * 1000;
/** The kind of that name, where it is known. */
export function kindNamed(kinds, name) {
    return kinds.find(({ kind }) => kind === name);
}
/**
 * Verifies one token: that it is of its source, and of a checkpoint of `author` for a log of this size.
 *
 * @throws {TalosError} `ANCHOR_MISMATCH`.
 */
export async function verifyAnchor(held, sources, { kinds, author }) {
    const checkpoint = readCheckpoint(held.note, author);
    if (checkpoint?.size !== held.size)
        throw new TalosError('ANCHOR_MISMATCH', 'what was anchored is no checkpoint of this log');
    const source = sources.find(({ id }) => id === held.source)?.source;
    const kind = kindNamed(kinds, source?.kind);
    if (source === undefined || kind === undefined)
        throw new TalosError('ANCHOR_MISMATCH', 'there is nothing to verify the anchor with');
    return { ...(await kind.verify(checkpoint, held, source)), checkpoint };
}
/** Blocks whose log size is remembered by their hash: the next one tells where it begins by naming the one before. */
const MAX_REMEMBERED = 4096;
/**
 * The fifth layer of validation. An anchor of the size that the log has after a block must hold, be of the same root,
 * and not be well before the block; and no block runs past an anchored size, as far as the block before it was judged.
 */
export async function anchorCheck(parts) {
    const sources = await parts.book.sources();
    const nextFrom = remembered(parts.book);
    const sizeOfBlock = new BoundedMap(MAX_REMEMBERED);
    return async (header, root, size) => {
        sizeOfBlock.set(toHex(hashHeader(encodeHeader(header))), size);
        const from = sizeOfBlock.get(toHex(header.previousHash)) ?? size;
        // The first that was anchored behind the block before is this block's own, or lies within it.
        const anchors = await nextFrom(Math.min(from + 1, size));
        const anchored = anchors[0]?.size ?? Number.POSITIVE_INFINITY;
        if (anchored < size)
            return mismatch('the log was anchored within this block');
        if (anchored > size)
            return { status: 'none' };
        for (const held of anchors) {
            const reason = await flawOf(held, sources, parts, header, root);
            if (reason !== undefined)
                return mismatch(reason);
        }
        return { status: 'valid' };
    };
}
/** Asks the book once for all blocks up to the next size that was anchored. */
function remembered(book) {
    let known;
    return async (least) => {
        const end = known?.anchors[0]?.size ?? Number.POSITIVE_INFINITY;
        if (known === undefined || least < known.least || least > end)
            known = { least, anchors: await book.from(least) };
        return known.anchors;
    };
}
const mismatch = (reason) => ({ status: 'mismatch', reason });
async function flawOf(held, sources, parts, header, root) {
    try {
        const { checkpoint, atMs } = await verifyAnchor(held, sources, parts);
        if (!equalBytes(checkpoint.root, root))
            return 'another log of this size was anchored';
        if (header.timeMs > atMs + ANCHOR_SKEW_MS)
            return 'the block says that it was made after it was anchored';
        return undefined;
    }
    catch (error) {
        if (!isTalosError(error, 'ANCHOR_MISMATCH'))
            throw error;
        return error.message;
    }
}

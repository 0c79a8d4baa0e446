/**
 * Making archive files out of a ledger: which blocks, and their bytes. PROTOCOL.md §9.13.
 *
 * @module
 */
import { concat, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { encodeHeader, hashHeader } from "../block.js";
import { endOffsetOf } from "../journal/block-record.js";
import { loadFrontier } from "../log/tiles.js";
import { encodeArchived, encodeArchiveHead } from "./archive.js";
/** See the module comment. */
export class ArchiveMaker {
    #parts;
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * The blocks below `bound`, from height `first` on; the block at height `head`, the newest, is not among them.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none with entries.
     */
    async plan(bound, first, head) {
        const below = 'height' in bound ? Math.min(bound.height, head) : await this.#heightAt(bound.timeMs, first, head);
        const to = below - 1;
        if (to < Math.max(first, 1))
            throw new TalosError('E_NOT_FOUND', 'no block before that can be archived', {
                hint: `there are entries of the blocks ${Math.max(first, 1)} to ${head}, and the newest block always stays`,
            });
        const { blocks } = this.#parts;
        const { header, note } = await blocks.block(to);
        const sizeBefore = first === 0 ? 0 : (await blocks.block(first - 1)).header.logSize;
        return {
            from: first,
            to,
            entries: header.logSize - sizeBefore,
            size: header.logSize,
            block: toHex(hashHeader(encodeHeader(header))),
            checkpoint: note,
            end: endOffsetOf(await blocks.block(to)),
        };
    }
    /** The lowest height, at most `head`, up to which not all entries and blocks are older than `timeMs`. */
    async #heightAt(timeMs, first, head) {
        let [low, high] = [first, head];
        while (low < high) {
            const middle = Math.floor((low + high) / 2);
            const { highestTimeMs } = await this.#parts.blocks.block(middle);
            if (highestTimeMs >= timeMs)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
    /** The bytes of the file. */
    async *pieces({ from, to, checkpoint }) {
        const { author, network, blocks, reader } = this.#parts;
        const before = from === 0 ? undefined : await blocks.block(from - 1);
        const frontier = await loadFrontier(before?.header.logSize ?? 0, blocks.tile);
        const previous = before && concat(encodeHeader(before.header), before.signature);
        yield encodeArchiveHead({ author, network, from, to, checkpoint, previous, roots: frontier.roots });
        for (let height = from; height <= to; height++) {
            const record = await blocks.block(height);
            yield encodeArchived(record, await reader.entriesOf(record));
        }
    }
}

/**
 * The entries of archived blocks, one block after the other, out of the archives that are given. PROTOCOL.md §9.13.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { encodeHeader } from "../block.js";
import { openArchive } from "./archive.js";
/** See the module comment. */
export class ArchivedEntries {
    #author;
    #given;
    /** Those that were not opened yet, in the order of their blocks. */
    #sources;
    #open;
    #next;
    /** @param archives - In any order. */
    constructor(archives, author) {
        this.#given = archives;
        this.#author = author;
    }
    /**
     * The entries of a block; `undefined` where no archive has them. Every block of the ledger is asked for, in order.
     *
     * @throws {TalosError} `E_LEDGER_INVALID` if an archive does not verify, or has another block at that height.
     */
    async of({ header, signature }) {
        while ((this.#next?.block.header.height ?? -1) < header.height) {
            this.#next = await this.#following();
            if (this.#next === undefined)
                return undefined;
        }
        const { block } = this.#next;
        if (block.header.height > header.height)
            return undefined;
        const [held, given] = [
            concat(encodeHeader(header), signature),
            concat(encodeHeader(block.header), block.signature),
        ];
        if (!equalBytes(held, given))
            throw new TalosError('E_LEDGER_INVALID', `archive: block ${header.height} is not the one of this ledger`);
        return block.entries;
    }
    /**
     * Reads what is left of the archives once the newest block was asked for.
     *
     * @throws {TalosError} `E_LEDGER_INVALID` if that does not verify, or comes after the newest block.
     */
    async end(head) {
        for (;; this.#next = await this.#following()) {
            const height = this.#next?.block.header.height;
            if (height !== undefined && height > head)
                throw new TalosError('E_LEDGER_INVALID', `archive: it has block ${height}, the ledger ends with block ${head}: it was replaced by an older one`);
            if (height === undefined && this.#sources?.length === 0)
                return;
        }
    }
    async #following() {
        this.#sources ??= await this.#ordered();
        for (;;) {
            const { value, done } = (await this.#open?.next()) ?? { value: undefined, done: true };
            if (done !== true)
                return value;
            const source = this.#sources.shift();
            this.#open = undefined;
            if (source === undefined)
                return undefined;
            this.#open = (await openArchive(source)).blocks[Symbol.asyncIterator]();
        }
    }
    async #ordered() {
        const placed = [];
        for (const source of this.#given) {
            const { head, close } = await openArchive(source);
            await close();
            if (head.author !== this.#author)
                throw new TalosError('E_LEDGER_INVALID', 'archive: it is of another agent');
            placed.push({ source, from: head.from });
        }
        return placed.sort((a, b) => a.from - b.from).map(({ source }) => source);
    }
    async close() {
        await this.#open?.return?.();
    }
}

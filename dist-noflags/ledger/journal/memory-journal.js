/**
 * A journal in memory: what it holds ends with the process. For agents of tests.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
/** Opens an empty one. */
export function openMemoryJournal() {
    return new MemoryJournal();
}
class MemoryJournal {
    #pieces = [];
    start = 0;
    size = 0;
    get durableSize() {
        return this.size;
    }
    append(records) {
        this.#pieces.push(new Uint8Array(records));
        this.size += records.length;
    }
    async sync() {
        // It is as durable as it will ever be.
    }
    async *read(offset) {
        yield this.#bytes().subarray(this.#at(offset));
    }
    async readAt(offset, length) {
        if (offset + length > this.size)
            throw new TalosError('E_STORAGE_CORRUPT', 'the journal ends before');
        return this.#bytes().slice(this.#at(offset), this.#at(offset) + length);
    }
    async mend(offset, bytes) {
        this.#bytes().set(bytes, this.#at(offset));
    }
    async cut(size) {
        this.#pieces = [this.#bytes().slice(0, this.#at(size))];
        this.size = size;
    }
    async dropBefore(offset) {
        this.#pieces = [this.#bytes().slice(this.#at(offset))];
        this.start = offset;
    }
    #at(offset) {
        if (offset < this.start)
            throw new TalosError('E_STORAGE_CORRUPT', 'the journal begins after');
        return offset - this.start;
    }
    #bytes() {
        const [only, ...more] = this.#pieces;
        if (only !== undefined && more.length === 0)
            return only;
        const joined = concat(...this.#pieces);
        this.#pieces = [joined];
        return joined;
    }
    async [Symbol.asyncDispose]() {
        // Nothing is held open.
    }
}

/**
 * Files in memory, for clients in memory: by absolute paths, which lead nowhere else.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
/** A room in memory. */
export class MemoryFiles {
    #files = new Map();
    #partial = new Map();
    /** Puts a file there, or another one in its place. */
    put(path, bytes) {
        this.#files.set(path, new Uint8Array(bytes));
    }
    /** The file at a path; undefined where there is none. */
    get(path) {
        return this.#files.get(path)?.slice();
    }
    /** Paths of all files. */
    get paths() {
        return [...this.#files.keys()];
    }
    async open(path) {
        const bytes = this.#files.get(path);
        if (bytes === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no such file');
        return {
            size: bytes.length,
            identity: `${bytes.length} ${this.#numberOf(bytes)}`,
            read: async (offset, length) => bytes.slice(offset, offset + length),
            isUnchanged: async () => this.#files.get(path) === bytes,
            [Symbol.asyncDispose]: async () => { },
        };
    }
    #numbers = new WeakMap();
    #last = 0;
    /** Another one for other bytes, also of the same length. */
    #numberOf(bytes) {
        const known = this.#numbers.get(bytes) ?? ++this.#last;
        this.#numbers.set(bytes, known);
        return known;
    }
    async create(id) {
        if (this.#partial.has(id))
            throw new TalosError('E_FILE_EXISTS', 'there is a file of this transfer already');
        this.#partial.set(id, new Uint8Array(0));
        return this.#partialFile(id);
    }
    async reopen(id) {
        return this.#partial.has(id) ? this.#partialFile(id) : undefined;
    }
    async prune(keep) {
        for (const id of this.#partial.keys())
            if (!keep.has(id))
                this.#partial.delete(id);
    }
    #partialFile(id) {
        const content = () => this.#partial.get(id) ?? new Uint8Array(0);
        let isNamed = false;
        return {
            id,
            write: async (offset, bytes) => {
                const held = content();
                const gap = new Uint8Array(Math.max(0, offset - held.length));
                this.#partial.set(id, concat(held.subarray(0, offset), gap, bytes, held.subarray(offset + bytes.length)));
            },
            sync: async () => { },
            read: async (offset, length) => content().slice(offset, offset + length),
            commit: async (name) => {
                const path = this.#free(`/downloads/${name.replaceAll('/', '_')}`);
                this.#files.set(path, content());
                isNamed = true;
                return path;
            },
            discard: async () => void this.#partial.delete(id),
            [Symbol.asyncDispose]: async () => {
                if (isNamed)
                    this.#partial.delete(id);
            },
        };
    }
    #free(path) {
        let candidate = path;
        for (let count = 1; this.#files.has(candidate); count++)
            candidate = `${path} (${count})`;
        return candidate;
    }
}

/**
 * Room for a commit, taken before LMDB writes its pages.
 *
 * LMDB 3 of lmdb-js writes beyond its own memory when a page cannot be written (an error text in a buffer that is too
 * short), which ends the process. So the file is filled up with zeros in advance, and a full disk is met here, where it
 * is an error like any other; LMDB then only writes over blocks that the file has. File systems that write every change
 * to new blocks (btrfs, ZFS) can still run full in between.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TalosError } from "../../base/errors.js";
import { storageError } from "./lmdb-errors.js";
/** Pages for what a commit writes besides its records: names of spaces, lists of free pages, splits. */
const BASE_PAGES = 32;
/** Pages kept for deletions, which need room as well before they give some. */
const RESERVE_PAGES = 128;
/** The file grows in steps of at least this many pages, so that most commits find room without asking. */
const STEP_PAGES = 256;
/** The file of an LMDB store, as far as its length goes. */
export class LmdbRoom {
    #file;
    /** @param path - Folder of the store, which LMDB has made. */
    constructor(path) {
        this.#file = openSync(join(path, 'data.mdb'), 'r+');
    }
    /**
     * Makes the file long enough for a commit.
     *
     * @throws {TalosError} `E_STORAGE_FULL` if there is no room; `E_STORAGE` as the system says. The file may be longer
     *   than before, and says the same.
     */
    reserve(commit) {
        const { pageSize, pages } = this.#used();
        // Each record lies on one page, which is copied, and may split it; no more pages are copied than there are.
        const copied = Math.min(2 * commit.records, pages);
        const filled = Math.ceil((2 * commit.bytes) / pageSize);
        const needed = pages + copied + filled + BASE_PAGES + (commit.isDeletion ? 0 : RESERVE_PAGES);
        const size = fstatSync(this.#file).size;
        if (size >= needed * pageSize)
            return;
        try {
            this.#fill(size, Math.max(needed, pages + STEP_PAGES) * pageSize);
        }
        catch (error) {
            // A step too far may be where the disk ends, with room enough for this commit.
            if (fstatSync(this.#file).size < needed * pageSize)
                throw storageError(error, 'there is no room for a commit');
        }
    }
    #fill(from, to) {
        const zeros = new Uint8Array(64 * 1024);
        for (let at = from; at < to;) {
            const written = writeSync(this.#file, zeros, 0, Math.min(zeros.length, to - at), at);
            if (written === 0)
                throw new TalosError('E_STORAGE_FULL', 'the disk takes no more');
            at += written;
        }
    }
    /** The page size, and the number of pages up to the last one used, of the last commit. Layout: `lmdb-check.ts`. */
    #used() {
        const first = this.#meta(0);
        const pageSize = first.readUInt32LE(48);
        const second = this.#meta(pageSize);
        const meta = second.readBigUInt64LE(152) > first.readBigUInt64LE(152) ? second : first;
        return { pageSize, pages: Number(meta.readBigUInt64LE(144)) + 1 };
    }
    #meta(at) {
        const meta = Buffer.alloc(168);
        readSync(this.#file, meta, 0, meta.length, at);
        return meta;
    }
    /** Lets the file go. */
    close() {
        closeSync(this.#file);
    }
}
